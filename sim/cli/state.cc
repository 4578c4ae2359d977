// highwater state FILE --at T --format json: the whole observable state of an instant.
#include "scenario/state.h"

#include <iostream>

#include "cli/crash.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/json.h"
#include "cli/program.h"

namespace highwater::cli {

int print_state(InstantWish const& wish, std::string const& format) {
    if (format != "json") return refuse("--format " + format + " is unknown", "have json");
    auto const scenario = open_scenario(wish.file, wish.settings);
    if (!scenario) return kBadInput;
    auto const at = read_instant("--at", wish.at, *scenario);
    if (!at) return kBadInput;
    remember_for_crash(scenario->world.seed);
    World world = start_world(*scenario);
    Trace trace{TraceLimits{1'024, 4'096}};  // only to know the last event
    Runner runner;
    runner.trace = &trace;
    RunLimits const limits = default_limits();
    if (!has_arrived(run_until(world, *at, runner, limits), world, limits)) return kBadInput;
    EventId const last = trace.events().empty() ? EventId{} : trace.events().back().id;
    std::cout << to_json(state_of(world, last)).dump(1) << "\n";
    return kGood;
}

}  // namespace highwater::cli
