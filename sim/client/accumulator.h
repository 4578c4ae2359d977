// Records waiting to be sent, in batches by partition (RecordAccumulator). A batch leaves when it
// is full or linger.ms old; memory is bounded by buffer.memory, and send() blocks when it is used
// up.
#pragma once

#include <optional>
#include <vector>

#include "client/compression_ratio.h"
#include "client/idempotence.h"
#include "client/partitioner.h"
#include "client/record_size.h"
#include "node/config.h"

namespace highwater {

// One call of KafkaProducer.send().
struct RecordToSend {
    NameId topic{kNoName};
    std::int32_t partition{-1};  // -1: the partitioner chooses
    std::uint32_t nth{};         // of this producer's records, from 1
    std::int32_t value_size{};   // of a keyless record whose value nobody will read
    bool is_synthetic{true};
    RecordContent content;                     // of all others
    std::optional<std::int64_t> timestamp_ms;  // CreateTime; none: when it is sent
    static auto fields(auto& self) {
        return std::tuple{Field{"topic", self.topic},
                          Field{"partition", self.partition},
                          Field{"nth", self.nth},
                          Field{"value_size", self.value_size},
                          Field{"is_synthetic", self.is_synthetic},
                          Field{"content", self.content},
                          Field{"timestamp_ms", self.timestamp_ms}};
    }
};

// From the first record that opens it until its answer or its end.
struct ProducerBatch {
    TopicPartition partition;
    Records records;  // while it fills; `sealed` has them afterwards
    BatchRef sealed;  // what travels
    std::int64_t base_timestamp_ms{};
    Time created_at;  // delivery.timeout.ms and linger.ms count from here
    Time retry_at{kLongAgo};
    Compression compression{};
    std::int32_t compression_ratio{kUncompressedRatio};  // the estimate when it was opened
    std::int32_t record_bytes{};                         // of its records, uncompressed
    std::int32_t limit_bytes{};
    std::int32_t largest_record_bytes{};
    std::int32_t pooled_bytes{};  // what it takes of buffer.memory
    std::int32_t attempts{};      // that failed
    std::int32_t base_sequence{-1};
    std::int16_t producer_epoch{-1};
    bool is_closed{};  // no more records
    bool is_part{};    // of one that was too large for the broker
    bool sequence_was_reset{};
    LeaderEpoch leader_epoch{kNoEpoch};  // believed when it was sent last
    Uuid topic_id{};                     // likewise

    std::int32_t count() const {
        return sealed ? sealed->count() : static_cast<std::int32_t>(records.nth.size());
    }
    Records const& content() const { return sealed ? *sealed->records : records; }
    // While it fills an estimate, as nobody knows before it is closed what compression will save
    // (ProducerBatch.estimatedSizeInBytes).
    std::int64_t size_in_bytes() const {
        if (sealed) return sealed->size_in_bytes;
        bool const is_exact = compression == Compression::none;
        return std::int64_t{kBatchOverheadBytes} +
               (is_exact ? record_bytes : estimated_size(record_bytes, compression_ratio));
    }
    bool is_full() const { return is_closed || size_in_bytes() >= limit_bytes; }

    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition},
                          Field{"records", self.records},
                          Field{"sealed", self.sealed},
                          Field{"base_timestamp_ms", self.base_timestamp_ms},
                          Field{"created_at", self.created_at},
                          Field{"retry_at", self.retry_at},
                          Field{"compression", self.compression},
                          Field{"compression_ratio", self.compression_ratio},
                          Field{"record_bytes", self.record_bytes},
                          Field{"limit_bytes", self.limit_bytes},
                          Field{"largest_record_bytes", self.largest_record_bytes},
                          Field{"pooled_bytes", self.pooled_bytes},
                          Field{"attempts", self.attempts},
                          Field{"base_sequence", self.base_sequence},
                          Field{"producer_epoch", self.producer_epoch},
                          Field{"is_closed", self.is_closed},
                          Field{"is_part", self.is_part},
                          Field{"sequence_was_reset", self.sequence_was_reset},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"topic_id", self.topic_id}};
    }
};

struct PartitionQueue {
    std::vector<ProducerBatch> batches;  // the front leaves first
    Sequences sequences;
    bool is_muted{};            // max.in.flight = 1: one batch of a partition at a time
    std::int32_t last_count{};  // records of the batch sent last: what to reserve next
    static auto fields(auto& self) {
        return std::tuple{Field{"batches", self.batches}, Field{"sequences", self.sequences},
                          Field{"is_muted", self.is_muted}, Field{"last_count", self.last_count}};
    }
};

struct TopicQueues {
    NameId topic{kNoName};
    Partitioner partitioner;
    std::vector<PartitionQueue> queues;  // by partition; grows as partitions are used
    std::int32_t compression_ratio{kUncompressedRatio};  // as its batches make expect
    static auto fields(auto& self) {
        return std::tuple{Field{"topic", self.topic}, Field{"partitioner", self.partitioner},
                          Field{"queues", self.queues},
                          Field{"compression_ratio", self.compression_ratio}};
    }
};

// For partitioner.availability.timeout.ms: when a broker last had batches ready, and last took
// some.
struct DrainTimes {
    BrokerId broker{kNoBroker};
    Time ready_at{kLongAgo};
    Time drained_at{kLongAgo};
    static auto fields(auto& self) {
        return std::tuple{Field{"broker", self.broker}, Field{"ready_at", self.ready_at},
                          Field{"drained_at", self.drained_at}};
    }
};

struct Accumulator {
    std::vector<TopicQueues> topics;   // in the order of first use
    std::vector<TopicPartition> busy;  // partitions with waiting batches, sorted
    std::int64_t used_bytes{};         // of buffer.memory
    std::int64_t buffered{};           // records in waiting batches
    std::uint32_t drain_turn{};        // which partition is drained first, so that none starves
    std::vector<DrainTimes> drains;    // by broker; only kept when the timeout is set
    static auto fields(auto& self) {
        return std::tuple{Field{"topics", self.topics},         Field{"busy", self.busy},
                          Field{"used_bytes", self.used_bytes}, Field{"buffered", self.buffered},
                          Field{"drain_turn", self.drain_turn}, Field{"drains", self.drains}};
    }
};

TopicQueues& topic_queues(Accumulator& self, NameId topic);
PartitionQueue& queue_of(Accumulator& self, TopicPartition partition);

// The size that counts against max.request.size and buffer.memory before the record is taken.
std::int32_t size_upper_bound(RecordToSend const& record);

enum class RecordPlacement : std::uint8_t { into_open_batch, into_new_batch, no_memory };
struct Appended {
    RecordPlacement outcome{};
    std::int32_t bytes{};  // by how much the batches of this partition grew
    bool is_full{};        // a batch of this partition can leave before its linger is over
};
// Takes the record (and moves its content out) unless memory is used up.
Appended append(Accumulator& self, ProducerConfig const& config, TopicPartition partition,
                RecordToSend& record, NodeId producer, Time now, Time wall_clock);

// True when every batch of the queue is full, or none is there: the moment to switch partitions.
bool all_batches_full(PartitionQueue const& queue);

// What travels, compressed: made at the first drain, and again when the sequence was reset.
void seal(ProducerBatch& batch, ProducerId id);

// What a closed batch tells of its topic's ratio; Kafka looks whenever one is drained, retries too.
void learn_compression_ratio(Accumulator& self, ProducerBatch const& batch);

// Takes the first batch of a partition out of the queue.
ProducerBatch take_front(Accumulator& self, TopicPartition partition);
// Puts a batch back for a retry: to the front, or where its sequence belongs.
void put_back(Accumulator& self, ProducerBatch batch);
// Its memory is free again.
void release_memory(Accumulator& self, ProducerBatch const& batch);

// A batch that the broker calls too large, as several smaller ones at the front of its queue: of
// batch.size, and halves of those if that is too much, too.
void split_and_put_back(Accumulator& self, ProducerBatch batch, std::int32_t batch_size);

}  // namespace highwater
