// highwater shot FILE --at T --out P.png: the dashboard of an instant as a picture; needs no
// display.
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/program.h"
#include "scenario/combinations.h"
#include "scenario/queries.h"
#include "scenario/verbs.h"

namespace highwater::cli {

namespace {

// A command that cannot be read or is refused must not end as a picture of nothing. So it is tried
// on a world of its own first: kGood, or the exit code after saying what is wrong.
int try_phrase(Scenario const& scenario, Time at, std::string const& phrase) {
    World world = start_world(scenario);
    Trace trace;
    Runner runner;
    RunLimits const limits = default_limits();
    if (!has_arrived(run_until(world, at, runner, limits), world, limits)) return kBadInput;
    PhraseScope scope = scope_of(world, world.names);
    auto parsed = parse_command(phrase, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        return refuse_phrase("--do", phrase, *problem);
    }
    trace.restart_at(world.counters.events);
    runner.trace = &trace;
    EventId const event = schedule_command(world, world.now, std::get<Command>(std::move(parsed)));
    step(world, runner, world.now);
    for (TracedFact const& traced : trace.facts_of(event)) {
        if (auto const* refused = std::get_if<CommandRefused>(&traced.fact)) {
            refuse(phrase +
                   (refused->in_part ? " is possible in part only at " : " is not possible at ") +
                   format_time(at) + ": " + *refused->why);
            return kFailed;
        }
    }
    return kGood;
}

}  // namespace

int take_shot(InstantWish const& wish, ShotWish shot, Window const& window) {
    if (window.shot == nullptr) {
        return refuse("this highwater was built without its window, so it cannot draw",
                      "install libimgui-dev libglfw3-dev libgl-dev libpng-dev and build again");
    }
    if (shot.out.empty()) return refuse("where to?", "write --out picture.png");
    auto const opened = open_at(wish);
    if (!opened) return kBadInput;
    shot.at = opened->at;
    if (!shot.against.empty()) {
        InstantWish other = wish;
        other.settings.push_back(shot.against);
        auto const beside = open_at(other);
        if (!beside) return kBadInput;
        shot.other = beside->scenario;
        shot.stage = "compare";
    }
    if (!shot.choices.empty()) {
        auto const choices = read_choices(shot.choices);
        if (!choices) return refuse(choices.problem().message, choices.problem().advice);
        for (std::vector<std::string> const& settings : combinations_of(*choices)) {
            InstantWish other = wish;
            other.settings.insert(other.settings.end(), settings.begin(), settings.end());
            auto const beside = open_at(other);
            if (!beside) return kBadInput;
            shot.combined.push_back(beside->scenario);
        }
        shot.stage = "compare";
    }
    if (!shot.phrase.empty()) {
        int const tried = try_phrase(opened->scenario, opened->at, shot.phrase);
        if (tried != kGood) return tried;
    }
    auto const drawn = window.shot(opened->scenario, shot);
    if (!drawn) return refuse(drawn.problem().message, drawn.problem().advice);
    return kGood;
}

}  // namespace highwater::cli
