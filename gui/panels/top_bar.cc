// The top bar: whose lesson this is, the stages, and the keys one has to know.
#include <algorithm>
#include <cstdio>

#include "gui/panels/panel.h"
#include "gui/shortcuts.h"
#include "gui/widgets/card.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

struct StageTab {
    Stage stage;
    Action action;
    char const* name;
};
constexpr StageTab kStages[] = {{Stage::cluster, Action::stage_cluster, "Cluster"},
                                {Stage::partitions, Action::stage_partitions, "Partitions"},
                                {Stage::sequence, Action::stage_sequence, "Sequence"},
                                {Stage::events, Action::stage_events, "Events"}};

struct Hint {
    Action action;
    char const* what;
};
// From right to left, the least needed first to go.
constexpr Hint kHints[] = {
    {Action::help, "keys"}, {Action::find, "find"}, {Action::lessons, "lessons"}};

float tab_width(Canvas const& c, StageTab const& tab) {
    return text_width(c, keys_of(tab.action), Face::mono, Type::label) +
           text_width(c, tab.name, Face::words_strong, Type::body) + c.px(44);
}

// Returns the left edge of what it drew.
float draw_tabs(Canvas const& c, Rect const& bar, float least_left, UiState& ui,
                Requests& requests) {
    float width = 0;
    for (StageTab const& tab : kStages) width += tab_width(c, tab) + c.px(8);
    float x = std::max(least_left, std::floor(bar.middle_x() - width / 2));
    float const begin = x;
    float const height = c.line_height(Type::body) + c.px(10);
    for (StageTab const& stage : kStages) {
        float const wide = std::floor(tab_width(c, stage));
        Rect const rect = rect_at({x, std::floor(bar.middle_y() - height / 2)}, wide, height);
        char id[32];
        std::snprintf(id, sizeof id, "##tab%s", stage.name);
        Hit const hit =
            tab(c, id, rect, keys_of(stage.action), stage.name, ui.stage == stage.stage);
        if (hit.clicked) requests.push(Do{stage.action});
        x += wide + c.px(8);
    }
    return begin;
}

// Returns the left edge of what it drew; stops where `left` begins.
float draw_hints(Canvas const& c, Rect const& bar, float left, Frame const& frame,
                 Requests& requests) {
    float right = bar.right - c.px(20);
    float const y = std::floor(bar.middle_y());
    for (Hint const& hint : kHints) {
        float const width = key_hint_width(c, keys_of(hint.action), hint.what);
        if (right - width < left) return right;
        Rect const rect = key_hint(c, {right - width, y}, keys_of(hint.action), hint.what);
        if (hit_area(hint.what, rect.inset(-c.px(4))).clicked) requests.push(Do{hint.action});
        right -= width + c.px(20);
    }
    if (frame.scenario == nullptr) return right;
    // What is simulated, and a click away how far it is the real thing.
    std::string const version = "Kafka " + frame.scenario->kafka + " · KRaft";
    float const width = text_width(c, version, Face::words, Type::secondary);
    if (right - width < left) return right;
    TextStyle const style = words(Type::secondary, c.theme.secondary).middle();
    if (id_link(c, "##simplified", {right - width, y}, version, style).clicked) {
        requests.push(Do{Action::simplified});
    }
    return right - width - c.px(20);
}

}  // namespace

void draw_top_bar(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    Canvas const& c = canvas;
    float const y = std::floor(area.middle_y());
    TextStyle const name = strong(Type::card_title, c.theme.text).middle();
    Rect brand;
    if (id_link(c, "##lessons", {area.left + c.px(20), y}, "Highwater", name, &brand).clicked) {
        requests.push(Do{Action::lessons});
    }
    float const tabs = draw_tabs(c, area, brand.right + c.px(20), ui, requests);
    float tabs_end = tabs;
    for (StageTab const& stage : kStages) tabs_end += std::floor(tab_width(c, stage)) + c.px(8);
    draw_hints(c, area, tabs_end + c.px(20), frame, requests);

    float const line = brand.right + c.px(16);
    float const room = tabs - line - c.px(36);
    if (frame.scenario == nullptr || room < c.px(80)) return;
    solid_line(c, {line, y - c.px(10)}, {line, y + c.px(10)}, c.theme.line, c.hair());
    if (area.width() < c.px(grid::kFoldLeftBelow)) {
        // The lesson's column is folded away: here is how it opens.
        Rect const hint = key_hint(c, {line + c.px(16), y}, keys_of(Action::story), "story");
        if (hit_area("##story", hint.inset(-c.px(4))).clicked) requests.push(Do{Action::story});
        return;
    }
    draw_text(c, {line + c.px(16), y}, frame.scenario->title,
              words(Type::body, c.theme.secondary).middle().within(room));
}

}  // namespace highwater::gui
