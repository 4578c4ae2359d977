// How a batch ends, and how it gets another chance (Sender.completeBatch, failBatch, canRetry).
#pragma once

#include "client/producer.h"

namespace highwater {

// When delivery.timeout.ms is over, wherever the batch is then.
Time delivery_deadline(ProducerConfig const& config, ProducerBatch const& batch);

// max.in.flight = 1 keeps a partition's order by letting out one batch of it at a time.
void mute(Producer& self, TopicPartition partition, bool is_muted);

void acknowledge(Producer& self, ProducerBatch const& batch, Offset base_offset, Effects& out);
// Past its deadline. `is_on_its_way`: a broker that answers may still get it.
void expire_batch(Producer& self, ProducerBatch const& batch, bool is_on_its_way, Effects& out);
// Retried, split or failed, as the error and the configuration have it.
void answer_error(Producer& self, ProducerBatch batch, ErrorCode error, Effects& out);

// The partition needs a new epoch: its sequence has a gap that nothing will fill (KIP-360).
void want_epoch_bump(Producer& self, TopicPartition partition);

}  // namespace highwater
