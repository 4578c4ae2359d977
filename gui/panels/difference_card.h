// Under the list of events: what differs between the marked instant and the present.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"

namespace highwater::gui {

// So much of `place` it takes; 0 while no instant is marked.
float difference_height(Canvas const& canvas, Rect const& place, Frame const& frame);
void draw_difference(Canvas const& canvas, Rect const& rect, Frame const& frame, UiState& ui,
                     Requests& requests);

}  // namespace highwater::gui
