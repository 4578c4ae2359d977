// Compaction (Kafka: LogCleanerManager, LogToClean, Cleaner): of a log's old segments only the last
// record of each key is kept. Offsets never change; what goes leaves a hole. Pure: the broker says
// when, and carries it out.
#pragma once

#include <vector>

#include "storage/compaction_rules.h"
#include "storage/log.h"
#include "storage/producer_state_manager.h"

namespace highwater {

// ---- which log, and how far ---------------------------------------------------------------------
// What is looked at of a log.
struct CompactedLog {
    std::vector<Segment> const& segments;
    Offset start_offset;
    Offset end_offset;
    Offset last_stable_offset;  // at most the high watermark
    Offset checkpoint{kNoOffset};
};

struct OffsetsToClean {
    Offset first_dirty;        // what is below was compacted before
    Offset first_uncleanable;  // what is here and above is left alone
    bool is_checkpoint_invalid{};
};
// Nothing of the active segment, nothing that is not committed or belongs to an open transaction,
// and no segment with a record younger than min.compaction.lag.ms.
OffsetsToClean offsets_to_clean(CompactedLog const& log, CompactionRules const& rules,
                                std::int64_t now_ms);

struct BytesToClean {
    std::int64_t clean{};
    std::int64_t cleanable{};
    Offset first_uncleanable;  // where a segment begins
    std::int64_t total() const { return clean + cleanable; }
    // In millionths; 0 of an empty log.
    std::int64_t dirty_ppm() const;
};
BytesToClean bytes_to_clean(std::vector<Segment> const& segments, OffsetsToClean const& offsets);

// By max.compaction.lag.ms, whatever the dirty ratio says (KIP-354). `earliest_ms` is the first
// timestamp of the dirty segments that are not active, INT64_MAX when there is none.
bool is_overdue(std::int64_t earliest_ms, CompactionRules const& rules, std::int64_t now_ms);
bool is_worth_cleaning(BytesToClean const& bytes, bool overdue, CompactionRules const& rules);

struct LogToClean {
    OffsetsToClean offsets;
    BytesToClean bytes;
    bool is_overdue{};
    bool is_worth_it{};
};
LogToClean log_to_clean(Log const& log, Offset last_stable_offset, CompactionRules const& rules,
                        std::int64_t now_ms);

// ---- cleaning -----------------------------------------------------------------------------------
struct CleaningRound {
    Offset first_dirty;
    Offset first_uncleanable;
    std::int64_t now_ms{};
    std::int64_t delete_retention_ms{};
    std::int64_t segment_bytes{};  // cleaned segments are joined up to this size
};

// What one round did to the part of the log that it cleaned.
struct CleanerStats {
    Offset first_dirty;  // of the next round: the new checkpoint
    std::int32_t kept{};
    std::int32_t superseded{};          // a later record has their key, or they have none
    std::int32_t tombstones_removed{};  // their time was over
    std::int32_t tombstones_kept{};
    std::int32_t segments_before{};
    std::int32_t segments_after{};
    std::int64_t bytes_before{};
    std::int64_t bytes_after{};
};

// `producers`: the last batch of each is kept, if need be without its records, for its sequence.
// `aborted`: the transactions of the log that were taken back.
CleanerStats clean(Log& log, CleaningRound const& round, ProducerState const& producers,
                   std::vector<AbortedTransaction> const& aborted);

}  // namespace highwater
