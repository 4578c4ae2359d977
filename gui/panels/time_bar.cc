// The bottom: the buttons of time, the clock, every partition's availability and what was done
// when. Left of the cursor happened; right of it is recorded, and can be changed by a fork.
#include <algorithm>
#include <cstdio>

#include "gui/panels/panel.h"
#include "gui/panels/plots.h"
#include "gui/panels/select.h"
#include "gui/view/cluster.h"
#include "gui/view/lesson.h"
#include "gui/view/ribbons.h"
#include "gui/view/short_text.h"
#include "gui/view/short_time.h"
#include "gui/view/time_window.h"
#include "gui/view/told_future.h"
#include "gui/widgets/card.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/ribbon.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"
#include "gui/widgets/transport.h"

namespace highwater::gui {
namespace {

struct Button {
    TransportIcon icon;
    Action action;
    char const* tooltip;
};
constexpr Button kButtons[] = {
    {TransportIcon::to_start, Action::restart, "From the start (R)"},
    {TransportIcon::step_back, Action::step_back, "One event back (←). Shift: to what matters"},
    {TransportIcon::play, Action::play_or_pause, "Play, pause (Space)"},
    {TransportIcon::step_on, Action::step_on, "One event on (→). Shift: to what matters"},
    {TransportIcon::to_end, Action::next_key_event, "To the next thing that matters (Shift →)"}};

void draw_buttons(Canvas const& c, ImVec2 at, Frame const& frame, Requests& requests) {
    int nth = 0;
    for (Button const& button : kButtons) {
        bool const plays = button.icon == TransportIcon::play;
        TransportLook look;
        look.active = plays;
        look.tooltip = button.tooltip;
        bool const to_end = button.icon == TransportIcon::to_end;
        bool const at_start = button.icon == TransportIcon::step_back && frame.cursor.nth == 0;
        bool const at_end = frame.scenario != nullptr && (to_end || plays) &&
                            !frame.cursor.playing &&
                            frame.cursor.at >= Time{} + frame.scenario->duration;
        look.enabled = !at_start && !(at_end && to_end);
        if (at_end) look.tooltip = "The lesson ends here";
        TransportIcon const icon =
            plays && frame.cursor.playing ? TransportIcon::pause : button.icon;
        float const left = at.x + static_cast<float>(nth) * c.px(kTransportPitch);
        char id[32];
        std::snprintf(id, sizeof id, "##transport%d", nth++);
        if (!transport_button(c, id, {left, at.y}, icon, look).clicked) continue;
        bool const shift = ImGui::GetIO().KeyShift;
        Action action = button.action;
        if (shift && action == Action::step_back) action = Action::previous_key_event;
        if (shift && action == Action::step_on) action = Action::next_key_event;
        requests.push(Do{action});
    }
}

// A square button with a sign on it.
bool sign_button(Canvas const& c, char const* id, Rect const& rect, bool is_plus) {
    Hit const hit = hit_area(id, rect);
    Colour const fill =
        hit.hovered ? mix(c.theme.raised, c.theme.text, hit.held ? 48 : 24) : c.theme.raised;
    filled_rect(c, rect, fill, c.px(6));
    framed_rect(c, rect, c.theme.line, c.hair(), c.px(6));
    float const x = std::floor(rect.middle_x());
    float const y = std::floor(rect.middle_y());
    float const arm = c.px(4);
    solid_line(c, {x - arm, y}, {x + arm, y}, c.theme.text, c.hair(1.5F));
    if (is_plus) solid_line(c, {x, y - arm}, {x, y + arm}, c.theme.text, c.hair(1.5F));
    return hit.clicked;
}

// "− ×1/20 +": the speed between what changes it. Returns where it ends.
float draw_speed(Canvas const& c, ImVec2 left_middle, Frame const& frame, Requests& requests) {
    float const side = c.line_height(Type::secondary) + c.px(4);
    float const y = left_middle.y;
    Rect const label =
        draw_text(c, left_middle, "speed", words(Type::secondary, c.theme.secondary).middle());
    float x = label.right + c.px(10);
    Rect const less = rect_at({x, std::floor(y - side / 2)}, side, side);
    if (sign_button(c, "##slower", less, false)) requests.push(Do{Action::slower});
    float const room = text_width(c, "×1/1,000", Face::mono, Type::secondary) + c.px(12);
    draw_text(c, {less.right + room / 2, y}, speed_words(frame.cursor.speed_ppm),
              mono(Type::secondary, c.theme.text).middle().center());
    x = less.right + room;
    Rect const more = rect_at({x, std::floor(y - side / 2)}, side, side);
    if (sign_button(c, "##faster", more, true)) requests.push(Do{Action::faster});
    return more.right;
}

// "4,006 of 5,120 events": how many have happened. Their numbers are others: they are given when an
// event is scheduled, and so they jump about.
std::string count_words(Frame const& frame) {
    std::uint64_t known = frame.cursor.nth;
    if (frame.history != nullptr) known = std::max(known, frame.history->next_nth);
    return grouped(static_cast<std::int64_t>(frame.cursor.nth)) + " of " +
           counted(static_cast<std::int64_t>(known), "event", "events");
}

// "after #4798 · 4,006 of 5,120 events": the number as everywhere, of the last one that happened.
void draw_place(Canvas const& c, ImVec2 at, float right, Frame const& frame, UiState& ui) {
    TextStyle const style = words(Type::secondary, c.theme.secondary);
    if (frame.cursor.event == EventId{}) {
        draw_text(c, at, "before the first event", style.within(right - at.x));
        return;
    }
    float const after = draw_text(c, at, "after ", style).right;
    std::string const number = "#" + std::to_string(frame.cursor.event.value);
    Rect link;
    TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader));
    Hit const hit = id_link(c, "##last event", {after, at.y}, number, blue, &link);
    follow_hit(hit, SelectedEvent{frame.cursor.event}, ui);
    std::string const count = " · " + count_words(frame);
    if (link.right + text_width(c, count, style.face, style.type) > right) return;
    draw_text(c, {link.right, at.y}, count, style);
}

// A message is under way for a millisecond or two. With 60 pictures a second that is over between
// two of them at ×1, is seen in one or two at ×1/10, and in six to twelve at ×1/100 (millionths).
constexpr std::int64_t kShowsMessages = 10'000;
constexpr std::int64_t kHidesMessages = 100'000;

// Time runs too quickly on the stage that draws them.
bool hides_messages(Frame const& frame, UiState const& ui) {
    return frame.cursor.playing && ui.stage == Stage::cluster &&
           frame.cursor.speed_ppm > kHidesMessages;
}

void draw_clock(Canvas const& c, Rect const& area, float y, Frame const& frame, UiState& ui,
                Requests& requests) {
    draw_text(c, {area.left, y}, to_microseconds(shown_time(frame)),
              mono(Type::stage_title, c.theme.text).within(area.width()));
    y += c.line_height(Type::stage_title) + c.px(2);
    if (y + c.line_height(Type::secondary) > area.bottom) return;
    draw_place(c, {area.left, y}, area.right, frame, ui);
    y += c.line_height(Type::secondary) + c.px(4);
    float const line = c.line_height(Type::secondary) + c.px(6);
    if (y + line > area.bottom) return;
    float const end = draw_speed(c, {area.left, std::floor(y + line / 2)}, frame, requests);
    TextStyle const until = words(Type::secondary, c.theme.words_of(Meaning::leader)).middle();
    float const width = text_width(c, "run until …", until.face, until.type);
    ImVec2 const at{area.right - width, std::floor(y + line / 2)};
    if (end + c.px(16) + width <= area.right &&
        id_link(c, "##until", at, "run until …", until).clicked) {
        ui.show_palette = true;
        ui.palette_text = "until ";
        ui.palette_row = 0;
    }
    y += line;
    if (y + line > area.bottom || !hides_messages(frame, ui)) return;
    ImVec2 const below{area.left, std::floor(y + line / 2)};
    std::string const slower = speed_words(kShowsMessages) + " shows messages on their way";
    if (text_width(c, slower, until.face, until.type) > area.width()) return;
    if (id_link(c, "##slow", below, slower, until).clicked) requests.push(SetSpeed{kShowsMessages});
}

// The branches as lines under the ribbons: where each leaves its parent, how far it was run.
void draw_branches(Canvas const& c, Rect const& area, Frame const& frame, TimeAxis const& axis,
                   Requests& requests) {
    float const pitch = c.line_height(Type::secondary) + c.px(2);
    auto const most = static_cast<std::size_t>(std::max(0.0F, area.height() / pitch));
    std::size_t const first =
        frame.branches.size() > most ? frame.branches.size() - most : std::size_t{0};
    float y = area.top + pitch / 2;
    for (std::size_t i = first; i < frame.branches.size(); ++i) {
        BranchState const& branch = frame.branches[i];
        std::int64_t const from = std::clamp(branch.forked_at.us, axis.from_us, axis.to_us);
        float const begin = axis.x(from);
        float const end = axis.x(std::clamp(branch.known_until.us, from, axis.to_us));
        Colour const colour = branch.is_current ? c.theme.of(Meaning::now) : c.theme.faint;
        if (branch.is_current) {
            solid_line(c, {begin, y}, {end, y}, colour, c.hair(2));
        } else {
            dashed_line(c, {begin, y}, {end, y}, colour, c.hair(), c.px(2), c.px(3));
        }
        if (branch.parent >= 0) {
            shape_circle(c, {begin, y}, c.px(3), colour);
        }
        // The name stands left of the axis, as a ribbon's does.
        char id[32];
        std::snprintf(id, sizeof id, "##branch%zu", i);
        TextStyle const style =
            words(Type::secondary,
                  branch.is_current ? c.theme.words_of(Meaning::now) : c.theme.secondary)
                .right()
                .middle()
                .within(axis.left - c.px(12) - area.left);
        if (id_link(c, id, {axis.left - c.px(12), y}, branch.name, style).clicked) {
            requests.push(SwitchBranch{static_cast<std::int32_t>(i)});
        }
        y += pitch;
    }
}

struct Places {
    float ribbons_top{};
    float pitch{};
    std::size_t ribbons{};
    float marks_top{};
    int mark_rows{};
    Rect branches;
};

Places places_of(Canvas const& c, Rect const& area, Frame const& frame) {
    Places places;
    places.ribbons_top = area.top + c.px(kAxisLabels + 16);
    bool const has_branches = frame.branches.size() > 1;
    float const pitch = c.line_height(Type::secondary) + c.px(2);
    std::size_t const shown = has_branches ? std::min<std::size_t>(frame.branches.size(), 2) : 0;
    float const branches = static_cast<float>(shown) * pitch;
    float const all = area.bottom - places.ribbons_top - branches - c.px(8);
    // As far apart as there is room, and closer together before one is left out.
    std::size_t count = 0;
    if (frame.history != nullptr) {
        count = frame.history->lanes.size() + frame.history->summaries.size();
    }
    float const lanes = std::max(1.0F, static_cast<float>(count));
    // What the ribbons leave is for more marks.
    float const spare = (all - lanes * c.px(kRibbonPitch)) / c.px(kMarkRow);
    places.mark_rows = std::clamp(static_cast<int>(spare), kFewestMarkRows, kMostMarkRows);
    float const marks = c.px(kMarkRow) * static_cast<float>(places.mark_rows);
    float const room = all - marks;
    places.pitch =
        std::clamp(std::floor(room / lanes), c.px(kRibbonHeight + 2), c.px(kRibbonPitch));
    places.ribbons = static_cast<std::size_t>(std::max(1.0F, room / places.pitch));
    places.marks_top = area.bottom - marks;
    places.branches = {area.left, places.marks_top - branches - c.px(2), area.right,
                       places.marks_top - c.px(2)};
    return places;
}

// Ribbons or curves: what is not shown is a click away.
void draw_switch(Canvas const& c, ImVec2 right_middle, UiState const& ui, Requests& requests) {
    std::string text = ui.shows_plots ? "ribbons  " : "plots  ";
    text += keys_of(Action::plots);
    TextStyle const style =
        words(Type::secondary, c.theme.words_of(Meaning::leader)).right().middle();
    if (id_link(c, "##plots", right_middle, text, style).clicked) {
        requests.push(Do{Action::plots});
    }
}

constexpr float kPennant = 10;

// A pennant with its number where a bookmark is; a click goes there.
void draw_bookmarks(Canvas const& c, float top, Frame const& frame, TimeAxis const& axis,
                    Requests& requests) {
    if (frame.bookmarks == nullptr) return;
    float free_from = axis.left;
    for (std::size_t i = 0; i < frame.bookmarks->size(); ++i) {
        Bookmark const& bookmark = (*frame.bookmarks)[i];
        if (bookmark.at.us < axis.from_us || bookmark.at.us > axis.to_us) continue;
        bool const is_here = bookmark.nth == frame.cursor.nth && bookmark.at == frame.cursor.at;
        Colour const colour = is_here ? c.theme.of(Meaning::now) : c.theme.secondary;
        float const x = axis.x(bookmark.at.us);
        float const side = c.px(kPennant);
        solid_line(c, {x, top}, {x, top + c.px(15)}, colour, c.hair(1.5F));
        c.list->AddTriangleFilled({x, top}, {x + side, top + side / 2}, {x, top + side}, colour);
        Rect area{x - c.px(3), top, x + side, top + c.px(15)};
        std::string const number = std::to_string(i + 1);
        float const left = x + side + c.px(3);
        float const width = text_width(c, number, Face::mono, Type::secondary);
        // Where they crowd the pennants stay and the numbers go.
        if (x >= free_from && left + width <= axis.right + c.px(24)) {
            draw_text(
                c, {left, top + side / 2 + c.px(1)}, number,
                mono(Type::secondary, is_here ? c.theme.words_of(Meaning::now) : c.theme.secondary)
                    .middle());
            free_from = left + width + c.px(4);
            area.right = left + width;
        }
        char id[32];
        std::snprintf(id, sizeof id, "##bookmark%zu", i);
        Hit const hit = hit_area(id, area);
        if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (hit.clicked) requests.push(GoToBookmark{i});
    }
}

// The wheel looks closer at what is under the mouse, and with Shift goes along.
void zoom_by_wheel(Rect const& rect, Frame const& frame, TimeAxis const& axis, UiState& ui) {
    ImGuiIO const& io = ImGui::GetIO();
    bool const is_here = rect.contains(io.MousePos) && ImGui::IsWindowHovered();
    if (!is_here || (io.MouseWheel == 0 && io.MouseWheelH == 0)) return;
    int const steps = io.MouseWheel + io.MouseWheelH > 0 ? 1 : -1;
    if (io.KeyShift || io.MouseWheelH != 0) {
        ui.time = moved(frame, ui.time, -steps);
    } else {
        ui.time = zoomed(frame, ui.time, axis.at(io.MousePos.x), steps);
    }
}

// Of a part: the way back to all of it. Returns how far the labels of the axis may reach.
float draw_whole_link(Canvas const& c, ImVec2 right_middle, UiState& ui) {
    if (ui.time.is_whole()) return right_middle.x + c.px(24);
    TextStyle const style =
        words(Type::secondary, c.theme.words_of(Meaning::leader)).right().middle();
    Rect covered;
    if (id_link(c, "##whole", right_middle, "whole run", style, &covered).clicked) ui.time = {};
    return covered.left - c.px(8);
}

void draw_history(Canvas const& c, Rect const& area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    Places const places = places_of(c, area, frame);
    ToldFuture const future{frame, ui};
    std::vector<HealthLane const*> lanes;
    bool const has_plots = ui.shows_plots && frame.plots != nullptr;
    if (frame.history != nullptr && !has_plots) {
        lanes = lanes_for(*frame.history, places.ribbons, selected_partition(ui.selection),
                          future.until());
    }

    float names =
        text_width(c, has_plots ? kLongestPlotName : "partition-0", Face::mono, Type::secondary);
    for (HealthLane const* lane : lanes) {
        names =
            std::max(names, text_width(c, name_of(*lane, frame.who), Face::mono, Type::secondary));
    }
    names = std::min(names, area.width() / 4) + c.px(16);
    TimeWindow const window = shown_window(frame, ui.time);
    TimeAxis const axis{window.from_us, window.to_us, area.left + names, area.right - c.px(24)};
    float const labels = draw_whole_link(c, {area.right - c.px(24), area.top + c.px(6)}, ui);
    time_axis(c, {axis.left, area.top, labels, area.bottom}, axis);
    zoom_by_wheel({axis.left, area.top, area.right, area.bottom}, frame, axis, ui);
    // The area is dragged; names and branches lie beside it.
    std::int64_t chosen = 0;
    if (drag_time("##time", {axis.left, area.top, area.right, area.bottom}, axis, chosen)) {
        requests.push(SeekTime{Time{chosen}});
    }
    float y = places.ribbons_top;
    for (HealthLane const* lane : lanes) {
        std::string const name =
            ellipsis(c, name_of(*lane, frame.who), Face::mono, Type::secondary, names - c.px(16));
        ribbon_row(c, y, name, future.segments(*lane), axis, frame.cursor.at.us);
        y += places.pitch;
    }
    std::size_t const all = frame.history == nullptr
                                ? 0
                                : frame.history->lanes.size() + frame.history->summaries.size();
    if (!has_plots && lanes.size() < all && y + c.line_height(Type::label) <= area.bottom) {
        std::string const count = grouped(static_cast<std::int64_t>(all - lanes.size()));
        std::string const more = fitting(c, {"and " + count + " more", "+" + count}, Face::words,
                                         Type::label, names - c.px(16));
        draw_text(c, {axis.left - c.px(16), y}, more,
                  words(Type::label, c.theme.secondary).right().within(names - c.px(16)));
    }
    if (has_plots) {
        float const bottom = places.branches.top - c.px(4);
        draw_plots(c, {area.left, places.ribbons_top - c.px(8), axis.right, bottom}, axis, frame,
                   future.until());
    }
    draw_switch(c, {axis.left - c.px(12), area.top + c.px(6)}, ui, requests);
    if (frame.branches.size() > 1) draw_branches(c, places.branches, frame, axis, requests);
    time_cursor(c, {axis.left, area.top + c.px(kAxisLabels), axis.right, area.bottom}, axis,
                frame.cursor.at.us);
    draw_bookmarks(c, area.top + c.px(kAxisLabels), frame, axis, requests);
    if (frame.history == nullptr) return;
    int const clicked = time_marks(c, places.marks_top, places.mark_rows, future.marks(), axis);
    if (clicked < 0) return;
    RunHistory::Mark const& mark = frame.history->marks[static_cast<std::size_t>(clicked)];
    requests.push(SeekPlace{mark.nth});
}

}  // namespace

void draw_time_bar(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                   Requests& requests) {
    Canvas const& c = canvas;
    float const x = area.left + c.px(24);
    float const buttons = c.px(4 * kTransportPitch + kTransportWidth);
    draw_buttons(c, {x, area.top + c.px(16)}, frame, requests);
    draw_clock(c, {x, area.top, x + buttons, area.bottom},
               area.top + c.px(16 + kTransportHeight + 8), frame, ui, requests);
    draw_history(c,
                 {x + buttons + c.px(24), area.top + c.px(10), area.right, area.bottom - c.px(8)},
                 frame, ui, requests);
}

}  // namespace highwater::gui
