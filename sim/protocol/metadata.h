// Metadata (API key 3): how clients learn who leads what; it may be stale the moment it arrives.
// DescribeTopicPartitions (75) shows the eligible leader replicas too (KIP-966).
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct MetadataRequest {
    bool all_topics{};
    bool allow_auto_topic_creation{};
    Payload<std::vector<NameId>> topics;
    static auto fields(auto& self) {
        return std::tuple{Field{"all_topics", self.all_topics},
                          Field{"allow_auto_topic_creation", self.allow_auto_topic_creation},
                          Field{"topics", self.topics}};
    }
};

struct BrokerAddress {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    NameId rack{kNoName};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id}, Field{"node", self.node}, Field{"rack", self.rack}};
    }
};

struct PartitionMetadata {
    ErrorCode error{};
    std::int32_t partition{};
    BrokerId leader{kNoBroker};
    LeaderEpoch leader_epoch{kNoEpoch};
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> isr;
    std::vector<BrokerId> offline_replicas;
    std::vector<BrokerId> eligible_leader_replicas;  // DescribeTopicPartitions only
    std::vector<BrokerId> last_known_elr;            // DescribeTopicPartitions only
    std::vector<BrokerId> adding_replicas;           // DescribeTopicPartitions only
    std::vector<BrokerId> removing_replicas;         // DescribeTopicPartitions only
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"partition", self.partition},
                          Field{"leader", self.leader},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"replicas", self.replicas},
                          Field{"isr", self.isr},
                          Field{"offline_replicas", self.offline_replicas},
                          Field{"eligible_leader_replicas", self.eligible_leader_replicas},
                          Field{"last_known_elr", self.last_known_elr},
                          Field{"adding_replicas", self.adding_replicas},
                          Field{"removing_replicas", self.removing_replicas}};
    }
};

struct TopicMetadata {
    ErrorCode error{};
    NameId name{kNoName};
    Uuid topic_id;
    std::vector<PartitionMetadata> partitions;  // by index
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"name", self.name},
                          Field{"topic_id", self.topic_id}, Field{"partitions", self.partitions}};
    }
};

struct ClusterMetadata {
    std::vector<BrokerAddress> brokers;  // unfenced ones, by id
    BrokerId controller{kNoBroker};
    std::vector<TopicMetadata> topics;
    static auto fields(auto& self) {
        return std::tuple{Field{"brokers", self.brokers}, Field{"controller", self.controller},
                          Field{"topics", self.topics}};
    }
};

struct MetadataResponse {
    Payload<ClusterMetadata> metadata;
    static auto fields(auto& self) { return std::tuple{Field{"metadata", self.metadata}}; }
};

struct DescribeTopicPartitionsRequest {
    Payload<std::vector<NameId>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

struct DescribeTopicPartitionsResponse {
    Payload<std::vector<TopicMetadata>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

}  // namespace highwater
