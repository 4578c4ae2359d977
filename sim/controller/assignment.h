// Replica assignments that people write: what Kafka accepts (validateManualPartitionAssignment),
// and how a partition moves from one to another (KIP-455).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "controller/decide.h"
#include "record/error_code.h"

namespace highwater {

// Why not, in Kafka's words (INVALID_REPLICA_ASSIGNMENT). `replication_factor` is that of the
// topic's other partitions, if there are any yet.
std::optional<std::string> wrong_assignment(MetadataImage const& image,
                                            std::vector<BrokerId> const& replicas,
                                            std::optional<std::size_t> replication_factor);

// What a reassignment asks of a partition; `error` says why it cannot.
struct Reassignment {
    ErrorCode error{};
    std::string message;
    std::optional<std::vector<BrokerId>> isr;
    std::optional<std::vector<BrokerId>> replicas;
    std::optional<std::vector<BrokerId>> adding;
    std::optional<std::vector<BrokerId>> removing;
};
// Replicas that come are fetched before those that go are dropped: meanwhile it has both.
Reassignment begin_reassignment(MetadataImage const& image, PartitionRegistration const& partition,
                                std::vector<BrokerId> const& target);
// Back to what it was. Refused if only replicas that were coming are in sync, unless the topic
// allows unclean elections.
Reassignment cancel_reassignment(PartitionRegistration const& partition,
                                 std::string const& partition_name, bool allows_unclean);

void set_targets(PartitionQuestion& question, Reassignment const& reassignment);

}  // namespace highwater
