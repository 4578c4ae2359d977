// One chosen message takes longer. TCP keeps the order of a connection, so what was sent behind it
// on the same connection waits behind it.
#include <utility>

#include "fault/fault.h"

namespace highwater {

namespace {

// True when `behind` may not overtake a message of that channel.
bool keeps_behind(Link const& link, Channel channel, EventPayload const& behind) {
    if (link.last_arrivals.empty()) return true;
    auto const* delivery = std::get_if<Delivery>(&behind);
    return delivery == nullptr || channel_of(delivery->envelope.message) == channel;
}

EventId reschedule(World& world, EventId id, Time at) {
    EventHandle const handle = world.queue.find(id);
    EventId const cause = world.queue[handle].cause;
    EventPayload payload = std::move(world.queue[handle].payload);
    world.queue.cancel(handle);
    EventId const moved = world.queue.next_id();
    world.queue.schedule(at, cause, std::move(payload));
    return moved;
}

void raise(Time& last, Time arrival) { last = last < arrival ? arrival : last; }

}  // namespace

Refusal apply(World& world, DelayMessage const& fault, EventId, Effects& out) {
    EventHandle const handle = world.queue.find(fault.arrival);
    Delivery const* delivery = delivery_at(world, handle);
    if (delivery == nullptr) return not_in_flight(fault.arrival);
    if (fault.by.us <= 0) {
        return Problem{"a message cannot arrive earlier than it does", "write for example 200ms"};
    }
    Envelope const& envelope = delivery->envelope;
    NodeId const from = envelope.from;
    NodeId const to = envelope.to;
    Channel const channel = channel_of(envelope.message);
    MessageDelayed fact{
        from, to, envelope.correlation_id, static_cast<std::uint8_t>(envelope.message.index()), {},
        {},   0};
    fact.arrives_at = world.queue[handle].at + fault.by;
    Link& link = link_between(world.network, from, to);
    bool is_behind = false;
    for (EventId const id : on_the_wire(world, from, to)) {
        Event const& event = world.queue[world.queue.find(id)];
        if (id == fault.arrival) {
            fact.arrival = reschedule(world, id, fact.arrives_at);
            is_behind = true;
        } else if (is_behind && event.at <= fact.arrives_at &&
                   keeps_behind(link, channel, event.payload)) {
            reschedule(world, id, fact.arrives_at);
            ++fact.behind;
        }
    }
    raise(link.last_arrival, fact.arrives_at);
    if (!link.last_arrivals.empty()) {
        raise(link.last_arrivals[static_cast<std::size_t>(channel)], fact.arrives_at);
    }
    begin_effects(world, kNoNode, out);
    out.note(fact);
    return std::nullopt;
}

}  // namespace highwater
