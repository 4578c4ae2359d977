// highwater run FILE: plays a scenario, tells what happened, and checks its expectations.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "base/limits.h"
#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/json.h"
#include "cli/performance.h"
#include "cli/program.h"
#include "cli/story.h"
#include "scenario/losses.h"
#include "scenario/saved_run.h"
#include "scenario/state.h"
#include "scenario/units.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {

Json to_json_text(Violation const& violation, Describer const& who) {
    return {{"invariant", std::string{name_of(violation.invariant)}},
            {"event", violation.event.value},
            {"at_us", violation.at.us},
            {"what", describe(violation, who)}};
}

Json json_of(Grade const& grade) {
    Json goals = Json::array();
    for (GoalVerdict const& goal : grade.goals) {
        Json reached = goal.found ? Json(goal.found->holds) : Json(nullptr);
        goals.push_back({{"goal", goal.words},
                         {"at_us", goal.at.us},
                         {"reached", std::move(reached)},
                         {"found", goal.found ? goal.found->sentence : ""},
                         {"why", goal.why}});
    }
    return {{"answered", grade.is_answered},
            {"by", grade.by},
            {"changes", grade.changes},
            {"budget", grade.budget >= 0 ? Json(grade.budget) : Json(nullptr)},
            {"goals", std::move(goals)},
            {"broken", grade.broken},
            {"complete", grade.is_complete()},
            {"passed", grade.passes()}};
}

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
    Json violations = Json::array();
    for (Violation const& violation : performance.checks().violations()) {
        violations.push_back(to_json_text(violation, who));
    }
    json["violations"] = violations;
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
    if (scenario.challenge) json["challenge"] = json_of(performance.grade());
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

void tell_violations(std::ostream& out, Scenario const& scenario, Performance const& performance,
                     RunWish const& wish) {
    constexpr std::size_t kMostShown = 5;
    Describer const who = describer_of(performance.world());
    std::vector<Violation> const unexpected = performance.unexpected();
    std::vector<Violation> const& all = performance.checks().violations();
    if (all.size() > unexpected.size()) {
        for (InvariantId const id : scenario.breaks) {
            auto const first = std::find_if(all.begin(), all.end(), [&](Violation const& each) {
                return each.invariant == id;
            });
            if (first == all.end()) continue;
            out << "Broken as [protocol] wants it, at event " << first->event.value << " ("
                << format_time(first->at) << "):\n";
            for (std::string const& line : wrap(describe(*first, who), 94)) {
                out << "  " << line << "\n";
            }
        }
    }
    bool const is_whole = performance.world().now >= Time{} + scenario.duration;
    for (InvariantId const id : performance.unbroken()) {
        if (is_whole) out << "FAILED: " << name_of(id) << " should have been violated.\n";
    }
    if (unexpected.empty()) return;
    out << unexpected.size() << (unexpected.size() == 1 ? " invariant is" : " cases are")
        << " VIOLATED:\n";
    for (std::size_t i = 0; i < unexpected.size() && i < kMostShown; ++i) {
        Violation const& violation = unexpected[i];
        for (std::string const& line : wrap(describe(violation, who), 94)) {
            out << "  " << line << "\n";
        }
        if (violation.event == EventId{}) continue;
        out << "    event " << violation.event.value << " at " << format_time(violation.at)
            << "; see: highwater explain " << wish.file;
        for (std::string const& setting : wish.settings) {
            bool const is_seed = setting.rfind("seed=", 0) == 0;
            out << (is_seed ? " --seed " + setting.substr(5) : " --set " + setting);
        }
        out << " --event " << violation.event.value << "\n";
    }
    if (unexpected.size() > kMostShown) {
        out << "  … and " << unexpected.size() - kMostShown << " more.\n";
    }
}

// With the answer that is handed in, and the words in the language that is wanted.
std::optional<Scenario> open_answered(RunWish const& wish) {
    LoadOptions options = options_beside(wish.file, wish.settings);
    options.language = wish.language;
    if (!wish.answer_file.empty()) {
        auto const text = read_file(wish.answer_file, limits::kScenarioFileBytes);
        if (!text) {
            refuse(text.problem().message, text.problem().advice);
            return std::nullopt;
        }
        options.answer = AnswerText{wish.answer_file, *text};
    }
    return open_scenario_with(wish.file, options);
}

void tell_verdicts(std::ostream& out, Checks const& checks) {
    out << "\n";
    for (InvariantVerdict const& verdict : verdicts(checks)) {
        std::string name{name_of(verdict.invariant)};
        name.resize(std::max<std::size_t>(name.size(), 28), ' ');
        out << name << describe(verdict) << "\n";
    }
}

}  // namespace

int run_scenario(RunWish const& wish) {
    if (wish.format != "text" && wish.format != "json") {
        return refuse("--format " + wish.format + " is unknown", "have text, json");
    }
    std::filesystem::path const facts_path{wish.facts_file};
    if (facts_path.has_extension() && !fact_file_of(wish.facts_file)) {
        return refuse("cannot tell how to write facts into " + wish.facts_file,
                      "end its name in .jsonl, .json or .csv");
    }
    auto const limits = limits_of(wish);
    if (!limits) return kBadInput;
    auto const scenario = open_answered(wish);
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
    FactFile const facts_as = fact_file_of(wish.facts_file).value_or(FactFile::json_lines);
    Performance performance{
        *scenario, *until, *limits, {facts, is_text ? &story : nullptr, facts_as}};
    RunStatus const status = performance.play();
    if (!has_arrived(status, performance.world(), *limits)) return kBadInput;
    if (facts_file.is_open()) {
        facts_file.close();
        if (!facts_file) return refuse("cannot write all of " + wish.facts_file, "is there room?");
    }
    if (!wish.save_file.empty() && !write_save_of(*scenario, *until, wish)) return kBadInput;
    if (is_text) {
        story.close(performance.world(), performance.held(), performance.failed());
        if (scenario->challenge) story.grade(performance.grade());
        tell_violations(std::cout, *scenario, performance, wish);
        if (wish.has_verdicts) tell_verdicts(std::cout, performance.checks());
    } else if (!facts_alone) {
        std::cout << summary_of(*scenario, performance).dump(1) << "\n";
    }
    return performance.holds() ? kGood : kFailed;
}

}  // namespace highwater::cli
