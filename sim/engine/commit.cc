#include "engine/commit.h"

#include <utility>

#include "world/life.h"

namespace highwater {

namespace {

void drop(World& world, Delivery const& delivery, DropReason why, Effects& effects) {
    Envelope const& envelope = delivery.envelope;
    ++world.counters.dropped;
    effects.note(MessageDropped{envelope.from, envelope.to, envelope.correlation_id,
                                static_cast<std::uint8_t>(envelope.message.index()), why});
}

void send(World& world, NodeId from, Effects::Outgoing& outgoing, EventId event, Effects& effects) {
    auto const kind = static_cast<std::uint8_t>(outgoing.message.index());
    ++world.counters.messages;
    Delivery delivery{
        {from, outgoing.to, outgoing.correlation_id, std::move(outgoing.message)}, 0, world.now};
    delivery.connection = connection_of(world.network, delivery.envelope);
    std::optional<Time> const arrival = route(world.network, world.seed, from, outgoing.to,
                                              world.now, channel_of(delivery.envelope.message));
    fold(world, static_cast<std::uint64_t>(outgoing.to.value) << 8 | kind);
    if (!arrival) {
        link_between(world.network, from, outgoing.to).held.push_back(std::move(delivery));
        effects.note(MessageHeld{outgoing.to, outgoing.correlation_id, kind});
        return;
    }
    fold(world, static_cast<std::uint64_t>(arrival->us));
    EventId const arrives_as = world.queue.next_id();
    world.queue.schedule(*arrival, event, std::move(delivery));
    effects.note(MessageSent{outgoing.to, outgoing.correlation_id, kind, *arrival, arrives_as});
}

}  // namespace

void commit(World& world, Process& process, EventId event, Effects& effects) {
    // First what ends, so that what is sent in the same breath goes over a new connection.
    for (NodeId const server : effects.closed()) {
        for (Delivery const& lost : close_connection(world.network, process.id, server)) {
            drop(world, lost, DropReason::connection_closed, effects);
        }
    }
    for (NodeId const client : effects.hung_up()) {
        auto const reset = hang_up(world.network, process.id, client);
        if (reset) send_packet(world, *reset, process.id, client, event);
    }
    for (Effects::TimerWish const& wish : effects.timers()) {
        set_timer(world, process, wish.timer, wish.at, event);
    }
    for (Effects::Outgoing& outgoing : effects.outgoing()) {
        send(world, process.id, outgoing, event, effects);
    }
    fold(world, effects.outgoing().size() << 32 | effects.timers().size() << 8 |
                    effects.closed().size() << 1 | (effects.exits() ? 1U : 0U));
    if (effects.exits()) {
        if (effects.crashes()) {
            effects.note(NodeKilled{});
            process.ended_uncleanly = true;
        } else {
            effects.note(NodeStopped{});
        }
        end_process(world, process, event, effects);
    }
}

}  // namespace highwater
