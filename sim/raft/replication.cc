// The log travels by Fetch: followers and observers ask from the offset where their copy ends.
#include <algorithm>

#include "base/check.h"
#include "protocol/metadata_bytes.h"
#include "raft/state.h"

namespace highwater {

namespace {
constexpr std::int32_t kMaxFetchWaitMs = 500;
constexpr std::int32_t kMaxSnapshotPiece = 8 * 1024 * 1024;

bool is_only_no_op(MetadataBatch const& batch) {
    return batch.records.size() == 1 && std::holds_alternative<NoOpRecord>(batch.records.front());
}

// A voter is known by its id alone, as long as the voters are fixed; an observer that comes back
// with an empty directory is another replica.
ReplicaProgress& progress_of(Raft& self, BrokerId replica, Uuid directory = kNoUuid) {
    bool const is_voter = node_of(self, replica) != kNoNode;
    for (ReplicaProgress& known : self.leading.replicas) {
        if (known.id == replica && (is_voter || known.directory_id == directory)) return known;
    }
    self.leading.replicas.push_back({});
    self.leading.replicas.back().id = replica;
    if (!is_voter) self.leading.replicas.back().directory_id = directory;
    return self.leading.replicas.back();
}

// What a fetch says of the fetcher's log, compared with this one (KafkaMetadataLog's
// validateOffsetAndEpoch).
enum class FetchPlace : std::uint8_t { valid, diverging, snapshot };
struct JudgedFetch {
    FetchPlace place{};
    LeaderEpoch epoch{kNoEpoch};  // of the snapshot, or where the logs part
    Offset end_offset{kNoOffset};
};

bool needs_snapshot(MetadataLog const& log, Offset offset, LeaderEpoch epoch) {
    if (log.snapshots().empty()) return false;
    // Who has nothing is sooner done with the newest snapshot than with the log from its beginning.
    if (offset == Offset{}) return true;
    SnapshotId const earliest = log.snapshots().front().id;
    return offset < log.start() || (offset == log.start() && epoch != earliest.epoch) ||
           epoch < earliest.epoch;
}

JudgedFetch judge(Raft const& self, RaftFetchRequest const& request) {
    if (needs_snapshot(self.log, request.fetch_offset, request.last_fetched_epoch)) {
        SnapshotId const latest = self.log.latest_snapshot()->id;
        return {FetchPlace::snapshot, latest.epoch, latest.end_offset};
    }
    if (request.fetch_offset == Offset{} && request.last_fetched_epoch == LeaderEpoch{}) return {};
    MetadataLog::EpochEnd const ours = self.log.end_of(request.last_fetched_epoch);
    if (ours.epoch == request.last_fetched_epoch && ours.end >= request.fetch_offset) return {};
    return {FetchPlace::diverging, ours.epoch, ours.end};
}

void update_progress(Raft& self, RaftFetchRequest const& request, Effects& out) {
    ReplicaProgress& replica = progress_of(self, request.replica_id, request.replica_directory_id);
    Offset const end = self.log.end();
    if (request.fetch_offset >= end) {
        replica.last_caught_up = out.now();
    } else if (replica.last_fetch && request.fetch_offset >= replica.leader_end_at_last_fetch) {
        replica.last_caught_up = replica.last_fetch;
    }
    replica.log_end = request.fetch_offset;
    replica.last_fetch = out.now();
    replica.leader_end_at_last_fetch =
        std::max(replica.leader_end_at_last_fetch, end, [](Offset a, Offset b) { return a < b; });
    note_fetch_of_voter(self, request.replica_id, out);
}

RaftFetchResponse answer_to(Raft const& self, RaftFetchRequest const& request) {
    RaftFetchResponse response;
    response.leader_id = self.quorum.leader;
    response.leader_epoch = self.quorum.epoch;
    response.high_watermark = self.leading.high_watermark;
    JudgedFetch const judged = judge(self, request);
    if (judged.place != FetchPlace::valid) {
        response.is_snapshot_id = judged.place == FetchPlace::snapshot;
        response.diverging_epoch = judged.epoch;
        response.diverging_end_offset = judged.end_offset;
        return response;
    }
    auto batches = self.log.read(request.fetch_offset, self.log.end());
    if (!batches.empty()) response.batches = make_payload(std::move(batches));
    return response;
}

bool says_something(RaftFetchResponse const& response, RaftFetchRequest const& request) {
    return response.batches || response.diverging_epoch != kNoEpoch ||
           response.high_watermark > request.high_watermark;
}

void arm_purgatory(Raft const& self, Effects& out) {
    Time earliest = kNever;
    for (ParkedFetch const& fetch : self.leading.parked) {
        earliest = std::min(earliest, fetch.deadline);
    }
    if (earliest != kNever) out.arm_at({TimerKind::raft_purgatory, 0}, earliest);
}
}  // namespace

// ---- the leader ---------------------------------------------------------------------------------

std::optional<Offset> append(Raft& self, std::vector<MetadataRecord> records, Effects& out) {
    CHECK(!records.empty());
    if (!is_leader(self)) return std::nullopt;
    Offset const base = self.leading.next_offset;
    std::int64_t const bytes = size_in_bytes(records, out.names());
    auto batch = make_payload(
        MetadataBatch{base, self.quorum.epoch, out.wall_clock(), std::move(records), bytes});
    self.leading.next_offset = batch->next_offset();
    // The first one waits for company, so that a burst is one write and one round of fetches.
    if (self.leading.lingering.empty()) {
        out.arm({TimerKind::append_linger, 0}, milliseconds(self.setup.config.append_linger_ms));
    }
    self.leading.lingering.push_back(std::move(batch));
    return self.leading.next_offset - 1;
}

void drain_lingering(Raft& self, Effects& out) {
    if (self.leading.lingering.empty()) return;
    for (MetadataBatchRef& batch : self.leading.lingering)
        write_to_log(self, std::move(batch), out);
    self.leading.lingering.clear();
    maybe_advance_high_watermark(self, out);
    complete_parked(self, out);
}

void write_to_log(Raft& self, MetadataBatchRef batch, Effects& out) {
    out.note(MetadataAppended{batch->base_offset, batch});
    self.log.append(std::move(batch));
}

void maybe_advance_high_watermark(Raft& self, Effects& out) {
    std::vector<Offset> log_ends;
    for (Voter const& voter : self.setup.voters) {
        log_ends.push_back(voter.id == self.setup.id ? self.log.end()
                                                     : progress_of(self, voter.id).log_end);
    }
    Offset const held = held_by_majority(std::move(log_ends));
    // Only a record of its own epoch proves that no other leader can undo what is below (Raft
    // §5.4.2).
    bool const proves_it = held > self.leading.epoch_start || !self.setup.protocol.own_epoch_commit;
    if (!proves_it || held <= self.leading.high_watermark) return;
    self.leading.high_watermark = held;
    Offset const from = high_watermark(self);
    if (held <= from) return;  // it had learned as much as a follower
    self.high_watermark = held;
    if (!out.has_listener()) return;
    auto const committed = self.log.read(from, held);
    bool const is_quiet = std::all_of(committed.begin(), committed.end(),
                                      [](auto const& batch) { return is_only_no_op(*batch); });
    if (!is_quiet) out.note(MetadataCommitted{from, held});
}

void note_fetch_of_voter(Raft& self, BrokerId voter, Effects& out) {
    if (node_of(self, voter) == kNoNode) return;  // observers do not make a majority
    progress_of(self, voter).fetched_lately = true;
    reconcile_check_quorum(self, out);
}

void complete_parked(Raft& self, Effects& out) {
    std::vector<ParkedFetch> waiting = std::move(self.leading.parked);
    self.leading.parked.clear();
    for (ParkedFetch& fetch : waiting) {
        RaftFetchResponse response = answer_to(self, fetch.request);
        if (fetch.deadline <= out.now() || says_something(response, fetch.request)) {
            out.reply(fetch.from, fetch.correlation_id, std::move(response));
        } else {
            self.leading.parked.push_back(std::move(fetch));
        }
    }
    arm_purgatory(self, out);
}

void refuse_parked(Raft& self, Effects& out) {
    RaftFetchResponse response;
    response.error = ErrorCode::not_leader_or_follower;
    response.leader_epoch = self.quorum.epoch;
    for (ParkedFetch const& fetch : self.leading.parked) {
        out.reply(fetch.from, fetch.correlation_id, response);
    }
    self.leading.parked.clear();
}

void handle(Raft& self, Envelope const& from, RaftFetchRequest const& request, Effects& out) {
    RaftFetchResponse refusal;
    refusal.leader_id = leader_to_tell(self);
    refusal.leader_epoch = self.quorum.epoch;
    if (request.current_leader_epoch < self.quorum.epoch) {
        refusal.error = ErrorCode::fenced_leader_epoch;
    } else if (request.current_leader_epoch > self.quorum.epoch) {
        refusal.error = ErrorCode::unknown_leader_epoch;
    } else if (!is_leader(self)) {
        refusal.error = ErrorCode::not_leader_or_follower;
    }
    if (refusal.error != ErrorCode::none) {
        out.reply(from, std::move(refusal));
        return;
    }
    std::vector<ParkedFetch>& parked = self.leading.parked;
    parked.erase(std::remove_if(parked.begin(), parked.end(),
                                [&](ParkedFetch const& fetch) { return fetch.from == from.from; }),
                 parked.end());
    if (judge(self, request).place == FetchPlace::valid) {
        update_progress(self, request, out);
        Offset const before = self.leading.high_watermark;
        maybe_advance_high_watermark(self, out);
        if (self.leading.high_watermark != before) complete_parked(self, out);
    }
    RaftFetchResponse response = answer_to(self, request);
    if (request.max_wait_ms == 0 || says_something(response, request)) {
        out.reply(from, std::move(response));
        return;
    }
    parked.push_back(
        {from.from, from.correlation_id, request, out.now() + milliseconds(request.max_wait_ms)});
    arm_purgatory(self, out);
}

// ---- who follows --------------------------------------------------------------------------------

namespace {
bool may_fetch(Raft const& self) {
    return self.role == RaftRole::follower || self.role == RaftRole::observer ||
           self.role == RaftRole::unattached;
}

// The leader; if it is not known or does not answer, any voter, which can tell who leads.
NodeId best_node_to_fetch_from(Raft& self, Effects& out) {
    NodeId const leader = self.role == RaftRole::unattached ? kNoNode : leader_node(self);
    if (leader != kNoNode && !self.leader_unreachable) return leader;
    std::vector<Voter> const others = other_voters(self);
    if (others.empty()) return kNoNode;
    std::uint64_t const bits = out.draw(
        Draw::election_timeout, static_cast<std::uint64_t>(self.setup.node.value), self.draws++);
    return others[below(bits, others.size())].node;
}
}  // namespace

void maybe_fetch(Raft& self, Effects& out) {
    if (self.fetching || !may_fetch(self)) return;
    NodeId const to = best_node_to_fetch_from(self, out);
    if (to == kNoNode) return;
    self.fetching = true;
    if (self.fetching_snapshot.is_active() && to == leader_node(self)) {
        ask(self, to,
            FetchSnapshotRequest{self.setup.id, self.quorum.epoch, self.fetching_snapshot.id,
                                 self.fetching_snapshot.position, kMaxSnapshotPiece},
            out);
        return;
    }
    RaftFetchRequest request;
    request.replica_id = self.setup.id;
    request.replica_directory_id = self.setup.directory_id;
    request.current_leader_epoch = self.quorum.epoch;
    request.fetch_offset = self.log.end();
    request.last_fetched_epoch = self.log.last_epoch();
    request.max_wait_ms = kMaxFetchWaitMs;
    request.high_watermark = self.high_watermark;
    ask(self, to, request, out);
}

void restart_fetch_timeout(Raft& self, Effects& out) {
    self.failures = 0;
    self.leader_unreachable = false;
    if (self.role != RaftRole::follower) return;
    self.has_fetched_from_leader = true;
    Duration const timeout = milliseconds(self.setup.config.fetch_timeout_ms);
    self.timeout_at = out.now() + timeout;
    out.arm({TimerKind::quorum_fetch_timeout, 0}, timeout);
}

void on_fetch_failure(Raft& self, Effects& out) {
    if (!may_fetch(self)) return;
    self.leader_unreachable = true;
    self.fetching = true;  // the retry counts as the fetch on its way
    out.arm({TimerKind::raft_retry, static_cast<std::int32_t>(RaftRetry::fetch)},
            next_retry_delay(self));
}

namespace {
void truncate_to_divergence(Raft& self, RaftFetchResponse const& response, Effects& out) {
    MetadataLog::EpochEnd const own = self.log.end_of(response.diverging_epoch);
    Offset to = own.end;
    if (own.epoch == response.diverging_epoch && response.diverging_end_offset < to) {
        to = response.diverging_end_offset;
    }
    // A leader that knows nothing of what a snapshot holds here: a majority lost its disks. Its
    // word counts, and this log begins anew.
    bool const begins_anew = response.diverging_end_offset < self.log.start();
    if (begins_anew) to = {};
    if (to >= self.log.end()) return;
    Offset const before = self.log.end();
    if (begins_anew) {
        self.log = {};
    } else {
        self.log.truncate(to);
    }
    to = self.log.end();  // of a batch
    out.note(MetadataTruncated{before, to});
    if (self.high_watermark > to) self.high_watermark = to;
}

void append_fetched(Raft& self, RaftFetchResponse const& response) {
    if (response.batches) {
        for (MetadataBatchRef const& batch : *response.batches) {
            if (batch->base_offset == self.log.end()) self.log.append(batch);
        }
    }
    Offset known = response.high_watermark;
    if (known > self.log.end()) known = self.log.end();
    if (known > self.high_watermark) self.high_watermark = known;
}
}  // namespace

bool take_fetched(Raft& self, Envelope const& from, BrokerId leader, LeaderEpoch epoch,
                  ErrorCode error, Effects& out) {
    if (!take_answered(self, from.correlation_id)) return false;
    self.fetching = false;
    if (learn(self, leader, epoch, out)) {
        maybe_fetch(self, out);
        return false;
    }
    if (!may_fetch(self)) return false;
    if (error != ErrorCode::none || epoch != self.quorum.epoch) {
        on_fetch_failure(self, out);
        // Somebody else confirmed the leader: it is worth another try. It itself denies it: ask
        // others.
        self.leader_unreachable = from.from == leader_node(self);
        return false;
    }
    restart_fetch_timeout(self, out);
    return true;
}

void handle(Raft& self, Envelope const& from, RaftFetchResponse const& response, Effects& out) {
    if (!take_fetched(self, from, response.leader_id, response.leader_epoch, response.error, out)) {
        return;
    }
    if (response.is_snapshot_id) {
        start_snapshot_fetch(self, {response.diverging_end_offset, response.diverging_epoch});
    } else if (response.diverging_epoch != kNoEpoch) {
        truncate_to_divergence(self, response, out);
    } else {
        append_fetched(self, response);
    }
    maybe_fetch(self, out);
}

}  // namespace highwater
