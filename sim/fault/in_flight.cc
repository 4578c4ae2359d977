// Messages that are on their way, as the faults of single messages and links find them.
#include "fault/fault.h"

namespace highwater {

std::vector<EventId> on_the_wire(World const& world, NodeId from, NodeId to) {
    std::vector<EventId> found;
    for (Event const* event : world.queue.sorted()) {
        auto const* delivery = std::get_if<Delivery>(&event->payload);
        auto const* reset = std::get_if<PeerDisconnected>(&event->payload);
        bool const is_message =
            delivery != nullptr && delivery->envelope.from == from && delivery->envelope.to == to;
        bool const is_reset = reset != nullptr && reset->peer == from && reset->node == to;
        if (is_message || is_reset) found.push_back(event->id);
    }
    return found;
}

Delivery const* delivery_at(World const& world, EventHandle handle) {
    if (handle == kNoEvent) return nullptr;
    return std::get_if<Delivery>(&world.queue[handle].payload);
}

Problem not_in_flight(EventId arrival) {
    return {"no message is on its way to arrive at event " + std::to_string(arrival.value),
            "pick one that is in flight now; the window and `sent` facts show their events"};
}

}  // namespace highwater
