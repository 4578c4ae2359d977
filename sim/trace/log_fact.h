// What is taken out of a replica's log, as facts: part of trace/fact.h.
#pragma once

#include <cstdint>

#include "base/ids.h"
#include "storage/retention.h"

namespace highwater {

enum class TruncateReason : std::uint8_t {
    diverging_epoch,
    out_of_range,
    high_watermark,
    recovery,
    power_loss
};
struct LogTruncated {
    TopicPartition partition;
    Offset from;
    Offset to;
    LeaderEpoch epoch{};
    LeaderEpoch removed_epoch{kNoEpoch};  // of the first record that went
    TruncateReason why{};
};
struct RecordsDeleted {
    TopicPartition partition;
    Offset from;  // where the log began
    Offset to;
    BrokerId leader{kNoBroker};  // whom a follower follows; kNoBroker: by itself
};
// Whole segments left the log of a replica.
struct SegmentsDeleted {
    TopicPartition partition;
    std::int32_t segments{};
    Offset from;  // where the first of them began
    Offset to;    // where the first that is left begins
    RetentionReason why{};
    bool rolled{};  // none was left, so a new one was begun
};
// A broker compacted the old segments of a replica's log.
struct LogCleaned {
    TopicPartition partition;
    Offset from;  // it was clean below
    Offset to;    // now it is clean below
    std::int32_t kept{};
    std::int32_t superseded{};  // records of whose key a later one is there
    std::int32_t tombstones_kept{};
    std::int32_t tombstones_removed{};
    std::int32_t dirty_percent{};  // of its bytes, before
    bool is_overdue{};             // by max.compaction.lag.ms, whatever the ratio
};

}  // namespace highwater
