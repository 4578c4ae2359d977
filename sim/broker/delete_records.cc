// DeleteRecords (21): the log begins later (Kafka: ReplicaManager.deleteRecords,
// DelayedDeleteRecords). Followers hear of the new start with their next fetch and say with the one
// after that they have followed; only then is the answer given.
#include <algorithm>
#include <utility>

#include "broker/replicas.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
// The smallest log start of the replicas that are alive (Partition.lowWatermarkIfLeader).
Offset low_watermark(Broker const& self, Partition const& partition) {
    Offset lowest = partition.log.start_offset();
    for (RemoteReplica const& follower : partition.followers) {
        BrokerRegistration const* broker = find_broker(*self.image, follower.id);
        bool const is_alive = broker != nullptr && !broker->fenced;
        if (is_alive) lowest = std::min(lowest, follower.log_start_offset);
    }
    return lowest;
}

ErrorCode refusal(Broker const& self, DeleteRecordsPartition const& wanted, Names const& names) {
    if (is_internal_topic(names.text(wanted.partition.topic))) {
        return ErrorCode::invalid_topic_exception;
    }
    ErrorCode const error = check_leader(self, wanted.partition);
    if (error != ErrorCode::none) return error;
    Partition const& partition = *find_partition(self, wanted.partition);
    // What compaction keeps is not to be lost by the way.
    if (partition.config->compact && !partition.config->deletes) return ErrorCode::policy_violation;
    bool const is_beyond = wanted.offset > partition.high_watermark || wanted.offset < kNoOffset;
    return is_beyond ? ErrorCode::offset_out_of_range : ErrorCode::none;
}

DelayedDeleteRecords::Part delete_below(Broker& self, DeleteRecordsPartition const& wanted,
                                        Effects& out) {
    DelayedDeleteRecords::Part part;
    part.result.partition = wanted.partition;
    part.result.error = refusal(self, wanted, out.names());
    if (part.result.error != ErrorCode::none) return part;
    std::int32_t const slot = self.partitions.find(wanted.partition);
    Partition& partition = self.partitions.edit(slot);
    part.required = wanted.offset == kNoOffset ? partition.high_watermark : wanted.offset;
    Offset const before = partition.log.start_offset();
    partition.log.raise_start_offset(part.required);
    if (partition.log.start_offset() != before) {
        out.note(RecordsDeleted{partition.id, before, partition.log.start_offset(), kNoBroker});
        // Followers are told with the answer they wait for anyway; alone it ends no wait.
        for (Watcher const& watcher : partition.watchers) make_ready(self, partition, watcher);
    }
    part.result.low_watermark = low_watermark(self, partition);
    part.is_waiting = part.result.low_watermark < part.required;
    return part;
}

bool is_done(DelayedDeleteRecords const& delayed) {
    return std::none_of(delayed.parts.begin(), delayed.parts.end(),
                        [](auto const& part) { return part.is_waiting; });
}

void answer(DelayedDeleteRecords const& delayed, Effects& out) {
    std::vector<DeleteRecordsResult> results;
    for (DelayedDeleteRecords::Part const& part : delayed.parts) results.push_back(part.result);
    out.reply(delayed.client, delayed.correlation_id,
              DeleteRecordsResponse{make_payload(std::move(results))});
}

void answer_done(Broker& self, Effects& out) {
    auto& deletes = self.purgatory.deletes;
    for (DelayedDeleteRecords const& delayed : deletes) {
        if (is_done(delayed)) answer(delayed, out);
    }
    deletes.erase(std::remove_if(deletes.begin(), deletes.end(), is_done), deletes.end());
}
}  // namespace

void complete_deletes(Broker& self, TopicPartition id, Effects& out) {
    if (self.purgatory.deletes.empty()) return;
    Partition const* partition = find_partition(self, id);
    for (DelayedDeleteRecords& delayed : self.purgatory.deletes) {
        for (DelayedDeleteRecords::Part& part : delayed.parts) {
            if (!part.is_waiting || part.result.partition != id) continue;
            if (partition == nullptr || !partition->is_leader()) {
                part.result = {id, kNoOffset, ErrorCode::not_leader_or_follower};
                part.is_waiting = false;
                continue;
            }
            part.result.low_watermark = low_watermark(self, *partition);
            part.is_waiting = part.result.low_watermark < part.required;
        }
    }
    answer_done(self, out);
}

void expire_deletes(Broker& self, Time& next, Effects& out) {
    for (DelayedDeleteRecords& delayed : self.purgatory.deletes) {
        if (delayed.deadline > out.now()) {
            next = std::min(next, delayed.deadline);
            continue;
        }
        for (DelayedDeleteRecords::Part& part : delayed.parts) {
            if (part.is_waiting) part.result.error = ErrorCode::request_timed_out;
            part.is_waiting = false;
        }
    }
    answer_done(self, out);
}

void handle(Broker& self, Envelope const& from, DeleteRecordsRequest const& request, Effects& out) {
    DelayedDeleteRecords delayed{
        from.from, from.correlation_id, out.now() + milliseconds(request.timeout_ms), {}};
    if (request.partitions) {
        for (DeleteRecordsPartition const& wanted : *request.partitions) {
            delayed.parts.push_back(delete_below(self, wanted, out));
        }
    }
    if (is_done(delayed)) {
        answer(delayed, out);
    } else {
        arm_purgatory(self, delayed.deadline, out);
        self.purgatory.deletes.push_back(std::move(delayed));
    }
    settle(self, out);
}

}  // namespace highwater
