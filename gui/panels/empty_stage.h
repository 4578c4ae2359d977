// What a stage says that has nothing to show: its title, why it is empty, and what would fill it.
#pragma once

#include <string>

#include "gui/widgets/hit.h"

namespace highwater::gui {

// `offer`: a command to click, below the text; empty, or without room: none. True when it was.
bool say_empty_stage(Canvas const& canvas, Rect const& area, char const* title, char const* why,
                     std::string const& offer);

}  // namespace highwater::gui
