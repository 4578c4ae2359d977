#include "client/batch_fate.h"

#include <algorithm>

#include "client/sender.h"

namespace highwater {

namespace {
// What a batch that has failed leaves behind of its sequence: nothing, a gap, or a doubt.
enum class SequenceDoubt : std::uint8_t { none, skipped, unknown };

void fail_batch(Producer& self, ProducerBatch const& batch, SendFailure const& failure,
                SequenceDoubt doubt, Effects& out) {
    self.counts.failed += batch.count();
    out.note(RecordsFailed{batch.partition, failure.error, batch.content().nth.front(),
                           batch.count(), failure.exception});
    if (batch.base_sequence >= 0) {
        Sequences& sequences = queue_of(self.accumulator, batch.partition).sequences;
        settle_sequence(sequences, batch.base_sequence);
        if (doubt == SequenceDoubt::skipped) want_epoch_bump(self, batch.partition);
        if (doubt == SequenceDoubt::unknown) {
            std::int32_t const behind = sequence_after(batch.base_sequence, batch.count());
            sequences.unresolved = std::max(sequences.unresolved.value_or(behind), behind);
            self.identity.has_unresolved = true;
        }
    }
    release_memory(self.accumulator, batch);
    mute(self, batch.partition, false);
    record_done(self, batch.content(), batch.partition, kNoOffset, failure);
}

// TransactionManager.canRetry: an idempotent producer also retries OUT_OF_ORDER_SEQUENCE_NUMBER, as
// it is, if an earlier batch may still fill the gap, else under a new epoch from sequence 0. While
// the fate of an earlier one is unknown, only the batch right behind it shows that it is missing.
bool is_worth_a_retry(Producer& self, ProducerBatch const& batch, ErrorCode error) {
    if (batch.base_sequence >= 0 && (error == ErrorCode::out_of_order_sequence_number ||
                                     error == ErrorCode::unknown_producer_id)) {
        Sequences const& sequences = queue_of(self.accumulator, batch.partition).sequences;
        bool const an_earlier_one_may_come =
            sequences.unresolved
                ? *sequences.unresolved != batch.base_sequence
                : batch.sequence_was_reset || !is_next_sequence(sequences, batch.base_sequence);
        if (!an_earlier_one_may_come) want_epoch_bump(self, batch.partition);
        return true;
    }
    return is_retriable(error);
}

void retry_batch(Producer& self, ProducerBatch batch, ErrorCode error, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    Backoff const policy{milliseconds(config.retry_backoff_ms),
                         milliseconds(config.retry_backoff_max_ms)};
    std::uint64_t const nth = static_cast<std::uint64_t>(batch.content().nth.front()) << 24 |
                              static_cast<std::uint64_t>(batch.attempts);
    Duration const wait =
        backoff(policy, batch.attempts,
                out.draw(Draw::retry_jitter, ~static_cast<std::uint64_t>(out.self().value), nth));
    ++batch.attempts;
    batch.retry_at = out.now() + wait;
    out.note(SendRetried{batch.partition, error, static_cast<std::int16_t>(batch.attempts), wait});
    mute(self, batch.partition, false);
    put_back(self.accumulator, std::move(batch));
}
}  // namespace

Time delivery_deadline(ProducerConfig const& config, ProducerBatch const& batch) {
    return batch.created_at + milliseconds(config.delivery_timeout_ms);
}

void mute(Producer& self, TopicPartition partition, bool is_muted) {
    if (self.spec->config.max_in_flight_requests_per_connection > 1) return;
    queue_of(self.accumulator, partition).is_muted = is_muted;
}

void acknowledge(Producer& self, ProducerBatch const& batch, Offset base_offset, Effects& out) {
    std::int16_t const acks = self.spec->config.acks;
    self.counts.acknowledged += batch.count();
    out.note(Acknowledged{batch.partition, base_offset, batch.content().nth.front(), batch.count(),
                          acks});
    self.ledger.add({batch.partition, base_offset, batch.sealed->records, acks, batch.topic_id});
    if (batch.base_sequence >= 0) {
        acknowledge_sequence(queue_of(self.accumulator, batch.partition).sequences,
                             batch.base_sequence, batch.count());
    }
    release_memory(self.accumulator, batch);
    mute(self, batch.partition, false);
    record_done(self, batch.content(), batch.partition, base_offset);
}

void want_epoch_bump(Producer& self, TopicPartition partition) {
    self.identity.needs_epoch_bump = true;
    queue_of(self.accumulator, partition).sequences.wants_rewrite = true;
}

// Whether a batch that was tried again has been written is not known, so its partition sends
// nothing new until that is resolved (KIP-360). Of one on its first way Kafka does not doubt it.
// One that has a sequence and went nowhere leaves a gap.
void expire_batch(Producer& self, ProducerBatch const& batch, bool is_on_its_way, Effects& out) {
    std::string const& topic = out.names().text(batch.partition.topic);
    SequenceDoubt const first_time = is_on_its_way ? SequenceDoubt::none : SequenceDoubt::skipped;
    fail_batch(self, batch, batch_expired(batch, topic, out.now()),
               batch.attempts > 0 ? SequenceDoubt::unknown : first_time, out);
}

void answer_error(Producer& self, ProducerBatch batch, ErrorCode error, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    if (invalidates_metadata(error)) request_update(self.metadata, RefreshReason::error, error);
    if (error == ErrorCode::message_too_large && batch.count() > 1) {
        mute(self, batch.partition, false);
        out.note(SendRetried{batch.partition, error, static_cast<std::int16_t>(batch.attempts + 1),
                             Duration{}});
        // Its parts are compressed anew.
        self.compression_cpu_ns += decompression_ns(batch.compression, batch.record_bytes) +
                                   compression_ns(batch.compression, batch.record_bytes);
        return split_and_put_back(self.accumulator, std::move(batch), config.batch_size);
    }
    // The broker knows this batch, but no longer at which offset.
    if (error == ErrorCode::duplicate_sequence_number) {
        return acknowledge(self, batch, kNoOffset, out);
    }
    bool const is_in_time = out.now() < delivery_deadline(config, batch);
    if (is_in_time && batch.attempts < config.retries && is_worth_a_retry(self, batch, error)) {
        return retry_batch(self, std::move(batch), error, out);
    }
    // A refusal left a gap in the sequences; after the last retry it is not known whether it did.
    bool const is_known = batch.attempts < config.retries;
    fail_batch(self, batch, {error, {}}, is_known ? SequenceDoubt::skipped : SequenceDoubt::none,
               out);
}

}  // namespace highwater
