// Committed offsets, seen from a consumer: fetching them for partitions without a position,
// committing by hand and by the clock (ConsumerCoordinator, CommitRequestManager).
#include <algorithm>
#include <utility>

#include "client/exceptions.h"
#include "client/group_member.h"
#include "client/positions.h"

namespace highwater {

namespace {
CommitJob* find_commit(Consumer& self, std::uint64_t number) {
    for (CommitJob& job : self.commits.jobs) {
        if (job.number == number) return &job;
    }
    return nullptr;
}

void finish_commit(Consumer& self, std::uint64_t number, std::string_view exception, Effects& out) {
    CommitJob* job = find_commit(self, number);
    if (job == nullptr) return;
    CommitPurpose const purpose = job->purpose;
    bool const is_asked_for =
        purpose == CommitPurpose::by_call || purpose == CommitPurpose::after_batch;
    if (is_asked_for && !exception.empty()) {
        out.note(CommitFailed{self.membership.group, job->is_async,
                              make_payload(std::string{exception})});
    }
    auto& jobs = self.commits.jobs;
    jobs.erase(jobs.begin() + (job - jobs.data()));
    if (purpose == CommitPurpose::by_call) {
        self.commits.last_result = exception.empty() ? "ok" : std::string{exception};
    }
    commit_finished(self, purpose, exception.empty(), out);
}

// What a commit means is decided by where the member stands now.
enum class Standing : std::uint8_t { good, rebalancing, out_of_group };
Standing standing_of(Consumer const& self) {
    Membership const& membership = self.membership;
    if (!is_member(self)) return Standing::good;  // assign(): nobody's generation
    // Its coordinator judges: a group that is empty by now takes anybody's offsets.
    if (!speaks_classic(self)) return Standing::good;
    switch (membership.state) {
    case JoinState::stable: return Standing::good;
    case JoinState::preparing_rebalance:
    case JoinState::completing_rebalance: return Standing::rebalancing;
    default: return Standing::out_of_group;
    }
}

std::vector<OffsetCommitRequestPartition> consumed_offsets(Consumer const& self) {
    std::vector<OffsetCommitRequestPartition> partitions;
    for (AssignedPartition const& partition : self.partitions) {
        if (partition.position == kNoOffset) continue;
        partitions.push_back(
            {partition.partition, Uuid{}, partition.position, partition.position_epoch, ""});
    }
    return partitions;
}

void send_commit(Consumer& self, CommitJob& job, Effects& out) {
    if (job.purpose == CommitPurpose::before_rebalance) {
        // Each attempt commits what is consumed by then: a position may have been reset meanwhile
        // (maybeAutoCommitOffsetsAsync in onJoinPrepare; KIP-848 sets allConsumed() anew too).
        job.partitions = consumed_offsets(self);
        if (job.partitions.empty()) return finish_commit(self, job.number, "", out);
    }
    Membership const& membership = self.membership;
    OffsetCommitRequest request;
    request.group_id = membership.group;
    if (is_member(self)) {
        request.generation_id_or_member_epoch = membership.generation;
        request.member_id = membership.member_id;
        request.group_instance_id = membership.instance_id;
    }
    request.partitions = make_payload(job.partitions);
    job.is_in_flight = true;
    job.generation = membership.generation;
    send_request(self.connections, membership.coordinator.node, std::move(request), job.number,
                 out);
}

// The first job that can be done now; false: none.
bool drive_one(Consumer& self, Effects& out) {
    for (CommitJob const& job : self.commits.jobs) {
        if (job.deadline > out.now()) continue;
        finish_commit(self, job.number, "Timeout", out);
        return true;
    }
    for (CommitJob& job : self.commits.jobs) {
        if (job.is_in_flight) continue;
        if (!ensure_coordinator(self, out)) return false;
        Standing const standing = standing_of(self);
        if (standing != Standing::good) {
            bool const waits = standing == Standing::rebalancing;
            finish_commit(self, job.number, waits ? "RebalanceInProgress" : "CommitFailed", out);
            return true;
        }
        if (out.now() < job.retry_at) continue;
        send_commit(self, job, out);
        return true;
    }
    return false;
}

// When the caller of a synchronous commit has waited long enough.
Time deadline_of(Consumer const& self, CommitPurpose purpose, Time now) {
    ConsumerConfig const& config = self.spec->config;
    if (purpose == CommitPurpose::at_close) return self.application.close_deadline;
    bool const is_of_rebalance = purpose == CommitPurpose::before_rebalance;
    return now + milliseconds(is_of_rebalance ? config.group.max_poll_interval_ms
                                              : config.default_api_timeout_ms);
}

// While a classic member has to join, its poll() ends before it comes to the clock; the clock is
// set anew when the join is complete (ConsumerCoordinator.poll, onJoinComplete).
bool must_join_first(Consumer const& self) {
    return is_member(self) && speaks_classic(self) &&
           (self.membership.classic.needs_rejoin || self.membership.state != JoinState::stable);
}

void commit_by_the_clock(Consumer& self, Effects& out) {
    MemberConfig const& config = self.spec->config.group;
    if (!config.enable_auto_commit || self.commits.automatic_at > out.now()) return;
    if (!is_in_poll(self) || must_join_first(self)) return;
    arm_auto_commit(self, out);
    if (has_commit(self, CommitPurpose::automatic) || standing_of(self) != Standing::good) return;
    if (self.application.crash_at == CrashPoint::before_commit) return out.crash_process();
    commit_positions(self, CommitPurpose::automatic, true, out);
}

// commitAsync() is never tried again: a later one may have come through meanwhile. By the clock a
// classic member commits anew soon, one of KIP-848 when its interval is over
// (ConsumerCoordinator.autoCommitOffsetsAsync, CommitRequestManager.maybeResetTimerWithBackoff).
void give_up_async(Consumer& self, CommitJob const& job, Effects& out) {
    if (job.purpose == CommitPurpose::automatic && speaks_classic(self)) {
        self.commits.automatic_at = std::min(self.commits.automatic_at, job.retry_at);
        out.arm_at({TimerKind::auto_commit, 0}, self.commits.automatic_at);
    }
    finish_commit(self, job.number, "RetriableCommitFailed", out);
}

// The first error that is no mere delay.
void answer_commit(Consumer& self, CommitJob& job, OffsetCommitResponse const& response,
                   Effects& out) {
    bool const before_reconciling =
        job.purpose == CommitPurpose::before_rebalance && !speaks_classic(self);
    for (OffsetCommitResponsePartition const& partition : *response.partitions) {
        ErrorCode const error = partition.error;
        if (error == ErrorCode::none) continue;
        bool const is_unknown_topic = error == ErrorCode::unknown_topic_or_partition;
        if (is_unknown_topic && before_reconciling) {
            // Deleted, as it seems: KIP-848 gives it up without waiting for its topic.
            return finish_commit(self, job.number, exception_name(error), out);
        }
        bool const has_new_epoch = error == ErrorCode::stale_member_epoch && before_reconciling &&
                                   self.membership.generation > 0;
        if (is_unknown_topic || has_new_epoch || is_coordinator_trouble(self, error, out)) {
            if (is_unknown_topic && !job.is_async && job.failures == 0) {
                out.note(CommitRetried{self.membership.group, error});
            }
            job.retry_at = out.now() + retry_backoff(self, job.failures++, out);
            if (job.is_async) give_up_async(self, job, out);
            return;
        }
        std::string_view name = exception_name(error);
        bool const is_out = error == ErrorCode::unknown_member_id ||
                            error == ErrorCode::illegal_generation ||
                            error == ErrorCode::stale_member_epoch;
        if (error == ErrorCode::rebalance_in_progress && speaks_classic(self)) {
            request_rejoin(self);
        }
        // It is joining again already: what its former generation was told is no news
        // (ConsumerCoordinator.OffsetCommitResponseHandler).
        bool const is_of_before = speaks_classic(self) &&
                                  self.membership.state == JoinState::preparing_rebalance &&
                                  job.generation != self.membership.generation;
        bool const is_fenced = error == ErrorCode::fenced_instance_id && speaks_classic(self);
        bool const is_current = job.generation == self.membership.generation;
        if (is_out || (is_fenced && !is_current)) {
            name = is_of_before ? "RebalanceInProgress" : "CommitFailed";
        }
        // commitAsync() of KIP-848 says it as it is (commitAsyncExceptionForError).
        if (job.is_async && error == ErrorCode::stale_member_epoch) name = exception_name(error);
        if (is_out && !is_of_before && speaks_classic(self) && is_member(self)) {
            reset_generation(self, error == ErrorCode::unknown_member_id);
        }
        if (is_fenced && is_current) {
            finish_commit(self, job.number, name, out);
            return throw_exception(self, name, out);
        }
        return finish_commit(self, job.number, name, out);
    }
    finish_commit(self, job.number, "", out);
}

void take_committed(Consumer& self, OffsetFetchResponsePartition const& fetched, Effects& out) {
    AssignedPartition* partition = find_assigned(self, fetched.partition);
    if (partition == nullptr || partition->state != PositionState::initializing) return;
    if (fetched.committed_offset != kNoOffset) {
        partition->state = PositionState::fetching;
        partition->position = fetched.committed_offset;
        partition->position_epoch = fetched.committed_leader_epoch;
        out.note(PositionSet{partition->partition, partition->position, PositionReason::committed});
        return;
    }
    OffsetReset const policy = self.spec->config.auto_offset_reset.to;
    PositionReason why = PositionReason::latest;
    if (policy == OffsetReset::earliest) why = PositionReason::earliest;
    if (policy == OffsetReset::by_duration) why = PositionReason::by_duration;
    apply_reset_policy(self, *partition, why, ErrorCode::none);
}

// SubscriptionState.resetInitializingPositions: one exception for all that have none.
void throw_without_offsets(Consumer& self, Effects& out) {
    std::string partitions;
    for (AssignedPartition const& one : self.partitions) {
        if (one.state != PositionState::failed || one.error != ErrorCode::none) continue;
        partitions += (partitions.empty() ? "" : ", ") + out.names().text(one.partition.topic) +
                      "-" + std::to_string(one.partition.partition);
    }
    if (partitions.empty()) return;
    throw_exception(self, "NoOffsetForPartition", out,
                    "Undefined offset with no reset policy for partitions: [" + partitions + "]");
}
}  // namespace

bool has_commit(Consumer const& self, CommitPurpose purpose) {
    return std::any_of(self.commits.jobs.begin(), self.commits.jobs.end(),
                       [&](CommitJob const& job) { return job.purpose == purpose; });
}

void drop_commits(Consumer& self, CommitPurpose purpose) {
    auto& jobs = self.commits.jobs;
    jobs.erase(std::remove_if(jobs.begin(), jobs.end(),
                              [&](CommitJob const& job) { return job.purpose == purpose; }),
               jobs.end());
}

std::uint64_t commit(Consumer& self, CommitPurpose purpose, bool is_async,
                     std::vector<OffsetCommitRequestPartition> partitions, Effects& out) {
    CommitJob job;
    job.number = self.commits.next_number++;
    job.purpose = purpose;
    job.is_async = is_async;
    job.partitions = std::move(partitions);
    if (!is_async) job.deadline = deadline_of(self, purpose, out.now());
    self.commits.jobs.push_back(std::move(job));
    return self.commits.jobs.back().number;
}

std::uint64_t commit_positions(Consumer& self, CommitPurpose purpose, bool is_async, Effects& out) {
    std::vector<OffsetCommitRequestPartition> partitions = consumed_offsets(self);
    if (partitions.empty()) return 0;
    return commit(self, purpose, is_async, std::move(partitions), out);
}

void drive_commits(Consumer& self, Effects& out) {
    if (self.membership.group == kNoName) return;
    commit_by_the_clock(self, out);
    while (!out.exits() && drive_one(self, out)) continue;
    Time next = kNever;
    for (CommitJob const& job : self.commits.jobs) {
        next = std::min(next, job.deadline);
        if (!job.is_in_flight && job.retry_at > out.now()) next = std::min(next, job.retry_at);
    }
    if (next != kNever) out.arm_at(kCommitTimer, next);
}

void arm_auto_commit(Consumer& self, Effects& out) {
    MemberConfig const& config = self.spec->config.group;
    if (!config.enable_auto_commit) return;
    self.commits.automatic_at =
        out.now() + milliseconds(std::max(config.auto_commit_interval_ms, 1));
    out.arm_at({TimerKind::auto_commit, 0}, self.commits.automatic_at);
}

void fetch_committed_offsets(Consumer& self, Effects& out) {
    Commits& commits = self.commits;
    if (commits.is_fetching) return;
    OffsetFetchRequestGroup wanted;
    wanted.partitions.emplace();
    for (AssignedPartition const& partition : self.partitions) {
        if (partition.state != PositionState::initializing) continue;
        wanted.partitions->push_back(partition.partition);
    }
    if (wanted.partitions->empty()) return;
    if (out.now() < commits.fetch_retry_at) {
        return out.arm_at(kOffsetFetchTimer, commits.fetch_retry_at);
    }
    if (!ensure_coordinator(self, out)) return;
    wanted.group_id = self.membership.group;
    if (is_member(self) && !speaks_classic(self)) {
        wanted.member_id = self.membership.member_id;
        wanted.member_epoch = self.membership.generation;
    }
    commits.is_fetching = true;
    OffsetFetchRequest request;
    request.require_stable = true;  // as all consumers of Kafka ask, whatever their isolation.level
    request.groups = make_payload(std::vector<OffsetFetchRequestGroup>{std::move(wanted)});
    send_request(self.connections, self.membership.coordinator.node, std::move(request), 0, out);
}

void commit_request_failed(Consumer& self, std::uint64_t number, Effects& out) {
    CommitJob* job = find_commit(self, number);
    if (job == nullptr) return;
    job->is_in_flight = false;
    job->retry_at = out.now() + retry_backoff(self, job->failures++, out);
    if (job->is_async) give_up_async(self, *job, out);
}

void handle(Consumer& self, Envelope const& from, OffsetCommitResponse const& response,
            Effects& out) {
    auto const asked = take_answered(self.connections, from);
    if (!asked) return;
    if (CommitJob* job = find_commit(self, asked->context)) {
        job->is_in_flight = false;
        answer_commit(self, *job, response, out);
    }
    if (!out.exits()) poll(self, out);
}

void handle(Consumer& self, Envelope const& from, OffsetFetchResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    self.commits.is_fetching = false;
    OffsetFetchResponseGroup const& group = response.groups->front();
    ErrorCode error = group.error;
    for (OffsetFetchResponsePartition const& partition : group.partitions) {
        if (partition.error == ErrorCode::none && error == ErrorCode::none) {
            take_committed(self, partition, out);
        } else if (error == ErrorCode::none) {
            error = partition.error;
        }
    }
    throw_without_offsets(self, out);
    if (error == ErrorCode::none) {
        self.commits.fetch_failures = 0;
    } else {
        bool const is_trouble = is_coordinator_trouble(self, error, out);
        bool const is_passing = is_trouble || is_retriable(error) ||
                                error == ErrorCode::stale_member_epoch ||
                                error == ErrorCode::unknown_member_id;
        self.commits.fetch_retry_at =
            out.now() + retry_backoff(self, self.commits.fetch_failures++, out);
        if (!is_passing) throw_exception(self, exception_name(error), out);
    }
    if (!out.exits()) poll(self, out);
}

}  // namespace highwater
