// The left column: what is told now, what the class is asked, which expectations hold.
#include <algorithm>
#include <cstdio>

#include "gui/panels/challenge.h"
#include "gui/panels/panel.h"
#include "gui/panels/scroll.h"
#include "gui/shortcuts.h"
#include "gui/view/lesson.h"
#include "gui/widgets/card.h"
#include "gui/widgets/shapes.h"
#include "gui/widgets/text.h"

namespace highwater::gui {
namespace {

float story_indent(Canvas const& c) {
    return text_width(c, "00.0 s ", Face::mono, Type::secondary);
}

// What comes next is only begun: one line, so that it promises without telling.
StoryLine shown_line(Canvas const& c, StoryLine const& line, float width) {
    if (line.when != StoryLine::When::next) return line;
    StoryLine shown = line;
    shown.sentence =
        ellipsis(c, line.sentence, Face::words, Type::body, width - story_indent(c) - c.px(24));
    return shown;
}

TextStyle script_style(Canvas const& c) {
    return words(Type::secondary, c.theme.words_of(Meaning::at_risk));
}

class Column {
public:
    Column(Canvas const& canvas, float left, float top, float width)
        : c{canvas}, x{left}, y{top}, width_{width} {}

    void draw_head(LessonView const& view, bool with_question) {
        section_label(c, {x, y}, view.label, width_);
        y += c.line_height(Type::label) + c.px(6);
        y += draw_wrapped(c, {x, y}, view.title, strong(Type::card_title, c.theme.text), width_);
        if (view.question.empty() || !with_question) return;
        y += c.px(8);
        y += draw_wrapped(c, {x, y}, view.question, words(Type::body, c.theme.secondary), width_);
    }

    // Where there is little room, the oldest of the story goes first; it can be scrolled in time.
    void draw_story(LessonView const& view, std::size_t most, Requests& requests) {
        if (view.story.empty()) return;
        y += c.px(12);
        std::size_t const first = view.story.size() > most ? view.story.size() - most : 0;
        for (std::size_t i = first; i < view.story.size(); ++i) {
            bool const begins = i == first || !view.story[i - 1].is_of_script;
            if (view.story[i].is_of_script && begins) {
                y += draw_wrapped(c, {x, y + c.px(4)}, kTellsOfScript, script_style(c), width_);
                y += c.px(8);
            }
            char id[32];
            std::snprintf(id, sizeof id, "##story%zu", i);
            RowResult const row =
                story_line(c, id, {x, y}, width_, shown_line(c, view.story[i].line, width_));
            if (row.hit.clicked) requests.push(SeekTime{view.story[i].at});
            y += row.height + c.px(2);
        }
    }

    // Short ones stand in two columns, so that the story keeps its room.
    void draw_answers(PredictView const& view, Frame const& frame, UiState& ui) {
        float const gap = c.px(6);
        float const half = std::floor((width_ - gap) / 2);
        bool const is_short =
            view.answers.size() > 2 &&
            std::all_of(view.answers.begin(), view.answers.end(),
                        [&](Answer const& each) { return answer_width(c, each) <= half; });
        std::size_t const columns = is_short ? 2 : 1;
        for (std::size_t i = 0; i < view.answers.size(); ++i) {
            char id[32];
            std::snprintf(id, sizeof id, "##answer%zu", i);
            bool const is_second = i % columns == 1;
            float const left = x + (is_second ? half + gap : 0);
            RowResult const row =
                answer_row(c, id, {left, y}, is_short ? half : width_, view.answers[i]);
            if (row.hit.clicked) predict(frame, ui, view.step, static_cast<std::int32_t>(i));
            bool const ends_row = i % columns + 1 == columns || i + 1 == view.answers.size();
            if (ends_row) y += row.height;
        }
    }

    void draw_prediction(PredictView const& view, Frame const& frame, UiState& ui) {
        separate();
        section_label(c, {x, y}, "Predict", width_);
        y += c.line_height(Type::label) + c.px(2);
        y += draw_wrapped(c, {x, y}, view.question, strong(Type::body, c.theme.text), width_);
        if (view.is_of_script) {
            y +=
                draw_wrapped(c, {x, y + c.px(4)}, kAsksOfScript, script_style(c), width_) + c.px(4);
        }
        y += c.px(8);
        draw_answers(view, frame, ui);
        y += c.px(2);
        TextStyle const style = words(Type::secondary, c.theme.secondary);
        bool const may_reveal = !view.is_revealed && !view.answers.empty();
        y += draw_wrapped(c, {x, y}, view.below, style, width_);
        if (!may_reveal) return;
        Rect link;
        TextStyle const blue = words(Type::secondary, c.theme.words_of(Meaning::leader));
        if (id_link(c, "##reveal", {x, y}, "Show it now", blue, &link).clicked) {
            reveal(ui, view.step);
        }
        y += link.height();
    }

    void draw_expectations(LessonView const& view) {
        if (view.expectations.empty()) return;
        separate();
        section_label(c, {x, y}, view.expectations_label, width_);
        y += c.line_height(Type::label) + c.px(4);
        for (Lamp const& each : view.expectations) y += lamp(c, {x, y}, width_, each).height;
    }

    float bottom() const { return y; }
    void go_to(float bottom) { y = bottom; }  // where something else has ended

private:
    void separate() {
        y += c.px(12);
        separator(c, x, x + width_, y);
        y += c.px(13);
    }

    Canvas const& c;
    float x;
    float y;
    float width_;
};

// Every line of the story that the column has room for; at least the present one and the next.
std::size_t story_lines(Canvas const& c, LessonView const& view, float width, float room) {
    float const indent = story_indent(c);
    std::size_t lines = 0;
    float used = 0;
    bool const is_of_script = !view.story.empty() && view.story.back().is_of_script;
    if (is_of_script) used += wrapped_height(c, kTellsOfScript, script_style(c), width) + c.px(8);
    for (std::size_t i = view.story.size(); i-- > 0; ++lines) {
        StoryLine const line = shown_line(c, view.story[i].line, width);
        used += wrapped_height(c, line.sentence, words(Type::body, 0), width - indent) + c.px(8);
        if (used > room && lines >= 2) break;
    }
    return lines;
}

// The present one and the next.
std::size_t present_lines(LessonView const& view) {
    bool const has_next =
        !view.story.empty() && view.story.back().line.when == StoryLine::When::next;
    return has_next ? 2 : 1;
}

// Nothing has been told since the question was answered.
bool is_news(LessonView const& view, Frame const& frame) {
    if (frame.questions == nullptr || !view.prediction.is_revealed) return true;
    Time told{-1};
    for (StoryRow const& row : view.story) {
        if (row.line.when == StoryLine::When::now) told = row.at;
    }
    for (QuestionState const& question : *frame.questions) {
        if (question.step == view.prediction.step) return told <= question.answered_at;
    }
    return true;
}

// What everything but the story takes.
float height_of_rest(Canvas const& c, LessonView const& view, float width, bool with_question) {
    float height = c.line_height(Type::label) + c.px(40) +
                   wrapped_height(c, view.title, strong(Type::card_title, 0), width);
    if (with_question) {
        height += c.px(8) + wrapped_height(c, view.question, words(Type::body, 0), width);
    }
    if (view.has_prediction) {
        height += c.px(60) + c.line_height(Type::label) +
                  wrapped_height(c, view.prediction.question, strong(Type::body, 0), width) +
                  static_cast<float>(view.prediction.answers.size()) *
                      (c.line_height(Type::secondary) + c.px(21)) +
                  2 * c.line_height(Type::secondary);
        if (view.prediction.is_of_script) {
            height += wrapped_height(c, kAsksOfScript, script_style(c), width) + c.px(4);
        }
    }
    if (!view.expectations.empty()) {
        height += c.px(30) + c.line_height(Type::label) +
                  static_cast<float>(view.expectations.size()) *
                      (1.5F * c.line_height(Type::secondary) + c.px(8));
    }
    return height;
}

// A lesson that has just been opened begins at its top, also when it is the same one again.
ScrollFrom scroll_from(UiState& ui) {
    bool const is_new = ui.opened_shown != ui.opened;
    ui.opened_shown = ui.opened;
    return is_new ? ScrollFrom::top : ScrollFrom::where_it_was;
}

// Lower than this (at scale 1) a challenge shows what is to be done before what was told.
constexpr float kLowForChallenge = 620;

}  // namespace

void draw_lesson(Canvas const& canvas, Rect area, Frame const& frame, UiState& ui,
                 Requests& requests) {
    Canvas const& c = canvas;
    if (frame.scenario == nullptr) return;
    LessonView view = lesson_view(frame, ui);
    float const x = area.left + c.px(24);
    float const width = area.width() - c.px(48);
    if (frame.scenario->challenge) {
        float const foot = hand_in_height(c) + c.px(24);
        area.bottom = std::max(area.top, area.bottom - foot);
        separator(c, area.left, area.right, area.bottom);
        draw_hand_in(c, {x, area.bottom + c.px(12)}, width, ui, requests);
        if (is_empty(area)) return;
    }
    Scroll const scroll = begin_scroll(c, "lesson", area, scroll_from(ui));
    // On a low window the question of the whole lesson makes room for what is asked now.
    float const present = c.px(100);
    bool const with_question = view.story.empty() || !view.has_prediction ||
                               height_of_rest(c, view, width, true) + present < area.height();
    if (!with_question && view.prediction.is_revealed) {
        std::erase_if(view.prediction.answers,
                      [](Answer const& each) { return each.meaning == Meaning::plain; });
    }
    bool const is_challenge = frame.scenario->challenge.has_value();
    bool const is_told_last = is_challenge && area.height() < c.px(kLowForChallenge);
    float const room =
        is_challenge ? 0 : area.height() - height_of_rest(c, view, width, with_question);
    // With little room what is asked, and what came of it, stands before what was told; until
    // something newer is told.
    bool const asks_first = view.has_prediction && !with_question && is_news(view, frame);
    std::size_t const lines = asks_first ? present_lines(view) : story_lines(c, view, width, room);
    Column column{scroll.canvas, x, scroll.top + c.px(22), width};
    column.draw_head(view, with_question && !is_told_last);
    if (asks_first) column.draw_prediction(view.prediction, frame, ui);
    if (!is_told_last) column.draw_story(view, lines, requests);
    if (view.has_prediction && !asks_first) column.draw_prediction(view.prediction, frame, ui);
    column.draw_expectations(view);
    if (is_challenge) {
        column.go_to(
            draw_challenge(scroll.canvas, {x, column.bottom()}, width, frame, ui, requests));
    }
    if (is_told_last) column.draw_story(view, lines, requests);
    end_scroll(scroll, column.bottom() + c.px(16));
}

}  // namespace highwater::gui
