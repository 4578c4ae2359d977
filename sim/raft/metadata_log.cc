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
    return epoch_starts_.empty() ? LeaderEpoch{0} : epoch_starts_.back().first;
}

void MetadataLog::append(MetadataBatchRef batch) {
    CHECK(batch != nullptr && !batch->records.empty());
    CHECK(batch->base_offset == end_);
    CHECK(batch->epoch >= last_epoch());
    if (epoch_starts_.empty() || batch->epoch > epoch_starts_.back().first) {
        epoch_starts_.emplace_back(batch->epoch, end_);
    }
    end_ = batch->next_offset();
    Chunk& tail = tail_.edit();
    tail.push_back(std::move(batch));
    if (tail.size() < kBatchesOfChunk) return;
    sealed_.edit().push_back(std::make_shared<Chunk const>(std::move(tail)));
    tail_ = Cow<Chunk>{};
}

void MetadataLog::truncate(Offset to) {
    if (to >= end_) return;
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
                               : Offset{};
    CHECK(end_ == to);
    while (!epoch_starts_.empty() && epoch_starts_.back().second >= end_) epoch_starts_.pop_back();
}

MetadataLog::EpochEnd MetadataLog::end_of(LeaderEpoch epoch) const {
    EpochEnd found{LeaderEpoch{0}, epoch_starts_.empty() ? end_ : epoch_starts_.front().second};
    for (std::size_t i = 0; i < epoch_starts_.size() && epoch_starts_[i].first <= epoch; ++i) {
        Offset const end = i + 1 < epoch_starts_.size() ? epoch_starts_[i + 1].second : end_;
        found = {epoch_starts_[i].first, end};
    }
    return found;
}

std::vector<MetadataBatchRef> MetadataLog::read(Offset from, Offset up_to) const {
    std::vector<MetadataBatchRef> batches;
    auto const take = [&](Chunk const& chunk) {
        for (auto it = first_from(chunk, from); it != chunk.end(); ++it) {
            if ((*it)->next_offset() > up_to) return;
            batches.push_back(*it);
        }
    };
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
    hash_into(hasher, end_);
    hash_into(hasher, sealed_);
    hash_into(hasher, tail_);
    hash_into(hasher, epoch_starts_);
}

bool operator==(MetadataLog const& a, MetadataLog const& b) {
    if (a.end_ != b.end_ || a.epoch_starts_ != b.epoch_starts_) return false;
    auto const left = a.read(Offset{}, a.end_);
    auto const right = b.read(Offset{}, b.end_);
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(),
        [](MetadataBatchRef const& x, MetadataBatchRef const& y) { return x == y || *x == *y; });
}

}  // namespace highwater
