#include "client/application.h"

#include <algorithm>
#include <utility>

#include "client/fetcher.h"
#include "client/group_member.h"
#include "client/positions.h"

namespace highwater {

namespace {
constexpr Duration kCloseTimeout = seconds(30);  // of close() without arguments

bool crashes_here(Consumer& self, CrashPoint point, Effects& out) {
    if (self.application.crash_at != point) return false;
    out.crash_process();
    return true;
}

// poll() is called again.
void back_to_poll(Consumer& self, Effects& out) {
    self.application.state = ApplicationState::polling;
    self.application.ready_at = kNever;
    watch_poll_interval(self, is_in_poll(self), out);
}

void finish_processing(Consumer& self, Effects& out) {
    if (!self.application.in_hand.empty()) {
        std::vector<RecordRange>& done = self.done.edit();
        for (RecordRange const& range : self.application.in_hand) add_range(done, range);
        self.application.in_hand.clear();
    }
    if (crashes_here(self, CrashPoint::after_processing, out)) return;
    if (self.spec->commits == CommitStyle::none) return back_to_poll(self, out);
    if (crashes_here(self, CrashPoint::before_commit, out)) return;
    bool const is_async = self.spec->commits == CommitStyle::async;
    std::uint64_t const job = commit_positions(self, CommitPurpose::after_batch, is_async, out);
    if (is_async || job == 0) {
        if (!crashes_here(self, CrashPoint::after_commit, out)) back_to_poll(self, out);
        return;
    }
    self.application.state = ApplicationState::committing;
    watch_poll_interval(self, false, out);
}

void begin_processing(Consumer& self, std::int64_t records, Effects& out) {
    if (crashes_here(self, CrashPoint::before_processing, out)) return;
    Duration const takes = self.spec->processing_time * records;
    if (takes.us == 0) return finish_processing(self, out);
    Application& application = self.application;
    application.state = ApplicationState::processing;
    application.ready_at = out.now() + takes;
    out.arm_at(kProcessedTimer, application.ready_at);
    watch_poll_interval(self, false, out);
}

// Up to so many records of one partition; its chunk goes when it is empty.
std::int32_t take_records(Consumer& self, FetchedRecords& chunk, std::int32_t most, Effects& out) {
    AssignedPartition* partition = find_assigned(self, chunk.partition);
    bool const is_valid = partition != nullptr && partition->state == PositionState::fetching &&
                          partition->position == chunk.position;
    if (!is_valid) {  // a seek or a rebalance came in between
        chunk.batches.clear();
        return 0;
    }
    Offset const from = partition->position;
    std::int32_t const count = consume_records(self, *partition, chunk, most);
    chunk.position = partition->position;
    if (count == 0) return 0;
    out.note(RecordsConsumed{partition->partition, from, partition->position, count});
    self.application.in_hand.push_back({partition->partition, from, partition->position, count});
    partition->processed += count;
    self.processed += count;
    return count;
}

// What is about to be given up is committed first, and meanwhile not read on
// (SubscriptionState.markPendingRevocation): its next owner would get those records again.
bool is_pending_revocation(Consumer const& self, TopicPartition partition) {
    if (!has_commit(self, CommitPurpose::before_rebalance)) return false;
    if (speaks_classic(self)) return !is_cooperative(self);
    auto const& kept = self.membership.consumer.reconciling;
    return std::find(kept.begin(), kept.end(), partition) == kept.end();
}

// What one poll() returns.
std::int32_t poll_records(Consumer& self, Effects& out) {
    self.application.in_hand.clear();
    std::int32_t left = self.spec->config.max_poll_records;
    std::int32_t count = 0;
    auto& fetched = self.application.fetched;
    for (FetchedRecords& chunk : fetched) {
        AssignedPartition const* partition = find_assigned(std::as_const(self), chunk.partition);
        if (partition != nullptr && partition->is_paused) continue;
        if (is_pending_revocation(self, chunk.partition)) continue;
        std::int32_t const taken = take_records(self, chunk, left, out);
        count += taken;
        left -= taken;
        if (left == 0) break;
    }
    fetched.erase(std::remove_if(fetched.begin(), fetched.end(),
                                 [](FetchedRecords const& c) { return c.batches.empty(); }),
                  fetched.end());
    return count;
}

// What a member asks of its coordinator goes over a connection of its own.
bool is_of_group(std::uint8_t kind) {
    return kind == message_kind_of<JoinGroupRequest>() ||
           kind == message_kind_of<SyncGroupRequest>() ||
           kind == message_kind_of<HeartbeatRequest>() ||
           kind == message_kind_of<LeaveGroupRequest>() ||
           kind == message_kind_of<ConsumerGroupHeartbeatRequest>() ||
           kind == message_kind_of<OffsetCommitRequest>() ||
           kind == message_kind_of<OffsetFetchRequest>();
}

void leave(Consumer& self, Effects& out) {
    if (is_member(self)) {
        call_back_before_leaving(self, out);
        if (speaks_classic(self)) {
            leave_classic(self, out);
        } else {
            leave_consumer(self, self.application.leaves, out);
        }
    }
    self.application.state = ApplicationState::leaving;
    end_when_answered(self, out);
}
}  // namespace

void watch_poll_interval(Consumer& self, bool in_poll, Effects& out) {
    Application& application = self.application;
    if (!is_member(self)) return;
    if (in_poll) {
        application.poll_deadline = kNever;
        out.disarm(kPollIntervalTimer);
    } else if (application.poll_deadline == kNever) {
        application.poll_deadline =
            out.now() + milliseconds(self.spec->config.group.max_poll_interval_ms);
        out.arm_at(kPollIntervalTimer, application.poll_deadline);
    }
}

void hand_over(Consumer& self, Effects& out) {
    while (is_in_poll(self) && !self.application.fetched.empty() && !out.exits()) {
        std::int32_t const count = poll_records(self, out);
        if (count == 0) return;
        ++self.polls;
        if (!self.spec->stops_at_end) begin_processing(self, count, out);
    }
}

void on_application_timer(Consumer& self, Timer const& timer, Effects& out) {
    Application& application = self.application;
    if (timer != kProcessedTimer || application.state != ApplicationState::processing) return;
    finish_processing(self, out);
}

void commit_finished(Consumer& self, CommitPurpose purpose, bool succeeded, Effects& out) {
    Application& application = self.application;
    bool const is_of_batch = purpose == CommitPurpose::after_batch;
    bool const is_committed = succeeded && (is_of_batch || purpose == CommitPurpose::automatic);
    if (is_committed && crashes_here(self, CrashPoint::after_commit, out)) return;
    if (is_of_batch && application.state == ApplicationState::committing) back_to_poll(self, out);
    if (purpose == CommitPurpose::at_close && application.state == ApplicationState::closing) {
        leave(self, out);
    }
}

void note_what_is_seen(Consumer& self) {
    Application& application = self.application;
    if (!is_member(self) || !is_in_poll(self) || self.membership.generation < 0) return;
    application.seen_generation = self.membership.generation;
    application.seen_assigned = assigned_partitions(self);
}

void throw_exception(Consumer& self, std::string_view name, Effects& out, std::string message) {
    Application& application = self.application;
    if (is_inside_close(application)) return;
    application.exception = name;
    application.exception_message = std::move(message);
    out.note(ApplicationFailed{make_payload(std::string{name})});
    close(self, false, out);
}

void close(Consumer& self, bool leaves, Effects& out) {
    Application& application = self.application;
    if (is_inside_close(application)) return;
    application.state = ApplicationState::closing;
    application.is_stalled = false;
    application.leaves = leaves;
    // ClassicKafkaConsumer and AsyncKafkaConsumer: createTimerForCloseRequests.
    Duration const request_timeout = milliseconds(self.spec->config.request_timeout_ms);
    application.close_deadline = out.now() + std::min(kCloseTimeout, request_timeout);
    out.arm_at(kCloseTimer, application.close_deadline);
    bool const commits =
        self.membership.group != kNoName && self.spec->config.group.enable_auto_commit;
    self.commits.jobs.clear();
    if (commits && commit_positions(self, CommitPurpose::at_close, false, out) != 0) {
        drive_commits(self, out);
        return;
    }
    leave(self, out);
}

// A coordinator that is not known owes nothing.
void end_when_answered(Consumer& self, Effects& out) {
    auto const& waiting = self.connections.pending.waiting;
    bool const is_owed =
        std::any_of(waiting.begin(), waiting.end(), [&](PendingRequest const& request) {
            return request.to == self.membership.coordinator.node &&
                   is_of_group(request.message_kind);
        });
    if (is_owed && out.now() < self.application.close_deadline) return;
    self.application.state = ApplicationState::closed;
    out.exit_process();
}

}  // namespace highwater
