// Copying from leaders (Kafka: AbstractFetcherThread, ReplicaFetcherThread). The next fetch leaves
// as soon as an answer is processed; the wait for new records happens at the leader.
#include "broker/fetcher.h"

#include <algorithm>
#include <utility>

#include "broker/replicas.h"
#include "broker/throttle.h"
#include "storage/truncation.h"

namespace highwater {

Fetcher* find_fetcher(Broker& self, BrokerId source) {
    for (Fetcher& fetcher : self.fetchers) {
        if (fetcher.source == source) return &fetcher;
    }
    return nullptr;
}

void cut(Broker& self, std::int32_t slot, Offset to, TruncateReason why, Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    Offset const from = partition.log_end_offset();
    LeaderEpochCache const before = partition.log.epochs();
    truncate(partition, to);
    Offset const end = partition.log_end_offset();
    if (end == from) return;
    out.note(LogTruncated{partition.id, from, end, partition.leader_epoch,
                          before.epoch_of(end).value_or(kNoEpoch), why});
    wake_watchers(self, slot);
}

FetchedReplica* find_replica(Fetcher& fetcher, std::int32_t slot) {
    // A replica that is new has the highest slot, and nobody copies it yet.
    if (fetcher.replicas.empty() || fetcher.replicas.back().slot < slot) return nullptr;
    auto const it =
        std::lower_bound(fetcher.replicas.begin(), fetcher.replicas.end(), slot,
                         [](FetchedReplica const& r, std::int32_t s) { return r.slot < s; });
    return it != fetcher.replicas.end() && it->slot == slot ? &*it : nullptr;
}

void mark_changed(Fetcher& fetcher, FetchedReplica& replica) {
    if (replica.is_changed) return;
    replica.is_changed = true;
    fetcher.changed.push_back(replica.slot);
}

void arm_fetcher(Broker& self, Fetcher& fetcher, Time at, Effects& out) {
    if (at >= fetcher.timer_at && fetcher.timer_at > out.now()) return;
    fetcher.timer_at = at;
    auto const place = static_cast<std::int32_t>(&fetcher - self.fetchers.data());
    out.arm_at({TimerKind::fetcher, place}, at);
}

namespace {
bool is_fetchable(FetchedReplica const& replica, Time now) {
    return !replica.is_stopped && !replica.is_out_of_range && !replica.needs_look_up &&
           replica.delayed_until <= now;
}

// Out of the session until the metadata log, the source's offsets or time helps.
void leave_session(Broker const& self, Fetcher& fetcher, FetchedReplica& replica) {
    if (!replica.is_in_session) return;
    replica.is_in_session = false;
    fetcher.forgotten.push_back(self.partitions[replica.slot].id);
}

void delay(Broker const& self, Fetcher& fetcher, FetchedReplica& replica, Time until) {
    replica.delayed_until = until;
    leave_session(self, fetcher, replica);
    mark_changed(fetcher, replica);
}

// With it the leader sees whether the histories agree so far.
LeaderEpoch last_fetched_epoch(Broker const& self, Partition const& partition) {
    if (self.protocol.truncation != TruncationRule::fetch) return kNoEpoch;
    return partition.log.epochs().latest().value_or(kNoEpoch);
}

// A throttle's rate is used up: the partition is left out until there is some of it again.
bool holds_back(Broker& self, Fetcher& fetcher, FetchedReplica& replica, Time& next_try,
                Effects& out) {
    Partition const& partition = self.partitions[replica.slot];
    if (!holds_itself_back(self, partition, replica.lag, out.now())) {
        replica.is_held_back = false;
        return false;
    }
    if (!replica.is_held_back) {
        std::int64_t const rate = limits_of(self, ThrottledSide::follower).rate;
        out.note(ReplicationThrottled{partition.id, self.id, rate, false});
    }
    replica.is_held_back = true;
    leave_session(self, fetcher, replica);
    next_try = std::min(next_try, out.now() + milliseconds(self.config->replica_fetch_backoff_ms));
    return true;
}

// The positions that the source must hear; what is not fetchable yet stays for later.
FetchPartitions take_news(Broker& self, Fetcher& fetcher, Time& next_try, Effects& out) {
    FetchPartitions news;
    news.forgotten = std::exchange(fetcher.forgotten, {});
    news.changed.reserve(fetcher.changed.size());
    std::size_t kept = 0;
    for (std::int32_t const slot : fetcher.changed) {
        FetchedReplica* replica = find_replica(fetcher, slot);
        if (replica == nullptr) continue;
        if (!is_fetchable(*replica, out.now())) {
            if (!replica->is_stopped && !replica->is_out_of_range && !replica->needs_look_up) {
                next_try = std::min(next_try, replica->delayed_until);
            }
            fetcher.changed[kept++] = slot;
            continue;
        }
        if (holds_back(self, fetcher, *replica, next_try, out)) {
            fetcher.changed[kept++] = slot;
            continue;
        }
        Partition const& partition = self.partitions[slot];
        replica->is_changed = false;
        replica->is_in_session = true;
        replica->leader_epoch = partition.leader_epoch;
        replica->told_offset = partition.log_end_offset();
        news.changed.push_back({partition.id, self.config->replica_fetch_max_bytes,
                                partition.topic_id, partition.log_end_offset(),
                                partition.log.start_offset(),
                                self.protocol.fencing ? partition.leader_epoch : kNoEpoch,
                                last_fetched_epoch(self, partition)});
    }
    fetcher.changed.resize(kept);
    return news;
}

bool has_session_members(Fetcher const& fetcher) {
    return std::any_of(fetcher.replicas.begin(), fetcher.replicas.end(),
                       [](FetchedReplica const& replica) { return replica.is_in_session; });
}

void send_fetch(Broker& self, Fetcher& fetcher, Effects& out) {
    if (fetcher.is_in_flight || fetcher.replicas.empty()) return;
    if (self.lifecycle.state == BrokerState::not_running) return;
    if (fetcher.backoff_until > out.now()) {
        arm_fetcher(self, fetcher, fetcher.backoff_until, out);
        return;
    }
    BrokerRegistration const* source = find_broker(*self.image, fetcher.source);
    if (source == nullptr) return;
    send_look_ups(self, fetcher, out);
    Time next_try = kNever;
    FetchPartitions news = take_news(self, fetcher, next_try, out);
    if (next_try != kNever) arm_fetcher(self, fetcher, next_try, out);
    if (news.changed.empty() && !has_session_members(fetcher)) {
        fetcher.forgotten = std::move(news.forgotten);  // nothing to fetch: silence until there is
        return;
    }
    ServerConfig const& config = *self.config;
    FetchRequest request;
    request.replica_id = self.id;
    request.replica_epoch = self.lifecycle.epoch;
    request.session_id = fetcher.session_id;
    request.session_epoch = fetcher.session_epoch;
    request.max_wait_ms = config.replica_fetch_wait_max_ms;
    request.min_bytes = config.replica_fetch_min_bytes;
    request.max_bytes = config.replica_fetch_response_max_bytes;
    request.rack = self.rack;
    if (!news.changed.empty() || !news.forgotten.empty()) {
        request.partitions = make_payload(std::move(news));
    }
    fetcher.is_in_flight = true;
    ask(self, source->node, std::move(request), milliseconds(config.replica_socket_timeout_ms),
        static_cast<std::uint64_t>(fetcher.source.value), out);
}

// The next fetch tells every position anew.
void reset_session(Fetcher& fetcher) {
    fetcher.session_id = 0;
    fetcher.session_epoch = 0;
    fetcher.forgotten.clear();
    for (FetchedReplica& replica : fetcher.replicas) {
        replica.is_in_session = false;
        mark_changed(fetcher, replica);
    }
}

// The batch at which the log would have to go on begins before its end, and there is more in it
// than that batch could replace (Kafka: UnexpectedAppendOffsetException).
std::optional<Offset> unexpected_offset(Partition const& partition,
                                        FetchedPartition const& fetched) {
    Offset const end = partition.log_end_offset();
    if (partition.log.start_offset() == end) return std::nullopt;
    for (BatchRef const& batch : fetched.batches) {
        if (batch->next_offset() <= end) continue;
        if (batch->base_offset < end) return batch->base_offset;
        break;
    }
    return std::nullopt;
}

void copy_batches(Broker& self, std::int32_t slot, FetchedPartition const& fetched, Effects& out) {
    Partition& partition = self.partitions.edit(slot);
    std::int64_t bytes = 0;
    for (BatchRef const& batch : fetched.batches) {
        bytes += batch->size_in_bytes;
        Offset const end = partition.log_end_offset();
        if (batch->next_offset() <= end) continue;
        // Records were deleted in the middle of a batch, and an empty log begins there: it begins
        // with the whole batch then (Partition.appendRecordsToFollowerOrFutureReplica).
        bool const is_first = partition.log.start_offset() == end && batch->base_offset < end;
        if (is_first) partition.log.start_anew_at(batch->base_offset);
        partition.producers.update(*batch);
        partition.log.append(batch, partition.config->segment_bytes, partition.config->roll_ms());
        out.note(BatchReplicated{partition.id, batch->base_offset, batch->last_offset(),
                                 partition.leader});
    }
    if (bytes > 0) wake_cleaner(self, slot, out);
    if (bytes > 0 && partition.throttles_follower) {
        record_bytes(self.quotas.follower, bytes, limits_of(self, ThrottledSide::follower),
                     out.now());
    }
    Offset const start = partition.log.start_offset();
    if (fetched.log_start_offset > start &&
        fetched.log_start_offset <= partition.log_end_offset()) {
        partition.log.raise_start_offset(fetched.log_start_offset);
        out.note(RecordsDeleted{partition.id, start, fetched.log_start_offset, partition.leader});
    }
    Offset const before = partition.high_watermark;
    if (follow_high_watermark(partition, fetched.high_watermark)) {
        on_high_watermark_moved(self, slot, before, partition.leader, out);
    }
}

// The source's log does not reach our position: its offsets decide (handleOutOfRangeError).
void ask_for_offset(Broker& self, Fetcher& fetcher, std::int32_t slot, std::int64_t timestamp,
                    Effects& out) {
    BrokerRegistration const* source = find_broker(*self.image, fetcher.source);
    if (source == nullptr) return;
    Partition const& partition = self.partitions[slot];
    std::vector<ListOffsetsPartition> wanted{{partition.id, partition.leader_epoch, timestamp}};
    ask(self, source->node,
        ListOffsetsRequest{self.id, IsolationLevel::read_uncommitted,
                           make_payload(std::move(wanted))},
        milliseconds(self.config->replica_socket_timeout_ms),
        static_cast<std::uint64_t>(fetcher.source.value) << 1 |
            (timestamp == kLatestTimestamp ? 0U : 1U),
        out);
}

void take_error(Broker& self, Fetcher& fetcher, FetchedReplica& replica, ErrorCode error,
                Effects& out) {
    if (error == ErrorCode::offset_out_of_range) {
        replica.is_out_of_range = true;
        leave_session(self, fetcher, replica);
        ask_for_offset(self, fetcher, replica.slot, kLatestTimestamp, out);
        return;
    }
    if (error == ErrorCode::fenced_leader_epoch) {
        // The source is in a later epoch; asking again in this one is in vain.
        replica.is_stopped = true;
        leave_session(self, fetcher, replica);
        return;
    }
    // Metadata on the way: the source has not heard yet that it leads, or no longer does.
    delay(self, fetcher, replica, out.now() + milliseconds(self.config->replica_fetch_backoff_ms));
}

void take_partition(Broker& self, Fetcher& fetcher, FetchedPartition const& fetched, Effects& out) {
    std::int32_t const slot = self.partitions.find(fetched.partition);
    FetchedReplica* replica = slot >= 0 ? find_replica(fetcher, slot) : nullptr;
    if (replica == nullptr) return;
    Partition const& partition = self.partitions[slot];
    // An answer about a position or an epoch that has passed meanwhile says nothing.
    if (replica->is_changed || replica->leader_epoch != partition.leader_epoch ||
        replica->told_offset != partition.log_end_offset()) {
        return;
    }
    if (fetched.error != ErrorCode::none) {
        take_error(self, fetcher, *replica, fetched.error, out);
        return;
    }
    Offset const start = partition.log.start_offset();
    if (fetched.diverging_end_offset != kNoOffset) {
        Truncation const truncation = where_to_truncate(
            {partition.log.epochs(), partition.log_end_offset(), partition.high_watermark},
            {fetched.diverging_epoch, fetched.diverging_end_offset});
        cut(self, slot, truncation.to, TruncateReason::diverging_epoch, out);
    } else if (auto const unexpected = unexpected_offset(partition, fetched)) {
        // AbstractFetcherThread.markPartitionFailed: it is silent until it follows anew.
        out.note(ReplicaFetchFailed{partition.id, fetcher.source, *unexpected,
                                    partition.log_end_offset()});
        replica->is_stopped = replica->has_failed = true;
        leave_session(self, fetcher, *replica);
        return;
    } else {
        copy_batches(self, slot, fetched, out);
    }
    Partition const& after = self.partitions[slot];
    replica->lag = std::max<std::int64_t>(fetched.high_watermark - after.log_end_offset(), 0);
    // The source must hear of a new end, and of a new start too: DeleteRecords waits for it.
    if (after.log_end_offset() != replica->told_offset || after.log.start_offset() != start ||
        fetched.diverging_end_offset != kNoOffset) {
        mark_changed(fetcher, *replica);
    }
}
}  // namespace

void follow(Broker& self, std::int32_t slot, Effects& out) {
    Partition const& partition = self.partitions[slot];
    Fetcher* fetcher = find_fetcher(self, partition.leader);
    if (fetcher != nullptr) {
        FetchedReplica const* known = find_replica(*fetcher, slot);
        if (known != nullptr && known->leader_epoch == partition.leader_epoch) return;
    }
    unfollow(self, slot);
    if (!partition.log.epochs().latest() ||
        self.protocol.truncation == TruncationRule::high_watermark) {
        // Without a history to compare only what is committed is sure to agree.
        cut(self, slot, partition.high_watermark, TruncateReason::high_watermark, out);
    }
    if (fetcher == nullptr) {
        self.fetchers.emplace_back();
        fetcher = &self.fetchers.back();
        fetcher->source = partition.leader;
    }
    FetchedReplica replica;
    replica.slot = slot;
    replica.leader_epoch = partition.leader_epoch;
    replica.needs_look_up =
        looks_up_epochs(self.protocol) && partition.log.epochs().latest().has_value();
    auto const at =
        std::lower_bound(fetcher->replicas.begin(), fetcher->replicas.end(), slot,
                         [](FetchedReplica const& r, std::int32_t s) { return r.slot < s; });
    mark_changed(*fetcher, *fetcher->replicas.insert(at, replica));
}

void unfollow(Broker& self, std::int32_t slot) {
    for (Fetcher& fetcher : self.fetchers) {
        FetchedReplica* replica = find_replica(fetcher, slot);
        if (replica == nullptr) continue;
        leave_session(self, fetcher, *replica);
        if (replica->is_changed) {
            auto& changed = fetcher.changed;
            changed.erase(std::remove(changed.begin(), changed.end(), slot), changed.end());
        }
        fetcher.replicas.erase(fetcher.replicas.begin() + (replica - fetcher.replicas.data()));
    }
}

bool has_failed(Broker const& self, TopicPartition id) {
    std::int32_t const slot = self.partitions.find(id);
    return std::any_of(self.fetchers.begin(), self.fetchers.end(), [&](Fetcher const& fetcher) {
        return std::any_of(fetcher.replicas.begin(), fetcher.replicas.end(),
                           [&](FetchedReplica const& r) { return r.slot == slot && r.has_failed; });
    });
}

void send_fetches(Broker& self, Effects& out) {
    for (Fetcher& fetcher : self.fetchers) send_fetch(self, fetcher, out);
}

void on_fetcher_timer(Broker& self, std::int32_t place, Effects& out) {
    Fetcher& fetcher = self.fetchers[static_cast<std::size_t>(place)];
    fetcher.timer_at = kNever;
    send_fetch(self, fetcher, out);
}

void on_fetch_failed(Broker& self, NodeId source, Effects& out) {
    for (Fetcher& fetcher : self.fetchers) {
        BrokerRegistration const* broker = find_broker(*self.image, fetcher.source);
        if (broker == nullptr || broker->node != source) continue;
        fetcher.is_in_flight = false;
        fetcher.is_looking_up = false;
        reset_session(fetcher);
        for (FetchedReplica& replica : fetcher.replicas) replica.is_out_of_range = false;
        fetcher.backoff_until = out.now() + milliseconds(self.config->replica_fetch_backoff_ms);
        send_fetch(self, fetcher, out);
    }
}

void handle(Broker& self, Envelope const& from, FetchResponse const& response, Effects& out) {
    auto const asked = self.pending.take(from.correlation_id);
    if (!asked) return;
    Fetcher* fetcher = find_fetcher(self, {static_cast<std::int32_t>(asked->context)});
    if (fetcher == nullptr) return;
    fetcher->is_in_flight = false;
    if (response.error != ErrorCode::none) {
        reset_session(*fetcher);
    } else {
        if (fetcher->session_epoch == 0) fetcher->session_id = response.session_id;
        fetcher->session_epoch =
            fetcher->session_epoch == INT32_MAX ? 1 : fetcher->session_epoch + 1;
        if (response.partitions) {
            for (FetchedPartition const& fetched : *response.partitions) {
                take_partition(self, *fetcher, fetched, out);
            }
        }
    }
    send_fetch(self, *fetcher, out);
    settle(self, out);
}

void handle(Broker& self, Envelope const& from, ListOffsetsResponse const& response, Effects& out) {
    auto const asked = self.pending.take(from.correlation_id);
    if (!asked || !response.partitions) return;
    Fetcher* fetcher = find_fetcher(self, {static_cast<std::int32_t>(asked->context >> 1)});
    if (fetcher == nullptr) return;
    bool const is_earliest = (asked->context & 1U) != 0;
    for (ListedOffset const& listed : *response.partitions) {
        std::int32_t const slot = self.partitions.find(listed.partition);
        FetchedReplica* replica = slot >= 0 ? find_replica(*fetcher, slot) : nullptr;
        if (replica == nullptr || !replica->is_out_of_range) continue;
        if (listed.error != ErrorCode::none) {
            replica->is_out_of_range = false;
            take_error(self, *fetcher, *replica, listed.error, out);
            continue;
        }
        Offset const own_end = self.partitions[slot].log_end_offset();
        if (!is_earliest && listed.offset >= own_end) {
            ask_for_offset(self, *fetcher, slot, kEarliestTimestamp, out);
            continue;
        }
        if (!is_earliest) {
            // Only after an unclean election: the leader's log is shorter and wins.
            cut(self, slot, listed.offset, TruncateReason::out_of_range, out);
        } else if (listed.offset > own_end) {
            Partition& partition = self.partitions.edit(slot);
            partition.log.start_anew_at(listed.offset);
            partition.producers = {};
            partition.high_watermark = listed.offset;
            out.note(LogTruncated{partition.id, own_end, listed.offset, partition.leader_epoch,
                                  kNoEpoch, TruncateReason::out_of_range});
            wake_watchers(self, slot);
        }
        replica->is_out_of_range = false;
        mark_changed(*fetcher, *replica);
    }
    send_fetch(self, *fetcher, out);
    settle(self, out);
}

}  // namespace highwater
