#include "storage/cleaner.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/check.h"

namespace highwater {

namespace {
// What became of the transactions whose batches are read one after the other (Kafka:
// CleanedTransactionMetadata).
class TransactionFates {
public:
    // Those that reach into [from, up_to).
    TransactionFates(std::vector<AbortedTransaction> const& aborted, Offset from, Offset up_to) {
        for (AbortedTransaction const& one : aborted) {
            if (one.last_offset >= from && one.first_offset < up_to) to_come_.push_back(one);
        }
        std::sort(to_come_.begin(), to_come_.end(), [](auto const& a, auto const& b) {
            return a.first_offset != b.first_offset ? a.first_offset > b.first_offset : a.id > b.id;
        });
    }

    // Whether nobody needs the batch any more: its transaction was taken back; or it is the marker
    // of a transaction of which nothing was left to read.
    bool can_go(RecordBatch const& batch) {
        while (!to_come_.empty() && to_come_.back().first_offset <= batch.last_offset()) {
            aborted_.emplace(to_come_.back().id, false);
            to_come_.pop_back();
        }
        if (batch.is_control()) return can_marker_go(batch);
        if (!batch.is_transactional) return false;
        auto const of = aborted_.find(batch.producer_id);
        if (of == aborted_.end()) {
            committed_.insert(batch.producer_id);
            return false;
        }
        of->second = true;
        return true;
    }

private:
    bool can_marker_go(RecordBatch const& marker) {
        if (marker.control == ControlType::commit) return committed_.erase(marker.producer_id) == 0;
        if (marker.control != ControlType::abort) return false;
        auto const of = aborted_.find(marker.producer_id);
        if (of == aborted_.end()) return true;
        bool const was_seen = of->second;
        aborted_.erase(of);
        return !was_seen;
    }

    std::vector<AbortedTransaction> to_come_;  // by first offset, the next one last
    std::map<ProducerId, bool> aborted_;       // open now; whether a batch of it was read
    std::set<ProducerId> committed_;           // open now, and not aborted
};

using KeyOffsets = std::map<std::string, Offset>;

// The last offset of each key in the dirty part.
KeyOffsets map_keys(Log const& log, CleaningRound const& round,
                    std::vector<AbortedTransaction> const& aborted) {
    KeyOffsets last;
    TransactionFates fates{aborted, round.first_dirty, round.first_uncleanable};
    BatchList const& batches = log.batches();
    for (std::int64_t b = batches.find(round.first_dirty); b < batches.size(); ++b) {
        RecordBatch const& batch = *batches[b];
        if (batch.base_offset >= round.first_uncleanable) break;
        if (fates.can_go(batch) || batch.is_control() || batch.count() == 0) continue;
        for (std::size_t i = 0; i < batch.records->contents.size(); ++i) {
            Offset const offset = batch.offset_of(static_cast<std::int32_t>(i));
            auto const& key = batch.records->contents[i].key;
            if (key && offset >= round.first_dirty) last[*key] = offset;
        }
    }
    return last;
}

// A batch of which only some records are left (MemoryRecords.filterTo).
std::shared_ptr<RecordBatch> with_records(RecordBatch const& batch,
                                          std::vector<std::int32_t> const& kept) {
    auto made = std::make_shared<RecordBatch>(batch);
    auto records = std::make_shared<Records>();
    records->producer = batch.records->producer;
    records->value_size = batch.records->value_size;
    std::int64_t const base_ms =
        batch.base_timestamp_ms +
        batch.records->timestamp_delta_ms[static_cast<std::size_t>(kept.front())];
    std::int64_t latest_ms = INT64_MIN;
    made->offset_deltas.clear();
    for (std::int32_t const i : kept) {
        auto const at = static_cast<std::size_t>(i);
        std::int64_t const timestamp_ms =
            batch.base_timestamp_ms + batch.records->timestamp_delta_ms[at];
        latest_ms = std::max(latest_ms, timestamp_ms);
        records->nth.push_back(batch.records->nth[at]);
        records->timestamp_delta_ms.push_back(static_cast<std::int32_t>(timestamp_ms - base_ms));
        if (!batch.records->contents.empty()) {
            records->contents.push_back(batch.records->contents[at]);
        }
        made->offset_deltas.push_back(
            static_cast<std::int32_t>(batch.offset_of(i) - batch.base_offset));
    }
    made->base_timestamp_ms = base_ms;
    if (batch.timestamp_type == TimestampType::create_time) made->max_timestamp_ms = latest_ms;
    made->records = std::move(records);
    return made;
}

// Only the header is left: it says the last offset and the producer's last sequence.
BatchRef without_records(RecordBatch const& batch) {
    auto made = std::make_shared<RecordBatch>(batch);
    made->records = nullptr;
    made->offset_deltas.clear();
    made->base_timestamp_ms = -1;
    made->delete_horizon_ms = kNoDeleteHorizon;
    made->size_in_bytes = encoded_size(*made);
    return made;
}

class Cleaning {
public:
    Cleaning(Log& log, CleaningRound const& round, ProducerState const& producers,
             std::vector<AbortedTransaction> const& aborted)
        : log_{log},
          round_{round},
          producers_{producers},
          keys_{map_keys(log, round, aborted)},
          fates_{aborted, log.segments().front().base_offset, round.first_uncleanable} {}

    CleanerStats run() {
        stats_.first_dirty = round_.first_uncleanable;
        std::vector<Segment> const& old = log_.segments();
        std::size_t count = 0;
        while (count + 1 < old.size() && old[count].base_offset < round_.first_uncleanable) ++count;
        if (count == 0) return stats_;
        for (std::size_t first = 0; first < count;) {
            std::size_t last = first + 1;
            std::int64_t size = old[first].size_in_bytes;
            while (last < count && size + old[last].size_in_bytes <= round_.segment_bytes) {
                size += old[last++].size_in_bytes;
            }
            clean_group(first, last);
            first = last;
        }
        stats_.segments_before = static_cast<std::int32_t>(count);
        stats_.segments_after = static_cast<std::int32_t>(segments_.size());
        for (std::size_t s = 0; s < count; ++s) stats_.bytes_before += old[s].size_in_bytes;
        for (Segment const& segment : segments_) stats_.bytes_after += segment.size_in_bytes;
        log_.replace_segments(count, batches_, std::move(segments_));
        return stats_;
    }

private:
    // Segments that fit into one become one.
    void clean_group(std::size_t first, std::size_t last) {
        std::vector<Segment> const& old = log_.segments();
        Segment made{old[first].base_offset, static_cast<std::int64_t>(batches_.size()), 0, -1};
        for (std::int64_t b = old[first].first_batch; b < old[last].first_batch; ++b) {
            BatchRef const kept = clean_batch(log_.batches()[b]);
            if (!kept) continue;
            made.size_in_bytes += kept->size_in_bytes;
            made.largest_timestamp_ms = std::max(made.largest_timestamp_ms, kept->max_timestamp_ms);
            batches_.push_back(kept);
        }
        // An empty file is as old as its last change, and that is kept.
        if (made.size_in_bytes == 0) {
            made.largest_timestamp_ms = old[last - 1].largest_timestamp_ms;
        }
        segments_.push_back(made);
    }

    bool is_last_of_producer(RecordBatch const& batch) const {
        if (batch.producer_id == kNoProducerId) return false;
        ProducerEntry const* const entry = producers_.find(batch.producer_id);
        if (entry == nullptr) return false;
        BatchMetadata const* const last = entry->last_batch();
        if (last != nullptr) return batch.last_offset() == last->last_offset;
        return batch.is_control() && batch.producer_epoch == entry->epoch;
    }

    // None: nothing of it is left.
    BatchRef clean_batch(BatchRef const& batch) {
        bool const can_go = fates_.can_go(*batch);
        bool const is_over = batch->delete_horizon_ms != kNoDeleteHorizon &&
                             batch->delete_horizon_ms <= round_.now_ms;
        // A marker waits as a tombstone does: who is reading may need it still.
        bool const drops_all = can_go && (!batch->is_control() || is_over);
        bool has_tombstone = false;
        std::vector<std::int32_t> kept;
        for (std::int32_t i = 0; i < batch->count(); ++i) {
            if (drops_all || !keeps(*batch, i, is_over)) continue;
            kept.push_back(i);
            has_tombstone |= is_tombstone(*batch, i);
        }
        if (kept.empty()) {
            // The last batch of a round says where the log goes on after the hole.
            bool const says_something =
                is_last_of_producer(*batch) || batch->next_offset() == round_.first_uncleanable;
            return says_something ? without_records(*batch) : nullptr;
        }
        bool const is_marker_to_go = can_go && batch->is_control();
        bool const needs_horizon =
            (has_tombstone || is_marker_to_go) && batch->delete_horizon_ms == kNoDeleteHorizon;
        bool const is_whole = static_cast<std::int32_t>(kept.size()) == batch->count();
        if (is_whole && !needs_horizon) return batch;
        auto made = is_whole ? std::make_shared<RecordBatch>(*batch) : with_records(*batch, kept);
        if (needs_horizon) {
            std::int64_t const longest = INT64_MAX - round_.now_ms;
            made->delete_horizon_ms = round_.now_ms + std::min(round_.delete_retention_ms, longest);
        }
        made->size_in_bytes = encoded_size(*made);
        return made;
    }

    static bool is_tombstone(RecordBatch const& batch, std::int32_t i) {
        auto const& contents = batch.records->contents;
        return !batch.is_control() && !contents.empty() &&
               !contents[static_cast<std::size_t>(i)].value;
    }

    // Without a key nothing could ever replace it, so it goes, too.
    bool is_superseded(RecordBatch const& batch, std::int32_t i) const {
        auto const& contents = batch.records->contents;
        if (contents.empty() || !contents[static_cast<std::size_t>(i)].key) return true;
        auto const last = keys_.find(*contents[static_cast<std::size_t>(i)].key);
        return last != keys_.end() && batch.offset_of(i) < last->second;
    }

    bool keeps(RecordBatch const& batch, std::int32_t i, bool is_over) {
        if (batch.is_control()) return true;
        if (is_superseded(batch, i)) {
            ++stats_.superseded;
            return false;
        }
        bool const tombstone = is_tombstone(batch, i);
        if (tombstone && is_over) {
            ++stats_.tombstones_removed;
            return false;
        }
        ++stats_.kept;
        stats_.tombstones_kept += tombstone ? 1 : 0;
        return true;
    }

    Log& log_;
    CleaningRound const& round_;
    ProducerState const& producers_;
    KeyOffsets keys_;
    TransactionFates fates_;
    std::vector<BatchRef> batches_;
    std::vector<Segment> segments_;
    CleanerStats stats_;
};
}  // namespace

CleanerStats clean(Log& log, CleaningRound const& round, ProducerState const& producers,
                   std::vector<AbortedTransaction> const& aborted) {
    CHECK(round.first_uncleanable <= log.segments().back().base_offset);
    CleanerStats const stats = Cleaning{log, round, producers, aborted}.run();
    log.set_cleaner_checkpoint(stats.first_dirty);
    return stats;
}

}  // namespace highwater
