// Between topic names and topic ids, by the cluster's topics of this call.
#pragma once

#include <vector>

#include "group/coordinator.h"
#include "group/server_assignors.h"

namespace highwater {

// Of those that exist, by id.
std::vector<Uuid> ids_of(std::vector<NameId> const& topics, ClusterTopics const& cluster);
// By topic name; what no longer exists is left out.
std::vector<TopicPartition> partitions_of(TopicIdAssignment const& assignment,
                                          CoordinatorCall const& call);
std::vector<TopicPartition> partitions_of(OwnedPartitions const& owned,
                                          CoordinatorCall const& call);
// The same the other way round: a topic made anew may have fewer partitions.
std::vector<TopicIdPartitions> lists_of(std::vector<TopicPartition> const& partitions,
                                        ClusterTopics const& cluster);
// What the assignor has to know.
GroupSpec group_spec(ConsumerGroup const& group, CoordinatorCall const& call);

}  // namespace highwater
