// Stage F4: a group's generations as a film strip, and where it stands in each partition.
#include <algorithm>
#include <cstdio>
#include <tuple>
#include <utility>

#include "gui/panels/empty_stage.h"
#include "gui/panels/filter_bar.h"
#include "gui/panels/group_offsets.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/groups.h"
#include "gui/view/lesson.h"
#include "gui/view/partition_state.h"
#include "gui/view/short_text.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kHead = 60;
constexpr float kGap = 20;
constexpr float kLeastFrame = 252;
constexpr std::size_t kMostFrames = 4;
constexpr float kFrameHead = 62;
constexpr float kBoxHead = 30;
constexpr float kRowBox = 32;  // of a member whose chips stand beside its name
constexpr float kBoxGap = 8;
constexpr float kRowGap = 4;
constexpr float kChipPitch = 32;
constexpr float kMostOfHeight = 0.56F;  // for the strip, when there are offsets, too
constexpr float kLeastOffsets = 150;
constexpr float kLeastHeight = 420;  // of the stage: below it, it scrolls

// How much is told of each member: its partitions under its name, beside it, beside it by their
// numbers alone, or how many.
enum class Detail : std::uint8_t { chips, row, numbers, line };

bool is_beside(Detail detail) { return detail == Detail::row || detail == Detail::numbers; }

struct Strip {
    std::size_t first{};  // of the frames that are shown
    std::size_t end{};
    float width{};  // of a frame
    float height{};
    Detail detail{};
};

// ---- a member -----------------------------------------------------------------------------------

std::string chip_text(OwnedChip const& chip, Detail detail) {
    std::string const name =
        detail == Detail::numbers ? std::to_string(chip.partition.partition) : chip.text;
    switch (chip.change) {
    case OwnedChip::Change::kept: return name;
    case OwnedChip::Change::gained: return chip.is_done ? name : "+ " + name;
    case OwnedChip::Change::revoked: return "\xe2\x88\x92 " + name;
    case OwnedChip::Change::awaited: return "waits for " + name;
    }
    return name;
}

PillLook chip_look(OwnedChip const& chip) {
    PillLook look;
    switch (chip.change) {
    case OwnedChip::Change::kept: look = {Meaning::in_sync, PillFill::solid, false}; break;
    case OwnedChip::Change::gained:
        look = {chip.is_done ? Meaning::in_sync : Meaning::leader,
                chip.is_done ? PillFill::solid : PillFill::hollow, false};
        break;
    case OwnedChip::Change::revoked: look = {Meaning::at_risk, PillFill::dashed, false}; break;
    case OwnedChip::Change::awaited: look = {Meaning::controller, PillFill::dashed, false}; break;
    }
    return look;
}

// Chips in rows within a width; calls `place` with each chip and its left middle. Returns how many
// rows there are.
template <class Place>
int flow(Canvas const& c, MemberBox const& box, Detail detail, float width, Place place) {
    float const gap = c.px(6);
    float x = 0;
    int row = 0;
    for (OwnedChip const& chip : box.chips) {
        float const wide = std::floor(pill_width(c, chip_text(chip, detail)));
        if (x > 0 && x + wide > width) {
            x = 0;
            ++row;
        }
        place(chip, x, row);
        x += wide + gap;
    }
    return box.chips.empty() ? 0 : row + 1;
}

float box_height(Canvas const& c, MemberBox const& box, float width, Detail detail) {
    if (detail == Detail::line) return c.px(kBoxHead);
    if (is_beside(detail)) return c.px(kRowBox);
    int const rows = flow(c, box, detail, width - c.px(24), [](auto const&, float, int) {});
    return c.px(kBoxHead) + static_cast<float>(rows) * c.px(kChipPitch) + c.px(rows > 0 ? 6 : 2);
}

float box_gap(Canvas const& c, Detail detail) {
    return c.px(is_beside(detail) ? kRowGap : kBoxGap);
}

// "same 3 +1 −2": where there is no room for chips.
std::string counts_of(MemberBox const& box) {
    std::int64_t kept = 0;
    std::int64_t gained = 0;
    std::int64_t revoked = 0;
    std::int64_t awaited = 0;
    for (OwnedChip const& chip : box.chips) {
        bool const is_gained = chip.change == OwnedChip::Change::gained && !chip.is_done;
        kept += chip.change == OwnedChip::Change::kept || chip.is_done ? 1 : 0;
        gained += is_gained ? 1 : 0;
        revoked += chip.change == OwnedChip::Change::revoked ? 1 : 0;
        awaited += chip.change == OwnedChip::Change::awaited ? 1 : 0;
    }
    if (kept > 0 && gained + revoked + awaited == 0) {
        return counted(kept, "partition", "partitions");
    }
    // The same as before: kept, or in an eager rebalance given back and taken again.
    std::string text = kept > 0 ? "same " + std::to_string(kept) : std::string{};
    auto const add = [&](std::int64_t count, char const* sign) {
        if (count > 0)
            text += (text.empty() ? "" : " ") + std::string{sign} + std::to_string(count);
    };
    add(gained, "+");
    add(revoked, "\xe2\x88\x92");
    add(awaited, "waits for ");
    return text;
}

// All of a member's chips in one line.
float chips_width(Canvas const& c, MemberBox const& box, Detail detail) {
    float width = 0;
    for (OwnedChip const& chip : box.chips) {
        width += (width > 0 ? c.px(6) : 0) + std::floor(pill_width(c, chip_text(chip, detail)));
    }
    return width;
}

// Whether its chips stand beside its name within a box of that width; what it wrongly believes
// comes before them.
bool fits_in_row(Canvas const& c, MemberBox const& box, Detail detail, float width) {
    if (box.chips.empty() || !box.belief.empty()) return true;
    float const name = text_width(c, box.name, Face::words_strong, Type::body);
    return name + c.px(12) + chips_width(c, box, detail) <= width - c.px(24);
}

NodeId node_called(Frame const& frame, std::string const& name) {
    for (Process const& process : frame.world.nodes) {
        if (process.consumer && frame.world.names.text(process.name) == name) return process.id;
    }
    return kNoNode;
}

void draw_box(Canvas const& c, Rect const& rect, Frame const& frame, MemberBox const& box,
              Detail detail, UiState& ui) {
    CardLook look;
    look.raised = true;
    look.rounding = 8;
    look.dead = box.is_gone;
    card(c, rect, look);
    NodeId const node = node_called(frame, box.name);
    if (node != kNoNode) {
        follow_hit(hit_area("##box", rect, Layer::below), SelectedNode{node}, ui);
    }
    float const left = rect.left + c.px(12);
    float const right = rect.right - c.px(12);
    float const y = rect.top + c.px(is_beside(detail) ? kRowBox : kBoxHead) / 2;
    bool const counts = detail == Detail::line && !box.chips.empty();
    bool const believes = !box.belief.empty();
    bool const beside = is_beside(detail);
    bool const in_row = beside && !believes && !box.chips.empty();
    float name_right = right - chips_width(c, box, detail);
    if (!in_row && believes) {
        // What it believes is told in full where the offsets are.
        float const name_width = text_width(c, box.name, Face::words_strong, Type::body);
        float const room = right - left - name_width - c.px(10);
        TextStyle const style = strong(Type::secondary, c.theme.words_of(Meaning::at_risk));
        std::string const said = fitting(c, {box.belief, "believes otherwise", "believes"},
                                         style.face, style.type, room);
        name_right = draw_text(c, {right, y}, said, style.right().middle()).left;
    } else if (!in_row) {
        TextStyle const style = words(Type::secondary, c.theme.secondary).right().middle();
        name_right = draw_text(c, {right, y}, counts ? counts_of(box) : box.note,
                               style.within(rect.width() * 0.6F))
                         .left;
    }
    Colour const colour = box.is_gone ? c.theme.words_of(Meaning::dead) : c.theme.text;
    Hit const name =
        id_link(c, "##member", {left, y}, box.name,
                strong(Type::body, colour).middle().within(name_right - left - c.px(8)));
    if (node != kNoNode) follow_hit(name, SelectedNode{node}, ui);
    if (detail == Detail::line || (beside && believes)) return;
    // Under the name, or beside it.
    float const begin = in_row ? name_right : left;
    float const top = in_row ? y : rect.top + c.px(kBoxHead) + c.px(kChipPitch) / 2 - c.px(2);
    float const width = in_row ? right - begin + 1 : rect.width() - c.px(24);
    int nth = 0;
    flow(c, box, detail, width, [&](OwnedChip const& chip, float x, int row) {
        Rect const drawn =
            pill_from(c, {begin + x, top + static_cast<float>(row) * c.px(kChipPitch)},
                      chip_text(chip, detail), chip_look(chip));
        char id[32];
        std::snprintf(id, sizeof id, "##chip%d", nth++);
        follow_hit(hit_area(id, drawn), SelectedPartition{chip.partition}, ui);
    });
}

// ---- a generation -------------------------------------------------------------------------------

float boxes_height(Canvas const& c, FilmFrame const& film, float width, Detail detail) {
    float height = 0;
    for (MemberBox const& box : film.members) {
        height += box_height(c, box, width, detail) + box_gap(c, detail);
    }
    return height;
}

// Two lines: what it is called and when, what it is about and why.
void draw_frame_head(Canvas const& c, Rect const& rect, FilmFrame const& film, bool is_selected) {
    float const left = rect.left + c.px(18);
    float const right = rect.right - c.px(18);
    float const first = rect.top + c.px(26);
    std::string const when = film.is_now ? film.when + " · now" : film.when;
    Rect const time = draw_text(
        c, {right, first}, when,
        words(Type::secondary, is_selected ? c.theme.text : c.theme.secondary).right().baseline());
    draw_text(
        c, {left, first}, film.title,
        strong(Type::card_title, c.theme.text).baseline().within(time.left - left - c.px(10)));
    float const second = rect.top + c.px(50);
    float const room = right - left;
    float const phase = text_width(c, film.phase, Face::words_strong, Type::secondary);
    float const cause = text_width(c, film.cause, Face::words, Type::secondary);
    Colour const colour = film.phase_meaning == Meaning::plain
                              ? c.theme.secondary
                              : c.theme.words_of(film.phase_meaning);
    // Where there is room for one of the two only, it is what happens.
    bool const both = phase + cause + c.px(12) <= room;
    draw_text(c, {left, second}, film.phase,
              strong(Type::secondary, colour).baseline().within(room));
    if (both) {
        draw_text(c, {right, second}, film.cause,
                  words(Type::secondary, c.theme.secondary).right().baseline());
    }
}

void draw_film_frame(Canvas const& c, Rect const& rect, Frame const& frame, FilmFrame const& film,
                     Detail detail, UiState& ui, Requests& requests) {
    CardLook look;
    look.selected = film.is_now;
    card(c, rect, look);
    Rect const head{rect.left, rect.top, rect.right, rect.top + c.px(kFrameHead)};
    Hit const hit = hit_area("##generation", head);
    if (hit.clicked) requests.push(SeekPlace{film.nth});
    follow_hit(hit, SelectedEvent{film.event}, ui);
    if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    draw_frame_head(c, rect, film, film.is_now);
    float y = head.bottom;
    float const bottom = rect.bottom - c.px(10);
    std::size_t shown = 0;
    for (MemberBox const& box : film.members) {
        Rect const place{rect.left + c.px(12), y, rect.right - c.px(12),
                         y + box_height(c, box, rect.width() - c.px(24), detail)};
        bool const is_last = shown + 1 == film.members.size();
        if (place.bottom + (is_last ? 0 : c.px(20)) > bottom) break;
        ImGui::PushID(static_cast<int>(shown));
        draw_box(c, place, frame, box, detail, ui);
        ImGui::PopID();
        y = place.bottom + box_gap(c, detail);
        ++shown;
    }
    std::size_t const more = film.members.size() - shown;
    if (more == 0) return;
    draw_text(c, {rect.left + c.px(18), bottom - c.px(6)},
              "and " + counted(static_cast<std::int64_t>(more), "more member", "more members"),
              words(Type::secondary, c.theme.secondary).middle().within(rect.width() - c.px(36)));
}

// Numbers alone name partitions as long as they are all of one topic.
bool reads_one_topic(GroupsView const& view) {
    NameId topic = kNoName;
    for (FilmFrame const& film : view.frames) {
        for (MemberBox const& box : film.members) {
            for (OwnedChip const& chip : box.chips) {
                if (topic != kNoName && chip.partition.topic != topic) return false;
                topic = chip.partition.topic;
            }
        }
    }
    return true;
}

// The `count` frames before `end` side by side, each member told of so.
Strip strip_of(Canvas const& c, GroupsView const& view, std::size_t end, float width,
               std::size_t count, std::size_t places, Detail detail) {
    Strip strip;
    strip.end = std::max(end, count);
    strip.first = strip.end - count;
    strip.detail = detail;
    auto const columns = static_cast<float>(places);
    strip.width = std::floor((width - c.px(kGap) * (columns - 1)) / columns);
    for (std::size_t i = strip.first; i < strip.end; ++i) {
        strip.height =
            std::max(strip.height, boxes_height(c, view.frames[i], strip.width - c.px(24), detail));
    }
    strip.height += c.px(kFrameHead + 8);
    return strip;
}

bool fits_in_rows(Canvas const& c, GroupsView const& view, Strip const& strip) {
    for (std::size_t i = strip.first; i < strip.end; ++i) {
        for (MemberBox const& box : view.frames[i].members) {
            if (!fits_in_row(c, box, strip.detail, strip.width - c.px(24))) return false;
        }
    }
    return true;
}

// As many generations and as much of each member as there is room for. Before partitions are only
// counted, fewer generations stand side by side, and then they are called by their numbers.
Strip strip_for(Canvas const& c, GroupsView const& view, std::size_t end, float width, float most) {
    float const gap = c.px(kGap);
    auto const fitting = static_cast<std::size_t>(
        std::max(1.0F, std::floor((width + gap) / (c.px(kLeastFrame) + gap))));
    std::size_t const count = std::min({view.frames.size(), fitting, kMostFrames});
    std::size_t const places = std::max<std::size_t>(count, std::min<std::size_t>(fitting, 2));
    std::size_t const fewer = std::min<std::size_t>(count, 2);
    Strip strip;
    for (auto const& [detail, frames] : {std::pair{Detail::chips, count},
                                         {Detail::row, count},
                                         {Detail::row, fewer},
                                         {Detail::numbers, count},
                                         {Detail::line, count}}) {
        if (detail == Detail::numbers && !reads_one_topic(view)) continue;
        strip = strip_of(c, view, end, width, frames, frames == count ? places : frames, detail);
        bool const beside = is_beside(detail);
        if (beside && !fits_in_rows(c, view, strip)) continue;
        // To count them would not be lower.
        if (beside || strip.height <= most) break;
    }
    strip.height = std::floor(std::min(strip.height, most));
    return strip;
}

void draw_strip(Canvas const& c, Rect const& area, Frame const& frame, GroupsView const& view,
                Strip const& strip, UiState& ui, Requests& requests) {
    float const gap = c.px(kGap);
    float x = area.left;
    for (std::size_t i = strip.first; i < strip.end; ++i) {
        Rect const rect = rect_at({x, area.top}, strip.width, strip.height);
        if (i > strip.first) {
            arrow_right(c, {std::floor(x - gap / 2), rect.middle_y()}, c.px(6), c.theme.secondary);
        }
        ImGui::PushID(static_cast<int>(i));
        draw_film_frame(c, rect, frame, view.frames[i], strip.detail, ui, requests);
        ImGui::PopID();
        x = rect.right + gap;
    }
}

// One line over the strip: the generations that it leaves out, and the way to them.
void draw_left_out(Canvas const& c, Rect const& line, GroupsView const& view, Strip const& strip,
                   UiState& ui) {
    TextStyle const style = words(Type::secondary, c.theme.words_of(Meaning::leader)).middle();
    auto const all = static_cast<std::int32_t>(view.frames.size());
    auto const shown = static_cast<std::int32_t>(strip.end - strip.first);
    std::int32_t const back = all - static_cast<std::int32_t>(strip.end);
    auto const go = [&](std::int32_t to) {
        ui.film = {view.shown, all, std::clamp(to, 0, all - shown)};
    };
    if (strip.first > 0) {
        std::string const text = "\xe2\x86\x90 " + left_out_words(view, 0, strip.first, "earlier");
        if (id_link(c, "##earlier", {line.left, line.middle_y()}, text, style).clicked) {
            go(back + shown);
        }
    }
    if (strip.end < view.frames.size()) {
        std::string const text =
            left_out_words(view, strip.end, view.frames.size(), "later") + " \xe2\x86\x92";
        if (id_link(c, "##later", {line.right, line.middle_y()}, text, style.right()).clicked) {
            go(back - shown);
        }
    }
}

// ---- head ---------------------------------------------------------------------------------------

// Name, protocol and state; where there are several groups, their names to choose from. Returns
// where the strip begins.
float draw_head(Canvas const& c, Rect const& area, Frame const& frame, GroupsView const& view,
                UiState& ui) {
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    float const y = area.top + c.px(32);
    Rect const state = draw_text(c, {right, y}, view.state,
                                 strong(Type::body, view.state_meaning == Meaning::plain
                                                        ? c.theme.secondary
                                                        : c.theme.words_of(view.state_meaning))
                                     .right()
                                     .middle());
    float title_right = state.left - c.px(16);
    if (view.state_meaning != Meaning::plain) {
        state_mark(c, {state.left - c.px(14), y}, view.state_meaning, c.px(6));
        title_right -= c.px(20);
    }
    Rect const name =
        draw_text(c, {left, y}, view.name,
                  strong(Type::stage_title, c.theme.text).middle().within((right - left) * 0.4F));
    float const room = title_right - name.right - c.px(20);
    float bottom = area.top + c.px(kHead);
    bool const beside = text_width(c, view.about, Face::words, Type::secondary) <= room;
    ImVec2 const about =
        beside ? ImVec2{name.right + c.px(20), y + c.px(2)} : ImVec2{left, area.top + c.px(58)};
    draw_text(c, about, view.about,
              words(Type::secondary, c.theme.secondary).middle().within(right - about.x));
    if (!beside) bottom += c.px(16);
    if (view.groups.size() < 2) return bottom;
    ChipLine line{c, left, right, {left, bottom - c.px(2)}};
    for (NameId const group : view.groups) {
        std::string const& text = frame.world.names.text(group);
        ImVec2 const at = line.place(switch_width(c, text));
        std::string const id = "##group " + text;
        if (filter_switch(c, id.c_str(), at, text, group == view.shown)) {
            choose_group(frame, ui, group);
        }
    }
    return line.bottom() + c.px(12);
}

// "join readers as readers-1 topics=orders", with a topic that there is.
std::string phrase_to_try(Frame const& frame) {
    for (ListedPartition const& each : list_partitions(ServerIndex{frame.world})) {
        if (each.is_internal) continue;
        return "join readers as readers-1 topics=" + frame.world.names.text(each.id.topic);
    }
    return {};
}

constexpr char const* kNoGroup =
    "No consumer group here at this instant. In a scenario [[consumer]] with group = … makes one; "
    "so does `join`, from the palette (Ctrl K).";

void say_nothing(Canvas const& c, Rect const& area, Frame const& frame, UiState& ui) {
    std::string const phrase = phrase_to_try(frame);
    if (say_empty_stage(c, area, "Groups", kNoGroup, {phrase}) < 0) return;
    ui.palette_text = phrase;  // to be read before it is carried out
    ui.palette_row = 0;
    ui.show_palette = true;
}

void draw_stage(Canvas const& c, Rect const& area, Frame const& frame, GroupsView const& view,
                UiState& ui, Requests& requests) {
    Rect place{area.left + c.px(kMargin), draw_head(c, area, frame, view, ui),
               area.right - c.px(kMargin), area.bottom - c.px(8)};
    if (!view.frames.empty()) {
        float const least = view.offsets.empty() ? 0 : c.px(kLeastOffsets);
        float most = place.height() - least;
        if (!view.offsets.empty()) most = std::min(most, place.height() * kMostOfHeight);
        auto const back = static_cast<std::size_t>(ui.film.back_of(view.shown, view.frames.size()));
        std::size_t const end = view.frames.size() - back;
        Strip strip = strip_for(c, view, end, place.width(), most);
        if (strip.end - strip.first < view.frames.size()) {
            float const line = c.line_height(Type::secondary) + c.px(4);
            strip = strip_for(c, view, end, place.width(), most - line);
            Rect const left_out{place.left, place.top - c.px(6), place.right,
                                place.top - c.px(6) + line};
            draw_left_out(c, left_out, view, strip, ui);
            place.top += line;
        }
        draw_strip(c, place, frame, view, strip, ui, requests);
        place.top += strip.height + c.px(20);
    }
    if (!view.offsets.empty()) draw_group_offsets(c, place, view, ui, requests, frame);
}

}  // namespace

void draw_groups(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                 Requests& requests) {
    ui.drags_committed = false;  // until a mark says so: its group may be gone
    // Which group is shown depends on whether a question is open, too.
    static ViewCache<GroupsView, std::tuple<NameId, std::int32_t, bool>> made;
    GroupsView const& view =
        made.get_at_leisure(frame, {ui.group, ui.group_question, has_open_question(frame, ui)},
                            ImGui::GetTime(), 0.05, [&] { return groups_view(frame, ui); });
    float const least = canvas.px(kLeastHeight);
    if (view.groups.empty()) {
        say_nothing(canvas, area, frame, ui);
    } else if (area.height() >= least) {
        draw_stage(canvas, area, frame, view, ui, requests);
    } else {
        Scroll const scroll = begin_scroll(canvas, "##groups", area);
        Rect const whole = rect_at({area.left, scroll.top}, scroll.width, least);
        draw_stage(scroll.canvas, whole, frame, view, ui, requests);
        end_scroll(scroll, whole.bottom);
    }
    if (!ui.drags_committed) ui.drops_drag = false;
}

}  // namespace highwater::gui
