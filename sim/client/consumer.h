// A KafkaConsumer and the application that polls it, as one process. With assign() its partitions
// are given to it; with subscribe() it is a member of a group (membership.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cow.h"
#include "client/application.h"
#include "client/membership.h"
#include "client/metadata_cache.h"
#include "client/spec.h"

namespace highwater {

// SubscriptionState.FetchStates.
enum class PositionState : std::uint8_t {
    initializing,  // no position: what has the group committed? (INITIALIZING)
    resetting,     // no position: ListOffsets will tell (AWAIT_RESET)
    validating,    // the leader changed: is the position still in its log? (AWAIT_VALIDATION)
    fetching,
    failed,  // auto.offset.reset=none and no usable position: the application has the exception
};

// AssignedPartition::reset_to: so long before the moment of asking as auto.offset.reset says.
inline constexpr std::int64_t kByDuration = INT64_MIN;

struct AssignedPartition {
    TopicPartition partition;
    PositionState state{PositionState::resetting};
    std::int64_t reset_to{kLatestTimestamp};  // of resetting; or kByDuration
    PositionReason reset_why{PositionReason::latest};
    Offset position{kNoOffset};             // of the next record
    LeaderEpoch position_epoch{kNoEpoch};   // of the record before it; none after a seek
    LeaderEpoch validated_epoch{kNoEpoch};  // the leader epoch the position is known to fit
    NodeId asked{kNoNode};                  // who has a question about the position
    Time retry_at{kLongAgo};
    BrokerId preferred_replica{kNoBroker};  // KIP-392
    Time preferred_until{kLongAgo};
    Offset high_watermark{kNoOffset};  // as the last fetch told
    Offset last_stable_offset{kNoOffset};
    Offset log_start_offset{kNoOffset};
    Offset stop_at{kNoOffset};  // of a read until the end: where it was at first
    std::int64_t processed{};
    bool is_paused{};   // pause(): not fetched
    ErrorCode error{};  // of failed
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"state", self.state},
                          Field{"reset_to", self.reset_to},
                          Field{"reset_why", self.reset_why},
                          Field{"position", self.position},
                          Field{"position_epoch", self.position_epoch},
                          Field{"validated_epoch", self.validated_epoch},
                          Field{"asked", self.asked},
                          Field{"retry_at", self.retry_at},
                          Field{"preferred_replica", self.preferred_replica},
                          Field{"preferred_until", self.preferred_until},
                          Field{"high_watermark", self.high_watermark},
                          Field{"last_stable_offset", self.last_stable_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"stop_at", self.stop_at},
                          Field{"processed", self.processed},
                          Field{"is_paused", self.is_paused},
                          Field{"error", self.error}};
    }
};

// What a broker has been told in a fetch session (KIP-227, FetchSessionHandler): only what changes
// is said again.
struct HandledPartition {
    TopicPartition partition;
    Uuid topic_id;
    Offset fetch_offset;
    LeaderEpoch leader_epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"topic_id", self.topic_id},
                          Field{"fetch_offset", self.fetch_offset},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

struct FetchSessionHandler {
    NodeId node{kNoNode};
    std::int32_t id{};
    std::int32_t epoch{};  // of the next request; 0 begins anew
    bool is_waiting{};     // a fetch is on its way
    bool is_outdated{};    // who is fetched from whom may have changed since it was sent
    std::vector<HandledPartition> partitions;  // sorted
    static auto fields(auto& self) {
        return std::tuple{Field{"node", self.node},
                          Field{"id", self.id},
                          Field{"epoch", self.epoch},
                          Field{"is_waiting", self.is_waiting},
                          Field{"is_outdated", self.is_outdated},
                          Field{"partitions", self.partitions}};
    }
};

struct ReadRecord {
    TopicPartition partition;
    Offset offset;
    LeaderEpoch leader_epoch{kNoEpoch};
    std::optional<std::string> key;
    std::optional<std::string> value;  // of a synthetic record: so many x
    std::vector<Header> headers;
    std::int64_t timestamp_ms{};
    TimestampType timestamp_type{};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"offset", self.offset},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"key", self.key},
                          Field{"value", self.value},
                          Field{"headers", self.headers},
                          Field{"timestamp_ms", self.timestamp_ms},
                          Field{"timestamp_type", self.timestamp_type}};
    }
};

// What `read …` or kafka-console-consumer got. The positions it ended at stay in
// Consumer::partitions.
struct ReadResult {
    bool is_done{};
    ErrorCode error{};  // OFFSET_OUT_OF_RANGE, or REQUEST_TIMED_OUT after default.api.timeout.ms
    Cow<std::vector<ReadRecord>> records;
    static auto fields(auto& self) {
        return std::tuple{Field{"is_done", self.is_done}, Field{"error", self.error},
                          Field{"records", self.records}};
    }
};

struct Consumer {
    Payload<ConsumerSpec> spec;
    bool is_begun{};
    Connections connections;
    MetadataCache metadata;
    std::vector<NameId> topics_to_assign;       // of assign_topics: partition counts not known yet
    std::vector<AssignedPartition> partitions;  // sorted
    std::vector<FetchSessionHandler> sessions;  // by node
    Application application;
    Membership membership;
    Commits commits;
    std::int64_t processed{};            // records
    std::int64_t polls{};                // that returned records
    Cow<std::vector<RecordRange>> done;  // whose processing ended
    Time retry_timer_at{kNever};
    ReadResult read;  // of a consumer that stops at the end
    Time read_deadline{kNever};
    std::int64_t compression_cpu_ns{};  // of all its lives
    static auto fields(auto& self) {
        return std::tuple{Field{"spec", self.spec},
                          Field{"is_begun", self.is_begun},
                          Field{"connections", self.connections},
                          Field{"metadata", self.metadata},
                          Field{"topics_to_assign", self.topics_to_assign},
                          Field{"partitions", self.partitions},
                          Field{"sessions", self.sessions},
                          Field{"application", self.application},
                          Field{"membership", self.membership},
                          Field{"commits", self.commits},
                          Field{"processed", self.processed},
                          Field{"polls", self.polls},
                          Field{"done", self.done},
                          Field{"retry_timer_at", self.retry_timer_at},
                          Field{"read", self.read},
                          Field{"read_deadline", self.read_deadline},
                          Field{"compression_cpu_ns", self.compression_cpu_ns}};
    }
};

Consumer make_consumer(ConsumerSpec spec, std::vector<NodeId> bootstrap);

void start(Consumer& self, Effects& out);
// SIGKILL: without a group nothing is committed, so the next life starts where the first one did.
void lose_memory(Consumer& self);
void request_shutdown(Consumer& self, Effects& out);
void on_timer(Consumer& self, Timer const& timer, Effects& out);
void on_disconnect(Consumer& self, NodeId peer, Effects& out);
void handle(Consumer& self, Envelope const& from, MetadataResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, FetchResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, ListOffsetsResponse const& response,
            Effects& out);
void handle(Consumer& self, Envelope const& from, OffsetForLeaderEpochResponse const& response,
            Effects& out);

void handle(Consumer& self, Envelope const& from, FindCoordinatorResponse const& response,
            Effects& out);
void handle(Consumer& self, Envelope const& from, JoinGroupResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, SyncGroupResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, HeartbeatResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, LeaveGroupResponse const& response, Effects& out);
void handle(Consumer& self, Envelope const& from, ConsumerGroupHeartbeatResponse const& response,
            Effects& out);
void handle(Consumer& self, Envelope const& from, OffsetCommitResponse const& response,
            Effects& out);
void handle(Consumer& self, Envelope const& from, OffsetFetchResponse const& response,
            Effects& out);

// Subscribed, so in a group or on the way into it; a pattern may match nothing yet.
inline bool is_member(Consumer const& self) {
    return !self.membership.topics.empty() || self.metadata.pattern.is_set();
}

// The client.id that requests carry.
inline NameId client_id(Consumer const& self) {
    return self.spec->client_id == kNoName ? self.spec->name : self.spec->client_id;
}

// What the application is told to do. The answer says why it cannot; empty when it can.
std::string ask(Consumer& self, ConsumerCall const& call, Effects& out);

// seek(), seekToBeginning(), seekToEnd(). False when the partition is not assigned.
bool seek(Consumer& self, TopicPartition partition, StartPosition to, Offset offset, Effects& out);

AssignedPartition const* find_assigned(Consumer const& self, TopicPartition partition);
// High watermark (last stable offset under read_committed) minus position; -1 while unknown.
std::int64_t lag(Consumer const& self, AssignedPartition const& partition);

}  // namespace highwater
