// highwater explain FILE --event N | --why "leader of orders-1" --at T: the chain of causes in
// words.
#include <algorithm>
#include <iostream>
#include <string_view>

#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"
#include "cli/story.h"
#include "scenario/groups.h"
#include "scenario/losses.h"
#include "scenario/unheard_owner.h"
#include "scenario/verbs.h"
#include "scenario/why_phrase.h"
#include "world/lookup.h"

namespace highwater::cli {

namespace {

constexpr std::size_t kLineWidth = 98;

// The sentence behind a colon: "the controller fenced …". What begins with a name stays as it is.
std::string as_clause(std::string sentence) {
    for (std::string_view const word : {"The ", "Messages ", "Bookmark ", "Not "}) {
        if (sentence.compare(0, word.size(), word) != 0) continue;
        sentence[0] = static_cast<char>(sentence[0] - 'A' + 'a');
    }
    return sentence;
}

void print_link(WhyLink const& link, std::string_view mark) {
    constexpr std::size_t kTimeWidth = 11;
    constexpr std::size_t kWidth = 86;
    std::string const when = format_time(link.traced.at);
    std::string prefix = std::string(kTimeWidth - std::min(kTimeWidth, when.size()), ' ') + when;
    prefix += mark;
    std::string const indent(static_cast<std::size_t>(characters_in(prefix)), ' ');
    bool const follows_a_colon = mark.find(':') != std::string_view::npos;
    std::string const text = (follows_a_colon ? as_clause(link.sentence) : link.sentence) +
                             " (event " + std::to_string(link.traced.event.value) + ")";
    for (std::string const& piece : wrap(text, kWidth)) {
        std::cout << prefix << piece << "\n";
        prefix = indent;
    }
}

// The effect first, each cause below it.
void print_chain(std::vector<WhyLink> const& chain) {
    for (WhyLink const& link : chain) {
        print_link(link, &link == &chain.front() ? "  " : "  └ because: ");
    }
}

// What is wrong with the phrase and no run can mend. A name that nothing has yet may come up while
// it runs: tools are run then, and brokers make topics of their own.
std::optional<PhraseProblem> hopeless(std::string const& phrase, Scenario const& scenario) {
    Scenario named = scenario;
    PhraseScope scope = scope_of(named);
    bool runs_tools = false;
    for (TimedCommand const& each : scenario.commands) {
        parse_command(each.command.phrase, scope);  // it may declare a topic or a client
        runs_tools |= std::holds_alternative<ExecTool>(each.command.body);
    }
    auto const parsed = parse_why(phrase, scope);
    auto const* problem = std::get_if<PhraseProblem>(&parsed);
    if (problem == nullptr) return std::nullopt;
    bool const is_internal = phrase.find(" __") != std::string::npos;
    if (problem->is_unknown_name && (runs_tools || is_internal)) return std::nullopt;
    return *problem;
}

// A partition has one owner in each group that reads it: which one is meant? False after refusing.
bool settle_group(World const& world, std::string const& phrase, WhyQuestion& asked) {
    if (asked.subject != WhySubject::owner || asked.group != kNoName) return true;
    std::vector<NameId> const groups = groups_reading(world, asked.partition.topic, asked.cluster);
    if (groups.size() == 1) asked.group = groups.front();
    if (groups.size() < 2) return true;
    std::string names;
    for (NameId const group : groups) {
        names += (names.empty() ? "" : ", ") + world.names.text(group);
    }
    refuse_phrase(
        "--why", phrase,
        {0, static_cast<std::int32_t>(phrase.size()),
         "ambiguous: several groups read the topic, and each has an owner (" + names + ")",
         "write for example " + phrase + " in " + world.names.text(groups.front())});
    return false;
}

// The promise that was broken first, and from then on the question who came to lead without it.
// False: none was broken.
bool settle_lost(World const& world, Describer const& who, WhyQuestion& asked) {
    NodeId const producer = asked.client == kNoName ? kNoNode : find_node(world, asked.client);
    std::vector<LostRecord> const lost = lost_records(world, producer);
    if (lost.empty()) {
        std::cout << "No acknowledged record is lost.\n";
        return false;
    }
    std::string const count =
        lost.size() == 1
            ? "One acknowledged record is lost. "
            : std::to_string(lost.size()) + " acknowledged records are lost. The first of them: ";
    for (std::string const& line : wrap(count + describe(lost.front(), who), kLineWidth)) {
        std::cout << line << "\n";
    }
    asked.subject = WhySubject::leader;
    asked.partition = lost.front().partition;
    return true;
}

int explain_event(World& world, Trace& trace, Runner& runner, Time until, EventId event,
                  RunLimits const& limits) {
    while (trace.find(event) == nullptr && world.now < until) {
        Time const slice = std::min(until, world.now + milliseconds(100));
        if (!has_arrived(run_until(world, slice, runner, limits), world, limits)) return kBadInput;
    }
    if (trace.find(event) == nullptr) {
        return refuse("event " + std::to_string(event.value) + " does not happen in this run",
                      "events are numbered; `highwater run FILE --facts -` names them");
    }
    Describer const who = describer_of(world);
    auto const fact = main_fact_of(trace, event);
    if (!fact) {
        std::cout << "Nothing that a learner would notice happened at event " << event.value
                  << ".\n";
        return kGood;
    }
    print_chain(why(trace, who, *fact));
    return kGood;
}

}  // namespace

int explain(InstantWish const& wish, std::int64_t event, std::string const& phrase) {
    if (event < 0) return refuse("events are numbered from 1", "name one of them");
    if ((event > 0) == !phrase.empty()) {
        return refuse("explain needs --event or --why, one of them",
                      "for example --why \"leader of orders-1\" --at 20s");
    }
    auto opened = open_at(wish);
    if (!opened) return kBadInput;
    if (!phrase.empty()) {
        auto const problem = hopeless(phrase, opened->scenario);
        if (problem) return refuse_phrase("--why", phrase, *problem);
    }
    World world = start_world(opened->scenario);
    Trace trace{TraceLimits{4'000'000, 8'000'000}};
    Runner runner;
    runner.trace = &trace;
    RunLimits const limits = default_limits();
    if (event > 0) {
        return explain_event(world, trace, runner, opened->at,
                             EventId{static_cast<std::uint64_t>(event)}, limits);
    }
    if (!has_arrived(run_until(world, opened->at, runner, limits), world, limits)) return kBadInput;
    // What the scenario names at its beginning, or what the run has made since.
    PhraseScope const at_first = scope_of(opened->scenario);
    auto question = parse_why(phrase, at_first);
    if (std::holds_alternative<PhraseProblem>(question)) {
        PhraseScope const by_now = scope_of(world, world.names);
        question = parse_why(phrase, by_now);
    }
    if (auto const* problem = std::get_if<PhraseProblem>(&question)) {
        return refuse_phrase("--why", phrase, *problem);
    }
    Describer const who = describer_of(world);
    WhyQuestion asked = std::get<WhyQuestion>(question);
    asked.at = opened->at;
    if (!settle_group(world, phrase, asked)) return kBadInput;
    if (asked.subject == WhySubject::lost && !settle_lost(world, who, asked)) return kGood;
    complete_question(world, asked);
    auto const fact = fact_behind(trace, who, asked);
    if (!fact) {
        std::cout << "Nothing has changed it since the run began.\n";
        return kGood;
    }
    print_chain(why(trace, who, *fact));
    if (asked.subject == WhySubject::owner) {
        if (auto const doubt = unheard_owner(world, trace, *fact)) print_link(*doubt, "  but: ");
    }
    return kGood;
}

}  // namespace highwater::cli
