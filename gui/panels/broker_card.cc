#include "gui/panels/broker_card.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "gui/panels/record_cells.h"
#include "gui/panels/select.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/mark_grid.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kLeastBarBesideNumbers = 140;
constexpr float kLeastBar = 76;  // four cells

struct Id {
    char text[64];
    Id(char const* kind, std::int32_t first, std::int32_t second = 0, std::int32_t third = 0) {
        std::snprintf(text, sizeof text, "##%s.%d.%d.%d", kind, first, second, third);
    }
};

bool is_selected(Selection const& selection, ShownPartition const& partition,
                 ReplicaRow const& row) {
    if (auto const* replica = std::get_if<SelectedReplica>(&selection)) {
        return replica->partition == partition.id && replica->broker == row.broker;
    }
    auto const* whole = std::get_if<SelectedPartition>(&selection);
    return whole != nullptr && whole->partition == partition.id && row.is_leader;
}

// How many records stand side by side: as many full cells as fit, in a line narrower ones.
OffsetScale scale_of(Canvas const& canvas, OffsetSpan const& span, float width,
                     RowDensity density) {
    std::int64_t most = cells_that_fit(canvas, width);
    if (density == RowDensity::line) {
        most = std::max<std::int64_t>(
            1, static_cast<std::int64_t>(width / canvas.shape_px(kCellPitch * 0.6F)));
    }
    return gui::scale_of(span, most);
}

struct RowDrawing {
    Canvas const& canvas;
    ClusterLayout const& layout;
    ShownPartition const& partition;
    ReplicaRow const& row;
    Rect rect;  // the whole row
    float left;
    float right;
    Colour name_colour;
    float name_room;  // of a line: the widest name

    // The name never gives way. On a narrow card both are smaller first, then the state is told by
    // its mark alone.
    void draw_head(float y) const {
        state_mark(canvas, {left + canvas.px(8), y}, row.meaning);
        float const name_left = left + canvas.px(24);
        auto const beside = [&](Type name) {
            return right - name_left - text_width(canvas, partition.name, Face::mono, name) -
                   canvas.px(8);
        };
        Type name = Type::body;
        Type state = Type::secondary;
        auto const fits = [&] {
            return text_width(canvas, row.short_words, Face::words_strong, state) <= beside(name);
        };
        if (!fits()) name = Type::secondary;
        if (!fits()) state = Type::label;
        if (!fits()) name = Type::label;
        draw_text(canvas, {name_left, y}, partition.name,
                  mono(name, name_colour).middle().within(right - name_left));
        if (!fits()) return;
        std::string const said =
            fitting(canvas, {row.words, row.short_words}, Face::words_strong, state, beside(name));
        draw_text(canvas, {right, y}, said,
                  strong(state, canvas.theme.words_of(row.meaning)).right().middle());
    }
    // The cells; where they all lie left of what is shown, how many there are.
    void draw_log(ImVec2 at, float width, BarWords said) const {
        OffsetScale scale = scale_of(canvas, partition.span, width, layout.density);
        if (layout.density == RowDensity::roomy) {
            scale = scale_for_few(canvas, width, partition.span, scale);
        }
        bool const is_far_behind =
            row.bar.log_end <= scale.first && row.bar.log_end > row.bar.log_start;
        if (!is_far_behind) {
            offset_bar(canvas, at, width, row.bar, scale, said);
            draw_cell_texts(canvas, offset_axis(canvas, scale, at.x, width), at.y, row.bar,
                            row.cells);
            return;
        }
        std::string const few = counted(row.bar.log_end - row.bar.log_start, "record", "records");
        // Where the numbers stand beside it, it need not repeat them.
        bool const has_numbers =
            layout.density == RowDensity::compact || layout.density == RowDensity::pair;
        std::string const mark = ", " + std::string{high_watermark_name(row.bar)} + " " +
                                 std::to_string(row.bar.high_watermark);
        std::string const all = has_numbers ? few : few + mark;
        bool const fits = text_width(canvas, few, Face::mono, Type::secondary) <= width;
        Type const type = fits ? Type::secondary : Type::label;
        draw_text(canvas, {at.x, at.y + canvas.shape_px(kCellHeight) / 2},
                  fitting(canvas, {all, few}, Face::mono, type, width),
                  mono(type, canvas.theme.secondary).middle().within(width));
    }
    void draw_roomy() const {
        draw_head(rect.top + canvas.px(10));
        draw_log({left, rect.top + canvas.px(42)}, right - left, BarWords::all);
    }
    void draw_compact() const {
        draw_head(rect.top + canvas.px(8));
        float const whole = right - left;
        float column = numbers_column(whole, kLeastBar);
        if (column == 0) column = width_of("disk " + padded(0));
        float const y = rect.top + canvas.px(37);
        draw_log({left, y}, whole - column - canvas.px(12), BarWords::epochs);
        draw_numbers(y + canvas.shape_px(kCellHeight) / 2, column, Type::secondary);
    }
    void draw_pair() const {
        float const y = rect.top + canvas.px(9);
        state_mark(canvas, {left + canvas.px(8), y}, row.meaning);
        float const name_left = left + canvas.px(24);
        Rect const name =
            draw_text(canvas, {name_left, y}, partition.name,
                      mono(Type::secondary, name_colour).middle().within(right - name_left));
        float const beside = right - name.right - canvas.px(8);
        bool const fits = width_of(numbers_texts().front()) <= beside;
        draw_numbers(y, beside, fits ? Type::secondary : Type::label);
        draw_log({left, rect.top + canvas.px(20)}, right - left, BarWords::none);
    }
    void draw_line() const {
        float const y = rect.top + layout.row_pitch / 2;
        state_mark(canvas, {left + canvas.px(8), y}, row.meaning);
        float const name_left = left + canvas.px(24);
        draw_text(canvas, {name_left, y}, partition.name,
                  mono(Type::secondary, name_colour).middle().within(name_room));
        float const bar_left = name_left + name_room + canvas.px(8);
        // On a wide card the numbers stand beside the bar.
        float const column = numbers_column(right - bar_left, kLeastBarBesideNumbers);
        if (column > 0) draw_numbers(y, column, Type::secondary);
        draw_log({bar_left, y - canvas.shape_px(kCellHeight) / 2},
                 right - bar_left - (column > 0 ? column + canvas.px(12) : 0), BarWords::none);
    }

    float width_of(std::string_view text) const {
        return text_width(canvas, text, Face::mono, Type::secondary);
    }
    // Always as wide as the widest, so that the bars of all brokers are.
    std::string padded(std::int64_t number) const {
        std::string const widest = std::to_string(partition.span.highest);
        std::string text = std::to_string(number);
        if (text.size() < widest.size()) text.insert(0, widest.size() - text.size(), ' ');
        return text;
    }
    std::string both_numbers(bool dead) const {
        OffsetBar bar;
        bar.dead = dead;
        return std::string{high_watermark_name(bar, true)} + " " + padded(row.bar.high_watermark) +
               " LEO " + padded(row.bar.log_end);
    }
    // Room for the numbers beside a bar of at least `least`; 0: there is none. The same for the
    // living and the dead, so that all bars of a partition stand at one scale and no death moves
    // them: of a dead replica, whose words are longer, the log end gives way where it must.
    float numbers_column(float whole, float least) const {
        float const live = width_of(both_numbers(false));
        float const dead = width_of(both_numbers(true));
        auto const fits = [&](float column, float bar) {
            return whole - column - canvas.px(12) >= canvas.px(bar);
        };
        if (fits(dead, std::max(least, kLeastBarBesideNumbers))) return dead;
        return fits(live, least) ? live : 0;
    }
    // Ever shorter: "HW·disk 24 LEO 34", "HW·disk 24", "disk 24".
    std::vector<std::string> numbers_texts() const {
        std::string const mark = std::to_string(row.bar.high_watermark);
        std::vector<std::string> texts{both_numbers(row.bar.dead)};
        texts.push_back(std::string{high_watermark_name(row.bar, true)} + " " + mark);
        if (row.bar.dead) texts.push_back("disk " + mark);
        return texts;
    }
    void draw_numbers(float y, float room, Type type) const {
        for (std::string const& text : numbers_texts()) {
            if (text_width(canvas, text, Face::mono, type) > room + 1) continue;
            draw_text(canvas, {right, y}, text,
                      mono(type, canvas.theme.secondary).right().middle());
            return;
        }
    }
};

void draw_row(Canvas const& canvas, ClusterLayout const& layout, ShownPartition const& partition,
              ReplicaRow const& row, Rect const& rect, float name_room, UiState& ui) {
    Theme const& theme = canvas.theme;
    Id const id{"replica", row.broker.value, partition.id.topic.value, partition.id.partition};
    float const pad = canvas.px(layout.tight ? 4 : 12);
    Rect const area{rect.left - pad, rect.top, rect.right + pad, rect.top + layout.row_pitch};
    Hit const hit = hit_area(id.text, area);
    follow_hit(hit, SelectedReplica{partition.id, row.broker}, ui);
    Rect frame = area;
    if (layout.density == RowDensity::roomy) {
        frame.top -= canvas.px(layout.tight ? 2 : 12);
        frame.bottom = area.top + canvas.px(98);
    } else if (layout.density == RowDensity::compact) {
        frame.top -= canvas.px(4);
        frame.bottom = frame.top + canvas.px(64);
    }
    if (is_selected(ui.selection, partition, row)) {
        CardLook look;
        look.selected = true;
        look.rounding = 8;
        card(canvas, frame, look);
    } else if (hit.hovered) {
        framed_rect(canvas, frame, theme.line, canvas.hair(), canvas.px(8));
    }
    if (row.changed) {
        filled_rect(canvas, {frame.left, frame.top, frame.left + canvas.px(3), frame.bottom},
                    theme.of(Meaning::now));
    }
    Colour const name = row.bar.dead ? theme.words_of(Meaning::dead) : theme.text;
    RowDrawing const drawing{canvas,    layout,     partition, row,      area,
                             rect.left, rect.right, name,      name_room};
    switch (layout.density) {
    case RowDensity::roomy: drawing.draw_roomy(); break;
    case RowDensity::compact: drawing.draw_compact(); break;
    case RowDensity::pair: drawing.draw_pair(); break;
    case RowDensity::line: drawing.draw_line(); break;
    }
}

// The marks of the replicas without a row, and what they add up to.
void draw_tiles(Canvas const& canvas, Rect const& rect, ClusterView const& view,
                BrokerCard const& broker, UiState& ui) {
    float const line = canvas.line_height(Type::label) + canvas.px(4);
    std::string all = broker.summary;
    if (!view.partitions.empty()) {
        all = "+" + grouped(static_cast<std::int64_t>(broker.tiles.size())) + " more: " + all;
    }
    draw_text(canvas, {rect.left, rect.top},
              fitting(canvas, {all, broker.summary}, Face::words, Type::label, rect.width()),
              words(Type::label, canvas.theme.secondary));
    Rect const grid{rect.left, rect.top + line, rect.right, rect.bottom};
    MarkGrid const marks = fit_marks(grid, broker.tiles.size(), canvas.px(16), canvas.px(5));
    std::size_t const count = marks.marks(broker.tiles.size());
    auto const worst = [&](std::size_t mark) -> ReplicaTile const& {
        return worst_of(marks.shared(std::span<ReplicaTile const>{broker.tiles}, mark));
    };
    for (std::size_t mark = 0; mark < count; ++mark) {
        grid_mark(canvas, marks, mark, worst(mark).meaning);
    }
    Id const id{"tiles", broker.broker.value};
    Hit const hit = hit_area(id.text, grid);
    std::size_t const mark = marks.at(ImGui::GetIO().MousePos, count);
    if (!hit.hovered || mark >= count) return;
    follow_hit(hit, SelectedReplica{worst(mark).partition, broker.broker}, ui);
}

// One of Kafka's own topics: all its partitions on this broker in one line.
void draw_internal(Canvas const& canvas, Rect const& rect, BrokerCard const& broker,
                   InternalRow const& row, UiState& ui) {
    Id const id{"internal", broker.broker.value, row.first.topic.value};
    Hit const hit = hit_area(id.text, rect);
    follow_hit(hit, SelectedReplica{row.first, broker.broker}, ui);
    if (hit.hovered) {
        Rect const frame{rect.left - canvas.px(6), rect.top, rect.right + canvas.px(6),
                         rect.bottom};
        framed_rect(canvas, frame, canvas.theme.line, canvas.hair(), canvas.px(6));
    }
    float const y = rect.middle_y();
    state_mark(canvas, {rect.left + canvas.px(8), y}, row.meaning, canvas.px(5));
    float const left = rect.left + canvas.px(24);
    TextStyle const name = mono(Type::label, canvas.theme.secondary).middle();
    Rect const drawn = draw_text(canvas, {left, y}, row.name, name.within(rect.right - left));
    // Whole or in part: how many it leads comes first.
    std::string_view const all = row.summary;
    std::string_view const part = all.substr(0, all.find(" \xc2\xb7 "));
    float const room = rect.right - drawn.right - canvas.px(8);
    if (text_width(canvas, part, Face::words, Type::label) > room) return;
    draw_text(canvas, {rect.right, y}, fitting(canvas, {all, part}, Face::words, Type::label, room),
              words(Type::label, canvas.theme.secondary).right().middle());
}

// Name and state in one line.
void draw_short_head(Canvas const& canvas, float left, float right, float top,
                     BrokerCard const& broker) {
    Theme const& theme = canvas.theme;
    float const y = top + canvas.px(18);
    Colour const name = broker.status.is_dead ? theme.words_of(Meaning::dead) : theme.text;
    Rect const title = draw_text(canvas, {left, y}, broker.name,
                                 strong(Type::body, name).middle().within(right - left));
    Colour const status = broker.status.meaning == Meaning::plain
                              ? theme.secondary
                              : theme.words_of(broker.status.meaning);
    float const room = right - title.right - canvas.px(10);
    draw_text(canvas, {right, y},
              whole_parts(canvas, broker.status.words, Face::words, Type::label, room),
              words(Type::label, status).right().middle());
}

// "dead · not fenced": where "dead since 16.8 s · not fenced" has no room.
std::string without_since(std::string const& status) {
    std::size_t const since = status.find(" since ");
    if (since == std::string::npos) return status;
    std::size_t const rest = status.find(" · ", since);
    std::string text = status.substr(0, since);
    if (rest != std::string::npos) text += status.substr(rest);
    return text;
}

void draw_head(Canvas const& canvas, Rect const& rect, ClusterLayout const& layout,
               BrokerCard const& broker) {
    Theme const& theme = canvas.theme;
    float const left = rect.left + canvas.px(layout.tight ? 14 : 20);
    float const right = rect.right - canvas.px(layout.tight ? 14 : 20);
    if (layout.squeezed) return draw_short_head(canvas, left, right, rect.top, broker);
    float const first = rect.top + canvas.px(layout.tight ? 28 : 32);
    float const second = rect.top + canvas.px(layout.tight ? 48 : 56);
    Colour const name = broker.status.is_dead ? theme.words_of(Meaning::dead) : theme.text;
    Rect const rack = draw_text(canvas, {right, first}, broker.rack,
                                words(Type::secondary, theme.secondary).right().baseline());
    draw_text(canvas, {left, first}, broker.name,
              strong(Type::card_title, name)
                  .baseline()
                  .within(right - left - rack.width() - canvas.px(8)));
    Colour const status = broker.status.meaning == Meaning::plain
                              ? theme.secondary
                              : theme.words_of(broker.status.meaning);
    float const room = right - left;
    bool const fits = text_width(canvas, broker.status.words, Face::words, Type::secondary) <= room;
    Type const type = fits ? Type::secondary : Type::label;
    draw_text(canvas, {left, second},
              fitting(canvas, {broker.status.words, without_since(broker.status.words)},
                      Face::words, type, room),
              words(type, status).baseline());
}

}  // namespace

void draw_broker_card(Canvas const& canvas, Rect const& rect, ClusterLayout const& layout,
                      ClusterView const& view, BrokerCard const& broker, UiState& ui) {
    Id const id{"node", broker.node.value};
    follow_hit(hit_area(id.text, rect, Layer::below), SelectedNode{broker.node}, ui);
    auto const* node = std::get_if<SelectedNode>(&ui.selection);
    CardLook look;
    look.dead = broker.status.is_dead;
    look.selected = node != nullptr && node->node == broker.node;
    card(canvas, rect, look);
    draw_head(canvas, rect, layout, broker);
    float const pad = canvas.px(layout.tight ? 14 : 20);
    float names = 0;
    for (ShownPartition const& partition : view.partitions) {
        names = std::max(names, text_width(canvas, partition.name, Face::mono, Type::secondary));
    }
    names = std::min(names + canvas.px(4), rect.width() - 2 * pad - canvas.px(24 + kLeastBar / 2));
    float y = rect.top + layout.header;
    for (std::size_t i = 0; i < broker.rows.size() && i < layout.rows; ++i) {
        if (broker.rows[i].is_here) {
            draw_row(canvas, layout, view.partitions[i], broker.rows[i],
                     {rect.left + pad, y, rect.right - pad, y + layout.row_pitch}, names, ui);
        }
        // Where not every partition has a row, those that have one stand together.
        if (broker.rows[i].is_here || broker.tiles.empty()) y += layout.row_pitch;
    }
    float const internals = rect.bottom - canvas.px(8) - layout.internal_height;
    if (!broker.tiles.empty() && layout.tiles_height > canvas.px(20)) {
        draw_tiles(canvas,
                   {rect.left + pad, y + canvas.px(4), rect.right - pad, internals - canvas.px(2)},
                   view, broker, ui);
    }
    y = internals;
    for (InternalRow const& row : broker.internals) {
        draw_internal(canvas, {rect.left + pad, y, rect.right - pad, y + layout.internal_pitch},
                      broker, row, ui);
        y += layout.internal_pitch;
    }
}

}  // namespace highwater::gui
