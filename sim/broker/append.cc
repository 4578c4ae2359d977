#include "broker/append.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {
bool lacks_a_key(RecordBatch const& batch) {
    if (!batch.records || batch.records->contents.empty()) return true;
    auto const& contents = batch.records->contents;
    return std::any_of(contents.begin(), contents.end(),
                       [](RecordContent const& content) { return !content.key.has_value(); });
}

// A client's clock may be wrong, or the broker's own (KIP-937); LogAppendTime asks nobody.
bool has_bad_timestamp(TopicConfig const& config, RecordBatch const& batch, Time now) {
    if (config.message_timestamp_type == TimestampType::log_append_time || !batch.records) {
        return false;
    }
    std::int64_t earliest = 0;
    for (std::int32_t const delta : batch.records->timestamp_delta_ms) {
        earliest = std::min<std::int64_t>(earliest, delta);
    }
    std::int64_t const here = timestamp_ms(now);
    return here - (batch.base_timestamp_ms + earliest) > config.message_timestamp_before_max_ms ||
           batch.max_timestamp_ms - here > config.message_timestamp_after_max_ms;
}

// What can be refused without a look at the records.
ErrorCode refusal_of_batch(Partition const& partition, RecordBatch const& sent, std::int16_t acks) {
    if (!partition.is_leader()) return ErrorCode::not_leader_or_follower;
    if (acks == -1 && is_under_min_isr(partition)) return ErrorCode::not_enough_replicas;
    if (sent.size_in_bytes > partition.config->max_message_bytes) {
        return ErrorCode::message_too_large;
    }
    return ErrorCode::none;
}

ErrorCode refusal_of_records(Partition const& partition, RecordBatch const& sent, Time now) {
    if (partition.config->compact && !sent.is_control() && lacks_a_key(sent)) {
        return ErrorCode::invalid_record;
    }
    if (!sent.is_control() && has_bad_timestamp(*partition.config, sent, now)) {
        return ErrorCode::invalid_timestamp;
    }
    return ErrorCode::none;
}

// The codec that the topic asks for; of what is not compressed, control records stay so.
Compression codec_in_log(Partition const& partition, RecordBatch const& sent) {
    if (sent.is_control() && sent.compression == Compression::none) return Compression::none;
    return target_compression(partition.config->compression_type, sent.compression);
}

// A leader looks into every record, so it decompresses what comes compressed even when it writes
// the batch as it is, and compresses what it writes in another codec than it came in
// (LogValidator.validateMessagesAndAssignOffsets).
void reckon_cpu(Partition& partition, RecordBatch const& sent, Compression target) {
    if (sent.compression == Compression::none && target == Compression::none) return;
    std::int32_t const bytes = uncompressed_size(sent);
    partition.compression_cpu_ns += decompression_ns(sent.compression, bytes);
    if (target != sent.compression) partition.compression_cpu_ns += compression_ns(target, bytes);
}

// Of what would be written: compressed otherwise, it may have grown.
ErrorCode refusal_of_size(Partition const& partition, RecordBatch const& batch) {
    if (batch.size_in_bytes > partition.config->max_message_bytes) {
        return ErrorCode::message_too_large;
    }
    if (batch.size_in_bytes > partition.config->segment_bytes) {
        return ErrorCode::record_list_too_large;
    }
    return ErrorCode::none;
}
}  // namespace

AppendOutcome append_as_leader(Partition& partition, RecordBatch const& sent, std::int16_t acks,
                               Time now, ProtocolSwitches const& protocol) {
    ErrorCode error = refusal_of_batch(partition, sent, acks);
    if (error != ErrorCode::none) return {error};
    Compression const target = codec_in_log(partition, sent);
    reckon_cpu(partition, sent, target);
    error = refusal_of_records(partition, sent, now);
    if (error != ErrorCode::none) return {error};
    // The leader's own batch: the same records with an offset, an epoch and the topic's codec.
    auto batch = std::make_shared<RecordBatch>(sent);
    if (target != sent.compression) {
        batch->compression = target;
        batch->size_in_bytes = encoded_size(*batch);
    }
    error = refusal_of_size(partition, *batch);
    if (error != ErrorCode::none) return {error};
    SequenceVerdict const verdict =
        protocol.sequence_checks ? partition.producers.check(sent) : SequenceVerdict{};
    if (verdict.error != ErrorCode::none) return {verdict.error};
    if (verdict.duplicate_of != nullptr) {
        BatchMetadata const& known = *verdict.duplicate_of;
        return {ErrorCode::none, true, known.first_offset(), known.last_offset + 1};
    }
    batch->base_offset = partition.log_end_offset();
    batch->partition_leader_epoch = partition.leader_epoch;
    if (partition.config->message_timestamp_type == TimestampType::log_append_time) {
        batch->timestamp_type = TimestampType::log_append_time;
        batch->max_timestamp_ms = timestamp_ms(now);
    }
    AppendOutcome const outcome{ErrorCode::none, false, batch->base_offset, batch->next_offset()};
    partition.producers.update(*batch);
    partition.log.append(std::move(batch), partition.config->segment_bytes,
                         partition.config->roll_ms());
    return outcome;
}

}  // namespace highwater
