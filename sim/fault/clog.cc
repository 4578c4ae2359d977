// A clogged link carries nothing for a while, not even what is on it already: a switch whose queue
// stands still. Nothing is lost, and when it is free all comes in the old order. A cut lets what is
// on its way arrive; that is the difference.
#include <utility>

#include "fault/fault.h"

namespace highwater {

bool clog(World& world, NodeId from, NodeId to, Effects& out) {
    Link& link = link_between(world.network, from, to);
    if (std::exchange(link.is_clogged, true)) return false;
    std::int32_t held = 0;
    for (EventId const id : on_the_wire(world, from, to)) {
        EventHandle const handle = world.queue.find(id);
        EventPayload& payload = world.queue[handle].payload;
        if (auto* delivery = std::get_if<Delivery>(&payload)) {
            link.held.emplace_back(std::move(*delivery));
        } else {
            link.held.emplace_back(std::get<PeerDisconnected>(payload));
        }
        world.queue.cancel(handle);
        ++held;
    }
    out.note(LinkClogged{from, to, held});
    return true;
}

bool unclog(World& world, NodeId from, NodeId to, EventId cause, Effects& out) {
    Link& link = link_between(world.network, from, to);
    if (!std::exchange(link.is_clogged, false)) return false;
    bool const moves = !is_blocked(world.network, from, to);
    out.note(LinkUnclogged{from, to, moves ? static_cast<std::int32_t>(link.held.size()) : 0});
    release_if_free(world, from, to, cause);
    return true;
}

Refusal apply(World& world, ClogLink const& fault, EventId, Effects& out) {
    return change_link(world, fault, out, {"that link is clogged already", "unclog it first"},
                       [&](NodeId from, NodeId to) { return clog(world, from, to, out); });
}

Refusal apply(World& world, UnclogLink const& fault, EventId cause, Effects& out) {
    return change_link(world, fault, out, {"that link is not clogged", "a cut link is healed"},
                       [&](NodeId from, NodeId to) {
                           bool const is_left = end_swizzle(world, from, to, out);
                           return unclog(world, from, to, cause, out) || is_left;
                       });
}

}  // namespace highwater
