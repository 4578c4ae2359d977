// The shapes that go with the colours, and lines. Coordinates are pixels of the screen; radii too
// (callers take them from Canvas::px).
#pragma once

#include <initializer_list>
#include <vector>

#include "gui/widgets/canvas.h"

namespace highwater::gui {

void shape_diamond(Canvas const& canvas, ImVec2 centre, float radius, Colour colour);
void shape_circle(Canvas const& canvas, ImVec2 centre, float radius, Colour colour);
void shape_ring(Canvas const& canvas, ImVec2 centre, float radius, Colour colour);
void shape_cross(Canvas const& canvas, ImVec2 centre, float radius, Colour colour);

// The shape of a meaning in its colour: ◆ leader, ● in sync, ○ at risk, ✕ dead or lost, ◆ decision.
void state_mark(Canvas const& canvas, ImVec2 centre, Meaning meaning);
void state_mark(Canvas const& canvas, ImVec2 centre, Meaning meaning, float radius);

void solid_line(Canvas const& canvas, ImVec2 from, ImVec2 to, Colour colour, float thickness);
// Dashes are spread so that the line begins and ends with one.
void dashed_line(Canvas const& canvas, ImVec2 from, ImVec2 to, Colour colour, float thickness,
                 float dash, float gap);
void dashed_rect(Canvas const& canvas, Rect const& rect, float rounding, Colour colour,
                 float thickness, float dash, float gap);

void filled_rect(Canvas const& canvas, Rect const& rect, Colour colour, float rounding = 0);
// The frame lies inside of `rect`.
void framed_rect(Canvas const& canvas, Rect const& rect, Colour colour, float thickness,
                 float rounding = 0);

// A hairline between two groups of things.
void separator(Canvas const& canvas, float left, float right, float y);

// How a message's way is drawn: solid while it may arrive, dotted when it cannot.
enum class Way { open, broken };
void message_way(Canvas const& canvas, std::vector<ImVec2> const& points, Colour colour, Way way);
// A point `permille` of the whole length along the way.
ImVec2 point_along(std::vector<ImVec2> const& points, int permille);

// ▶ between two frames of a film strip.
void arrow_right(Canvas const& canvas, ImVec2 centre, float radius, Colour colour);
// ▼ over a line.
void arrow_down(Canvas const& canvas, ImVec2 tip, float size, Colour colour);

}  // namespace highwater::gui
