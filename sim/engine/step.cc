#include "engine/step.h"

#include <string>
#include <utility>

#include "engine/commands.h"
#include "engine/commit.h"
#include "engine/dispatch.h"
#include "world/life.h"

namespace highwater {

namespace {

// What the trace and the history hash keep of an event, before it is handled.
struct Summary {
    TracedEvent operator()(std::monostate) const { return {}; }
    TracedEvent operator()(Delivery const& delivery) const {
        TracedEvent traced;
        traced.kind = EventKind::message;
        traced.node = delivery.envelope.to;
        traced.peer = delivery.envelope.from;
        traced.detail = static_cast<std::uint8_t>(delivery.envelope.message.index());
        return traced;
    }
    TracedEvent operator()(TimerFired const& fired) const {
        TracedEvent traced;
        traced.kind = EventKind::timer;
        traced.node = fired.node;
        traced.detail = static_cast<std::uint8_t>(fired.timer.kind);
        return traced;
    }
    TracedEvent operator()(PeerDisconnected const& lost) const {
        TracedEvent traced;
        traced.kind = EventKind::disconnect;
        traced.node = lost.node;
        traced.peer = lost.peer;
        return traced;
    }
    TracedEvent operator()(CommandDue const& due) const {
        TracedEvent traced;
        traced.kind = EventKind::command;
        traced.detail = static_cast<std::uint8_t>(due.command->body.index());
        return traced;
    }
    TracedEvent operator()(ProcessStart const& start) const {
        TracedEvent traced;
        traced.kind = EventKind::process_start;
        traced.node = start.node;
        return traced;
    }
};

// Whether its server hears something over this connection for the first time.
bool begins_connection(Network const& network, Delivery const& delivery) {
    Envelope const& envelope = delivery.envelope;
    if (is_response(envelope.message)) return false;
    Link const* link = find_link(network, envelope.from, envelope.to);
    return link == nullptr || delivery.connection > link->seen;
}

// Lets the right process handle an event, and commits. `out` has begun for the event's process.
struct Executing {
    World& world;
    EventHandle handle;
    EventId event;
    Effects& out;
    // Of a command to several processes: what those noted that came before the last one.
    struct Noted {
        NodeId node;
        std::vector<Fact> facts;
    };
    std::vector<Noted> earlier{};

    // A frozen process has its messages and timers waiting for it.
    bool defer(Process& process) {
        if (!process.is_paused) return false;
        Event& waiting = world.queue[handle];
        process.deferred.push_back(
            {waiting.at, waiting.id, waiting.cause, std::move(waiting.payload)});
        return true;
    }

    void operator()(std::monostate) { CHECK(false); }

    void operator()(Delivery const& delivery) {
        Envelope const& envelope = delivery.envelope;
        Process& process = node_of(world, envelope.to);
        if (process.is_alive && defer(process)) return;
        bool const is_new = begins_connection(world.network, delivery);
        Arrival const arrival = arrive(world.network, delivery, process.is_alive);
        if (arrival == Arrival::accepted) {
            if (is_new) accept_connection(process, envelope.from);
            deliver(process, envelope, node_of(world, envelope.from), out);
            commit(world, process, event, out);
            return;
        }
        ++world.counters.dropped;
        bool const closed = arrival == Arrival::connection_closed && process.is_alive;
        out.note(MessageDropped{envelope.from, envelope.to, envelope.correlation_id,
                                static_cast<std::uint8_t>(envelope.message.index()),
                                closed ? DropReason::connection_closed : DropReason::peer_dead});
        if (arrival == Arrival::refused) {
            PeerDisconnected const refusal{envelope.from, envelope.to, delivery.connection};
            send_packet(world, refusal, envelope.to, envelope.from, event);
        }
    }

    void operator()(TimerFired const& fired) {
        Process& process = node_of(world, fired.node);
        CHECK(process.is_alive);  // a process that ends takes its timers along
        if (defer(process)) return;
        Timer const timer = fired.timer;
        for (auto armed = process.timers.begin(); armed != process.timers.end(); ++armed) {
            if (armed->event == handle) {
                process.timers.erase(armed);
                break;
            }
        }
        fire(process, timer, out);
        commit(world, process, event, out);
    }

    void operator()(PeerDisconnected const& lost) {
        Process& process = node_of(world, lost.node);
        if (!process.is_alive || defer(process)) return;
        PeerDisconnected const copy = lost;
        if (!disconnect(world.network, copy)) return;
        out.note(Disconnected{copy.peer});
        lose_connection(process, copy.peer, out);
        commit(world, process, event, out);
    }

    void operator()(CommandDue const& due) {
        Payload<Command> const command = due.command;
        std::vector<Command> parts = parts_of(world, *command);
        if (parts.empty()) parts.push_back(*command);
        Refusals refused;
        for (Command const& part : parts) {
            if (&part != &parts.front()) earlier.push_back({out.self(), std::move(out.facts())});
            auto const problem = carry_out(world, part, event, out);
            if (problem) refused.add(part, *problem);
            finish(out.self());
        }
        if (parts.size() > 1) {
            earlier.push_back({out.self(), std::move(out.facts())});
            begin_effects(world, kNoNode, out);
        }
        refused.note(*command, parts.size(), out);
    }

    void operator()(ProcessStart const& start) {
        Process& process = node_of(world, start.node);
        start_process(world, process, out);
        finish(process.id);
    }

    void finish(NodeId node) {
        if (node == kNoNode) return;
        Process& process = node_of(world, node);
        if (process.is_alive) settle(process, out);
        commit(world, process, event, out);
    }
};

void note(TracedEvent traced, std::vector<Executing::Noted>& earlier, Runner& runner) {
    Effects& last = runner.effects;
    if (earlier.empty()) {
        traced.node = last.self();
        runner.trace->append(traced, last.facts());
        return;
    }
    traced.node = earlier.front().node;
    runner.trace->append(traced, earlier.front().facts);
    for (std::size_t i = 1; i < earlier.size(); ++i) {
        runner.trace->append_more(earlier[i].node, earlier[i].facts);
    }
    runner.trace->append_more(last.self(), last.facts());
}

void check(World const& world, EventHandle handle, TracedEvent traced,
           std::vector<Executing::Noted> const& earlier, Runner& runner) {
    EventPayload const& payload = world.queue[handle].payload;
    for (Executing::Noted const& part : earlier) {
        traced.node = part.node;
        observe(*runner.checks, world, traced, payload, part.facts);
    }
    traced.node = runner.effects.self();
    observe(*runner.checks, world, traced, payload, runner.effects.facts());
}

}  // namespace

bool step(World& world, Runner& runner, Time limit) {
    std::optional<EventHandle> const handle = world.queue.take(limit);
    if (!handle) return false;
    Event const& event = world.queue[*handle];
    world.now = event.at;
    TracedEvent traced = std::visit(Summary{}, event.payload);
    traced.id = event.id;
    traced.cause = event.cause;
    traced.at = event.at;
    fold(world, static_cast<std::uint64_t>(event.at.us));
    fold(world, event.id.value << 24 | static_cast<std::uint64_t>(traced.kind) << 16 |
                    static_cast<std::uint64_t>(traced.detail) << 8 |
                    (static_cast<std::uint64_t>(traced.node.value) & 0xff));
    runner.effects.begin(world.now, world.seed, traced.node, world.names,
                         runner.trace != nullptr || runner.checks != nullptr);
    if (traced.node != kNoNode) {
        runner.effects.set_clock_skew(node_of(world, traced.node).clock_skew);
    }
    Executing executing{world, *handle, traced.id, runner.effects};
    std::visit(executing, event.payload);
    if (runner.checks != nullptr) check(world, *handle, traced, executing.earlier, runner);
    world.queue.release(*handle);
    ++world.counters.events;
    if (runner.trace != nullptr) note(traced, executing.earlier, runner);
    return true;
}

RunStatus RunWatch::look(World const& world, Time until) {
    constexpr std::uint64_t kLookAtMemoryEvery = 4'096;
    std::uint64_t const events = world.counters.events;
    if (world.now != instant_) {
        instant_ = world.now;
        reached_at_ = events;
    }
    if (events >= limits_.max_events && world.queue.next_at() <= until) {
        return RunStatus::too_many_events;
    }
    if (events - reached_at_ > static_cast<std::uint64_t>(limits::kEventsOfOneInstant)) {
        return RunStatus::time_stands_still;
    }
    if (limits_.memory_in_use != nullptr && events % kLookAtMemoryEvery == 0 &&
        limits_.memory_in_use() > limits_.max_memory_bytes) {
        return RunStatus::too_much_memory;
    }
    return RunStatus::reached;
}

RunStatus run_until(World& world, Time until, Runner& runner, RunLimits const& limits) {
    RunWatch watch{world, limits};
    do {
        RunStatus const status = watch.look(world, until);
        if (status != RunStatus::reached) return status;
    } while (step(world, runner, until));
    if (until != kNever && until > world.now) world.now = until;
    return RunStatus::reached;
}

std::string describe(RunStatus status, World const& world, RunLimits const& limits) {
    std::string const at = " at " + format_time(world.now);
    switch (status) {
    case RunStatus::reached: return {};
    case RunStatus::too_many_events:
        return "stopped" + at + " after " + std::to_string(limits.max_events) +
               " events; raise --max-events to go on";
    case RunStatus::too_much_memory:
        return "stopped" + at + " because more than " +
               std::to_string(limits.max_memory_bytes >> 20) +
               " MiB of memory are in use; raise --max-memory to go on";
    case RunStatus::time_stands_still:
        return "stopped" + at + " because " + std::to_string(limits::kEventsOfOneInstant) +
               " events happened in this instant: somebody tries again without any pause; give "
               "the network a latency, or that client or broker a back-off";
    }
    return {};
}

EventId schedule_command(World& world, Time at, Command command) {
    EventId const id = world.queue.next_id();
    Time const due = at < world.now ? world.now : at;
    world.queue.schedule(due, EventId{}, CommandDue{make_payload(std::move(command))});
    return id;
}

}  // namespace highwater
