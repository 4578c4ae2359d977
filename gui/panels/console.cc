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
    std::vector<float> tops;  // of the lines, and where the last ends
};

// Tables of tools are as wide as they are: what is too long goes on in the next line.
void measure(Canvas const& c, Console const& console, float width, Shown& shown) {
    shown.tops.clear();
    float y = 0;
    for (ConsoleLine const& line : console.lines()) {
        shown.tops.push_back(y);
        std::string const text = look_of(c, line.kind).prompt + line.text;
        TextStyle const style = mono(kLetters, c.theme.text);
        y += std::max(wrapped_height(c, text, style, width), c.line_height(kLetters));
    }
    shown.tops.push_back(y);
    shown.width = width;
}

void draw_lines(Canvas const& canvas, Rect const& place, Console const& console) {
    static Shown shown;
    Scroll const scroll = begin_scroll(canvas, "##console lines", place);
    Canvas const& c = scroll.canvas;
    float const times = text_width(c, "000.0 s", Face::mono, Type::label) + c.px(14);
    float const width = scroll.width - times;
    bool const is_new = shown.version != console.version();
    bool const is_stale =
        is_new || shown.width != width || shown.tops.size() != console.lines().size() + 1;
    if (is_stale) measure(c, console, width, shown);
    for (std::size_t i = 0; i < console.lines().size(); ++i) {
        float const y = scroll.top + shown.tops[i];
        if (!scroll.sees(y, scroll.top + shown.tops[i + 1])) continue;
        ConsoleLine const& line = console.lines()[i];
        Look const look = look_of(c, line.kind);
        if (!line.time.empty()) {
            draw_text(c, {place.left + times - c.px(14), y}, line.time,
                      mono(Type::label, c.theme.faint_text).right());
        }
        draw_wrapped(c, {place.left + times, y}, look.prompt + line.text,
                     mono(kLetters, look.colour), width);
    }
    float const end = shown.tops.back();
    if (is_new) ImGui::SetScrollY(std::max(0.0F, end - place.height()));
    shown.version = console.version();
    end_scroll(scroll, scroll.top + end);
}

// The words that may come next, in one line.
void draw_completions(Canvas const& c, Rect const& place, Frame const& frame, UiState const& ui) {
    static ViewCache<std::vector<std::string>, std::string> made;
    std::vector<std::string> const& words =
        made.get(frame, ui.console_text, [&] { return complete_console(ui.console_text, frame); });
    std::string text;
    for (std::string const& word : words) text += (text.empty() ? "" : "   ") + word;
    if (text.empty()) return;
    draw_text(c, {place.left, place.middle_y()}, text,
              mono(Type::label, c.theme.secondary).middle().within(place.width()));
}

// What is typed, or where to click to type.
void draw_prompt(Canvas const& c, Rect const& rect, UiState& ui) {
    constexpr char const* kHint =
        "kafka-topics --describe, leader of orders-1, kill broker-2, help";
    bool const is_covered =
        ui.show_palette || ui.show_menu || ui.show_help || ui.show_simplified || ui.show_verdicts;
    if (ui.types_console && !is_covered) {
        line_edit(c, "##console", rect, ui.console_text, kHint, Face::mono, kLetters);
        bool const elsewhere =
            ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect.contains(ImGui::GetIO().MousePos);
        if (elsewhere) ui.types_console = false;
        return;
    }
    if (hit_area("##type here", rect).clicked) ui.types_console = true;
    filled_rect(c, rect, c.theme.raised, c.px(8));
    framed_rect(c, rect, c.theme.line, c.hair(), c.px(8));
    std::string_view const text =
        ui.console_text.empty() ? std::string_view{kHint} : std::string_view{ui.console_text};
    draw_text(c, {rect.left + c.px(14), rect.middle_y()}, text,
              mono(kLetters, c.theme.faint_text).middle().within(rect.width() - c.px(28)));
}

}  // namespace

void draw_console(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui, Requests&) {
    if (frame.console == nullptr) return;
    Canvas const& c = canvas;
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
