#include "gui/widgets/transport.h"

#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"

namespace highwater::gui {
namespace {

// One triangle of 12 × 14 at scale 1 pointing right (+1) or left (-1); `at` is its middle.
void wedge(Canvas const& canvas, ImVec2 at, float direction, Colour colour) {
    float const half_width = canvas.px(6);
    float const half_height = canvas.px(7);
    ImVec2 const tip{at.x + direction * half_width, at.y};
    ImVec2 const upper{at.x - direction * half_width, at.y - half_height};
    ImVec2 const lower{at.x - direction * half_width, at.y + half_height};
    if (direction > 0) {
        canvas.list->AddTriangleFilled(upper, tip, lower, colour);
    } else {
        canvas.list->AddTriangleFilled(tip, upper, lower, colour);
    }
}

void post(Canvas const& canvas, ImVec2 middle, float width, Colour colour) {
    float const half_height = canvas.px(7);
    float const left = std::floor(middle.x - width / 2);
    filled_rect(canvas, {left, middle.y - half_height, left + width, middle.y + half_height},
                colour);
}

void draw_icon(Canvas const& canvas, ImVec2 m, TransportIcon icon, Colour colour) {
    float const step = canvas.px(7);
    switch (icon) {
    case TransportIcon::to_start:
        wedge(canvas, {m.x - step, m.y}, -1, colour);
        wedge(canvas, {m.x + step, m.y}, -1, colour);
        return;
    case TransportIcon::step_back:
        post(canvas, {m.x - canvas.px(8), m.y}, canvas.px(2), colour);
        wedge(canvas, {m.x + canvas.px(2), m.y}, -1, colour);
        return;
    case TransportIcon::play: return wedge(canvas, {m.x + canvas.px(1), m.y}, 1, colour);
    case TransportIcon::pause:
        post(canvas, {m.x - canvas.px(4), m.y}, canvas.px(4), colour);
        post(canvas, {m.x + canvas.px(4), m.y}, canvas.px(4), colour);
        return;
    case TransportIcon::step_on:
        wedge(canvas, {m.x - canvas.px(2), m.y}, 1, colour);
        post(canvas, {m.x + canvas.px(8), m.y}, canvas.px(2), colour);
        return;
    case TransportIcon::to_end:
        wedge(canvas, {m.x - step, m.y}, 1, colour);
        wedge(canvas, {m.x + step, m.y}, 1, colour);
        return;
    }
}

}  // namespace

Hit transport_button(Canvas const& canvas, char const* id, ImVec2 at, TransportIcon icon,
                     TransportLook const& look) {
    Theme const& theme = canvas.theme;
    Rect const rect = rect_at(at, canvas.px(kTransportWidth), canvas.px(kTransportHeight));
    Hit hit = hit_area(id, rect);
    if (!look.enabled) hit.clicked = false;
    Colour fill = look.active ? theme.of(Meaning::leader) : theme.raised;
    if (hit.hovered && look.enabled) fill = mix(fill, theme.text, hit.held ? 48 : 24);
    filled_rect(canvas, rect, fill, canvas.px(8));
    if (!look.active) framed_rect(canvas, rect, theme.line, canvas.hair(), canvas.px(8));
    Colour const shape = look.active ? theme.on_state : (look.enabled ? theme.text : theme.faint);
    draw_icon(canvas, {std::floor(rect.middle_x()), std::floor(rect.middle_y())}, icon, shape);
    if (hit.hovered && look.tooltip[0] != '\0') tooltip(canvas, look.tooltip);
    return hit;
}

}  // namespace highwater::gui
