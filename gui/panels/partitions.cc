// Stage F3: every partition, replica by replica, at one offset scale.
#include <algorithm>
#include <cstdio>

#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/cluster.h"
#include "gui/view/partitions.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
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
    columns.bar = left + std::min(c.px(170), whole * 0.2F);
    columns.words = right;
    columns.words_width = std::min(c.px(190), whole * 0.24F);
    float bar_right = right - columns.words_width - c.px(20);
    if (!roomy) {
        columns.numbers = bar_right;
        bar_right -= std::min(c.px(170), whole * 0.22F);
    }
    columns.bar_width = bar_right - columns.bar;
    return columns;
}

// How closely replicas are drawn.
struct Lines {
    bool roomy{};
    float pitch{};
};

void draw_line(Canvas const& c, Columns const& columns, bool roomy, PartitionBlock const& block,
               ReplicaLine const& line, Rect const& rect, UiState& ui) {
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
    OffsetScale const scale = offset_scale(block.span.lowest, block.span.highest + 1,
                                           cells_that_fit(c, columns.bar_width));
    offset_bar(c, {columns.bar, middle - c.shape_px(kCellHeight) / 2}, columns.bar_width, line.bar,
               scale, roomy ? BarWords::all : BarWords::none);
    float const room = columns.words_width;
    Colour const colour = theme.words_of(line.meaning);
    if (roomy) {
        draw_text(c, {columns.words, middle}, line.words,
                  strong(Type::secondary, colour).right().middle().within(room));
        draw_text(c, {columns.words, middle + c.px(22)}, line.note,
                  words(Type::label, theme.secondary).right().middle().within(room));
        return;
    }
    std::string numbers = "HW " + std::to_string(line.bar.high_watermark) + "  LEO " +
                          std::to_string(line.bar.log_end);
    draw_text(c, {columns.numbers, middle}, numbers,
              mono(Type::label, theme.secondary).right().middle().within(c.px(165)));
    draw_text(c, {columns.words, middle}, line.words,
              strong(Type::secondary, colour).right().middle().within(room));
}

void draw_block(Canvas const& c, Rect const& rect, Lines const& lines, PartitionBlock const& block,
                UiState& ui) {
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
    Rect const isr = draw_text(
        c, {right, middle}, block.isr,
        mono(Type::secondary, theme.secondary).right().middle().within(rect.width() * 0.3F));
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
    float const state_left = name.right + c.px(16);
    if (state_right - state_left > c.px(40)) {
        draw_text(
            c, {state_left, middle}, block.state,
            words(Type::secondary, theme.secondary).middle().within(state_right - state_left));
    }
    Columns const columns = columns_of(c, rect, lines.roomy);
    float y = rect.top + c.px(kBlockHead);
    for (ReplicaLine const& line : block.replicas) {
        draw_line(c, columns, lines.roomy, block, line, {rect.left, y, rect.right, y + lines.pitch},
                  ui);
        y += lines.pitch;
    }
}

float block_height(Canvas const& c, std::int32_t replicas, Lines const& lines) {
    return c.px(kBlockHead) + static_cast<float>(replicas) * lines.pitch + c.px(8);
}

// With room for all partitions their numbers stand under the bars; else the list is scrolled.
Lines lines_for(Canvas const& c, PartitionsList const& list, float height) {
    float fixed = -c.px(kBlockGap);
    float replicas = 0;
    for (PartitionEntry const& entry : list.entries) {
        fixed += c.px(kBlockHead) + c.px(8) + c.px(kBlockGap);
        replicas += static_cast<float>(entry.replicas);
    }
    float const pitch = std::floor((height - fixed) / std::max(replicas, 1.0F));
    if (pitch < c.px(kLeastRoomyLine)) return {false, c.px(kCompactLine)};
    return {true, std::min(pitch, c.px(kRoomyLine))};
}

// "all 12", "no leader 0": what the list shows, and at the same time how the cluster is.
void draw_filters(Canvas const& c, Rect const& rect, PartitionsList const& list, UiState& ui) {
    struct Choice {
        char const* name;
        std::int64_t count;
        Meaning meaning;
    };
    Choice const choices[] = {{"all", list.all, Meaning::plain},
                              {"no leader", list.no_leader, Meaning::lost},
                              {"under-replicated", list.under_replicated, Meaning::at_risk},
                              {"not preferred", list.not_preferred, Meaning::plain}};
    float right = rect.right;
    for (std::size_t i = std::size(choices); i-- > 0;) {
        Choice const& choice = choices[i];
        std::string text = choice.name;
        text += " ";
        text += grouped(choice.count);
        float const width = text_width(c, text, Face::words_strong, Type::secondary) + c.px(24);
        Rect const box{right - width, rect.top, right, rect.bottom};
        char id[32];
        std::snprintf(id, sizeof id, "##filter%zu", i);
        Hit const hit = hit_area(id, box);
        bool const active = ui.partition_filter == static_cast<std::int32_t>(i);
        if (hit.clicked) ui.partition_filter = static_cast<std::int32_t>(i);
        if (active || hit.hovered) filled_rect(c, box, c.theme.raised, c.px(8));
        if (active) framed_rect(c, box, c.theme.line, c.hair(), c.px(8));
        Colour const colour = choice.count > 0 && choice.meaning != Meaning::plain
                                  ? c.theme.words_of(choice.meaning)
                                  : (active ? c.theme.text : c.theme.secondary);
        draw_text(c, {box.middle_x(), box.middle_y()}, text,
                  TextStyle{active ? Face::words_strong : Face::words, Type::secondary, colour}
                      .center()
                      .middle());
        right -= width + c.px(4);
    }
}

// Where the list was when the selection changed last, to bring what was selected into view.
struct Shown {
    TopicPartition selected;
    ViewCache<PartitionsList, std::int32_t> list;
};

}  // namespace

void draw_partitions(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui, Requests&) {
    static Shown shown;
    Canvas const& c = canvas;
    float const margin = c.px(kMargin);
    PartitionsList const& list = shown.list.get(frame, ui.partition_filter, [&] {
        return partitions_list(frame.world, static_cast<PartitionFilter>(ui.partition_filter));
    });
    Rect const title = draw_text(c, {area.left + margin, area.top + c.px(32)}, "Partitions",
                                 strong(Type::stage_title, c.theme.text).middle());
    Rect const filters{title.right + c.px(20), area.top + c.px(16), area.right - margin,
                       area.top + c.px(48)};
    draw_filters(c, filters, list, ui);

    Rect const place{area.left + margin, area.top + c.px(kHead), area.right - margin + c.px(12),
                     area.bottom - c.px(8)};
    if (list.entries.empty()) {
        draw_text(c, {place.left, place.top + c.px(20)},
                  list.all == 0 ? "There is no partition yet." : "No partition is in this state.",
                  words(Type::body, c.theme.secondary));
        return;
    }
    Lines const lines = lines_for(c, list, place.height());
    Scroll const scroll = begin_scroll(c, "##partitions", place);
    TopicPartition const selected = selected_partition(ui.selection);
    ServerIndex const servers{frame.world};
    float y = scroll.top;
    for (PartitionEntry const& entry : list.entries) {
        float const height = block_height(c, entry.replicas, lines);
        if (scroll.sees(y, y + height)) {
            draw_block(scroll.canvas, {place.left, y, place.left + scroll.width, y + height}, lines,
                       partition_block(frame, servers, entry.id), ui);
        }
        bool const newly = entry.id == selected && selected != shown.selected;
        if (newly && !(y >= place.top && y + height <= place.bottom)) {
            ImGui::SetScrollFromPosY(y - place.top, 0.3F);
        }
        y += height + c.px(kBlockGap);
    }
    shown.selected = selected;
    end_scroll(scroll, y - c.px(kBlockGap));
}

}  // namespace highwater::gui
