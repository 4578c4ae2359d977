#include "client/accumulator.h"

#include <algorithm>

namespace highwater {

namespace {
using Index = std::vector<PartitionQueue>::size_type;

std::int32_t body_of(RecordToSend const& record) {
    return record.is_synthetic ? synthetic_body_size(record.value_size) : body_size(record.content);
}

// Readable contents for records that had none, when a record with a content joins their batch.
void make_readable(Records& records) {
    if (records.nth.size() == records.contents.size()) return;
    RecordContent plain;
    plain.value = std::string(static_cast<std::string::size_type>(records.value_size), 'x');
    records.contents.assign(records.nth.size(), plain);
}

void add_record(ProducerBatch& batch, RecordToSend& record, std::int64_t delta_ms,
                std::int32_t size) {
    Records& records = batch.records;
    bool const stays_synthetic = record.is_synthetic && records.contents.empty() &&
                                 (records.nth.empty() || records.value_size == record.value_size);
    if (stays_synthetic) {
        records.value_size = record.value_size;
    } else {
        make_readable(records);
        if (record.is_synthetic) {
            record.content.value =
                std::string(static_cast<std::string::size_type>(record.value_size), 'x');
        }
        records.contents.push_back(std::move(record.content));
    }
    records.nth.push_back(record.nth);
    records.timestamp_delta_ms.push_back(static_cast<std::int32_t>(delta_ms));
    batch.record_bytes += size;
    batch.largest_record_bytes = std::max(batch.largest_record_bytes, size);
}

void mark_busy(Accumulator& self, TopicPartition partition) {
    auto const at = std::lower_bound(self.busy.begin(), self.busy.end(), partition);
    if (at == self.busy.end() || *at != partition) self.busy.insert(at, partition);
}

void mark_idle(Accumulator& self, TopicPartition partition) {
    auto const at = std::lower_bound(self.busy.begin(), self.busy.end(), partition);
    if (at != self.busy.end() && *at == partition) self.busy.erase(at);
}

// Records whose times lie weeks apart do not share a batch here: deltas are kept in 32 bits, and so
// are the uncompressed bytes. The new record counts in full, as if it could not be compressed
// (MemoryRecordsBuilder.hasRoomFor).
bool has_room(ProducerBatch const& batch, std::int32_t body, std::int64_t delta_ms,
              std::int32_t& size) {
    size = record_size(body, delta_ms, batch.count());
    if (delta_ms > INT32_MAX || delta_ms < INT32_MIN) return false;
    constexpr std::int64_t kMost = INT32_MAX - kBatchOverheadBytes;
    if (std::int64_t{batch.record_bytes} + size > kMost) return false;
    return batch.count() == 0 ||
           (!batch.is_full() && batch.limit_bytes >= batch.size_in_bytes() + size);
}

std::int32_t bytes_between(std::int64_t before, std::int64_t after) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(after - before, INT32_MAX));
}

std::int32_t ratio_of(ProducerBatch const& batch) {
    return compression_ratio(batch.sealed->size_in_bytes - kBatchOverheadBytes, batch.record_bytes);
}
}  // namespace

TopicQueues& topic_queues(Accumulator& self, NameId topic) {
    for (TopicQueues& queues : self.topics) {
        if (queues.topic == topic) return queues;
    }
    self.topics.push_back({topic, {}, {}, kUncompressedRatio});
    return self.topics.back();
}

PartitionQueue& queue_of(Accumulator& self, TopicPartition partition) {
    TopicQueues& topic = topic_queues(self, partition.topic);
    CHECK(partition.partition >= 0);
    auto const index = static_cast<Index>(partition.partition);
    if (index >= topic.queues.size()) topic.queues.resize(index + 1);
    return topic.queues[index];
}

std::int32_t size_upper_bound(RecordToSend const& record) {
    return batch_size_upper_bound(body_of(record));
}

bool all_batches_full(PartitionQueue const& queue) {
    return queue.batches.empty() || queue.batches.back().is_full();
}

Appended append(Accumulator& self, ProducerConfig const& config, TopicPartition partition,
                RecordToSend& record, NodeId producer, Time now, Time wall_clock) {
    PartitionQueue& queue = queue_of(self, partition);
    std::int32_t const body = body_of(record);
    std::int64_t const timestamp = record.timestamp_ms.value_or(timestamp_ms(wall_clock));
    if (!queue.batches.empty() && !queue.batches.back().is_closed) {
        ProducerBatch& open = queue.batches.back();
        std::int64_t const delta = timestamp - open.base_timestamp_ms;
        std::int32_t size = 0;
        if (has_room(open, body, delta, size)) {
            std::int64_t const before = open.size_in_bytes();
            add_record(open, record, delta, size);
            ++self.buffered;
            return {RecordPlacement::into_open_batch, bytes_between(before, open.size_in_bytes()),
                    queue.batches.size() > 1 || open.is_full()};
        }
        open.is_closed = true;
    }
    std::int32_t const pooled = std::max(config.batch_size, batch_size_upper_bound(body));
    if (self.used_bytes + pooled > config.buffer_memory) {
        return {RecordPlacement::no_memory, 0, !queue.batches.empty()};
    }
    self.used_bytes += pooled;
    if (queue.batches.empty()) mark_busy(self, partition);
    ProducerBatch& batch = queue.batches.emplace_back();
    batch.partition = partition;
    batch.records.producer = producer;
    batch.records.nth.reserve(static_cast<Index>(queue.last_count) + 1);
    batch.records.timestamp_delta_ms.reserve(static_cast<Index>(queue.last_count) + 1);
    batch.compression = config.compression_type;
    batch.compression_ratio = topic_queues(self, partition.topic).compression_ratio;
    batch.base_timestamp_ms = timestamp;
    batch.created_at = now;
    batch.limit_bytes = pooled;
    batch.pooled_bytes = pooled;
    add_record(batch, record, 0, record_size(body, 0, 0));
    ++self.buffered;
    return {RecordPlacement::into_new_batch, bytes_between(0, batch.size_in_bytes()),
            queue.batches.size() > 1 || batch.is_full()};
}

void seal(ProducerBatch& batch, ProducerId id) {
    RecordBatch made;
    if (batch.sealed) {
        made.records = batch.sealed->records;
    } else {
        made.records = std::make_shared<Records const>(std::move(batch.records));
        batch.records = Records{};
    }
    batch.is_closed = true;
    made.base_timestamp_ms = batch.base_timestamp_ms;
    made.max_timestamp_ms = batch.base_timestamp_ms;
    for (std::int32_t const delta : made.records->timestamp_delta_ms) {
        made.max_timestamp_ms = std::max(made.max_timestamp_ms, batch.base_timestamp_ms + delta);
    }
    made.last_offset_delta = made.count() - 1;
    made.compression = batch.compression;
    made.size_in_bytes =
        kBatchOverheadBytes + compressed_size(made.compression, batch.record_bytes, made.count());
    if (batch.base_sequence >= 0) {
        made.producer_id = id;
        made.producer_epoch = batch.producer_epoch;
        made.base_sequence = batch.base_sequence;
    }
    batch.sealed = std::make_shared<RecordBatch const>(std::move(made));
}

void learn_compression_ratio(Accumulator& self, ProducerBatch const& batch) {
    if (batch.compression == Compression::none) return;
    std::int32_t& estimate = topic_queues(self, batch.partition.topic).compression_ratio;
    estimate = updated_ratio(estimate, ratio_of(batch));
}

ProducerBatch take_front(Accumulator& self, TopicPartition partition) {
    PartitionQueue& queue = queue_of(self, partition);
    CHECK(!queue.batches.empty());
    ProducerBatch batch = std::move(queue.batches.front());
    queue.batches.erase(queue.batches.begin());
    queue.last_count = batch.count();
    self.buffered -= batch.count();
    if (queue.batches.empty()) mark_idle(self, partition);
    return batch;
}

void put_back(Accumulator& self, ProducerBatch batch) {
    PartitionQueue& queue = queue_of(self, batch.partition);
    self.buffered += batch.count();
    if (queue.batches.empty()) mark_busy(self, batch.partition);
    // Retries of one partition stay in the order of their sequences, and all stand before batches
    // that have none yet. Without sequences the newest failure goes first, as it came.
    auto at = queue.batches.begin();
    if (batch.base_sequence >= 0) {
        auto const& order = queue.sequences.unsettled;
        auto const rank = [&](ProducerBatch const& b) {
            return std::find(order.begin(), order.end(), b.base_sequence) - order.begin();
        };
        auto const own = rank(batch);
        while (at != queue.batches.end() && at->base_sequence >= 0 && rank(*at) < own) ++at;
    }
    queue.batches.insert(at, std::move(batch));
}

void release_memory(Accumulator& self, ProducerBatch const& batch) {
    self.used_bytes -= batch.pooled_bytes;
    CHECK(self.used_bytes >= 0);
}

namespace {
// The broker has taken none of the records: the parts have the sequences that the whole had.
void number_parts(Accumulator& self, ProducerBatch const& batch,
                  std::vector<ProducerBatch>& parts) {
    std::vector<std::int32_t> sequences;
    std::int32_t next = batch.base_sequence;
    for (ProducerBatch& part : parts) {
        part.base_sequence = next;
        part.producer_epoch = batch.producer_epoch;
        part.sequence_was_reset = batch.sequence_was_reset;
        sequences.push_back(next);
        next = sequence_after(next, part.count());
    }
    split_sequence(queue_of(self, batch.partition).sequences, batch.base_sequence, sequences);
}
}  // namespace

void split_and_put_back(Accumulator& self, ProducerBatch batch, std::int32_t batch_size) {
    CHECK(batch.sealed != nullptr && batch.count() > 1);
    Records const& records = *batch.sealed->records;
    // The first time perhaps no smaller than it was: batch.size is what the user wants.
    std::int32_t const target =
        batch.is_part ? std::max(batch.largest_record_bytes, batch.sealed->size_in_bytes / 2)
                      : batch_size;
    // Whatever was hoped for was too much.
    std::int32_t& ratio = topic_queues(self, batch.partition.topic).compression_ratio;
    if (batch.compression != Compression::none) {
        ratio = std::max(kUncompressedRatio, ratio_of(batch));
    }
    std::vector<ProducerBatch> parts;
    for (Index i = 0; i < records.nth.size(); ++i) {
        RecordToSend record;
        record.nth = records.nth[i];
        record.value_size = records.value_size;
        record.is_synthetic = records.contents.empty();
        if (!record.is_synthetic) record.content = records.contents[i];
        std::int32_t const body = body_of(record);
        std::int64_t const timestamp = batch.base_timestamp_ms + records.timestamp_delta_ms[i];
        std::int32_t size = 0;
        bool const fits =
            !parts.empty() &&
            has_room(parts.back(), body, timestamp - parts.back().base_timestamp_ms, size);
        if (!fits) {
            ProducerBatch& part = parts.emplace_back();
            part.partition = batch.partition;
            part.compression = batch.compression;
            part.compression_ratio = ratio;
            part.records.producer = records.producer;
            part.base_timestamp_ms = timestamp;
            part.created_at = batch.created_at;
            part.limit_bytes = std::max(target, batch_size_upper_bound(body));
            part.is_part = true;
            part.leader_epoch = batch.leader_epoch;
            size = record_size(body, 0, 0);
        }
        add_record(parts.back(), record, timestamp - parts.back().base_timestamp_ms, size);
    }
    // The parts live outside buffer.memory, as in Kafka; what the whole took is free again.
    release_memory(self, batch);
    if (batch.base_sequence >= 0) number_parts(self, batch, parts);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        part->is_closed = true;
        seal(*part, batch.sealed->producer_id);
        put_back(self, std::move(*part));
    }
}

}  // namespace highwater
