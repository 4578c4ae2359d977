#include "gui/view/lesson.h"

#include <algorithm>

#include "gui/tool_aside.h"
#include "gui/view/lessons_menu.h"
#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

Prediction const* prediction_of(UiState const& ui, std::int32_t step) {
    for (Prediction const& each : ui.predictions) {
        if (each.step == step) return &each;
    }
    return nullptr;
}

bool is_revealed(QuestionState const& question, Frame const& frame, UiState const& ui) {
    if (frame.cursor.at >= question.answered_at) return true;
    Prediction const* mine = prediction_of(ui, question.step);
    return mine != nullptr && mine->revealed;
}

// Who only looks leaves the script as it is.
bool changes_run(CommandBody const& body) {
    if (auto const* exec = std::get_if<ExecTool>(&body)) return changes_cluster(exec->arguments);
    return !std::holds_alternative<SayText>(body) && !std::holds_alternative<AskText>(body) &&
           !std::holds_alternative<MarkInstant>(body);
}

// The latest question that was asked; older ones have had their time.
QuestionState const* latest_question(Frame const& frame) {
    QuestionState const* latest = nullptr;
    if (frame.questions == nullptr) return nullptr;
    for (QuestionState const& each : *frame.questions) {
        if (each.asked_at > frame.cursor.at) continue;
        if (latest == nullptr || each.asked_at >= latest->asked_at) latest = &each;
    }
    return latest;
}

LessonStep const& step_of(QuestionState const& question, Frame const& frame) {
    return frame.scenario->steps[static_cast<std::size_t>(question.step)];
}

// One that is only to be said aloud is answered by the next sentence of the lesson.
bool is_open(QuestionState const& question, Frame const& frame, UiState const& ui) {
    LessonStep const& asked = step_of(question, frame);
    if (asked.answer) return !is_revealed(question, frame, ui);
    std::vector<LessonStep> const& steps = frame.scenario->steps;
    return std::none_of(steps.begin(), steps.end(), [&](LessonStep const& step) {
        return !step.say.empty() && step.at >= asked.at && step.at <= frame.cursor.at;
    });
}

// What is shown of an instant to come could tell the answer to a question that is open, or that is
// asked on the way there.
bool is_behind_question(Time at, Frame const& frame, UiState const& ui) {
    if (has_open_question(frame, ui)) return true;
    std::vector<LessonStep> const& steps = frame.scenario->steps;
    return std::any_of(steps.begin(), steps.end(), [&](LessonStep const& step) {
        return !step.ask.empty() && step.at - kBeforeQuestion > frame.cursor.at && step.at <= at;
    });
}

// The sentences told so far, and what comes next: a sentence or a question.
std::vector<StoryRow> story_of(Frame const& frame, UiState const& ui) {
    std::vector<StoryRow> rows;
    Time const changed = changed_at(frame);
    for (LessonStep const& step : frame.scenario->steps) {
        bool const is_asked = step.ask.empty() || step.at - kBeforeQuestion <= frame.cursor.at;
        if (is_asked && step.say.empty()) continue;
        bool const is_told = is_asked && step.at <= frame.cursor.at;
        StoryRow row;
        row.at = is_asked ? step.at : step.at - kBeforeQuestion;
        row.is_of_script = step.at > changed;
        row.line = {is_told ? tenths(step.at) : "next", is_asked ? step.say : step.ask,
                    is_told ? StoryLine::When::past : StoryLine::When::next};
        // The sentence after a question is mostly its answer, and the next question often is.
        bool const gives_away =
            is_asked ? is_behind_question(step.at, frame, ui) : has_open_question(frame, ui);
        if (!is_told && gives_away) row.line.sentence = "at " + tenths(step.at);
        rows.push_back(std::move(row));
        if (!is_told) break;
    }
    for (std::size_t i = rows.size(); i-- > 0;) {
        if (rows[i].line.when != StoryLine::When::past) continue;
        rows[i].line.when = StoryLine::When::now;
        break;
    }
    return rows;
}

PredictView predict_view(QuestionState const& question, Frame const& frame, UiState const& ui) {
    PredictView view;
    LessonStep const& step = step_of(question, frame);
    view.step = question.step;
    view.question = step.ask;
    view.is_of_script = step.at > changed_at(frame);
    view.is_revealed = is_revealed(question, frame, ui);
    Prediction const* mine = prediction_of(ui, question.step);
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        auto const nth = static_cast<std::int32_t>(i);
        bool const is_true = nth == question.truth;
        bool const is_mine = mine != nullptr && mine->choice == nth;
        Answer row;
        row.key = std::to_string(i + 1);
        row.text = question.choices[i];
        row.chosen = is_mine;
        if (view.is_revealed && is_true) {
            row.note = is_mine ? "✓ true, as you said" : "✓ true answer";
            row.meaning = Meaning::in_sync;
        } else if (is_mine) {
            row.note = "you said";
            if (view.is_revealed) row.meaning = Meaning::at_risk;
        }
        view.answers.push_back(std::move(row));
    }
    if (!step.answer) {
        view.below = "Say it aloud, then play on.";
    } else if (question.choices.empty()) {
        view.below = "The answer is being computed …";
    } else if (view.is_revealed) {
        view.below = question.because;
    } else {
        view.below = "The answer shows at " + tenths(question.answered_at);
    }
    return view;
}

// An expectation that could give the answer to a question away shows only what it asks.
std::string claim_of(ExpectationState const& state, std::size_t index, Frame const& frame,
                     UiState const& ui) {
    bool const waits = state.lamp == ExpectationState::Lamp::open;
    if (!waits || !is_behind_question(state.at, frame, ui)) return state.text;
    return frame.scenario->expectations[index].expectation.query.text + " …";
}

void add_expectations(Frame const& frame, UiState const& ui, LessonView& view) {
    std::vector<ExpectationState> const& all = frame.expectations;
    // The goals of a challenge have their own place.
    auto const is_goal = [&](std::size_t i) { return frame.scenario->expectations[i].goal >= 0; };
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) count += is_goal(i) ? 0U : 1U;
    if (count == 0) return;
    using State = ExpectationState::Lamp;
    std::size_t hold = 0;
    std::size_t failed = 0;
    Time last{-1};
    Time next = kNever;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (is_goal(i)) continue;
        ExpectationState const& each = all[i];
        hold += each.lamp == State::holds ? 1U : 0U;
        failed += each.lamp == State::failed ? 1U : 0U;
        if (each.lamp == State::open) {
            next = std::min(next, each.at);
        } else {
            last = std::max(last, each.at);
        }
    }
    view.expectations_label = "Expectations · " + std::to_string(hold);
    view.expectations_label += " of " + std::to_string(count) + " held";
    if (failed > 0) view.expectations_label += " · " + std::to_string(failed) + " did not";
    for (std::size_t i = 0; i < all.size(); ++i) {
        ExpectationState const& each = all[i];
        bool const shown = each.at == last || each.at == next || each.lamp == State::failed;
        if (!shown || is_goal(i)) continue;
        Lamp row;
        row.claim = claim_of(each, i, frame, ui);
        switch (each.lamp) {
        case State::open:
            row.verdict = Lamp::Verdict::waiting;
            row.note = "at " + tenths(each.at);
            break;
        case State::holds:
            row.verdict = Lamp::Verdict::holds;
            // It was looked at then; what holds now the stage shows.
            row.note = frame.cursor.at > each.at ? "held at " + tenths(each.at) : "holds";
            break;
        case State::failed:
            row.verdict = Lamp::Verdict::violated;
            row.note = "is " + each.actual;
            break;
        }
        view.expectations.push_back(std::move(row));
    }
}

}  // namespace

Time changed_at(Frame const& frame) {
    if (frame.given == nullptr) return kNever;
    for (GivenCommand const& each : *frame.given) {
        if (changes_run(each.command.body)) return each.at;
    }
    return kNever;
}

Time shown_time(Frame const& frame) {
    if (frame.questions == nullptr) return frame.cursor.at;
    for (QuestionState const& each : *frame.questions) {
        if (each.asked_at == frame.cursor.at) return each.asked_at + kBeforeQuestion;
    }
    return frame.cursor.at;
}

LessonView lesson_view(Frame const& frame, UiState const& ui) {
    LessonView view;
    if (frame.scenario == nullptr) return view;
    view.label = frame.catalogue == nullptr ? topic_of(frame.scenario->file)
                                            : label_of(*frame.catalogue, frame.scenario->file);
    view.title = frame.scenario->title;
    view.question = frame.scenario->question;
    view.story = story_of(frame, ui);
    if (std::optional<PredictView> asked = asked_question(frame, ui)) {
        view.has_prediction = true;
        view.prediction = std::move(*asked);
    }
    add_expectations(frame, ui, view);
    return view;
}

std::optional<PredictView> asked_question(Frame const& frame, UiState const& ui) {
    QuestionState const* const question = latest_question(frame);
    if (question == nullptr || frame.scenario == nullptr) return std::nullopt;
    return predict_view(*question, frame, ui);
}

bool has_open_question(Frame const& frame, UiState const& ui) {
    if (frame.questions == nullptr || frame.scenario == nullptr) return false;
    return std::any_of(frame.questions->begin(), frame.questions->end(),
                       [&](QuestionState const& each) {
                           return each.asked_at <= frame.cursor.at && is_open(each, frame, ui);
                       });
}

QuestionState const* open_question(Frame const& frame, UiState const& ui) {
    QuestionState const* question = latest_question(frame);
    if (question == nullptr || question->choices.empty()) return nullptr;
    return is_revealed(*question, frame, ui) ? nullptr : question;
}

void predict(Frame const& frame, UiState& ui, std::int32_t step, std::int32_t choice) {
    if (frame.questions == nullptr) return;
    for (QuestionState const& question : *frame.questions) {
        if (question.step != step || is_revealed(question, frame, ui)) continue;
        if (choice < 0 || static_cast<std::size_t>(choice) >= question.choices.size()) continue;
        for (Prediction& mine : ui.predictions) {
            if (mine.step == step) {
                mine.choice = choice;
                return;
            }
        }
        ui.predictions.push_back({step, choice, false});
    }
}

void reveal(UiState& ui, std::int32_t step) {
    for (Prediction& mine : ui.predictions) {
        if (mine.step == step) {
            mine.revealed = true;
            return;
        }
    }
    ui.predictions.push_back({step, -1, true});
}

}  // namespace highwater::gui
