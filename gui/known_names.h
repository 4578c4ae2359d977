// What everybody and everything is called on a branch, as far as it was run. Before the cursor
// comes to the instant in which a topic or a client is made, the world has no name for it; ribbons,
// marks, messages and facts of the recorded future have to be told all the same.
#pragma once

#include <vector>

#include "trace/describe.h"
#include "world/world.h"

namespace highwater::gui {

struct KnownNames {
    Names names;
    std::vector<Describer::Node> nodes;
};

// From the furthest world of a branch; an earlier one of it adds nothing.
void extend(KnownNames& known, World const& world);
// The run continues differently from this world on.
void cut(KnownNames& known, World const& world);

// Names of `world`, and behind them what is known beyond it. Valid while both are.
Describer describer_of(World const& world, KnownNames const& known);

}  // namespace highwater::gui
