#include "world/metadata_snapshots.h"

#include <optional>

#include "metadata/snapshot.h"
#include "world/world.h"

namespace highwater {

namespace {
constexpr Duration kCleanInterval = seconds(60);

std::optional<SnapshotReason> reason_to(Process const& process, Time now) {
    Raft const& raft = **process.raft;
    ServerConfig::Quorum const& config = raft.setup.config;
    std::int64_t const bytes = raft.log.bytes_since_snapshot();
    if (bytes >= config.metadata_log_max_record_bytes_between_snapshots) {
        return SnapshotReason::max_bytes;
    }
    std::int64_t const age_ms = (now - process.snapshots.last_snapshot_at).ms();
    std::int64_t const interval_ms = config.metadata_log_max_snapshot_interval_ms;
    if (interval_ms != 0 && age_ms >= interval_ms) return SnapshotReason::max_interval;
    return std::nullopt;
}

// A role has the committed image, but the active controller's is ahead of it: that is replayed once
// more, from the last snapshot on.
std::vector<MetadataRecord> committed_records(Process const& process, Offset end,
                                              Names const& names) {
    if (process.broker && (*process.broker)->metadata_end == end) {
        return snapshot_records(*(*process.broker)->image);
    }
    if (process.controller && (*process.controller)->role == ControllerRole::standby &&
        (*process.controller)->image.next_offset == end) {
        return snapshot_records((*process.controller)->image);
    }
    Raft const& raft = **process.raft;
    MetadataImage image;
    if (auto const snapshot = snapshot_to_load(raft, image.next_offset)) {
        image = image_of(*snapshot, names);
    }
    for (MetadataBatchRef const& batch : read(raft, image.next_offset, end)) {
        apply(image, *batch, names);
    }
    return snapshot_records(image);
}
}  // namespace

void maybe_create_snapshot(Process& process, Effects& out) {
    if (auto const why = reason_to(process, out.now())) {
        Offset const end = high_watermark(**process.raft);
        create_snapshot(process.raft->edit(), end, committed_records(process, end, out.names()),
                        *why, out);
        process.snapshots.last_snapshot_at = out.now();
    }
    if (out.now() - process.snapshots.last_cleaned_at >= kCleanInterval) {
        process.snapshots.last_cleaned_at = out.now();
        if (is_worth_cleaning(**process.raft)) clean_log(process.raft->edit(), out);
    }
}

}  // namespace highwater
