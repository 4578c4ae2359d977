// The table of the stage that compares: the script in every combination of some settings.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// The whole stage: its title, the way back to two futures beside each other, and the table.
void draw_combinations(Canvas const& canvas, Rect const& area, Frame const& frame, UiState& ui,
                       Requests& requests);

}  // namespace highwater::gui
