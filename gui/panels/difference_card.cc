#include "gui/panels/difference_card.h"

#include <algorithm>

#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/difference.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kShare = 0.42F;   // of the list's height
constexpr float kLowPlace = 520;  // below it the difference is what is looked at
constexpr float kShareOfLow = 0.62F;
constexpr float kLeast = 120;
constexpr float kLeastForBoth = 560;  // of the width: what it was and what it is side by side

struct Columns {
    float what{};
    float field{};
    float before{};
    float after{};
    float right{};
};

Columns columns_of(Canvas const& c, float left, float width) {
    float const right = left + width - c.px(8);
    if (width < c.px(kLeastForBoth)) {
        return {left, left + width * 0.3F, left + width * 0.56F, left + width * 0.78F, right};
    }
    return {left, left + std::min(c.px(220), width * 0.24F), left + width * 0.5F,
            left + width * 0.75F, right};
}

void draw_row(Canvas const& c, Rect const& rect, Columns const& columns, DifferenceRow const& row,
              UiState& ui) {
    Theme const& theme = c.theme;
    float const y = rect.middle_y();
    float const gap = c.px(12);
    if (!row.what.empty()) {
        TextStyle const style = mono_strong(Type::label, theme.text)
                                    .middle()
                                    .within(columns.field - columns.what - gap);
        if (std::holds_alternative<std::monostate>(row.link)) {
            draw_text(c, {columns.what, y}, row.what, style);
        } else {
            follow_hit(id_link(c, "##what", {columns.what, y}, row.what, style), row.link, ui);
        }
    }
    draw_text(c, {columns.field, y}, row.field,
              words(Type::secondary, theme.secondary)
                  .middle()
                  .within(columns.before - columns.field - gap));
    draw_text(
        c, {columns.before, y}, row.before.empty() ? std::string_view{"–"} : row.before,
        mono(Type::label, theme.secondary).middle().within(columns.after - columns.before - gap));
    draw_text(c, {columns.after, y}, row.after.empty() ? std::string_view{"–"} : row.after,
              mono(Type::label, theme.words_of(Meaning::now))
                  .middle()
                  .within(columns.right - columns.after));
}

}  // namespace

float difference_height(Canvas const& canvas, Rect const& place, Frame const& frame) {
    if (frame.marked == nullptr) return 0;
    float const share = place.height() < canvas.px(kLowPlace) ? kShareOfLow : kShare;
    return std::floor(std::max(canvas.px(kLeast), place.height() * share));
}

void draw_difference(Canvas const& canvas, Rect const& rect, Frame const& frame, UiState& ui,
                     Requests& requests) {
    static ViewCache<DifferenceView, std::uint64_t> made;
    Theme const& theme = canvas.theme;
    MarkedInstant const& marked = *frame.marked;
    DifferenceView const& view =
        made.get_at_leisure(frame, marked.cursor.nth, ImGui::GetTime(), 0.25,
                            [&] { return difference_view(marked.world, frame.world, frame.who); });
    card(canvas, rect);
    float const left = rect.left + canvas.px(20);
    float const right = rect.right - canvas.px(20);
    float const y = rect.top + canvas.px(22);
    std::string const forget = "forget";
    float const button = text_width(canvas, forget, Face::words, Type::secondary);
    if (id_link(canvas, "##forget", {right - button, y}, forget,
                words(Type::secondary, theme.secondary).middle())
            .clicked) {
        requests.push(MarkHere{true});
    }
    std::string const when = to_microseconds(marked.cursor.at);
    Rect const title =
        draw_text(canvas, {left, y}, "What differs from", strong(Type::body, theme.text).middle());
    Rect marked_at;
    if (id_link(canvas, "##marked", {title.right + canvas.px(8), y}, when,
                mono_strong(Type::secondary, theme.words_of(Meaning::now)).middle(), &marked_at)
            .clicked) {
        requests.push(marked.cursor.nth > 0 ? Request{SeekPlace{marked.cursor.nth - 1}}
                                            : Request{SeekTime{marked.cursor.at}});
    }
    std::string const count =
        view.changed == 0 ? std::string{"nothing"} : counted(view.changed, "field", "fields");
    draw_text(canvas, {marked_at.right + canvas.px(16), y}, count,
              words(Type::secondary, theme.secondary)
                  .middle()
                  .within(right - button - canvas.px(16) - marked_at.right - canvas.px(16)));
    Rect const place{left, rect.top + canvas.px(42), right + canvas.px(12),
                     rect.bottom - canvas.px(10)};
    Scroll const scroll = begin_scroll(canvas, "##difference", place);
    float const height = canvas.line_height(Type::secondary) + canvas.px(6);
    Columns const columns = columns_of(canvas, left, scroll.width);
    float const seen = std::max(0.0F, scroll.view.top - scroll.top);
    auto const first = static_cast<std::size_t>(seen / height);
    auto const last =
        std::min(view.rows.size(), first + static_cast<std::size_t>(place.height() / height) + 2);
    for (std::size_t i = first; i < last; ++i) {
        ImGui::PushID(static_cast<int>(i));
        float const top = scroll.top + static_cast<float>(i) * height;
        draw_row(scroll.canvas, rect_at({left, top}, scroll.width, height), columns, view.rows[i],
                 ui);
        ImGui::PopID();
    }
    end_scroll(scroll, scroll.top + static_cast<float>(view.rows.size()) * height);
}

}  // namespace highwater::gui
