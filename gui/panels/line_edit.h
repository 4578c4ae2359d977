// One line to type in, over a card: the search field of the lessons and of the palette, the prompt
// of the console. It takes the letters; keys that choose a row are the dashboard's.
#pragma once

#include <string>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

// Keeps the keyboard as long as it is shown. True when the text changed by typing. What the program
// puts into `text` meanwhile (a completion) is taken over, with the cursor behind it.
bool line_edit(Canvas const& canvas, char const* id, Rect const& rect, std::string& text,
               char const* hint, Face face, Type type = Type::body);

}  // namespace highwater::gui
