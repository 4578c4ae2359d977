// From wishes to events: the engine alone routes, delays and drops.
#pragma once

#include "engine/step.h"

namespace highwater {

// Carries out what the handler of `event` at `process` wished, and folds it into the history.
void commit(World& world, Process& process, EventId event, Effects& effects);

inline void fold(World& world, std::uint64_t word) {
    world.history_hash = mix(world.history_hash ^ word) + 0x9e3779b97f4a7c15ULL;
}

}  // namespace highwater
