// One chosen request arrives a second time, right behind the first. TCP never does that to Kafka:
// it stands for a client that sends a request again because it believes the first one lost, as
// producers do after a broken connection. So the receiver handles it twice; the client takes the
// first answer and throws the second away.
#include <utility>

#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, DuplicateMessage const& fault, EventId, Effects& out) {
    EventHandle const handle = world.queue.find(fault.arrival);
    Delivery const* delivery = delivery_at(world, handle);
    if (delivery == nullptr) return not_in_flight(fault.arrival);
    Envelope const& envelope = delivery->envelope;
    if (is_response(envelope.message)) {
        return Problem{"only a request can be sent again, and this is an answer",
                       "pick the request; to lose an answer, drop it"};
    }
    MessageDuplicated const fact{envelope.from, envelope.to, envelope.correlation_id,
                                 static_cast<std::uint8_t>(envelope.message.index()),
                                 world.queue.next_id()};
    Delivery again = *delivery;
    Event const& event = world.queue[handle];
    Time const at = event.at;
    EventId const cause = event.cause;
    world.queue.schedule(at, cause, std::move(again));
    ++world.counters.messages;
    begin_effects(world, kNoNode, out);
    out.note(fact);
    return std::nullopt;
}

}  // namespace highwater
