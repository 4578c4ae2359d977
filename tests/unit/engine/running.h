// A running cluster to which faults are done one after the other.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/step.h"
#include "tests/worlds.h"
#include "trace/describe.h"
#include "world/lookup.h"

namespace highwater {

struct Running {
    explicit Running(World start) : world{std::move(start)} { runner.trace = &trace; }

    void until(Duration after_start) { run_until(world, Time{} + after_start, runner); }
    void go_on(Duration by) { run_until(world, world.now + by, runner); }
    // Carried out at once; true when it was not refused.
    bool now(CommandBody body, std::string phrase = "a command") {
        std::int64_t const refused = count<CommandRefused>();
        EventId const id = schedule_command(world, world.now, {std::move(body), std::move(phrase)});
        while (trace.find(id) == nullptr) step(world, runner, world.now);
        return count<CommandRefused>() == refused;
    }
    template <class F>
    std::vector<F> all() const {
        std::vector<F> found;
        for (TracedFact const& fact : trace.facts()) {
            if (auto const* one = std::get_if<F>(&fact.fact)) found.push_back(*one);
        }
        return found;
    }
    template <class F>
    std::int64_t count() const {
        return static_cast<std::int64_t>(all<F>().size());
    }
    std::string last_sentence() const {
        return describe(trace.facts().back(), describer_of(world));
    }
    Process const& process(std::int32_t node) const { return node_of(world, NodeId{node}); }
    PartitionRegistration registration(std::int32_t partition) const {
        return *find_partition(*current_image(world), {world.names.find("orders"), partition});
    }
    // The next message on its way that `accept` likes.
    template <class Accept>
    EventId in_flight(Accept&& accept) {
        for (;;) {
            for (Event const* event : world.queue.sorted()) {
                auto const* delivery = std::get_if<Delivery>(&event->payload);
                if (delivery != nullptr && accept(delivery->envelope)) return event->id;
            }
            step(world, runner, kNever);
        }
    }

    World world;
    Trace trace;
    Runner runner;
};

inline std::vector<NodeTarget> nodes(std::vector<std::int32_t> const& indices) {
    std::vector<NodeTarget> targets;
    for (std::int32_t const index : indices) targets.push_back(worlds::node(index));
    return targets;
}

// broker-1 … broker-4 in racks a, a, b, b; a producer and a consumer.
inline World racked(std::uint64_t seed) {
    WorldSpec spec = worlds::cluster(seed, {4, 3, 3, 3, 10'000});
    NameId const a = spec.names.intern("a");
    NameId const b = spec.names.intern("b");
    for (std::size_t i = 0; i < 4; ++i) spec.nodes[i].rack = i < 2 ? a : b;
    World world = build_world(spec);
    worlds::at(world, {}, AddProducer{worlds::producer(world.names, "checkout", 20)}, "producer");
    return world;
}

inline NodeTarget rack(World const& world, std::string const& name) {
    NodeTarget target;
    target.kind = NodeTarget::Kind::rack;
    target.in_rack = world.names.find(name);
    return target;
}

}  // namespace highwater
