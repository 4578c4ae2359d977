// Messages take longer: a busy machine (both directions of all its links) or one long way.
#include "fault/fault.h"

namespace highwater {

namespace {

// Whose messages: "to and from broker-2", "from broker-2 to broker-1".
Problem slow_already(std::string const& messages, Duration by) {
    if (by.us == 0) return {"nothing slows the messages " + messages, "name another time"};
    return {"the messages " + messages + " take that much longer already", "by 0s undoes it"};
}

}  // namespace

Refusal apply(World& world, SlowNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    NetworkPort& port = port_of(world.network, *node);
    if (port.extra_delay == fault.by) {
        return slow_already("to and from " + name_of(world, *node), fault.by);
    }
    port.extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{*node, kNoNode, fault.by});
    return std::nullopt;
}

Refusal apply(World& world, SlowLink const& fault, EventId, Effects& out) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    Link const* const link = find_link(world.network, ends->from, ends->to);
    if ((link == nullptr ? Duration{} : link->extra_delay) == fault.by) {
        return slow_already(
            "from " + name_of(world, ends->from) + " to " + name_of(world, ends->to), fault.by);
    }
    link_between(world.network, ends->from, ends->to).extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{ends->from, ends->to, fault.by});
    return std::nullopt;
}

}  // namespace highwater
