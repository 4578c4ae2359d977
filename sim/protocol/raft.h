// The KRaft quorum (KIP-595, pre-vote KIP-996): Vote (52), BeginQuorumEpoch (53), EndQuorumEpoch
// (54) and the Fetch by which voters and observers replicate __cluster_metadata-0.
#pragma once

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
    LeaderEpoch current_leader_epoch{};
    Offset fetch_offset{};
    LeaderEpoch last_fetched_epoch{};
    std::int32_t max_wait_ms{};
    Offset high_watermark{kNoOffset};  // the fetcher's; a newer one ends the wait (KIP-1166)
    static auto fields(auto& self) {
        return std::tuple{Field{"replica_id", self.replica_id},
                          Field{"current_leader_epoch", self.current_leader_epoch},
                          Field{"fetch_offset", self.fetch_offset},
                          Field{"last_fetched_epoch", self.last_fetched_epoch},
                          Field{"max_wait_ms", self.max_wait_ms},
                          Field{"high_watermark", self.high_watermark}};
    }
};

struct RaftFetchResponse {
    ErrorCode error{};
    BrokerId leader_id{kNoBroker};
    LeaderEpoch leader_epoch{};
    LeaderEpoch diverging_epoch{kNoEpoch};
    Offset diverging_end_offset{kNoOffset};
    Offset high_watermark{kNoOffset};
    Payload<std::vector<MetadataBatchRef>> batches;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"leader_id", self.leader_id},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"diverging_epoch", self.diverging_epoch},
                          Field{"diverging_end_offset", self.diverging_end_offset},
                          Field{"high_watermark", self.high_watermark},
                          Field{"batches", self.batches}};
    }
};

}  // namespace highwater
