// From wishes to events: the engine alone routes, delays and drops.
#pragma once

#include "engine/step.h"

namespace highwater {

// Carries out what the handler of `event` at `process` wished, and folds it into the history.
void commit(World& world, Process& process, EventId event, Effects& effects);

void fold(World& world, std::uint64_t word);

}  // namespace highwater
