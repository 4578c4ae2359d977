// Stage F5: the last messages between all processes, as a space-time diagram.
#include <algorithm>

#include "gui/panels/filter_bar.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/sequence_layout.h"
#include "gui/panels/view_cache.h"
#include "gui/view/describe_message.h"
#include "gui/view/lesson.h"
#include "gui/view/message_book.h"
#include "gui/view/short_text.h"
#include "gui/view/short_time.h"
#include "gui/view/told_future.h"
#include "gui/widgets/menu.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

using End = SequenceArrow::End;
using RowKind = SequenceRow::Kind;

constexpr float kMargin = 24;
constexpr float kNowStands = 0.8F;  // of the height: mostly what has happened is shown
constexpr float kOverLine = 9;      // words stand so much over the line that they belong to
constexpr float kReach = 7;         // so near to an arrow it is pointed at

struct About {
    StageFilter filter;
    bool quiet{};
    std::size_t lanes{};
    std::uint64_t book{};
    bool hides_future{};  // while a question is open
    friend bool operator==(About const& a, About const& b) {
        return a.filter == b.filter && a.quiet == b.quiet && a.lanes == b.lanes &&
               a.book == b.book && a.hides_future == b.hides_future;
    }
};

// One dashboard draws in one thread; what it made last is kept until the frame changes.
struct Made {
    ViewCache<SequenceView, About> view;
    ViewCache<std::vector<std::string>, std::uint64_t> kinds;
    std::uint64_t nth{};  // where the cursor stood
    About about;
    std::optional<float> pinned{};  // where now shall stand after a click, below the top
    float top{};                    // of the diagram, that was shown first
    float height{};                 // of all of it
};

struct Diagram {
    Canvas const& c;
    SequenceView const& view;
    SequenceLayout const& layout;
    float top;  // on the screen, of the diagram's first pixel
    Scroll const& scroll;

    float y(std::int32_t row) const { return top + layout.rows[static_cast<std::size_t>(row)]; }
    float x(std::int32_t lane) const { return layout.lanes[static_cast<std::size_t>(lane)]; }
    ImVec2 begin(SequenceArrow const& arrow) const {
        ImVec2 const at = arrow_begin(layout, arrow);
        return {at.x, at.y + top};
    }
    ImVec2 end(SequenceArrow const& arrow) const {
        ImVec2 const at = arrow_end(c, layout, arrow);
        return {at.x, at.y + top};
    }
};

// ---- head ---------------------------------------------------------------------------------------

// Returns how far down it reaches.
float draw_chips(Canvas const& c, Rect const& area, Frame const& frame, SequenceView const& view,
                 UiState& ui, Made& made) {
    float const margin = c.px(kMargin);
    float const left = area.left + margin;
    Rect const title = draw_text(c, {left, area.top + c.px(32)}, "Sequence",
                                 strong(Type::stage_title, c.theme.text).middle());
    ChipLine line{c, left, area.right - margin, {title.right + c.px(24), area.top + c.px(16)}};
    StageFilter& by = ui.sequence;
    node_chip(line, frame, by.node);
    partition_chip(line, frame, by.partition);
    std::uint64_t const version = frame.messages == nullptr ? 0 : frame.messages->version();
    auto const kinds = [&] {
        return made.kinds.get(frame, version, [&] { return message_kinds(frame); });
    };
    if (auto const nth = filter_chip(line, {"##message chip", "message", by.kind}, kinds)) {
        by.kind = *nth == 0 ? std::string{} : kinds()[*nth - 1];
    }
    std::string const quiet = "quiet ones " + grouped(view.quiet);
    ImVec2 const at = line.place(switch_width(c, quiet));
    if (filter_switch(c, "##quiet", at, quiet, ui.shows_quiet)) ui.shows_quiet = !ui.shows_quiet;
    return line.bottom();
}

// The processes' names over their life lines.
void draw_names(Canvas const& c, Rect const& rect, SequenceView const& view,
                SequenceLayout const& layout, UiState& ui) {
    float const pitch =
        layout.lanes.size() > 1 ? layout.lanes[1] - layout.lanes[0] : layout.right - layout.left;
    for (std::size_t i = 0; i < view.lanes.size(); ++i) {
        SequenceLane const& lane = view.lanes[i];
        bool const is_dead = lane.mark == Meaning::dead;
        Colour const colour = is_dead ? c.theme.words_of(Meaning::dead) : c.theme.text;
        // The outermost ones have the edge of the stage beside them.
        float const beside = std::min(layout.lanes[i] - rect.left, rect.right - layout.lanes[i]);
        std::string const name = fitting(c, {lane.name, lane.short_name}, Face::mono_strong,
                                         Type::secondary, std::min(pitch - c.px(8), 2 * beside));
        float const width = text_width(c, name, Face::mono_strong, Type::secondary);
        float const x = std::floor(layout.lanes[i] - width / 2);
        ImGui::PushID(static_cast<int>(i));
        Hit const hit = id_link(c, "##lane", {x, rect.top + c.px(10)}, name,
                                mono_strong(Type::secondary, colour).middle());
        follow_hit(hit, SelectedNode{lane.node}, ui);
        ImGui::PopID();
        ImVec2 const mark{layout.lanes[i], rect.top + c.px(28)};
        if (lane.mark == Meaning::controller) {
            shape_circle(c, mark, c.px(4), c.theme.of(Meaning::controller));
        } else if (is_dead) {
            shape_cross(c, mark, c.px(5), c.theme.of(Meaning::dead));
        } else {
            shape_circle(c, mark, c.px(4), c.theme.secondary);
        }
    }
    if (view.lanes_not_shown > 0) {
        draw_text(c, {rect.left, rect.top + c.px(10)},
                  "+" + std::to_string(view.lanes_not_shown) + " more",
                  words(Type::label, c.theme.secondary).middle());
    }
}

// ---- the diagram --------------------------------------------------------------------------------

SequenceGap const* gap_at(SequenceView const& view, std::int32_t lane, std::int32_t row) {
    for (SequenceGap const& gap : view.gaps) {
        if (gap.lane == lane && row > gap.from_row && row <= gap.to_row) return &gap;
    }
    return nullptr;
}

// Solid while the process lives, dotted while it is frozen, nothing while it is dead.
void draw_life_lines(Diagram const& d) {
    Canvas const& c = d.c;
    Colour const colour = mix(c.theme.background, c.theme.faint, 150);
    for (std::size_t i = 0; i < d.view.lanes.size(); ++i) {
        auto const lane = static_cast<std::int32_t>(i);
        float from = d.top;
        auto const stretch = [&](std::int32_t row, float to) {
            SequenceGap const* gap = gap_at(d.view, lane, row);
            float const begin = std::max(from, d.scroll.view.top - c.px(20));
            float const end = std::min(to, d.scroll.view.bottom + c.px(20));
            from = to;
            if (begin >= end) return;
            if (gap == nullptr) {
                solid_line(c, {d.x(lane), begin}, {d.x(lane), end}, colour, c.hair(1.5F));
            } else if (gap->is_pause) {
                dashed_line(c, {d.x(lane), begin}, {d.x(lane), end}, c.theme.of(Meaning::at_risk),
                            c.hair(1.5F), c.px(2), c.px(5));
            }
        };
        // Stretches end where a gap begins or ends.
        std::int32_t until = static_cast<std::int32_t>(d.view.rows.size());
        std::vector<std::int32_t> ends;
        for (SequenceGap const& gap : d.view.gaps) {
            if (gap.lane != lane) continue;
            if (gap.from_row >= 0) ends.push_back(gap.from_row);
            if (gap.to_row < until) ends.push_back(gap.to_row);
        }
        std::sort(ends.begin(), ends.end());
        for (std::int32_t const row : ends) stretch(row, d.y(row));
        stretch(until, d.top + d.layout.height);
    }
}

void draw_times(Diagram const& d) {
    Canvas const& c = d.c;
    float const right = d.layout.left - c.px(12);
    for (std::size_t i = 0; i < d.view.rows.size(); ++i) {
        SequenceRow const& row = d.view.rows[i];
        float const y = d.y(static_cast<std::int32_t>(i));
        if (!d.scroll.sees(y - c.px(60), y + c.px(20))) continue;
        if (row.pause_before.us > 0 && i > 0) {
            // Half way between the line before and the words of this one.
            float const before = d.y(static_cast<std::int32_t>(i) - 1);
            float const middle = std::floor((before + y - c.px(10)) / 2);
            std::string const words = short_duration(row.pause_before) + " later";
            Rect const text =
                draw_text(c, {right, middle}, words,
                          gui::words(Type::secondary, c.theme.secondary).right().middle());
            dashed_line(c, {text.right + c.px(10), middle}, {d.layout.right, middle},
                        mix(c.theme.background, c.theme.line, 160), c.hair(), c.px(2), c.px(6));
        }
        bool const has_words = row.kind != RowKind::arrival && row.kind != RowKind::now;
        if (!has_words || row.time.empty()) continue;
        draw_text(c, {right, y - c.px(kOverLine)}, row.time,
                  mono(Type::secondary, c.theme.secondary).right().middle());
    }
}

// A line that crosses words goes on behind them: where many messages cross, words must be read.
Rect words_over(Canvas const& c, ImVec2 at, std::string_view text, TextStyle const& style) {
    float const width = std::min(text_width(c, text, style.face, style.type),
                                 style.max_width > 0 ? style.max_width : 1e6F);
    float const left = style.align == Align::right ? at.x - width : at.x;
    float const half = c.px(style.type == Type::label ? 7 : 8);
    filled_rect(c, {left - c.px(2), at.y - half, left + width + c.px(2), at.y + half},
                c.theme.background);
    return draw_text(c, at, text, style);
}

void draw_row_words(Diagram const& d, UiState& ui) {
    Canvas const& c = d.c;
    for (std::size_t i = 0; i < d.view.rows.size(); ++i) {
        SequenceRow const& row = d.view.rows[i];
        if (row.kind != RowKind::life && row.kind != RowKind::fact) continue;
        float const y = d.y(static_cast<std::int32_t>(i)) - c.px(kOverLine);
        if (!d.scroll.sees(y - c.px(20), y + c.px(20))) continue;
        float const x = d.x(row.lane);
        bool const is_fact = row.kind == RowKind::fact;
        Colour const mark =
            row.meaning == Meaning::plain ? c.theme.secondary : c.theme.of(row.meaning);
        if (is_fact) {
            shape_diamond(c, {x, y}, c.px(6), mark);
        } else if (row.meaning == Meaning::lost || row.meaning == Meaning::dead) {
            shape_cross(c, {x, y}, c.px(6), mark);
        } else if (row.meaning == Meaning::at_risk) {
            shape_ring(c, {x, y}, c.px(5), mark);
        } else {
            shape_circle(c, {x, y}, c.px(5), mark);
        }
        Colour colour = is_fact                         ? c.theme.text
                        : row.meaning == Meaning::plain ? c.theme.secondary
                                                        : c.theme.words_of(row.meaning);
        if (row.is_later) colour = c.theme.faint_text;
        // To the side where there is more room.
        float const gap = c.px(14);
        bool const to_left = x - d.layout.left > d.layout.right - x;
        float const room = (to_left ? x - d.layout.left : d.layout.right - x) - gap;
        TextStyle style = words(Type::secondary, colour).middle().within(room);
        if (to_left) style = style.right();
        Rect const text = words_over(c, {to_left ? x - gap : x + gap, y}, row.words, style);
        ImGui::PushID(static_cast<int>(i));
        follow_hit(hit_area("##fact", text), SelectedEvent{row.event}, ui);
        ImGui::PopID();
    }
}

Colour colour_of(Canvas const& c, SequenceArrow const& arrow) {
    Colour const full = arrow.meaning == Meaning::plain ? mix(c.theme.background, c.theme.text, 190)
                                                        : c.theme.of(arrow.meaning);
    if (arrow.is_later) return mix(c.theme.background, full, 110);
    return arrow.is_quiet ? mix(c.theme.background, full, 130) : full;
}

void arrow_head(Canvas const& c, ImVec2 from, ImVec2 to, Colour colour) {
    float const x = to.x - from.x;
    float const y = to.y - from.y;
    float const length = std::max(1.0F, std::sqrt(x * x + y * y));
    float const size = c.px(8);
    ImVec2 const back{to.x - x / length * size, to.y - y / length * size};
    float const side = size * 0.42F;
    c.list->AddTriangleFilled(to, {back.x - y / length * side, back.y + x / length * side},
                              {back.x + y / length * side, back.y - x / length * side}, colour);
}

void draw_line(Diagram const& d, SequenceArrow const& arrow, bool strong) {
    Canvas const& c = d.c;
    ImVec2 const from = d.begin(arrow);
    ImVec2 const to = d.end(arrow);
    if (!d.scroll.sees(std::min(from.y, to.y) - c.px(10), std::max(from.y, to.y) + c.px(10))) {
        return;
    }
    Colour const colour = strong ? c.theme.of(Meaning::now) : colour_of(c, arrow);
    float const thickness = c.hair(strong ? 2.5F : arrow.is_quiet ? 1 : 1.5F);
    bool const is_open = arrow.is_later || arrow.end == End::under_way || arrow.end == End::held ||
                         arrow.end == End::lost;
    if (is_open) {
        dashed_line(c, from, to, colour, thickness, c.px(5), c.px(4));
    } else {
        solid_line(c, from, to, colour, thickness);
    }
}

// Over all words: where an arrow ends is never hidden.
void draw_end(Diagram const& d, SequenceArrow const& arrow, bool strong) {
    Canvas const& c = d.c;
    ImVec2 const from = d.begin(arrow);
    ImVec2 const to = d.end(arrow);
    if (!d.scroll.sees(to.y - c.px(10), to.y + c.px(10))) return;
    Colour const colour = strong ? c.theme.of(Meaning::now) : colour_of(c, arrow);
    if (arrow.end == End::lost) {
        shape_cross(c, to, c.px(6), strong ? colour : c.theme.of(Meaning::lost));
    } else if (arrow.end == End::held || arrow.end == End::waits) {
        filled_rect(c, {to.x - c.px(5), to.y - c.px(5), to.x + c.px(5), to.y + c.px(5)},
                    c.theme.background, c.px(5));
        shape_ring(c, to, c.px(5), colour);
    } else {
        arrow_head(c, from, to, colour);
    }
}

std::string_view end_words(End end) {
    switch (end) {
    case End::held: return " · held";
    case End::waits: return " · waits";
    case End::lost: return " · lost";
    case End::arrives:
    case End::under_way: break;
    }
    return "";
}

// So many arrows go through a place; what begins or ends beside it does not.
int crossings(Diagram const& d, Rect const& rect) {
    int count = 0;
    for (SequenceArrow const& arrow : d.view.arrows) {
        ImVec2 const from = d.begin(arrow);
        ImVec2 const to = d.end(arrow);
        count += crosses(rect, from, to) ? 1 : 0;
    }
    return count;
}

// Over its line, from the sender towards the receiver, or to the other side, where fewer arrows
// cross it. Where there is no room for all of it, its first words are said.
Rect draw_label(Diagram const& d, SequenceArrow const& arrow, bool strong) {
    Canvas const& c = d.c;
    ImVec2 const from = d.begin(arrow);
    float const y = from.y - c.px(kOverLine);
    if (!d.scroll.sees(y - c.px(20), y + c.px(20))) return {};
    float const gap = c.px(14);  // the point of an arrow that ends here has room
    float const left_room = from.x - d.layout.left - gap;
    float const right_room = d.layout.right - from.x - gap;
    float const most = std::max(left_room, right_room);
    std::string text;
    float width = 0;
    for (std::string_view const said : shortenings_of(arrow.label)) {
        text = said;
        text += end_words(arrow.end);
        width = text_width(c, text, strong ? Face::mono_strong : Face::mono, Type::secondary);
        if (width <= most) break;
    }
    bool to_left = arrow.to < arrow.from;
    if ((to_left ? left_room : right_room) < width) {
        to_left = left_room > right_room;
    } else if ((to_left ? right_room : left_room) >= width) {
        auto const through = [&](bool left) {
            float const begin = left ? from.x - gap - width : from.x + gap;
            return crossings(d, {begin, y - c.px(7), begin + width, y + c.px(7)});
        };
        if (through(!to_left) < through(to_left)) to_left = !to_left;
    }
    Colour colour = strong                            ? c.theme.words_of(Meaning::now)
                    : arrow.meaning == Meaning::plain ? c.theme.text
                                                      : c.theme.words_of(arrow.meaning);
    if (!strong && (arrow.is_later || arrow.is_quiet)) colour = c.theme.faint_text;
    TextStyle style =
        (strong ? mono_strong(Type::secondary, colour) : mono(Type::secondary, colour))
            .middle()
            .within(to_left ? left_room : right_room);
    if (to_left) style = style.right();
    return words_over(c, {to_left ? from.x - gap : from.x + gap, y}, text, style);
}

void draw_now(Diagram const& d, Frame const& frame) {
    if (d.view.now_row < 0) return;
    Canvas const& c = d.c;
    float const y = d.y(d.view.now_row);
    if (!d.scroll.sees(y - c.px(20), y + c.px(20))) return;
    float const middle = std::floor(y - c.px(kOverLine));
    Colour const yellow = c.theme.of(Meaning::now);
    std::string const text = to_microseconds(shown_time(frame));
    Rect const words =
        draw_text(c, {d.layout.left - c.px(12), middle}, text.substr(0, text.size() - 2),
                  mono_strong(Type::secondary, c.theme.words_of(Meaning::now)).right().middle());
    filled_rect(c, {words.right + c.px(8), middle - c.px(1), d.layout.right, middle + c.px(1)},
                yellow);
}

// The arrow whose words or line are under the mouse; -1: none.
std::int32_t pointed_at(Diagram const& d, std::vector<Rect> const& labels, ImVec2 mouse) {
    std::int32_t nearest = -1;
    float least = d.c.px(kReach);
    for (std::size_t i = 0; i < d.view.arrows.size(); ++i) {
        if (!is_empty(labels[i]) && labels[i].contains(mouse)) return static_cast<std::int32_t>(i);
        SequenceArrow const& arrow = d.view.arrows[i];
        float const away = distance_to_line(mouse, d.begin(arrow), d.end(arrow));
        if (away >= least) continue;
        least = away;
        nearest = static_cast<std::int32_t>(i);
    }
    return nearest;
}

bool is_selected(Selection const& selection, SequenceArrow const& arrow) {
    auto const* message = std::get_if<SelectedMessage>(&selection);
    return message != nullptr && arrow.arrival.value != 0 && message->arrival == arrow.arrival;
}

Selection target_of(SequenceView const& view, SequenceArrow const& arrow) {
    if (arrow.arrival.value != 0) return SelectedMessage{arrow.arrival};
    return SelectedLink{view.lanes[static_cast<std::size_t>(arrow.from)].node,
                        view.lanes[static_cast<std::size_t>(arrow.to)].node};
}

void draw_arrows(Diagram const& d, UiState& ui, Requests& requests, Made& made) {
    Canvas const& c = d.c;
    // Behind everything that is a link of its own.
    Hit const hit = hit_area("##diagram", d.scroll.view, Layer::below);
    static std::vector<Rect> labels;  // of the last picture: the one that is pointed at
    static std::int32_t hovered = -1;
    if (labels.size() != d.view.arrows.size()) labels.assign(d.view.arrows.size(), {});
    hovered = hit.hovered ? pointed_at(d, labels, ImGui::GetIO().MousePos) : -1;
    auto const is_strong = [&](std::size_t i) {
        return static_cast<std::int32_t>(i) == hovered ||
               is_selected(ui.selection, d.view.arrows[i]);
    };
    std::size_t const count = d.view.arrows.size();
    for (std::size_t i = 0; i < count; ++i) draw_line(d, d.view.arrows[i], is_strong(i));
    for (std::size_t i = 0; i < count; ++i) {
        labels[i] = draw_label(d, d.view.arrows[i], is_strong(i));
    }
    for (std::size_t i = 0; i < count; ++i) draw_end(d, d.view.arrows[i], is_strong(i));
    if (hovered < 0) return;
    SequenceArrow const& arrow = d.view.arrows[static_cast<std::size_t>(hovered)];
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    tooltip(c, arrow.details);
    follow_hit(hit, target_of(d.view, arrow), ui);
    if (!hit.clicked) return;
    made.pinned = d.begin(arrow).y - d.scroll.view.top;
    requests.push(SeekPlace{arrow.sent_nth});
}

void say_nothing(Canvas const& c, Rect const& place, SequenceView const& view) {
    char const* text = "No message of the last while fits this filter.";
    if (!view.is_known) text = "The messages are not known here.";
    if (view.is_known && view.quiet > 0) text = "Only quiet messages here: Q shows them.";
    draw_text(c, {place.left + c.px(8), place.top + c.px(60)}, text,
              words(Type::body, c.theme.secondary).within(place.width() - c.px(16)));
}

}  // namespace

void draw_sequence(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                   Requests& requests) {
    static Made made;
    float const margin = canvas.px(kMargin);
    float const width = area.width() - 2 * margin;
    std::uint64_t const book = frame.messages == nullptr ? 0 : frame.messages->version();
    About const about{ui.sequence, ui.shows_quiet, lanes_that_fit(canvas, width), book,
                      ToldFuture{frame, ui}.is_hidden()};
    SequenceView const& view = made.view.get_at_leisure(frame, about, ImGui::GetTime(), 0.05, [&] {
        SequenceLimits limits;
        limits.lanes = about.lanes;
        if (about.hides_future) limits.later = 0;
        return sequence_view(frame, about.filter, about.quiet, limits);
    });
    float const head = draw_chips(canvas, area, frame, view, ui, made) + canvas.px(12);
    SequenceLayout const layout =
        sequence_layout(canvas, view, area.left + margin, width - canvas.px(12));
    Rect const names{area.left + margin, head, area.right - margin, head + canvas.px(38)};
    draw_names(canvas, names, view, layout, ui);
    Rect const place{area.left + margin, names.bottom, area.right - margin + canvas.px(12),
                     area.bottom - canvas.px(8)};
    if (view.arrows.empty()) say_nothing(canvas, place, view);
    Scroll const scroll = begin_scroll(canvas, "##sequence", place);
    // Letters of another size, as in lecture mode, make another diagram of it.
    bool const is_as_it_was =
        made.nth == frame.cursor.nth && made.about == about && made.height == layout.height;
    if (!is_as_it_was) {
        float const now =
            view.now_row < 0 ? layout.height : layout.rows[static_cast<std::size_t>(view.now_row)];
        float const stands =
            made.pinned ? *made.pinned + canvas.px(kSequenceRow) : place.height() * kNowStands;
        made.top = whole_row_from(canvas, view, layout, std::floor(now - stands));
        ImGui::SetScrollY(made.top);
        made.pinned.reset();
    }
    made.nth = frame.cursor.nth;
    made.about = about;
    made.height = layout.height;
    Diagram const diagram{scroll.canvas, view, layout, scroll.top, scroll};
    draw_life_lines(diagram);
    draw_times(diagram);
    draw_arrows(diagram, ui, requests, made);
    draw_row_words(diagram, ui);
    draw_now(diagram, frame);
    // Nothing lies below now, as a rule: without room there it could not stand where it shall.
    end_scroll(scroll, scroll.top + std::max(layout.height, made.top + place.height()));
}

}  // namespace highwater::gui
