// What a producer was promised: every acknowledged batch, with partition, offset and acks. Laid
// beside the leaders' logs it answers "which acknowledged records are lost?". Append only; copying
// it costs two pointers, because full chunks are immutable and each one points to the chunk before.
#pragma once

#include <memory>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "record/record.h"

namespace highwater {

struct LedgerEntry {
    TopicPartition partition;
    Offset base_offset{kNoOffset};           // kNoOffset with acks=0: nobody promised anything
    std::shared_ptr<Records const> records;  // (producer, nth) of each; shared with the logs
    std::int16_t acks{};
    Uuid topic_id;  // a topic of the same name may be another one by now
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"base_offset", self.base_offset}, Field{"records", self.records},
                          Field{"acks", self.acks}, Field{"topic_id", self.topic_id}};
    }
};

class Ledger {
public:
    void add(LedgerEntry entry);
    std::int64_t batches() const { return batches_; }

    // Newest chunk first; within a chunk in the order of acknowledgement.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (LedgerEntry const& entry : *open_) visit(entry);
        for (Chunk const* chunk = full_.get(); chunk != nullptr; chunk = chunk->before.get()) {
            for (LedgerEntry const& entry : chunk->entries) visit(entry);
        }
    }

    // The digest is folded entry by entry, so that hashing a world does not walk its whole past.
    void hash(Hasher& hasher) const {
        hasher.add(static_cast<std::uint64_t>(batches_));
        hasher.add(digest_);
    }
    friend bool operator==(Ledger const& a, Ledger const& b) {
        return a.batches_ == b.batches_ && a.digest_ == b.digest_;
    }

private:
    struct Chunk {
        std::shared_ptr<Chunk const> before;
        std::vector<LedgerEntry> entries;
        Chunk() = default;
        Chunk(Chunk const&) = delete;
        Chunk& operator=(Chunk const&) = delete;
        ~Chunk();
    };

    std::shared_ptr<Chunk const> full_;
    Cow<std::vector<LedgerEntry>> open_;
    std::int64_t batches_{};
    std::uint64_t digest_{};
};

}  // namespace highwater
