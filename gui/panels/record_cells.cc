#include "gui/panels/record_cells.h"

#include <algorithm>

#include "gui/panels/select.h"
#include "gui/view/records.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kLeastForWords = 56;
constexpr std::int64_t kFewestCells = 4;

std::int64_t selected_offset(TopicPartition partition, UiState const& ui) {
    auto const* record = std::get_if<SelectedRecord>(&ui.selection);
    return record != nullptr && record->partition == partition ? record->offset : -1;
}

}  // namespace

OffsetScale cells_scale(Canvas const& canvas, float width, PartitionBlock const& block,
                        UiState const& ui) {
    std::int64_t const usual = cells_that_fit(canvas, width);
    OffsetSpan const& span = block.span;
    OffsetScale scale = scale_of(span, usual);
    if (ui.cell_zoom > 0) {
        // A few records always stand beside each other.
        std::int32_t times = 1 << ui.cell_zoom;
        while (times > 1 && usual / times < kFewestCells) times /= 2;
        scale =
            offset_scale(span.lowest, span.highest + 1, std::max<std::int64_t>(1, usual / times));
        scale.times = times;
    } else if (ui.cell_zoom < 0) {
        scale = offset_scale(span.lowest, span.highest + 1, usual << -ui.cell_zoom);
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

Rect RecordCells::whole() const {
    float const width = axis.pitch * static_cast<float>(axis.scale.count);
    return {axis.left, top, axis.left + width, top + c.shape_px(kCellHeight)};
}

void RecordCells::draw_words(ReplicaLine const& line, Partition const& held,
                             Describer const& who) const {
    if (axis.pitch < c.px(kLeastForWords)) return;
    OffsetBar const& bar = line.bar;
    std::int64_t const first = std::max(bar.log_start, axis.scale.first);
    std::int64_t const end = std::min(bar.log_end, axis.scale.first + axis.scale.count);
    for (std::int64_t offset = first; offset < end; ++offset) {
        if (bar.is_crossed(offset)) continue;
        RecordRow const row = record_row(held, who, offset);
        if (!row.is_there) continue;
        bool const is_filled = offset < bar.high_watermark && !bar.dead;
        float const middle = (axis.x(offset) + axis.x(offset + 1)) / 2 - c.px(1);
        draw_text(c, {middle, whole().middle_y()}, row.key == "null" ? row.value : row.key,
                  mono(Type::label, is_filled ? c.theme.on_state : c.theme.text)
                      .center()
                      .middle()
                      .within(axis.pitch - c.px(10)));
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
