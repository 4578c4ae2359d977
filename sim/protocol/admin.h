// What Kafka's tools ask of topics and configs: CreateTopics (19), DeleteTopics (20),
// DescribeConfigs (32), CreatePartitions (37), ElectLeaders (43), IncrementalAlterConfigs (44).
// Brokers forward what only the active controller can do (KIP-590).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "protocol/metadata_record.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct NewTopic {
    NameId name{kNoName};
    std::int32_t partitions{-1};                    // -1: the broker's num.partitions
    std::int16_t replication_factor{-1};            // -1: the broker's default.replication.factor
    std::vector<std::vector<BrokerId>> assignment;  // by partition; empty: the controller places
    std::vector<std::pair<std::string, std::string>> configs;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"partitions", self.partitions},
                          Field{"replication_factor", self.replication_factor},
                          Field{"assignment", self.assignment}, Field{"configs", self.configs}};
    }
};

struct CreateTopicsRequest {
    Payload<std::vector<NewTopic>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

struct TopicResult {
    NameId name{kNoName};
    ErrorCode error{};
    std::string message;  // Kafka's own words, when there is an error
    Uuid topic_id;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"error", self.error},
                          Field{"message", self.message}, Field{"topic_id", self.topic_id}};
    }
};

struct CreateTopicsResponse {
    Payload<std::vector<TopicResult>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

struct DeleteTopicsRequest {
    Payload<std::vector<NameId>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

struct DeleteTopicsResponse {
    Payload<std::vector<TopicResult>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

// More partitions for a topic that exists.
struct NewPartitions {
    NameId name{kNoName};
    std::int32_t count{};  // in all, afterwards
    // Of the additional ones; none: the controller places them.
    std::optional<std::vector<std::vector<BrokerId>>> assignment;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"count", self.count},
                          Field{"assignment", self.assignment}};
    }
};

struct CreatePartitionsRequest {
    Payload<std::vector<NewPartitions>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

struct CreatePartitionsResponse {
    Payload<std::vector<TopicResult>> topics;
    static auto fields(auto& self) { return std::tuple{Field{"topics", self.topics}}; }
};

enum class ElectionType : std::uint8_t { preferred, unclean };

struct ElectLeadersRequest {
    ElectionType type{};
    bool all_partitions{};
    Payload<std::vector<TopicPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"type", self.type}, Field{"all_partitions", self.all_partitions},
                          Field{"partitions", self.partitions}};
    }
};

struct ElectLeadersResult {
    TopicPartition partition;
    ErrorCode error{};
    std::string message;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error},
                          Field{"message", self.message}};
    }
};

struct ElectLeadersResponse {
    ErrorCode error{};
    Payload<std::vector<ElectLeadersResult>> results;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"results", self.results}};
    }
};

struct ConfigResource {
    ConfigResourceType type{};
    std::string name;
    static auto fields(auto& self) {
        return std::tuple{Field{"type", self.type}, Field{"name", self.name}};
    }
};

// Which topics, brokers or groups there are to describe (KIP-1142): groups that have configs of
// their own, whether or not anybody is in them.
struct ListConfigResourcesRequest {
    Payload<std::vector<ConfigResourceType>> resource_types;  // none: of every type
    static auto fields(auto& self) {
        return std::tuple{Field{"resource_types", self.resource_types}};
    }
};

struct ListConfigResourcesResponse {
    ErrorCode error{};
    Payload<std::vector<ConfigResource>> config_resources;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"config_resources", self.config_resources}};
    }
};

struct DescribeConfigsRequest {
    Payload<std::vector<ConfigResource>> resources;
    static auto fields(auto& self) { return std::tuple{Field{"resources", self.resources}}; }
};

// Where a value comes from, nearest first, with Kafka's numbers.
enum class ConfigSource : std::int8_t {
    topic = 1,
    dynamic_broker = 2,
    dynamic_default_broker = 3,
    static_broker = 4,   // server.properties
    default_config = 5,  // Kafka itself
    group = 8
};

struct ConfigSynonym {
    ConfigSource source{};
    std::string name;  // a topic's config may be called otherwise among the broker's
    std::string value;
    static auto fields(auto& self) {
        return std::tuple{Field{"source", self.source}, Field{"name", self.name},
                          Field{"value", self.value}};
    }
};

struct DescribedConfig {
    std::string name;
    std::string value;
    ConfigSource source{ConfigSource::default_config};
    std::vector<ConfigSynonym> synonyms;  // every value given, the one that holds first
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"value", self.value},
                          Field{"source", self.source}, Field{"synonyms", self.synonyms}};
    }
};

struct DescribedResource {
    ConfigResource resource;
    ErrorCode error{};
    std::string message;
    std::vector<DescribedConfig> configs;
    static auto fields(auto& self) {
        return std::tuple{Field{"resource", self.resource}, Field{"error", self.error},
                          Field{"message", self.message}, Field{"configs", self.configs}};
    }
};

struct DescribeConfigsResponse {
    Payload<std::vector<DescribedResource>> resources;
    static auto fields(auto& self) { return std::tuple{Field{"resources", self.resources}}; }
};

enum class ConfigOperation : std::uint8_t { set, remove, append, subtract };

struct AlterConfigOp {
    std::string name;
    ConfigOperation operation{};
    std::string value;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"operation", self.operation},
                          Field{"value", self.value}};
    }
};

struct AlteredResource {
    ConfigResource resource;
    std::vector<AlterConfigOp> configs;
    static auto fields(auto& self) {
        return std::tuple{Field{"resource", self.resource}, Field{"configs", self.configs}};
    }
};

// A resource whose change is refused in one config is not changed at all; the others are.
struct IncrementalAlterConfigsRequest {
    Payload<std::vector<AlteredResource>> resources;
    static auto fields(auto& self) { return std::tuple{Field{"resources", self.resources}}; }
};

struct AlterConfigsResult {
    ConfigResource resource;
    ErrorCode error{};
    std::string message;
    static auto fields(auto& self) {
        return std::tuple{Field{"resource", self.resource}, Field{"error", self.error},
                          Field{"message", self.message}};
    }
};

struct IncrementalAlterConfigsResponse {
    Payload<std::vector<AlterConfigsResult>> results;
    static auto fields(auto& self) { return std::tuple{Field{"results", self.results}}; }
};

}  // namespace highwater
