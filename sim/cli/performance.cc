#include "cli/performance.h"

#include <algorithm>
#include <ostream>

#include "world/lookup.h"

namespace highwater::cli {

Performance::Performance(Scenario const& scenario, Time until, RunLimits limits, Audience audience)
    : scenario_{scenario},
      until_{until},
      limits_{limits},
      audience_{audience},
      sheet_{audience.facts_as},
      world_{start_world(scenario)} {
    bool const is_heard = audience.facts != nullptr || audience.story != nullptr;
    runner_.trace = is_heard ? &trace_ : nullptr;
    runner_.checks = &checks_;
    if (audience.facts != nullptr) *audience.facts << sheet_.head();
}

RunStatus Performance::play() {
    std::size_t command = 0;
    std::size_t expectation = 0;
    auto const& commands = scenario_.commands;
    auto const& expectations = scenario_.expectations;
    while (!is_stopped()) {
        Time next = until_;
        if (command < commands.size()) next = std::min(next, commands[command].at);
        if (expectation < expectations.size()) {
            next = std::min(next, expectations[expectation].at);
        }
        run_to_instant(next - microseconds(1));
        play_instant(next, command, expectation);
        bool const is_over = next == until_;
        if (is_over) break;
    }
    bool const has_healed = scenario_.healed && until_ >= Time{} + scenario_.duration;
    if (has_healed && !is_stopped()) check_liveness(checks_, world_);
    if (audience_.facts != nullptr) *audience_.facts << sheet_.end();
    return status_;
}

std::int32_t Performance::count(bool holds, bool of_goals) const {
    return static_cast<std::int32_t>(
        std::count_if(checked_.begin(), checked_.end(), [&](Checked const& each) {
            bool const is_goal = each.expectation->goal >= 0;
            return each.judgement.holds == holds && is_goal == of_goals;
        }));
}

std::vector<Violation> Performance::unexpected() const {
    return highwater::unexpected(scenario_, checks_);
}

Grade Performance::grade() const {
    std::vector<std::optional<Observed>> found(scenario_.expectations.size());
    for (Checked const& each : checked_) {
        auto const index = each.expectation - scenario_.expectations.data();
        found[static_cast<std::size_t>(index)] =
            Observed{each.judgement.holds, each.judgement.sentence};
    }
    std::vector<std::string> violations;
    Describer const who = describer_of(world_);
    for (Violation const& violation : unexpected()) {
        violations.push_back(describe(violation, who));
    }
    return grade_of(scenario_, found, violations);
}

std::vector<InvariantId> Performance::unbroken() const {
    std::vector<InvariantId> missing;
    for (InvariantId const id : scenario_.breaks) {
        auto const& all = checks_.violations();
        bool const rang = std::any_of(all.begin(), all.end(), [&](Violation const& violation) {
            return violation.invariant == id;
        });
        if (!rang) missing.push_back(id);
    }
    return missing;
}

bool Performance::holds() const {
    bool const is_whole = until_ >= Time{} + scenario_.duration;
    return failed() == 0 && count(false, true) == 0 && unexpected().empty() &&
           (!is_whole || unbroken().empty());
}

bool Performance::is_stopped() const {
    return status_ != RunStatus::reached || (stops_early_ && !unexpected().empty());
}

// The commands of an instant come first, then its other events; an expectation sees what stands
// before it in the file.
void Performance::play_instant(Time at, std::size_t& command, std::size_t& expectation) {
    auto const& commands = scenario_.commands;
    auto const& expectations = scenario_.expectations;
    // Clients are made at 0 by commands of their own.
    if (at == Time{}) {
        for (std::size_t i = 0; i < scenario_.producers.size() + scenario_.consumers.size(); ++i) {
            step(world_, runner_, at);
        }
        tell();
    }
    while (command < commands.size() && commands[command].at == at) {
        while (expectation < expectations.size() && expectations[expectation].at == at &&
               expectations[expectation].commands_before <= static_cast<std::int32_t>(command)) {
            look(expectations[expectation++]);
        }
        carry_out(commands[command++]);
    }
    run_to_instant(at);
    while (expectation < expectations.size() && expectations[expectation].at == at) {
        look(expectations[expectation++]);
    }
}

void Performance::carry_out(TimedCommand const& command) {
    if (is_stopped()) return;
    bool const is_prose = std::holds_alternative<SayText>(command.command.body) ||
                          std::holds_alternative<AskText>(command.command.body);
    if (audience_.story != nullptr && !is_prose) {
        audience_.story->command(command.at, command.command.phrase);
    }
    step(world_, runner_, command.at);
    tell();
}

void Performance::look(TimedExpectation const& expectation) {
    if (is_stopped()) return;
    checked_.push_back({&expectation, check(world_, expectation.expectation)});
    if (audience_.story == nullptr) return;
    std::string words;
    if (expectation.goal >= 0) {
        auto const nth = static_cast<std::size_t>(expectation.goal);
        words = scenario_.challenge->goals[nth].say;
        if (words.empty()) words = expectation.expectation.text;
    }
    audience_.story->judgement(expectation.at, checked_.back().judgement, words);
}

// In slices, so that the facts of one fit into the trace.
void Performance::run_to_instant(Time at) {
    constexpr Duration kSlice = milliseconds(100);
    while (!is_stopped() && world_.now < at) {
        Time const slice = std::min(at, world_.now + kSlice);
        status_ = run_until(world_, slice, runner_, limits_);
        tell();
    }
    if (!is_stopped()) status_ = run_until(world_, at, runner_, limits_);
    tell();
}

void Performance::tell() {
    if (runner_.trace == nullptr) return;
    Describer const who = describer_of(world_);
    for (TracedFact const& traced : trace_.facts_since(told_)) {
        if (audience_.facts != nullptr) {
            *audience_.facts << sheet_.row(traced, who);
        }
        if (audience_.story != nullptr) audience_.story->fact(traced, who);
    }
    told_ = trace_.next_fact();
}

}  // namespace highwater::cli
