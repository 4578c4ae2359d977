// The words in which tests build what they need: a batch of so many records, a log with these
// epochs.
#pragma once

#include <initializer_list>
#include <numeric>
#include <utility>
#include <vector>

#include "record/record.h"
#include "storage/log.h"

namespace highwater::build {

inline TopicPartition tp(std::int32_t topic, std::int32_t partition) {
    return {NameId{topic}, partition};
}

inline std::vector<BrokerId> brokers(std::initializer_list<std::int32_t> ids) {
    std::vector<BrokerId> list;
    for (std::int32_t const id : ids) list.push_back({id});
    return list;
}

// `count` synthetic records of a producer, its `first_nth` and on, as it sends them.
inline RecordBatch batch(std::int32_t count, std::uint32_t first_nth = 1, NodeId producer = {100}) {
    Records records;
    records.producer = producer;
    records.nth.resize(static_cast<std::size_t>(count));
    std::iota(records.nth.begin(), records.nth.end(), first_nth);
    records.timestamp_delta_ms.assign(static_cast<std::size_t>(count), 0);
    records.value_size = 100;
    RecordBatch made;
    made.last_offset_delta = count - 1;
    made.size_in_bytes = encoded_size(records);
    made.records = std::make_shared<Records const>(std::move(records));
    return made;
}

// The same from an idempotent producer.
inline RecordBatch batch_of(ProducerId id, std::int16_t epoch, std::int32_t first_sequence,
                            std::int32_t count) {
    RecordBatch made = batch(count, static_cast<std::uint32_t>(first_sequence) + 1);
    made.producer_id = id;
    made.producer_epoch = epoch;
    made.base_sequence = first_sequence;
    return made;
}

// As it lies in a log.
inline BatchRef at(Offset offset, LeaderEpoch epoch, RecordBatch made) {
    made.base_offset = offset;
    made.partition_leader_epoch = epoch;
    return std::make_shared<RecordBatch const>(std::move(made));
}

// One record a batch, written by these epochs in turn.
inline Log log_of(std::initializer_list<std::int32_t> epochs) {
    Log log;
    std::uint32_t nth = 1;
    for (std::int32_t const epoch : epochs) {
        log.append(at(log.end_offset(), LeaderEpoch{epoch}, batch(1, nth++)), INT64_MAX);
    }
    return log;
}

}  // namespace highwater::build
