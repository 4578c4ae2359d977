// The KRaft quorum (KIP-595, pre-vote KIP-996): Vote (52), BeginQuorumEpoch (53), EndQuorumEpoch
// (54), the Fetch by which voters and observers replicate __cluster_metadata-0, FetchSnapshot (59,
// KIP-630) for those who are too far behind, and what the leader tells of the quorum:
// DescribeQuorum (55), RemoveRaftVoter (81).
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/metadata_record.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

struct VoteRequest {
    LeaderEpoch replica_epoch{};  // the epoch the vote is for (a pre-vote: the current one)
    BrokerId replica_id{kNoBroker};
    LeaderEpoch last_offset_epoch{};
    Offset last_offset{};
    bool pre_vote{};
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_epoch", self.replica_epoch},
                          Field{"replica_id", self.replica_id},
                          Field{"last_offset_epoch", self.last_offset_epoch},
                          Field{"last_offset", self.last_offset}, Field{"pre_vote", self.pre_vote}};
    }
};

struct VoteResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    bool vote_granted{};
    bool pre_vote{};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"vote_granted", self.vote_granted},
                          Field{"pre_vote", self.pre_vote}};
    }
};

struct BeginQuorumEpochRequest {
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    static auto fields(auto& self) {
        return std::tuple{Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

struct BeginQuorumEpochResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

struct EndQuorumEpochRequest {
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    Payload<std::vector<BrokerId>> preferred_successors;  // longest log first
    static auto fields(auto& self) {
        return std::tuple{Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"preferred_successors", self.preferred_successors}};
    }
};

struct EndQuorumEpochResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch}};
    }
};

// Fetch of __cluster_metadata-0. Its offset both acknowledges and detects divergence.
struct RaftFetchRequest {
    BrokerId replica_id{kNoBroker};
    Uuid replica_directory_id;
    LeaderEpoch current_leader_epoch{};
    Offset fetch_offset{};
    LeaderEpoch last_fetched_epoch{};
    std::int32_t max_wait_ms{};
    Offset high_watermark{kNoOffset};  // the fetcher's; a newer one ends the wait (KIP-1166)
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id},
                          Field{"replica_directory_id", self.replica_directory_id},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"fetch_offset", self.fetch_offset},
                          Field{"last_fetched_epoch", self.last_fetched_epoch},
                          Field{"max_wait_ms", self.max_wait_ms},
                          Field{"high_watermark", self.high_watermark}};
    }
};

struct RaftFetchResponse {
    ErrorCode error{};
    // The two numbers of the divergence are those of a snapshot: what was asked for is no longer in
    // the leader's log, fetch the snapshot first. (Kafka has a field for each; it never fills
    // both.)
    bool is_snapshot_id{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    LeaderEpoch diverging_epoch{kNoEpoch};
    Offset diverging_end_offset{kNoOffset};
    Offset high_watermark{kNoOffset};
    Payload<std::vector<MetadataBatchRef>> batches;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"is_snapshot_id", self.is_snapshot_id},
                          Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"diverging_epoch", self.diverging_epoch},
                          Field{"diverging_end_offset", self.diverging_end_offset},
                          Field{"high_watermark", self.high_watermark},
                          Field{"batches", self.batches}};
    }
};

// A piece of a snapshot. The pieces share what they are pieces of; only how far they reach differs.
struct FetchSnapshotRequest {
    BrokerId replica_id{kNoBroker};
    LeaderEpoch current_leader_epoch{};
    SnapshotId snapshot_id;
    std::int64_t position{};  // so many bytes are there already
    std::int32_t max_bytes{};
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"snapshot_id", self.snapshot_id}, Field{"position", self.position},
                          Field{"max_bytes", self.max_bytes}};
    }
};

struct FetchSnapshotResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    std::int64_t position{};
    std::int64_t bytes{};
    MetadataSnapshotRef snapshot;  // whose size says when the last piece is there
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"position", self.position},
                          Field{"bytes", self.bytes},
                          Field{"snapshot", self.snapshot}};
    }
};

// ---- what tools ask -----------------------------------------------------------------------------
struct DescribeQuorumRequest {
    static auto fields(auto&) { return std::tuple{}; }
};

// A replica of the metadata log as the leader sees it.
struct QuorumReplica {
    BrokerId replica_id{kNoBroker};
    Uuid replica_directory_id;  // none of a voter: the voters are fixed by configuration
    NameId host{kNoName};       // of a voter's controller listener
    Offset log_end_offset{kNoOffset};
    std::optional<Time> last_fetch;
    std::optional<Time> last_caught_up;
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id},
                          Field{"replica_directory_id", self.replica_directory_id},
                          Field{"host", self.host},
                          Field{"log_end_offset", self.log_end_offset},
                          Field{"last_fetch", self.last_fetch},
                          Field{"last_caught_up", self.last_caught_up}};
    }
};

struct QuorumReplicas {
    std::vector<QuorumReplica> current_voters;
    std::vector<QuorumReplica> observers;
    static auto fields(auto& self) {
        return std::tuple{Field{"current_voters", self.current_voters},
                          Field{"observers", self.observers}};
    }
};

struct DescribeQuorumResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    Offset high_watermark{kNoOffset};
    Payload<QuorumReplicas> replicas;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"high_watermark", self.high_watermark},
                          Field{"replicas", self.replicas}};
    }
};

struct RemoveRaftVoterRequest {
    BrokerId voter_id{kNoBroker};
    Uuid voter_directory_id;
    static auto fields(auto& self) {
        return std::tuple{Field{"voter_id", self.voter_id},
                          Field{"voter_directory_id", self.voter_directory_id}};
    }
};

struct RemoveRaftVoterResponse {
    ErrorCode error{};
    Payload<std::string> message;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"message", self.message}};
    }
};

}  // namespace highwater
