// A challenge, below the lesson's story: what is asked for, what may be changed, the grade.
#pragma once

#include "gui/panels/panel.h"

namespace highwater::gui {

// Returns how far down it reaches.
float draw_challenge(Canvas const& canvas, ImVec2 at, float width, Frame const& frame, UiState& ui,
                     Requests& requests);

// The name and the button that hands in: below the column, where it is seen however long that is.
float hand_in_height(Canvas const& canvas);
void draw_hand_in(Canvas const& canvas, ImVec2 at, float width, UiState& ui, Requests& requests);

}  // namespace highwater::gui
