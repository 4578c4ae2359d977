#include "client/sender.h"

#include <algorithm>
#include <utility>

#include "client/batch_fate.h"
#include "client/epochs.h"

namespace highwater {

namespace {
using Index = std::vector<ProducerBatch>::size_type;

void expire_waiting(Producer& self, Effects& out) {
    std::vector<std::pair<ProducerBatch, NodeId>> expired;
    for (InFlightRequest& request : self.in_flight) {
        for (Index i = 0; i < request.batches.size();) {
            if (out.now() < delivery_deadline(self.spec->config, request.batches[i])) {
                ++i;
                continue;
            }
            expired.emplace_back(std::move(request.batches[i]), request.to);
            request.batches.erase(request.batches.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    for (auto const& [batch, node] : expired) {
        expire_batch(self, batch, is_established(self.connections, node), out);
    }

    std::vector<TopicPartition> const busy = self.accumulator.busy;
    for (TopicPartition const partition : busy) {
        PartitionQueue const& queue = queue_of(self.accumulator, partition);
        while (!queue.batches.empty() &&
               out.now() >= delivery_deadline(self.spec->config, queue.batches.front())) {
            ProducerBatch const batch = take_front(self.accumulator, partition);
            expire_batch(self, batch, false, out);
        }
    }
}

bool has_expired(Producer& self, Time now) {
    ProducerConfig const& config = self.spec->config;
    for (InFlightRequest const& request : self.in_flight) {
        for (ProducerBatch const& batch : request.batches) {
            if (now >= delivery_deadline(config, batch)) return true;
        }
    }
    for (TopicPartition const partition : self.accumulator.busy) {
        PartitionQueue const& queue = queue_of(self.accumulator, partition);
        if (now >= delivery_deadline(config, queue.batches.front())) {
            return true;
        }
    }
    return false;
}

// When the front batch of a queue may leave; kLongAgo when it may already.
Time sendable_at(Producer const& self, PartitionQueue const& queue, LeaderEpoch believed) {
    ProducerBatch const& batch = queue.batches.front();
    // A new leader is reason enough to try at once (KIP-951).
    bool const leader_changed = believed > batch.leader_epoch;
    if (batch.attempts > 0) return leader_changed ? kLongAgo : batch.retry_at;
    bool const memory_is_short = self.workload.blocked || self.jobs.blocked;
    bool const is_urgent = memory_is_short || self.flush.is_waiting || self.is_closing;
    if (queue.batches.size() > 1 || batch.is_full() || is_urgent) return kLongAgo;
    return batch.created_at + milliseconds(self.spec->config.linger_ms);
}

bool is_backing_off(ProducerBatch const& batch, LeaderEpoch believed, Time now) {
    return batch.attempts > 0 && believed <= batch.leader_epoch && now < batch.retry_at;
}

bool may_send_sequence(Producer const& self, PartitionQueue const& queue) {
    if (!self.spec->config.enable_idempotence) return true;
    ProducerBatch const& batch = queue.batches.front();
    if (batch.base_sequence < 0) return may_start_batch(queue.sequences, self.identity);
    return is_next_to_retry(queue.sequences, batch.base_sequence);
}

// Kafka's clients ask for ApiVersions on a new connection and send nothing else before the answer.
// Here the first request of a connection does as well, for its own answer tells whether the broker
// lives; with acks=0 there is none, and everything would go to a dead process as if it were done.
bool must_greet(Producer const& self, NodeId node) {
    return self.spec->config.acks == 0 && !is_established(self.connections, node);
}
void greet(Producer& self, NodeId node, Effects& out) {
    send_request(self.connections, node, ApiVersionsRequest{}, 0, out);
}

struct ReadyNode {
    NodeId node;
    BrokerId broker;
};

// The nodes that lead a sendable batch and can be sent to, by node; arms the timer for the rest.
std::vector<ReadyNode> ready_nodes(Producer& self, Effects& out) {
    std::vector<ReadyNode> ready;
    Time wake = kNever;
    for (TopicPartition const partition : self.accumulator.busy) {
        PartitionQueue& queue = queue_of(self.accumulator, partition);
        Time const deadline = delivery_deadline(self.spec->config, queue.batches.front());
        PartitionBelief const* belief = find_partition(self.metadata, partition);
        NodeId const node = belief != nullptr ? address_of(self.metadata, belief->leader) : kNoNode;
        if (node == kNoNode) {
            request_update(self.metadata, RefreshReason::unknown_leader,
                           ErrorCode::leader_not_available);
            wake = std::min(wake, deadline);
            continue;
        }
        Time const at = sendable_at(self, queue, belief->epoch);
        if (queue.is_muted || at > out.now()) {
            wake = std::min({wake, deadline, at > out.now() ? at : kNever});
            continue;
        }
        bool const can_ask = can_send(self.connections, node, out.now());
        if (can_ask && must_greet(self, node)) greet(self, node, out);
        if (!can_ask || must_greet(self, node)) {
            Time const retry_at = blocked_until(self.connections, node);
            // If it is only busy, its next answer runs the sender again.
            wake = std::min({wake, deadline, retry_at > out.now() ? retry_at : kNever});
            continue;
        }
        bool const is_known =
            std::any_of(ready.begin(), ready.end(), [&](ReadyNode r) { return r.node == node; });
        if (!is_known) ready.push_back({node, belief->leader});
    }
    arm_sender(self, wake, out);
    std::sort(ready.begin(), ready.end(), [](ReadyNode a, ReadyNode b) { return a.node < b.node; });
    return ready;
}

// Its records are compressed once, whatever becomes of the header.
void close_batch(Producer& self, ProducerBatch& batch, ProducerId id) {
    if (!batch.sealed) {
        self.compression_cpu_ns += compression_ns(batch.compression, batch.record_bytes);
    }
    seal(batch, id);
}

// At most one batch of each partition that this broker leads; the first partition rotates.
std::vector<ProducerBatch> drain(Producer& self, BrokerId leader, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    std::vector<ProducerBatch> drained;
    std::int64_t size = 0;
    std::vector<TopicPartition> const busy = self.accumulator.busy;
    std::uint32_t const turn = self.accumulator.drain_turn++;
    for (Index i = 0; i < busy.size(); ++i) {
        TopicPartition const partition = busy[(turn + i) % busy.size()];
        PartitionBelief const* belief = find_partition(self.metadata, partition);
        if (belief == nullptr || belief->leader != leader) continue;
        PartitionQueue& queue = queue_of(self.accumulator, partition);
        ProducerBatch const& front = queue.batches.front();
        if (queue.is_muted || is_backing_off(front, belief->epoch, out.now())) continue;
        if (!may_send_sequence(self, queue)) continue;
        if (!drained.empty() && size + front.size_in_bytes() > config.max_request_size) break;
        ProducerBatch batch = take_front(self.accumulator, partition);
        batch.leader_epoch = belief->epoch;
        batch.topic_id = find_topic(self.metadata, partition.topic)->topic_id;
        if (config.enable_idempotence && batch.base_sequence < 0) {
            batch.base_sequence = assign_sequence(queue.sequences, self.identity, batch.count());
            batch.producer_epoch = self.identity.epoch;
            close_batch(self, batch, self.identity.id);
        } else if (!batch.sealed) {
            close_batch(self, batch, kNoProducerId);
        }
        learn_compression_ratio(self.accumulator, batch);
        size += batch.sealed->size_in_bytes;
        mute(self, partition, true);
        drained.push_back(std::move(batch));
    }
    return drained;
}

void send_batches(Producer& self, ReadyNode to, std::vector<ProducerBatch> batches, Effects& out) {
    ProducerConfig const& config = self.spec->config;
    std::vector<ProducePartition> partitions;
    partitions.reserve(batches.size());
    Time const answered_by = out.now() + milliseconds(config.request_timeout_ms);
    for (ProducerBatch const& batch : batches) {
        partitions.push_back({batch.partition, batch.sealed});
        out.note(BatchSent{batch.partition, to.broker, batch.content().nth.front(), batch.count(),
                           batch.base_sequence, static_cast<std::int16_t>(batch.attempts + 1)});
        // Its time may be over before the request's is.
        Time const deadline = delivery_deadline(config, batch);
        if (deadline < answered_by) arm_sender(self, deadline, out);
    }
    ProduceRequest request;
    request.acks = config.acks;
    request.timeout_ms = config.request_timeout_ms;
    request.client_id = client_id(self);
    request.partitions = make_payload(std::move(partitions));
    if (config.acks == 0) {  // nobody will answer: what was sent is done
        out.send(to.node, self.connections.pending.next, std::move(request));
        ++self.connections.pending.next.value;
        for (ProducerBatch const& batch : batches) acknowledge(self, batch, kNoOffset, out);
        return;
    }
    CorrelationId const id = send_request(self.connections, to.node, std::move(request), 0, out);
    self.in_flight.push_back({id, to.node, std::move(batches)});
}

void note_drain_times(Producer& self, Effects& out) {
    if (self.spec->config.partitioner_availability_timeout_ms <= 0) return;
    for (TopicPartition const partition : self.accumulator.busy) {
        PartitionBelief const* belief = find_partition(self.metadata, partition);
        if (belief == nullptr || belief->leader == kNoBroker) continue;
        auto& drains = self.accumulator.drains;
        auto at = std::lower_bound(drains.begin(), drains.end(), belief->leader,
                                   [](DrainTimes const& d, BrokerId b) { return d.broker < b; });
        if (at == drains.end() || at->broker != belief->leader) {
            at = drains.insert(at, DrainTimes{belief->leader, out.now(), out.now()});
        }
        at->ready_at = out.now();
        NodeId const node = address_of(self.metadata, belief->leader);
        if (can_send(self.connections, node, out.now())) at->drained_at = out.now();
    }
}

std::vector<ProducerBatch> take_in_flight(Producer& self, CorrelationId id) {
    for (auto at = self.in_flight.begin(); at != self.in_flight.end(); ++at) {
        if (at->correlation_id != id) continue;
        std::vector<ProducerBatch> batches = std::move(at->batches);
        self.in_flight.erase(at);
        return batches;
    }
    return {};
}
}  // namespace

void arm_sender(Producer& self, Time at, Effects& out) {
    if (at >= self.sender_at) return;  // the earlier firing looks again
    self.sender_at = at;
    out.arm_at({TimerKind::sender, 0}, at);
}

void run_sender(Producer& self, Effects& out) {
    if (has_expired(self, out.now())) expire_waiting(self, out);
    bool const is_idempotent = self.spec->config.enable_idempotence;
    if (is_idempotent) renew_identity(self, out);
    bool const may_drain = !is_idempotent || self.identity.id != kNoProducerId;
    note_drain_times(self, out);
    // As long as something leaves: Kafka's sender thread loops likewise, one request per node a
    // turn.
    for (bool has_sent = true; has_sent && !self.accumulator.busy.empty();) {
        has_sent = false;
        for (ReadyNode const& node : ready_nodes(self, out)) {
            if (!may_drain) break;
            std::vector<ProducerBatch> batches = drain(self, node.broker, out);
            if (batches.empty()) continue;
            send_batches(self, node, std::move(batches), out);
            has_sent = true;
        }
    }
    poll_metadata(self.metadata, self.connections, out);
}

void handle_produce_answer(Producer& self, PendingRequest const& request,
                           ProduceResponse const& response, Effects& out) {
    std::vector<ProducerBatch> batches = take_in_flight(self, request.correlation_id);
    for (ProducePartitionResult const& result : *response.partitions) {
        auto const batch =
            std::find_if(batches.begin(), batches.end(),
                         [&](ProducerBatch const& b) { return b.partition == result.partition; });
        if (batch == batches.end()) continue;  // given up meanwhile: delivery.timeout.ms
        ProducerBatch answered = std::move(*batch);
        batches.erase(batch);
        if (result.error == ErrorCode::none) {
            acknowledge(self, answered, result.base_offset, out);
            continue;
        }
        learn_leader(self.metadata, result.partition, result.current_leader,
                     result.current_leader_epoch, out);
        answer_error(self, std::move(answered), result.error, out);
    }
    // An answer that leaves a partition out is no answer for it.
    for (ProducerBatch& batch : batches) {
        answer_error(self, std::move(batch), ErrorCode::unknown_server_error, out);
    }
}

void fail_produce_requests(Producer& self, std::vector<PendingRequest> const& lost,
                           std::optional<ErrorCode> error, Effects& out) {
    for (PendingRequest const& request : lost) {
        for (ProducerBatch& batch : take_in_flight(self, request.correlation_id)) {
            if (error) {
                answer_error(self, std::move(batch), *error, out);
            } else {
                mute(self, batch.partition, false);
                put_back(self.accumulator, std::move(batch));
            }
        }
    }
}

}  // namespace highwater
