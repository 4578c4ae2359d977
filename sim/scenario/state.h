// The whole observable state of an instant as one document: `highwater state --format json`. Its
// keys are promised in SCENARIOS.md; unknown is nothing (null).
#pragma once

#include "scenario/tree.h"
#include "world/world.h"

namespace highwater {

// `event`: the last one that was executed.
Tree state_of(World const& world, EventId event);

// alive, dead, paused, or fenced: alive, but the controller does not count on it.
std::string state_word(World const& world, Process const& process);

}  // namespace highwater
