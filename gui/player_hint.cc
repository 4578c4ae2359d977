// What the misconception sensor offers, shown: a branch of its own, a few commands in it, and its
// end twenty seconds later. The grade of a challenge's answer, and a lesson in other words.
#include <algorithm>
#include <utility>

#include "gui/player.h"
#include "scenario/units.h"
#include "world/lookup.h"

namespace highwater::gui {

std::optional<Hint> Player::take_hint() { return std::exchange(hint_, std::nullopt); }

std::string Player::show_hint(Hint hint) {
    pause();
    std::string const said = fork(hint.future);
    showing_ = Showing{std::move(hint), timeline_->current_branch(), timeline_->world().now, 0};
    return said;
}

std::optional<std::string> Player::take_outcome() {
    if (outcome_.empty()) return std::nullopt;
    return std::exchange(outcome_, {});
}

// Whoever goes elsewhere meanwhile has seen enough.
void Player::go_on_showing() {
    if (!showing_ || going_to_) return;
    if (timeline_->current_branch() != showing_->branch || is_playing_) return showing_.reset();
    Time const now = timeline_->world().now;
    std::vector<HintStep> const& steps = showing_->hint.steps;
    if (showing_->done < steps.size()) {
        HintStep const& step = steps[showing_->done];
        Time const at = std::min(showing_->began + step.after, end_of_lesson());
        if (now < at) return seek(at);
        ++showing_->done;
        run_phrase(step.phrase);
        return;
    }
    Time const end = std::min(showing_->began + kHintLength, end_of_lesson());
    if (now < end) return seek(end);
    outcome_ = write_duration(now - showing_->began) +
               " later: " + outcome_of(showing_->hint, timeline_->world()) +
               " ← goes back through it.";
    showing_.reset();
    refresh();
}

void Player::take_words(Scenario const& translated) {
    if (translated.steps.size() != scenario_.steps.size()) return;
    scenario_.title = translated.title;
    scenario_.question = translated.question;
    scenario_.language = translated.language;
    scenario_.languages = translated.languages;
    for (std::size_t i = 0; i < scenario_.steps.size(); ++i) {
        LessonStep& step = scenario_.steps[i];
        step.say = translated.steps[i].say;
        step.ask = translated.steps[i].ask;
        step.choice_words = translated.steps[i].choice_words;
    }
    if (scenario_.challenge && translated.challenge) {
        scenario_.challenge->task = translated.challenge->task;
        std::vector<ChallengeGoal>& goals = scenario_.challenge->goals;
        for (std::size_t i = 0; i < goals.size() && i < translated.challenge->goals.size(); ++i) {
            goals[i].say = translated.challenge->goals[i].say;
            goals[i].why = translated.challenge->goals[i].why;
        }
    }
    refresh();
}

Grade Player::grade() const {
    std::vector<std::optional<Observed>> found;
    for (ExpectationState const& each : expectations_) {
        bool const is_open = each.lamp == ExpectationState::Lamp::open;
        bool const holds = each.lamp == ExpectationState::Lamp::holds;
        found.push_back(is_open ? std::nullopt : std::optional{Observed{holds, each.sentence}});
    }
    std::vector<std::string> violations;
    for (Violation const& violation : unexpected(scenario_, timeline_->checks())) {
        violations.push_back(describe(violation, who_));
    }
    return grade_of(scenario_, found, violations);
}

}  // namespace highwater::gui
