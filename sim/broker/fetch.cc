// Fetch (API key 1), by followers and consumers (Kafka: ReplicaManager.fetchMessages,
// Partition.fetchRecords, DelayedFetch). A follower's fetch is also its acknowledgement: its
// position moves the high watermark and lets it into the ISR.
#include <algorithm>
#include <utility>

#include "broker/preferred_replica.h"
#include "broker/replicas.h"
#include "broker/sessions.h"
#include "broker/throttle.h"
#include "storage/read_bounds.h"
#include "storage/truncation.h"

namespace highwater {

namespace {
// No transaction is ever open here, so all that is committed is stable.
LogEnds ends_of(Partition const& partition) {
    return {partition.log.start_offset(), partition.high_watermark, partition.high_watermark,
            partition.log.end_offset()};
}

// What a look at one partition of a session finds.
struct Finding {
    ErrorCode error{};
    EpochEnd diverging{};           // defined: the histories part there
    Offset readable_end{};          // the reader may see what is below
    BrokerId preferred{kNoBroker};  // who shall serve it instead (KIP-392)
    bool is_held_back{};            // its throttle's rate is used up
};

Finding look_at(Broker const& self, FetchSession const& session, SessionPartition const& wanted,
                Time now) {
    if (wanted.slot < 0) {
        return {wanted.topic_id == kNoUuid ? ErrorCode::unknown_topic_or_partition
                                           : ErrorCode::unknown_topic_id};
    }
    Partition const& partition = self.partitions[wanted.slot];
    if (wanted.topic_id != kNoUuid && wanted.topic_id != partition.topic_id) {
        return {ErrorCode::inconsistent_topic_id};
    }
    if (wanted.current_leader_epoch != kNoEpoch) {
        if (wanted.current_leader_epoch < partition.leader_epoch) {
            return {ErrorCode::fenced_leader_epoch};
        }
        if (wanted.current_leader_epoch > partition.leader_epoch) {
            return {ErrorCode::unknown_leader_epoch};
        }
    }
    // Followers copy from the leader alone; a consumer may read from any replica (KIP-392).
    bool const serves = partition.is_leader() ||
                        (partition.role == PartitionRole::follower && !session.is_follower());
    if (!serves) return {ErrorCode::not_leader_or_follower};
    Log const& log = partition.log;
    if (wanted.fetch_offset < log.start_offset()) return {ErrorCode::offset_out_of_range};
    if (wanted.last_fetched_epoch != kNoEpoch) {
        Divergence const divergence = find_divergence(
            log.epochs(), log.end_offset(), wanted.last_fetched_epoch, wanted.fetch_offset);
        if (divergence.is_out_of_range) return {ErrorCode::offset_out_of_range};
        if (divergence.end.is_defined()) return {ErrorCode::none, divergence.end};
    }
    LogEnds const ends = ends_of(partition);
    if (!is_in_range(ends, wanted.fetch_offset)) return {ErrorCode::offset_out_of_range};
    Finding found;
    found.readable_end =
        readable_end(ends, session.is_follower() ? Reader::follower : Reader::read_uncommitted);
    if (session.is_follower()) {
        found.is_held_back = is_held_back(self, partition, session.replica_id, now);
    } else {
        found.preferred = preferred_replica(self, partition, session, wanted.fetch_offset, now);
    }
    return found;
}

// The position of a follower's fetch counts: for its lag, the ISR and the high watermark.
ErrorCode count_fetch(Broker& self, FetchSession const& session, SessionPartition const& wanted,
                      Effects& out) {
    Partition& partition = self.partitions.edit(wanted.slot);
    RemoteReplica* follower = find_follower(partition, session.replica_id);
    Offset const before = follower != nullptr ? follower->log_end_offset : kNoOffset;
    LeaderView const view = view_of(self, out.now());
    ErrorCode const error = note_follower_fetch(partition, session.replica_id,
                                                session.replica_epoch, wanted.fetch_offset, view);
    if (error != ErrorCode::none) return error;
    bool const has_new_start = follower->log_start_offset != wanted.log_start_offset;
    follower->log_start_offset = wanted.log_start_offset;
    bool const is_news = before != wanted.fetch_offset;
    bool const may_join = maybe_propose_expansion(partition, session.replica_id, view);
    // First what the follower did, then what follows from it.
    if (is_news || may_join) {
        out.note(FollowerFetched{partition.id, session.replica_id, wanted.fetch_offset});
    }
    if (may_join) {
        out.note(IsrExpandProposed{partition.id, session.replica_id});
        submit_proposal(self, wanted.slot, out);
    }
    if (is_news) advance_high_watermark(self, wanted.slot, session.replica_id, out);
    if (has_new_start) complete_deletes(self, wanted.partition, out);
    return ErrorCode::none;
}

// Read to the end and told everything: nothing to look at until something happens. A follower that
// is not in the ISR is looked at with every fetch, because it may join with any of them.
bool is_idle(Broker const& self, FetchSession const& session, SessionPartition const& wanted,
             Finding const& found) {
    if (found.error != ErrorCode::none || found.diverging.is_defined() ||
        found.preferred != kNoBroker) {
        return false;
    }
    Partition const& partition = self.partitions[wanted.slot];
    if (wanted.fetch_offset < found.readable_end ||
        wanted.told_high_watermark != partition.high_watermark ||
        wanted.told_log_start_offset != partition.log.start_offset()) {
        return false;
    }
    if (!session.is_follower()) return true;
    return std::find(partition.isr.begin(), partition.isr.end(), session.replica_id) !=
           partition.isr.end();
}

// Does what was found in one partition end the wait? `bytes` is what those before it could give,
// counted only as far as needed.
bool ends_the_wait(Broker const& self, FetchSession const& session, SessionPartition const& wanted,
                   Finding const& found, std::int64_t& bytes) {
    if (wanted.error != ErrorCode::none || found.error != ErrorCode::none ||
        found.diverging.is_defined() || found.preferred != kNoBroker) {
        return true;
    }
    if (wanted.fetch_offset >= found.readable_end || found.is_held_back) return false;
    if (session.min_bytes <= 1) return true;
    bytes += self.partitions[wanted.slot].log.readable_bytes(
        wanted.fetch_offset, found.readable_end, session.min_bytes - bytes);
    return bytes >= session.min_bytes;
}

bool has_enough(Broker const& self, FetchSession const& session, Time now) {
    std::int64_t bytes = 0;
    for (std::int32_t const place : session.ready) {
        SessionPartition const& wanted = session.partitions[static_cast<std::size_t>(place)];
        Finding const found = look_at(self, session, wanted, now);
        if (ends_the_wait(self, session, wanted, found, bytes)) return true;
    }
    return session.min_bytes <= 0;
}

FetchedPartition read(Broker const& self, SessionPartition const& wanted, Finding const& found,
                      std::int64_t budget, bool first_bytes) {
    FetchedPartition fetched;
    fetched.partition = wanted.partition;
    fetched.error = wanted.error != ErrorCode::none ? wanted.error : found.error;
    Partition const* partition = wanted.slot >= 0 ? &self.partitions[wanted.slot] : nullptr;
    if (fetched.error != ErrorCode::none) {
        if (partition != nullptr && (fetched.error == ErrorCode::not_leader_or_follower ||
                                     fetched.error == ErrorCode::fenced_leader_epoch)) {
            fetched.current_leader = partition->leader;
            fetched.current_leader_epoch = partition->leader_epoch;
        }
        return fetched;
    }
    fetched.high_watermark = wanted.high_watermark_at_read != kNoOffset
                                 ? wanted.high_watermark_at_read
                                 : partition->high_watermark;
    fetched.last_stable_offset = fetched.high_watermark;
    fetched.log_start_offset = partition->log.start_offset();
    if (found.diverging.is_defined()) {
        fetched.diverging_epoch = found.diverging.epoch;
        fetched.diverging_end_offset = found.diverging.end_offset;
        return fetched;
    }
    fetched.preferred_read_replica = found.preferred;
    if (found.preferred != kNoBroker || found.is_held_back) return fetched;
    std::int64_t const limit = std::min<std::int64_t>(budget, wanted.max_bytes);
    if (wanted.fetch_offset < found.readable_end && (limit > 0 || first_bytes)) {
        partition->log.read(wanted.fetch_offset, found.readable_end, limit, fetched.batches);
        // Only the very first batch of an answer may exceed the limits.
        if (!first_bytes && fetched.batches.size() == 1 &&
            fetched.batches.front()->size_in_bytes > limit) {
            fetched.batches.clear();
        }
    }
    return fetched;
}

bool is_news(SessionPartition const& wanted, FetchedPartition const& fetched) {
    return fetched.error != ErrorCode::none || fetched.diverging_end_offset != kNoOffset ||
           fetched.preferred_read_replica != kNoBroker || !fetched.batches.empty() ||
           fetched.high_watermark != wanted.told_high_watermark ||
           fetched.log_start_offset != wanted.told_log_start_offset;
}

// A consumer is sent elsewhere, or a throttle begins to hold a follower back.
void note_findings(Broker const& self, FetchSession const& session, SessionPartition& wanted,
                   Finding const& found, Effects& out) {
    if (found.preferred != kNoBroker) {
        out.note(
            PreferredReplicaChosen{wanted.partition, session.peer, found.preferred, session.rack});
    }
    bool const waits = found.is_held_back && wanted.fetch_offset < found.readable_end;
    if (waits && !wanted.is_held_back) {
        std::int64_t const rate = limits_of(self, ThrottledSide::leader).rate;
        out.note(ReplicationThrottled{wanted.partition, session.replica_id, rate, true});
    }
    wanted.is_held_back = waits;
}

// Reads what is ready, as one answer carries it: visit(place, wanted, found, fetched, bytes).
template <class Visit>
void read_ready(Broker const& self, FetchSession& session, Time now, Visit&& visit) {
    std::int64_t budget = session.max_bytes;
    bool first_bytes = true;
    std::size_t const count = session.ready.size();  // visiting may put more behind them
    for (std::size_t i = 0; i < count; ++i) {
        std::int32_t const place = session.ready[i];
        SessionPartition& wanted = session.partitions[static_cast<std::size_t>(place)];
        Finding const found = look_at(self, session, wanted, now);
        FetchedPartition fetched = read(self, wanted, found, budget, first_bytes);
        std::int64_t bytes = 0;
        for (BatchRef const& batch : fetched.batches) bytes += batch->size_in_bytes;
        budget -= bytes;
        first_bytes = first_bytes && bytes == 0;
        visit(place, wanted, found, std::move(fetched), bytes);
    }
}

// What the answer would weigh, as it would be made now.
std::int64_t answer_bytes(Broker const& self, FetchSession& session, Time now) {
    std::vector<FetchedPartition> answer;
    read_ready(self, session, now,
               [&](std::int32_t, SessionPartition const& wanted, Finding const&,
                   FetchedPartition&& fetched, std::int64_t) {
                   if (is_news(wanted, fetched)) answer.push_back(std::move(fetched));
               });
    return fetch_response_bytes(answer);
}

// A consumer above its quota gets an empty answer, and its session stays as it is; a first fetch
// gets no session at all (FetchContext.getThrottledResponse).
bool is_turned_away(Broker& self, FetchSession& session, Effects& out) {
    if (session.is_follower() || !has_fetch_quotas(self)) return false;
    std::int32_t const throttle_time_ms = charge_fetch(self, session.peer, session.client_id,
                                                       answer_bytes(self, session, out.now()), out);
    if (throttle_time_ms == 0) return false;
    bool const is_first = session.is_single_use || session.next_epoch == 1;
    FetchResponse response{ErrorCode::none, is_first ? 0 : session.id, nullptr, throttle_time_ms};
    out.reply(session.peer, session.parked.correlation_id, std::move(response));
    for (std::int32_t const place : session.ready) {
        session.partitions[static_cast<std::size_t>(place)].high_watermark_at_read = kNoOffset;
    }
    session.parked = {};
    if (is_first) close_session(self, place_of(self, session));
    return true;
}
}  // namespace

void complete_fetch(Broker& self, FetchSession& session, Effects& out) {
    if (is_turned_away(self, session, out)) return;
    std::vector<FetchedPartition> answer;
    std::int64_t throttled_bytes = 0;
    std::size_t kept = 0;
    std::size_t const count = session.ready.size();
    answer.reserve(std::min<std::size_t>(count, 16));
    read_ready(self, session, out.now(),
               [&](std::int32_t place, SessionPartition& wanted, Finding const& found,
                   FetchedPartition&& fetched, std::int64_t bytes) {
                   note_findings(self, session, wanted, found, out);
                   wanted.error = ErrorCode::none;
                   wanted.high_watermark_at_read = kNoOffset;
                   bool const has_bytes = bytes > 0;
                   if (has_bytes && session.is_follower() &&
                       self.partitions[wanted.slot].throttles_leader) {
                       throttled_bytes += bytes;
                   }
                   if (is_news(wanted, fetched)) {
                       // A follower that must truncate takes nothing else from the answer.
                       bool const is_heard = fetched.diverging_end_offset == kNoOffset;
                       wanted.told_high_watermark = is_heard ? fetched.high_watermark : kNoOffset;
                       wanted.told_log_start_offset = fetched.log_start_offset;
                       answer.push_back(std::move(fetched));
                   }
                   if (!has_bytes && is_idle(self, session, wanted, found)) {
                       wanted.is_ready = false;
                   } else if (has_bytes) {
                       session.ready.push_back(place);  // behind the others, so that none starves
                   } else {
                       session.ready[kept++] = place;
                   }
               });
    auto const begin = session.ready.begin();
    session.ready.erase(begin + static_cast<std::ptrdiff_t>(kept),
                        begin + static_cast<std::ptrdiff_t>(count));
    if (throttled_bytes > 0) {
        record_bytes(self.quotas.leader, throttled_bytes, limits_of(self, ThrottledSide::leader),
                     out.now());
    }
    NodeId const peer = session.peer;
    CorrelationId const correlation_id = session.parked.correlation_id;
    session.parked = {};
    FetchResponse response{ErrorCode::none, session.is_single_use ? 0 : session.id, nullptr};
    if (!answer.empty()) response.partitions = make_payload(std::move(answer));
    if (session.is_single_use) close_session(self, place_of(self, session));
    out.reply(peer, correlation_id, std::move(response));
}

void handle(Broker& self, Envelope const& from, FetchRequest const& request, Effects& out) {
    OpenedSession const opened = open_session(self, from, request, out.now());
    if (opened.error != ErrorCode::none) {
        out.reply(from, FetchResponse{opened.error, 0, nullptr});
        settle(self, out);
        return;
    }
    FetchSession& session = self.sessions[static_cast<std::size_t>(opened.place)];
    if (!session.is_follower() && has_fetch_quotas(self)) {
        // Never more at once than could be had without a throttle.
        std::int64_t const most = most_fetch_bytes(self, session.client_id, out);
        session.max_bytes =
            static_cast<std::int32_t>(std::min<std::int64_t>(session.max_bytes, most));
        session.min_bytes = std::min(session.min_bytes, session.max_bytes);
    }
    bool is_complete = request.max_wait_ms <= 0 || session.min_bytes <= 0 || session.members == 0;
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < session.ready.size(); ++i) {
        SessionPartition& wanted = session.partitions[static_cast<std::size_t>(session.ready[i])];
        Finding const found = look_at(self, session, wanted, out.now());
        if (wanted.slot >= 0) {
            // The answer tells the high watermark as it was before this very fetch moved it.
            wanted.high_watermark_at_read = self.partitions[wanted.slot].high_watermark;
        }
        if (session.is_follower() && found.error == ErrorCode::none &&
            !found.diverging.is_defined()) {
            wanted.error = count_fetch(self, session, wanted, out);
        }
        is_complete = is_complete || ends_the_wait(self, session, wanted, found, bytes);
    }
    session.parked = {from.correlation_id, out.now() + milliseconds(request.max_wait_ms), true};
    if (is_complete) {
        complete_fetch(self, session, out);
    } else {
        // Whatever it waits for, it is read again then.
        for (std::int32_t const place : session.ready) {
            session.partitions[static_cast<std::size_t>(place)].high_watermark_at_read = kNoOffset;
        }
        arm_purgatory(self, session.parked.deadline, out);
    }
    settle(self, out);
}

void settle(Broker& self, Effects& out) {
    for (std::size_t i = 0; i < self.woken_sessions.size(); ++i) {
        FetchSession& session = self.sessions[static_cast<std::size_t>(self.woken_sessions[i])];
        session.is_woken = false;
        if (session.id != 0 && session.parked.is_parked && has_enough(self, session, out.now())) {
            complete_fetch(self, session, out);
        }
    }
    self.woken_sessions.clear();
}

}  // namespace highwater
