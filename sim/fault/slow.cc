// Messages take longer: a busy machine (both directions of all its links) or one long way.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, SlowNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    auto const index = static_cast<std::size_t>(node->value);
    if (index >= world.network.ports.size()) world.network.ports.resize(index + 1);
    world.network.ports[index].extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{*node, kNoNode, fault.by});
    return std::nullopt;
}

Refusal apply(World& world, SlowLink const& fault, EventId, Effects& out) {
    Expected<NodeId> const from = resolve(world, fault.from);
    if (!from) return from.problem();
    Expected<NodeId> const to = resolve(world, fault.to);
    if (!to) return to.problem();
    if (*from == *to) {
        return Problem{name_of(world, *from) + " has no link to itself", "name two processes"};
    }
    link_between(world.network, *from, *to).extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{*from, *to, fault.by});
    return std::nullopt;
}

}  // namespace highwater
