#include "world/life.h"

#include <utility>

namespace highwater {

namespace {

// Every role of a process, in the order in which they start. A controller comes with its raft.
template <class Visit>
void for_each_role(Process& process, Visit&& visit) {
    if (process.raft) visit(process.raft->edit());
    if (process.controller) visit(process.controller->edit());
    if (process.broker) visit(process.broker->edit());
    if (process.producer) visit(process.producer->edit());
    if (process.consumer) visit(process.consumer->edit());
    if (process.tool) visit(process.tool->edit());
    if (process.bootstrap) visit(process.bootstrap->edit());
}

void note_lost(std::vector<Delivery> const& lost, Effects& out) {
    for (Delivery const& delivery : lost) {
        Envelope const& envelope = delivery.envelope;
        out.note(MessageDropped{envelope.from, envelope.to, envelope.correlation_id,
                                static_cast<std::uint8_t>(envelope.message.index()),
                                DropReason::connection_closed});
    }
}

}  // namespace

void begin_effects(World& world, NodeId self, Effects& out) {
    out.begin(world.now, world.seed, self, world.names, out.has_listener());
    if (self != kNoNode) out.set_clock_skew(node_of(world, self).clock_skew);
}

void refresh_controller(Process& process) {
    if (!process.broker || !process.raft) return;
    Raft const& raft = **process.raft;
    Broker& broker = process.broker->edit();
    broker.controller = {leader_node(raft), leader_id(raft), epoch(raft)};
}

void start_process(World&, Process& process, Effects& out) {
    process.is_alive = true;
    process.is_paused = false;
    ++process.incarnation;
    process.seen = SeenQuorum{};
    process.snapshots = {out.now(), out.now()};
    out.note(NodeStarted{process.ended_uncleanly});
    process.ended_uncleanly = false;
    refresh_controller(process);
    for_each_role(process, [&](auto& role) {
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(role)>, Controller>) {
            start(role, process.raft->edit(), out);
        } else {
            start(role, out);
        }
    });
}

void end_process(World& world, Process& process, EventId cause, Effects& out) {
    process.is_alive = false;
    process.is_paused = false;
    drop_timers(world, process);
    process.deferred.clear();
    for_each_role(process, [](auto& role) { lose_memory(role); });
    std::vector<PeerDisconnected> resets;
    std::vector<Delivery> const lost = end_process(world.network, process.id, resets);
    world.counters.dropped += lost.size();
    note_lost(lost, out);
    for (PeerDisconnected const& reset : resets) {
        if (!node_of(world, reset.node).is_alive) continue;
        send_packet(world, reset, process.id, reset.node, cause);
    }
}

void pause_process(Process& process, Effects& out) {
    process.is_paused = true;
    out.note(NodePaused{});
}

void resume_process(World& world, Process& process, Effects& out) {
    process.is_paused = false;
    out.note(NodeResumed{});
    for (Event& event : std::exchange(process.deferred, {})) {
        auto const* fired = std::get_if<TimerFired>(&event.payload);
        if (fired != nullptr) {
            // It stays disarmable until its handler runs.
            set_timer(world, process, fired->timer, world.now, event.id);
        } else {
            world.queue.schedule(world.now, event.id, std::move(event.payload));
        }
    }
}

bool is_shutting_down(Process const& process) {
    if (!process.is_alive) return false;
    if (process.broker) {
        return (*process.broker)->lifecycle.state == BrokerState::controlled_shutdown;
    }
    if (process.raft) return (*process.raft)->shutdown_by != kNever;
    if (process.producer) return (*process.producer)->is_closing;
    return process.consumer && is_inside_close((*process.consumer)->application);
}

void shut_down_process(Process& process, Effects& out) {
    out.note(ShutdownRequested{});
    if (process.broker) {
        refresh_controller(process);
        request_shutdown(process.broker->edit(), out);
        return;
    }
    if (process.raft) return request_shutdown(process.raft->edit(), out);
    if (process.producer) return request_shutdown(process.producer->edit(), out);
    if (process.consumer) return request_shutdown(process.consumer->edit(), out);
    if (process.tool) request_shutdown(process.tool->edit(), out);
    out.exit_process();
}

}  // namespace highwater
