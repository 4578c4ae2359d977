// What every widget needs to draw: where, in which colours and letters, how large.
#pragma once

#include <imgui.h>

#include <cmath>

#include "gui/fonts.h"
#include "gui/theme.h"
#include "gui/widgets/layout_probe.h"

namespace highwater::gui {

struct Canvas {
    ImDrawList* list;
    Theme const& theme;
    FontSet const& fonts;

    // Lengths of the design (scale 1) to whole pixels of the screen, so that edges stay sharp.
    float px(float units) const { return std::floor(units * fonts.scale + 0.5F); }
    // The thinnest line there is, at least one pixel.
    float hair(float units = 1) const { return std::fmax(1.0F, px(units)); }
    // Shapes grow with the letters when they are to be seen from the back row.
    float shape_px(float units) const { return px(fonts.lecture ? units * 1.75F : units); }
    float line_height(Type type) const { return fonts.line_height(type); }
};

// The canvas of the current ImGui window.
inline Canvas canvas_here(Theme const& theme, FontSet const& fonts) {
    return {ImGui::GetWindowDrawList(), theme, fonts};
}

}  // namespace highwater::gui
