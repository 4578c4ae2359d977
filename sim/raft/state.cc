#include "raft/state.h"

#include <algorithm>

#include "base/check.h"
#include "protocol/metadata_bytes.h"

namespace highwater {

namespace {
constexpr Timer kElectionTimeout{TimerKind::election_timeout, 0};
constexpr Timer kFetchTimeout{TimerKind::quorum_fetch_timeout, 0};
constexpr Timer kCheckQuorum{TimerKind::check_quorum, 0};

void wait_for_election(Raft& self, Duration timeout, Effects& out) {
    self.timeout_at = out.now() + timeout;
    out.disarm(kFetchTimeout);
    out.arm(kElectionTimeout, timeout);
}

void note_role(Raft const& self, RaftRole from, Effects& out) {
    out.note(RaftRoleChanged{from, self.role, self.quorum.epoch, self.quorum.leader});
}

// What belonged to the former role ends. What it asked stays in flight, so that a peer that never
// answers is given up in time; but an answer comes too late for the new role.
void leave_role(Raft& self, ResignReason why, Effects& out) {
    self.granted.clear();
    self.rejected.clear();
    self.has_fetched_from_leader = false;
    self.fetching = false;
    self.leader_unreachable = false;
    self.failures = 0;
    self.fetching_snapshot = {};
    ++self.term;
    out.disarm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::fetch)});
    out.disarm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::votes)});
    if (self.role != RaftRole::leader) return;
    self.resigned_because = why;
    refuse_parked(self, out);
    // What it gathered and had not appended yet is gone as well.
    if (self.leading.next_offset > self.log.end()) {
        out.note(MetadataTruncated{self.leading.next_offset, self.log.end()});
    }
    self.leading = {};
    out.disarm(kCheckQuorum);
    out.disarm({TimerKind::append_linger, 0});
    out.disarm({TimerKind::raft_purgatory, 0});
    out.disarm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::begin_quorum_epoch)});
}

bool has(std::vector<BrokerId> const& voters, BrokerId id) {
    return std::find(voters.begin(), voters.end(), id) != voters.end();
}
}  // namespace

char const* name_of(RaftRole role) {
    switch (role) {
    case RaftRole::unattached: return "unattached";
    case RaftRole::follower: return "follower";
    case RaftRole::prospective: return "prospective";
    case RaftRole::candidate: return "candidate";
    case RaftRole::leader: return "leader";
    case RaftRole::resigned: return "resigned";
    case RaftRole::observer: return "observer";
    }
    CHECK(false);
}

VoterView voter_view(Raft const& self) {
    return {self.role,
            self.quorum.epoch,
            self.quorum.leader,
            self.setup.protocol.one_vote ? self.quorum.voted_for : kNoBroker,
            self.has_fetched_from_leader,
            self.log.last_epoch(),
            self.log.end()};
}

std::vector<Voter> other_voters(Raft const& self) {
    std::vector<Voter> others;
    for (Voter const& voter : self.setup.voters) {
        if (voter.id != self.setup.id) others.push_back(voter);
    }
    return others;
}

NodeId node_of(Raft const& self, BrokerId voter) {
    for (Voter const& candidate : self.setup.voters) {
        if (candidate.id == voter) return candidate.node;
    }
    return kNoNode;
}

BrokerId leader_to_tell(Raft const& self) {
    return self.role == RaftRole::resigned ? kNoBroker : self.quorum.leader;
}

BrokerId voter_at(Raft const& self, NodeId node) {
    for (Voter const& candidate : self.setup.voters) {
        if (candidate.node == node) return candidate.id;
    }
    return kNoBroker;
}

Duration next_retry_delay(Raft& self) {
    constexpr Duration kLongestDelay = milliseconds(500);
    std::int32_t const doublings = std::min(self.failures++, 10);
    std::int64_t const shortest = self.setup.config.retry_backoff_ms;
    return std::min(milliseconds(shortest << doublings), kLongestDelay);
}

void ask_for_votes(Raft& self, Effects& out) {
    VoteRequest const request{self.quorum.epoch, self.setup.id, self.log.last_epoch(),
                              self.log.end(), self.role == RaftRole::prospective};
    for (Voter const& voter : other_voters(self)) {
        bool const has_answered = has(self.granted, voter.id) || has(self.rejected, voter.id);
        bool const is_asked = std::any_of(
            self.pending.waiting.begin(), self.pending.waiting.end(), [&](auto const& asked) {
                return asked.to == voter.node && is_of_present_role(self, asked);
            });
        if (!has_answered && !is_asked) ask(self, voter.node, request, out);
    }
}

Duration draw_election_timeout(Raft& self, Effects& out) {
    Duration const timeout = milliseconds(self.setup.config.election_timeout_ms);
    std::uint64_t const bits = out.draw(
        Draw::election_timeout, static_cast<std::uint64_t>(self.setup.node.value), self.draws++);
    return between(bits, timeout, timeout * 2 - microseconds(1));
}

void become_unattached(Raft& self, LeaderEpoch epoch, Effects& out) {
    RaftRole const from = self.role;
    CHECK(from != RaftRole::observer && epoch >= self.quorum.epoch);
    // Who was already waiting goes on waiting: otherwise a stream of candidates with stale logs
    // could keep everybody else from ever standing.
    bool const keeps_waiting = self.timeout_at != kNever && self.timeout_at > out.now();
    leave_role(self, ResignReason::higher_epoch, out);
    if (epoch > self.quorum.epoch) self.quorum.voted_for = kNoBroker;
    self.quorum.epoch = epoch;
    self.quorum.leader = kNoBroker;
    self.role = RaftRole::unattached;
    wait_for_election(
        self, keeps_waiting ? self.timeout_at - out.now() : draw_election_timeout(self, out), out);
    note_role(self, from, out);
    maybe_fetch(self, out);
}

void become_follower(Raft& self, LeaderEpoch epoch, BrokerId leader, Effects& out) {
    RaftRole const from = self.role;
    CHECK(leader != self.setup.id && epoch >= self.quorum.epoch);
    leave_role(self, ResignReason::higher_epoch, out);
    if (epoch > self.quorum.epoch) self.quorum.voted_for = kNoBroker;
    self.quorum.epoch = epoch;
    self.quorum.leader = leader;
    if (from != RaftRole::observer) {
        self.role = RaftRole::follower;
        Duration const timeout = milliseconds(self.setup.config.fetch_timeout_ms);
        self.timeout_at = out.now() + timeout;
        out.disarm(kElectionTimeout);
        out.arm(kFetchTimeout, timeout);
    }
    note_role(self, from, out);
    end_if_succeeded(self, out);
    maybe_fetch(self, out);
}

void become_prospective(Raft& self, Effects& out) {
    if (!self.setup.protocol.pre_vote) {
        become_candidate(self, {self.quorum.epoch.value + 1}, out);
        return;
    }
    RaftRole const from = self.role;
    leave_role(self, ResignReason::higher_epoch, out);
    self.role = RaftRole::prospective;
    self.granted = {self.setup.id};
    wait_for_election(self, draw_election_timeout(self, out), out);
    note_role(self, from, out);
    ask_for_votes(self, out);
}

void become_candidate(Raft& self, LeaderEpoch epoch, Effects& out) {
    RaftRole const from = self.role;
    leave_role(self, ResignReason::higher_epoch, out);
    self.quorum = {epoch, kNoBroker, self.setup.id};
    self.role = RaftRole::candidate;
    self.granted = {self.setup.id};
    wait_for_election(self, draw_election_timeout(self, out), out);
    note_role(self, from, out);
    if (self.setup.voters.size() == 1) {
        become_leader(self, out);
        return;
    }
    ask_for_votes(self, out);
}

void give_up_pre_vote(Raft& self, Effects& out) {
    if (self.quorum.leader != kNoBroker) {
        become_follower(self, self.quorum.epoch, self.quorum.leader, out);
    } else {
        become_unattached(self, self.quorum.epoch, out);
    }
}

void become_leader(Raft& self, Effects& out) {
    RaftRole const from = self.role;
    leave_role(self, ResignReason::higher_epoch, out);
    self.role = RaftRole::leader;
    self.quorum.leader = self.setup.id;
    self.timeout_at = kNever;
    out.disarm(kElectionTimeout);
    out.disarm(kFetchTimeout);
    self.leading.epoch_start = self.log.end();
    note_role(self, from, out);
    LeaderChangeMessage message{self.setup.id, {}};
    for (Voter const& voter : self.setup.voters) message.voters.push_back(voter.id);
    std::vector<MetadataRecord> const first{std::move(message)};
    write_to_log(self,
                 make_payload(MetadataBatch{self.log.end(), self.quorum.epoch, out.wall_clock(),
                                            first, size_in_bytes(first, out.names())}),
                 out);
    self.leading.next_offset = self.log.end();
    maybe_advance_high_watermark(self, out);
    reconcile_check_quorum(self, out);
    send_begin_quorum_epoch(self, out);
}

void resign(Raft& self, ResignReason why, Effects& out) {
    RaftRole const from = self.role;
    std::vector<ReplicaProgress> successors;
    for (ReplicaProgress const& replica : self.leading.replicas) {
        if (node_of(self, replica.id) != kNoNode) successors.push_back(replica);
    }
    std::sort(successors.begin(), successors.end(),
              [](ReplicaProgress const& a, ReplicaProgress const& b) {
                  return a.log_end != b.log_end ? a.log_end > b.log_end : a.id < b.id;
              });
    std::vector<BrokerId> ids;
    for (ReplicaProgress const& replica : successors) ids.push_back(replica.id);
    leave_role(self, why, out);
    self.role = RaftRole::resigned;
    wait_for_election(self, draw_election_timeout(self, out), out);
    note_role(self, from, out);
    if (ids.empty()) return;  // just restarted: it does not know who follows it
    EndQuorumEpochRequest const request{self.setup.id, self.quorum.epoch,
                                        make_payload(std::move(ids))};
    for (Voter const& voter : other_voters(self)) ask(self, voter.node, request, out);
}

bool learn(Raft& self, BrokerId leader, LeaderEpoch epoch, Effects& out) {
    if (epoch < self.quorum.epoch || leader == self.setup.id) return false;
    bool const is_newer = epoch > self.quorum.epoch;
    if (leader != kNoBroker && node_of(self, leader) == kNoNode) return false;
    if (self.role == RaftRole::observer) {
        if (!is_newer && (leader == kNoBroker || self.quorum.leader == leader)) return false;
        if (leader == kNoBroker) {
            self.quorum = {epoch, kNoBroker, kNoBroker};
            return true;
        }
        become_follower(self, epoch, leader, out);
        return true;
    }
    if (is_newer && leader == kNoBroker) {
        become_unattached(self, epoch, out);
        return true;
    }
    // A prospective that knew the leader already has just lost touch with it: to hear its name
    // again from another that lost it too must not end the election.
    if (leader == kNoBroker || (!is_newer && self.quorum.leader != kNoBroker)) return false;
    become_follower(self, epoch, leader, out);
    return true;
}

void reconcile_check_quorum(Raft& self, Effects& out) {
    auto const voters = static_cast<std::int32_t>(self.setup.voters.size());
    std::int32_t const needed = majority_of(voters) - (is_voter(self) ? 1 : 0);
    if (needed <= 0) return;  // alone it is its own majority
    std::int32_t fetched = 0;
    for (ReplicaProgress const& replica : self.leading.replicas) {
        if (replica.fetched_lately && node_of(self, replica.id) != kNoNode) ++fetched;
    }
    if (self.leading.check_quorum_at != kNever && fetched < needed) return;
    for (ReplicaProgress& replica : self.leading.replicas) replica.fetched_lately = false;
    Duration const timeout = microseconds(self.setup.config.fetch_timeout_ms * 1'500LL);
    self.leading.check_quorum_at = out.now() + timeout;
    out.arm(kCheckQuorum, timeout);
}

}  // namespace highwater
