// Commands are carried out here: faults go to fault/, the others make or ask clients, or only
// narrate.
#pragma once

#include "engine/step.h"

namespace highwater {

// A command to several processes as one to each; empty: it is none, or nobody can be found.
std::vector<Command> parts_of(World const& world, Command const& command);

// Leaves the facts and wishes in `out`, and returns whose they are (kNoNode: nobody's).
NodeId carry_out(World& world, Command const& command, EventId event, Effects& out);

}  // namespace highwater
