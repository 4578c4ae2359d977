// highwater run FILE: plays a scenario, tells what happened, and checks its expectations.
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/limits.h"
#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/json.h"
#include "cli/program.h"
#include "cli/story.h"
#include "scenario/losses.h"
#include "scenario/saved_run.h"
#include "scenario/state.h"
#include "scenario/units.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {

struct Checked {
    TimedExpectation const* expectation{};
    Judgement judgement;
};

// Plays the scenario in pieces: to each command, over it, to each expectation, to the end.
class Performance {
public:
    Performance(Scenario const& scenario, Time until, RunLimits limits, std::ostream* facts,
                Story* story)
        : scenario_{scenario}, until_{until}, limits_{limits}, facts_{facts}, story_{story} {
        runner_.trace = &trace_;
        world_ = start_world(scenario);
    }

    RunStatus play() {
        std::size_t command = 0;
        std::size_t expectation = 0;
        auto const& commands = scenario_.commands;
        auto const& expectations = scenario_.expectations;
        while (status_ == RunStatus::reached) {
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
        return status_;
    }

    World const& world() const { return world_; }
    std::vector<Checked> const& checked() const { return checked_; }
    std::int32_t failed() const {
        std::int32_t count = 0;
        for (Checked const& each : checked_) count += each.judgement.holds ? 0 : 1;
        return count;
    }

private:
    // The commands of an instant come first, then its other events; an expectation sees what stands
    // before it in the file.
    void play_instant(Time at, std::size_t& command, std::size_t& expectation) {
        auto const& commands = scenario_.commands;
        auto const& expectations = scenario_.expectations;
        // Clients are made at 0 by commands of their own.
        if (at == Time{}) {
            for (std::size_t i = 0; i < scenario_.producers.size() + scenario_.consumers.size();
                 ++i) {
                step(world_, runner_, at);
            }
            tell();
        }
        while (command < commands.size() && commands[command].at == at) {
            while (expectation < expectations.size() && expectations[expectation].at == at &&
                   expectations[expectation].commands_before <=
                       static_cast<std::int32_t>(command)) {
                look(expectations[expectation++]);
            }
            carry_out(commands[command++]);
        }
        run_to_instant(at);
        while (expectation < expectations.size() && expectations[expectation].at == at) {
            look(expectations[expectation++]);
        }
    }

    void carry_out(TimedCommand const& command) {
        if (status_ != RunStatus::reached) return;
        bool const is_prose = std::holds_alternative<SayText>(command.command.body) ||
                              std::holds_alternative<AskText>(command.command.body);
        if (story_ != nullptr && !is_prose) story_->command(command.at, command.command.phrase);
        step(world_, runner_, command.at);
        tell();
    }

    void look(TimedExpectation const& expectation) {
        if (status_ != RunStatus::reached) return;
        checked_.push_back({&expectation, check(world_, expectation.expectation)});
        if (story_ != nullptr) story_->judgement(expectation.at, checked_.back().judgement);
    }

    // In slices, so that the facts of one fit into the trace.
    void run_to_instant(Time at) {
        constexpr Duration kSlice = milliseconds(100);
        while (status_ == RunStatus::reached && world_.now < at) {
            Time const slice = std::min(at, world_.now + kSlice);
            status_ = run_until(world_, slice, runner_, limits_);
            tell();
        }
        if (status_ == RunStatus::reached) status_ = run_until(world_, at, runner_, limits_);
        tell();
    }

    void tell() {
        Describer const who = describer_of(world_);
        for (TracedFact const& traced : trace_.facts_since(told_)) {
            if (facts_ != nullptr) *facts_ << to_json(traced, who).dump() << "\n";
            if (story_ != nullptr) story_->fact(traced, who);
        }
        told_ = trace_.next_fact();
    }

    Scenario const& scenario_;
    Time until_;
    RunLimits limits_;
    std::ostream* facts_;
    Story* story_;
    World world_;
    Trace trace_;
    Runner runner_;
    std::uint64_t told_{};
    RunStatus status_{};
    std::vector<Checked> checked_;
};

Json summary_of(Scenario const& scenario, Performance const& performance) {
    World const& world = performance.world();
    Describer const who = describer_of(world);
    Json json = Json::object();
    json["title"] = scenario.title;
    json["seed"] = scenario.world.seed;
    json["at_us"] = world.now.us;
    json["events"] = world.counters.events;
    json["history_hash"] = to_json(state_of(world, EventId{}))["history_hash"];
    Json expectations = Json::array();
    for (Checked const& each : performance.checked()) {
        expectations.push_back({{"at_us", each.expectation->at.us},
                                {"line", each.expectation->place.line},
                                {"expect", each.expectation->expectation.text},
                                {"holds", each.judgement.holds},
                                {"actual", write_answer(each.judgement.actual)}});
    }
    json["expectations"] = expectations;
    Json lost = Json::array();
    for (LostRecord const& record : lost_records(world)) {
        lost.push_back({{"producer", who.node(record.producer)},
                        {"nth", record.nth},
                        {"partition", who.partition(record.partition)},
                        {"offset", record.offset.value},
                        {"key", record.key ? Json(*record.key) : Json(nullptr)},
                        {"why", describe(record, who)}});
    }
    json["lost"] = lost;
    return json;
}

std::optional<RunLimits> limits_of(RunWish const& wish) {
    RunLimits limits = default_limits();
    if (wish.max_events > 0) limits.max_events = static_cast<std::uint64_t>(wish.max_events);
    if (wish.max_memory.empty()) return limits;
    auto const bytes = parse_size(wish.max_memory);
    if (!bytes || *bytes <= 0) {
        refuse_phrase(
            "--max-memory", wish.max_memory,
            {0, static_cast<std::int32_t>(wish.max_memory.size()),
             bytes ? "too little to run in" : bytes.problem().message, "write for example 2GiB"});
        return std::nullopt;
    }
    limits.max_memory_bytes = *bytes;
    return limits;
}

// A second run, because the first one keeps no trail. None after saying what is wrong.
bool write_save_of(Scenario const& scenario, Time until, RunWish const& wish) {
    Timeline timeline{start_world(scenario)};
    timeline.run_until(until);
    std::ofstream file{wish.save_file, std::ios::binary};
    file << write_save(save_run(scenario, wish.settings, timeline));
    file.close();
    if (!file) refuse("cannot write " + wish.save_file, "is the folder there, and writable?");
    return !file.fail();
}

}  // namespace

int run_scenario(RunWish const& wish) {
    if (wish.format != "text" && wish.format != "json") {
        return refuse("--format " + wish.format + " is unknown", "have text, json");
    }
    auto const limits = limits_of(wish);
    if (!limits) return kBadInput;
    auto const scenario = open_scenario(wish.file, wish.settings);
    if (!scenario) return kBadInput;
    auto const until = read_instant("--until", wish.until, *scenario);
    if (!until) return kBadInput;
    remember_for_crash(scenario->world.seed);

    // `-` is standard output, and then nothing but facts stands there.
    bool const facts_alone = wish.facts_file == "-";
    std::ofstream facts_file;
    if (!wish.facts_file.empty() && !facts_alone) {
        facts_file.open(wish.facts_file);
        if (!facts_file) return refuse("cannot write " + wish.facts_file);
    }
    std::ostream* const facts = facts_alone               ? &std::cout
                                : wish.facts_file.empty() ? nullptr
                                                          : &facts_file;
    bool const is_text = wish.format == "text" && !facts_alone;
    Story story{std::cout, wish.is_detailed};
    if (is_text) story.open(*scenario);
    Performance performance{*scenario, *until, *limits, facts, is_text ? &story : nullptr};
    RunStatus const status = performance.play();
    if (!has_arrived(status, performance.world(), *limits)) return kBadInput;
    if (facts_file.is_open()) {
        facts_file.close();
        if (!facts_file) return refuse("cannot write all of " + wish.facts_file, "is there room?");
    }
    if (!wish.save_file.empty() && !write_save_of(*scenario, *until, wish)) return kBadInput;
    std::int32_t const failed = performance.failed();
    auto const held = static_cast<std::int32_t>(performance.checked().size()) - failed;
    if (is_text) {
        story.close(performance.world(), held, failed);
    } else if (!facts_alone) {
        std::cout << summary_of(*scenario, performance).dump(1) << "\n";
    }
    return failed == 0 ? kGood : kFailed;
}

}  // namespace highwater::cli
