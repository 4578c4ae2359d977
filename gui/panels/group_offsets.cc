#include "gui/panels/group_offsets.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/view/short_text.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kRoomyPitch = 64;
constexpr float kLeastPitch = 54;
constexpr float kBar = 8;  // its thickness

// All lines at one scale, from the start of each log: lag is seen, not read.
struct Axis {
    float left{};
    float width{};
    std::int64_t span{1};

    float x(OffsetLine const& line, std::int64_t offset) const {
        auto const part = static_cast<float>(offset - line.log_start) / static_cast<float>(span);
        return std::floor(left + width * std::clamp(part, 0.0F, 1.0F));
    }
    std::int64_t at(OffsetLine const& line, float x_at) const {
        if (width <= 0) return line.log_start;
        float const part = std::clamp((x_at - left) / width, 0.0F, 1.0F);
        std::int64_t const offset =
            line.log_start + static_cast<std::int64_t>(part * static_cast<float>(span) + 0.5F);
        return std::clamp(offset, line.log_start, line.log_end);
    }
};

constexpr std::string_view kNobody = "nobody";

std::string owner_words(OffsetLine const& line) {
    if (line.owner.empty()) return std::string{kNobody};
    return line.is_owner_told ? line.owner : line.owner + " · not told yet";
}

std::string believer_words(OffsetLine const& line) {
    if (line.believer.empty()) return {};
    return line.believer + (line.owner.empty() ? " believes it owns it" : " believes so, too");
}

struct Columns {
    float name{};
    float owner{};  // 0: it stands under the name
    float right{};
    Axis axis;
};

Columns columns_of(Canvas const& c, Rect const& area, GroupsView const& view) {
    float names = 0;
    float owners = 0;
    float beliefs = 0;
    std::int64_t span = 1;
    for (OffsetLine const& line : view.offsets) {
        names = std::max(names, text_width(c, line.name, Face::mono, Type::body));
        owners = std::max(owners, text_width(c, owner_words(line), Face::words, Type::secondary));
        std::string const believer = believer_words(line);
        beliefs = std::max(beliefs, text_width(c, believer, Face::words_strong, Type::secondary));
        if (line.is_known) span = std::max(span, line.log_end - line.log_start);
    }
    Columns columns;
    columns.name = area.left;
    columns.right = area.right;
    float const most = area.width() * 0.4F;
    float left = area.left + std::min(std::max(names, owners), most) + c.px(20);
    // A belief stands under its owner; where the owner stands under the name, it needs the place.
    if (names + owners + c.px(40) <= most || beliefs > 0) {
        columns.owner = area.left + names + c.px(16);
        left = columns.owner + std::min(owners, most * 0.6F) + c.px(24);
        left = std::max(left, area.left + beliefs + c.px(24));
    }
    float const lag = text_width(c, "position 00,000", Face::mono, Type::label) + c.px(20);
    columns.axis = {left, area.right - lag - left, span};
    return columns;
}

// The mark that is dragged, and the one that was let go: until the run goes on the tool that is to
// commit it has only been started.
struct Drag {
    TopicPartition partition{kNoName, -1};
    std::int64_t to{};
    TopicPartition asked{kNoName, -1};
    std::int64_t asked_to{};
    std::uint64_t asked_after{};  // events
    std::string phrase{};         // that was asked for
    bool is_dropped{};            // by Escape: until the mouse lets go nothing is dragged
    int picture{};                // in which it was held last

    std::string refusal(UiState const& ui, Frame const& frame) const {
        bool const is_it = !phrase.empty() && ui.refused.phrase == phrase;
        return is_it && ui.refused.nth == frame.cursor.nth ? ui.refused.why : std::string{};
    }

    // The command itself is an event. Where the tool refuses nobody gives one.
    bool waits(TopicPartition id, Frame const& frame) const {
        if (asked != id || frame.given == nullptr || frame.given->empty()) return false;
        GivenCommand const& last = frame.given->back();
        return last.after_events == asked_after && last.command.phrase == phrase &&
               frame.cursor.nth == asked_after + 1;
    }
};

// The label over a mark, kept within the bar's place.
void draw_label(Canvas const& c, Axis const& axis, float x, float y, std::string const& text,
                Colour colour) {
    float const width = text_width(c, text, Face::mono, Type::label);
    float const last = std::max(axis.left, axis.left + axis.width - width);
    float const left = std::clamp(x - width / 2, axis.left, last);
    draw_text(c, {left, y}, text, mono(Type::label, colour).middle());
}

// Beside the mark, towards the left where there is room.
void draw_beside(Canvas const& c, Axis const& axis, float x, float y, std::string const& text,
                 Colour colour) {
    float const gap = c.px(10);
    float const width = text_width(c, text, Face::mono, Type::label);
    bool const to_left = x - gap - width >= axis.left - c.px(12);
    TextStyle const style = mono(Type::label, colour).middle();
    draw_text(c, {to_left ? x - gap : x + gap, y}, text, to_left ? style.right() : style);
}

void draw_committed(Canvas const& c, float x, float y, Colour colour) {
    float const top = y + c.px(kBar) / 2 + c.px(2);
    c.list->AddTriangleFilled({x, top}, {x + c.px(6), top + c.px(9)}, {x - c.px(6), top + c.px(9)},
                              colour);
}

void draw_bar(Canvas const& c, Axis const& axis, OffsetLine const& line, float y) {
    Theme const& theme = c.theme;
    float const half = c.px(kBar) / 2;
    auto const x = [&](std::int64_t offset) { return axis.x(line, offset); };
    solid_line(c, {axis.left, y}, {axis.left + axis.width, y}, theme.line, c.hair());
    std::int64_t const done = std::max(line.committed, line.log_start);
    filled_rect(c, {axis.left, y - half, x(done), y + half}, theme.of(Meaning::in_sync), c.px(2));
    if (line.high_watermark > done) {
        filled_rect(c, {x(done), y - half, x(line.high_watermark), y + half},
                    mix(theme.background, theme.of(Meaning::at_risk), 170), c.px(2));
    }
    if (line.log_end > line.high_watermark) {
        framed_rect(c, {x(line.high_watermark), y - half, x(line.log_end), y + half},
                    theme.secondary, c.hair(), c.px(2));
    }
    float const mark = x(line.high_watermark);
    filled_rect(c, {mark - c.px(1), y - c.px(11), mark + c.px(1), y + c.px(9)}, theme.text);
    if (line.position >= 0) {
        ImVec2 const at{x(line.position), y};
        shape_circle(c, at, c.px(7), theme.background);
        shape_ring(c, at, c.px(6), theme.text);
    }
}

// What is written at the right end: the lag, and under it where its reader is.
void draw_numbers(Canvas const& c, Columns const& columns, OffsetLine const& line, float y,
                  bool has_coordinator) {
    Theme const& theme = c.theme;
    std::string const lag = line.lag < 0 ? "no lag known" : "lag " + grouped(line.lag);
    Colour const colour = line.is_late ? theme.words_of(Meaning::at_risk) : theme.secondary;
    std::string const nothing = has_coordinator ? "nothing committed" : "commits unknown";
    draw_text(c, {columns.right, y}, line.committed < 0 ? nothing : lag,
              TextStyle{line.committed < 0 ? Face::words : Face::mono,
                        line.committed < 0 ? Type::label : Type::body, colour}
                  .right()
                  .middle());
    if (line.position < 0) return;
    draw_text(c, {columns.right, y + c.px(18)}, "position " + grouped(line.position),
              mono(Type::label, theme.secondary).right().middle());
}

// Follows the mouse with the committed mark. True when it was let go at another offset; Escape puts
// it back.
bool follow_mouse(Hit const& hit, Axis const& axis, OffsetLine const& line, Drag& drag,
                  UiState& ui) {
    int const picture = ImGui::GetFrameCount();
    if (hit.held) {
        if (drag.partition != line.partition) drag = {line.partition, line.committed};
        drag.picture = picture;
        drag.is_dropped |= std::exchange(ui.drops_drag, false);
        drag.to = drag.is_dropped ? line.committed : axis.at(line, ImGui::GetIO().MousePos.x);
        ui.drags_committed = !drag.is_dropped;
        return false;
    }
    if (drag.partition != line.partition) return false;
    // Where the stage was left meanwhile, nobody has let it go here.
    bool const lets_go = !drag.is_dropped && picture - drag.picture <= 1;
    drag.partition = {kNoName, -1};
    return lets_go && drag.to != line.committed;
}

void ask_for_reset(OffsetLine const& line, GroupsView const& view, Frame const& frame, Drag& drag,
                   Requests& requests) {
    drag.asked = line.partition;
    drag.asked_to = drag.to;
    drag.asked_after = frame.cursor.nth;
    drag.phrase = reset_phrase(view.name, frame.world.names.text(line.partition.topic),
                               line.partition.partition, drag.to);
    requests.push(CallTool{drag.phrase});
}

// The committed mark; where it is dragged to, and what became of that.
void draw_drag(Canvas const& c, Columns const& columns, OffsetLine const& line, float y,
               GroupsView const& view, Drag& drag, UiState& ui, Requests& requests,
               Frame const& frame) {
    Axis const& axis = columns.axis;
    Theme const& theme = c.theme;
    float const at = axis.x(line, line.committed);
    Rect const grip{at - c.px(12), y - c.px(10), at + c.px(12), y + c.px(24)};
    Hit const hit = hit_area("##committed", grip);
    if (hit.hovered || hit.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    Colour const colour = theme.of(Meaning::in_sync);
    bool const drags = drag.partition == line.partition;
    if (follow_mouse(hit, axis, line, drag, ui)) {
        ask_for_reset(line, view, frame, drag, requests);
    }
    float const below = y + c.px(13);
    if (hit.held && drag.to != line.committed) {
        float const to = axis.x(line, drag.to);
        shape_ring(c, {at, y + c.px(12)}, c.px(4), colour);
        draw_committed(c, to, y, theme.of(Meaning::now));
        std::string text = "reset to " + grouped(drag.to);
        bool const is_in_vain = refuses_reset(view);
        if (is_in_vain) text += ": refused, the group is " + view.state;
        draw_beside(c, axis, to, below, text,
                    theme.words_of(is_in_vain ? Meaning::at_risk : Meaning::now));
        return;
    }
    if (!drags && drag.waits(line.partition, frame)) {
        float const to = axis.x(line, drag.asked_to);
        shape_ring(c, {to, y + c.px(12)}, c.px(4), theme.of(Meaning::now));
        draw_committed(c, at, y, colour);
        draw_beside(c, axis, to, below, "→ " + grouped(drag.asked_to) + ", when the tool has run",
                    theme.words_of(Meaning::now));
        return;
    }
    draw_committed(c, at, y, colour);
    std::string text = "committed " + grouped(line.committed);
    bool const is_refused = drag.asked == line.partition && !drag.refusal(ui, frame).empty();
    if (is_refused) text += ", reset to " + grouped(drag.asked_to) + " refused";
    draw_beside(c, axis, at, below, text,
                theme.words_of(is_refused ? Meaning::at_risk : Meaning::in_sync));
}

void draw_line(Canvas const& c, Columns const& columns, OffsetLine const& line, float y,
               GroupsView const& view, Drag& drag, UiState& ui, Requests& requests,
               Frame const& frame) {
    Theme const& theme = c.theme;
    float const room = columns.axis.left - columns.name - c.px(12);
    bool const beside = columns.owner > 0;
    Hit const name = id_link(c, "##partition", {columns.name, y}, line.name,
                             mono(Type::body, theme.text).middle().within(room));
    follow_hit(name, SelectedPartition{line.partition}, ui);
    ImVec2 const owner{beside ? columns.owner : columns.name, beside ? y : y + c.px(19)};
    if (line.owner.empty()) {
        draw_text(c, owner, kNobody, words(Type::secondary, theme.faint_text).middle());
    } else {
        float const owner_room = columns.axis.left - owner.x - c.px(12);
        Hit const who =
            id_link(c, "##owner", owner, owner_words(line),
                    words(Type::secondary, theme.secondary).middle().within(owner_room));
        if (line.owner_node != kNoNode) follow_hit(who, SelectedNode{line.owner_node}, ui);
    }
    if (!line.believer.empty()) {
        Hit const who = id_link(
            c, "##believer", {columns.name, y + c.px(19)}, believer_words(line),
            strong(Type::secondary, theme.words_of(Meaning::at_risk)).middle().within(room));
        follow_hit(who, SelectedNode{line.believer_node}, ui);
    }
    if (!line.is_known) {
        draw_text(c, {columns.axis.left, y}, "nobody leads it: its offsets are not known",
                  words(Type::secondary, theme.words_of(Meaning::lost))
                      .middle()
                      .within(columns.right - columns.axis.left));
        return;
    }
    draw_bar(c, columns.axis, line, y);
    float const mark = columns.axis.x(line, line.high_watermark);
    std::string high = "HW " + grouped(line.high_watermark);
    if (line.log_end > line.high_watermark) high += "  LEO " + grouped(line.log_end);
    draw_label(c, columns.axis, mark, y - c.px(18), high, theme.secondary);
    if (line.committed >= 0) {
        draw_drag(c, columns, line, y, view, drag, ui, requests, frame);
    }
    draw_numbers(c, columns, line, y, view.has_coordinator);
}

}  // namespace

void draw_group_offsets(Canvas const& canvas, Rect const& area, GroupsView const& view, UiState& ui,
                        Requests& requests, Frame const& frame) {
    static Drag drag;
    Canvas const& c = canvas;
    Rect const label = section_label(c, area.min(), "Offsets of " + view.name, area.width());
    std::string const refusal = drag.refusal(ui, frame);
    std::string const hint = reset_words(view, refusal);
    float const room = area.right - label.right - c.px(20);
    if (!refusal.empty()) {
        draw_text(c, {area.right, area.top}, hint,
                  strong(Type::label, c.theme.words_of(Meaning::at_risk)).right().within(room));
    } else if (text_width(c, hint, Face::words, Type::label) <= room) {
        draw_text(c, {area.right, area.top}, hint, words(Type::label, c.theme.faint_text).right());
    }
    Rect const place{area.left, label.bottom + c.px(4), area.right + c.px(12), area.bottom};
    Scroll const scroll = begin_scroll(c, "##offsets", place);
    auto const count = static_cast<float>(view.offsets.size());
    float const pitch = std::clamp(std::floor(place.height() / std::max(count, 1.0F)),
                                   c.px(kLeastPitch), c.px(kRoomyPitch));
    Columns const columns = columns_of(
        scroll.canvas, {place.left, place.top, place.left + scroll.width, place.bottom}, view);
    float y = scroll.top + c.px(26);
    int nth = 0;
    for (OffsetLine const& line : view.offsets) {
        ImGui::PushID(nth++);
        if (scroll.sees(y - pitch, y + pitch)) {
            draw_line(scroll.canvas, columns, line, y, view, drag, ui, requests, frame);
        }
        ImGui::PopID();
        y += pitch;
    }
    end_scroll(scroll, y - c.px(20));
}

}  // namespace highwater::gui
