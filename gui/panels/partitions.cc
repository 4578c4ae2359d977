// Stage F3: every partition, replica by replica, at one offset scale.
#include <algorithm>
#include <array>
#include <cstdio>

#include "gui/panels/panel.h"
#include "gui/panels/partition_map.h"
#include "gui/panels/record_cells.h"
#include "gui/panels/records.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/told_losses.h"
#include "gui/panels/view_cache.h"
#include "gui/view/cluster.h"
#include "gui/view/partitions.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kHead = 58;
constexpr float kBlockHead = 42;
constexpr float kRoomyLine = 76;
constexpr float kLeastRoomyLine = 65;
constexpr float kCompactLine = 34;
constexpr float kBlockGap = 16;
constexpr float kLeastMap = 140;
constexpr std::size_t kManyPartitions = 60;
constexpr float kLeastForNumbers = 620;  // of a block: below it the numbers stand under the bar

// The columns of a replica's line.
struct Columns {
    float name{};
    float bar{};
    float bar_width{};
    float numbers{};  // right edge; 0: they stand under the bar
    float words{};    // right edge
    float words_width{};
};

Columns columns_of(Canvas const& c, Rect const& block, bool roomy) {
    float const left = block.left + c.px(20);
    float const right = block.right - c.px(20);
    float const whole = right - left;
    Columns columns;
    columns.name = left;
    columns.bar = left + std::clamp(whole * 0.2F, c.px(112), c.px(170));
    columns.words = right;
    columns.words_width = std::clamp(whole * 0.24F, c.px(156), c.px(190));
    float bar_right = right - columns.words_width - c.px(20);
    if (!roomy) {
        columns.numbers = bar_right;
        bar_right -= std::min(c.px(170), whole * 0.22F);
    }
    columns.bar_width = bar_right - columns.bar;
    return columns;
}

// Where the records are read that stand in the cells.
struct Logs {
    ServerIndex const& servers;
    Describer const& who;
};

// How closely replicas are drawn.
struct Lines {
    bool roomy{};
    float pitch{};
};

void draw_line(Canvas const& c, Columns const& columns, bool roomy, PartitionBlock const& block,
               ReplicaLine const& line, Rect const& rect, Logs const& logs, UiState& ui) {
    Theme const& theme = c.theme;
    char id[64];
    std::snprintf(id, sizeof id, "##line.%d.%d.%d", block.id.topic.value, block.id.partition,
                  line.broker.value);
    Hit const hit = hit_area(id, rect);
    follow_hit(hit, SelectedReplica{block.id, line.broker}, ui);
    auto const* replica = std::get_if<SelectedReplica>(&ui.selection);
    bool const selected =
        replica != nullptr && replica->partition == block.id && replica->broker == line.broker;
    Rect const frame{rect.left + c.px(8), rect.top, rect.right - c.px(8), rect.bottom};
    if (selected) {
        CardLook look;
        look.selected = true;
        look.rounding = 8;
        card(c, frame, look);
    } else if (hit.hovered) {
        framed_rect(c, frame, theme.line, c.hair(), c.px(8));
    }
    if (line.changed) {
        filled_rect(c, {frame.left, frame.top, frame.left + c.px(3), frame.bottom},
                    theme.of(Meaning::now));
    }
    float const middle =
        roomy ? rect.top + c.px(20) + c.shape_px(kCellHeight) / 2 : rect.middle_y();
    bool const dead = line.meaning == Meaning::dead;
    state_mark(c, {columns.name + c.px(8), middle}, line.meaning);
    draw_text(c, {columns.name + c.px(26), middle}, line.name,
              strong(Type::body, dead ? theme.words_of(Meaning::dead) : theme.text)
                  .middle()
                  .within(columns.bar - columns.name - c.px(34)));
    OffsetScale const scale = cells_scale(c, columns.bar_width, block, ui);
    if (line.bar.log_end <= scale.first && line.bar.log_end > line.bar.log_start) {
        // All that it has lies left of what is shown.
        std::int64_t const few = line.bar.log_end - line.bar.log_start;
        std::string const count = counted(few, "record", "records");
        draw_text(c, {columns.bar, middle},
                  fitting(c, {count + ", all before " + grouped(scale.first), count}, Face::words,
                          Type::secondary, columns.bar_width),
                  words(Type::secondary, theme.secondary).middle());
    } else {
        ImVec2 const at{columns.bar, middle - c.shape_px(kCellHeight) / 2};
        offset_bar(c, at, columns.bar_width, line.bar, scale,
                   roomy ? BarWords::all : BarWords::none);
        RecordCells const cells{c, offset_axis(c, scale, columns.bar, columns.bar_width), at.y};
        Partition const* held = logs.servers.replica(line.broker, block.id);
        if (held != nullptr) cells.draw_words(line, *held, logs.who);
        cells.take_mouse(hit, block.id, line, ui);
    }
    float const room = columns.words_width;
    Colour const colour = theme.words_of(line.meaning);
    if (roomy) {
        draw_text(c, {columns.words, middle},
                  whole_parts(c, line.words, Face::words_strong, Type::secondary, room),
                  strong(Type::secondary, colour).right().middle());
        draw_text(c, {columns.name + c.px(26), middle + c.px(22)}, line.place,
                  words(Type::label, theme.secondary)
                      .middle()
                      .within(columns.bar - columns.name - c.px(34)));
        draw_text(c, {columns.words, middle + c.px(22)},
                  whole_parts(c, line.note, Face::words, Type::label, room),
                  words(Type::label, line.crossed == CrossedAs::lost ? theme.words_of(Meaning::lost)
                                                                     : theme.secondary)
                      .right()
                      .middle());
        return;
    }
    float const numbers_room = columns.numbers - columns.bar - columns.bar_width - c.px(8);
    std::string const mark = " " + std::to_string(line.bar.high_watermark);
    std::string const end = " LEO " + std::to_string(line.bar.log_end);
    std::string const whole = std::string{high_watermark_name(line.bar)} + mark + " " + end;
    std::string const little = std::string{high_watermark_name(line.bar, true)} + mark + end;
    std::string const numbers = fitting(c, {whole, little}, Face::mono, Type::label, numbers_room);
    bool const fits = text_width(c, numbers, Face::mono, Type::secondary) <= numbers_room;
    draw_text(c, {columns.numbers, middle}, numbers,
              mono(fits ? Type::secondary : Type::label, theme.secondary)
                  .right()
                  .middle()
                  .within(numbers_room));
    std::string const first_note = line.note.substr(0, line.note.find(" · "));
    bool const is_crossed = line.crossed != CrossedAs::none;
    std::string const both = is_crossed ? line.words + " · " + first_note : line.words;
    draw_text(c, {columns.words, middle},
              fitting(c, {both, line.words}, Face::words_strong, Type::secondary, room),
              strong(Type::secondary, colour).right().middle());
}

void draw_block(Canvas const& c, Rect const& rect, Lines const& lines, PartitionBlock const& block,
                Logs const& logs, UiState& ui) {
    Theme const& theme = c.theme;
    char id[64];
    std::snprintf(id, sizeof id, "##block.%d.%d", block.id.topic.value, block.id.partition);
    follow_hit(hit_area(id, rect, Layer::below), SelectedPartition{block.id}, ui);
    auto const* chosen = std::get_if<SelectedPartition>(&ui.selection);
    CardLook look;
    look.selected = chosen != nullptr && chosen->partition == block.id;
    card(c, rect, look);
    float const left = rect.left + c.px(20);
    float const right = rect.right - c.px(20);
    float const middle = rect.top + c.px(24);
    Rect const name =
        draw_text(c, {left, middle}, block.name, mono_strong(Type::body, theme.text).middle());
    // Who ought to be in it is told line by line below; it goes before the rest of the head does.
    float const taken = text_width(c, block.state, Face::words, Type::secondary) +
                        text_width(c, block.trouble, Face::words_strong, Type::secondary);
    float const isr_room = std::max(right - name.right - c.px(48) - taken, rect.width() * 0.3F);
    std::string_view const whole_isr = block.isr;
    std::string const said = fitting(c, {whole_isr, whole_isr.substr(0, whole_isr.find(" of "))},
                                     Face::mono, Type::secondary, isr_room);
    Rect const isr = draw_text(c, {right, middle}, said,
                               mono(Type::secondary, theme.secondary).right().middle());
    float state_right = isr.left - c.px(16);
    if (!block.trouble.empty()) {
        Meaning const meaning = block.health == PartitionHealth::not_preferred
                                    ? Meaning::plain
                                    : meaning_of(block.health);
        Colour const colour = meaning == Meaning::plain ? theme.secondary : theme.words_of(meaning);
        Rect const trouble = draw_text(
            c, {state_right, middle}, block.trouble,
            strong(Type::secondary, colour).right().middle().within(rect.width() * 0.25F));
        state_right = trouble.left - c.px(16);
    }
    if (!block.lost.empty()) {
        std::string const few = block.lost.substr(0, block.lost.find(' ')) + " lost";
        float const most = std::max(state_right - name.right - c.px(16), c.px(40));
        Rect const lost = draw_text(
            c, {state_right, middle},
            fitting(c, {block.lost, few}, Face::words_strong, Type::secondary, most * 0.6F),
            strong(Type::secondary, theme.words_of(Meaning::lost)).right().middle());
        state_right = lost.left - c.px(16);
    }
    float const state_left = name.right + c.px(16);
    if (state_right - state_left > c.px(40)) {
        draw_text(
            c, {state_left, middle},
            whole_parts(c, block.state, Face::words, Type::secondary, state_right - state_left),
            words(Type::secondary, theme.secondary).middle());
    }
    Columns const columns = columns_of(c, rect, lines.roomy);
    float y = rect.top + c.px(kBlockHead);
    for (ReplicaLine const& line : block.replicas) {
        draw_line(c, columns, lines.roomy, block, line, {rect.left, y, rect.right, y + lines.pitch},
                  logs, ui);
        y += lines.pitch;
    }
}

// All partitions of one of Kafka's own topics: a click unfolds them.
void draw_folded(Canvas const& c, Rect const& rect, Frame const& frame, PartitionEntry const& entry,
                 UiState& ui) {
    char id[32];
    std::snprintf(id, sizeof id, "##folded.%d", entry.id.topic.value);
    follow_hit(hit_area(id, rect), SelectedPartition{entry.id}, ui);
    card(c, rect, {});
    float const middle = rect.middle_y();
    Meaning const meaning = meaning_of(entry.health);
    state_mark(c, {rect.left + c.px(28), middle}, meaning);
    Rect const name =
        draw_text(c, {rect.left + c.px(46), middle}, frame.world.names.text(entry.id.topic),
                  mono(Type::body, c.theme.secondary).middle().within(rect.width() * 0.5F));
    std::string const count = counted(entry.folded, "partition", "partitions");
    std::string words = count + " · all healthy";
    Colour colour = c.theme.secondary;
    if (entry.folded_in_trouble > 0) {
        words = grouped(entry.folded_in_trouble) + " of " + count + ": " +
                std::string{words_of(entry.health)};
        colour = c.theme.words_of(meaning);
    }
    float const right = rect.right - c.px(20);
    draw_text(
        c, {right, middle},
        fitting(c, {words, count}, Face::words, Type::secondary, right - name.right - c.px(16)),
        gui::words(Type::secondary, colour).right().middle());
}

float block_height(Canvas const& c, PartitionEntry const& entry, Lines const& lines) {
    return c.px(kBlockHead) + static_cast<float>(entry.replicas) * lines.pitch + c.px(8);
}

// With room for all partitions their numbers stand under the bars; else the list is scrolled. In
// a narrow block there is no place for them but under the bars.
Lines lines_for(Canvas const& c, PartitionsList const& list, float width, float height) {
    float fixed = -c.px(kBlockGap);
    float replicas = 0;
    for (PartitionEntry const& entry : list.entries) {
        fixed += c.px(kBlockHead) + c.px(8) + c.px(kBlockGap);
        replicas += static_cast<float>(entry.replicas);
    }
    float const pitch = std::floor((height - fixed) / std::max(replicas, 1.0F));
    bool const narrow = width < c.px(kLeastForNumbers);
    if (pitch < c.px(kLeastRoomyLine) && !narrow) return {false, c.px(kCompactLine)};
    return {true, std::clamp(pitch, c.px(kLeastRoomyLine), c.px(kRoomyLine))};
}

// "all 12", "no leader 0": what the list shows, and at the same time how the cluster is.
struct FilterTab {
    std::string text;
    std::int64_t count;
    Meaning meaning;
    float width{};
};
constexpr float kTabGap = 4;

std::array<FilterTab, 4> filter_tabs(Canvas const& c, PartitionsList const& list) {
    std::array<FilterTab, 4> tabs{
        FilterTab{"all", list.all, Meaning::plain},
        FilterTab{"no leader", list.no_leader, Meaning::lost},
        FilterTab{"under-replicated", list.under_replicated, Meaning::at_risk},
        FilterTab{"not preferred", list.not_preferred, Meaning::plain}};
    for (FilterTab& tab : tabs) {
        tab.text += " " + grouped(tab.count);
        tab.width = text_width(c, tab.text, Face::words_strong, Type::secondary) + c.px(24);
    }
    return tabs;
}

// From the left; they end where `rect` ends.
void draw_filters(Canvas const& c, Rect const& rect, std::array<FilterTab, 4> const& tabs,
                  UiState& ui) {
    float left = rect.left;
    for (std::size_t i = 0; i < tabs.size(); ++i) {
        FilterTab const& tab = tabs[i];
        Rect const box{left, rect.top, left + tab.width, rect.bottom};
        char id[32];
        std::snprintf(id, sizeof id, "##filter%zu", i);
        Hit const hit = hit_area(id, box);
        bool const active = ui.partition_filter == static_cast<std::int32_t>(i);
        if (hit.clicked) ui.partition_filter = static_cast<std::int32_t>(i);
        if (active || hit.hovered) filled_rect(c, box, c.theme.raised, c.px(8));
        if (active) framed_rect(c, box, c.theme.line, c.hair(), c.px(8));
        Colour const colour = tab.count > 0 && tab.meaning != Meaning::plain
                                  ? c.theme.words_of(tab.meaning)
                                  : (active ? c.theme.text : c.theme.secondary);
        draw_text(c, {box.middle_x(), box.middle_y()}, tab.text,
                  TextStyle{active ? Face::words_strong : Face::words, Type::secondary, colour}
                      .center()
                      .middle());
        left = box.right + c.px(kTabGap);
    }
}

// "− records + · all as a map": how near one stands. Returns where it ends.
float draw_zoom(Canvas const& c, ImVec2 left_middle, UiState& ui) {
    bool const is_map = ui.shows_map.value_or(false);
    TextStyle const blue = strong(Type::body, c.theme.words_of(Meaning::leader)).middle();
    float x = left_middle.x;
    auto const link = [&](char const* id, char const* text, TextStyle const& style) {
        Rect covered;
        bool const clicked = id_link(c, id, {x, left_middle.y}, text, style, &covered).clicked;
        x = covered.right + c.px(10);
        return clicked;
    };
    if (!is_map) {
        if (link("##wider", "−", blue)) ui.zoom_cells(-1);
        x = draw_text(c, {x, left_middle.y}, "records",
                      words(Type::secondary, c.theme.secondary).middle())
                .right +
            c.px(10);
        if (link("##closer", "+", blue)) ui.zoom_cells(1);
        x += c.px(6);
    }
    TextStyle const word = strong(Type::secondary, c.theme.words_of(Meaning::leader)).middle();
    if (link("##map", is_map ? "one by one" : "map", word)) ui.shows_map = !is_map;
    return x - c.px(10);
}

// Title and filters; returns where the list begins. Side by side, or below each other where the
// stage is narrow.
float draw_head(Canvas const& c, Rect const& area, PartitionsList const& list, UiState& ui) {
    float const margin = c.px(kMargin);
    Rect const title = draw_text(c, {area.left + margin, area.top + c.px(32)}, "Partitions",
                                 strong(Type::stage_title, c.theme.text).middle());
    float const zoom = draw_zoom(c, {title.right + c.px(20), title.middle_y()}, ui);
    std::array<FilterTab, 4> const tabs = filter_tabs(c, list);
    float width = -c.px(kTabGap);
    for (FilterTab const& tab : tabs) width += tab.width + c.px(kTabGap);
    float const right = area.right - margin;
    bool const beside = zoom + c.px(20) + width <= right;
    float const left = beside ? right - width : title.left - c.px(4);
    float const top = area.top + c.px(beside ? 16 : 54);
    draw_filters(c, {left, top, left + width, top + c.px(32)}, tabs, ui);
    return top + c.px(kHead - 16);
}

// What is kept between two pictures; `selected`: to bring into view what was selected newly.
struct Shown {
    TopicPartition selected;
    ViewCache<PartitionsList, std::pair<std::int32_t, NameId>> list;
    ViewCache<PartitionMap, std::int32_t> map;
    ToldLosses lost;
};

void draw_list(Canvas const& c, Rect const& place, Frame const& frame, PartitionsList const& list,
               Shown& shown, UiState& ui) {
    Lines const lines = lines_for(c, list, place.width(), place.height());
    zoom_by_wheel(place, ui);
    Scroll const scroll = begin_scroll(c, "##partitions", place);
    TopicPartition const selected = selected_partition(ui.selection);
    ServerIndex const servers{frame.world};
    std::vector<LostRecord> const& lost = shown.lost.get(frame);
    float y = scroll.top;
    for (PartitionEntry const& entry : list.entries) {
        float const height = block_height(c, entry, lines);
        Rect const rect{place.left, y, place.left + scroll.width, y + height};
        if (scroll.sees(y, y + height) && entry.folded > 0) {
            draw_folded(scroll.canvas, rect, frame, entry, ui);
        } else if (scroll.sees(y, y + height)) {
            draw_block(scroll.canvas, rect, lines, partition_block(frame, servers, entry.id, lost),
                       {servers, frame.who}, ui);
        }
        bool const newly = entry.folded == 0 && entry.id == selected && selected != shown.selected;
        if (newly && !(y >= place.top && y + height <= place.bottom)) {
            ImGui::SetScrollFromPosY(y - place.top, 0.3F);
        }
        y += height + c.px(kBlockGap);
    }
    shown.selected = selected;
    end_scroll(scroll, y - c.px(kBlockGap));
}

// All partitions; under them, where there is room for it, the one that is selected.
void draw_map(Canvas const& c, Rect place, Frame const& frame, Shown& shown, UiState& ui) {
    PartitionMap const& map = shown.map.get(frame, ui.partition_filter, [&] {
        return partition_map(frame.world, static_cast<PartitionFilter>(ui.partition_filter));
    });
    shown.selected = {};  // the list is to begin at it
    zoom_by_wheel(place, ui);
    TopicPartition const selected = selected_partition(ui.selection);
    ServerIndex const servers{frame.world};
    if (registration_of(servers, selected) != nullptr) {
        PartitionBlock const block =
            partition_block(frame, servers, selected, shown.lost.get(frame));
        Lines const lines{false, c.px(kCompactLine)};
        PartitionEntry entry;
        entry.replicas = static_cast<std::int32_t>(block.replicas.size());
        float const height = block_height(c, entry, lines);
        if (place.height() - height >= c.px(kLeastMap)) {
            draw_block(c, {place.left, place.bottom - height, place.right, place.bottom}, lines,
                       block, {servers, frame.who}, ui);
            place.bottom -= height + c.px(kBlockGap) / 2;
        }
    }
    draw_partition_map(c, place, map, frame.who, ui);
}

// Takes their part of the area; true where they take all of it.
bool draw_records_below(Canvas const& c, Rect& area, bool is_map, Frame const& frame, UiState& ui,
                        Requests& requests) {
    bool const is_low = is_low_stage(c, area.height());
    float const height = is_map ? 0 : records_height(c, area.height(), ui);
    bool const has_one = !is_map && selected_partition(ui.selection).partition >= 0;
    if (!is_low || !has_one) ui.shows_records = false;
    Rect const records{area.left, area.bottom - height, area.right, area.bottom};
    area.bottom = records.top;
    bool const is_folded = is_low && !ui.shows_records;
    if (height <= 0 || is_folded) ui.record.types = kNoLine;  // without its form nobody types in it
    if (height <= 0) return false;
    if (is_folded) {
        draw_folded_records(c, records, frame, ui, requests);
        return false;
    }
    draw_records(c, records, is_low, frame, ui, requests);
    return is_low;
}

}  // namespace

void draw_partitions(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                     Requests& requests) {
    static Shown shown;
    Canvas const& c = canvas;
    float const margin = c.px(kMargin);
    NameId const open = selected_partition(ui.selection).topic;
    PartitionsList const& list = shown.list.get(frame, std::pair{ui.partition_filter, open}, [&] {
        auto const filter = static_cast<PartitionFilter>(ui.partition_filter);
        return partitions_list(frame.world, filter, open);
    });
    if (!ui.shows_map && list.entries.size() > kManyPartitions) ui.shows_map = true;
    bool const is_map = ui.shows_map.value_or(false);
    if (draw_records_below(c, area, is_map, frame, ui, requests)) return;
    Rect const place{area.left + margin, draw_head(c, area, list, ui),
                     area.right - margin + c.px(12), area.bottom - c.px(8)};
    if (list.entries.empty()) {
        draw_text(c, {place.left, place.top + c.px(20)},
                  list.all == 0 ? "There is no partition yet." : "No partition is in this state.",
                  words(Type::body, c.theme.secondary));
    } else if (is_map) {
        draw_map(c, {place.left, place.top, area.right - margin, place.bottom}, frame, shown, ui);
    } else {
        draw_list(c, place, frame, list, shown, ui);
    }
}

}  // namespace highwater::gui
