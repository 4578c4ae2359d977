// What can be inflicted on a running cluster. A fault touches the network or the life of a process,
// never what a process believes: Kafka has to notice by itself. One file per kind.
//
// Each returns why it makes no sense now, with advice; then nothing has changed. Its facts and, for
// a process that starts or stops, that process's wishes are in `out`; the engine commits them.
#pragma once

#include <optional>

#include "base/expected.h"
#include "world/life.h"
#include "world/lookup.h"

namespace highwater {

using Refusal = std::optional<Problem>;

Refusal apply(World& world, KillNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, StartNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, ShutdownNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, PauseNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, ResumeNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, WipeNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, CutLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, IsolateNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealAll const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SlowNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SlowLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, LoseMessages const& fault, EventId cause, Effects& out);
Refusal apply(World& world, DropMessage const& fault, EventId cause, Effects& out);

// Sends on its way what a link held, if nothing blocks it any more.
void release_if_free(World& world, NodeId from, NodeId to, EventId cause);

}  // namespace highwater
