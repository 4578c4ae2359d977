// A record is one datum, a batch holds records. Batches are shared and immutable: the replicas of a
// partition hold the same bytes once, and a snapshot costs a pointer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "record/compression.h"

namespace highwater {

struct Header {
    std::string key;
    std::optional<std::string> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"value", self.value}};
    }
};

// What a record carries besides its place in the batch. A null key and an empty key differ.
struct RecordContent {
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<Header> headers;
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"value", self.value},
                          Field{"headers", self.headers}};
    }
};

// The records of a batch without their offsets: made by a producer once, shared ever after.
struct Records {
    NodeId producer{kNoNode};        // whose records; kNoNode: written by Kafka itself
    std::vector<std::uint32_t> nth;  // which of its records, from 1: the ledger's identity
    std::vector<std::int32_t> timestamp_delta_ms;
    std::vector<RecordContent> contents;  // empty: synthetic, keyless, value_size bytes each
    std::int32_t value_size{};            // of a synthetic value
    // One entry per record in nth and timestamp_delta_ms; contents is empty or as long.
    static auto fields(auto& self) {
        return std::tuple{Field{"producer", self.producer}, Field{"nth", self.nth},
                          Field{"timestamp_delta_ms", self.timestamp_delta_ms},
                          Field{"contents", self.contents}, Field{"value_size", self.value_size}};
    }
};

enum class TimestampType : std::uint8_t { create_time, log_append_time };

// Control records (KIP-98): the marker that ends a transaction, the metadata log's leader change.
enum class ControlType : std::int16_t { none = -1, abort = 0, commit = 1, leader_change = 2 };

inline constexpr std::int64_t kNoDeleteHorizon{-1};

// Record batch, format v2 (DefaultRecordBatch). Compaction may leave fewer records than offsets.
struct RecordBatch {
    Offset base_offset{};
    std::int64_t base_timestamp_ms{};
    std::int64_t max_timestamp_ms{};
    ProducerId producer_id{kNoProducerId};
    std::shared_ptr<Records const> records;
    std::vector<std::int32_t> offset_deltas;  // empty: 0, 1, 2, … (nothing was compacted away)
    std::int32_t last_offset_delta{};
    LeaderEpoch partition_leader_epoch{kNoEpoch};
    std::int32_t base_sequence{-1};
    std::int32_t size_in_bytes{};  // header and records as they lie in the .log file
    std::int16_t producer_epoch{-1};
    ControlType control{ControlType::none};
    Compression compression{};
    TimestampType timestamp_type{};
    bool is_transactional{};
    // Compaction has kept a tombstone or marker in it, which a cleaning from this instant on drops
    // (attribute bit 6; the bytes have it in the place of the base timestamp).
    std::int64_t delete_horizon_ms{kNoDeleteHorizon};

    Offset last_offset() const { return base_offset + last_offset_delta; }
    Offset next_offset() const { return base_offset + last_offset_delta + 1; }
    std::int32_t count() const {
        return records ? static_cast<std::int32_t>(records->nth.size()) : 0;
    }
    // Wraps after 2147483647 (DefaultRecordBatch.incrementSequence).
    std::int32_t last_sequence() const;
    bool is_control() const { return control != ControlType::none; }
    // Of the i-th record that it still holds.
    Offset offset_of(std::int32_t i) const {
        return base_offset +
               (offset_deltas.empty() ? i : offset_deltas[static_cast<std::size_t>(i)]);
    }
    // How much larger the deltas of timestamps are in bytes, which count from the horizon.
    std::int64_t timestamp_shift() const {
        return delete_horizon_ms == kNoDeleteHorizon ? 0 : base_timestamp_ms - delete_horizon_ms;
    }
    std::int64_t timestamp_of(std::int32_t i) const {
        if (timestamp_type == TimestampType::log_append_time) return max_timestamp_ms;
        return base_timestamp_ms + records->timestamp_delta_ms[static_cast<std::size_t>(i)];
    }

    static auto fields(auto& self) {
        return std::tuple{Field{"base_offset", self.base_offset},
                          Field{"base_timestamp_ms", self.base_timestamp_ms},
                          Field{"max_timestamp_ms", self.max_timestamp_ms},
                          Field{"producer_id", self.producer_id},
                          Field{"records", self.records},
                          Field{"offset_deltas", self.offset_deltas},
                          Field{"last_offset_delta", self.last_offset_delta},
                          Field{"partition_leader_epoch", self.partition_leader_epoch},
                          Field{"base_sequence", self.base_sequence},
                          Field{"size_in_bytes", self.size_in_bytes},
                          Field{"producer_epoch", self.producer_epoch},
                          Field{"control", self.control},
                          Field{"compression", self.compression},
                          Field{"timestamp_type", self.timestamp_type},
                          Field{"is_transactional", self.is_transactional},
                          Field{"delete_horizon_ms", self.delete_horizon_ms}};
    }
};

using BatchRef = std::shared_ptr<RecordBatch const>;

// The bytes that an uncompressed batch takes in the log: 61 of header and each record's varints.
std::int32_t encoded_size(Records const& records);
// The same of any batch: compressed by its codec, of some records that compaction has left, with a
// delete horizon.
std::int32_t encoded_size(RecordBatch const& batch);
// What its records take without the header and without compression.
std::int32_t uncompressed_size(RecordBatch const& batch);

}  // namespace highwater
