// An event is scheduled: plain data with a place in time. Its id breaks ties, counts the order in
// which events were scheduled, and is what the window, the command line and bug reports show.
#pragma once

#include "network/packet.h"
#include "node/timer.h"
#include "world/command.h"

namespace highwater {

struct TimerFired {
    NodeId node{kNoNode};
    Timer timer;
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node}, Field{"timer", self.timer}};
    }
};

// A step of the scenario or a click is due.
struct CommandDue {
    Payload<Command> command;
    static auto fields(auto& self) { return std::tuple{Field{"command", self.command}}; }
};

// A process of the scenario starts for the first time.
struct ProcessStart {
    NodeId node{kNoNode};
    static auto fields(auto& self) { return std::tuple{Field{"node", self.node}}; }
};

// monostate: a free slot of the queue.
using EventPayload =
    std::variant<std::monostate, Delivery, TimerFired, PeerDisconnected, CommandDue, ProcessStart>;

// Two cache lines, never three: with 100,000 pending that is a fifth of an event's cost.
struct alignas(64) Event {
    Time at;
    EventId id{};
    EventId cause{};  // the event whose handler scheduled this one; 0: the scenario or a person
    EventPayload payload;
    static auto fields(auto& self) {
        return std::tuple{Field{"at", self.at}, Field{"id", self.id}, Field{"cause", self.cause},
                          Field{"payload", self.payload}};
    }
};

// Where an event waits; stale once it was executed or cancelled.
struct EventHandle {
    std::uint32_t slot{UINT32_MAX};
    std::uint32_t generation{};

    friend bool operator==(EventHandle a, EventHandle b) {
        return a.slot == b.slot && a.generation == b.generation;
    }
};
inline constexpr EventHandle kNoEvent{};

}  // namespace highwater
