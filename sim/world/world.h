// The whole world as one value: `World copy = world;` is a snapshot. Rewind, fork, compare, hash,
// save and search all follow from that. Processes refer to each other by NodeId, nothing points
// anywhere.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/cow.h"
#include "base/names.h"
#include "broker/broker.h"
#include "client/consumer.h"
#include "client/producer.h"
#include "client/tools/tool.h"
#include "controller/controller.h"
#include "network/network.h"
#include "raft/raft.h"
#include "trace/describe.h"
#include "world/bootstrap.h"
#include "world/event_queue.h"
#include "world/metadata_snapshots.h"
#include "world/spec.h"

namespace highwater {

struct ArmedTimer {
    Timer timer;
    EventHandle event;
    // Where the event lies in its slab says nothing about the world; the queue hashes its content.
    void hash(Hasher& hasher) const { hash_into(hasher, timer); }
};

// What the engine last told a node's controller and broker about their metadata log.
struct SeenQuorum {
    bool is_leader{};
    LeaderEpoch epoch{kNoEpoch};
    Offset high_watermark;
    static auto fields(auto& self) {
        return std::tuple{Field{"is_leader", self.is_leader}, Field{"epoch", self.epoch},
                          Field{"high_watermark", self.high_watermark}};
    }
};

// One process: a broker, a controller, both in one (combined mode), or a client.
struct Process {
    NodeId id{kNoNode};
    NameId name{kNoName};
    ClusterId cluster{kFirstCluster};  // a client's too: the one it talks to
    BrokerId broker_id{kNoBroker};     // Kafka's node.id of brokers and controllers
    NameId rack{kNoName};
    bool is_alive{};
    bool is_paused{};
    bool ended_uncleanly{};      // its last life, by a kill
    Duration clock_skew;         // what its machine's wall clock is ahead
    std::int32_t incarnation{};  // how often it was started
    std::vector<ArmedTimer> timers;
    std::vector<Event> deferred;  // what waits in its sockets and clocks while it is paused
    SeenQuorum seen;
    SnapshotGenerator snapshots;
    std::optional<Cow<Raft>> raft;
    std::optional<Cow<Controller>> controller;
    std::optional<Cow<Broker>> broker;
    std::optional<Cow<Producer>> producer;
    std::optional<Cow<Consumer>> consumer;
    std::optional<Cow<Tool>> tool;
    std::optional<Cow<Bootstrap>> bootstrap;

    bool is_server() const { return raft.has_value(); }
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"name", self.name},
                          Field{"cluster", self.cluster},
                          Field{"broker_id", self.broker_id},
                          Field{"rack", self.rack},
                          Field{"is_alive", self.is_alive},
                          Field{"is_paused", self.is_paused},
                          Field{"ended_uncleanly", self.ended_uncleanly},
                          Field{"clock_skew", self.clock_skew},
                          Field{"incarnation", self.incarnation},
                          Field{"timers", self.timers},
                          Field{"deferred", self.deferred},
                          Field{"seen", self.seen},
                          Field{"snapshots", self.snapshots},
                          Field{"raft", self.raft},
                          Field{"controller", self.controller},
                          Field{"broker", self.broker},
                          Field{"producer", self.producer},
                          Field{"consumer", self.consumer},
                          Field{"tool", self.tool},
                          Field{"bootstrap", self.bootstrap}};
    }
};

struct Counters {
    std::uint64_t events{};    // executed: the position in the run
    std::uint64_t messages{};  // sent
    std::uint64_t dropped{};
    static auto fields(auto& self) {
        return std::tuple{Field{"events", self.events}, Field{"messages", self.messages},
                          Field{"dropped", self.dropped}};
    }
};

struct World {
    Time now;
    std::uint64_t seed{};
    Names names;
    EventQueue queue;
    std::vector<NameId> clusters;  // their names, by ClusterId; kNoName: the only one
    std::vector<Process> nodes;    // by NodeId
    Network network;
    Counters counters;
    std::uint64_t history_hash{};  // of every event so far and what it led to
    static auto fields(auto& self) {
        return std::tuple{Field{"now", self.now},
                          Field{"seed", self.seed},
                          Field{"names", self.names},
                          Field{"queue", self.queue},
                          Field{"clusters", self.clusters},
                          Field{"nodes", self.nodes},
                          Field{"network", self.network},
                          Field{"counters", self.counters},
                          Field{"history_hash", self.history_hash}};
    }
};

// Of everything above. In a file of its own: it visits every type that a world is made of, which
// takes the compiler ten seconds.
std::uint64_t state_hash(World const& world);

Process& node_of(World& world, NodeId id);
Process const& node_of(World const& world, NodeId id);
// An empty process at the next address.
Process& add_process(World& world, NameId name);

// A pending event of the process's own clock. Arming replaces; kNever disarms.
void set_timer(World& world, Process& process, Timer timer, Time at, EventId cause);
void drop_timers(World& world, Process& process);

// Hands a packet to the network: scheduled for its arrival, or held by a cut (then no event).
std::optional<EventId> send_packet(World& world, Packet packet, NodeId from, NodeId to,
                                   EventId cause);

}  // namespace highwater
