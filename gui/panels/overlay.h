// What lies over the dashboard without stopping it: the lessons, the palette, the keys. A click
// beside it closes it.
#pragma once

#include <algorithm>

#include "gui/widgets/canvas.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"

namespace highwater::gui {

// A card in the middle of `area`, at most so large (at scale 1), over a veil.
inline Rect overlay_rect(Canvas const& c, Rect const& area, float width, float height) {
    float const wide = std::min(c.px(width), area.width() - c.px(48));
    float const high = std::min(c.px(height), area.height() - c.px(48));
    return rect_at({std::floor(area.middle_x() - wide / 2), std::floor(area.middle_y() - high / 2)},
                   wide, high);
}

// Draws veil and card; true when somebody clicked beside the card.
inline bool draw_overlay(Canvas const& c, Rect const& area, Rect const& rect) {
    filled_rect(c, area, with_alpha(c.theme.background, 190));
    card(c, rect);
    ImGuiIO const& io = ImGui::GetIO();
    return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect.contains(io.MousePos) &&
           area.contains(io.MousePos);
}

}  // namespace highwater::gui
