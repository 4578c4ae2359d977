// Draws what ImGui wants drawn into an Image: no window, no graphics card, no rounding of the
// machine's own. Positions become integers (1/256 pixel) once; from there on everything is integer
// arithmetic, so the same draw data gives the same bytes with every compiler. Rules as on a
// graphics card: pixel centres, top-left fill rule (two triangles never blend twice along a shared
// edge), bilinear texture, straight alpha.
#pragma once

#include <imgui.h>

#include <cstdint>

#include "gui/raster/image.h"

namespace highwater::gui {

// The font atlas: coverage only, its colour is white.
struct AlphaTexture {
    int width = 0;
    int height = 0;
    std::uint8_t const* alpha = nullptr;
};

// Pixels x in [left, right), y in [top, bottom).
struct PixelRect {
    int left;
    int top;
    int right;
    int bottom;
};

void fill_triangle(Image& image, PixelRect const& clip, AlphaTexture const& texture,
                   ImDrawVert const& a, ImDrawVert const& b, ImDrawVert const& c);

// Draw commands that only call back (ImDrawCmd::UserCallback) have nothing to rasterise: skipped.
void rasterise(Image& image, AlphaTexture const& texture, ImDrawData const& draw_data);

}  // namespace highwater::gui
