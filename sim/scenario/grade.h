// How well an answer to a challenge does: the same judge for the command line and the window.
// Whoever plays the run looks at its expectations; this says what that means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/checks.h"
#include "scenario/queries.h"
#include "scenario/scenario.h"

namespace highwater {

// What was found of an expectation, in words.
struct Observed {
    bool holds{};
    std::string sentence;  // "leader of orders-1 is broker-2, not broker-3"
};

struct GoalVerdict {
    std::string words;  // what was asked for
    Time at;
    std::optional<Observed> found;  // none: the run has not come so far
    std::string why;                // what to think about; only where it is missed
};

struct Grade {
    bool is_answered{};
    std::string by;
    std::int32_t changes{};
    std::int32_t budget{-1};
    std::vector<GoalVerdict> goals;
    std::vector<std::string> broken;  // what must hold beside the goals, and does not

    std::int32_t reached() const;
    bool is_complete() const;  // every goal was looked at
    bool passes() const;
};

// `found` has one entry for each of Scenario::expectations. The scenario is a challenge.
Grade grade_of(Scenario const& scenario, std::vector<std::optional<Observed>> const& found,
               std::vector<std::string> const& violations);

// Plays the whole scenario.
Grade grade(Scenario const& scenario);

// Violations but for those that the scenario's [protocol] is meant to bring about.
std::vector<Violation> unexpected(Scenario const& scenario, Checks const& checks);

// "Passed: all 3 goals are reached, with 1 change of 2."
std::string summary_of(Grade const& grade);

}  // namespace highwater
