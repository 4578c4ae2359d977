#include "storage/log.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace highwater {

std::int64_t Log::size_in_bytes() const {
    std::int64_t size = 0;
    for (Segment const& segment : state_.segments) size += segment.size_in_bytes;
    return size;
}

std::int64_t Log::end_of_segment(std::size_t segment) const {
    return segment + 1 < state_.segments.size() ? state_.segments[segment + 1].first_batch
                                                : state_.batches.size();
}

std::int64_t Log::first_timestamp_ms(std::size_t segment) const {
    std::int64_t const first = state_.segments[segment].first_batch;
    return first < end_of_segment(segment) ? state_.batches[first]->max_timestamp_ms : -1;
}

bool Log::is_hole(Offset offset) const {
    if (offset < state_.start_offset || offset >= state_.end_offset) return false;
    std::int64_t const place = state_.batches.find(offset);
    if (place >= state_.batches.size()) return true;
    RecordBatch const& batch = *state_.batches[place];
    if (offset < batch.base_offset || batch.count() == 0) return true;
    auto const& deltas = batch.offset_deltas;
    auto const delta = static_cast<std::int32_t>(offset - batch.base_offset);
    return !deltas.empty() && !std::binary_search(deltas.begin(), deltas.end(), delta);
}

void Log::roll(Offset base_offset) {
    state_.segments.push_back({base_offset, state_.batches.size(), 0, -1});
    flush();
}

void Log::append(BatchRef batch, std::int64_t segment_bytes, std::int64_t segment_ms) {
    CHECK(batch->base_offset >= state_.end_offset);
    CHECK(batch->partition_leader_epoch != kNoEpoch);
    Segment* active = &state_.segments.back();
    bool const is_full = active->size_in_bytes > segment_bytes - batch->size_in_bytes;
    // It is the records' own time that passes: nobody rolls the segment of an idle log
    // (LogSegment.timeWaitedForRoll).
    std::int64_t const first = first_timestamp_ms(state_.segments.size() - 1);
    bool const is_old = first >= 0 && batch->max_timestamp_ms - first > segment_ms;
    if (active->size_in_bytes > 0 && (is_full || is_old)) {
        roll(batch->base_offset);
        active = &state_.segments.back();
    }
    active->size_in_bytes += batch->size_in_bytes;
    active->largest_timestamp_ms = std::max(active->largest_timestamp_ms, batch->max_timestamp_ms);
    state_.epochs.assign(batch->partition_leader_epoch, batch->base_offset);
    state_.end_offset = batch->next_offset();
    state_.batches.push_back(std::move(batch));
}

std::int64_t Log::read(Offset from, Offset up_to, std::int64_t max_bytes,
                       std::vector<BatchRef>& found) const {
    std::int64_t bytes = 0;
    for (std::int64_t i = state_.batches.find(from); i < state_.batches.size(); ++i) {
        BatchRef const& batch = state_.batches[i];
        if (batch->base_offset >= up_to) break;
        if (bytes > 0 && bytes + batch->size_in_bytes > max_bytes) break;
        bytes += batch->size_in_bytes;
        found.push_back(batch);
        if (bytes >= max_bytes) break;
    }
    return bytes;
}

std::int64_t Log::readable_bytes(Offset from, Offset up_to, std::int64_t enough) const {
    std::int64_t bytes = 0;
    if (from >= up_to) return bytes;
    for (std::int64_t i = state_.batches.find(from); i < state_.batches.size(); ++i) {
        if (state_.batches[i]->base_offset >= up_to || bytes >= enough) break;
        bytes += state_.batches[i]->size_in_bytes;
    }
    return bytes;
}

TimestampAndOffset Log::find_by_timestamp(std::int64_t timestamp_ms, Offset up_to) const {
    for (std::size_t s = 0; s < state_.segments.size(); ++s) {
        if (state_.segments[s].largest_timestamp_ms < timestamp_ms) continue;
        for (std::int64_t b = state_.segments[s].first_batch; b < end_of_segment(s); ++b) {
            RecordBatch const& batch = *state_.batches[b];
            if (batch.max_timestamp_ms < timestamp_ms || batch.is_control()) continue;
            for (std::int32_t i = 0; i < batch.count(); ++i) {
                Offset const offset = batch.offset_of(i);
                if (batch.timestamp_of(i) < timestamp_ms || offset < state_.start_offset) continue;
                if (offset >= up_to) return {};
                return {batch.timestamp_of(i), offset, batch.partition_leader_epoch};
            }
        }
    }
    return {};
}

TimestampAndOffset Log::find_max_timestamp() const {
    TimestampAndOffset best;
    for (std::int64_t b = 0; b < state_.batches.size(); ++b) {
        RecordBatch const& batch = *state_.batches[b];
        if (batch.is_control() || batch.max_timestamp_ms <= best.timestamp_ms) continue;
        for (std::int32_t i = 0; i < batch.count(); ++i) {
            if (batch.timestamp_of(i) <= best.timestamp_ms) continue;
            best = {batch.timestamp_of(i), batch.offset_of(i), batch.partition_leader_epoch};
        }
    }
    return best;
}

void Log::truncate_to(Offset to) {
    if (to >= state_.end_offset) {
        // Nothing to drop but the epoch of a leader that was replaced before it wrote a record: its
        // successor knows no such epoch and would answer every fetch with "your history diverges".
        state_.epochs.truncate_from_end(state_.end_offset);
        return;
    }
    if (to < state_.start_offset) {
        start_anew_at(to);
        return;
    }
    state_.epochs.truncate_from_end(to);
    while (!state_.batches.empty() && state_.batches.back()->last_offset() >= to) {
        std::int64_t const index = state_.batches.size() - 1;
        while (state_.segments.back().first_batch > index) state_.segments.pop_back();
        state_.segments.back().size_in_bytes -= state_.batches.back()->size_in_bytes;
        state_.batches.pop_back();
    }
    while (state_.segments.size() > 1 && state_.segments.back().base_offset >= to &&
           state_.segments.back().size_in_bytes == 0) {
        state_.segments.pop_back();
    }
    Segment& active = state_.segments.back();
    active.largest_timestamp_ms = -1;
    for (std::int64_t i = active.first_batch; i < state_.batches.size(); ++i) {
        active.largest_timestamp_ms =
            std::max(active.largest_timestamp_ms, state_.batches[i]->max_timestamp_ms);
    }
    state_.end_offset = to;
    state_.recovery_point = std::min(state_.recovery_point, to);
    state_.cleaner_checkpoint = std::min(state_.cleaner_checkpoint, to);
}

void Log::start_anew_at(Offset offset) {
    state_.batches.clear();
    state_.segments.assign(1, Segment{offset, 0, 0, -1});
    state_.epochs.clear();
    state_.start_offset = offset;
    state_.end_offset = offset;
    state_.recovery_point = offset;
    state_.cleaner_checkpoint = std::min(state_.cleaner_checkpoint, offset);
}

void Log::raise_start_offset(Offset offset) {
    CHECK(offset <= state_.end_offset);
    if (offset <= state_.start_offset) return;
    state_.start_offset = offset;
    state_.epochs.truncate_from_start(offset);
}

void Log::delete_segments_below(Offset offset) {
    if (offset == state_.end_offset && state_.segments.back().base_offset < offset) roll(offset);
    auto const kept =
        std::find_if(state_.segments.begin(), state_.segments.end(),
                     [&](Segment const& segment) { return segment.base_offset >= offset; });
    CHECK(kept != state_.segments.end());
    std::int64_t const batches = kept->first_batch;
    state_.segments.erase(state_.segments.begin(), kept);
    state_.batches.drop_front(batches);
    for (Segment& segment : state_.segments) segment.first_batch -= batches;
    raise_start_offset(offset);
}

void Log::replace_segments(std::size_t replaced, std::vector<BatchRef> const& batches,
                           std::vector<Segment> segments) {
    CHECK(replaced < state_.segments.size());  // the active one is never cleaned
    CHECK(!segments.empty() && segments.front().base_offset == state_.segments[0].base_offset);
    BatchList list;
    for (BatchRef const& batch : batches) list.push_back(batch);
    std::int64_t const taken = state_.segments[replaced].first_batch;
    std::int64_t const moved_by = list.size() - taken;
    for (std::int64_t i = taken; i < state_.batches.size(); ++i) list.push_back(state_.batches[i]);
    for (std::size_t s = replaced; s < state_.segments.size(); ++s) {
        segments.push_back(state_.segments[s]);
        segments.back().first_batch += moved_by;
    }
    state_.segments = std::move(segments);
    state_.batches = std::move(list);
}

void Log::lose_unflushed() {
    if (state_.recovery_point < state_.start_offset) {
        start_anew_at(state_.start_offset);
    } else {
        truncate_to(state_.recovery_point);
    }
}

void Log::reopen() { state_.epochs.truncate_from_end(state_.end_offset); }

void Log::hash(Hasher& hasher) const { hash_into(hasher, state_); }
bool operator==(Log const& a, Log const& b) { return a.state_ == b.state_; }

}  // namespace highwater
