// Stage F6: what happened and what is pending, with now as the line between them.
#include <algorithm>
#include <array>
#include <map>

#include "gui/panels/difference_card.h"
#include "gui/panels/filter_bar.h"
#include "gui/panels/line_edit.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/events.h"
#include "gui/view/lesson.h"
#include "gui/view/short_text.h"
#include "gui/view/told_future.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kWordsField = 240;
constexpr float kLeastForKind = 980;
constexpr float kLeastForPlace = 560;
constexpr float kNowStands = 0.68F;  // of the list's height: so much past, the rest is pending

constexpr std::array<std::pair<char const*, Interest>, 3> kInterests{{
    {"what matters", Interest::key},
    {"notable", Interest::notable},
    {"everything", Interest::detail},
}};

// A row whose sentence is folded: so many lines of letters.
struct FoldedRow {
    EventRow row;
    std::size_t lines{1};
};

// Rows that were needed, by their place in the list; a list of thousands is never made whole.
struct KnownRows {
    FrameKey frame;
    EventsFilter filter;
    float width{};  // of the words
    float letters{};
    std::map<std::size_t, FoldedRow> rows;
};

// One dashboard draws in one thread; what it made last is kept until the frame changes.
struct Made {
    ViewCache<EventsList, EventsFilter> list;
    KnownRows rows;
    ViewCache<std::vector<std::string>, int> kinds;
    std::uint64_t nth{};  // where the cursor stood
    EventsFilter filter;
    std::int32_t chosen{-1};        // by the keys: a row, pending ones behind the past
    std::optional<float> pinned{};  // where the row that was clicked stands, below the list's top
};

struct Columns {
    float time{};
    float id{};
    float place{};
    float kind{};  // 0: no room for it
    float words{};
    float right{};
};

Columns columns_of(Canvas const& c, float left, float width) {
    auto const wide = [&](char const* sample) {
        return std::ceil(text_width(c, sample, Face::mono, Type::label)) + c.px(16);
    };
    Columns columns;
    columns.time = left + c.px(30);
    columns.id = columns.time + wide("000.000 000");
    columns.place = columns.id + wide("#000000");
    columns.words = columns.place;
    if (width >= c.px(kLeastForPlace)) columns.words += wide("controller-3001");
    if (width >= c.px(kLeastForKind)) {
        columns.kind = columns.words;
        columns.words += wide("GroupCoordinatorUnloaded");
    }
    columns.right = left + width - c.px(8);
    return columns;
}

EventsFilter filter_of(Frame const& frame, UiState const& ui) {
    bool const hides_script = ToldFuture{frame, ui}.is_hidden();
    return {ui.events, static_cast<Interest>(ui.events_interest), hides_script};
}

// ---- head ---------------------------------------------------------------------------------------

float interests_width(Canvas const& c) {
    float width = -c.px(4);
    for (auto const& [name, interest] : kInterests) width += switch_width(c, name) + c.px(4);
    return width;
}

void draw_interests(Canvas const& c, ImVec2 at, UiState& ui) {
    for (auto const& [name, interest] : kInterests) {
        auto const value = static_cast<std::int32_t>(interest);
        if (filter_switch(c, name, at, name, ui.events_interest == value)) {
            ui.events_interest = value;
        }
        at.x += switch_width(c, name) + c.px(4);
    }
}

// The words that rows must have; they are typed after a click or Ctrl F.
void draw_words_field(Canvas const& c, Rect const& rect, UiState& ui) {
    constexpr char const* kHint = "words, names, #event";
    bool const is_covered =
        ui.show_palette || ui.show_menu || ui.show_help || ui.show_simplified || ui.show_verdicts;
    bool const types = ui.types_filter && !is_covered;
    if (types) {
        line_edit(c, "##event words", rect, ui.events.words, kHint, Face::words, Type::secondary);
        bool const elsewhere =
            ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect.contains(ImGui::GetIO().MousePos);
        if (elsewhere) ui.types_filter = false;
        return;
    }
    Hit const hit = hit_area("##words", rect);
    if (hit.clicked) {
        ui.stop_typing();
        ui.types_filter = true;
    }
    bool const filters = !ui.events.words.empty();
    if (filters || hit.hovered) filled_rect(c, rect, c.theme.raised, c.px(8));
    framed_rect(c, rect, filters ? c.theme.now_outline : c.theme.line, c.hair(), c.px(8));
    float const y = rect.middle_y();
    float right = rect.right - c.px(12);
    if (!filters) {
        std::string_view const keys = keys_of(Action::filter_events);
        right =
            draw_text(c, {right, y}, keys, mono(Type::label, c.theme.faint_text).right().middle())
                .left -
            c.px(8);
    }
    float const left = rect.left + c.px(12);
    draw_text(c, {left, y}, filters ? std::string_view{ui.events.words} : kHint,
              words(Type::secondary, filters ? c.theme.text : c.theme.faint_text)
                  .middle()
                  .within(right - left));
}

// Returns how far down the chips reach.
float draw_chips(Canvas const& c, Rect const& area, Frame const& frame, UiState& ui, Made& made) {
    float const left = area.left + c.px(kMargin);
    ChipLine line{c, left, area.right - c.px(kMargin), {left, area.top}};
    float const field = std::min(c.px(kWordsField), line.right - left);
    draw_words_field(c, rect_at(line.place(field), field, c.px(kFilterHeight)), ui);
    StageFilter& by = ui.events;
    node_chip(line, frame, by.node);
    topic_chip(line, frame, by.topic);
    auto const kinds = [&] { return made.kinds.get(frame, 0, [&] { return event_kinds(frame); }); };
    if (auto const nth = filter_chip(line, {"##kind chip", "kind", by.kind}, kinds)) {
        by.kind = *nth == 0 ? std::string{} : kinds()[*nth - 1];
    }
    return line.bottom();
}

float draw_head(Canvas const& c, Rect const& area, Frame const& frame, UiState& ui, Made& made) {
    float const margin = c.px(kMargin);
    Rect const title = draw_text(c, {area.left + margin, area.top + c.px(32)}, "Events",
                                 strong(Type::stage_title, c.theme.text).middle());
    float const right = area.right - margin;
    float const width = interests_width(c);
    bool const beside = title.right + c.px(20) + width <= right;
    float const top = area.top + c.px(beside ? 16 : 54);
    draw_interests(c, {beside ? right - width : title.left - c.px(4), top}, ui);
    float const chips = area.top + c.px(beside ? 60 : 94);
    return draw_chips(c, {area.left, chips, area.right, area.bottom}, frame, ui, made) + c.px(12);
}

// ---- rows ---------------------------------------------------------------------------------------

void draw_mark(Canvas const& c, ImVec2 at, EventRow const& row) {
    if (row.meaning != Meaning::plain) return state_mark(c, at, row.meaning, c.px(6));
    if (row.interest == Interest::key) shape_circle(c, at, c.px(3), c.theme.secondary);
}

Face face_of(EventRow const& row, bool is_pending) {
    return row.interest == Interest::key && !is_pending ? Face::words_strong : Face::words;
}

struct RowLook {
    bool repeats{};  // of the same event as the row before: its time and id are not said again
    bool pending{};
    bool selected{};
    bool chosen{};
};

constexpr float kRowPadding = 8;

Hit draw_row(Canvas const& c, Rect const& rect, Columns const& columns, EventRow const& row,
             RowLook const& look, UiState& ui) {
    Theme const& theme = c.theme;
    Hit const hit = hit_area("##row", rect, Layer::below);
    if (look.selected) {
        filled_rect(c, rect, theme.selected_tint(), c.px(6));
    } else if (hit.hovered || look.chosen) {
        filled_rect(c, rect, theme.raised, c.px(6));
    }
    if (look.selected || look.chosen) {
        filled_rect(c, {rect.left, rect.top + c.px(3), rect.left + c.px(3), rect.bottom - c.px(3)},
                    theme.of(Meaning::now));
    }
    float const line = c.line_height(Type::secondary);
    float y = rect.top + (line + c.px(kRowPadding)) / 2;
    draw_mark(c, {rect.left + c.px(16), y}, row);
    Colour const quiet = theme.faint_text;
    if (!look.repeats) {
        draw_text(c, {columns.id - c.px(16), y}, row.time,
                  mono(Type::label, look.pending ? quiet : theme.secondary).right().middle());
        if (!row.id.empty()) {
            Hit const id =
                id_link(c, "##id", {columns.id, y}, row.id, mono(Type::label, quiet).middle());
            follow_hit(id, SelectedEvent{row.event}, ui);
        }
    }
    if (columns.words > columns.place && !row.place.empty()) {
        float const room = (columns.kind > 0 ? columns.kind : columns.words) - columns.place;
        Hit const node = id_link(c, "##node", {columns.place, y}, row.place,
                                 mono(Type::label, theme.text).middle().within(room - c.px(12)));
        follow_hit(node, SelectedNode{row.node}, ui);
    }
    if (columns.kind > 0) {
        draw_text(
            c, {columns.kind, y}, row.kind,
            mono(Type::label, quiet).middle().within(columns.words - columns.kind - c.px(12)));
    }
    Colour const colour =
        look.pending || row.interest == Interest::detail ? theme.secondary : theme.text;
    TextStyle const style{face_of(row, look.pending), Type::secondary, colour};
    for (std::string_view const part :
         wrap(c, row.words, style.face, style.type, columns.right - columns.words)) {
        draw_text(c, {columns.words, y}, part, style.middle());
        y += line;
    }
    return hit;
}

void draw_now(Canvas const& c, Rect const& rect, Frame const& frame, EventsList const& list) {
    Theme const& theme = c.theme;
    float const y = std::floor(rect.middle_y());
    Colour const yellow = theme.of(Meaning::now);
    std::string const now = "now  " + to_microseconds(shown_time(frame));
    std::string pending = "nothing pending here";
    if (!list.pending.empty()) {
        pending = grouped(static_cast<std::int64_t>(list.pending.size())) + " pending";
    }
    if (list.is_cut) {
        pending = "the last " + grouped(static_cast<std::int64_t>(list.past.size())) + " above · " +
                  pending;
    }
    Rect const words = draw_text(c, {rect.left + c.px(30), y}, now,
                                 mono_strong(Type::label, theme.words_of(Meaning::now)).middle());
    Rect const count = draw_text(c, {rect.right - c.px(8), y}, pending,
                                 gui::words(Type::label, theme.secondary).right().middle());
    filled_rect(c, {rect.left, y - c.px(1), words.left - c.px(10), y + c.px(1)}, yellow);
    filled_rect(c, {words.right + c.px(10), y - c.px(1), count.left - c.px(10), y + c.px(1)},
                yellow);
}

// `pending`: nullptr when it has happened.
void jump(EventRow const& row, PendingEvent const* pending, UiState& ui, Requests& requests) {
    if (row.event.value != 0) {
        bool const is_message =
            pending != nullptr && pending->peer != kNoNode && pending->kind != "disconnect";
        ui.selection = is_message ? Selection{SelectedMessage{row.event}}
                                  : Selection{SelectedEvent{row.event}};
        ui.why = 0;
        ui.show_right = true;
    }
    if (pending == nullptr) {
        requests.push(SeekPlace{row.nth});
    } else if (pending->at != kNever) {
        requests.push(SeekTime{pending->at});
    }
}

bool is_selected(Selection const& selection, EventId id) {
    auto const* event = std::get_if<SelectedEvent>(&selection);
    auto const* message = std::get_if<SelectedMessage>(&selection);
    return (event != nullptr && event->event == id && id.value != 0) ||
           (message != nullptr && message->arrival == id && id.value != 0);
}

// The keys' chosen row; true when it has moved.
bool move_chosen(UiState& ui, Made& made, std::size_t past, std::size_t all, std::int32_t page) {
    ListMoves const moves = std::exchange(ui.events_moves, ListMoves{});
    std::int32_t const by = moves.rows + moves.pages * page;
    if (by == 0 || all == 0) return false;
    std::int32_t const from =
        made.chosen >= 0 ? made.chosen : static_cast<std::int32_t>(past) - (by < 0 ? 0 : 1);
    made.chosen = std::clamp(from + by, 0, static_cast<std::int32_t>(all) - 1);
    return true;
}

// The lines of the list: the past, now, what is pending. Sentences fold, so lines differ in height;
// only those on the screen are measured. What the scroll bar moves is therefore the number of the
// first line seen, each line as high as one that is not folded.
class Lines {
public:
    Lines(Canvas const& canvas, Frame const& frame, EventsList const& list, float width,
          KnownRows& known)
        : canvas_{canvas}, frame_{frame}, list_{list}, width_{width}, known_{known} {}

    std::size_t past() const { return list_.past.size(); }
    std::size_t rows() const { return past() + list_.pending.size(); }
    std::size_t count() const { return rows() + 1; }
    std::size_t line_of(std::size_t row) const { return row < past() ? row : row + 1; }
    bool is_now(std::size_t line) const { return line == past(); }
    std::size_t row_of(std::size_t line) const { return line < past() ? line : line - 1; }
    PendingEvent const* pending(std::size_t row) const {
        return row < past() ? nullptr : &list_.pending[row - past()];
    }
    bool repeats(std::size_t row) const {
        return row > 0 && row < past() && list_.past[row - 1].nth == list_.past[row].nth;
    }
    float plain_height() const {
        return canvas_.line_height(Type::secondary) + canvas_.px(kRowPadding);
    }
    float height(std::size_t line) {
        if (is_now(line)) return plain_height();
        std::size_t const more = folded(row_of(line)).lines - 1;
        return plain_height() + static_cast<float>(more) * canvas_.line_height(Type::secondary);
    }
    EventRow const& row(std::size_t nth) { return folded(nth).row; }

    // The scrolling after which `line` begins so far below the top of the list.
    float scrolling(std::size_t line, float below) {
        while (line > 0 && below > 0) below -= height(--line);
        float const part = below < 0 && line < count() ? -below / height(line) : 0;
        return (static_cast<float>(line) + part) * plain_height();
    }

    // The first row that is seen is seen from its top, and so with its time.
    float whole(float scrolling) const {
        return std::ceil(scrolling / plain_height()) * plain_height();
    }

private:
    FoldedRow const& folded(std::size_t nth) {
        auto const [at, is_new] = known_.rows.try_emplace(nth);
        if (is_new) {
            PendingEvent const* event = pending(nth);
            at->second.row =
                event == nullptr ? event_row(frame_, list_.past[nth]) : pending_row(frame_, *event);
            EventRow const& row = at->second.row;
            std::size_t const lines =
                wrap(canvas_, row.words, face_of(row, event != nullptr), Type::secondary, width_)
                    .size();
            at->second.lines = std::max<std::size_t>(lines, 1);
        }
        return at->second;
    }

    Canvas const& canvas_;
    Frame const& frame_;
    EventsList const& list_;
    float width_;
    KnownRows& known_;
};

// What was chosen stays in view; else now keeps its place while time goes on, and what was clicked
// stays under the mouse.
void keep_in_view(Scroll const& scroll, Lines& lines, bool moved, bool follows, Made& made) {
    float const room = scroll.view.height();
    if (moved) {
        std::size_t const line = lines.line_of(static_cast<std::size_t>(made.chosen));
        float const shown = scroll.view.top - scroll.top;
        float const first = lines.scrolling(line, 0);
        float const last = lines.scrolling(line, room - lines.height(line));
        if (shown > first || shown < last) ImGui::SetScrollY(shown > first ? first : last);
    } else if (follows) {
        float const over_now =
            lines.past() > 0 ? lines.height(lines.past() - 1) : lines.plain_height();
        float const above = made.pinned ? *made.pinned + over_now : room * kNowStands;
        float const y = lines.scrolling(lines.past(), above);
        ImGui::SetScrollY(made.pinned ? y : lines.whole(y));
        made.pinned.reset();
    }
}

// What is known of rows holds for one frame of one list, folded at one width.
void forget_others(Canvas const& c, Frame const& frame, EventsFilter const& filter, float width,
                   KnownRows& known) {
    FrameKey const key = key_of(frame);
    float const letters = c.line_height(Type::secondary);
    if (known.frame == key && known.filter == filter && known.width == width &&
        known.letters == letters) {
        return;
    }
    known = {key, filter, width, letters, {}};
}

void draw_list(Canvas const& canvas, Rect const& place, Frame const& frame, UiState& ui,
               Requests& requests, Made& made) {
    EventsFilter const filter = filter_of(frame, ui);
    // Words are looked for in every sentence: not sixty times a second.
    double const pause = filter.by.words.empty() ? 0 : 0.25;
    EventsList const& list = made.list.get_at_leisure(frame, filter, ImGui::GetTime(), pause,
                                                      [&] { return events_list(frame, filter); });
    Scroll const scroll = begin_scroll(canvas, "##events", place);
    Columns const columns = columns_of(scroll.canvas, place.left, scroll.width);
    float const words_width = columns.right - columns.words;
    forget_others(scroll.canvas, frame, filter, words_width, made.rows);
    Lines lines{scroll.canvas, frame, list, words_width, made.rows};
    bool const jumps = ui.events_moves.jumps;
    bool const is_other = !(made.filter == filter);
    if (is_other) made.chosen = -1;
    auto const page = static_cast<std::int32_t>(place.height() / lines.plain_height()) - 1;
    bool const moved = move_chosen(ui, made, lines.past(), lines.rows(), page);
    keep_in_view(scroll, lines, moved, is_other || made.nth != frame.cursor.nth, made);
    made.nth = frame.cursor.nth;
    made.filter = filter;

    float const most = lines.whole(lines.scrolling(lines.count(), scroll.view.height()));
    float const seen = std::clamp(scroll.view.top - scroll.top, 0.0F, most) / lines.plain_height();
    auto const first = static_cast<std::size_t>(seen);
    float y = scroll.view.top;
    if (first < lines.count()) {
        y -= std::floor((seen - static_cast<float>(first)) * lines.height(first));
    }
    for (std::size_t line = first; line < lines.count() && y < scroll.view.bottom; ++line) {
        Rect const rect = rect_at({place.left, y}, scroll.width, lines.height(line));
        y = rect.bottom;
        if (lines.is_now(line)) {
            draw_now(scroll.canvas, rect, frame, list);
            continue;
        }
        std::size_t const i = lines.row_of(line);
        EventRow const& row = lines.row(i);
        RowLook look;
        look.pending = i >= lines.past();
        look.repeats = line > first && lines.repeats(i);
        look.selected = is_selected(ui.selection, row.event);
        look.chosen = static_cast<std::int32_t>(i) == made.chosen;
        ImGui::PushID(static_cast<int>(i));
        Hit const hit = draw_row(scroll.canvas, rect, columns, row, look, ui);
        ImGui::PopID();
        if (hit.right_clicked) ui.context_menu = SelectedEvent{row.event};
        if (!hit.clicked && !(jumps && look.chosen)) continue;
        made.pinned = rect.top - scroll.view.top;
        made.chosen = -1;
        jump(row, lines.pending(i), ui, requests);
    }
    end_scroll(scroll, scroll.top + most + scroll.view.height());
}

}  // namespace

void draw_events(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                 Requests& requests) {
    static Made made;
    float const top = draw_head(canvas, area, frame, ui, made);
    float const margin = canvas.px(kMargin);
    Rect place{area.left + margin - canvas.px(8), top, area.right - margin + canvas.px(12),
               area.bottom - canvas.px(8)};
    float const card = difference_height(canvas, place, frame);
    if (card > 0) {
        Rect const difference{area.left + margin, place.bottom - card, area.right - margin,
                              place.bottom};
        draw_difference(canvas, difference, frame, ui, requests);
        place.bottom = difference.top - canvas.px(12);
    }
    draw_list(canvas, place, frame, ui, requests, made);
}

}  // namespace highwater::gui
