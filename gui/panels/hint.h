#pragma once

#include "gui/panels/panel.h"

namespace highwater::gui {

// Where the card stands; empty: there is no hint.
Rect hint_place(Canvas const& canvas, Rect const& stage, UiState const& ui);
void draw_hint(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
               Requests& requests);

}  // namespace highwater::gui
