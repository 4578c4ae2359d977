#include "raft/rules.h"

#include <algorithm>

#include "base/check.h"

namespace highwater {

namespace {
bool is_up_to_date(VoterView const& view, VoteRequest const& request) {
    if (request.last_offset_epoch != view.last_epoch) {
        return request.last_offset_epoch > view.last_epoch;
    }
    return request.last_offset >= view.log_end;
}

bool may_grant_standard(VoterView const& view, VoteRequest const& request) {
    switch (view.role) {
    case RaftRole::unattached:
    case RaftRole::prospective:
    case RaftRole::observer:
        if (view.leader != kNoBroker) return false;
        if (view.voted_for != kNoBroker) return view.voted_for == request.replica_id;
        return is_up_to_date(view, request);
    case RaftRole::follower:
    case RaftRole::candidate:  // it voted for itself
    case RaftRole::leader:
    case RaftRole::resigned: return false;
    }
    return false;
}
}  // namespace

ErrorCode validate_vote(VoterView const& view, VoteRequest const& request) {
    bool const has_impossible_log = request.pre_vote
                                        ? request.last_offset_epoch > request.replica_epoch
                                        : request.last_offset_epoch >= request.replica_epoch;
    if (has_impossible_log) return ErrorCode::invalid_request;
    if (request.replica_epoch < view.epoch) return ErrorCode::fenced_leader_epoch;
    return ErrorCode::none;
}

bool may_grant(VoterView const& view, VoteRequest const& request) {
    if (!request.pre_vote) return may_grant_standard(view, request);
    // Who hears from a leader sees no need for an election: an isolated replica that comes back
    // cannot force one (KIP-996).
    if (view.role == RaftRole::leader) return false;
    if (view.role == RaftRole::follower && view.has_fetched_from_leader) return false;
    return is_up_to_date(view, request);
}

Offset held_by_majority(std::vector<Offset> log_ends) {
    CHECK(!log_ends.empty());
    std::sort(log_ends.begin(), log_ends.end(), [](Offset a, Offset b) { return a > b; });
    return log_ends[log_ends.size() / 2];
}

Duration successor_backoff(std::vector<BrokerId> const& successors, BrokerId replica,
                           std::int32_t election_backoff_max_ms) {
    auto const found = std::find(successors.begin(), successors.end(), replica);
    if (found == successors.end()) return milliseconds(election_backoff_max_ms);
    auto const position = static_cast<std::int64_t>(found - successors.begin());
    if (position == 0) return {};
    auto const last = static_cast<std::int64_t>(successors.size()) - 1;
    // Halved for each of those behind it. More than 30 voters do not exist.
    std::int64_t const smallest = election_backoff_max_ms >> std::min<std::int64_t>(last, 30);
    std::int64_t const wait = smallest << std::min<std::int64_t>(position - 1, 30);
    return milliseconds(std::min<std::int64_t>(election_backoff_max_ms, wait));
}

}  // namespace highwater
