#include "world/world.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace highwater {

Process& node_of(World& world, NodeId id) {
    CHECK(id.value >= 0 && static_cast<std::size_t>(id.value) < world.nodes.size());
    return world.nodes[static_cast<std::size_t>(id.value)];
}

Process const& node_of(World const& world, NodeId id) {
    CHECK(id.value >= 0 && static_cast<std::size_t>(id.value) < world.nodes.size());
    return world.nodes[static_cast<std::size_t>(id.value)];
}

Process& add_process(World& world, NameId name) {
    Process process;
    process.id = NodeId{static_cast<std::int32_t>(world.nodes.size())};
    process.name = name;
    world.nodes.push_back(std::move(process));
    return world.nodes.back();
}

void set_timer(World& world, Process& process, Timer timer, Time at, EventId cause) {
    auto armed = process.timers.begin();
    for (; armed != process.timers.end(); ++armed) {
        if (armed->timer.kind == timer.kind && armed->timer.argument == timer.argument) break;
    }
    if (armed != process.timers.end()) {
        world.queue.cancel(armed->event);
        if (at == kNever) {
            process.timers.erase(armed);
            return;
        }
    } else {
        if (at == kNever) return;
        armed = process.timers.insert(process.timers.end(), ArmedTimer{timer, {}});
    }
    armed->event = world.queue.schedule(at, cause, TimerFired{process.id, timer});
}

void drop_timers(World& world, Process& process) {
    for (ArmedTimer const& armed : process.timers) world.queue.cancel(armed.event);
    process.timers.clear();
}

std::optional<EventId> send_packet(World& world, Packet packet, NodeId from, NodeId to,
                                   EventId cause) {
    auto const* message = std::get_if<Delivery>(&packet);
    Channel const channel =
        message == nullptr ? Channel::whole_link : channel_of(message->envelope.message);
    std::optional<Time> const arrival =
        route(world.network, world.seed, from, to, world.now, channel);
    if (!arrival) {
        link_between(world.network, from, to).held.push_back(std::move(packet));
        return std::nullopt;
    }
    EventId const id = world.queue.next_id();
    if (auto* delivery = std::get_if<Delivery>(&packet)) {
        world.queue.schedule(*arrival, cause, std::move(*delivery));
    } else {
        world.queue.schedule(*arrival, cause, std::get<PeerDisconnected>(packet));
    }
    return id;
}

}  // namespace highwater
