#include "raft/raft.h"

#include <algorithm>

#include "base/check.h"
#include "node/directory_id.h"
#include "raft/state.h"

namespace highwater {

namespace {
constexpr Duration kShutdownPatience = seconds(5);  // KafkaRaftClientDriver.shutdown

bool is_fetch(PendingRequest const& request) {
    return request.message_kind == message_kind_of<RaftFetchRequest>() ||
           request.message_kind == message_kind_of<FetchSnapshotRequest>();
}

void arm_expiry(Raft& self, Effects& out) {
    self.expiry_armed = true;
    out.arm_at({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::request_expiry)},
               self.pending.earliest_deadline());
}
}  // namespace

Raft make_raft(RaftSetup setup) {
    Raft self;
    self.setup = std::move(setup);
    if (!is_voter(self)) self.role = RaftRole::observer;
    return self;
}

bool is_voter(Raft const& self) { return node_of(self, self.setup.id) != kNoNode; }

NodeId leader_node(Raft const& self) { return node_of(self, self.quorum.leader); }

std::vector<MetadataBatchRef> read(Raft const& self, Offset from, Offset up_to) {
    return self.log.read(from, up_to);
}

void lose_memory(Raft& self) {
    Raft fresh = make_raft(std::move(self.setup));
    fresh.quorum = self.quorum;
    fresh.log = std::move(self.log);
    fresh.draws = self.draws;
    fresh.term = self.term + 1;
    fresh.pending.next = self.pending.next;
    self = std::move(fresh);
}

void wipe(Raft& self) {
    lose_memory(self);
    self.quorum = {};
    self.log = {};
    self.setup.directory_id = directory_id_after_wipe(self.setup.directory_id);
}

void lose_unflushed(Raft& self) {
    if (is_voter(self)) return;
    // Snapshots are flushed when they are written.
    MetadataSnapshotRef const snapshot = self.log.latest_snapshot();
    if (snapshot) {
        self.log.restart_from(snapshot);
    } else {
        self.log = {};
    }
}

void start(Raft& self, Effects& out) {
    if (!is_voter(self)) {
        maybe_fetch(self, out);
        return;
    }
    if (self.setup.voters.size() == 1) {
        become_candidate(self, {self.quorum.epoch.value + 1}, out);
        return;
    }
    LeaderEpoch const epoch = self.quorum.epoch;
    if (self.quorum.leader == self.setup.id) {
        // What it appended last may be lost to it: it must not lead the same epoch twice.
        resign(self, ResignReason::shutdown, out);
    } else if (self.quorum.leader != kNoBroker) {
        become_follower(self, epoch, self.quorum.leader, out);
    } else if (self.quorum.voted_for == self.setup.id) {
        become_candidate(self, epoch, out);
    } else {
        become_unattached(self, epoch, out);
    }
}

void hand_over(Raft& self, Effects& out) {
    if (is_leader(self)) resign(self, ResignReason::shutdown, out);
}

void request_shutdown(Raft& self, Effects& out) {
    if (self.shutdown_by != kNever) return;
    hand_over(self, out);
    self.shutdown_by = out.now() + kShutdownPatience;
    out.arm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::shutdown)},
            kShutdownPatience);
    end_if_succeeded(self, out);
}

void end_if_succeeded(Raft const& self, Effects& out) {
    if (self.shutdown_by == kNever) return;
    bool const is_led = self.quorum.leader != kNoBroker && self.quorum.leader != self.setup.id;
    bool const is_alone = !is_voter(self) || self.setup.voters.size() == 1;
    if (is_led || is_alone || out.now() >= self.shutdown_by) out.exit_process();
}

namespace {
void fail(Raft& self, PendingRequest const& request, Effects& out) {
    if (!is_of_present_role(self, request)) return;
    if (is_fetch(request)) on_fetch_failure(self, out);
    if (request.message_kind == message_kind_of<VoteRequest>()) {
        out.arm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::votes)},
                next_retry_delay(self));
    }
}

void expire_requests(Raft& self, Effects& out) {
    self.expiry_armed = false;
    for (PendingRequest const& request : self.pending.take_expired(out.now())) {
        out.note(RequestTimedOut{request.to, request.correlation_id, request.message_kind});
        out.close_connection(request.to);
        fail(self, request, out);
        on_disconnect(self, request.to, out);
    }
    if (!self.pending.waiting.empty()) arm_expiry(self, out);
}

void on_election_timeout(Raft& self, Effects& out) {
    self.timeout_at = kNever;
    if (self.shutdown_by != kNever) return;  // it votes for others, and stands no more
    switch (self.role) {
    case RaftRole::unattached:
    case RaftRole::candidate: become_prospective(self, out); return;
    case RaftRole::prospective: give_up_pre_vote(self, out); return;
    case RaftRole::resigned:
        // A new epoch: in the old one it was the leader and can be nothing else.
        become_unattached(self, {self.quorum.epoch.value + 1}, out);
        return;
    case RaftRole::follower:
    case RaftRole::leader:
    case RaftRole::observer: return;
    }
}

void on_retry(Raft& self, RaftRetry what, Effects& out) {
    switch (what) {
    case RaftRetry::fetch:
        self.fetching = false;
        maybe_fetch(self, out);
        return;
    case RaftRetry::begin_quorum_epoch:
        if (is_leader(self)) send_begin_quorum_epoch(self, out);
        return;
    case RaftRetry::request_expiry: expire_requests(self, out); return;
    case RaftRetry::votes: ask_for_votes(self, out); return;
    case RaftRetry::shutdown: end_if_succeeded(self, out); return;
    }
}
}  // namespace

void on_timer(Raft& self, Timer const& timer, Effects& out) {
    switch (timer.kind) {
    case TimerKind::election_timeout: on_election_timeout(self, out); return;
    case TimerKind::quorum_fetch_timeout:
        self.timeout_at = kNever;
        if (self.role == RaftRole::follower) become_prospective(self, out);
        return;
    case TimerKind::check_quorum:
        if (is_leader(self)) resign(self, ResignReason::no_majority, out);
        return;
    case TimerKind::append_linger:
        if (is_leader(self)) drain_lingering(self, out);
        return;
    case TimerKind::raft_purgatory:
        if (is_leader(self)) complete_parked(self, out);
        return;
    case TimerKind::raft_retry: on_retry(self, static_cast<RaftRetry>(timer.argument), out); return;
    default: CHECK(false && "a timer of another room");
    }
}

void on_disconnect(Raft& self, NodeId peer, Effects& out) {
    for (PendingRequest const& request : self.pending.take_all(peer)) fail(self, request, out);
}

void ask(Raft& self, NodeId to, Message request, Effects& out) {
    Time const deadline = out.now() + milliseconds(self.setup.config.request_timeout_ms);
    auto const kind = static_cast<std::uint8_t>(request.index());
    CorrelationId const id = self.pending.add(to, deadline, kind, self.term);
    out.send(to, id, std::move(request));
    if (!self.expiry_armed) arm_expiry(self, out);
}

bool is_of_present_role(Raft const& self, PendingRequest const& request) {
    return request.context == self.term;
}

bool take_answered(Raft& self, CorrelationId correlation_id) {
    std::optional<PendingRequest> const asked = self.pending.take(correlation_id);
    return asked && is_of_present_role(self, *asked);
}

}  // namespace highwater
