// A line of a form: only the one that is typed in takes the keys, the others are to click.
#pragma once

#include <string>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

// True when it was clicked and wants the keys.
bool form_line(Canvas const& canvas, char const* id, Rect const& rect, std::string& text,
               std::string const& hint, bool types);

}  // namespace highwater::gui
