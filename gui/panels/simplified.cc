// What is simplified here, and why (I): from the table that the command line and the README show.
#include <algorithm>

#include "gui/panels/overlay.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/widgets/text.h"
#include "scenario/simplified.h"

namespace highwater::gui {
namespace {
constexpr float kWidth = 860;
constexpr float kHeight = 620;
constexpr float kTopics = 210;
}  // namespace

void draw_simplified(Canvas const& canvas, Rect area, Frame const&, UiState& ui, Requests&) {
    Canvas const& c = canvas;
    Rect const rect = overlay_rect(c, area, kWidth, kHeight);
    if (draw_overlay(c, area, rect)) ui.show_simplified = false;
    float const x = rect.left + c.px(28);
    float const width = rect.width() - c.px(56);
    float const top = rect.top + c.px(24);
    draw_text(c, {x, top}, "What is simplified here", strong(Type::stage_title, c.theme.text));
    draw_text(c, {x + width, top + c.line_height(Type::stage_title) / 2}, "Esc closes",
              words(Type::secondary, c.theme.faint_text).right().middle());
    float const first = top + c.line_height(Type::stage_title) + c.px(16);
    Scroll const scroll = begin_scroll(
        c, "simplified", {rect.left, first, rect.right - c.px(4), rect.bottom - c.px(12)});
    float const left = x + std::min(c.px(kTopics), width / 3);
    float y = scroll.top;
    for (Simplification const& each : simplifications()) {
        float const topic = draw_wrapped(scroll.canvas, {x, y}, each.topic,
                                         strong(Type::body, c.theme.text), left - x - c.px(16));
        float words_y = y + draw_wrapped(scroll.canvas, {left, y}, each.what,
                                         words(Type::secondary, c.theme.text), x + width - left);
        words_y += draw_wrapped(scroll.canvas, {left, words_y}, each.why,
                                words(Type::secondary, c.theme.secondary), x + width - left);
        y = std::max(words_y, y + topic) + c.px(14);
    }
    end_scroll(scroll, y);
}

}  // namespace highwater::gui
