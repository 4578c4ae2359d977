// The script on the stage in every combination of some settings: the same seed, the same steps, and
// what was done by hand at the same instants. Each is run to its end in the time that a frame has
// left.
#include <algorithm>

#include "gui/player.h"

namespace highwater::gui {
namespace {
constexpr std::int64_t kAtOnce = 500;  // events between two looks at the clock
}

void Player::set_combinations(std::vector<SettingChoices> choices,
                              std::vector<Scenario> const& scenarios) {
    combining_.emplace();
    for (std::vector<std::string>& settings : combinations_of(choices)) {
        CombinedRun run;
        run.settings = std::move(settings);
        combining_->shown.runs.push_back(std::move(run));
    }
    combining_->shown.choices = std::move(choices);
    for (Scenario const& scenario : scenarios) {
        World start = start_world(scenario);
        MeasuredRun run{start};
        combining_->runs.push_back({std::move(start), std::move(run), 0});
    }
    begin_combining();
}

void Player::begin_combining() {
    combining_->commands = timeline_->branch().commands.size();
    combining_->branch = timeline_->current_branch();
    for (std::size_t i = 0; i < combining_->runs.size(); ++i) {
        Combining::Going& going = combining_->runs[i];
        going.run = MeasuredRun{going.start};
        going.given = 0;
        combining_->shown.runs[i].is_done = false;
        combining_->shown.runs[i].stopped.clear();
        combining_->shown.runs[i].at = going.start.now;
    }
    ++revision_;
}

bool Player::combines_this_run() const {
    return combining_->commands == timeline_->branch().commands.size() &&
           combining_->branch == timeline_->current_branch();
}

bool Player::is_combining() const {
    if (!combining_) return false;
    return !combines_this_run() ||
           std::any_of(combining_->shown.runs.begin(), combining_->shown.runs.end(),
                       [](CombinedRun const& run) { return !run.is_done; });
}

void Player::go_on_combining(double deadline) {
    if (!is_combining()) return;
    if (!combines_this_run()) begin_combining();
    for (std::size_t i = 0; i < combining_->runs.size() && has_time(deadline); ++i) {
        if (combining_->shown.runs[i].is_done) continue;
        combine_on(combining_->runs[i], combining_->shown.runs[i], deadline);
        ++revision_;
    }
}

// A command by hand comes at its instant, behind all that happens in it.
void Player::combine_on(Combining::Going& going, CombinedRun& shown, double deadline) {
    std::vector<GivenCommand> const& commands = timeline_->branch().commands;
    while (has_time(deadline)) {
        bool const has_more =
            going.given < commands.size() && commands[going.given].at <= end_of_lesson();
        Time const next =
            has_more ? std::max(going.run.world().now, commands[going.given].at) : end_of_lesson();
        bool const is_there = going.run.run(next, kAtOnce);
        shown.at = going.run.world().now;
        if (!is_there) continue;
        if (going.run.status() != RunStatus::reached) {
            shown.is_done = true;
            shown.stopped = describe(going.run.status(), going.run.world(), {});
            return;
        }
        if (has_more) {
            Runner runner;
            give_again(going.run.world(), commands[going.given++], runner);
            going.run.look();
            continue;
        }
        shown.is_done = true;
        shown.outcome = going.run.outcome();
        return;
    }
}

}  // namespace highwater::gui
