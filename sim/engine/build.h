// A World from its specification: every process of the scenario's cluster, about to start.
#pragma once

#include "world/world.h"

namespace highwater {

// The clock stands at -kPrologue; the servers start in the first instants, the topics are created
// as soon as every broker is there.
World build_world(WorldSpec const& spec);

}  // namespace highwater
