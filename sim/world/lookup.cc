#include "world/lookup.h"

#include <algorithm>

namespace highwater {

NodeId find_node(World const& world, NameId name) {
    if (name == kNoName) return kNoNode;
    for (Process const& process : world.nodes) {
        if (process.name == name) return process.id;
    }
    return kNoNode;
}

NodeId find_node(World const& world, std::string_view name) {
    return find_node(world, world.names.find(name));
}

Process const* find_process(World const& world, NodeId node) {
    auto const place = static_cast<std::size_t>(node.value);
    return node == kNoNode || place >= world.nodes.size() ? nullptr : &world.nodes[place];
}

NodeId node_of_server(World const& world, BrokerId id, ClusterId cluster) {
    if (id == kNoBroker) return kNoNode;
    for (Process const& process : world.nodes) {
        bool const is_meant = process.broker_id == id && process.cluster == cluster;
        if (is_meant && process.is_server()) return process.id;
    }
    return kNoNode;
}

std::vector<NodeId> broker_nodes(World const& world, ClusterId cluster) {
    std::vector<NodeId> nodes;
    for (Process const& process : world.nodes) {
        if (process.broker && process.cluster == cluster) nodes.push_back(process.id);
    }
    return nodes;
}

NodeId active_controller(World const& world, ClusterId cluster) {
    NodeId found = kNoNode;
    LeaderEpoch highest = kNoEpoch;
    for (Process const& process : world.nodes) {
        if (!process.is_alive || !process.controller || process.cluster != cluster) continue;
        Raft const& raft = **process.raft;
        if (is_leader(raft) && epoch(raft) > highest) {
            found = process.id;
            highest = epoch(raft);
        }
    }
    return found;
}

MetadataImage const* current_image(World const& world, ClusterId cluster) {
    NodeId const active = active_controller(world, cluster);
    if (active != kNoNode) return &(*node_of(world, active).controller)->image;
    MetadataImage const* best = nullptr;
    bool best_is_alive = false;
    for (Process const& process : world.nodes) {
        if (process.cluster != cluster) continue;
        for (MetadataImage const* image :
             {process.controller ? &(*process.controller)->image : nullptr,
              process.broker ? &*(*process.broker)->image : nullptr}) {
            if (image == nullptr) continue;
            bool const better =
                best == nullptr || (process.is_alive && !best_is_alive) ||
                (process.is_alive == best_is_alive && image->next_offset > best->next_offset);
            if (!better) continue;
            best = image;
            best_is_alive = process.is_alive;
        }
    }
    return best;
}

BrokerId leader_of(World const& world, TopicPartition partition, ClusterId cluster) {
    MetadataImage const* image = current_image(world, cluster);
    if (image == nullptr) return kNoBroker;
    PartitionRegistration const* found = find_partition(*image, partition);
    return found == nullptr ? kNoBroker : found->leader;
}

Describer describer_of(World const& world) {
    Describer describer;
    describer.names = &world.names;
    describer.clusters = world.clusters;
    describer.nodes.reserve(world.nodes.size());
    for (Process const& process : world.nodes) {
        describer.nodes.push_back({process.name, process.broker_id, process.cluster});
    }
    return describer;
}

std::string name_of(World const& world, NodeId node) {
    return node == kNoNode ? "nobody" : world.names.text(node_of(world, node).name);
}

namespace {

std::string known_names(World const& world) {
    std::string list = "have";
    for (Process const& process : world.nodes) {
        if (process.tool || process.bootstrap) continue;
        list += (list.size() == 4 ? " " : ", ") + world.names.text(process.name);
    }
    return list;
}

Expected<NodeId> resolve_named(World const& world, NameId name) {
    NodeId const node = find_node(world, name);
    if (node != kNoNode) return node;
    return Problem{world.names.text(name) + " does not exist", known_names(world)};
}

Expected<NodeId> resolve_leader(World const& world, TopicPartition partition, ClusterId cluster) {
    std::string const text =
        world.names.text(partition.topic) + "-" + std::to_string(partition.partition);
    BrokerId const leader = leader_of(world, partition, cluster);
    if (leader == kNoBroker) {
        return Problem{text + " has no leader now", "name the broker itself, as in broker-1"};
    }
    NodeId const node = node_of_server(world, leader, cluster);
    CHECK(node != kNoNode);
    return node;
}

Expected<NodeId> resolve_coordinator(World const& world, NameId group, ClusterId cluster) {
    MetadataImage const* image = current_image(world, cluster);
    NameId const name = world.names.find(kOffsetsTopic);
    TopicImage const* topic =
        image == nullptr || name == kNoName ? nullptr : find_topic(*image, name);
    if (topic == nullptr || topic->partitions.empty()) {
        return Problem{"nobody has looked for a coordinator yet", "name the broker itself"};
    }
    auto const count = static_cast<std::int32_t>(topic->partitions.size());
    std::int32_t const partition = coordinator_partition(world.names.text(group), count);
    return resolve_leader(world, {name, partition}, cluster);
}

}  // namespace

Expected<NodeId> resolve(World const& world, NodeTarget const& target) {
    switch (target.kind) {
    case NodeTarget::Kind::node: {
        bool const exists = target.node.value >= 0 &&
                            static_cast<std::size_t>(target.node.value) < world.nodes.size();
        if (exists) return target.node;
        return Problem{"there is no such process", known_names(world)};
    }
    case NodeTarget::Kind::named: return resolve_named(world, target.name);
    case NodeTarget::Kind::controller_leader: {
        NodeId const active = active_controller(world, target.cluster);
        if (active != kNoNode) return active;
        return Problem{"the controllers have no leader now",
                       "wait for the election, or name a controller itself"};
    }
    case NodeTarget::Kind::leader_of:
        return resolve_leader(world, target.partition, target.cluster);
    case NodeTarget::Kind::coordinator_of:
        return resolve_coordinator(world, target.group, target.cluster);
    case NodeTarget::Kind::rack:
        return Problem{"a rack is more than one process", "name one of its brokers"};
    }
    return Problem{"there is no such process", known_names(world)};
}

Expected<std::vector<NodeId>> resolve_all(World const& world,
                                          std::vector<NodeTarget> const& targets) {
    std::vector<NodeId> found;
    auto const add = [&](NodeId node) {
        if (std::find(found.begin(), found.end(), node) == found.end()) found.push_back(node);
    };
    for (NodeTarget const& target : targets) {
        if (target.kind != NodeTarget::Kind::rack) {
            Expected<NodeId> const node = resolve(world, target);
            if (!node) return node.problem();
            add(*node);
            continue;
        }
        for (Process const& process : world.nodes) {
            if (process.broker && process.rack == target.in_rack) add(process.id);
        }
    }
    return found;
}

}  // namespace highwater
