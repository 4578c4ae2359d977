// The keys (F1), from the same table that the dashboard obeys.
#include <algorithm>
#include <array>

#include "gui/panels/overlay.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/shortcuts.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kWidth = 900;
constexpr float kHeight = 720;
// About equally long.
constexpr std::array<std::array<char const*, 2>, 2> kColumns{
    {{"Time", "Find"}, {"Faults", "Look"}}};

float draw_group(Canvas const& c, ImVec2 at, float width, std::string_view group) {
    float y = at.y;
    section_label(c, {at.x, y}, group, width);
    y += c.line_height(Type::label) + c.px(8);
    float keys = 0;
    for (Shortcut const& each : shortcuts()) {
        keys = std::max(keys, text_width(c, each.keys, Face::mono, Type::label) + c.px(12));
    }
    float const line = c.line_height(Type::secondary) + c.px(8);
    for (Shortcut const& each : shortcuts()) {
        if (each.group != group || each.what.empty()) continue;
        float const middle = std::floor(y + line / 2);
        float const cap = std::floor(text_width(c, each.keys, Face::mono, Type::label)) + c.px(12);
        float const height = c.line_height(Type::label) + c.px(6);
        Rect const box = rect_at({at.x, std::floor(middle - height / 2)}, cap, height);
        filled_rect(c, box, c.theme.raised, c.px(4));
        framed_rect(c, box, c.theme.line, c.hair(), c.px(4));
        draw_text(c, {box.middle_x(), middle}, each.keys,
                  mono(Type::label, c.theme.text).center().middle());
        draw_text(
            c, {at.x + keys + c.px(16), middle}, each.what,
            words(Type::secondary, c.theme.secondary).middle().within(width - keys - c.px(16)));
        y += line;
    }
    return y - at.y;
}

}  // namespace

void draw_help(Canvas const& canvas, Rect area, Frame const&, UiState& ui, Requests&) {
    Canvas const& c = canvas;
    Rect const rect = overlay_rect(c, area, kWidth, kHeight);
    if (draw_overlay(c, area, rect)) ui.show_help = false;
    float const x = rect.left + c.px(28);
    float const width = rect.width() - c.px(56);
    float const top = rect.top + c.px(24);
    draw_text(c, {x, top}, "Keys", strong(Type::stage_title, c.theme.text));
    draw_text(c, {x + width, top + c.line_height(Type::stage_title) / 2}, "Esc closes",
              words(Type::secondary, c.theme.faint_text).right().middle());
    float const gap = c.px(32);
    float const column = (width - gap) / 2;
    float left = x;
    float const first = top + c.line_height(Type::stage_title) + c.px(16);
    Scroll const scroll =
        begin_scroll(c, "keys", {rect.left, first, rect.right - c.px(4), rect.bottom - c.px(12)});
    float bottom = scroll.top;
    for (auto const& groups : kColumns) {
        float y = scroll.top;
        for (char const* group : groups) {
            y += draw_group(scroll.canvas, {left, y}, column, group) + c.px(16);
        }
        bottom = std::max(bottom, y);
        left += column + gap;
    }
    end_scroll(scroll, bottom);
}

}  // namespace highwater::gui
