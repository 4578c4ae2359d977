// __cluster_metadata-0 on one node: batches in sealed, shared chunks and a short tail, so that a
// snapshot of the world copies a handful of pointers. Survives a kill of the process.
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

    Offset end() const { return end_; }
    LeaderEpoch last_epoch() const;  // 0 when empty, as Kafka counts
    bool is_empty() const { return end_ == Offset{}; }

    void append(MetadataBatchRef batch);
    // Drops everything at and above `to`, which is where a batch begins.
    void truncate(Offset to);

    // The largest epoch here that is not above `epoch`, and where it ends (KIP-595 divergence).
    EpochEnd end_of(LeaderEpoch epoch) const;
    // Whole batches from the one that begins at `from`, while they end at or below `up_to`.
    std::vector<MetadataBatchRef> read(Offset from, Offset up_to) const;

    void hash(Hasher& hasher) const;
    friend bool operator==(MetadataLog const& a, MetadataLog const& b);

private:
    using Chunk = std::vector<MetadataBatchRef>;

    Offset end_{};
    Cow<std::vector<std::shared_ptr<Chunk const>>> sealed_;
    Cow<Chunk> tail_;
    std::vector<std::pair<LeaderEpoch, Offset>> epoch_starts_;
};

}  // namespace highwater
