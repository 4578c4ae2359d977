// Produce (API key 0): what a client wrote goes to the leader's log, and with acks=all its answer
// waits until the in-sync replicas have it (Kafka: ReplicaManager.appendRecords, DelayedProduce).
#include <utility>

#include "broker/append.h"
#include "broker/replicas.h"

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

struct Written {
    ProducePartitionResult result;
    Offset required_offset{kNoOffset};
};

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

Written write(Broker& self, ProducePartition const& sent, std::int16_t acks, Effects& out) {
    std::int32_t const slot = self.partitions.find(sent.partition);
    if (slot < 0) return {refuse(self, sent.partition, ErrorCode::unknown_topic_or_partition)};
    if (!self.partitions[slot].is_leader()) {
        return {refuse(self, sent.partition, ErrorCode::not_leader_or_follower)};
    }
    Partition& partition = self.partitions.edit(slot);
    AppendOutcome const outcome = append_as_leader(partition, *sent.batch, acks, out.now());
    if (outcome.error != ErrorCode::none) return {refuse(self, sent.partition, outcome.error)};
    note_append(partition, *sent.batch, outcome, out);
    if (!outcome.is_duplicate) {
        on_appended(self, slot);
        advance_high_watermark(self, slot, self.id, out);
    }
    return {{sent.partition, ErrorCode::none, outcome.base_offset, partition.log.start_offset(),
             kNoBroker, kNoEpoch},
            outcome.required_offset};
}

// Those of the written partitions that are not committed yet wait for it.
void park_or_answer(Broker& self, Envelope const& from, ProduceRequest const& request,
                    std::vector<Written>& written, Effects& out) {
    DelayedProduce delayed;
    delayed.client = from.from;
    delayed.correlation_id = from.correlation_id;
    delayed.deadline = out.now() + milliseconds(request.timeout_ms);
    delayed.results.reserve(written.size());
    for (Written& one : written) {
        if (request.acks == -1 && one.result.error == ErrorCode::none) {
            auto const verdict = check_enough_replicas(*find_partition(self, one.result.partition),
                                                       one.required_offset);
            if (!verdict) {
                ++delayed.waiting_for;
            } else {
                one.result.error = *verdict;
                one.required_offset = kNoOffset;
            }
        } else {
            one.required_offset = kNoOffset;
        }
        delayed.results.push_back(one.result);
    }
    if (delayed.waiting_for == 0) {
        out.reply(from, ProduceResponse{make_payload(std::move(delayed.results))});
        return;
    }
    std::int32_t const place = park(self, std::move(delayed), out);
    for (Written const& one : written) {
        if (one.required_offset == kNoOffset) continue;
        out.note(ProduceParked{one.result.partition, one.required_offset, from.from});
        std::int32_t const slot = self.partitions.find(one.result.partition);
        auto& waiting = self.partitions.edit(slot).waiting;
        auto at = waiting.end();  // a retry of an older batch waits for less than those before it
        while (at != waiting.begin() && std::prev(at)->required_offset > one.required_offset) --at;
        waiting.insert(at, {one.required_offset, place});
    }
}
}  // namespace

void handle(Broker& self, Envelope const& from, ProduceRequest const& request, Effects& out) {
    bool const acks_known = request.acks == 0 || request.acks == 1 || request.acks == -1;
    std::vector<Written> written;
    bool failed = false;
    if (request.partitions) {
        written.reserve(request.partitions->size());
        for (ProducePartition const& sent : *request.partitions) {
            written.push_back(acks_known ? write(self, sent, request.acks, out)
                                         : Written{refuse(self, sent.partition,
                                                          ErrorCode::invalid_required_acks)});
            ErrorCode const error = written.back().result.error;
            if (error == ErrorCode::none) continue;
            failed = true;
            out.note(ProduceRefused{sent.partition, error, from.from});
        }
    }
    if (request.acks != 0) {
        park_or_answer(self, from, request, written, out);
    } else if (failed) {
        // Nobody waits for an answer; a closed connection is how such a producer hears of it.
        out.close_connection(from.from);
    }
    settle(self, out);
}

}  // namespace highwater
