#include "gui/panels/record_cells.h"

#include <algorithm>

#include "gui/panels/select.h"
#include "gui/view/records.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kLeastForWords = 50;
constexpr float kLeastOfWide = 0.88F;  // of the usual pitch of wide cells: 50 units
constexpr std::int64_t kFewestCells = 3;
constexpr std::int32_t kWideCells[] = {4, 3};  // times as wide as usual: their words fit

std::int64_t selected_offset(TopicPartition partition, UiState const& ui) {
    auto const* record = std::get_if<SelectedRecord>(&ui.selection);
    return record != nullptr && record->partition == partition ? record->offset : -1;
}

// The newest records in cells so many times as wide as usual.
OffsetScale closer_scale(Canvas const& canvas, OffsetSpan const& span, std::int64_t usual,
                         std::int32_t times) {
    OffsetScale scale =
        offset_scale(span.lowest, span.highest + 1, std::max<std::int64_t>(1, usual / times));
    scale.times = times;
    scale.has_words =
        canvas.shape_px(kCellPitch) * static_cast<float>(times) >= canvas.px(kLeastForWords);
    return scale;
}

}  // namespace

OffsetScale cells_scale(Canvas const& canvas, float width, PartitionBlock const& block,
                        UiState const& ui) {
    std::int64_t const usual = cells_that_fit(canvas, width);
    OffsetSpan const& span = block.span;
    OffsetScale scale = scale_of(span, usual);
    if (ui.cell_zoom < 0) {
        scale = offset_scale(span.lowest, span.highest + 1, usual << -ui.cell_zoom);
    } else {
        scale = scale_for_few(canvas, width, span, scale);
        // A few records always stand beside each other; few ones begin wide, and get no narrower.
        std::int32_t times = scale.times << ui.cell_zoom;
        while (times > scale.times && usual / times < kFewestCells) times /= 2;
        if (times > scale.times) scale = closer_scale(canvas, span, usual, times);
    }
    std::int64_t const selected = selected_offset(block.id, ui);
    bool const stands = selected >= span.lowest && selected < span.highest;
    bool const is_seen = selected >= scale.first && selected < scale.first + scale.count;
    if (stands && !is_seen) scale.first = std::max(span.lowest, selected - scale.count / 2);
    return scale;
}

void zoom_by_wheel(Rect const& list, UiState& ui) {
    ImGuiIO const& io = ImGui::GetIO();
    bool const is_here =
        list.contains(io.MousePos) && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
    if (!io.KeyCtrl || io.MouseWheel == 0 || !is_here) return;
    ui.zoom_cells(io.MouseWheel > 0 ? 1 : -1);
}

OffsetScale scale_for_few(Canvas const& canvas, float width, OffsetSpan const& span,
                          OffsetScale const& usual) {
    // With room for one more: the next record does not change the scale of what is there.
    std::int64_t const count = span.highest - span.lowest + 1;
    for (std::int32_t const times : kWideCells) {
        float const pitch = canvas.shape_px(kCellPitch) * static_cast<float>(times);
        // The last one may press them together a little.
        bool const fits = static_cast<float>(count) * pitch * kLeastOfWide <= width;
        if (fits) return {span.lowest, count, times, true};
    }
    return usual;
}

void draw_cell_texts(Canvas const& c, OffsetAxis const& axis, float top, OffsetBar const& bar,
                     std::vector<std::string> const& texts) {
    std::int64_t offset = bar.log_start;
    for (std::string const& text : texts) draw_cell_text(c, axis, top, bar, offset++, text);
}

void draw_cell_text(Canvas const& c, OffsetAxis const& axis, float top, OffsetBar const& bar,
                    std::int64_t offset, std::string const& text) {
    if (!axis.scale.has_words || text.empty()) return;
    ImVec2 const middle{(axis.x(offset) + axis.x(offset + 1)) / 2 - c.px(1),
                        top + c.shape_px(kCellHeight) / 2};
    bool const is_crossed = bar.is_crossed(offset);
    bool const is_filled = offset < bar.high_watermark && !bar.dead && !is_crossed;
    Colour const colour = is_filled ? c.theme.on_state : c.theme.text;
    Rect const drawn = draw_text(c, middle, text,
                                 mono(c.fonts.lecture ? Type::secondary : Type::label,
                                      is_crossed ? c.theme.words_of(Meaning::lost) : colour)
                                     .center()
                                     .middle()
                                     .within(axis.pitch - c.px(6)));
    if (!is_crossed) return;
    float const y = std::floor(middle.y);
    solid_line(c, {drawn.left - c.px(3), y}, {drawn.right + c.px(3), y}, c.theme.of(Meaning::lost),
               c.hair(1.5F));
}

Rect RecordCells::whole() const {
    float const width = axis.pitch * static_cast<float>(axis.scale.count);
    return {axis.left, top, axis.left + width, top + c.shape_px(kCellHeight)};
}

void RecordCells::draw_words(ReplicaLine const& line, Partition const& held,
                             Describer const& who) const {
    if (!axis.scale.has_words) return;
    OffsetBar const& bar = line.bar;
    std::int64_t const first = std::max(bar.log_start, axis.scale.first);
    std::int64_t const end = std::min(bar.log_end, axis.scale.first + axis.scale.count);
    for (std::int64_t offset = first; offset < end; ++offset) {
        draw_cell_text(c, axis, top, bar, offset, cell_text(held, who, offset));
    }
}

void RecordCells::take_mouse(Hit const& hit, TopicPartition partition, ReplicaLine const& line,
                             UiState& ui) const {
    std::int64_t const selected = selected_offset(partition, ui);
    Rect const cells = whole();
    if (selected >= line.bar.log_start && selected < line.bar.log_end) {
        float const left = axis.x(selected);
        float const right = std::max(left + c.px(4), axis.x(selected + 1) - c.px(2));
        Rect const cell{left - c.px(2), cells.top - c.px(2), right, cells.bottom + c.px(2)};
        bool const is_seen = left >= cells.left && right <= cells.right;
        if (is_seen) framed_rect(c, cell, c.theme.of(Meaning::now), c.hair(2), c.px(4));
    }
    ImVec2 const mouse = ImGui::GetIO().MousePos;
    if (!hit.hovered || !cells.contains(mouse)) return;
    std::int64_t const offset = offset_at(axis, mouse.x);
    std::string const said = offset < 0 ? std::string{} : cell_words(line, offset);
    if (said.empty()) return;
    tooltip(c, said);
    follow_hit(hit, SelectedRecord{partition, line.broker, offset}, ui);
}

}  // namespace highwater::gui
