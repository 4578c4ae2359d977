// Snapshots of the metadata log (KIP-630): whoever has replayed it writes down what it came to, the
// log before may go, and who needs what is gone fetches the snapshot instead: FetchSnapshot (59).
#include <algorithm>

#include "base/check.h"
#include "protocol/metadata_bytes.h"
#include "raft/state.h"

namespace highwater {

// ---- its own ------------------------------------------------------------------------------------

MetadataSnapshotRef snapshot_to_load(Raft const& self, Offset from) {
    MetadataSnapshotRef const& latest = self.log.latest_snapshot();
    bool const is_behind = from < self.log.start() || from == Offset{};
    return latest != nullptr && is_behind ? latest : nullptr;
}

bool create_snapshot(Raft& self, Offset end, std::vector<MetadataRecord> records,
                     SnapshotReason why, Effects& out) {
    CHECK(end <= high_watermark(self) && end >= self.log.start());
    MetadataSnapshotRef const& latest = self.log.latest_snapshot();
    if (latest != nullptr && latest->id.end_offset >= end) return false;
    MetadataSnapshot snapshot;
    snapshot.id = {end, self.log.epoch_before(end)};
    auto const last = self.log.read(end - 1, end);
    snapshot.last_contained_log_time = last.empty() ? out.now() : last.back()->appended_at;
    snapshot.size_in_bytes = size_in_bytes(records, out.names());
    snapshot.records = std::move(records);
    out.note(MetadataSnapshotCreated{snapshot.id, snapshot.size_in_bytes,
                                     static_cast<std::int32_t>(snapshot.records.size()), why});
    self.log.add_snapshot(make_payload(std::move(snapshot)));
    return true;
}

void clean_log(Raft& self, Effects& out) {
    ServerConfig::Quorum const& config = self.setup.config;
    Offset const before = self.log.start();
    self.log.clean(out.now(), config.metadata_max_retention_ms,
                   config.metadata_max_retention_bytes);
    if (self.log.start() > before) out.note(MetadataLogCleaned{before, self.log.start()});
}

// ---- who leads ----------------------------------------------------------------------------------

namespace {
ErrorCode refusal_of(Raft const& self, FetchSnapshotRequest const& request) {
    if (request.current_leader_epoch < self.quorum.epoch) return ErrorCode::fenced_leader_epoch;
    if (request.current_leader_epoch > self.quorum.epoch) return ErrorCode::unknown_leader_epoch;
    if (!is_leader(self)) return ErrorCode::not_leader_or_follower;
    // A newer one may have taken its place: the follower fetches again and hears of that.
    MetadataSnapshotRef const& latest = self.log.latest_snapshot();
    if (latest == nullptr || !(latest->id == request.snapshot_id)) {
        return ErrorCode::snapshot_not_found;
    }
    bool const is_inside = request.position >= 0 && request.position < latest->size_in_bytes;
    return is_inside ? ErrorCode::none : ErrorCode::position_out_of_range;
}
}  // namespace

void handle(Raft& self, Envelope const& from, FetchSnapshotRequest const& request, Effects& out) {
    FetchSnapshotResponse response;
    response.leader_id = leader_to_tell(self);
    response.leader_epoch = self.quorum.epoch;
    response.error = refusal_of(self, request);
    if (response.error == ErrorCode::none) {
        response.snapshot = self.log.latest_snapshot();
        response.position = request.position;
        response.bytes = std::min<std::int64_t>(
            request.max_bytes, response.snapshot->size_in_bytes - request.position);
        // It is alive and follows: as good as a fetch for the leader's majority.
        note_fetch_of_voter(self, request.replica_id, out);
    }
    out.reply(from, std::move(response));
}

// ---- who follows --------------------------------------------------------------------------------

void start_snapshot_fetch(Raft& self, SnapshotId id) { self.fetching_snapshot = {id, 0}; }

void install(Raft& self, MetadataSnapshotRef snapshot, Effects& out) {
    out.note(MetadataSnapshotFetched{snapshot->id, self.log.end(), self.quorum.leader});
    self.fetching_snapshot = {};
    self.high_watermark = snapshot->id.end_offset;  // only what is committed is ever written down
    self.log.restart_from(std::move(snapshot));
}

void handle(Raft& self, Envelope const& from, FetchSnapshotResponse const& response, Effects& out) {
    // That the snapshot is gone is no failure: the next fetch tells which took its place.
    bool const is_gone = response.error == ErrorCode::snapshot_not_found ||
                         response.error == ErrorCode::position_out_of_range;
    ErrorCode const error = is_gone ? ErrorCode::none : response.error;
    if (!take_fetched(self, from, response.leader_id, response.leader_epoch, error, out)) return;
    if (is_gone) {
        self.fetching_snapshot = {};
    } else {
        CHECK(response.position == self.fetching_snapshot.position);
        self.fetching_snapshot.position += response.bytes;
        if (self.fetching_snapshot.position >= response.snapshot->size_in_bytes) {
            install(self, response.snapshot, out);
        }
    }
    maybe_fetch(self, out);
}

}  // namespace highwater
