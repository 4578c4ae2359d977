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
    Expected<LinkEnds> const pair = resolve_ends(world, fault.from, fault.to);
    if (!pair) return pair.problem();
    begin_effects(world, kNoNode, out);
    bool const there = clog(world, pair->from, pair->to, out);
    bool const back = !fault.one_way && clog(world, pair->to, pair->from, out);
    if (there || back) return std::nullopt;
    return Problem{"that link is clogged already", "unclog it first"};
}

Refusal apply(World& world, UnclogLink const& fault, EventId cause, Effects& out) {
    Expected<LinkEnds> const pair = resolve_ends(world, fault.from, fault.to);
    if (!pair) return pair.problem();
    begin_effects(world, kNoNode, out);
    bool const there = unclog(world, pair->from, pair->to, cause, out);
    bool const back = !fault.one_way && unclog(world, pair->to, pair->from, cause, out);
    if (there || back) return std::nullopt;
    return Problem{"that link is not clogged", "a cut link is healed"};
}

}  // namespace highwater
