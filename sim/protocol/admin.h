// What Kafka's tools ask: CreateTopics (19), DeleteTopics (20), ElectLeaders (43), DescribeConfigs
// (32), DescribeQuorum (55). Brokers forward what only the active controller can do (KIP-590).
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

struct DescribeConfigsRequest {
    Payload<std::vector<ConfigResource>> resources;
    static auto fields(auto& self) { return std::tuple{Field{"resources", self.resources}}; }
};

// A config that somebody set: at the topic, at one broker dynamically or as the cluster's default.
struct DescribedConfig {
    std::string name;
    std::string value;
    ConfigResource source;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"value", self.value},
                          Field{"source", self.source}};
    }
};

struct DescribedResource {
    ConfigResource resource;
    ErrorCode error{};
    std::vector<DescribedConfig> configs;  // by name
    static auto fields(auto& self) {
        return std::tuple{Field{"resource", self.resource}, Field{"error", self.error},
                          Field{"configs", self.configs}};
    }
};

struct DescribeConfigsResponse {
    Payload<std::vector<DescribedResource>> resources;
    static auto fields(auto& self) { return std::tuple{Field{"resources", self.resources}}; }
};

}  // namespace highwater
