// An append-only list of batches that can be copied cheaply: full pieces are sealed and shared by
// all copies, only the short open ends are copied. Taking batches off the end opens a new tail; it
// never writes into a piece that a snapshot can see.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/hash.h"
#include "record/record.h"

namespace highwater {

class BatchList {
public:
    std::int64_t size() const { return static_cast<std::int64_t>(sealed_count() + tail_.size()); }
    bool empty() const { return size() == 0; }
    BatchRef const& operator[](std::int64_t i) const;
    BatchRef const& back() const { return (*this)[size() - 1]; }

    void push_back(BatchRef batch);
    void pop_back();
    void clear();
    // Takes off so many of the oldest. Whole segments are deleted seldom, so what stays is simply
    // listed anew.
    void drop_front(std::int64_t count);

    // The first batch whose last offset is at or above `offset`; size() when there is none. Batches
    // near the end are found without a search, because that is where followers and consumers read.
    std::int64_t find(Offset offset) const;

    // Batches are immutable, so each sealed piece remembers the hash of its content.
    void hash(Hasher& hasher) const;
    friend bool operator==(BatchList const& a, BatchList const& b);

private:
    static constexpr std::size_t kLeaf = 32;    // batches in a leaf
    static constexpr std::size_t kBranch = 32;  // leaves in a branch

    struct Leaf {
        std::array<BatchRef, kLeaf> batches;
        mutable std::uint64_t digest{};  // 0: not asked for yet
    };
    struct Branch {
        std::array<std::shared_ptr<Leaf const>, kBranch> leaves;
        mutable std::uint64_t digest{};
    };
    static std::uint64_t digest_of(Leaf const& leaf);
    static std::uint64_t digest_of(Branch const& branch);

    std::size_t sealed_count() const {
        return branches_.size() * kBranch * kLeaf + leaves_.size() * kLeaf;
    }
    void open_tail();

    std::vector<std::shared_ptr<Branch const>> branches_;
    std::vector<std::shared_ptr<Leaf const>> leaves_;  // fewer than a branch
    std::vector<BatchRef> tail_;                       // fewer than a leaf
};

}  // namespace highwater
