#include "storage/batch_list.h"

#include <utility>

#include "base/check.h"

namespace highwater {

BatchRef const& BatchList::operator[](std::int64_t i) const {
    CHECK(i >= 0 && i < size());
    auto at = static_cast<std::size_t>(i);
    std::size_t const in_branches = branches_.size() * kBranch * kLeaf;
    if (at < in_branches) {
        Branch const& branch = *branches_[at / (kBranch * kLeaf)];
        return branch.leaves[at / kLeaf % kBranch]->batches[at % kLeaf];
    }
    at -= in_branches;
    if (at < leaves_.size() * kLeaf) return leaves_[at / kLeaf]->batches[at % kLeaf];
    return tail_[at - leaves_.size() * kLeaf];
}

void BatchList::push_back(BatchRef batch) {
    tail_.push_back(std::move(batch));
    if (tail_.size() < kLeaf) return;
    auto leaf = std::make_shared<Leaf>();
    for (std::size_t i = 0; i < kLeaf; ++i) leaf->batches[i] = std::move(tail_[i]);
    tail_.clear();
    leaves_.push_back(std::move(leaf));
    if (leaves_.size() < kBranch) return;
    auto branch = std::make_shared<Branch>();
    for (std::size_t i = 0; i < kBranch; ++i) branch->leaves[i] = std::move(leaves_[i]);
    leaves_.clear();
    branches_.push_back(std::move(branch));
}

// Copies the last sealed leaf into a tail of our own.
void BatchList::open_tail() {
    if (leaves_.empty()) {
        CHECK(!branches_.empty());
        auto const& last = branches_.back()->leaves;
        leaves_.assign(last.begin(), last.end());
        branches_.pop_back();
    }
    auto const& last = leaves_.back()->batches;
    tail_.assign(last.begin(), last.end());
    leaves_.pop_back();
}

void BatchList::pop_back() {
    if (tail_.empty()) open_tail();
    tail_.pop_back();
}

void BatchList::clear() { *this = BatchList{}; }

void BatchList::drop_front(std::int64_t count) {
    CHECK(count >= 0 && count <= size());
    if (count == 0) return;
    BatchList kept;
    for (std::int64_t i = count; i < size(); ++i) kept.push_back((*this)[i]);
    *this = std::move(kept);
}

std::int64_t BatchList::find(Offset offset) const {
    std::int64_t const count = size();
    if (count == 0 || back()->last_offset() < offset) return count;
    // Walk back over the last few batches first.
    std::int64_t low = 0;
    std::int64_t high = count - 1;  // always at or above the answer
    for (int step = 0; step < 8; ++step) {
        if (high == 0 || (*this)[high - 1]->last_offset() < offset) return high;
        --high;
    }
    while (low < high) {
        std::int64_t const middle = low + (high - low) / 2;
        if ((*this)[middle]->last_offset() < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

std::uint64_t BatchList::digest_of(Leaf const& leaf) {
    if (leaf.digest == 0) {
        Hasher hasher;
        for (BatchRef const& batch : leaf.batches) hash_into(hasher, *batch);
        leaf.digest = hasher.value();
    }
    return leaf.digest;
}

std::uint64_t BatchList::digest_of(Branch const& branch) {
    if (branch.digest == 0) {
        Hasher hasher;
        for (auto const& leaf : branch.leaves) hasher.add(digest_of(*leaf));
        branch.digest = hasher.value();
    }
    return branch.digest;
}

void BatchList::hash(Hasher& hasher) const {
    hasher.add(static_cast<std::uint64_t>(size()));
    for (auto const& branch : branches_) hasher.add(digest_of(*branch));
    for (auto const& leaf : leaves_) hasher.add(digest_of(*leaf));
    for (BatchRef const& batch : tail_) hash_into(hasher, *batch);
}

bool operator==(BatchList const& a, BatchList const& b) {
    if (a.size() != b.size()) return false;
    for (std::int64_t i = 0; i < a.size(); ++i) {
        // By content: equal batches may hold their records at different addresses.
        if (a[i] != b[i] && hash_of(*a[i]) != hash_of(*b[i])) return false;
    }
    return true;
}

}  // namespace highwater
