// New partitions of a new topic or of one that grows: where their replicas go, what is refused, and
// the records that make them (ReplicationControlManager.createTopic, createPartitions).
#pragma once

#include "controller/active.h"

namespace highwater {

struct Refused {
    ErrorCode error{};
    std::string message;
};

using Assignment = std::vector<std::vector<BrokerId>>;  // by partition

// What people wrote: registered brokers, none twice, as many as the other partitions have.
std::optional<Refused> check_assignment(Controller const& self, Assignment const& assignment,
                                        std::size_t replication_factor);
// Highwater's own limits: partitions of this topic, and those that this request adds in all.
std::optional<Refused> check_limits(Controller const& self, std::int32_t of_topic,
                                    std::int32_t added);

// By the placer, over the racks.
Expected<Assignment> place_new_partitions(Controller& self, std::int32_t partitions,
                                          std::int32_t replication_factor, Effects& out);

struct NewPartitionsOf {
    Uuid topic_id;
    std::int32_t first{};  // the number of the first one
    bool is_by_hand{};
};
// The active replicas are in sync from the start and the first of them leads: a partition without
// any is refused.
std::optional<Refused> add_new_partitions(Controller const& self, NewPartitionsOf const& which,
                                          Assignment const& assignment,
                                          std::vector<MetadataRecord>& records);

}  // namespace highwater
