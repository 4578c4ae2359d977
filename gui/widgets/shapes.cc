#include "gui/widgets/shapes.h"

namespace highwater::gui {
namespace {

float length_of(ImVec2 from, ImVec2 to) {
    float const dx = to.x - from.x;
    float const dy = to.y - from.y;
    return std::sqrt(dx * dx + dy * dy);
}

ImVec2 between(ImVec2 from, ImVec2 to, float part) {
    return {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
}

}  // namespace

void shape_diamond(Canvas const& canvas, ImVec2 centre, float radius, Colour colour) {
    canvas.list->AddQuadFilled({centre.x, centre.y - radius}, {centre.x + radius, centre.y},
                               {centre.x, centre.y + radius}, {centre.x - radius, centre.y},
                               colour);
}

void shape_circle(Canvas const& canvas, ImVec2 centre, float radius, Colour colour) {
    canvas.list->AddCircleFilled(centre, radius, colour);
}

void shape_ring(Canvas const& canvas, ImVec2 centre, float radius, Colour colour) {
    float const thickness = canvas.hair(2);
    canvas.list->AddCircle(centre, radius - thickness / 2, colour, 0, thickness);
}

void shape_cross(Canvas const& canvas, ImVec2 centre, float radius, Colour colour) {
    float const arm = radius * 0.7F;
    float const thickness = canvas.hair(2.5F);
    canvas.list->AddLine({centre.x - arm, centre.y - arm}, {centre.x + arm, centre.y + arm}, colour,
                         thickness);
    canvas.list->AddLine({centre.x - arm, centre.y + arm}, {centre.x + arm, centre.y - arm}, colour,
                         thickness);
}

void state_mark(Canvas const& canvas, ImVec2 centre, Meaning meaning) {
    state_mark(canvas, centre, meaning, canvas.fonts.lecture ? canvas.px(12) : canvas.px(8));
}

void state_mark(Canvas const& canvas, ImVec2 centre, Meaning meaning, float radius) {
    Colour const colour = canvas.theme.of(meaning);
    switch (meaning) {
    case Meaning::leader:
    case Meaning::controller: return shape_diamond(canvas, centre, radius, colour);
    case Meaning::in_sync:
    case Meaning::plain: return shape_circle(canvas, centre, radius * 0.8F, colour);
    case Meaning::at_risk: return shape_ring(canvas, centre, radius * 0.85F, colour);
    case Meaning::dead:
    case Meaning::lost: return shape_cross(canvas, centre, radius, colour);
    case Meaning::now: return arrow_right(canvas, centre, radius * 0.8F, colour);
    }
}

void solid_line(Canvas const& canvas, ImVec2 from, ImVec2 to, Colour colour, float thickness) {
    bool const upright = from.x == to.x;
    if (!upright && from.y != to.y) {
        canvas.list->AddLine(from, to, colour, thickness);
        return;
    }
    // Level and upright lines as boxes on whole pixels: sharp at every thickness.
    float const before = std::floor(thickness / 2);
    if (upright) {
        float const left = std::floor(from.x) - before;
        canvas.list->AddRectFilled({left, std::fmin(from.y, to.y)},
                                   {left + thickness, std::fmax(from.y, to.y)}, colour);
    } else {
        float const top = std::floor(from.y) - before;
        canvas.list->AddRectFilled({std::fmin(from.x, to.x), top},
                                   {std::fmax(from.x, to.x), top + thickness}, colour);
    }
}

void dashed_line(Canvas const& canvas, ImVec2 from, ImVec2 to, Colour colour, float thickness,
                 float dash, float gap) {
    float const length = length_of(from, to);
    if (length <= 0 || dash <= 0) return;
    constexpr float kMostDashes = 2000;  // a line far longer than any screen must not stall a frame
    float const wanted = std::floor((length + gap) / (dash + gap));
    float const dashes = std::fmin(std::fmax(1.0F, wanted), kMostDashes);
    float const step = dashes > 1 ? (length - dash) / (dashes - 1) : 0;
    for (int i = 0; i < static_cast<int>(dashes); ++i) {
        float const begin = step * static_cast<float>(i);
        float const end = std::fmin(begin + dash, length);
        solid_line(canvas, between(from, to, begin / length), between(from, to, end / length),
                   colour, thickness);
    }
}

void dashed_rect(Canvas const& canvas, Rect const& rect, float rounding, Colour colour,
                 float thickness, float dash, float gap) {
    float const half = std::floor(thickness / 2);
    Rect const r{rect.left + half, rect.top + half, rect.right - thickness + half,
                 rect.bottom - thickness + half};
    float const c = std::fmin(rounding, std::fmin(r.width(), r.height()) / 2);
    dashed_line(canvas, {r.left + c, r.top}, {r.right - c, r.top}, colour, thickness, dash, gap);
    dashed_line(canvas, {r.left + c, r.bottom}, {r.right - c, r.bottom}, colour, thickness, dash,
                gap);
    dashed_line(canvas, {r.left, r.top + c}, {r.left, r.bottom - c}, colour, thickness, dash, gap);
    dashed_line(canvas, {r.right, r.top + c}, {r.right, r.bottom - c}, colour, thickness, dash,
                gap);
    if (c <= 0) return;
    // Corners are whole arcs, in twelfths of a circle as ImGui counts them: 0 is east, 3 is south.
    float const shift = thickness / 2 - half;
    auto const corner = [&](float x, float y, int first) {
        canvas.list->PathArcToFast({x + shift, y + shift}, c, first, first + 3);
        canvas.list->PathStroke(colour, 0, thickness);
    };
    corner(r.right - c, r.bottom - c, 0);
    corner(r.left + c, r.bottom - c, 3);
    corner(r.left + c, r.top + c, 6);
    corner(r.right - c, r.top + c, 9);
}

void filled_rect(Canvas const& canvas, Rect const& rect, Colour colour, float rounding) {
    if (is_empty(rect)) return;
    canvas.list->AddRectFilled(rect.min(), rect.max(), colour, rounding);
}

void framed_rect(Canvas const& canvas, Rect const& rect, Colour colour, float thickness,
                 float rounding) {
    float const half = thickness / 2;
    Rect const r = rect.inset(half);
    if (is_empty(r)) return;
    // AddRect draws about a line half a pixel inside; undo that, ours is the exact middle.
    canvas.list->PathRect(r.min(), r.max(), std::fmax(0.0F, rounding - half));
    canvas.list->PathStroke(colour, ImDrawFlags_Closed, thickness);
}

void separator(Canvas const& canvas, float left, float right, float y) {
    solid_line(canvas, {left, y}, {right, y}, canvas.theme.line, canvas.hair());
}

void message_way(Canvas const& canvas, std::vector<ImVec2> const& points, Colour colour, Way way) {
    float const thickness = canvas.hair(2);
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (way == Way::open) {
            solid_line(canvas, points[i - 1], points[i], colour, thickness);
        } else {
            dashed_line(canvas, points[i - 1], points[i], colour, thickness, canvas.px(2),
                        canvas.px(5));
        }
    }
}

ImVec2 point_along(std::vector<ImVec2> const& points, int permille) {
    if (points.empty()) return {0, 0};
    float whole = 0;
    for (std::size_t i = 1; i < points.size(); ++i) whole += length_of(points[i - 1], points[i]);
    float left = whole * static_cast<float>(permille) / 1000;
    for (std::size_t i = 1; i < points.size(); ++i) {
        float const leg = length_of(points[i - 1], points[i]);
        if (leg > 0 && left <= leg) {
            return between(points[i - 1], points[i], std::fmax(0.0F, left / leg));
        }
        left -= leg;
    }
    return points.back();
}

void arrow_right(Canvas const& canvas, ImVec2 centre, float radius, Colour colour) {
    canvas.list->AddTriangleFilled({centre.x - radius * 0.7F, centre.y - radius},
                                   {centre.x + radius, centre.y},
                                   {centre.x - radius * 0.7F, centre.y + radius}, colour);
}

void arrow_down(Canvas const& canvas, ImVec2 tip, float size, Colour colour) {
    canvas.list->AddTriangleFilled({tip.x - size * 0.6F, tip.y - size},
                                   {tip.x + size * 0.6F, tip.y - size}, tip, colour);
}

}  // namespace highwater::gui
