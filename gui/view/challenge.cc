#include "gui/view/challenge.h"

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

void add_settings(Challenge const& challenge, ChallengeDraft const& draft, ChallengeView& view) {
    for (std::size_t i = 0; i < challenge.may_set.size(); ++i) {
        ChangeRow row;
        row.name = challenge.may_set[i];
        if (i < draft.values.size()) row.value = draft.values[i];
        std::string const& was = challenge.was[i];
        row.hint = was.empty() ? "Kafka's default" : was;
        view.settings.push_back(std::move(row));
    }
}

void add_command(Challenge const& challenge, ChosenCommand const& command, std::int32_t index,
                 ChallengeView& view) {
    ChangeRow row;
    row.name = command.phrase;
    row.value = tenths(command.at);
    row.command = index;
    row.is_wrong = !may_do(challenge, command.phrase) || command.at < challenge.from ||
                   command.at > challenge.until;
    view.commands.push_back(std::move(row));
}

void add_goals(Frame const& frame, ChallengeView& view) {
    Challenge const& challenge = *frame.scenario->challenge;
    std::size_t reached = 0;
    for (ChallengeGoal const& goal : challenge.goals) {
        ExpectationState const& state =
            frame.expectations[static_cast<std::size_t>(goal.expectation)];
        Lamp lamp;
        lamp.claim = goal.say.empty() ? state.text : goal.say;
        switch (state.lamp) {
        case ExpectationState::Lamp::open:
            lamp.verdict = Lamp::Verdict::waiting;
            lamp.note = "at " + tenths(state.at);
            break;
        case ExpectationState::Lamp::holds:
            lamp.verdict = Lamp::Verdict::holds;
            lamp.note = "reached";
            ++reached;
            break;
        case ExpectationState::Lamp::failed:
            lamp.verdict = Lamp::Verdict::violated;
            lamp.note = "missed: it is " + state.actual;
            break;
        }
        view.goals.push_back(std::move(lamp));
    }
    view.goals_label = "Goals · " + std::to_string(reached);
    view.goals_label += " of " + std::to_string(challenge.goals.size());
}

std::string list_of(std::vector<std::string> const& beginnings) {
    std::string text;
    for (std::string const& each : beginnings) {
        text += text.empty() ? "" : ", ";
        text += each + " …";
    }
    return text;
}

}  // namespace

ChallengeView challenge_view(Frame const& frame, UiState const& ui,
                             std::vector<ChosenCommand> const& clicked) {
    ChallengeView view;
    Challenge const& challenge = *frame.scenario->challenge;
    ChallengeDraft const& draft = ui.challenge;
    view.task = challenge.task;
    add_settings(challenge, draft, view);
    for (std::size_t i = 0; i < draft.commands.size(); ++i) {
        add_command(challenge, draft.commands[i], static_cast<std::int32_t>(i), view);
    }
    for (ChosenCommand const& each : clicked) add_command(challenge, each, -1, view);
    view.may_do = list_of(challenge.may_do);
    std::int32_t const changes = answer_of(challenge, draft, clicked).changes();
    view.changes_label = "Changes · " + std::to_string(changes);
    if (challenge.budget >= 0) view.changes_label += " of " + std::to_string(challenge.budget);
    view.is_over_budget = challenge.budget >= 0 && changes > challenge.budget;
    add_goals(frame, view);
    view.problems = draft.problems;
    view.saved_as = draft.saved_as;
    if (!draft.grade) return view;
    view.verdict = summary_of(*draft.grade);
    view.has_passed = draft.grade->passes();
    for (GoalVerdict const& goal : draft.grade->goals) {
        if (!goal.why.empty()) view.thoughts.push_back(goal.why);
    }
    for (std::string const& each : draft.grade->broken) view.thoughts.push_back(each);
    return view;
}

std::vector<ChosenCommand> clicked_of(Frame const& frame) {
    std::vector<ChosenCommand> clicked;
    if (frame.given == nullptr) return clicked;
    for (GivenCommand const& each : *frame.given) {
        // As in a saved scenario: behind everything that has happened at its instant.
        clicked.push_back({each.at + microseconds(1), each.command.phrase});
    }
    return clicked;
}

GivenAnswer answer_of(Challenge const& challenge, ChallengeDraft const& draft,
                      std::vector<ChosenCommand> const& clicked) {
    GivenAnswer answer;
    answer.by = draft.by;
    for (std::size_t i = 0; i < challenge.may_set.size() && i < draft.values.size(); ++i) {
        if (!draft.values[i].empty()) {
            answer.settings.push_back({challenge.may_set[i], draft.values[i]});
        }
    }
    answer.commands = draft.commands;
    answer.commands.insert(answer.commands.end(), clicked.begin(), clicked.end());
    return answer;
}

}  // namespace highwater::gui
