// Fetch (API key 1) by followers and consumers, with incremental sessions (KIP-227): one session
// per broker pair carries all its partitions, and only what changed travels. ListOffsets (2) and
// OffsetForLeaderEpoch (23) belong to reading too.
#pragma once

#include <vector>

#include "base/fields.h"
#include "protocol/payload.h"
#include "record/error_code.h"
#include "record/record.h"

namespace highwater {

enum class IsolationLevel : std::uint8_t { read_uncommitted, read_committed };

struct FetchPartition {
    TopicPartition partition;
    std::int32_t partition_max_bytes{};
    Uuid topic_id;
    Offset fetch_offset{};
    Offset log_start_offset{kNoOffset};  // the follower's own
    LeaderEpoch current_leader_epoch{kNoEpoch};
    LeaderEpoch last_fetched_epoch{kNoEpoch};  // KIP-595: the leader answers divergence
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"partition_max_bytes", self.partition_max_bytes},
                          Field{"topic_id", self.topic_id},
                          Field{"fetch_offset", self.fetch_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"last_fetched_epoch", self.last_fetched_epoch}};
    }
};

struct FetchPartitions {
    std::vector<FetchPartition> changed;  // new to the session, or at a new position
    std::vector<TopicPartition> forgotten;
    NameId client_id{kNoName};  // of the request's header; here, to keep FetchRequest small
    static auto fields(auto& self) {
        return std::tuple{Field{"changed", self.changed}, Field{"forgotten", self.forgotten},
                          Field{"client_id", self.client_id}};
    }
};

struct FetchRequest {
    BrokerId replica_id{kNoBroker};  // kNoBroker: a consumer
    std::int32_t session_id{};       // 0: start a session
    std::int32_t session_epoch{};    // 0: full request; then 1, 2, …; -1: close
    std::int32_t max_wait_ms{};
    BrokerEpoch replica_epoch{kNoBrokerEpoch};  // KIP-903: a former life's fetch is refused
    std::int32_t min_bytes{};
    std::int32_t max_bytes{};
    NameId rack{kNoName};
    IsolationLevel isolation{};
    Payload<FetchPartitions> partitions;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"replica_id", self.replica_id},       Field{"session_id", self.session_id},
            Field{"session_epoch", self.session_epoch}, Field{"max_wait_ms", self.max_wait_ms},
            Field{"replica_epoch", self.replica_epoch}, Field{"min_bytes", self.min_bytes},
            Field{"max_bytes", self.max_bytes},         Field{"rack", self.rack},
            Field{"isolation", self.isolation},         Field{"partitions", self.partitions}};
    }
};

struct FetchedPartition {
    TopicPartition partition;
    ErrorCode error{};
    Offset high_watermark{kNoOffset};
    Offset last_stable_offset{kNoOffset};
    Offset log_start_offset{kNoOffset};
    LeaderEpoch diverging_epoch{kNoEpoch};  // set: no records, truncate and ask again
    Offset diverging_end_offset{kNoOffset};
    BrokerId preferred_read_replica{kNoBroker};  // KIP-392
    BrokerId current_leader{kNoBroker};          // with an error (KIP-951)
    LeaderEpoch current_leader_epoch{kNoEpoch};
    std::vector<BatchRef> batches;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"error", self.error},
                          Field{"high_watermark", self.high_watermark},
                          Field{"last_stable_offset", self.last_stable_offset},
                          Field{"log_start_offset", self.log_start_offset},
                          Field{"diverging_epoch", self.diverging_epoch},
                          Field{"diverging_end_offset", self.diverging_end_offset},
                          Field{"preferred_read_replica", self.preferred_read_replica},
                          Field{"current_leader", self.current_leader},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"batches", self.batches}};
    }
};

struct FetchResponse {
    ErrorCode error{};  // of the session
    std::int32_t session_id{};
    Payload<std::vector<FetchedPartition>> partitions;  // only those with something to say
    std::int32_t
        throttle_time_ms{};  // a quota is exceeded: nothing is given, or asked, for so long
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"session_id", self.session_id},
                          Field{"partitions", self.partitions},
                          Field{"throttle_time_ms", self.throttle_time_ms}};
    }
};

inline constexpr std::int64_t kLatestTimestamp = -1;
inline constexpr std::int64_t kEarliestTimestamp = -2;
inline constexpr std::int64_t kMaxTimestamp = -3;
// Of tiered storage (KIP-405), which no topic uses here.
inline constexpr std::int64_t kEarliestLocalTimestamp = -4;
inline constexpr std::int64_t kLatestTieredTimestamp = -5;
inline constexpr std::int64_t kEarliestPendingUploadTimestamp = -6;

struct ListOffsetsPartition {
    TopicPartition partition;
    LeaderEpoch current_leader_epoch{kNoEpoch};
    std::int64_t timestamp_ms{kLatestTimestamp};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"timestamp_ms", self.timestamp_ms}};
    }
};

struct ListOffsetsRequest {
    BrokerId replica_id{kNoBroker};
    IsolationLevel isolation{};
    Payload<std::vector<ListOffsetsPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id}, Field{"isolation", self.isolation},
                          Field{"partitions", self.partitions}};
    }
};

struct ListedOffset {
    TopicPartition partition;
    ErrorCode error{};
    std::int64_t timestamp_ms{-1};
    Offset offset{kNoOffset};
    LeaderEpoch leader_epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error},
                          Field{"timestamp_ms", self.timestamp_ms}, Field{"offset", self.offset},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

struct ListOffsetsResponse {
    Payload<std::vector<ListedOffset>> partitions;
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

struct OffsetForLeaderEpochPartition {
    TopicPartition partition;
    LeaderEpoch current_leader_epoch{kNoEpoch};
    LeaderEpoch leader_epoch{kNoEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

struct OffsetForLeaderEpochRequest {
    BrokerId replica_id{kNoBroker};
    Payload<std::vector<OffsetForLeaderEpochPartition>> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id},
                          Field{"partitions", self.partitions}};
    }
};

struct EpochEndOffset {
    TopicPartition partition;
    ErrorCode error{};
    LeaderEpoch leader_epoch{kNoEpoch};
    Offset end_offset{kNoOffset};
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"error", self.error},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"end_offset", self.end_offset}};
    }
};

struct OffsetForLeaderEpochResponse {
    Payload<std::vector<EpochEndOffset>> partitions;
    static auto fields(auto& self) { return std::tuple{Field{"partitions", self.partitions}}; }
};

}  // namespace highwater
