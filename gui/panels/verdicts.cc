// The invariants (V): what holds, what cannot be said, what was violated; each leads to its event.
#include <algorithm>
#include <cstdio>

#include "gui/panels/overlay.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/view_cache.h"
#include "gui/view/verdicts.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kWidth = 940;
constexpr float kHeight = 640;
constexpr float kLeisure = 0.25;  // seconds between two lists while time runs

struct Place {
    float left;
    float width;
    float y;
};

void jump(EventId event, UiState& ui, Requests& requests) {
    ui.show_verdicts = false;
    ui.selection = SelectedEvent{event};
    ui.why = 0;
    ui.show_right = true;
    requests.push(SeekEvent{event});
}

void draw_mark(Canvas const& c, ImVec2 at, VerdictRow const& row) {
    if (row.meaning == Meaning::plain) return shape_ring(c, at, c.px(4), c.theme.secondary);
    state_mark(c, at, row.meaning, c.px(6));
}

// "#412", right-aligned; returns its left edge.
float draw_event(Canvas const& c, char const* id, float right, float y, EventId event, UiState& ui,
                 Requests& requests) {
    std::string const text = "#" + std::to_string(event.value);
    Rect covered;
    TextStyle const style = mono(Type::secondary, c.theme.words_of(Meaning::leader)).right();
    Hit const hit = id_link(c, id, {right, y}, text, style, &covered);
    if (hit.clicked) jump(event, ui, requests);
    return covered.left;
}

void draw_row(Canvas const& c, Place& at, VerdictRow const& row, int nth, UiState& ui,
              Requests& requests) {
    char id[32];
    std::snprintf(id, sizeof id, "##verdict%d", nth);
    float const indent = c.px(28);
    float const left = at.left + indent;
    float right = at.left + at.width;
    draw_mark(c, {at.left + c.px(8), at.y + c.line_height(Type::body) / 2}, row);
    if (row.since.value != 0) {
        right = draw_event(c, id, right, at.y, row.since, ui, requests) - c.px(12);
    }
    Rect const name = draw_text(c, {left, at.y}, row.name,
                                mono(Type::body, c.theme.text).within(at.width * 0.55F));
    Colour const colour =
        row.meaning == Meaning::plain ? c.theme.secondary : c.theme.words_of(row.meaning);
    float const beside = right - name.right - c.px(16);
    bool const fits = text_width(c, row.verdict, Face::words_strong, Type::secondary) <= beside;
    TextStyle const verdict = strong(Type::secondary, colour);
    if (fits) draw_text(c, {right, at.y}, row.verdict, verdict.right());
    at.y += c.line_height(Type::body);
    float const width = at.left + at.width - left;
    if (!fits) at.y += draw_wrapped(c, {left, at.y}, row.verdict, verdict, width);
    at.y += draw_wrapped(c, {left, at.y}, row.explanation,
                         words(Type::secondary, c.theme.secondary), width);
    int of_row = 0;
    for (VerdictRow::Case const& each : row.cases) {
        char link[48];
        std::snprintf(link, sizeof link, "##case%d.%d", nth, of_row++);
        float const end =
            draw_event(c, link, at.left + at.width, at.y, each.event, ui, requests) - c.px(16);
        at.y += draw_wrapped(c, {left, at.y}, each.sentence,
                             words(Type::secondary, c.theme.words_of(Meaning::lost)), end - left);
    }
    at.y += c.px(14);
}

}  // namespace

void draw_verdicts(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                   Requests& requests) {
    static ViewCache<VerdictsView, int> made;
    Canvas const& c = canvas;
    Rect const rect = overlay_rect(c, area, kWidth, kHeight);
    if (draw_overlay(c, area, rect)) ui.show_verdicts = false;
    VerdictsView const& view = made.get_at_leisure(frame, 0, ImGui::GetTime(), kLeisure,
                                                   [&] { return verdicts_view(frame); });
    float const x = rect.left + c.px(28);
    float const width = rect.width() - c.px(56);
    float const top = rect.top + c.px(24);
    float const middle = top + c.line_height(Type::stage_title) / 2;
    Rect const title = draw_text(c, {x, top}, "What must hold, and what does so far",
                                 strong(Type::stage_title, c.theme.text).within(width * 0.7F));
    draw_text(c, {x + width, middle}, "Esc closes",
              words(Type::secondary, c.theme.faint_text).right().middle());
    float y = title.bottom + c.px(2);
    Colour const colour = view.violated > 0 ? c.theme.words_of(Meaning::lost) : c.theme.secondary;
    std::string said = view.rows.empty() ? "Nothing is checked here." : summary_of(view);
    if (view.untested > 0) said += " · " + std::to_string(view.untested) + " not tested yet";
    y += draw_text(c, {x, y}, said, words(Type::body, colour).within(width)).height() + c.px(14);
    Scroll const scroll =
        begin_scroll(c, "verdicts", {rect.left, y, rect.right - c.px(4), rect.bottom - c.px(12)});
    Place at{x, width, scroll.top};
    int nth = 0;
    for (VerdictRow const& row : view.rows) {
        draw_row(scroll.canvas, at, row, nth++, ui, requests);
    }
    end_scroll(scroll, at.y);
}

}  // namespace highwater::gui
