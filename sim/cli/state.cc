// highwater state FILE --at T --format json: the whole observable state of an instant.
#include "scenario/state.h"

#include <iostream>

#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/instant.h"
#include "cli/json.h"
#include "cli/program.h"

namespace highwater::cli {

int print_state(InstantWish const& wish, std::string const& format) {
    if (format != "json") return refuse("--format " + format + " is unknown", "have json");
    auto const opened = open_at(wish);
    if (!opened) return kBadInput;
    World world = start_world(opened->scenario);
    Trace trace{TraceLimits{1'024, 4'096}};  // only to know the last event
    Runner runner;
    runner.trace = &trace;
    RunLimits const limits = default_limits();
    if (!has_arrived(run_until(world, opened->at, runner, limits), world, limits)) return kBadInput;
    EventId const last = trace.events().empty() ? EventId{} : trace.events().back().id;
    std::cout << to_json(state_of(world, last)).dump(1) << "\n";
    return kGood;
}

}  // namespace highwater::cli
