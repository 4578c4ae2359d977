#include "gui/panels/combinations.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "gui/panels/scroll.h"
#include "gui/panels/view_cache.h"
#include "gui/view/combinations.h"
#include "gui/view/lesson.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kHead = 62;
constexpr float kLeastForTitle = 170;  // of the stage: in a lower one the rows come first
constexpr float kNames = 28;           // of the columns
constexpr float kRow = 40;
constexpr std::size_t kCounts = std::size(kOutcomeNames);

// Where the columns end: the settings from the left, what came of them from the right.
struct Columns {
    std::vector<float> settings;  // left edges
    float settings_end{};
    float counts[kCounts]{};  // right edges
    bool shows[kCounts]{};
};

// In a narrow table what tells least gives way first.
constexpr std::size_t kGiveWay[] = {3, 0, 4, 5};  // duplicated, sent, failed, without leader
constexpr float kLeastOfSetting = 64;

Columns columns_of(Canvas const& c, Rect const& table, CombinationsView const& view) {
    Columns columns;
    std::fill(std::begin(columns.shows), std::end(columns.shows), true);
    float const left = table.left + c.px(40);
    auto const count = static_cast<float>(std::max<std::size_t>(1, view.names.size()));
    auto const place = [&] {
        float right = table.right - c.px(16);
        for (std::size_t i = kCounts; i-- > 0;) {
            if (!columns.shows[i]) continue;
            columns.counts[i] = right;
            float const name = text_width(c, kOutcomeNames[i], Face::words, Type::label);
            right -= std::max(name, c.px(52)) + c.px(16);
        }
        columns.settings_end = std::max(left, right);
        return right - left >= count * c.px(kLeastOfSetting);
    };
    std::size_t given_way = 0;
    while (!place() && given_way < std::size(kGiveWay))
        columns.shows[kGiveWay[given_way++]] = false;
    float const width = (columns.settings_end - left) / count;
    for (std::size_t i = 0; i < view.names.size(); ++i) {
        columns.settings.push_back(left + static_cast<float>(i) * width);
    }
    return columns;
}

float end_of(Columns const& columns, std::size_t setting) {
    return setting + 1 < columns.settings.size() ? columns.settings[setting + 1]
                                                 : columns.settings_end;
}

// "orders.min.insync.replicas" without its owner where there is little room.
std::string short_name(Canvas const& c, std::string const& name, float width) {
    std::string const key = name.substr(name.find('.') + 1);
    return fitting(c, {name, key}, Face::words, Type::label, width);
}

void draw_names(Canvas const& c, Columns const& columns, float y, CombinationsView const& view) {
    TextStyle const style = words(Type::label, c.theme.secondary).middle();
    for (std::size_t i = 0; i < view.names.size(); ++i) {
        float const width = end_of(columns, i) - columns.settings[i] - c.px(12);
        draw_text(c, {columns.settings[i], y}, short_name(c, view.names[i], width),
                  style.within(width));
    }
    for (std::size_t i = 0; i < kCounts; ++i) {
        if (!columns.shows[i]) continue;
        draw_text(c, {columns.counts[i], y}, kOutcomeNames[i], style.right());
    }
}

// A click puts that future beside this one.
void draw_row(Canvas const& c, Columns const& columns, Rect const& rect, CombinationRow const& row,
              std::size_t nth, Requests& requests) {
    std::string const id = "##combination" + std::to_string(nth);
    Hit const hit = hit_area(id.c_str(), rect);
    if (hit.clicked) requests.push(CompareAgainst{row.settings});
    if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (nth % 2 == 1 || hit.hovered) filled_rect(c, rect, c.theme.raised, c.px(8));
    if (row.is_compared) framed_rect(c, rect, c.theme.now_outline, c.hair(1.5F), c.px(8));
    float const y = rect.middle_y();
    if (!row.counts.empty()) {
        state_mark(c, {rect.left + c.px(20), y}, row.meaning, c.px(6));
    }
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        float const width = end_of(columns, i) - columns.settings[i] - c.px(12);
        draw_text(c, {columns.settings[i], y}, row.values[i],
                  mono(Type::body, c.theme.text).middle().within(width));
    }
    if (row.counts.empty()) {
        draw_text(c, {rect.right - c.px(16), y}, row.progress,
                  words(Type::secondary, c.theme.secondary)
                      .right()
                      .middle()
                      .within(rect.right - c.px(32) - columns.settings_end));
        return;
    }
    for (std::size_t i = 0; i < kCounts; ++i) {
        if (!columns.shows[i]) continue;
        bool const is_lost = row.meaning == Meaning::lost && i == kLostCount;
        Colour const colour = is_lost ? c.theme.words_of(Meaning::lost) : c.theme.text;
        draw_text(c, {columns.counts[i], y}, row.counts[i],
                  mono(Type::body, colour).right().middle());
    }
}

void draw_table(Canvas const& c, Rect const& area, CombinationsView const& view,
                Requests& requests) {
    Columns const names = columns_of(c, area, view);
    draw_names(c, names, area.top + c.px(12), view);
    Rect const place{area.left, area.top + c.px(kNames), area.right + c.px(12), area.bottom};
    Scroll const scroll = begin_scroll(c, "##combinations", place);
    float y = scroll.top;
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        Rect const row{area.left, y, area.right, y + c.px(kRow)};
        if (scroll.sees(row.top, row.bottom)) {
            draw_row(scroll.canvas, names, row, view.rows[i], i, requests);
        }
        y += c.px(kRow);
    }
    end_scroll(scroll, y);
}

// What the marks before the rows mean.
void draw_legend(Canvas const& c, Rect const& line) {
    float x = line.left + c.px(20);
    auto const entry = [&](Meaning meaning, char const* text) {
        float const width = text_width(c, text, Face::words, Type::label);
        if (x + c.px(12) + width > line.right) return;
        state_mark(c, {x, line.middle_y()}, meaning, c.px(5));
        draw_text(c, {x + c.px(12), line.middle_y()}, text,
                  words(Type::label, c.theme.secondary).middle());
        x += c.px(32) + width;
    };
    entry(Meaning::in_sync, "all that was sent is acknowledged or has failed");
    entry(Meaning::at_risk, "of some records nobody knows");
    entry(Meaning::lost, "acknowledged, then lost");
}

// And the way back, which is Escape too.
void draw_title(Canvas const& c, Rect const& head, CombinationsView const& view, UiState& ui) {
    Rect const title = draw_text(c, {head.left, head.top + c.px(32)}, view.title,
                                 strong(Type::stage_title, c.theme.text).middle());
    TextStyle const blue =
        words(Type::secondary, c.theme.words_of(Meaning::leader)).right().middle();
    std::string const back = fitting(c, {"two beside each other", "back"}, blue.face, blue.type,
                                     head.right - title.right - c.px(20));
    if (head.right - title.right - c.px(20) < text_width(c, back, blue.face, blue.type)) return;
    ImVec2 const at{head.right, head.top + c.px(33)};
    if (id_link(c, "##beside", at, back, blue).clicked) ui.shows_combinations = false;
}

constexpr char const* kWhatItIs =
    "Each is the whole lesson with the same seed, and with what you did in it. A click puts one "
    "beside this run.";

}  // namespace

void draw_combinations(Canvas const& canvas, Rect const& area, Frame const& frame, UiState& ui,
                       Requests& requests) {
    static ViewCache<CombinationsView, std::size_t> made;
    Canvas const& c = canvas;
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    CombinationsView const& view = made.get(frame, frame.combinations->runs.size(), [&] {
        return combinations_view(frame, *frame.combinations);
    });
    bool const has_title = area.height() >= c.px(kLeastForTitle);
    if (has_title) draw_title(c, {left, area.top, right, area.top + c.px(kHead)}, view, ui);
    float const top = area.top + c.px(has_title ? kHead - 4 : 4);
    TextStyle const said = words(Type::secondary, c.theme.secondary);
    // What came of the script may be what the lesson asks.
    if (has_open_question(frame, ui)) {
        draw_wrapped(c, {left, top},
                     "The lesson asks a question: answer it first, or show the "
                     "answer. The table is there then.",
                     words(Type::body, c.theme.secondary), right - left);
        return;
    }
    // In a low window the rows come before what is said of them.
    float const bottom = area.bottom - c.px(8);
    float const least = c.px(kNames + 2 * kRow);
    float const explained = wrapped_height(c, kWhatItIs, said, right - left) + c.px(10);
    float y = top;
    if (bottom - y - explained >= least) {
        draw_wrapped(c, {left, y}, kWhatItIs, said, right - left);
        y += explained;
    }
    float const legend = c.line_height(Type::label) + c.px(8);
    bool const has_legend = bottom - y - legend >= least;
    draw_table(c, {left, y, right, bottom - (has_legend ? legend : 0)}, view, requests);
    if (has_legend) draw_legend(c, {left, bottom - legend + c.px(8), right, bottom});
}

}  // namespace highwater::gui
