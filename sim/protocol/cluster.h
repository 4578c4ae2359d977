// What Kafka's tools ask of the cluster itself: ApiVersions (18, for its features), DescribeLogDirs
// (35), UpdateFeatures (57), DescribeCluster (60), UnregisterBroker (64).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

// Which kind of servers is meant; brokers tell of brokers, controllers of controllers (KIP-919).
enum class EndpointType : std::int8_t { broker = 1, controller = 2 };

struct DescribeClusterRequest {
    EndpointType endpoint_type{EndpointType::broker};
    bool include_fenced_brokers{};
    static auto fields(auto& self) {
        return std::tuple{Field{"endpoint_type", self.endpoint_type},
                          Field{"include_fenced_brokers", self.include_fenced_brokers}};
    }
};

struct ClusterNode {
    BrokerId id{kNoBroker};
    NodeId node{kNoNode};
    NameId host{kNoName};  // none of a broker: it is called after its id
    NameId rack{kNoName};
    bool is_fenced{};
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id}, Field{"node", self.node}, Field{"host", self.host},
                          Field{"rack", self.rack}, Field{"is_fenced", self.is_fenced}};
    }
};

struct DescribeClusterResponse {
    ErrorCode error{};
    EndpointType endpoint_type{EndpointType::broker};
    BrokerId controller_id{kNoBroker};  // of controllers: who is active; brokers name any broker
    Uuid cluster_id;
    Payload<std::vector<ClusterNode>> nodes;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"endpoint_type", self.endpoint_type},
                          Field{"controller_id", self.controller_id},
                          Field{"cluster_id", self.cluster_id}, Field{"nodes", self.nodes}};
    }
};

struct UnregisterBrokerRequest {
    BrokerId broker_id{kNoBroker};
    static auto fields(auto& self) { return std::tuple{Field{"broker_id", self.broker_id}}; }
};

struct UnregisterBrokerResponse {
    ErrorCode error{};
    Payload<std::string> message;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"message", self.message}};
    }
};

// What the server's version can do, and what the cluster has agreed on.
struct ApiVersionsRequest {
    static auto fields(auto&) { return std::tuple{}; }
};

struct SupportedFeature {
    std::string name;
    std::int16_t min_version{};
    std::int16_t max_version{};
    std::int16_t finalized_level{};
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"min_version", self.min_version},
                          Field{"max_version", self.max_version},
                          Field{"finalized_level", self.finalized_level}};
    }
};

struct ApiVersionsResponse {
    ErrorCode error{};
    Offset finalized_features_epoch{kNoOffset};  // how far the server has replayed the metadata log
    Payload<std::vector<SupportedFeature>> features;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"finalized_features_epoch", self.finalized_features_epoch},
                          Field{"features", self.features}};
    }
};

enum class UpgradeType : std::int8_t { upgrade = 1, safe_downgrade = 2, unsafe_downgrade = 3 };

struct FeatureUpdate {
    std::string feature;
    std::int16_t max_version_level{};
    UpgradeType upgrade_type{UpgradeType::upgrade};
    static auto fields(auto& self) {
        return std::tuple{Field{"feature", self.feature},
                          Field{"max_version_level", self.max_version_level},
                          Field{"upgrade_type", self.upgrade_type}};
    }
};

struct UpdateFeaturesRequest {
    bool validate_only{};
    Payload<std::vector<FeatureUpdate>> updates;
    static auto fields(auto& self) {
        return std::tuple{Field{"validate_only", self.validate_only},
                          Field{"updates", self.updates}};
    }
};

// All or nothing: one error for all of them.
struct UpdateFeaturesResponse {
    ErrorCode error{};
    Payload<std::string> message;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"message", self.message}};
    }
};

// log.dirs: every broker has one of its own, on a machine of its own.
inline constexpr char kLogDir[] = "/tmp/kafka-logs";

struct DescribeLogDirsRequest {
    Payload<std::vector<TopicPartition>> partitions;  // none: all of them
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

struct LogDirReplica {
    TopicPartition partition;
    std::int64_t size{};        // of its .log files
    std::int64_t offset_lag{};  // by how much its log ends below its high watermark
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"size", self.size},
                          Field{"offset_lag", self.offset_lag}};
    }
};

struct LogDirDescription {
    std::string log_dir;
    std::vector<LogDirReplica> replicas;
    static auto fields(auto& self) {
        return std::tuple{Field{"log_dir", self.log_dir}, Field{"replicas", self.replicas}};
    }
};

struct DescribeLogDirsResponse {
    ErrorCode error{};
    Payload<std::vector<LogDirDescription>> log_dirs;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"log_dirs", self.log_dirs}};
    }
};

}  // namespace highwater
