// The configs of consumer groups: what a broker gives its coordinators (GroupCoordinatorConfig),
// and what a member brings along (ConsumerConfig, GroupRebalanceConfig). Part of node/config.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/fields.h"

namespace highwater {

// Which way a group may change its protocol while it has members (KIP-848).
enum class MigrationPolicy : std::uint8_t { bidirectional, upgrade, downgrade, disabled };

struct GroupConfig {
    std::int32_t initial_rebalance_delay_ms{3'000};
    std::int32_t min_session_timeout_ms{6'000};
    std::int32_t max_session_timeout_ms{1'800'000};
    std::int32_t max_size{2'147'483'647};
    struct Consumer {  // of the protocol of KIP-848
        std::string assignors{"uniform,range"};
        std::int32_t session_timeout_ms{45'000};
        std::int32_t min_session_timeout_ms{45'000};
        std::int32_t max_session_timeout_ms{60'000};
        std::int32_t heartbeat_interval_ms{5'000};
        std::int32_t min_heartbeat_interval_ms{5'000};
        std::int32_t max_heartbeat_interval_ms{15'000};
        std::int32_t assignment_interval_ms{1'000};
        std::int32_t min_assignment_interval_ms{0};
        std::int32_t max_assignment_interval_ms{15'000};
        std::int32_t max_size{2'147'483'647};
        MigrationPolicy migration_policy{};
        static auto fields(auto& self) {
            return std::tuple{
                Field{"group.consumer.assignors", self.assignors},
                Field{"group.consumer.session.timeout.ms", self.session_timeout_ms},
                Field{"group.consumer.min.session.timeout.ms", self.min_session_timeout_ms},
                Field{"group.consumer.max.session.timeout.ms", self.max_session_timeout_ms},
                Field{"group.consumer.heartbeat.interval.ms", self.heartbeat_interval_ms},
                Field{"group.consumer.min.heartbeat.interval.ms", self.min_heartbeat_interval_ms},
                Field{"group.consumer.max.heartbeat.interval.ms", self.max_heartbeat_interval_ms},
                Field{"group.consumer.assignment.interval.ms", self.assignment_interval_ms},
                Field{"group.consumer.min.assignment.interval.ms", self.min_assignment_interval_ms},
                Field{"group.consumer.max.assignment.interval.ms", self.max_assignment_interval_ms},
                Field{"group.consumer.max.size", self.max_size},
                Field{"group.consumer.migration.policy", self.migration_policy}};
        }
    } consumer;
    struct Offsets {
        std::int32_t topic_num_partitions{50};
        std::int16_t topic_replication_factor{3};
        std::int32_t topic_segment_bytes{104'857'600};
        std::int32_t retention_minutes{10'080};
        std::int64_t retention_check_interval_ms{600'000};
        std::int32_t commit_timeout_ms{5'000};
        std::int32_t metadata_max_bytes{4'096};
        static auto fields(auto& self) {
            return std::tuple{
                Field{"offsets.topic.num.partitions", self.topic_num_partitions},
                Field{"offsets.topic.replication.factor", self.topic_replication_factor},
                Field{"offsets.topic.segment.bytes", self.topic_segment_bytes},
                Field{"offsets.retention.minutes", self.retention_minutes},
                Field{"offsets.retention.check.interval.ms", self.retention_check_interval_ms},
                Field{"offsets.commit.timeout.ms", self.commit_timeout_ms},
                Field{"offset.metadata.max.bytes", self.metadata_max_bytes}};
        }
    } offsets;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group.initial.rebalance.delay.ms", self.initial_rebalance_delay_ms},
            Field{"group.min.session.timeout.ms", self.min_session_timeout_ms},
            Field{"group.max.session.timeout.ms", self.max_session_timeout_ms},
            Field{"group.max.size", self.max_size},
            Field{"consumer", self.consumer},
            Field{"offsets", self.offsets}};
    }
};

enum class GroupProtocol : std::uint8_t { classic, consumer };

// What a consumer with subscribe() adds to its configs.
struct MemberConfig {
    GroupProtocol group_protocol{};
    std::string group_id;           // null: no group
    std::string group_instance_id;  // null: a dynamic member
    std::int32_t session_timeout_ms{45'000};
    std::int32_t heartbeat_interval_ms{3'000};
    std::int32_t max_poll_interval_ms{300'000};
    // By their protocol names, the most liked first; Kafka's file names the classes.
    std::vector<std::string> partition_assignment_strategy{"range", "cooperative-sticky"};
    std::string group_remote_assignor;  // null: the broker's first one
    bool enable_auto_commit{true};
    std::int32_t auto_commit_interval_ms{5'000};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group.protocol", self.group_protocol},
            Field{"group.id", self.group_id},
            Field{"group.instance.id", self.group_instance_id},
            Field{"session.timeout.ms", self.session_timeout_ms},
            Field{"heartbeat.interval.ms", self.heartbeat_interval_ms},
            Field{"max.poll.interval.ms", self.max_poll_interval_ms},
            Field{"partition.assignment.strategy", self.partition_assignment_strategy},
            Field{"group.remote.assignor", self.group_remote_assignor},
            Field{"enable.auto.commit", self.enable_auto_commit},
            Field{"auto.commit.interval.ms", self.auto_commit_interval_ms}};
    }
};

}  // namespace highwater
