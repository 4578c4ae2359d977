#include "client/epochs.h"

#include <algorithm>

#include "client/batch_fate.h"
#include "client/sender.h"

namespace highwater {

namespace {
using Index = std::vector<ProducerBatch>::size_type;
// Fates that have become clear, and those that never will (TransactionManager.resolveSequences).
void resolve_sequences(Producer& self) {
    if (!self.identity.has_unresolved) return;
    self.identity.has_unresolved = false;
    for (TopicQueues& topic : self.accumulator.topics) {
        for (Index i = 0; i < topic.queues.size(); ++i) {
            Sequences& sequences = topic.queues[i].sequences;
            if (!sequences.unresolved) continue;
            if (!sequences.unsettled.empty()) {
                self.identity.has_unresolved = true;
                continue;
            }
            bool const was_written = is_next_sequence(sequences, sequences.next);
            sequences.unresolved.reset();
            if (!was_written) {
                want_epoch_bump(self, {topic.topic, static_cast<std::int32_t>(i)});
            }
        }
    }
}

template <class Visit>
void for_each_unsettled(Producer& self, PartitionQueue& queue, TopicPartition partition,
                        Visit visit) {
    std::vector<ProducerBatch*> batches;
    for (InFlightRequest& request : self.in_flight) {
        for (ProducerBatch& batch : request.batches) {
            if (batch.partition == partition && batch.base_sequence >= 0) batches.push_back(&batch);
        }
    }
    for (ProducerBatch& batch : queue.batches) {
        if (batch.base_sequence >= 0) batches.push_back(&batch);
    }
    auto const& order = queue.sequences.unsettled;
    auto const rank = [&](ProducerBatch const* batch) {
        return std::find(order.begin(), order.end(), batch->base_sequence) - order.begin();
    };
    std::sort(batches.begin(), batches.end(),
              [&](ProducerBatch const* a, ProducerBatch const* b) { return rank(a) < rank(b); });
    for (ProducerBatch* batch : batches) visit(*batch);
}

// KIP-360: the next epoch is the producer's own decision; the partitions that asked for it start
// again at sequence 0, the others when nothing of theirs is in flight.
void bump_epoch(Producer& self, Effects& out) {
    self.identity.needs_epoch_bump = false;
    if (self.identity.id == kNoProducerId) return;
    if (self.identity.epoch == INT16_MAX) {
        self.identity.id = kNoProducerId;  // a new producer id will do
        self.identity.epoch = -1;
        return;
    }
    ++self.identity.epoch;
    out.note(ProducerIdAssigned{self.identity.id, self.identity.epoch});
    for (TopicQueues& topic : self.accumulator.topics) {
        for (Index i = 0; i < topic.queues.size(); ++i) {
            PartitionQueue& queue = topic.queues[i];
            if (!queue.sequences.wants_rewrite) continue;
            std::vector<ProducerBatch*> batches;
            for_each_unsettled(self, queue, {topic.topic, static_cast<std::int32_t>(i)},
                               [&](ProducerBatch& batch) { batches.push_back(&batch); });
            restart_sequences(queue.sequences, self.identity);
            for (ProducerBatch* batch : batches) {
                batch->base_sequence =
                    assign_sequence(queue.sequences, self.identity, batch->count());
                batch->producer_epoch = self.identity.epoch;
                batch->sequence_was_reset = true;
                seal(*batch, self.identity.id);
            }
        }
    }
}

void ask_for_producer_id(Producer& self, Effects& out) {
    ProducerIdentity& identity = self.identity;
    if (identity.is_asking) return;
    if (identity.retry_at > out.now()) return arm_sender(self, identity.retry_at, out);
    Time retry_at;
    NodeId const node = least_loaded_node(self.metadata, self.connections, out, retry_at);
    if (node == kNoNode) return arm_sender(self, retry_at, out);
    identity.is_asking = true;
    send_request(self.connections, node, InitProducerIdRequest{}, 0, out);
}
}  // namespace

void renew_identity(Producer& self, Effects& out) {
    resolve_sequences(self);
    if (self.identity.needs_epoch_bump) bump_epoch(self, out);
    if (self.identity.id == kNoProducerId) ask_for_producer_id(self, out);
}

void handle_producer_id(Producer& self, InitProducerIdResponse const& response, Effects& out) {
    if (response.error != ErrorCode::none) return producer_id_request_failed(self, out);
    self.identity.is_asking = false;
    self.identity.failures = 0;
    self.identity.id = response.producer_id;
    self.identity.epoch = response.producer_epoch;
    out.note(ProducerIdAssigned{response.producer_id, response.producer_epoch});
}

void producer_id_request_failed(Producer& self, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    ProducerIdentity& identity = self.identity;
    identity.is_asking = false;
    Backoff const policy{milliseconds(config.retry_backoff_ms),
                         milliseconds(config.retry_backoff_max_ms)};
    auto const who = static_cast<std::uint64_t>(out.self().value);
    constexpr std::uint64_t kOwnDraws = 1ULL << 41;  // apart from those of the connections
    auto const bits = out.draw(Draw::retry_jitter, who,
                               kOwnDraws + static_cast<std::uint64_t>(out.now().us - kLongAgo.us));
    identity.retry_at = out.now() + backoff(policy, identity.failures, bits);
    ++identity.failures;
}

}  // namespace highwater
