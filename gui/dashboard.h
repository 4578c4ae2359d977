// Where everything stands: the design's grid, its drawers on narrow windows, and what lies over it.
#pragma once

#include "gui/frame.h"
#include "gui/requests.h"
#include "gui/ui_state.h"
#include "gui/widgets/layout_probe.h"

namespace highwater::gui {

// The places of the panels, in pixels. A window too narrow for both columns shows what is selected
// in the place of the lesson, so that the stage stays as it is. Without room for even one, both are
// drawers: empty while shut; an open one takes its width from the stage, so that it hides nothing;
// on a very narrow window it lies over it.
struct DashboardPlaces {
    Rect top;
    Rect left;
    Rect console;  // under the stage
    Rect stage;
    Rect right;
    Rect bottom;
    bool left_is_drawer{};
    bool right_is_drawer{};
    bool left_shows_inspector{};
};
DashboardPlaces places_of(float width, float height, float scale, UiState const& ui);

// One picture of it all, into the current ImGui frame.
void draw_dashboard(FontSet const& fonts, Frame const& frame, UiState& ui, Requests& requests);

}  // namespace highwater::gui
