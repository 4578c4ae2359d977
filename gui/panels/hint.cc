// The misconception sensor's offer: a quiet card above the notice, that waits until somebody wants
// it or lets it go.
#include "gui/panels/hint.h"

#include <algorithm>

#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kWidth = 420;
constexpr float kPadding = 16;

}  // namespace

Rect hint_place(Canvas const& c, Rect const& stage, UiState const& ui) {
    if (!ui.hint) return {};
    float const width = std::min(c.px(kWidth), stage.width() - c.px(32));
    float const inner = width - 2 * c.px(kPadding);
    float const height = c.px(kPadding) * 2 + c.line_height(Type::label) + c.px(6) +
                         wrapped_height(c, ui.hint->says, words(Type::body, 0), inner) + c.px(10) +
                         c.line_height(Type::secondary) + c.px(12);
    float const bottom = stage.bottom - c.px(36);
    float const right = stage.right - c.px(16);
    return {right - width, std::floor(bottom - height), right, bottom};
}

void draw_hint(Canvas const& c, Rect area, Frame const&, UiState& ui, Requests& requests) {
    if (!ui.hint) return;
    card(c, area, {.raised = true});
    framed_rect(c, area, c.theme.line, c.hair(), c.px(12));
    float const x = area.left + c.px(kPadding);
    float const inner = area.width() - 2 * c.px(kPadding);
    float y = area.top + c.px(kPadding);
    section_label(c, {x, y}, "Predict", inner);
    y += c.line_height(Type::label) + c.px(6);
    y += draw_wrapped(c, {x, y}, ui.hint->says, words(Type::body, c.theme.text), inner) + c.px(10);
    float const height = c.line_height(Type::secondary) + c.px(12);
    std::string const show = "See it: 20 s in a fork";
    float const wide = text_width(c, show, Face::words_strong, Type::secondary) + c.px(28);
    ButtonLook look;
    look.primary = true;
    if (text_button(c, "##show hint", rect_at({x, y}, wide, height), show, look).clicked) {
        requests.push(ShowHint{true});
    }
    std::string const leave = "Not now";
    float const narrow = text_width(c, leave, Face::words_strong, Type::secondary) + c.px(28);
    if (text_button(c, "##leave hint", rect_at({x + wide + c.px(8), y}, narrow, height), leave)
            .clicked) {
        requests.push(ShowHint{false});
    }
}

}  // namespace highwater::gui
