// The rules of the quorum as pure functions: who gets a vote, what is committed, who stands first
// after a resignation (QuorumState, LeaderState and KafkaRaftClient of 4.3).
#pragma once

#include <vector>

#include "base/time.h"
#include "protocol/raft.h"
#include "trace/fact.h"

namespace highwater {

// What a replica looks at when it is asked for its vote.
struct VoterView {
    RaftRole role{};
    LeaderEpoch epoch{};
    BrokerId leader{kNoBroker};
    BrokerId voted_for{kNoBroker};
    bool has_fetched_from_leader{};
    LeaderEpoch last_epoch{};
    Offset log_end;
};

// How many of so many voters decide.
constexpr std::int32_t majority_of(std::int32_t voters) { return voters / 2 + 1; }

// NONE, or why the request is not even considered.
ErrorCode validate_vote(VoterView const& view, VoteRequest const& request);
// Whether the vote, or the pre-vote, is given. The view is of the request's epoch.
bool may_grant(VoterView const& view, VoteRequest const& request);

// The offset below which a majority has everything: the (⌊n/2⌋+1)-th largest of the voters' log
// ends.
Offset held_by_majority(std::vector<Offset> log_ends);

// How long a replica waits before it stands for election when its leader resigned: the first
// successor not at all, the others in steps that double up to the maximum.
Duration successor_backoff(std::vector<BrokerId> const& successors, BrokerId replica,
                           std::int32_t election_backoff_max_ms);

}  // namespace highwater
