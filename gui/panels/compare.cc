// Stage F7: this future and another one in lock-step, the other one as ghost; where they part; and
// what happened in one of them only.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

#include "gui/panels/combinations.h"
#include "gui/panels/empty_stage.h"
#include "gui/panels/filter_bar.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/select.h"
#include "gui/panels/view_cache.h"
#include "gui/view/combinations.h"
#include "gui/view/compare.h"
#include "gui/view/short_text.h"
#include "gui/view/told_future.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kMargin = 24;
constexpr float kGap = 16;
constexpr float kHead = 62;
constexpr float kCardHead = 60;
constexpr float kCardFoot = 38;
constexpr float kPartitionHead = 26;
constexpr float kReplica = 26;
constexpr float kLeastLines = 2;  // of what happened in one of them only
constexpr std::size_t kMostPartitions = 6;

float partition_height(Canvas const& c, ComparedPartition const& each) {
    std::size_t const lines = std::max(each.here.replicas.size(), each.there.replicas.size());
    return c.px(kPartitionHead) + static_cast<float>(lines) * c.px(kReplica) + c.px(6);
}

// The partitions that stand in the cards: whole ones, and what is left out is a click away.
struct Page {
    std::size_t first{};
    std::size_t end{};
    std::size_t all{};

    bool is_all() const { return end - first == all; }
    // Where the next click leads: behind the last one back to the first.
    std::size_t next() const { return end < all ? end : 0; }
    std::string words() const {
        std::string text = std::to_string(first + 1);
        if (end > first + 1) text += "–" + std::to_string(end);
        return text + " of " + std::to_string(all) + (end < all ? " · next" : " · first");
    }
};

// As many as a card of that height has room for, from the one that was paged to.
Page page_of(Canvas const& c, CompareView const& view, float height, UiState const& ui) {
    Page page;
    page.all = view.all_partitions;
    auto const from = static_cast<std::size_t>(std::max(ui.compared_from, 0));
    page.first = from < view.partitions.size() ? from : 0;
    page.end = page.first;
    float room = height - c.px(kCardHead + kCardFoot);
    while (page.end < std::min(view.partitions.size(), page.first + kMostPartitions)) {
        room -= partition_height(c, view.partitions[page.end]);
        if (room < 0) break;
        ++page.end;
    }
    return page;
}

float page_height(Canvas const& c, CompareView const& view, Page const& page) {
    float height = 0;
    for (std::size_t i = page.first; i < page.end; ++i) {
        height += partition_height(c, view.partitions[i]);
    }
    return height;
}

// Its longest name that fits.
std::string name_of(Canvas const& c, FutureHead const& head, Face face, Type type, float width) {
    for (std::string const& name : head.names) {
        if (text_width(c, name, face, type) <= width) return name;
    }
    return ellipsis(c, head.names.back(), face, type, width);
}

// ---- a future -----------------------------------------------------------------------------------

struct Side {
    bool is_there{};  // the other future
    PartitionBlock const& mine(ComparedPartition const& each) const {
        return is_there ? each.there : each.here;
    }
    PartitionBlock const& others(ComparedPartition const& each) const {
        return is_there ? each.here : each.there;
    }
};

// What the same replica holds in the other future and not in this one.
void draw_ghost(Canvas const& c, ImVec2 at, float width, OffsetBar const& mine,
                OffsetBar const& other, OffsetScale const& scale) {
    if (other.log_end <= mine.log_end) return;
    OffsetAxis const axis = offset_axis(c, scale, at.x, width);
    std::int64_t const end = std::min(other.log_end, scale.first + scale.count);
    std::int64_t const from = std::max(mine.log_end, scale.first);
    if (from >= end) return;
    dashed_rect(c, {axis.x(from), at.y, axis.x(end) - c.px(2), at.y + c.shape_px(kCellHeight)},
                c.px(3), c.theme.faint, c.hair(), c.px(3), c.px(3));
}

void draw_replica(Canvas const& c, Rect const& rect, ComparedPartition const& each,
                  Side const& side, std::size_t nth, UiState& ui) {
    ReplicaLine const& line = side.mine(each).replicas[nth];
    float const y = rect.middle_y();
    bool const dead = line.meaning == Meaning::dead;
    state_mark(c, {rect.left + c.px(8), y}, line.meaning, c.px(7));
    float const names = std::min(c.px(86), rect.width() * 0.24F);
    draw_text(c, {rect.left + c.px(24), y}, line.name,
              words(Type::secondary, dead ? c.theme.words_of(Meaning::dead) : c.theme.text)
                  .middle()
                  .within(names - c.px(4)));
    std::string const numbers = std::string{high_watermark_name(line.bar, true)} + " " +
                                std::to_string(line.bar.high_watermark) + " LEO " +
                                std::to_string(line.bar.log_end);
    float const wide = text_width(c, numbers, Face::mono, Type::label) + c.px(10);
    float const left = rect.left + c.px(24) + names;
    bool const has_numbers = rect.right - left - wide >= c.px(120);
    float const width = rect.right - left - (has_numbers ? wide : 0);
    if (has_numbers) {
        draw_text(c, {rect.right, y}, numbers,
                  mono(Type::label, c.theme.secondary).right().middle());
    }
    OffsetScale const scale = compared_scale(each, cells_that_fit(c, width));
    ImVec2 const at{left, y - c.shape_px(kCellHeight) / 2};
    auto const& others = side.others(each).replicas;
    for (ReplicaLine const& other : others) {
        if (other.broker == line.broker) draw_ghost(c, at, width, line.bar, other.bar, scale);
    }
    offset_bar(c, at, width, line.bar, scale, BarWords::none);
    if (side.is_there) return;  // what is selected is selected in this future
    char id[48];
    std::snprintf(id, sizeof id, "##compared.%d.%d", each.id.partition, line.broker.value);
    follow_hit(hit_area(id, rect), SelectedReplica{each.id, line.broker}, ui);
}

void draw_partition(Canvas const& c, Rect const& rect, ComparedPartition const& each,
                    Side const& side, UiState& ui) {
    PartitionBlock const& block = side.mine(each);
    float const y = rect.top + c.px(kPartitionHead) / 2;
    Rect const name =
        draw_text(c, {rect.left, y}, each.name, mono_strong(Type::body, c.theme.text).middle());
    bool const other_state = block.state != side.others(each).state;
    bool const other_isr = block.isr != side.others(each).isr;
    Colour const changed = c.theme.words_of(Meaning::now);
    // Leader and epochs, or the ISR where it is all that differs.
    std::string const& told = !other_state && other_isr ? block.isr : block.state;
    std::string_view const led = std::string_view{told}.substr(0, told.find(" · "));
    float const least = text_width(c, led, Face::words, Type::secondary) + c.px(14);
    float name_right = name.right;
    std::string const parting = "logs part at " + grouped(each.parting);
    float const parts = c.px(12) + text_width(c, parting, Face::words, Type::label);
    // Who leads comes before where the logs part: that the cells show.
    if (each.parting >= 0 && name_right + parts + least <= rect.right) {
        name_right = draw_text(c, {name.right + c.px(12), y}, parting,
                               words(Type::label, c.theme.words_of(Meaning::now)).middle())
                         .right;
    }
    float const room = rect.right - name_right - c.px(14);
    draw_text(c, {rect.right, y}, whole_parts(c, told, Face::words, Type::secondary, room),
              words(Type::secondary, other_state || other_isr ? changed : c.theme.secondary)
                  .right()
                  .middle());
    float top = rect.top + c.px(kPartitionHead);
    for (std::size_t i = 0; i < block.replicas.size(); ++i) {
        draw_replica(c, {rect.left, top, rect.right, top + c.px(kReplica)}, each, side, i, ui);
        top += c.px(kReplica);
    }
}

void draw_future(Canvas const& c, Rect const& rect, CompareView const& view, Page const& page,
                 Side const& side, UiState& ui) {
    FutureHead const& head = side.is_there ? view.there : view.here;
    CardLook look;
    look.selected = !side.is_there;
    card(c, rect, look);
    float const left = rect.left + c.px(20);
    float const right = rect.right - c.px(20);
    std::string_view const which = side.is_there ? "the other future" : "this future";
    Rect const label = draw_text(c, {right, rect.top + c.px(26)}, which,
                                 words(Type::secondary, c.theme.secondary).right().middle());
    float const room = label.left - left - c.px(12);
    draw_text(c, {left, rect.top + c.px(26)},
              name_of(c, head, Face::mono_strong, Type::card_title, room),
              mono_strong(Type::card_title, c.theme.text).middle());
    std::string const commands =
        head.commands.empty() ? "nothing was done in it alone" : head.commands;
    float commands_right = right;
    if (!page.is_all() && page.end > page.first) {
        char const* const id = side.is_there ? "##page there" : "##page here";
        TextStyle const style = words(Type::label, c.theme.words_of(Meaning::leader));
        Rect drawn;
        Hit const hit = id_link(c, id, {right, rect.top + c.px(50)}, page.words(),
                                style.right().middle(), &drawn);
        if (hit.clicked) ui.compared_from = static_cast<std::int32_t>(page.next());
        commands_right = drawn.left - c.px(12);
    }
    draw_text(c, {left, rect.top + c.px(50)}, commands,
              mono(Type::label, c.theme.secondary).middle().within(commands_right - left));
    float y = rect.top + c.px(kCardHead);
    float const foot = rect.bottom - c.px(kCardFoot);
    for (std::size_t i = page.first; i < page.end; ++i) {
        float const height = partition_height(c, view.partitions[i]);
        draw_partition(c, {left, y, right, y + height}, view.partitions[i], side, ui);
        y += height;
    }
    separator(c, left, right, std::floor(foot));
    draw_text(c, {left, foot + c.px(kCardFoot) / 2},
              whole_parts(c, head.promises, Face::words_strong, Type::body, right - left),
              strong(Type::body, c.theme.words_of(head.meaning)).middle());
}

// ---- where they part ----------------------------------------------------------------------------

// One side of the first difference: what happened, and why.
float draw_reason(Canvas const& c, ImVec2 at, float width, FutureHead const& head,
                  std::string const& sentence, std::string const& because) {
    float const names = std::min(width * 0.26F, c.px(150));
    draw_text(c, at, name_of(c, head, Face::mono, Type::secondary, names - c.px(12)),
              mono(Type::secondary, c.theme.secondary));
    std::string text = sentence;
    if (!because.empty()) text += " Because: " + because;
    return draw_wrapped(c, {at.x + names, at.y}, text, words(Type::secondary, c.theme.text),
                        width - names);
}

float reason_height(Canvas const& c, float width, std::string const& sentence,
                    std::string const& because) {
    float const names = std::min(width * 0.26F, c.px(150));
    std::string text = sentence;
    if (!because.empty()) text += " Because: " + because;
    return wrapped_height(c, text, words(Type::secondary, c.theme.text), width - names);
}

constexpr float kFirstLabel = 140;

float first_height(Canvas const& c, CompareView const& view, float width) {
    if (!view.first.is_known) return c.px(48);
    float const room = width - c.px(40 + kFirstLabel);
    return reason_height(c, room, view.first.here, view.first.because_here) +
           reason_height(c, room, view.first.there, view.first.because_there) + c.px(34);
}

std::string nothing_differs(CompareView const& view) {
    if (!view.first.setting.empty()) {
        return "Only the setting differs so far (" + view.first.setting +
               "): what happened is the same.";
    }
    return view.is_same ? "Both futures are the same so far: nothing was done in one of them alone."
                        : "Both futures are the same so far.";
}

void draw_first(Canvas const& c, Rect const& rect, CompareView const& view, UiState& ui,
                Requests& requests) {
    FirstDifference const& first = view.first;
    filled_rect(c, rect, c.theme.raised, c.px(10));
    framed_rect(c, rect, c.theme.now_outline, c.hair(1.5F), c.px(10));
    float const left = rect.left + c.px(20);
    if (!first.is_known) {
        draw_text(c, {left, rect.middle_y()}, nothing_differs(view),
                  words(Type::body, c.theme.text).middle().within(rect.width() - c.px(40)));
        return;
    }
    float y = rect.top + c.px(14);
    section_label(c, {left, y}, "First difference", c.px(kFirstLabel));
    y += c.line_height(Type::label) + c.px(6);
    Rect const time = draw_text(c, {left, y}, first.time, mono(Type::secondary, c.theme.secondary));
    if (first.event.value != 0) {
        std::string const event = "#" + std::to_string(first.event.value);
        Hit const hit = id_link(c, "##first", {time.right + c.px(10), y}, event,
                                mono(Type::secondary, c.theme.words_of(Meaning::leader)));
        if (hit.clicked) requests.push(SeekEvent{first.event});
        follow_hit(hit, SelectedEvent{first.event}, ui);
    }
    float const x = left + c.px(kFirstLabel);
    float const width = rect.right - c.px(20) - x;
    float top = rect.top + c.px(14);
    top += draw_reason(c, {x, top}, width, view.here, first.here, first.because_here) + c.px(6);
    draw_reason(c, {x, top}, width, view.there, first.there, first.because_there);
}

void draw_lone_fact(Canvas const& c, Rect const& rect, LoneFact const& fact, int nth, UiState& ui,
                    Requests& requests) {
    float const times = text_width(c, "000.000 s", Face::mono, Type::label) + c.px(12);
    float const y = rect.middle_y();
    if (fact.is_lost) {
        state_mark(c, {rect.left + c.px(8), y}, Meaning::lost, c.px(5));
        draw_text(c, {rect.left + c.px(22), y}, fact.sentence,
                  words(Type::secondary, c.theme.words_of(Meaning::lost))
                      .middle()
                      .within(rect.width() - c.px(22)));
        return;
    }
    draw_text(c, {rect.left + times - c.px(12), y}, fact.time,
              mono(Type::label, c.theme.faint_text).right().middle());
    Colour const colour = fact.is_later ? c.theme.faint_text : c.theme.text;
    Rect const drawn =
        draw_text(c, {rect.left + times, y}, fact.sentence,
                  words(Type::secondary, colour).middle().within(rect.width() - times));
    if (fact.is_there) return;  // to get there one changes into that future
    char id[32];
    std::snprintf(id, sizeof id, "##lone%d", nth);
    Hit const hit = hit_area(id, drawn);
    if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (hit.clicked) requests.push(SeekEvent{fact.event});
    follow_hit(hit, SelectedEvent{fact.event}, ui);
}

// To every combination of this setting and another one; the table stays once it was asked for.
float draw_table_link(Canvas const& c, ImVec2 top_right, Frame const& frame, UiState& ui,
                      Requests& requests) {
    if (frame.combinations == nullptr && setting_to_try(frame).empty()) return top_right.x;
    Rect covered;
    TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader)).right();
    if (id_link(c, "##table", top_right, "all combinations", blue, &covered).clicked) {
        if (frame.combinations == nullptr) requests.push(Combine{choices_to_try(frame)});
        ui.shows_combinations = true;
    }
    return covered.left - c.px(12);
}

float lone_line(Canvas const& c) { return c.line_height(Type::secondary) + c.px(4); }
float lone_label(Canvas const& c) { return c.line_height(Type::label) + c.px(2); }

// "Only in this future · 12": how many there are, for not all may be seen at once.
std::string lone_words(CompareView const& view, bool is_there) {
    auto const count =
        std::count_if(view.lone.begin(), view.lone.end(),
                      [is_there](LoneFact const& each) { return each.is_there == is_there; });
    std::string const which = is_there ? "Only in the other one" : "Only in this future";
    return count == 0 ? which : which + " · " + std::to_string(count);
}

// Whole lines, however far it is scrolled.
void draw_lone(Canvas const& canvas, Rect const& area, Frame const& frame, CompareView const& view,
               UiState& ui, Requests& requests) {
    Canvas const& c = canvas;
    float const column = (area.width() - c.px(kGap)) / 2;
    float const second = area.left + column + c.px(kGap);
    section_label(c, {area.left, area.top}, lone_words(view, false), column);
    float const end = draw_table_link(c, {area.right, area.top}, frame, ui, requests);
    section_label(c, {second, area.top}, lone_words(view, true), std::max(0.0F, end - second));
    float const line = lone_line(c);
    float const top = area.top + lone_label(c);
    float const lines = std::max(1.0F, std::floor((area.bottom - top) / line));
    Rect const place{area.left, top, area.right + c.px(12), top + lines * line};
    Scroll const scroll = begin_scroll(c, "##lone", place);
    float const scrolled = place.top - scroll.top;
    float y = scroll.top + scrolled - std::round(scrolled / line) * line;
    int nth = 0;
    for (LoneFact const& fact : view.lone) {
        if (y >= place.top - 1 && y + line <= place.bottom + 1) {
            float const left = fact.is_there ? second : area.left;
            draw_lone_fact(scroll.canvas, {left, y, left + column - c.px(8), y + line}, fact, nth,
                           ui, requests);
        }
        ++nth;
        y += line;
    }
    if (view.lone.empty()) {
        draw_text(scroll.canvas, {area.left, y}, "Nothing that a learner would name.",
                  words(Type::secondary, c.theme.secondary).within(area.width()));
    }
    float const all = static_cast<float>(std::max<std::size_t>(view.lone.size(), 1));
    end_scroll(scroll, scroll.top + all * line);
}

// ---- the stage ----------------------------------------------------------------------------------

float draw_head(Canvas const& c, Rect const& area, Frame const& frame, FutureHead const& other,
                UiState& ui) {
    float const left = area.left + c.px(kMargin);
    float const right = area.right - c.px(kMargin);
    bool const is_configuration = frame.other != nullptr && frame.other->branch == kConfiguration;
    char const* const heading = is_configuration ? "One script, two configurations" : "Two futures";
    Rect const title = draw_text(c, {left, area.top + c.px(32)}, heading,
                                 strong(Type::stage_title, c.theme.text).middle());
    if (frame.branches.size() <= (is_configuration ? 1U : 2U)) {
        constexpr char const* kSame = "same seed, same script, same instant";
        float const room = right - title.right - c.px(20);
        if (text_width(c, kSame, Face::words, Type::secondary) <= room) {
            draw_text(c, {right, area.top + c.px(33)}, kSame,
                      words(Type::secondary, c.theme.secondary).right().middle());
        }
        return area.top + c.px(kHead);
    }
    // Which of the others; another configuration stays among them while it is looked at.
    ChipLine line{c, left, right, {title.right + c.px(24), area.top + c.px(16)}};
    for (std::size_t i = 0; i < frame.branches.size(); ++i) {
        BranchState const& branch = frame.branches[i];
        if (branch.is_current) continue;
        std::string const name = ellipsis(c, branch.name, Face::words, Type::secondary, c.px(170));
        ImVec2 const at = line.place(switch_width(c, name));
        std::string const id = "##branch " + std::to_string(i);
        bool const on =
            frame.other != nullptr && frame.other->branch == static_cast<std::int32_t>(i);
        if (filter_switch(c, id.c_str(), at, name, on)) {
            ui.compared = static_cast<std::int32_t>(i);
            ui.compared_from = 0;
        }
    }
    if (is_configuration) {
        std::string const name = name_of(c, other, Face::words, Type::secondary, c.px(240));
        filter_switch(c, "##configuration", line.place(switch_width(c, name)), name, true);
    }
    return line.bottom() + c.px(14);
}

constexpr char const* kOneFuture =
    "There is one future so far. Go back (drag the time, or \xe2\x86\x90) and do something else "
    "there, or press F: both futures are kept, and compared here. Or compare with another "
    "configuration, or with all combinations of some settings, from the palette (Ctrl K).";

void say_nothing(Canvas const& c, Rect const& area, Frame const& frame, Requests& requests) {
    // The scenario's text is read for them: while time runs, now and then.
    static ViewCache<std::vector<std::string>, bool> made;
    std::vector<std::string> const& choices = made.get_at_leisure(
        frame, true, ImGui::GetTime(), 1, [&] { return choices_to_try(frame); });
    std::string const setting = setting_to_try(frame);
    std::string const offer = setting.empty() ? setting : "against " + setting;
    std::string const table = choices.empty() ? std::string{} : combine_phrase(choices);
    int const clicked = say_empty_stage(c, area, "Two futures", kOneFuture, {offer, table});
    if (clicked == 0) requests.push(CompareAgainst{setting});
    if (clicked == 1) requests.push(Combine{choices});
}

// What the stage needs to show one partition and a few lines of the list.
float least_height(Canvas const& c, CompareView const& view, float first, float head) {
    float const partition =
        view.partitions.empty() ? 0 : partition_height(c, view.partitions.front());
    return head + c.px(kCardHead + kCardFoot) + partition + first + 2 * c.px(kGap) + lone_label(c) +
           kLeastLines * lone_line(c) + c.px(8);
}

void draw_futures(Canvas const& c, Rect const& area, Frame const& frame, CompareView const& view,
                  UiState& ui, Requests& requests) {
    Rect const place{area.left + c.px(kMargin), draw_head(c, area, frame, view.there, ui),
                     area.right - c.px(kMargin), area.bottom - c.px(8)};
    float const gap = c.px(kGap);
    float const first = first_height(c, view, place.width());
    float const lone = lone_label(c) + kLeastLines * lone_line(c);
    // A card shows whole partitions; what is left over goes to the list.
    float const bare = c.px(kCardHead + kCardFoot);
    Page const page = page_of(c, view, place.height() - first - 2 * gap - lone, ui);
    float const height = std::floor(bare + page_height(c, view, page));
    float const width = std::floor((place.width() - gap) / 2);
    draw_future(c, rect_at(place.min(), width, height), view, page, Side{false}, ui);
    draw_future(c, rect_at({place.right - width, place.top}, width, height), view, page, Side{true},
                ui);
    float y = place.top + height + gap;
    draw_first(c, {place.left, y, place.right, y + first}, view, ui, requests);
    y += first + gap;
    draw_lone(c, {place.left, y, place.right, place.bottom}, frame, view, ui, requests);
}

}  // namespace

void draw_compare(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                  Requests& requests) {
    static ViewCache<CompareView, std::tuple<std::int32_t, std::int32_t, bool>> made;
    Canvas const& c = canvas;
    if (frame.combinations != nullptr && ui.shows_combinations) {
        return draw_combinations(c, area, frame, ui, requests);
    }
    if (frame.other == nullptr) return say_nothing(c, area, frame, requests);
    ToldFuture const future{frame, ui};
    auto const from = static_cast<std::size_t>(std::max(ui.compared_from, 0));
    CompareView const& view =
        made.get_at_leisure(frame, {frame.other->branch, ui.compared_from, future.is_hidden()},
                            ImGui::GetTime(), 0.1, [&] {
                                Time const until = future.is_hidden() ? future.until() : kNever;
                                return compare_view(frame, from + kMostPartitions, until);
                            });
    float const first = first_height(c, view, area.width() - c.px(2 * kMargin));
    float const least = least_height(c, view, first, c.px(kHead));
    if (area.height() >= least) return draw_futures(c, area, frame, view, ui, requests);
    // In a low window the stage itself is scrolled.
    Scroll const scroll = begin_scroll(c, "##compare", area);
    Rect const whole = rect_at({area.left, scroll.top}, scroll.width, least);
    draw_futures(scroll.canvas, whole, frame, view, ui, requests);
    end_scroll(scroll, whole.bottom);
}

}  // namespace highwater::gui
