// Produce (API key 0): what a client wrote goes to the leader's log, and with acks=all its answer
// waits until the in-sync replicas have it (Kafka: ReplicaManager.appendRecords, DelayedProduce).
#include <utility>

#include "broker/append.h"
#include "broker/replicas.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
ProducePartitionResult refuse(Broker const& self, TopicPartition id, ErrorCode error) {
    ProducePartitionResult result{id, error, kNoOffset, kNoOffset, kNoBroker, kNoEpoch};
    Partition const* partition = find_partition(self, id);
    if (error == ErrorCode::not_leader_or_follower && partition != nullptr) {
        // Saves the client a round of metadata (KIP-951).
        result.current_leader = partition->leader;
        result.current_leader_epoch = partition->leader_epoch;
    }
    return result;
}

void note_append(Partition const& partition, RecordBatch const& sent, AppendOutcome const& outcome,
                 Effects& out) {
    NodeId const producer = sent.records ? sent.records->producer : kNoNode;
    if (outcome.is_duplicate) {
        out.note(DuplicateBatch{partition.id, outcome.base_offset, producer});
    } else {
        out.note(BatchAppended{partition.id, outcome.base_offset, outcome.required_offset - 1,
                               producer, partition.leader_epoch, sent.base_sequence});
    }
}

// Appends one batch, or says why not.
ProducePartitionResult write(Broker& self, ProducePartition const& sent, std::int16_t acks,
                             Effects& out) {
    if (is_internal_topic(out.names().text(sent.partition.topic))) {
        return refuse(self, sent.partition, ErrorCode::invalid_topic_exception);
    }
    ErrorCode const error = check_leader(self, sent.partition);
    if (error != ErrorCode::none) return refuse(self, sent.partition, error);
    std::int32_t const slot = self.partitions.find(sent.partition);
    Partition& partition = self.partitions.edit(slot);
    AppendOutcome const outcome =
        append_as_leader(partition, *sent.batch, acks, out.wall_clock(), self.protocol);
    if (outcome.error != ErrorCode::none) return refuse(self, sent.partition, outcome.error);
    note_append(partition, *sent.batch, outcome, out);
    if (!outcome.is_duplicate) {
        on_appended(self, slot);
        wake_cleaner(self, slot, out);
        advance_high_watermark(self, slot, self.id, out);
    }
    return {sent.partition, ErrorCode::none, outcome.base_offset, partition.log.start_offset(),
            kNoBroker,      kNoEpoch};
}

// acks=all is done with a batch when the high watermark is here.
Offset required_offset(ProducePartition const& sent, ProducePartitionResult const& result) {
    return result.base_offset + sent.batch->last_offset_delta + 1;
}

void wait_here(Broker& self, ProducePartition const& sent, Offset required, std::int32_t place) {
    auto& waiting = self.partitions.edit(self.partitions.find(sent.partition)).waiting;
    auto at = waiting.end();  // a retry of an older batch waits for less than those before it
    while (at != waiting.begin() && std::prev(at)->required_offset > required) --at;
    waiting.insert(at, {required, place});
}

// Those of the written partitions that are not committed yet wait for it.
void park_or_answer(Broker& self, Envelope const& from, ProduceRequest const& request,
                    std::vector<ProducePartitionResult> results, Effects& out) {
    DelayedProduce done{
        from.from,          from.correlation_id, out.now() + milliseconds(request.timeout_ms), 0,
        std::move(results), request.client_id,   produce_request_bytes(self, request, out)};
    for (std::size_t i = 0; i < done.results.size(); ++i) {
        ProducePartitionResult& result = done.results[i];
        if (request.acks != -1 || result.error != ErrorCode::none) continue;
        auto const verdict =
            check_enough_replicas(*find_partition(self, result.partition),
                                  required_offset((*request.partitions)[i], result));
        if (verdict) {
            result.error = *verdict;
        } else {
            ++done.waiting_for;
        }
    }
    if (done.waiting_for == 0) return answer_produce(self, done, out);
    std::int32_t const place = park(self, std::move(done), out);
    std::vector<ProducePartitionResult> const& parked =
        self.purgatory.produces[static_cast<std::size_t>(place)].results;
    for (std::size_t i = 0; i < parked.size(); ++i) {
        ProducePartition const& sent = (*request.partitions)[i];
        if (parked[i].error != ErrorCode::none) continue;
        Offset const required = required_offset(sent, parked[i]);
        if (find_partition(self, sent.partition)->high_watermark >= required) continue;
        out.note(ProduceParked{sent.partition, required, from.from});
        wait_here(self, sent, required, place);
    }
}
}  // namespace

void answer_produce(Broker& self, DelayedProduce& done, Effects& out) {
    ProduceResponse response{make_payload(std::move(done.results))};
    response.throttle_time_ms =
        charge_produce(self, done.client, done.client_id, done.request_bytes, out);
    out.reply(done.client, done.correlation_id, std::move(response));
}

void handle(Broker& self, Envelope const& from, ProduceRequest const& request, Effects& out) {
    bool const acks_known = request.acks == 0 || request.acks == 1 || request.acks == -1;
    std::vector<ProducePartitionResult> results;
    bool failed = false;
    if (request.partitions) {
        results.reserve(request.partitions->size());
        for (ProducePartition const& sent : *request.partitions) {
            results.push_back(acks_known
                                  ? write(self, sent, request.acks, out)
                                  : refuse(self, sent.partition, ErrorCode::invalid_required_acks));
            ErrorCode const error = results.back().error;
            if (error == ErrorCode::none) continue;
            failed = true;
            out.note(ProduceRefused{sent.partition, error, from.from});
        }
    }
    if (request.acks != 0) {
        park_or_answer(self, from, request, std::move(results), out);
    } else {
        charge_produce(self, from.from, request.client_id,
                       produce_request_bytes(self, request, out), out);
        // Nobody waits for an answer; a closed connection is how such a producer hears of it, and
        // asks for metadata.
        if (failed) {
            out.hang_up(from.from);
            forget_muted(self, from.from);
        }
    }
    settle(self, out);
}

}  // namespace highwater
