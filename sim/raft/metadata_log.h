// __cluster_metadata-0 on one node: batches in sealed, shared chunks and a short tail, so that a
// copy of the world copies a handful of pointers; and the snapshots of what they came to, with
// which the log may begin later than at 0 (KIP-630; Kafka: KafkaMetadataLog). Survives a kill of
// the process.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/cow.h"
#include "protocol/metadata_record.h"

namespace highwater {

class MetadataLog {
public:
    // An epoch and the offset after its last record.
    struct EpochEnd {
        LeaderEpoch epoch{};
        Offset end;
    };

    // A snapshot as a file: only the newest is ever read again.
    struct SnapshotFile {
        SnapshotId id;
        Time last_contained_log_time;
        std::int64_t size_in_bytes{};
        std::int64_t written_before{};  // into the log, in bytes
        static auto fields(auto& self) {
            return std::tuple{Field{"id", self.id},
                              Field{"last_contained_log_time", self.last_contained_log_time},
                              Field{"size_in_bytes", self.size_in_bytes},
                              Field{"written_before", self.written_before}};
        }
    };

    Offset start() const { return start_; }
    Offset end() const { return end_; }
    LeaderEpoch last_epoch() const;  // 0 when empty, as Kafka counts
    bool is_empty() const { return end_ == Offset{}; }
    std::int64_t size_in_bytes() const { return size_in_bytes_; }
    // Written since the newest snapshot was made.
    std::int64_t bytes_since_snapshot() const {
        return written_ - (snapshots_.empty() ? 0 : snapshots_.back().written_before);
    }

    void append(MetadataBatchRef batch);
    // Drops everything at and above `to`; of a batch that `to` is within, all.
    void truncate(Offset to);

    // The largest epoch here that is not above `epoch`, and where it ends (KIP-595 divergence).
    EpochEnd end_of(LeaderEpoch epoch) const;
    // Whole batches from the one that begins at `from`, while they end at or below `up_to`. What
    // the log no longer has is not there.
    std::vector<MetadataBatchRef> read(Offset from, Offset up_to) const;
    // The epoch of the record before `offset`.
    LeaderEpoch epoch_before(Offset offset) const;

    // nullptr: there is none.
    MetadataSnapshotRef const& latest_snapshot() const { return latest_snapshot_; }
    std::vector<SnapshotFile> const& snapshots() const { return snapshots_; }  // oldest first
    void add_snapshot(MetadataSnapshotRef snapshot);
    // Everything goes but this: the log begins, empty, where the snapshot ends.
    void restart_from(MetadataSnapshotRef snapshot);
    // Drops batches and snapshots as old as Kafka would; true if any went. The newest snapshot
    // stays, and so does what follows it.
    bool clean(Time now, std::int64_t retention_ms, std::int64_t retention_bytes);

    void hash(Hasher& hasher) const;
    friend bool operator==(MetadataLog const& a, MetadataLog const& b);

private:
    // Where the batch begins that has this offset; the offset itself where none has.
    Offset base_of_batch_at(Offset offset) const;
    using Chunk = std::vector<MetadataBatchRef>;

    void drop_below(Offset to);

    Offset start_{};
    Offset end_{};
    std::int64_t size_in_bytes_{};
    std::int64_t written_{};  // in all, whatever was cleaned away
    Cow<std::vector<std::shared_ptr<Chunk const>>> sealed_;
    Cow<Chunk> tail_;
    std::vector<std::pair<LeaderEpoch, Offset>> epoch_starts_;
    std::vector<SnapshotFile> snapshots_;
    MetadataSnapshotRef latest_snapshot_;
};

}  // namespace highwater
