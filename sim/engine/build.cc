#include "engine/build.h"

#include "base/draw.h"
#include "world/lookup.h"

namespace highwater {

namespace {

std::vector<Voter> voters_of(WorldSpec const& spec, ClusterId cluster) {
    std::vector<Voter> voters;
    for (std::size_t i = 0; i < spec.nodes.size(); ++i) {
        if (!spec.nodes[i].is_controller || spec.nodes[i].cluster != cluster) continue;
        voters.push_back(
            {spec.nodes[i].id, NodeId{static_cast<std::int32_t>(i)}, spec.nodes[i].name});
    }
    return voters;
}

// What kafka-storage format writes into meta.properties: of the cluster, and of each directory.
Uuid cluster_id(std::uint64_t seed, ClusterId cluster) {
    std::uint64_t const who = 2ULL << 40 | static_cast<std::uint64_t>(cluster.value);
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

void add_server(World& world, NodeSpec const& spec, ClusterSpec const& cluster,
                std::vector<Voter> const& voters, ProtocolSwitches const& protocol) {
    Process& process = add_process(world, spec.name);
    process.cluster = spec.cluster;
    process.broker_id = spec.id;
    process.rack = spec.rack;
    Uuid const id = cluster_id(world.seed, spec.cluster);
    Uuid const directory = directory_id(world.seed, process.id);
    process.raft =
        Cow{make_raft({spec.id, process.id, voters, spec.config.quorum, directory, protocol})};
    if (spec.is_controller) {
        process.controller = Cow{
            make_controller({spec.id, process.id, spec.config, cluster.defaults, id, protocol})};
    }
    if (spec.is_broker) {
        process.broker = Cow{
            make_broker({spec.id, process.id, spec.rack, directory, spec.config, id, protocol})};
    }
}

// A free name, should the scenario have given it to somebody.
NameId bootstrap_name(World& world, ClusterSpec const& cluster) {
    std::string name = cluster.name == kNoName ? "" : world.names.text(cluster.name) + ".";
    name += "bootstrap";
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
    std::vector<std::vector<Voter>> voters;
    for (std::size_t i = 0; i < spec.clusters.size(); ++i) {
        world.clusters.push_back(spec.clusters[i].name);
        voters.push_back(voters_of(spec, ClusterId{static_cast<std::int32_t>(i)}));
    }
    for (NodeSpec const& node : spec.nodes) {
        auto const cluster = static_cast<std::size_t>(node.cluster.value);
        CHECK(cluster < spec.clusters.size());
        add_server(world, node, spec.clusters[cluster], voters[cluster], spec.protocol);
    }
    for (std::size_t i = 0; i < spec.clusters.size(); ++i) {
        ClusterId const cluster{static_cast<std::int32_t>(i)};
        Process& bootstrap = add_process(world, bootstrap_name(world, spec.clusters[i]));
        bootstrap.cluster = cluster;
        bootstrap.bootstrap =
            Cow{make_bootstrap(broker_nodes(world, cluster), spec.clusters[i].topics)};
    }
    // One after the other, as a script would start them: nothing happens at the very same instant.
    Time at = world.now;
    for (Process const& process : world.nodes) {
        world.queue.schedule(at, EventId{}, ProcessStart{process.id});
        at = at + milliseconds(1);
    }
    return world;
}

}  // namespace highwater
