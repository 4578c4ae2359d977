// Moving replicas (KIP-455): AlterPartitionReassignments (45), ListPartitionReassignments (46).
// Only the active controller answers; brokers forward.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct ReassignablePartition {
    TopicPartition partition;
    std::optional<std::vector<BrokerId>> replicas;  // none: cancel what is under way
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"replicas", self.replicas}};
    }
};

struct AlterPartitionReassignmentsRequest {
    bool allow_replication_factor_change{true};  // KIP-860
    Payload<std::vector<ReassignablePartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"allow_replication_factor_change", self.allow_replication_factor_change},
            Field{"partitions", self.partitions}};
    }
};

struct ReassignablePartitionResult {
    TopicPartition partition;
    ErrorCode error{};
    std::string message;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error},
                          Field{"message", self.message}};
    }
};

struct AlterPartitionReassignmentsResponse {
    ErrorCode error{};
    Payload<std::vector<ReassignablePartitionResult>> results;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"results", self.results}};
    }
};

struct ListPartitionReassignmentsRequest {
    Payload<std::vector<TopicPartition>> partitions;  // none: all that are under way
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

struct OngoingPartitionReassignment {
    TopicPartition partition;
    std::vector<BrokerId> replicas;  // the target, then those that go
    std::vector<BrokerId> adding_replicas;
    std::vector<BrokerId> removing_replicas;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"replicas", self.replicas},
                          Field{"adding_replicas", self.adding_replicas},
                          Field{"removing_replicas", self.removing_replicas}};
    }
};

struct ListPartitionReassignmentsResponse {
    ErrorCode error{};
    Payload<std::vector<OngoingPartitionReassignment>> reassignments;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"reassignments", self.reassignments}};
    }
};

}  // namespace highwater
