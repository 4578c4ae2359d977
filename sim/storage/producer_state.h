// What a partition remembers of each idempotent producer, so that a retry is not written twice and
// a gap is not written at all (KIP-98; Kafka: ProducerStateManager). Rebuilt from the log after a
// kill.
#pragma once

#include <array>
#include <vector>

#include "base/fields.h"
#include "record/error_code.h"
#include "storage/batch_list.h"

namespace highwater {

// One of the last batches of a producer, as a retry of it would look.
struct BatchMetadata {
    std::int32_t first_sequence{-1};
    std::int32_t last_sequence{-1};
    Offset last_offset{kNoOffset};
    std::int32_t offset_delta{};
    std::int64_t timestamp_ms{-1};
    Offset first_offset() const { return last_offset - offset_delta; }
    static auto fields(auto& self) {
        return std::tuple{
            Field{"first_sequence", self.first_sequence},
            Field{"last_sequence", self.last_sequence}, Field{"last_offset", self.last_offset},
            Field{"offset_delta", self.offset_delta}, Field{"timestamp_ms", self.timestamp_ms}};
    }
};

// max.in.flight.requests.per.connection of an idempotent producer is at most this, so a retry can
// always be recognised.
inline constexpr std::size_t kRememberedBatches = 5;

struct ProducerEntry {
    ProducerId id{kNoProducerId};
    std::int16_t epoch{-1};
    std::uint8_t count{};  // of the batches remembered, oldest first
    std::array<BatchMetadata, kRememberedBatches> batches;
    std::int64_t last_timestamp_ms{-1};

    BatchMetadata const* last_batch() const { return count == 0 ? nullptr : &batches[count - 1]; }
    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id}, Field{"epoch", self.epoch},
                          Field{"count", self.count}, Field{"batches", self.batches},
                          Field{"last_timestamp_ms", self.last_timestamp_ms}};
    }
};

// How a batch from a client looks before it is written.
struct SequenceVerdict {
    ErrorCode error{};
    BatchMetadata const* duplicate_of{};  // already in the log: answer its offsets, write nothing
};

struct ProducerState {
    std::vector<ProducerEntry> producers;  // by id

    // Only what clients send is checked; what a follower copies was checked by its leader.
    SequenceVerdict check(RecordBatch const& batch) const;
    // A batch was written.
    void update(RecordBatch const& batch);
    // After truncation, or an unclean start: what the log still says.
    void rebuild(BatchList const& batches);
    // A clean stop leaves a snapshot, and that keeps only the last batch of each producer.
    void keep_last_batches();

    ProducerEntry const* find(ProducerId id) const;

    static auto fields(auto& self) { return std::tuple{Field{"producers", self.producers}}; }
};

// 0 comes after 2147483647.
constexpr std::int32_t next_sequence(std::int32_t sequence) {
    return sequence == INT32_MAX ? 0 : sequence + 1;
}

}  // namespace highwater
