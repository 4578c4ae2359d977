// The configs that have an effect here, with Kafka 4.3's names and defaults (dots are underscores).
// Times are milliseconds as in Kafka's own files. tests/unit/node checks every default against the
// list of all of Kafka's configs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/fields.h"
#include "node/group_config.h"
#include "record/record.h"

namespace highwater {

// Which replica the leader sends a consumer to (KIP-392).
enum class ReplicaSelectorClass : std::uint8_t { none, leader, rack_aware };

// A decimal from 0 to 1, in millionths: nothing here computes with floating point.
struct Ratio {
    std::int32_t ppm{};
    static Ratio of(std::string_view text);  // what check_config_fraction has let pass
    std::string text() const;                // "0.5", "1.0", as Java writes a double
    void hash(Hasher& hasher) const { hash_into(hasher, ppm); }
    friend bool operator==(Ratio a, Ratio b) { return a.ppm == b.ppm; }
};

// server.properties of one node (brokers and controllers share the file).
struct ServerConfig {
    std::int32_t replica_lag_time_max_ms{30'000};
    std::int32_t replica_fetch_min_bytes{1};
    std::int32_t replica_fetch_wait_max_ms{500};
    std::int32_t replica_fetch_max_bytes{1'048'576};
    std::int32_t replica_fetch_response_max_bytes{10'485'760};
    std::int32_t replica_fetch_backoff_ms{1'000};
    std::int32_t replica_socket_timeout_ms{30'000};
    std::int32_t replica_high_watermark_checkpoint_interval_ms{5'000};
    std::int32_t broker_session_timeout_ms{9'000};
    std::int32_t broker_heartbeat_interval_ms{2'000};
    std::int32_t request_timeout_ms{30'000};
    std::int32_t fetch_max_bytes{57'671'680};
    std::int32_t num_partitions{1};
    std::int16_t default_replication_factor{1};
    bool auto_create_topics_enable{true};
    bool auto_leader_rebalance_enable{true};
    bool controlled_shutdown_enable{true};
    std::int32_t leader_imbalance_check_interval_seconds{300};
    std::int32_t unclean_leader_election_interval_ms{300'000};
    std::int32_t message_max_bytes{1'048'588};
    // Who reads from whom, and how fast replicas move; and clients.
    struct Replication {
        ReplicaSelectorClass selector_class{};
        std::int32_t quota_window_num{11};
        std::int32_t quota_window_size_seconds{1};
        struct Clients {
            std::int32_t quota_window_num{11};
            std::int32_t quota_window_size_seconds{1};
            static auto fields(auto& self) {
                return std::tuple{
                    Field{"quota.window.num", self.quota_window_num},
                    Field{"quota.window.size.seconds", self.quota_window_size_seconds}};
            }
        } clients;
        static auto fields(auto& self) {
            return std::tuple{
                Field{"replica.selector.class", self.selector_class},
                Field{"replication.quota.window.num", self.quota_window_num},
                Field{"replication.quota.window.size.seconds", self.quota_window_size_seconds},
                Field{"clients", self.clients}};
        }
    } replication;
    struct Quorum {
        std::int32_t election_timeout_ms{1'000};
        std::int32_t fetch_timeout_ms{2'000};
        std::int32_t election_backoff_max_ms{1'000};
        std::int32_t request_timeout_ms{2'000};
        std::int32_t retry_backoff_ms{20};
        std::int32_t append_linger_ms{25};
        std::int32_t metadata_max_idle_interval_ms{500};
        std::int32_t initial_broker_registration_timeout_ms{60'000};
        std::int64_t metadata_log_max_record_bytes_between_snapshots{20'971'520};
        std::int64_t metadata_log_max_snapshot_interval_ms{3'600'000};
        std::int64_t metadata_max_retention_bytes{104'857'600};
        std::int64_t metadata_max_retention_ms{604'800'000};
        static auto fields(auto& self) {
            return std::tuple{
                Field{"controller.quorum.election.timeout.ms", self.election_timeout_ms},
                Field{"controller.quorum.fetch.timeout.ms", self.fetch_timeout_ms},
                Field{"controller.quorum.election.backoff.max.ms", self.election_backoff_max_ms},
                Field{"controller.quorum.request.timeout.ms", self.request_timeout_ms},
                Field{"controller.quorum.retry.backoff.ms", self.retry_backoff_ms},
                Field{"controller.quorum.append.linger.ms", self.append_linger_ms},
                Field{"metadata.max.idle.interval.ms", self.metadata_max_idle_interval_ms},
                Field{"initial.broker.registration.timeout.ms",
                      self.initial_broker_registration_timeout_ms},
                Field{"metadata.log.max.record.bytes.between.snapshots",
                      self.metadata_log_max_record_bytes_between_snapshots},
                Field{"metadata.log.max.snapshot.interval.ms",
                      self.metadata_log_max_snapshot_interval_ms},
                Field{"metadata.max.retention.bytes", self.metadata_max_retention_bytes},
                Field{"metadata.max.retention.ms", self.metadata_max_retention_ms}};
        }
    } quorum;
    // When a broker looks for segments that are too old or too many, or have to be compacted.
    struct Retention {
        std::int64_t initial_task_delay_ms{30'000};
        std::int64_t check_interval_ms{300'000};
        struct Cleaner {
            bool enable{true};
            std::int64_t backoff_ms{15'000};
            static auto fields(auto& self) {
                return std::tuple{Field{"log.cleaner.enable", self.enable},
                                  Field{"log.cleaner.backoff.ms", self.backoff_ms}};
            }
        } cleaner;
        static auto fields(auto& self) {
            return std::tuple{Field{"log.initial.task.delay.ms", self.initial_task_delay_ms},
                              Field{"log.retention.check.interval.ms", self.check_interval_ms},
                              Field{"cleaner", self.cleaner}};
        }
    } retention;
    // Defaults that a topic's own config overrides.
    struct TopicDefaults {
        std::int32_t min_insync_replicas{1};
        bool unclean_leader_election_enable{};
        std::int64_t log_segment_bytes{1'073'741'824};
        std::string log_cleanup_policy{"delete"};
        TimestampType log_message_timestamp_type{};
        std::int64_t log_retention_bytes{-1};
        std::int32_t log_retention_hours{168};
        std::optional<std::int32_t> log_retention_minutes;  // instead of hours
        std::optional<std::int64_t> log_retention_ms;       // instead of both
        std::int32_t log_roll_hours{168};
        std::optional<std::int64_t> log_roll_ms;  // instead of hours
        struct Compaction {
            Ratio min_cleanable_ratio{500'000};
            std::int64_t min_compaction_lag_ms{};
            std::int64_t max_compaction_lag_ms{INT64_MAX};
            std::int64_t delete_retention_ms{86'400'000};
            static auto fields(auto& self) {
                return std::tuple{
                    Field{"log.cleaner.min.cleanable.ratio", self.min_cleanable_ratio},
                    Field{"log.cleaner.min.compaction.lag.ms", self.min_compaction_lag_ms},
                    Field{"log.cleaner.max.compaction.lag.ms", self.max_compaction_lag_ms},
                    Field{"log.cleaner.delete.retention.ms", self.delete_retention_ms}};
            }
        } compaction;
        BrokerCompressionType compression_type{};
        static auto fields(auto& self) {
            return std::tuple{
                Field{"min.insync.replicas", self.min_insync_replicas},
                Field{"unclean.leader.election.enable", self.unclean_leader_election_enable},
                Field{"log.segment.bytes", self.log_segment_bytes},
                Field{"log.cleanup.policy", self.log_cleanup_policy},
                Field{"log.message.timestamp.type", self.log_message_timestamp_type},
                Field{"log.retention.bytes", self.log_retention_bytes},
                Field{"log.retention.hours", self.log_retention_hours},
                Field{"log.retention.minutes", self.log_retention_minutes},
                Field{"log.retention.ms", self.log_retention_ms},
                Field{"log.roll.hours", self.log_roll_hours},
                Field{"log.roll.ms", self.log_roll_ms},
                Field{"compaction", self.compaction},
                Field{"compression.type", self.compression_type}};
        }
    } topic;
    GroupConfig group;

    static auto fields(auto& self) {
        return std::tuple{
            Field{"replica.lag.time.max.ms", self.replica_lag_time_max_ms},
            Field{"replica.fetch.min.bytes", self.replica_fetch_min_bytes},
            Field{"replica.fetch.wait.max.ms", self.replica_fetch_wait_max_ms},
            Field{"replica.fetch.max.bytes", self.replica_fetch_max_bytes},
            Field{"replica.fetch.response.max.bytes", self.replica_fetch_response_max_bytes},
            Field{"replica.fetch.backoff.ms", self.replica_fetch_backoff_ms},
            Field{"replica.socket.timeout.ms", self.replica_socket_timeout_ms},
            Field{"replica.high.watermark.checkpoint.interval.ms",
                  self.replica_high_watermark_checkpoint_interval_ms},
            Field{"broker.session.timeout.ms", self.broker_session_timeout_ms},
            Field{"broker.heartbeat.interval.ms", self.broker_heartbeat_interval_ms},
            Field{"request.timeout.ms", self.request_timeout_ms},
            Field{"fetch.max.bytes", self.fetch_max_bytes},
            Field{"num.partitions", self.num_partitions},
            Field{"default.replication.factor", self.default_replication_factor},
            Field{"auto.create.topics.enable", self.auto_create_topics_enable},
            Field{"auto.leader.rebalance.enable", self.auto_leader_rebalance_enable},
            Field{"controlled.shutdown.enable", self.controlled_shutdown_enable},
            Field{"leader.imbalance.check.interval.seconds",
                  self.leader_imbalance_check_interval_seconds},
            Field{"unclean.leader.election.interval.ms", self.unclean_leader_election_interval_ms},
            Field{"message.max.bytes", self.message_max_bytes},
            Field{"replication", self.replication},
            Field{"quorum", self.quorum},
            Field{"retention", self.retention},
            Field{"topic", self.topic},
            Field{"group", self.group}};
    }
};

enum class PartitionerClass : std::uint8_t { built_in, round_robin };

struct ProducerConfig {
    std::int16_t acks{-1};
    bool enable_idempotence{true};
    std::int32_t retries{2'147'483'647};
    std::int32_t delivery_timeout_ms{120'000};
    std::int32_t request_timeout_ms{30'000};
    std::int32_t retry_backoff_ms{100};
    std::int32_t retry_backoff_max_ms{1'000};
    std::int32_t linger_ms{5};
    std::int32_t batch_size{16'384};
    std::int64_t buffer_memory{33'554'432};
    std::int32_t max_block_ms{60'000};
    std::int32_t max_request_size{1'048'576};
    std::int32_t max_in_flight_requests_per_connection{5};
    Compression compression_type{};
    PartitionerClass partitioner_class{};
    bool partitioner_ignore_keys{};
    bool partitioner_adaptive_partitioning_enable{true};
    std::int32_t partitioner_availability_timeout_ms{0};
    std::int32_t metadata_max_age_ms{300'000};
    std::int32_t reconnect_backoff_ms{50};
    std::int32_t reconnect_backoff_max_ms{1'000};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"acks", self.acks},
            Field{"enable.idempotence", self.enable_idempotence},
            Field{"retries", self.retries},
            Field{"delivery.timeout.ms", self.delivery_timeout_ms},
            Field{"request.timeout.ms", self.request_timeout_ms},
            Field{"retry.backoff.ms", self.retry_backoff_ms},
            Field{"retry.backoff.max.ms", self.retry_backoff_max_ms},
            Field{"linger.ms", self.linger_ms},
            Field{"batch.size", self.batch_size},
            Field{"buffer.memory", self.buffer_memory},
            Field{"max.block.ms", self.max_block_ms},
            Field{"max.request.size", self.max_request_size},
            Field{"max.in.flight.requests.per.connection",
                  self.max_in_flight_requests_per_connection},
            Field{"compression.type", self.compression_type},
            Field{"partitioner.class", self.partitioner_class},
            Field{"partitioner.ignore.keys", self.partitioner_ignore_keys},
            Field{"partitioner.adaptive.partitioning.enable",
                  self.partitioner_adaptive_partitioning_enable},
            Field{"partitioner.availability.timeout.ms", self.partitioner_availability_timeout_ms},
            Field{"metadata.max.age.ms", self.metadata_max_age_ms},
            Field{"reconnect.backoff.ms", self.reconnect_backoff_ms},
            Field{"reconnect.backoff.max.ms", self.reconnect_backoff_max_ms}};
    }
};

enum class OffsetReset : std::uint8_t { latest, earliest, none, by_duration };

// auto.offset.reset: "latest", or "by_duration:PT1H" (KIP-1106).
struct AutoOffsetReset {
    OffsetReset to{};
    std::int64_t duration_ms{};  // of by_duration
    void hash(Hasher& hasher) const {
        hash_into(hasher, to);
        hash_into(hasher, duration_ms);
    }
    friend bool operator==(AutoOffsetReset const& a, AutoOffsetReset const& b) {
        return a.to == b.to && a.duration_ms == b.duration_ms;
    }
};

struct ConsumerConfig {
    AutoOffsetReset auto_offset_reset;
    std::int32_t fetch_min_bytes{1};
    std::int32_t fetch_max_wait_ms{500};
    std::int32_t fetch_max_bytes{52'428'800};
    std::int32_t max_partition_fetch_bytes{1'048'576};
    std::int32_t max_poll_records{500};
    std::int32_t request_timeout_ms{30'000};
    std::int32_t retry_backoff_ms{100};
    std::int32_t retry_backoff_max_ms{1'000};
    std::int32_t metadata_max_age_ms{300'000};
    std::int32_t reconnect_backoff_ms{50};
    std::int32_t reconnect_backoff_max_ms{1'000};
    std::int32_t default_api_timeout_ms{60'000};
    bool allow_auto_create_topics{true};
    bool exclude_internal_topics{true};  // from what a pattern matches
    bool isolation_read_committed{};
    NameId client_rack{kNoName};
    MemberConfig group;
    static auto fields(auto& self) {
        return std::tuple{Field{"auto.offset.reset", self.auto_offset_reset},
                          Field{"fetch.min.bytes", self.fetch_min_bytes},
                          Field{"fetch.max.wait.ms", self.fetch_max_wait_ms},
                          Field{"fetch.max.bytes", self.fetch_max_bytes},
                          Field{"max.partition.fetch.bytes", self.max_partition_fetch_bytes},
                          Field{"max.poll.records", self.max_poll_records},
                          Field{"request.timeout.ms", self.request_timeout_ms},
                          Field{"retry.backoff.ms", self.retry_backoff_ms},
                          Field{"retry.backoff.max.ms", self.retry_backoff_max_ms},
                          Field{"metadata.max.age.ms", self.metadata_max_age_ms},
                          Field{"reconnect.backoff.ms", self.reconnect_backoff_ms},
                          Field{"reconnect.backoff.max.ms", self.reconnect_backoff_max_ms},
                          Field{"default.api.timeout.ms", self.default_api_timeout_ms},
                          Field{"allow.auto.create.topics", self.allow_auto_create_topics},
                          Field{"exclude.internal.topics", self.exclude_internal_topics},
                          Field{"isolation.level", self.isolation_read_committed},
                          Field{"client.rack", self.client_rack},
                          Field{"group", self.group}};
    }
};

// Sets one config by Kafka's name from its text in a properties file. Unknown names and unusable
// values come back as a Problem; the caller adds the place.
struct NoValue {};
Expected<NoValue> set_config(ServerConfig& config, std::string_view name, std::string_view value);
Expected<NoValue> set_config(ProducerConfig& config, std::string_view name, std::string_view value);
Expected<NoValue> set_config(ConsumerConfig& config, std::string_view name, std::string_view value);

// Whether a config is among those that were written.
bool is_said(std::vector<std::string> const& names, std::string_view name);

// Producer configs that contradict each other (KafkaProducer's ConfigException), and what an absent
// enable.idempotence becomes then. `explicitly_set` are the names somebody wrote down.
Expected<NoValue> settle(ProducerConfig& config, std::vector<std::string> const& explicitly_set);
// The same of a consumer: what the protocol of KIP-848 leaves to the broker may not be set, and a
// heartbeat must fit in a session.
Expected<NoValue> settle(ConsumerConfig const& config,
                         std::vector<std::string> const& explicitly_set);

}  // namespace highwater
