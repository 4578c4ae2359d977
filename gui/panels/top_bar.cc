// The top bar: whose lesson this is, the stages, and the keys one has to know.
#include <algorithm>
#include <cstdio>

#include "gui/panels/panel.h"
#include "gui/shortcuts.h"
#include "gui/view/lesson.h"
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
                                {Stage::groups, Action::stage_groups, "Groups"},
                                {Stage::sequence, Action::stage_sequence, "Sequence"},
                                {Stage::events, Action::stage_events, "Events"},
                                {Stage::compare, Action::stage_compare, "Compare"}};

struct Hint {
    Action action;
    char const* what;
};
// From right to left, the least needed first to go.
constexpr Hint kHints[] = {
    {Action::help, "keys"}, {Action::find, "find"}, {Action::lessons, "lessons"}};

// With little room tabs go without their keys, then all but the open one without their names; in
// the end that one, too, and they stand close.
enum class TabLook : std::uint8_t { full, names, keys, close };

bool shows_name(StageTab const& tab, TabLook look, Stage open) {
    return look == TabLook::full || look == TabLook::names ||
           (look == TabLook::keys && tab.stage == open);
}
std::string_view name_in(StageTab const& tab, TabLook look, Stage open) {
    return shows_name(tab, look, open) ? tab.name : std::string_view{};
}
std::string_view key_in(StageTab const& tab, TabLook look, Stage open) {
    bool const has_key = look == TabLook::full || !shows_name(tab, look, open);
    return has_key ? keys_of(tab.action) : std::string_view{};
}
float gap_of(Canvas const& c, TabLook look) { return c.px(look == TabLook::close ? 4 : 8); }

float tab_width(Canvas const& c, StageTab const& tab, TabLook look, Stage open) {
    float const around = c.px(look == TabLook::full ? 44 : look == TabLook::close ? 12 : 24);
    return std::floor(text_width(c, key_in(tab, look, open), Face::mono, Type::label) +
                      text_width(c, name_in(tab, look, open), Face::words_strong, Type::body) +
                      around);
}

float tabs_width(Canvas const& c, TabLook look, Stage open) {
    float width = 0;
    for (StageTab const& tab : kStages) width += tab_width(c, tab, look, open) + gap_of(c, look);
    return width;
}

struct Tabs {
    float left{};
    float right{};
};

// `most_right`: where the stages' names give way to what stands there.
Tabs draw_tabs(Canvas const& c, Rect const& bar, float least_left, float most_right, UiState& ui,
               Requests& requests) {
    TabLook look = TabLook::full;
    float const room = most_right - least_left - c.px(12);
    if (tabs_width(c, look, ui.stage) > room) look = TabLook::names;
    if (tabs_width(c, look, ui.stage) > room) look = TabLook::keys;
    // What stands right of them goes first.
    float const all = bar.right - least_left - c.px(12);
    if (tabs_width(c, look, ui.stage) > all) look = TabLook::close;
    float const width = tabs_width(c, look, ui.stage);
    float const centred = std::min(std::floor(bar.middle_x() - width / 2), most_right - width);
    float x = std::max(least_left, centred);
    Tabs tabs{x, x + width};
    float const height = c.line_height(Type::body) + c.px(10);
    for (StageTab const& stage : kStages) {
        float const wide = tab_width(c, stage, look, ui.stage);
        Rect const rect = rect_at({x, std::floor(bar.middle_y() - height / 2)}, wide, height);
        char id[32];
        std::snprintf(id, sizeof id, "##tab%s", stage.name);
        Hit const hit = tab(c, id, rect, key_in(stage, look, ui.stage),
                            name_in(stage, look, ui.stage), ui.stage == stage.stage);
        if (hit.clicked) requests.push(Do{stage.action});
        x += wide + gap_of(c, look);
    }
    return tabs;
}

// What all of the hints take, the gap before them too.
float hints_width(Canvas const& c) {
    float width = c.px(20);
    for (Hint const& hint : kHints) {
        width += key_hint_width(c, keys_of(hint.action), hint.what) + c.px(20);
    }
    return width;
}

// Where the lesson's column is folded away: how it opens, and whether a question waits in it.
// Returns its right edge.
float draw_story_hint(Canvas const& c, ImVec2 left_middle, bool asks, Requests& requests) {
    Rect hint = key_hint(c, left_middle, keys_of(Action::story), asks ? "question" : "story");
    if (asks) {
        float const radius = c.px(8);
        ImVec2 const centre{hint.right + c.px(8) + radius, left_middle.y};
        shape_circle(c, centre, radius, c.theme.of(Meaning::now));
        draw_text(c, centre, "?", strong(Type::label, c.theme.on_state).center().middle());
        hint.right = centre.x + radius;
    }
    if (hit_area("##story", hint.inset(-c.px(4))).clicked) requests.push(Do{Action::story});
    return hint.right;
}

// The lesson is out of sight, behind its key or behind what is selected.
bool is_lesson_hidden(UiState const& ui) {
    return !ui.show_left || (ui.show_right && ui.has_selection());
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
    bool const is_folded = area.width() < c.px(grid::kFoldLeftBelow);
    float const line = brand.right + c.px(16);
    float left = brand.right;
    // Without its column the way to the story is always there: names of stages give way to it.
    if (is_folded && frame.scenario != nullptr) {
        bool const asks = is_lesson_hidden(ui) && open_question(frame, ui) != nullptr;
        left = draw_story_hint(c, {line + c.px(16), y}, asks, requests);
    }
    float const right = is_folded ? area.right - hints_width(c) : area.right;
    Tabs const tabs = draw_tabs(c, area, left + c.px(20), right, ui, requests);
    draw_hints(c, area, tabs.right + c.px(20), frame, requests);

    float const room = tabs.left - line - c.px(36);
    if (frame.scenario == nullptr || (!is_folded && room < c.px(80))) return;
    solid_line(c, {line, y - c.px(10)}, {line, y + c.px(10)}, c.theme.line, c.hair());
    if (is_folded) return;
    draw_text(c, {line + c.px(16), y}, frame.scenario->title,
              words(Type::body, c.theme.secondary).middle().within(room));
}

}  // namespace highwater::gui
