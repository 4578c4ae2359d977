#include "scenario/grade.h"

#include <algorithm>

#include "check/violation.h"
#include "scenario/play.h"
#include "trace/sentence.h"
#include "world/lookup.h"

namespace highwater {

namespace {

using sentence::counted;

}  // namespace

std::int32_t Grade::reached() const {
    return static_cast<std::int32_t>(
        std::count_if(goals.begin(), goals.end(),
                      [](GoalVerdict const& goal) { return goal.found && goal.found->holds; }));
}

bool Grade::is_complete() const {
    return std::all_of(goals.begin(), goals.end(),
                       [](GoalVerdict const& goal) { return goal.found.has_value(); });
}

bool Grade::passes() const {
    return static_cast<std::size_t>(reached()) == goals.size() && broken.empty();
}

std::vector<Violation> unexpected(Scenario const& scenario, Checks const& checks) {
    std::vector<Violation> found;
    for (Violation const& violation : checks.violations()) {
        auto const& breaks = scenario.breaks;
        bool const is_meant =
            std::find(breaks.begin(), breaks.end(), violation.invariant) != breaks.end();
        if (!is_meant) found.push_back(violation);
    }
    return found;
}

Grade grade_of(Scenario const& scenario, std::vector<std::optional<Observed>> const& found,
               std::vector<std::string> const& violations) {
    Grade grade;
    grade.budget = scenario.challenge->budget;
    if (scenario.answer) {
        grade.is_answered = true;
        grade.by = scenario.answer->by;
        grade.changes = scenario.answer->changes();
    }
    for (ChallengeGoal const& goal : scenario.challenge->goals) {
        auto const index = static_cast<std::size_t>(goal.expectation);
        GoalVerdict verdict;
        verdict.words = goal.say.empty() ? scenario.expectations[index].expectation.text : goal.say;
        verdict.at = goal.at;
        verdict.found = found[index];
        if (verdict.found && !verdict.found->holds) verdict.why = goal.why;
        grade.goals.push_back(std::move(verdict));
    }
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
        bool const is_goal = scenario.expectations[i].goal >= 0;
        if (!is_goal && found[i] && !found[i]->holds) grade.broken.push_back(found[i]->sentence);
    }
    grade.broken.insert(grade.broken.end(), violations.begin(), violations.end());
    return grade;
}

Grade grade(Scenario const& scenario) {
    World world = start_world(scenario);
    Checks checks;
    Runner runner;
    runner.checks = &checks;
    std::vector<std::optional<Observed>> found;
    for (TimedExpectation const& each : scenario.expectations) {
        run_to(world, moment_of(scenario, each), runner);
        Judgement judgement = check(world, each.expectation);
        found.push_back(Observed{judgement.holds, std::move(judgement.sentence)});
    }
    run_until(world, Time{} + scenario.duration, runner);
    Describer const who = describer_of(world);
    std::vector<std::string> violations;
    for (Violation const& violation : unexpected(scenario, checks)) {
        violations.push_back(describe(violation, who));
    }
    return grade_of(scenario, found, violations);
}

std::string summary_of(Grade const& grade) {
    auto const all = static_cast<std::int64_t>(grade.goals.size());
    std::string of_goals = std::to_string(grade.reached()) + " of " + counted(all, "goal") +
                           (grade.reached() == 1 ? " is reached" : " are reached");
    if (grade.passes()) {
        of_goals =
            all == 1 ? "its goal is reached" : "all " + counted(all, "goal") + " are reached";
    }
    std::string text = grade.passes() ? "Passed: " : "Not passed: ";
    if (!grade.is_complete()) text = "Not graded yet: ";
    text += of_goals;
    if (!grade.broken.empty()) {
        text +=
            grade.broken.size() == 1 ? ", and something else broke" : ", and other things broke";
    }
    if (!grade.is_answered) return text + ", without any answer.";
    text += ", with " + counted(grade.changes, "change");
    if (grade.budget >= 0) text += " of " + std::to_string(grade.budget);
    return text + ".";
}

}  // namespace highwater
