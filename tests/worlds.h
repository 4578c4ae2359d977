// Fixed worlds for tests of the whole machine: determinism, time travel, measurements. Built
// without a scenario file, so that they do not change when a lesson does.
#pragma once

#include <string>

#include "engine/build.h"
#include "engine/step.h"

namespace highwater::worlds {

struct Shape {
    std::int32_t brokers{3};
    std::int32_t controllers{3};  // 0: the brokers are controllers too
    std::int32_t partitions{3};
    std::int16_t replication{3};
    std::int32_t lag_time_max_ms{10'000};
};

inline NodeTarget node(std::int32_t index) {
    NodeTarget target;
    target.node = NodeId{index};
    return target;
}

// broker-1 … at addresses 0 …, then controller-3001 …; one topic "orders", min.insync.replicas 2
// where three replicas allow it.
inline WorldSpec cluster(std::uint64_t seed, Shape const& shape = {}) {
    WorldSpec spec;
    spec.seed = seed;
    auto const add = [&](std::int32_t id, char const* kind, bool is_broker, bool is_controller) {
        NodeSpec server;
        server.id = BrokerId{id};
        server.name = spec.names.intern(kind + std::to_string(id));
        server.is_broker = is_broker;
        server.is_controller = is_controller;
        server.config.replica_lag_time_max_ms = shape.lag_time_max_ms;
        spec.nodes.push_back(server);
    };
    for (std::int32_t i = 1; i <= shape.brokers; ++i) {
        add(i, "broker-", true, shape.controllers == 0 && i <= 3);
    }
    for (std::int32_t i = 1; i <= shape.controllers; ++i) add(3000 + i, "controller-", false, true);
    NewTopic topic;
    topic.name = spec.names.intern("orders");
    topic.partitions = shape.partitions;
    topic.replication_factor = shape.replication;
    if (shape.replication >= 3) topic.configs = {{"min.insync.replicas", "2"}};
    spec.clusters[0].topics.push_back(topic);
    return spec;
}

inline ProducerSpec producer(Names& names, std::string const& name, std::int64_t per_second) {
    ProducerSpec spec;
    spec.name = names.intern(name);
    spec.topic = names.intern("orders");
    spec.interval = microseconds(1'000'000 / per_second);
    return spec;
}

inline ConsumerSpec consumer(Names& names, std::string const& name) {
    ConsumerSpec spec;
    spec.name = names.intern(name);
    spec.assign_topics = {names.intern("orders")};
    spec.from = StartPosition::earliest;
    return spec;
}

inline void at(World& world, Duration after_start, CommandBody body, std::string phrase) {
    schedule_command(world, Time{} + after_start, {std::move(body), std::move(phrase)});
}

// The walking skeleton: a keyed producer with acks=all, a consumer, broker-2 dies at 6 s and comes
// back at 25 s; a pause and a cut follow.
inline World failover(std::uint64_t seed, Shape const& shape = {}) {
    World world = build_world(cluster(seed, shape));
    ProducerSpec checkout = producer(world.names, "checkout", 20);
    checkout.keys.kind = KeySource::Kind::uniform;
    for (int i = 1; i <= 50; ++i) checkout.keys.keys.push_back("customer-" + std::to_string(i));
    at(world, {}, AddProducer{checkout}, "producer checkout");
    at(world, {}, AddConsumer{consumer(world.names, "auditor")}, "consumer auditor");
    at(world, seconds(6), KillNode{node(1)}, "kill broker-2");
    at(world, seconds(25), StartNode{node(1)}, "start broker-2");
    at(world, seconds(40), PauseNode{node(2)}, "pause broker-3");
    at(world, seconds(43), ResumeNode{node(2)}, "resume broker-3");
    at(world, seconds(45), CutLink{node(0), node(2), false}, "cut broker-1 from broker-3");
    at(world, seconds(60), HealAll{}, "heal all");
    return world;
}

// The steady benchmark: acks=all, no keys, linger 5 ms, 100 bytes, spread evenly.
struct Load {
    std::int32_t producers{20};
    std::int64_t records_per_second{500};  // of each
    std::int32_t consumers{15};
    std::int32_t partitions{100};
};
inline World steady(std::uint64_t seed, Load const& load = {}) {
    World world = build_world(cluster(seed, {5, 3, load.partitions, 3, 30'000}));
    for (std::int32_t i = 0; i < load.producers; ++i) {
        ProducerSpec spec =
            producer(world.names, "producer-" + std::to_string(i + 1), load.records_per_second);
        spec.starts_at = Time{} + microseconds(i * 97);
        at(world, {}, AddProducer{spec}, "producer");
    }
    for (std::int32_t i = 0; i < load.consumers; ++i) {
        ConsumerSpec spec = consumer(world.names, "consumer-" + std::to_string(i + 1));
        spec.assign_topics.clear();
        for (std::int32_t p = i; p < load.partitions; p += load.consumers) {
            spec.assign.push_back({world.names.find("orders"), p});
        }
        spec.from = StartPosition::latest;
        at(world, {}, AddConsumer{spec}, "consumer");
    }
    return world;
}

// 1,000 records a second on 1,000 partitions, while every two seconds another broker crashes; it
// comes back a second later.
inline World storm(std::uint64_t seed, std::int32_t crashes) {
    Load const load{2, 500, 5, 1'000};
    World world = steady(seed, load);
    for (std::int32_t i = 0; i < crashes; ++i) {
        Duration const when = seconds(2) * (i + 1);
        at(world, when, KillNode{node(i % 5)}, "kill");
        at(world, when + seconds(1), StartNode{node(i % 5)}, "start");
    }
    return world;
}

}  // namespace highwater::worlds
