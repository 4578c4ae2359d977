#include "client/ledger.h"

namespace highwater {

namespace {
constexpr std::vector<LedgerEntry>::size_type kChunkEntries = 128;
}  // namespace

void Ledger::add(LedgerEntry entry) {
    Hasher hasher;
    hasher.add(digest_);
    hash_into(hasher, entry.partition);
    hash_into(hasher, entry.base_offset);
    hash_into(hasher, entry.acks);
    for (std::uint32_t const nth : entry.records->nth) hasher.add(nth);
    digest_ = hasher.value();
    ++batches_;

    std::vector<LedgerEntry>& open = open_.edit();
    open.push_back(std::move(entry));
    if (open.size() < kChunkEntries) return;
    auto chunk = std::make_shared<Chunk>();
    chunk->before = std::move(full_);
    chunk->entries = std::move(open);
    full_ = std::move(chunk);
    open_ = Cow<std::vector<LedgerEntry>>{};
}

// Unlinked in a loop: a chain of a long run would exhaust the stack otherwise.
Ledger::Chunk::~Chunk() {
    while (before && before.use_count() == 1) {
        auto next = std::const_pointer_cast<Chunk>(std::move(before));
        before = std::move(next->before);
    }
}

}  // namespace highwater
