#include "gui/panels/partition_map.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>

#include "gui/panels/select.h"
#include "gui/view/cluster.h"
#include "gui/view/short_text.h"
#include "gui/widgets/mark_grid.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMostPitch = 22;
constexpr float kLeastPitch = 5;
constexpr float kTopicHead = 28;
constexpr float kTopicGap = 14;
constexpr float kLegend = 26;
constexpr std::size_t kMostSharing = 64;  // beyond it topics do not stand apart any more

// How large the marks are, how many partitions share one, and whether topics stand apart.
struct MapLook {
    float pitch{};
    std::size_t each{1};
    bool has_heads{true};
};

float height_of(Canvas const& c, PartitionMap const& map, float width, MapLook const& look) {
    float height = 0;
    for (MapTopic const& topic : map.topics) {
        MarkGrid const grid = grid_of({}, width, look.pitch, look.each);
        height += c.px(kTopicHead + kTopicGap) + grid.height(topic.count);
    }
    return height - c.px(kTopicGap);
}

MapLook look_for(Canvas const& c, PartitionMap const& map, Rect const& place) {
    auto const fits = [&](MapLook const& look) {
        return height_of(c, map, place.width(), look) <= place.height();
    };
    MapLook look{c.px(kMostPitch)};
    while (!fits(look) && look.pitch > c.px(kLeastPitch)) look.pitch -= 1;
    while (!fits(look) && look.each < kMostSharing) ++look.each;
    if (fits(look)) return look;
    MarkGrid const whole = fit_marks(place, map.marks.size(), c.px(kMostPitch), c.px(kLeastPitch));
    return {whole.pitch, whole.each, false};
}

std::string said_of(std::span<MapMark const> shared, Describer const& who) {
    MapMark const worst = worst_of(shared);
    std::string text = who.partition(worst.id);
    std::string_view const state = words_of(worst.health);
    text += " · ";
    text += state.empty() ? std::string_view{"healthy"} : state;
    if (shared.size() < 2) return text;
    return text + ", the worst of " + who.partition(shared.front().id) + " … " +
           who.partition(shared.back().id);
}

void draw_selected(Canvas const& c, std::span<MapMark const> marks, MarkGrid const& grid,
                   TopicPartition selected) {
    auto const is_it = [&](MapMark const& each) { return each.id == selected; };
    auto const found = std::find_if(marks.begin(), marks.end(), is_it);
    if (found == marks.end()) return;
    auto const nth = static_cast<std::size_t>(found - marks.begin());
    ImVec2 const at = grid.centre(nth / grid.each);
    float const half = grid.pitch / 2 + c.hair(1);
    framed_rect(c, {at.x - half, at.y - half, at.x + half, at.y + half}, c.theme.of(Meaning::now),
                c.hair(2), c.px(2));
}

void draw_marks(Canvas const& c, char const* id, std::span<MapMark const> marks,
                MarkGrid const& grid, Describer const& who, UiState& ui) {
    std::size_t const count = grid.marks(marks.size());
    for (std::size_t mark = 0; mark < count; ++mark) {
        grid_mark(c, grid, mark, meaning_of(worst_of(grid.shared(marks, mark)).health));
    }
    draw_selected(c, marks, grid, selected_partition(ui.selection));
    ImVec2 const end{grid.origin.x + grid.pitch * static_cast<float>(grid.across),
                     grid.origin.y + grid.height(marks.size())};
    Hit const hit = hit_area(id, {grid.origin.x, grid.origin.y, end.x, end.y});
    std::size_t const mark = grid.at(ImGui::GetIO().MousePos, count);
    if (!hit.hovered || mark >= count) return;
    std::span<MapMark const> const shared = grid.shared(marks, mark);
    tooltip(c, said_of(shared, who));
    follow_hit(hit, SelectedPartition{worst_of(shared).id}, ui);
    if (hit.double_clicked) ui.shows_map = false;
}

void draw_topic_head(Canvas const& c, float left, float right, float y, MapTopic const& topic) {
    Rect const name =
        draw_text(c, {left, y}, topic.name,
                  mono_strong(Type::body, c.theme.text).middle().within((right - left) * 0.6F));
    Colour const colour =
        topic.meaning == Meaning::in_sync ? c.theme.secondary : c.theme.words_of(topic.meaning);
    float const room = right - name.right - c.px(16);
    draw_text(c, {right, y}, whole_parts(c, topic.words, Face::words, Type::secondary, room),
              words(Type::secondary, colour).right().middle());
}

// What the shapes mean and, where they are more than there is room for, how many one stands for.
void draw_legend(Canvas const& c, Rect const& line, MapLook const& look) {
    float x = line.left;
    auto const entry = [&](Meaning meaning, char const* text) {
        state_mark(c, {x + c.px(6), line.middle_y()}, meaning, c.px(6));
        x = draw_text(c, {x + c.px(18), line.middle_y()}, text,
                      words(Type::label, c.theme.secondary).middle())
                .right +
            c.px(18);
    };
    entry(Meaning::in_sync, "healthy");
    entry(Meaning::at_risk, "under-replicated");
    entry(Meaning::lost, "no leader");
    std::string const whole = look.each > 1
                                  ? "a mark is " + grouped(static_cast<std::int64_t>(look.each)) +
                                        " partitions: the worst of them"
                                  : std::string{"a click selects, a double click goes there"};
    float const room = line.right - x;
    if (text_width(c, whole, Face::words, Type::label) > room) return;
    draw_text(c, {line.right, line.middle_y()}, whole,
              words(Type::label, c.theme.secondary).right().middle());
}

}  // namespace

void draw_partition_map(Canvas const& canvas, Rect const& area, PartitionMap const& map,
                        Describer const& who, UiState& ui) {
    Canvas const& c = canvas;
    Rect const place{area.left, area.top, area.right, area.bottom - c.px(kLegend)};
    MapLook const look = look_for(c, map, place);
    draw_legend(c, {area.left, place.bottom + c.px(4), area.right, area.bottom}, look);
    if (!look.has_heads) {
        // One topic after the other, as words in a text.
        MarkGrid const grid = grid_of(place.min(), place.width(), look.pitch, look.each);
        return draw_marks(c, "##map", map.marks, grid, who, ui);
    }
    float y = place.top;
    for (MapTopic const& topic : map.topics) {
        draw_topic_head(c, place.left, place.right, y + c.px(kTopicHead) / 2, topic);
        y += c.px(kTopicHead);
        MarkGrid const grid = grid_of({place.left, y}, place.width(), look.pitch, look.each);
        char id[32];
        std::snprintf(id, sizeof id, "##map.%d", topic.topic.value);
        draw_marks(c, id, map.of(topic), grid, who, ui);
        y += grid.height(topic.count) + c.px(kTopicGap);
    }
}

}  // namespace highwater::gui
