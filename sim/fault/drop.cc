// One chosen message never arrives. TCP cannot do that to Kafka; a bug or a proxy can, and it is
// the sharpest tool to ask "what if just this answer were lost?". Its connection stays open.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, DropMessage const& fault, EventId, Effects& out) {
    EventHandle const handle = world.queue.find(fault.arrival);
    Delivery const* delivery = delivery_at(world, handle);
    if (delivery == nullptr) return not_in_flight(fault.arrival);
    begin_effects(world, kNoNode, out);
    Envelope const& envelope = delivery->envelope;
    out.note(MessageDropped{envelope.from, envelope.to, envelope.correlation_id,
                            static_cast<std::uint8_t>(envelope.message.index()),
                            DropReason::chosen});
    world.queue.cancel(handle);
    ++world.counters.dropped;
    return std::nullopt;
}

}  // namespace highwater
