// A scenario on the stage: its world with everything scheduled, and the instants at which its
// expectations are looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/step.h"
#include "scenario/queries.h"
#include "scenario/scenario.h"

namespace highwater {

// The world at -kPrologue: the cluster about to start, clients and commands in the queue. The
// commands of an instant are its first events, because they were scheduled before all others.
World start_world(Scenario const& scenario);

// Where an expectation is checked: after every event of an instant; but where later commands of the
// same instant stand behind it in the file, right before the first of these.
struct LookAt {
    Time at;
    std::int32_t commands_behind{};
};
LookAt moment_of(Scenario const& scenario, TimedExpectation const& expectation);
RunStatus run_to(World& world, LookAt moment, Runner& runner, RunLimits const& limits = {});

}  // namespace highwater
