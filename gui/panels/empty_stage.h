// What a stage says that has nothing to show: its title, why it is empty, and what would fill it.
#pragma once

#include <string>
#include <vector>

#include "gui/widgets/hit.h"

namespace highwater::gui {

// `offers`: commands to click, below the text; an empty one is left out, one without room too.
// Which one was, -1: none.
int say_empty_stage(Canvas const& canvas, Rect const& area, char const* title, char const* why,
                    std::vector<std::string> const& offers);

}  // namespace highwater::gui
