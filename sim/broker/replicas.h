// What the handlers of this room share: after something happened to a replica, who must hear of it.
#pragma once

#include "broker/broker.h"

namespace highwater {

LeaderView view_of(Broker const& self, Time now);

bool is_offsets_topic(NameId topic, Effects const& out);

// Whether this broker leads the partition, in the epoch that the client believes in if it says one
// (ReplicaManager.getPartitionOrException, Partition.localLogWithEpochOrThrow).
ErrorCode check_leader(Broker const& self, TopicPartition id, LeaderEpoch current = kNoEpoch);

// A leader appended: followers that wait for bytes have some.
void on_appended(Broker& self, std::int32_t slot);

// Moves the high watermark as far as the rules allow, because of `by`'s fetch or append.
void advance_high_watermark(Broker& self, std::int32_t slot, BrokerId by, Effects& out);
// It moved from `from`: answers the produces it completes, wakes the consumers that may read on.
void on_high_watermark_moved(Broker& self, std::int32_t slot, Offset from, BrokerId by,
                             Effects& out);

// The role, epoch or log of a replica changed under those who wait for it.
void wake_watchers(Broker& self, std::int32_t slot);
// Answers every produce that waits here with an error.
void fail_waiting_produces(Broker& self, std::int32_t slot, ErrorCode error, Effects& out);
// Answers the DeleteRecords that need not wait any more: for this partition, whose followers or
// role have changed (delete_records.cc).
void complete_deletes(Broker& self, TopicPartition id, Effects& out);
void expire_deletes(Broker& self, Time& next, Effects& out);
// A replica is deleted: sessions and fetchers forget it, and its log is gone.
void delete_replica(Broker& self, std::int32_t slot, Effects& out);

// The answer to a produce, and what it costs of its client's quota (produce.cc).
void answer_produce(Broker& self, DelayedProduce& done, Effects& out);
// Parks a produce; returns its place in purgatory.
std::int32_t park(Broker& self, DelayedProduce delayed, Effects& out);
void arm_purgatory(Broker& self, Time deadline, Effects& out);
void on_purgatory_timer(Broker& self, Effects& out);

// ---- fetch sessions (fetch.cc) -----------------------------------------------------------------
// This place of a session may have something to say.
void make_ready(Broker& self, Partition& partition, Watcher const& watcher);
void wake(Broker& self, std::int32_t session);
// Answers the parked fetches that are complete. Every handler ends with it.
void settle(Broker& self, Effects& out);
void complete_fetch(Broker& self, FetchSession& session, Effects& out);
void close_session(Broker& self, std::int32_t place);
void close_sessions_of(Broker& self, NodeId peer);

// ---- as a follower (fetcher.cc) ----------------------------------------------------------------
void follow(Broker& self, std::int32_t slot, Effects& out);  // its leader or epoch is new
void unfollow(Broker& self, std::int32_t slot);
// It stopped following for good, until the partition's leader epoch changes.
bool has_failed(Broker const& self, TopicPartition id);
void send_fetches(Broker& self, Effects& out);  // those with something to say
void on_fetcher_timer(Broker& self, std::int32_t place, Effects& out);
void on_fetch_failed(Broker& self, NodeId source, Effects& out);
Fetcher* find_fetcher(Broker& self, BrokerId source);
// A fetcher tries again then.
void arm_fetcher(Broker& self, Fetcher& fetcher, Time at, Effects& out);
// Drops what a follower holds at and above `to`, and says so.
void cut(Broker& self, std::int32_t slot, Offset to, TruncateReason why, Effects& out);
// look_up.cc: of the replicas that must know where their last epoch ended before they fetch.
void send_look_ups(Broker& self, Fetcher& fetcher, Effects& out);

// ---- ISR (isr.cc) ------------------------------------------------------------------------------
// The partition has a new proposal: it goes to the controller.
void submit_proposal(Broker& self, std::int32_t slot, Effects& out);
void send_isr_changes(Broker& self, Effects& out);
void on_isr_check(Broker& self, Effects& out);
void on_isr_changes_failed(Broker& self, Effects& out);

// ---- retention.cc, cleaner.cc ------------------------------------------------------------------
void on_retention_timer(Broker& self, Effects& out);
// Whole segments that need not be kept any more.
void delete_old_segments(Broker& self, std::int32_t slot, Effects& out);
void on_cleaner_timer(Broker& self, Effects& out);
// A log grew or has another config: the cleaner's next round is needed if there is work for it.
void wake_cleaner(Broker& self, std::int32_t slot, Effects& out);

// ---- lifecycle.cc ------------------------------------------------------------------------------
void send_registration(Broker& self, Effects& out);
inline constexpr Timer kRegistrationTimeout{TimerKind::registration_retry, 1};
// A broker that could not register for so long ends (initial.broker.registration.timeout.ms).
void give_up_registration(Broker& self, Effects& out);
void send_heartbeat(Broker& self, Effects& out);
// Refused, or tried for half a session: the next request comes when a heartbeat would be due.
void on_lifecycle_failed(Broker& self, Effects& out);
// The channel itself tries again every 100 ms, so that a broker reaches the next controller within
// its session (NodeToControllerChannelManager).
void on_controller_lost(Broker& self, Effects& out);
// metadata_apply.cc: once it has replayed its own registration, it becomes what the log says and
// asks to be unfenced.
void maybe_publish(Broker& self, Effects& out);
void checkpoint_high_watermarks(Broker& self);

// ---- forward.cc, init_producer_id.cc -----------------------------------------------------------
inline constexpr Timer kForwardRetry{TimerKind::alter_partition_retry, 1};
void send_forwards(Broker& self, Effects& out);
void on_forward_failed(Broker& self, std::uint64_t number, Effects& out);
void ask_for_producer_ids(Broker& self, Effects& out);

// Sends a request of this broker and remembers it; `context` comes back with the answer.
template <class Request>
void ask(Broker& self, NodeId to, Request request, Duration timeout, std::uint64_t context,
         Effects& out) {
    Time const deadline = out.now() + timeout;
    CorrelationId const id = self.pending.add(to, deadline, message_kind_of<Request>(), context);
    out.send(to, id, Message{std::move(request)});
    if (deadline < self.alarms.request_expiry) {
        self.alarms.request_expiry = deadline;
        out.arm_at({TimerKind::request_expiry, 0}, deadline);
    }
}

}  // namespace highwater
