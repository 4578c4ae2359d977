#include "engine/build.h"

#include "base/draw.h"
#include "world/lookup.h"

namespace highwater {

namespace {

std::vector<Voter> voters_of(WorldSpec const& spec) {
    std::vector<Voter> voters;
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        if (!spec.nodes[i].is_controller) continue;
        voters.push_back(
            {spec.nodes[i].id, NodeId{static_cast<std::int32_t>(i)}, spec.nodes[i].name});
    }
    return voters;
}

// What kafka-storage format writes into meta.properties: of the cluster, and of each directory.
Uuid cluster_id(std::uint64_t seed) {
    std::uint64_t const who = 2ULL << 40;
    std::uint64_t const high = draw(seed, Draw::uuid, who, 1);
    std::uint64_t const low = draw(seed, Draw::uuid, who, 2);
    return {high, low};
}

Uuid directory_id(std::uint64_t seed, NodeId node) {
    std::uint64_t const who = 1ULL << 40 | static_cast<std::uint64_t>(node.value);
    std::uint64_t const high = draw(seed, Draw::uuid, who, 1);
    std::uint64_t const low = draw(seed, Draw::uuid, who, 2);
    return {high, low};
}

void add_server(World& world, NodeSpec const& spec, WorldSpec const& all,
                std::vector<Voter> const& voters) {
    Process& process = add_process(world, spec.name);
    process.broker_id = spec.id;
    process.rack = spec.rack;
    Uuid const cluster = cluster_id(world.seed);
    Uuid const directory = directory_id(world.seed, process.id);
    process.raft =
        Cow{make_raft({spec.id, process.id, voters, spec.config.quorum, directory, all.protocol})};
    if (spec.is_controller) {
        process.controller = Cow{make_controller(
            {spec.id, process.id, spec.config, all.cluster_defaults, cluster, all.protocol})};
    }
    if (spec.is_broker) {
        process.broker = Cow{make_broker(
            {spec.id, process.id, spec.rack, directory, spec.config, cluster, all.protocol})};
    }
}

// A free name, should the scenario have given it to somebody.
NameId bootstrap_name(World& world) {
    std::string name = "bootstrap";
    while (world.names.find(name) != kNoName) name += '_';
    return world.names.intern(name);
}

}  // namespace

World build_world(WorldSpec const& spec) {
    World world;
    world.now = Time{} - kPrologue;
    world.seed = spec.seed;
    world.names = spec.names;
    world.network.latency_min = spec.network.latency_min;
    world.network.latency_max = spec.network.latency_max;
    std::vector<Voter> const voters = voters_of(spec);
    for (NodeSpec const& node : spec.nodes) add_server(world, node, spec, voters);
    Process& bootstrap = add_process(world, bootstrap_name(world));
    bootstrap.bootstrap = Cow{make_bootstrap(broker_nodes(world), spec.topics)};
    // One after the other, as a script would start them: nothing happens at the very same instant.
    Time at = world.now;
    for (Process const& process : world.nodes) {
        world.queue.schedule(at, EventId{}, ProcessStart{process.id});
        at = at + milliseconds(1);
    }
    return world;
}

}  // namespace highwater
