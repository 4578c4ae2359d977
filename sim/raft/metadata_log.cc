#include "raft/metadata_log.h"

#include <algorithm>

#include "base/check.h"

namespace highwater {

namespace {
constexpr std::size_t kBatchesOfChunk = 64;

// The first batch that begins at or above `from`.
template <class Batches>
auto first_from(Batches const& batches, Offset from) {
    return std::lower_bound(
        batches.begin(), batches.end(), from,
        [](MetadataBatchRef const& batch, Offset offset) { return batch->base_offset < offset; });
}
}  // namespace

LeaderEpoch MetadataLog::last_epoch() const {
    if (!epoch_starts_.empty()) return epoch_starts_.back().first;
    return latest_snapshot_ ? latest_snapshot_->id.epoch : LeaderEpoch{0};
}

void MetadataLog::append(MetadataBatchRef batch) {
    CHECK(batch != nullptr && !batch->records.empty());
    CHECK(batch->base_offset == end_);
    CHECK(batch->epoch >= last_epoch());
    if (epoch_starts_.empty() || batch->epoch > epoch_starts_.back().first) {
        epoch_starts_.emplace_back(batch->epoch, end_);
    }
    end_ = batch->next_offset();
    size_in_bytes_ += batch->size_in_bytes;
    written_ += batch->size_in_bytes;
    Chunk& tail = tail_.edit();
    tail.push_back(std::move(batch));
    if (tail.size() < kBatchesOfChunk) return;
    sealed_.edit().push_back(std::make_shared<Chunk const>(std::move(tail)));
    tail_ = Cow<Chunk>{};
}

Offset MetadataLog::base_of_batch_at(Offset offset) const {
    auto const look_in = [&](Chunk const& batches) -> MetadataBatchRef {
        auto const above = first_from(batches, offset + 1);
        return above == batches.begin() ? nullptr : *std::prev(above);
    };
    MetadataBatchRef found = look_in(*tail_);
    for (auto chunk = sealed_->rbegin(); !found && chunk != sealed_->rend(); ++chunk) {
        found = look_in(**chunk);
    }
    return found && offset < found->next_offset() ? found->base_offset : offset;
}

void MetadataLog::truncate(Offset to) {
    if (to >= end_) return;
    CHECK(to >= start_);
    // A batch is written as one: where it would be cut, all of it goes (UnifiedLog.truncateTo).
    to = base_of_batch_at(to);
    for (MetadataBatchRef const& batch : read(to, end_)) {
        size_in_bytes_ -= batch->size_in_bytes;
        written_ -= batch->size_in_bytes;
    }
    // Sealed chunks are shared with snapshots: what remains of the one that is cut becomes the
    // tail.
    while (!sealed_->empty() && (tail_->empty() || tail_->front()->base_offset >= to)) {
        std::shared_ptr<Chunk const> const last = sealed_->back();
        if (tail_->empty() && last->back()->next_offset() <= to) break;
        sealed_.edit().pop_back();
        tail_ = Cow<Chunk>{*last};
    }
    Chunk& tail = tail_.edit();
    tail.erase(first_from(tail, to), tail.end());
    end_ = !tail.empty()       ? tail.back()->next_offset()
           : !sealed_->empty() ? sealed_->back()->back()->next_offset()
                               : start_;
    CHECK(end_ == to);
    while (!epoch_starts_.empty() && epoch_starts_.back().second >= end_) epoch_starts_.pop_back();
}

MetadataLog::EpochEnd MetadataLog::end_of(LeaderEpoch epoch) const {
    EpochEnd found{LeaderEpoch{0}, epoch_starts_.empty() ? end_ : epoch_starts_.front().second};
    if (!snapshots_.empty() && found.end == snapshots_.front().id.end_offset) {
        found.epoch = snapshots_.front().id.epoch;  // of what went before
    }
    for (std::size_t i = 0; i < epoch_starts_.size() && epoch_starts_[i].first <= epoch; ++i) {
        Offset const end = i + 1 < epoch_starts_.size() ? epoch_starts_[i + 1].second : end_;
        found = {epoch_starts_[i].first, end};
    }
    return found;
}

LeaderEpoch MetadataLog::epoch_before(Offset offset) const {
    LeaderEpoch found = latest_snapshot_ ? latest_snapshot_->id.epoch : LeaderEpoch{0};
    for (auto const& [epoch, start] : epoch_starts_) {
        if (start < offset) found = epoch;
    }
    return found;
}

void MetadataLog::add_snapshot(MetadataSnapshotRef snapshot) {
    CHECK(snapshot != nullptr && snapshot->id.end_offset >= start_);
    CHECK(snapshots_.empty() || snapshots_.back().id.end_offset < snapshot->id.end_offset);
    snapshots_.push_back(
        {snapshot->id, snapshot->last_contained_log_time, snapshot->size_in_bytes, written_});
    latest_snapshot_ = std::move(snapshot);
}

void MetadataLog::restart_from(MetadataSnapshotRef snapshot) {
    *this = MetadataLog{};
    start_ = end_ = snapshot->id.end_offset;
    add_snapshot(std::move(snapshot));
}

// Batches go by whole chunks: Kafka, too, deletes whole segments and only counts from further on.
void MetadataLog::drop_below(Offset to) {
    if (to <= start_) return;
    start_ = to;
    auto const& chunks = *sealed_;
    auto const kept = std::find_if(chunks.begin(), chunks.end(), [&](auto const& chunk) {
        return chunk->back()->next_offset() > to;
    });
    for (auto it = chunks.begin(); it != kept; ++it) {
        for (MetadataBatchRef const& batch : **it) size_in_bytes_ -= batch->size_in_bytes;
    }
    if (kept != chunks.begin()) {
        auto const count = kept - chunks.begin();
        auto& edited = sealed_.edit();
        edited.erase(edited.begin(), edited.begin() + count);
    }
    while (epoch_starts_.size() > 1 && epoch_starts_[1].second <= to) {
        epoch_starts_.erase(epoch_starts_.begin());
    }
    if (!epoch_starts_.empty() && epoch_starts_.front().second < to) {
        epoch_starts_.front().second = to;
    }
}

bool MetadataLog::clean(Time now, std::int64_t retention_ms, std::int64_t retention_bytes) {
    std::int64_t of_snapshots = 0;
    for (SnapshotFile const& file : snapshots_) of_snapshots += file.size_in_bytes;
    bool cleaned = false;
    while (snapshots_.size() >= 2) {
        SnapshotFile const& oldest = snapshots_.front();
        std::int64_t const age_ms = (now - oldest.last_contained_log_time).ms();
        bool const is_old = retention_ms >= 0 && age_ms > retention_ms;
        bool const is_much =
            retention_bytes >= 0 && size_in_bytes_ + of_snapshots > retention_bytes;
        if (!is_old && !is_much) break;
        of_snapshots -= oldest.size_in_bytes;
        snapshots_.erase(snapshots_.begin());
        drop_below(snapshots_.front().id.end_offset);
        cleaned = true;
    }
    return cleaned;
}

std::vector<MetadataBatchRef> MetadataLog::read(Offset from, Offset up_to) const {
    std::vector<MetadataBatchRef> batches;
    auto const take = [&](Chunk const& chunk) {
        for (auto it = first_from(chunk, from); it != chunk.end(); ++it) {
            if ((*it)->next_offset() > up_to) return;
            batches.push_back(*it);
        }
    };
    if (from < start_) from = start_;
    if (from >= up_to) return batches;
    auto const& sealed = *sealed_;
    auto chunk = std::lower_bound(sealed.begin(), sealed.end(), from,
                                  [](std::shared_ptr<Chunk const> const& candidate, Offset offset) {
                                      return candidate->back()->next_offset() <= offset;
                                  });
    for (; chunk != sealed.end() && (*chunk)->front()->base_offset < up_to; ++chunk) take(**chunk);
    take(*tail_);
    return batches;
}

void MetadataLog::hash(Hasher& hasher) const {
    hash_into(hasher, start_);
    hash_into(hasher, end_);
    hash_into(hasher, size_in_bytes_);
    hash_into(hasher, written_);
    hash_into(hasher, sealed_);
    hash_into(hasher, tail_);
    hash_into(hasher, epoch_starts_);
    hash_into(hasher, snapshots_);
    hash_into(hasher, latest_snapshot_);
}

bool operator==(MetadataLog const& a, MetadataLog const& b) {
    Hasher left;
    Hasher right;
    a.hash(left);
    b.hash(right);
    return left.value() == right.value();
}

}  // namespace highwater
