// The challenge in the left column: what may be changed and is, which goals are reached, and how
// the last answer was graded.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"
#include "gui/widgets/rows.h"

namespace highwater::gui {

struct ChangeRow {
    std::string name;          // "checkout.acks", or what is done
    std::string value;         // "all"; of a command: when
    std::string hint;          // where no value is: "as it is"
    bool is_wrong{};           // may not be changed or done
    std::int32_t command{-1};  // of ChallengeDraft::commands, which can be taken back
};

struct ChallengeView {
    std::string task;
    std::string changes_label;  // "Changes · 1 of 2"
    bool is_over_budget{};
    std::vector<ChangeRow> settings;  // by Challenge::may_set
    std::vector<ChangeRow> commands;  // handed in before, and clicked on this branch
    std::string may_do;               // "you may: exec kafka-topics …, join kitchen …"
    std::string goals_label;          // "Goals · 1 of 3"
    std::vector<Lamp> goals;
    std::string verdict;  // "Passed: …", once it was graded
    bool has_passed{};
    std::vector<std::string> thoughts;  // what to think about: of missed goals
    std::vector<std::string> problems;
    std::string saved_as;
};

ChallengeView challenge_view(Frame const& frame, UiState const& ui,
                             std::vector<ChosenCommand> const& clicked);

// What was done by hand on this branch, as an answer says it.
std::vector<ChosenCommand> clicked_of(Frame const& frame);

// The answer that the draft is: what was chosen, and all that was done.
GivenAnswer answer_of(Challenge const& challenge, ChallengeDraft const& draft,
                      std::vector<ChosenCommand> const& clicked);

}  // namespace highwater::gui
