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
Refusal apply(World& world, UnplugNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SkewClock const& fault, EventId cause, Effects& out);
Refusal apply(World& world, CutLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, CutGroups const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealGroups const& fault, EventId cause, Effects& out);
Refusal apply(World& world, CutRing const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealRing const& fault, EventId cause, Effects& out);
Refusal apply(World& world, ClogLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, UnclogLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SwizzleLinks const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SwizzleStep const& step, EventId cause, Effects& out);
Refusal apply(World& world, ReorderLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, IsolateNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, IsolateGroup const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, HealAll const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SlowNode const& fault, EventId cause, Effects& out);
Refusal apply(World& world, SlowLink const& fault, EventId cause, Effects& out);
Refusal apply(World& world, LoseMessages const& fault, EventId cause, Effects& out);
Refusal apply(World& world, DropMessage const& fault, EventId cause, Effects& out);
Refusal apply(World& world, DelayMessage const& fault, EventId cause, Effects& out);
Refusal apply(World& world, DuplicateMessage const& fault, EventId cause, Effects& out);

// The two ends of a link, which are not the same process.
struct LinkEnds {
    NodeId from;
    NodeId to;
};
Expected<LinkEnds> resolve_ends(World const& world, NodeTarget const& from, NodeTarget const& to);

// Everybody on either side of several links; nobody stands on both.
Expected<NodeGroups> resolve_groups(World const& world, std::vector<NodeTarget> const& from,
                                    std::vector<NodeTarget> const& to);

// Both directions of a link, or the one meant; `one_way` changes one of them and answers false when
// it was so already. Refused with `unchanged` when that is true of all.
template <class Fault, class OneWay>
Refusal change_link(World& world, Fault const& fault, Effects& out, Problem unchanged,
                    OneWay const& one_way) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    begin_effects(world, kNoNode, out);
    bool const there = one_way(ends->from, ends->to);
    bool const back = !fault.one_way && one_way(ends->to, ends->from);
    if (there || back) return std::nullopt;
    return unchanged;
}

// One direction of a link; false when it was so already. Healing lifts a clog as well as a cut.
bool clog(World& world, NodeId from, NodeId to, Effects& out);
bool unclog(World& world, NodeId from, NodeId to, EventId cause, Effects& out);
bool heal(World& world, NodeId from, NodeId to, EventId cause, Effects& out);
// Is there something that healing this direction would lift?
bool is_cut_or_clogged(World const& world, NodeId from, NodeId to);
// Or, of a process, anything that healing it would?
bool is_cut_off(World const& world, NodeId node);
// What swizzles have still to do to that direction is left; without `to`, to all links of `from`,
// and without either to all. False when none would have clogged anything there any more.
bool end_swizzle(World& world, NodeId from, NodeId to, Effects& out);

// ---- what travels -------------------------------------------------------------------------------
// Everything on its way from → to, in the order in which it will arrive.
std::vector<EventId> on_the_wire(World const& world, NodeId from, NodeId to);
// nullptr: no message arrives there.
Delivery const* delivery_at(World const& world, EventHandle handle);
Problem not_in_flight(EventId arrival);

// Sends on its way what a link held, if nothing blocks it any more.
void release_if_free(World& world, NodeId from, NodeId to, EventId cause);

}  // namespace highwater
