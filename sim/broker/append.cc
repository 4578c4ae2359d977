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

ErrorCode refusal(Partition const& partition, RecordBatch const& sent, std::int16_t acks,
                  Time now) {
    if (!partition.is_leader()) return ErrorCode::not_leader_or_follower;
    if (acks == -1 && is_under_min_isr(partition)) return ErrorCode::not_enough_replicas;
    if (sent.size_in_bytes > partition.config->max_message_bytes) {
        return ErrorCode::message_too_large;
    }
    if (partition.config->compact && !sent.is_control() && lacks_a_key(sent)) {
        return ErrorCode::invalid_record;
    }
    if (!sent.is_control() && has_bad_timestamp(*partition.config, sent, now)) {
        return ErrorCode::invalid_timestamp;
    }
    if (sent.size_in_bytes > partition.config->segment_bytes) {
        return ErrorCode::record_list_too_large;
    }
    return ErrorCode::none;
}
}  // namespace

AppendOutcome append_as_leader(Partition& partition, RecordBatch const& sent, std::int16_t acks,
                               Time now, ProtocolSwitches const& protocol) {
    if (ErrorCode const error = refusal(partition, sent, acks, now); error != ErrorCode::none) {
        return {error};
    }
    SequenceVerdict const verdict =
        protocol.sequence_checks ? partition.producers.check(sent) : SequenceVerdict{};
    if (verdict.error != ErrorCode::none) return {verdict.error};
    if (verdict.duplicate_of != nullptr) {
        BatchMetadata const& known = *verdict.duplicate_of;
        return {ErrorCode::none, true, known.first_offset(), known.last_offset + 1};
    }
    // The leader's own batch: the same records with an offset and an epoch.
    auto batch = std::make_shared<RecordBatch>(sent);
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
