#include "broker/replicas.h"

#include <algorithm>

namespace highwater {

LeaderView view_of(Broker const& self, Time now) {
    return {self.id, now, milliseconds(self.config->replica_lag_time_max_ms), *self.image,
            self.protocol};
}

bool is_offsets_topic(NameId topic, Effects const& out) {
    return topic != kNoName && out.names().text(topic) == kOffsetsTopic;
}

ErrorCode check_leader(Broker const& self, TopicPartition id, LeaderEpoch current) {
    Partition const* partition = find_partition(self, id);
    if (partition == nullptr) {
        return find_partition(*self.image, id) == nullptr ? ErrorCode::unknown_topic_or_partition
                                                          : ErrorCode::not_leader_or_follower;
    }
    if (current != kNoEpoch && current < partition->leader_epoch) {
        return ErrorCode::fenced_leader_epoch;
    }
    if (current != kNoEpoch && current > partition->leader_epoch) {
        return ErrorCode::unknown_leader_epoch;
    }
    return partition->is_leader() ? ErrorCode::none : ErrorCode::not_leader_or_follower;
}

void on_appended(Broker& self, std::int32_t slot) {
    Partition& partition = self.partitions.edit(slot);
    for (Watcher const& watcher : partition.watchers) {
        if (!watcher.is_follower) continue;
        make_ready(self, partition, watcher);
        wake(self, watcher.session);
    }
}

void advance_high_watermark(Broker& self, std::int32_t slot, BrokerId by, Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    Offset const before = partition.high_watermark;
    if (maybe_advance_high_watermark(partition, view_of(self, out.now()))) {
        on_high_watermark_moved(self, slot, before, by, out);
    }
}

namespace {
// One partition of a parked produce has its verdict; the last one sends the answer.
void settle_produce(Broker& self, std::int32_t place, TopicPartition id, ErrorCode error,
                    Effects& out) {
    DelayedProduce& delayed = self.purgatory.produces[static_cast<std::size_t>(place)];
    for (ProducePartitionResult& result : delayed.results) {
        if (result.partition != id) continue;
        result.error = error;
        if (error != ErrorCode::none) result.base_offset = kNoOffset;
    }
    if (--delayed.waiting_for > 0) return;
    answer_produce(self, delayed, out);
    delayed = DelayedProduce{};
    self.purgatory.free.push_back(place);
}

void complete_produces(Broker& self, Partition& partition, Effects& out) {
    auto done = partition.waiting.begin();
    while (done != partition.waiting.end() && done->required_offset <= partition.high_watermark) {
        ErrorCode const error =
            check_enough_replicas(partition, done->required_offset).value_or(ErrorCode::none);
        settle_produce(self, done->delayed, partition.id, error, out);
        ++done;
    }
    partition.waiting.erase(partition.waiting.begin(), done);
}
}  // namespace

void on_high_watermark_moved(Broker& self, std::int32_t slot, Offset from, BrokerId by,
                             Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    if (partition.high_watermark > from) {
        out.note(HighWatermarkAdvanced{partition.id, from, partition.high_watermark, by,
                                       partition.is_leader()});
    }
    complete_produces(self, partition, out);
    if (partition.is_leader()) complete_deletes(self, partition.id, out);
    if (!self.groups.waiting.empty() && is_offsets_topic(partition.id.topic, out)) {
        complete_group_events(self, partition.id.partition, partition.high_watermark, out);
    }
    for (Watcher const& watcher : partition.watchers) {
        make_ready(self, partition, watcher);
        // A follower hears of it with its next answer; alone it ends no follower's wait.
        if (!watcher.is_follower) wake(self, watcher.session);
    }
}

void wake_watchers(Broker& self, std::int32_t slot) {
    Partition& partition = self.partitions.edit(slot);
    for (Watcher const& watcher : partition.watchers) {
        make_ready(self, partition, watcher);
        wake(self, watcher.session);
    }
}

void fail_waiting_produces(Broker& self, std::int32_t slot, ErrorCode error, Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    std::vector<WaitingProduce> const waiting = std::move(partition.waiting);
    partition.waiting.clear();
    for (WaitingProduce const& one : waiting) {
        settle_produce(self, one.delayed, partition.id, error, out);
    }
}

namespace {
// Its topic is deleted, or the broker holds it no more (ReplicaManager.getPartitionOrError).
ErrorCode error_of_lost(Broker const& self, Partition const& partition) {
    TopicImage const* topic = find_topic(*self.image, partition.id.topic);
    bool const is_there = topic != nullptr && topic->id == partition.topic_id;
    return is_there ? ErrorCode::not_leader_or_follower : ErrorCode::unknown_topic_or_partition;
}
}  // namespace

void delete_replica(Broker& self, std::int32_t slot, Effects& out) {
    unfollow(self, slot);
    TopicPartition const id = self.partitions[slot].id;
    fail_waiting_produces(self, slot, error_of_lost(self, self.partitions[slot]), out);
    if (is_offsets_topic(id.topic, out)) resign_group_shard(self, id.partition, out);
    wake_watchers(self, slot);
    for (Watcher const& watcher : self.partitions[slot].watchers) {
        FetchSession& session = self.sessions[static_cast<std::size_t>(watcher.session)];
        session.partitions[static_cast<std::size_t>(watcher.place)].slot = -1;
    }
    auto const is_of_it = [&](IsrChange const& change) { return change.slot == slot; };
    auto& changes = self.isr_changes;
    changes.unsent.erase(std::remove_if(changes.unsent.begin(), changes.unsent.end(), is_of_it),
                         changes.unsent.end());
    changes.in_flight.erase(
        std::remove_if(changes.in_flight.begin(), changes.in_flight.end(), is_of_it),
        changes.in_flight.end());
    self.partitions.remove(slot);
}

std::int32_t park(Broker& self, DelayedProduce delayed, Effects& out) {
    arm_purgatory(self, delayed.deadline, out);
    Purgatory& purgatory = self.purgatory;
    if (purgatory.free.empty()) {
        purgatory.produces.push_back(std::move(delayed));
        return static_cast<std::int32_t>(purgatory.produces.size()) - 1;
    }
    std::int32_t const place = purgatory.free.back();
    purgatory.free.pop_back();
    purgatory.produces[static_cast<std::size_t>(place)] = std::move(delayed);
    return place;
}

void arm_purgatory(Broker& self, Time deadline, Effects& out) {
    if (deadline >= self.purgatory.timer_at) return;
    self.purgatory.timer_at = deadline;
    out.arm_at({TimerKind::purgatory, 0}, deadline);
}

namespace {
// What is in the log stays there and may still commit; only the wait is over.
void expire_produce(Broker& self, std::int32_t place, Effects& out) {
    std::vector<ProducePartitionResult> const results =
        self.purgatory.produces[static_cast<std::size_t>(place)].results;
    for (ProducePartitionResult const& result : results) {
        std::int32_t const slot = self.partitions.find(result.partition);
        if (slot < 0) continue;
        auto& waiting = self.partitions.edit(slot).waiting;
        auto const mine = std::find_if(waiting.begin(), waiting.end(),
                                       [&](WaitingProduce const& w) { return w.delayed == place; });
        if (mine == waiting.end()) continue;
        waiting.erase(mine);
        settle_produce(self, place, result.partition, ErrorCode::request_timed_out, out);
    }
}
}  // namespace

void on_purgatory_timer(Broker& self, Effects& out) {
    self.purgatory.timer_at = kNever;
    Time next = kNever;
    for (std::size_t i = 0; i < self.purgatory.produces.size(); ++i) {
        if (self.purgatory.produces[i].waiting_for == 0) continue;
        if (self.purgatory.produces[i].deadline <= out.now()) {
            expire_produce(self, static_cast<std::int32_t>(i), out);
        } else {
            next = std::min(next, self.purgatory.produces[i].deadline);
        }
    }
    expire_deletes(self, next, out);
    for (FetchSession& session : self.sessions) {
        if (session.id == 0 || !session.parked.is_parked) continue;
        if (session.parked.deadline <= out.now()) {
            complete_fetch(self, session, out);
        } else {
            next = std::min(next, session.parked.deadline);
        }
    }
    arm_purgatory(self, next, out);
}

}  // namespace highwater
