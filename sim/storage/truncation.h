// Where a follower cuts its log so that it agrees with the leader's (KIP-101, KIP-279, KIP-595).
// Pure: the caller carries it out.
#pragma once

#include "storage/leader_epoch_cache.h"

namespace highwater {

// What a follower knows of itself when it compares histories.
struct FollowerHistory {
    LeaderEpochCache const& epochs;
    Offset log_end_offset;
    Offset high_watermark;
};

struct Truncation {
    Offset to;
    bool is_done{};  // the histories agree below `to`; else ask again with the new last epoch
};

// The leader said that `leader_end.epoch`, the largest epoch it knows at or below ours, ends at
// `leader_end.end_offset` (AbstractFetcherThread.getOffsetTruncationState).
Truncation where_to_truncate(FollowerHistory const& follower, EpochEnd leader_end);

// As followers did it in 0.11 (KIP-101): the answer's epoch is not looked at, so an epoch that the
// leader never had ends where the leader's next one begins.
Truncation where_to_truncate_by_kip_101(FollowerHistory const& follower, EpochEnd leader_end);

// Leader: the histories differ before `fetch_offset` when this is defined (Partition.readRecords).
// Undefined with `is_out_of_range` when the leader has never heard of that epoch or a later one.
struct Divergence {
    bool is_out_of_range{};
    EpochEnd end;  // undefined: no divergence
};
Divergence find_divergence(LeaderEpochCache const& leader, Offset log_end_offset,
                           LeaderEpoch last_fetched_epoch, Offset fetch_offset);

}  // namespace highwater
