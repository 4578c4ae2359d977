#include "gui/widgets/mark_grid.h"

#include <algorithm>
#include <cmath>

#include "gui/widgets/shapes.h"

namespace highwater::gui {
namespace {
constexpr float kLeastForShapes = 9;  // pixels from mark to mark
}

ImVec2 MarkGrid::centre(std::size_t mark) const {
    return {origin.x + (static_cast<float>(mark % across) + 0.5F) * pitch,
            origin.y + (static_cast<float>(mark / across) + 0.5F) * pitch};
}

std::size_t MarkGrid::at(ImVec2 point, std::size_t marks) const {
    float const x = std::floor((point.x - origin.x) / pitch);
    float const y = std::floor((point.y - origin.y) / pitch);
    if (x < 0 || y < 0 || x >= static_cast<float>(across)) return marks;
    return std::min(marks, static_cast<std::size_t>(y) * across + static_cast<std::size_t>(x));
}

MarkGrid grid_of(ImVec2 origin, float width, float pitch, std::size_t each) {
    MarkGrid grid{origin, pitch, 1, std::max<std::size_t>(1, each)};
    grid.across = static_cast<std::size_t>(std::max(1.0F, std::floor(width / pitch)));
    return grid;
}

MarkGrid fit_marks(Rect const& place, std::size_t things, float most, float least) {
    float pitch = std::max(most, least);
    auto const fits = [&](MarkGrid const& grid) { return grid.height(things) <= place.height(); };
    MarkGrid grid = grid_of(place.min(), place.width(), pitch, 1);
    while (!fits(grid) && pitch > least) {
        pitch = std::max(least, pitch - 1);
        grid = grid_of(place.min(), place.width(), pitch, 1);
    }
    if (fits(grid)) return grid;
    float const rows = std::max(1.0F, std::floor(place.height() / pitch));
    std::size_t const places = grid.across * static_cast<std::size_t>(rows);
    grid.each = std::max<std::size_t>(1, (things + places - 1) / places);
    return grid;
}

void grid_mark(Canvas const& canvas, MarkGrid const& grid, std::size_t mark, Meaning meaning) {
    ImVec2 const at = grid.centre(mark);
    if (grid.pitch >= kLeastForShapes) {
        return state_mark(canvas, at, meaning, grid.pitch * 0.36F);
    }
    Colour const colour = canvas.theme.of(meaning);
    bool const is_well =
        meaning != Meaning::at_risk && meaning != Meaning::lost && meaning != Meaning::dead;
    float const half = std::max(1.0F, std::floor(grid.pitch * (is_well ? 0.22F : 0.4F)));
    Rect const square{std::floor(at.x - half), std::floor(at.y - half), std::floor(at.x + half),
                      std::floor(at.y + half)};
    if (meaning == Meaning::at_risk) return framed_rect(canvas, square, colour, 1);
    filled_rect(canvas, square, colour);
}

}  // namespace highwater::gui
