// Which log is filthy, and how far it may be cleaned (Kafka: LogCleanerManager, LogToClean).
#include <algorithm>

#include "storage/cleaner.h"

namespace highwater {

namespace {
constexpr std::int64_t kMillion = 1'000'000;

// The indexes [first, last) of the segments with something in [from, to): the one that `from` lies
// in counts as a whole.
struct SegmentRange {
    std::size_t first{};
    std::size_t last{};
};
SegmentRange segments_between(std::vector<Segment> const& segments, Offset from, Offset to) {
    SegmentRange range;
    if (from >= to) return range;
    while (range.last < segments.size() && segments[range.last].base_offset < to) ++range.last;
    while (range.first + 1 < range.last && segments[range.first + 1].base_offset <= from) {
        ++range.first;
    }
    return range;
}

// From the one that `from` lies in, without the active one.
SegmentRange inactive_from(std::vector<Segment> const& segments, Offset from) {
    return segments_between(segments, from, segments.back().base_offset);
}

std::int64_t bytes_in(std::vector<Segment> const& segments, SegmentRange range) {
    std::int64_t bytes = 0;
    for (std::size_t i = range.first; i < range.last; ++i) bytes += segments[i].size_in_bytes;
    return bytes;
}
}  // namespace

OffsetsToClean offsets_to_clean(CompactedLog const& log, CompactionRules const& rules,
                                std::int64_t now_ms) {
    OffsetsToClean offsets;
    bool const was_cleaned = log.checkpoint != kNoOffset;
    offsets.is_checkpoint_invalid =
        was_cleaned && (log.checkpoint < log.start_offset || log.checkpoint > log.end_offset);
    offsets.first_dirty =
        was_cleaned && !offsets.is_checkpoint_invalid ? log.checkpoint : log.start_offset;
    Offset limit = std::min(log.last_stable_offset, log.segments.back().base_offset);
    if (rules.min_compaction_lag_ms > 0) {
        SegmentRange const dirty = inactive_from(log.segments, offsets.first_dirty);
        for (std::size_t i = dirty.first; i < dirty.last; ++i) {
            Segment const& segment = log.segments[i];
            if (segment.largest_timestamp_ms <= now_ms - rules.min_compaction_lag_ms) continue;
            limit = std::min(limit, segment.base_offset);
            break;
        }
    }
    offsets.first_uncleanable = std::max(offsets.first_dirty, limit);
    return offsets;
}

std::int64_t BytesToClean::dirty_ppm() const {
    return total() == 0 ? 0 : cleanable * kMillion / total();
}

BytesToClean bytes_to_clean(std::vector<Segment> const& segments, OffsetsToClean const& offsets) {
    BytesToClean bytes;
    SegmentRange const uncleanable = inactive_from(segments, offsets.first_uncleanable);
    bytes.first_uncleanable = uncleanable.first < uncleanable.last
                                  ? segments[uncleanable.first].base_offset
                                  : segments.back().base_offset;
    Offset const from = std::min(offsets.first_dirty, bytes.first_uncleanable);
    bytes.clean = bytes_in(segments, segments_between(segments, kNoOffset, offsets.first_dirty));
    bytes.cleanable = bytes_in(segments, segments_between(segments, from, bytes.first_uncleanable));
    return bytes;
}

bool is_overdue(std::int64_t earliest_ms, CompactionRules const& rules, std::int64_t now_ms) {
    return earliest_ms < now_ms - std::max<std::int64_t>(rules.max_compaction_lag_ms, 0);
}

bool is_worth_cleaning(BytesToClean const& bytes, bool overdue, CompactionRules const& rules) {
    if (bytes.total() == 0) return false;
    // Strictly more than the ratio, without dividing.
    return (overdue && bytes.cleanable > 0) ||
           bytes.cleanable * kMillion > bytes.total() * rules.min_cleanable_dirty_ppm;
}

LogToClean log_to_clean(Log const& log, Offset last_stable_offset, CompactionRules const& rules,
                        std::int64_t now_ms) {
    LogToClean found;
    found.offsets = offsets_to_clean({log.segments(), log.start_offset(), log.end_offset(),
                                      last_stable_offset, log.cleaner_checkpoint()},
                                     rules, now_ms);
    found.bytes = bytes_to_clean(log.segments(), found.offsets);
    std::int64_t earliest_ms = INT64_MAX;
    SegmentRange const dirty = inactive_from(log.segments(), found.offsets.first_dirty);
    for (std::size_t i = dirty.first; i < dirty.last; ++i) {
        std::int64_t const first_ms = log.first_timestamp_ms(i);
        if (first_ms > 0) earliest_ms = std::min(earliest_ms, first_ms);
    }
    found.is_overdue = is_overdue(earliest_ms, rules, now_ms);
    found.is_worth_it = is_worth_cleaning(found.bytes, found.is_overdue, rules);
    return found;
}

}  // namespace highwater
