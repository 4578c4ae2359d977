#include "gui/view/lesson.h"

#include <algorithm>

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

// The sentences told so far, and what comes next: a sentence or a question.
std::vector<StoryRow> story_of(Frame const& frame) {
    std::vector<StoryRow> rows;
    QuestionState const* const question = latest_question(frame);
    bool const is_open = question != nullptr && frame.cursor.at < question->answered_at;
    for (LessonStep const& step : frame.scenario->steps) {
        bool const is_asked = step.ask.empty() || step.at - kBeforeQuestion <= frame.cursor.at;
        if (!is_asked) {
            StoryRow row;
            row.at = step.at - kBeforeQuestion;
            row.line = {"next", step.ask, StoryLine::When::next};
            rows.push_back(std::move(row));
            break;
        }
        if (step.say.empty()) continue;
        bool const is_told = step.at <= frame.cursor.at;
        StoryRow row;
        row.at = step.at;
        row.line = {is_told ? tenths(step.at) : "next", step.say,
                    is_told ? StoryLine::When::past : StoryLine::When::next};
        // The sentence after a question is mostly its answer.
        if (!is_told && is_open) row.line.sentence = "at " + tenths(step.at);
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
    LessonStep const& step = frame.scenario->steps[static_cast<std::size_t>(question.step)];
    view.step = question.step;
    view.question = step.ask;
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

// An expectation that would give the answer to an open question away shows only what it asks.
std::string claim_of(ExpectationState const& state, std::size_t index, Frame const& frame,
                     UiState const& ui) {
    bool const waits = state.lamp == ExpectationState::Lamp::open;
    if (!waits || frame.questions == nullptr) return state.text;
    Expectation const& expectation = frame.scenario->expectations[index].expectation;
    for (QuestionState const& question : *frame.questions) {
        LessonStep const& step = frame.scenario->steps[static_cast<std::size_t>(question.step)];
        bool const same = step.answer && step.answer->query.text == expectation.query.text;
        if (same && !is_revealed(question, frame, ui)) return expectation.query.text + " …";
    }
    // Nor before the question is asked.
    for (LessonStep const& step : frame.scenario->steps) {
        bool const comes = step.at > frame.cursor.at && step.at <= state.at;
        if (comes && step.answer && step.answer->query.text == expectation.query.text) {
            return expectation.query.text + " …";
        }
    }
    return state.text;
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
    view.story = story_of(frame);
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
