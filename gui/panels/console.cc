// The console (Ctrl J), under the stage: Kafka's tools at the instant of the cursor, questions,
// commands; and what every click would be as a command.
#include "gui/console.h"

#include <algorithm>
#include <cstdio>

#include "gui/panels/line_edit.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/panels/view_cache.h"
#include "gui/shortcuts.h"
#include "gui/widgets/drag_edge.h"
#include "gui/widgets/hit.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

constexpr float kPad = 16;
constexpr Type kLetters = Type::secondary;

struct Look {
    Colour colour;
    char const* prompt;  // before the text
};

Look look_of(Canvas const& c, ConsoleLine::Kind kind) {
    switch (kind) {
    case ConsoleLine::Kind::typed: return {c.theme.text, "> "};
    case ConsoleLine::Kind::clicked: return {c.theme.words_of(Meaning::leader), "\xc2\xb7 "};
    case ConsoleLine::Kind::said: return {c.theme.secondary, ""};
    case ConsoleLine::Kind::printed: return {c.theme.text, ""};
    case ConsoleLine::Kind::problem: return {c.theme.words_of(Meaning::lost), ""};
    }
    return {c.theme.text, ""};
}

struct Shown {
    std::uint64_t version{};  // of the console, when it was scrolled to its end
    float width{};            // of the text, when the heights were taken
    float widest{};           // of the lines that are not broken
    std::vector<float> tops;  // of the lines, and where the last ends
};

// The columns of a tool's table stand under each other only where no line is broken: they are as
// long as they are, in smaller letters.
bool is_table(ConsoleLine const& line) { return line.kind == ConsoleLine::Kind::printed; }
constexpr Type kTable = Type::label;

void measure(Canvas const& c, Console const& console, float width, Shown& shown) {
    shown.tops.clear();
    shown.widest = 0;
    float y = 0;
    for (ConsoleLine const& line : console.lines()) {
        shown.tops.push_back(y);
        if (is_table(line)) {
            shown.widest = std::max(shown.widest, text_width(c, line.text, Face::mono, kTable));
            y += c.line_height(kTable);
            continue;
        }
        std::string const text = look_of(c, line.kind).prompt + line.text;
        TextStyle const style = mono(kLetters, c.theme.text);
        y += std::max(wrapped_height(c, text, style, width), c.line_height(kLetters));
    }
    shown.tops.push_back(y);
    shown.width = width;
}

void draw_lines(Canvas const& canvas, Rect const& place, Console const& console) {
    static Shown shown;
    Scroll const scroll = begin_scroll(canvas, "##console lines", place, ScrollFrom::where_it_was,
                                       ImGuiWindowFlags_HorizontalScrollbar);
    Canvas const& c = scroll.canvas;
    float const times = text_width(c, "000.0 s", Face::mono, Type::label) + c.px(14);
    float const width = scroll.width - times;
    float const left = place.left - ImGui::GetScrollX();
    bool const is_new = shown.version != console.version();
    bool const is_stale =
        is_new || shown.width != width || shown.tops.size() != console.lines().size() + 1;
    if (is_stale) measure(c, console, width, shown);
    for (std::size_t i = 0; i < console.lines().size(); ++i) {
        float const y = scroll.top + shown.tops[i];
        if (!scroll.sees(y, scroll.top + shown.tops[i + 1])) continue;
        ConsoleLine const& line = console.lines()[i];
        Look const look = look_of(c, line.kind);
        if (is_table(line)) {
            draw_text(c, {left, y}, line.text, mono(kTable, look.colour));
            continue;
        }
        if (!line.time.empty()) {
            draw_text(c, {left + times - c.px(14), y}, line.time,
                      mono(Type::label, c.theme.faint_text).right());
        }
        draw_wrapped(c, {left + times, y}, look.prompt + line.text, mono(kLetters, look.colour),
                     width);
    }
    float const end = shown.tops.back();
    if (is_new) {
        ImGui::SetScrollX(0);
        ImGui::SetScrollY(end);
    }
    shown.version = console.version();
    end_scroll(scroll, scroll.top + end, shown.widest + c.px(12));
}

// As many of the words as fit, and how many more there are.
std::string fitting_words(Canvas const& c, std::vector<std::string> const& all, float room) {
    std::string const more = "   … 00 more";
    float const least = room - text_width(c, more, Face::mono, Type::label);
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::string const longer = text.empty() ? all[i] : text + "   " + all[i];
        bool const is_last = i + 1 == all.size();
        if (i > 0 && text_width(c, longer, Face::mono, Type::label) > (is_last ? room : least)) {
            return text + "   … " + std::to_string(all.size() - i) + " more";
        }
        text = longer;
    }
    return text;
}

// The words that may come next, in one line.
void draw_completions(Canvas const& c, Rect const& place, Frame const& frame, UiState const& ui) {
    static ViewCache<std::vector<std::string>, std::string> made;
    std::vector<std::string> const& words =
        made.get(frame, ui.console_text, [&] { return complete_console(ui.console_text, frame); });
    if (words.empty()) return;
    draw_text(c, {place.left, place.middle_y()}, fitting_words(c, words, place.width()),
              mono(Type::label, c.theme.secondary).middle().within(place.width()));
}

// A click anywhere in the console gives its line the keys, one elsewhere takes them: what is typed
// would be the keys of the dashboard otherwise, and R is not a letter there.
void take_click(Rect const& area, UiState& ui) {
    if (!ui.is_uncovered() || !ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
    constexpr ImGuiHoveredFlags kEvenWhileTyping =
        ImGuiHoveredFlags_ChildWindows | ImGuiHoveredFlags_AllowWhenBlockedByActiveItem;
    bool const is_here =
        area.contains(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered(kEvenWhileTyping);
    if (is_here) ui.stop_typing();
    ui.types_console = is_here;
}

// What is typed, or where to click to type.
void draw_prompt(Canvas const& c, Rect const& rect, UiState& ui) {
    constexpr char const* kHint =
        "kafka-topics --describe, leader of orders-1, kill broker-2, help";
    if (ui.types_console && ui.is_uncovered()) {
        line_edit(c, "##console", rect, ui.console_text, kHint, Face::mono, kLetters);
        framed_rect(c, rect, c.theme.now_outline, c.hair(1.5F), c.px(8));
        return;
    }
    // The keys are the dashboard's now, and that must be seen before one types.
    framed_rect(c, rect, c.theme.line, c.hair(), c.px(8));
    std::string const how = "click or " + std::string{keys_of(Action::console)} + " to type";
    TextStyle const style = words(kLetters, c.theme.words_of(Meaning::leader)).right().middle();
    Rect const said = draw_text(c, {rect.right - c.px(14), rect.middle_y()}, how,
                                style.within(rect.width() - c.px(28)));
    if (ui.console_text.empty()) return;
    draw_text(c, {rect.left + c.px(14), rect.middle_y()}, ui.console_text,
              mono(kLetters, c.theme.faint_text).middle().within(said.left - rect.left - c.px(28)));
}

}  // namespace

void draw_console(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui, Requests&) {
    if (frame.console == nullptr) return;
    Canvas const& c = canvas;
    take_click(area, ui);
    drag_edge(c, "##console edge", area, ui.console_height);
    float const left = area.left + c.px(kPad);
    float const right = area.right - c.px(kPad);
    float const head = area.top + c.px(10);
    Rect const label = section_label(c, {left, head}, "Console");
    std::string const close = std::string{keys_of(Action::console)} + " closes";
    draw_text(c, {right, head}, close, words(Type::label, c.theme.faint_text).right());
    float const prompt = c.line_height(kLetters) + c.px(14);
    Rect const line{left, area.bottom - c.px(10) - prompt, right, area.bottom - c.px(10)};
    float const words = c.line_height(Type::label) + c.px(6);
    Rect const completions{left + c.px(14), line.top - words, right, line.top};
    draw_lines(c, {left, label.bottom + c.px(4), right, completions.top}, *frame.console);
    draw_completions(c, completions, frame, ui);
    draw_prompt(c, line, ui);
}

}  // namespace highwater::gui
