// One replica's log: batches in segments, with the leader epochs that wrote them (Kafka:
// UnifiedLog, LocalLog, LogSegment). What stands here is what would be on disk: it survives the
// process.
#pragma once

#include <vector>

#include "base/fields.h"
#include "record/record.h"
#include "storage/batch_list.h"
#include "storage/leader_epoch_cache.h"
#include "storage/segment.h"

namespace highwater {

// Finding a record by its time (ListOffsets).
struct TimestampAndOffset {
    std::int64_t timestamp_ms{-1};
    Offset offset{kNoOffset};
    LeaderEpoch leader_epoch{kNoEpoch};
};

// Everything a log is made of; only Log changes it.
struct LogState {
    BatchList batches;
    std::vector<Segment> segments;  // never empty
    LeaderEpochCache epochs;
    Offset start_offset;
    Offset end_offset;
    Offset recovery_point;  // what is below is flushed to the disk, not only in the page cache
    Offset cleaner_checkpoint{kNoOffset};  // what is below was compacted; kNoOffset: nothing yet
    static auto fields(auto& self) {
        return std::tuple{Field{"batches", self.batches},
                          Field{"segments", self.segments},
                          Field{"epochs", self.epochs},
                          Field{"start_offset", self.start_offset},
                          Field{"end_offset", self.end_offset},
                          Field{"recovery_point", self.recovery_point},
                          Field{"cleaner_checkpoint", self.cleaner_checkpoint}};
    }
};

class Log {
public:
    Log() { state_.segments.emplace_back(); }

    Offset start_offset() const { return state_.start_offset; }
    Offset end_offset() const { return state_.end_offset; }
    LeaderEpochCache const& epochs() const { return state_.epochs; }
    std::vector<Segment> const& segments() const { return state_.segments; }
    BatchList const& batches() const { return state_.batches; }
    std::int64_t size_in_bytes() const;

    // A new leader notes where its epoch begins, before any record of it is written (KIP-101).
    void begin_epoch(LeaderEpoch epoch) { state_.epochs.assign(epoch, state_.end_offset); }

    // Writes a batch that has its offsets: the leader's own at the end, or one copied from the
    // leader as it is. Rolls to a new segment first when this one would grow beyond segment.bytes,
    // or when this batch is more than segment.ms younger than the segment's first.
    void append(BatchRef batch, std::int64_t segment_bytes, std::int64_t segment_ms = INT64_MAX);

    // A new active segment begins there; the one before is closed, and flushed.
    void roll(Offset base_offset);

    // Whole batches from the one that holds `from` while they begin below `up_to` and fit in
    // `max_bytes`; the first one always fits, or a large batch could never be read (KIP-74).
    // Returns the bytes added to `found`.
    std::int64_t read(Offset from, Offset up_to, std::int64_t max_bytes,
                      std::vector<BatchRef>& found) const;
    // What such a read could give without a limit, counted no further than `enough`.
    std::int64_t readable_bytes(Offset from, Offset up_to, std::int64_t enough) const;

    // The first record at or after that time with an offset in [start, up_to).
    TimestampAndOffset find_by_timestamp(std::int64_t timestamp_ms, Offset up_to) const;
    TimestampAndOffset find_max_timestamp() const;

    // Drops everything at or above `to`. Never below the log's start: then it starts anew at `to`.
    void truncate_to(Offset to);
    void start_anew_at(Offset offset);
    // DeleteRecords, and a leader whose log begins later. Segments wholly below it stay until
    // somebody looks for old ones.
    void raise_start_offset(Offset offset);
    // The segments that begin below `offset`, where another begins or the log ends, go: in the
    // latter case a new one begins there. The log begins there at the earliest.
    void delete_segments_below(Offset offset);

    // Compaction: these batches and segments take the place of the first so many segments. Offsets
    // stay as they are; what was taken out leaves a hole. `first_batch` counts within `batches`.
    void replace_segments(std::size_t replaced, std::vector<BatchRef> const& batches,
                          std::vector<Segment> segments);
    // In cleaner-offset-checkpoint: where the dirty part begins.
    Offset cleaner_checkpoint() const { return state_.cleaner_checkpoint; }
    void set_cleaner_checkpoint(Offset first_dirty) { state_.cleaner_checkpoint = first_dirty; }
    // Of a segment's first batch; -1: it holds none.
    std::int64_t first_timestamp_ms(std::size_t segment) const;
    // Something stood there once, and compaction has taken it.
    bool is_hole(Offset offset) const;

    // A clean stop flushes everything; while a broker runs, only rolling to a new segment does
    // (log.flush.interval.messages and .ms have no limit by default).
    Offset recovery_point() const { return state_.recovery_point; }
    void flush() { state_.recovery_point = state_.end_offset; }
    // The machine lost power: the worst that can be is that nothing above the recovery point was
    // written back.
    void lose_unflushed();

    // Opening after the process ended: an epoch that wrote nothing is forgotten (seen on 4.3.0).
    void reopen();

    void hash(Hasher& hasher) const;
    friend bool operator==(Log const& a, Log const& b);

private:
    std::int64_t end_of_segment(std::size_t segment) const;  // the index after its last batch

    LogState state_;
};

}  // namespace highwater
