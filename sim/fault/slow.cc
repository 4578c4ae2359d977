// Messages take longer: a busy machine (both directions of all its links) or one long way.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, SlowNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    port_of(world.network, *node).extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{*node, kNoNode, fault.by});
    return std::nullopt;
}

Refusal apply(World& world, SlowLink const& fault, EventId, Effects& out) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    link_between(world.network, ends->from, ends->to).extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{ends->from, ends->to, fault.by});
    return std::nullopt;
}

}  // namespace highwater
