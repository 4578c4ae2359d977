#include "gui/panels/challenge.h"

#include <cstdio>

#include "gui/panels/form_line.h"
#include "gui/view/challenge.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

class Sheet {
public:
    Sheet(Canvas const& canvas, ImVec2 at, float width, UiState& ui, Requests& requests)
        : c{canvas}, x{at.x}, y{at.y}, width_{width}, ui_{ui}, requests_{requests} {}

    void draw_task(ChallengeView const& view) {
        separate();
        section_label(c, {x, y}, "Challenge", width_);
        y += c.line_height(Type::label) + c.px(4);
        y += draw_wrapped(c, {x, y}, view.task, strong(Type::body, c.theme.text), width_);
        y += c.px(8);
        section_label(c, {x, y}, view.goals_label, width_);
        y += c.line_height(Type::label) + c.px(4);
        for (Lamp const& each : view.goals) y += lamp(c, {x, y}, width_, each).height;
    }

    void draw_changes(ChallengeView const& view) {
        separate();
        section_label(c, {x, y}, view.changes_label, width_);
        y += c.line_height(Type::label) + c.px(4);
        if (view.is_over_budget) {
            y += draw_wrapped(c, {x, y}, "✗ more changes than the budget allows",
                              words(Type::secondary, c.theme.words_of(Meaning::lost)), width_);
        }
        for (std::size_t i = 0; i < view.settings.size(); ++i) {
            draw_setting(view.settings[i], static_cast<std::int32_t>(i));
        }
        for (std::size_t i = 0; i < view.commands.size(); ++i) draw_command(view.commands[i], i);
        if (!view.may_do.empty()) {
            std::string const may =
                view.commands.empty() ? "What you do counts. You may: " : "You may: ";
            y += draw_wrapped(c, {x, y}, may + view.may_do,
                              words(Type::secondary, c.theme.secondary), width_);
            y += c.px(4);
        }
    }

    void draw_name() {
        y += c.px(4);
        line("##by", kTypesName, ui_.challenge.by, "Your name (may stay empty)", x, width_);
    }

    void draw_hand_in() {
        float const height = c.line_height(Type::body) + c.px(14);
        Rect const button = rect_at({x, y}, width_, height);
        ButtonLook look;
        look.primary = true;
        look.enabled = !ui_.challenge.grades;
        char const* const text = ui_.challenge.grades ? "It is being graded …" : "Hand in";
        if (text_button(c, "##hand in", button, text, look).clicked) requests_.push(HandIn{});
        y = button.bottom;
    }

    void draw_verdict(ChallengeView const& view) {
        if (view.problems.empty() && view.verdict.empty()) return;
        y += c.px(12);
        for (std::string const& each : view.problems) {
            y += draw_wrapped(c, {x, y}, "✗ " + each,
                              words(Type::secondary, c.theme.words_of(Meaning::lost)), width_);
        }
        if (view.verdict.empty()) return;
        Meaning const meaning = view.has_passed ? Meaning::in_sync : Meaning::lost;
        y += draw_wrapped(c, {x, y}, (view.has_passed ? "✓ " : "✗ ") + view.verdict,
                          strong(Type::body, c.theme.words_of(meaning)), width_);
        for (std::string const& each : view.thoughts) {
            y += c.px(4);
            y += draw_wrapped(c, {x, y}, each, words(Type::secondary, c.theme.text), width_);
        }
        if (view.saved_as.empty()) return;
        y += c.px(4);
        y += draw_wrapped(c, {x, y}, "Your answer: " + view.saved_as,
                          words(Type::secondary, c.theme.secondary), width_);
    }

    float bottom() const { return y; }

private:
    void separate() {
        y += c.px(12);
        separator(c, x, x + width_, y);
        y += c.px(13);
    }

    // A name, and below it the value that is typed.
    void draw_setting(ChangeRow const& row, std::int32_t index) {
        draw_text(c, {x, y}, row.name, mono(Type::secondary, c.theme.text).within(width_));
        y += c.line_height(Type::secondary) + c.px(2);
        char id[32];
        std::snprintf(id, sizeof id, "##setting%d", index);
        std::string& value = ui_.challenge.values[static_cast<std::size_t>(index)];
        line(id, index, value, row.hint, x, width_);
        y += c.px(8);
    }

    // A line to type in: only the one that is typed in takes the keys, the others are to click.
    void line(char const* id, std::int32_t index, std::string& value, std::string const& hint,
              float left, float width) {
        Rect const box = rect_at({left, y}, width, c.line_height(Type::secondary) + c.px(10));
        y = box.bottom;
        bool const types = ui_.challenge.types == index && ui_.is_uncovered();
        if (form_line(c, id, box, value, hint, types)) {
            ui_.stop_typing();
            ui_.challenge.types = index;
        }
    }

    void draw_command(ChangeRow const& row, std::size_t nth) {
        char id[32];
        std::snprintf(id, sizeof id, "##command%zu", nth);
        Colour const colour = row.is_wrong ? c.theme.words_of(Meaning::lost) : c.theme.text;
        std::string text = row.value + "  " + row.name;
        if (row.is_wrong) text += "  ✗ may not be done";
        bool const can_be_taken_back = row.command >= 0;
        float const room = width_ - (can_be_taken_back ? c.px(84) : 0);
        float const top = y;
        y += draw_wrapped(c, {x, y}, text, mono(Type::secondary, colour), room) + c.px(4);
        if (!can_be_taken_back) return;
        TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader));
        if (id_link(c, id, {x + width_ - c.px(72), top}, "take back", blue).clicked) {
            requests_.push(TakeBack{row.command});
        }
    }

    Canvas const& c;
    float x;
    float y;
    float width_;
    UiState& ui_;
    Requests& requests_;
};

}  // namespace

float draw_challenge(Canvas const& canvas, ImVec2 at, float width, Frame const& frame, UiState& ui,
                     Requests& requests) {
    ChallengeView const view = challenge_view(frame, ui, clicked_of(frame));
    // A file that was reloaded may allow more than before.
    ui.challenge.values.resize(frame.scenario->challenge->may_set.size());
    Sheet sheet{canvas, at, width, ui, requests};
    // What came of it stands over what it was about: it is news.
    sheet.draw_verdict(view);
    sheet.draw_task(view);
    sheet.draw_changes(view);
    sheet.draw_name();
    return sheet.bottom();
}

float hand_in_height(Canvas const& canvas) {
    return canvas.line_height(Type::body) + canvas.px(14);
}

void draw_hand_in(Canvas const& canvas, ImVec2 at, float width, UiState& ui, Requests& requests) {
    Sheet{canvas, at, width, ui, requests}.draw_hand_in();
}

}  // namespace highwater::gui
