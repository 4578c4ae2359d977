// Vote (52), BeginQuorumEpoch (53) and EndQuorumEpoch (54).
#include <algorithm>

#include "raft/state.h"

namespace highwater {

void handle(Raft& self, Envelope const& from, VoteRequest const& request, Effects& out) {
    ErrorCode const error = validate_vote(voter_view(self), request);
    bool granted = false;
    if (error == ErrorCode::none) {
        // The newer epoch is adopted even if the vote is then refused.
        if (request.replica_epoch > self.quorum.epoch) {
            learn(self, kNoBroker, request.replica_epoch, out);
        }
        granted = may_grant(voter_view(self), request);
        if (granted && !request.pre_vote) self.quorum.voted_for = request.replica_id;
    }
    out.note(
        VoteAnswered{request.replica_id, request.replica_epoch, request.pre_vote, granted, error});
    out.reply(from, VoteResponse{error, leader_to_tell(self), self.quorum.epoch, granted,
                                 request.pre_vote});
}

void handle(Raft& self, Envelope const& from, VoteResponse const& response, Effects& out) {
    if (!take_answered(self, from.correlation_id)) return;
    if (learn(self, response.leader_id, response.leader_epoch, out)) return;
    bool const counts =
        response.pre_vote ? self.role == RaftRole::prospective : self.role == RaftRole::candidate;
    BrokerId const voter = voter_at(self, from.from);
    if (!counts || response.leader_epoch != self.quorum.epoch || voter == kNoBroker) return;
    std::vector<BrokerId>& votes = response.vote_granted ? self.granted : self.rejected;
    if (std::find(votes.begin(), votes.end(), voter) == votes.end()) votes.push_back(voter);

    auto const voters = static_cast<std::int32_t>(self.setup.voters.size());
    bool const is_won = static_cast<std::int32_t>(self.granted.size()) >= majority_of(voters);
    bool const is_lost =
        voters - static_cast<std::int32_t>(self.rejected.size()) < majority_of(voters);
    if (is_won && response.pre_vote) {
        become_candidate(self, {self.quorum.epoch.value + 1}, out);
    } else if (is_won) {
        become_leader(self, out);
        if (self.shutdown_by != kNever) hand_over(self, out);
    } else if (is_lost && response.pre_vote) {
        give_up_pre_vote(self, out);
    }
    // A candidate that lost waits for the rest of its election timeout, then asks for pre-votes.
}

void send_begin_quorum_epoch(Raft& self, Effects& out) {
    Duration const interval = milliseconds(self.setup.config.fetch_timeout_ms / 2);
    std::vector<Voter> const others = other_voters(self);
    if (others.empty()) return;
    for (Voter const& voter : others) {
        auto const known =
            std::find_if(self.leading.replicas.begin(), self.leading.replicas.end(),
                         [&](ReplicaProgress const& replica) { return replica.id == voter.id; });
        bool const fetches = known != self.leading.replicas.end() && known->last_fetch &&
                             out.now() - *known->last_fetch < interval;
        bool const is_asked = std::any_of(
            self.pending.waiting.begin(), self.pending.waiting.end(), [&](auto const& request) {
                return request.to == voter.node && is_of_present_role(self, request);
            });
        if (fetches || is_asked) continue;
        ask(self, voter.node, BeginQuorumEpochRequest{self.setup.id, self.quorum.epoch}, out);
    }
    out.arm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::begin_quorum_epoch)},
            interval);
}

void handle(Raft& self, Envelope const& from, BeginQuorumEpochRequest const& request,
            Effects& out) {
    ErrorCode error = ErrorCode::none;
    if (request.leader_epoch < self.quorum.epoch) {
        error = ErrorCode::fenced_leader_epoch;
    } else {
        learn(self, request.leader_id, request.leader_epoch, out);
    }
    out.reply(from, BeginQuorumEpochResponse{error, leader_to_tell(self), self.quorum.epoch});
}

void handle(Raft& self, Envelope const& from, BeginQuorumEpochResponse const& response,
            Effects& out) {
    if (!take_answered(self, from.correlation_id)) return;
    learn(self, response.leader_id, response.leader_epoch, out);
}

void handle(Raft& self, Envelope const& from, EndQuorumEpochRequest const& request, Effects& out) {
    ErrorCode error = ErrorCode::none;
    if (request.leader_epoch < self.quorum.epoch) {
        error = ErrorCode::fenced_leader_epoch;
    } else {
        learn(self, request.leader_id, request.leader_epoch, out);
        if (self.role == RaftRole::follower && self.quorum.leader == request.leader_id) {
            static std::vector<BrokerId> const nobody;
            Duration const wait = successor_backoff(
                request.preferred_successors ? *request.preferred_successors : nobody,
                self.setup.id, self.setup.config.election_backoff_max_ms);
            self.timeout_at = out.now() + wait;
            out.arm({TimerKind::quorum_fetch_timeout, 0}, wait);
        }
    }
    out.reply(from, EndQuorumEpochResponse{error, leader_to_tell(self), self.quorum.epoch});
}

void handle(Raft& self, Envelope const& from, EndQuorumEpochResponse const& response,
            Effects& out) {
    if (!take_answered(self, from.correlation_id)) return;
    learn(self, response.leader_id, response.leader_epoch, out);
}

}  // namespace highwater
