// Finding things in a world by what people call them.
#pragma once

#include <string>

#include "base/expected.h"
#include "world/world.h"

namespace highwater {

// The process of that name; kNoNode when there is none.
NodeId find_node(World const& world, NameId name);
NodeId find_node(World const& world, std::string_view name);
// nullptr: kNoNode, or a number that this world has not.
Process const* find_process(World const& world, NodeId node);
// Where the broker or controller with that node.id runs.
NodeId node_of_server(World const& world, BrokerId id, ClusterId cluster = kFirstCluster);
std::vector<NodeId> broker_nodes(World const& world, ClusterId cluster = kFirstCluster);
// The live leader of the metadata quorum with the highest epoch; kNoNode when there is none.
NodeId active_controller(World const& world, ClusterId cluster = kFirstCluster);

// The image that counts: the active controller's, or without one the highest committed one of a
// live process, or of any. nullptr in a world without servers.
MetadataImage const* current_image(World const& world, ClusterId cluster = kFirstCluster);
// Who leads a partition in that image; kNoBroker: nobody, or there is no such partition.
BrokerId leader_of(World const& world, TopicPartition partition, ClusterId cluster = kFirstCluster);

// Names and ids for the sentences of trace/describe.h.
Describer describer_of(World const& world);
std::string name_of(World const& world, NodeId node);

// Who is meant, at this instant.
Expected<NodeId> resolve(World const& world, NodeTarget const& target);
// Everybody who is meant, each once, in the order in which they were named.
Expected<std::vector<NodeId>> resolve_all(World const& world,
                                          std::vector<NodeTarget> const& targets);

}  // namespace highwater
