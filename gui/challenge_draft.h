// What a learner has chosen so far as an answer to the challenge on the stage. View state: it
// becomes a file, and by that a run, only when it is handed in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/grade.h"

namespace highwater::gui {

struct ChallengeDraft {
    std::string of;                       // the scenario's file
    std::string by;                       // the learner's name
    std::vector<std::string> values;      // by Challenge::may_set; empty: as it is
    std::vector<ChosenCommand> commands;  // handed in before; what is clicked joins them
    std::int32_t types{-1};               // the row that is typed in; kTypesName: the name
    bool grades{};                        // the answered run is on its way to the end
    bool told_nothing_changed{};          // handed in again, it is taken all the same
    std::string saved_as;                 // where the answer lies
    std::vector<std::string> problems;    // why it was not taken
    std::optional<Grade> grade;
};
constexpr std::int32_t kTypesNothing = -1;
constexpr std::int32_t kTypesName = -2;

}  // namespace highwater::gui
