// Commands are carried out here: faults go to fault/, the others make or ask clients, or only
// narrate.
#pragma once

#include "engine/step.h"

namespace highwater {

// Leaves the facts and wishes in `out`, and returns whose they are (kNoNode: nobody's).
NodeId carry_out(World& world, Command const& command, EventId event, Effects& out);

}  // namespace highwater
