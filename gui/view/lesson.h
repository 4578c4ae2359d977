// The left column: where the class stands in the lesson's story, what it is asked, and which
// expectations hold so far.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "gui/widgets/rows.h"

namespace highwater::gui {

// A question is asked so long before what happens at its instant, so that the class answers in
// time. The clock shows the instant itself (shown_time).
constexpr Duration kBeforeQuestion = microseconds(1);
// The instant as a person calls it: standing right before one at which a question is asked is
// standing at it.
Time shown_time(Frame const& frame);

// Said once where the lesson begins to tell of something else than this run, and, in short, beside
// each sentence of lecture mode.
inline constexpr char const* kTellsOfScript =
    "You have changed this run: what follows tells of the script as it was.";
inline constexpr char const* kOfScript = "of the script, not of this run";
inline constexpr char const* kAsksOfScript =
    "The script asks this, you have changed the run: the answer is your run's.";
// When somebody did by hand what the script does not know; kNever: nobody has on this branch. What
// is told of later instants is true of the script alone.
Time changed_at(Frame const& frame);

struct StoryRow {
    StoryLine line;
    Time at;
    bool is_of_script{};
};

struct PredictView {
    std::int32_t step{-1};
    std::string question;
    bool is_of_script{};
    std::vector<Answer> answers;  // rows; empty while the truth is being computed
    bool is_revealed{};
    std::string below;  // when the answer shows, or why it is so
};

struct LessonView {
    std::string label;  // "Lesson 3 of 12 · Replication"
    std::string title;
    std::string question;
    std::vector<StoryRow> story;  // told so far, and the next one
    bool has_prediction{};
    PredictView prediction;
    std::string expectations_label;  // "Expectations · 3 of 9 hold"
    std::vector<Lamp> expectations;  // of the last instant they were looked at, and of the next
};

LessonView lesson_view(Frame const& frame, UiState const& ui);

// The latest question that was asked, and the answers to it; nothing before the first.
std::optional<PredictView> asked_question(Frame const& frame, UiState const& ui);

// Whether a question was asked whose answer nobody is to see yet: what is known of the future is
// not shown as long as it is.
bool has_open_question(Frame const& frame, UiState const& ui);
// The question that the keys 1–4 answer now; nullptr when none is open. Needs no view.
QuestionState const* open_question(Frame const& frame, UiState const& ui);
// Sets or changes the prediction; a question that is revealed keeps its answers.
void predict(Frame const& frame, UiState& ui, std::int32_t step, std::int32_t choice);
void reveal(UiState& ui, std::int32_t step);

}  // namespace highwater::gui
