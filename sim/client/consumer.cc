#include "client/consumer.h"

#include <algorithm>

#include "client/exceptions.h"
#include "client/fetcher.h"
#include "client/group_member.h"
#include "client/pattern_subscription.h"
#include "client/positions.h"

namespace highwater {

namespace {
constexpr std::int32_t kBegin = 0;  // arguments of the poll timer
constexpr std::int32_t kReadDeadline = 1;

void assign(Consumer& self, TopicPartition partition) {
    auto const at = std::lower_bound(
        self.partitions.begin(), self.partitions.end(), partition,
        [](AssignedPartition const& a, TopicPartition p) { return a.partition < p; });
    if (at != self.partitions.end() && at->partition == partition) return;
    AssignedPartition added;
    added.partition = partition;
    switch (self.spec->from) {
    case StartPosition::earliest:
        reset_position(added, kEarliestTimestamp, PositionReason::earliest);
        break;
    case StartPosition::latest:
        reset_position(added, kLatestTimestamp, PositionReason::latest);
        break;
    case StartPosition::offset:
        added.state = PositionState::fetching;
        added.position = self.spec->from_offset;
        break;
    case StartPosition::committed: added.state = PositionState::initializing; break;
    }
    self.partitions.insert(at, added);
}

// assign_topics means all partitions that the topic has when it is first seen.
void assign_whole_topics(Consumer& self) {
    auto const is_assigned = [&](NameId name) {
        TopicBelief const* topic = find_topic(self.metadata, name);
        if (topic == nullptr) return false;
        for (std::vector<PartitionBelief>::size_type i = 0; i < topic->partitions.size(); ++i) {
            assign(self, {name, static_cast<std::int32_t>(i)});
        }
        return true;
    };
    auto& names = self.topics_to_assign;
    names.erase(std::remove_if(names.begin(), names.end(), is_assigned), names.end());
}

// To topics, to those that match a pattern, or to none.
void subscribe(Consumer& self, std::vector<NameId> const& topics, std::string const& pattern,
               Effects& out) {
    self.metadata.pattern = {};
    self.membership.topics = topics;
    for (NameId const topic : topics) want_topic(self.metadata, topic);
    if (!pattern.empty()) subscribe_to_pattern(self, pattern, out);
    if (is_member(self)) watch_poll_interval(self, is_in_poll(self), out);
}

void begin(Consumer& self, Effects& out) {
    if (self.is_begun) return;
    self.is_begun = true;
    MemberConfig const& group = self.spec->config.group;
    if (!group.group_id.empty()) self.membership.group = out.intern(group.group_id);
    if (!group.group_instance_id.empty()) {
        self.membership.instance_id = out.intern(group.group_instance_id);
    }
    request_update(self.metadata, RefreshReason::first);
    for (TopicPartition const partition : self.spec->assign) {
        assign(self, partition);
        want_topic(self.metadata, partition.topic);
    }
    subscribe(self, self.spec->subscribe, self.spec->pattern, out);
    // A member's clock is set when it has joined.
    if (self.membership.group != kNoName && !is_member(self)) arm_auto_commit(self, out);
    self.topics_to_assign = self.spec->assign_topics;
    for (NameId const topic : self.topics_to_assign) want_topic(self.metadata, topic);
    if (!self.spec->stops_at_end) return;
    self.read_deadline = out.now() + milliseconds(self.spec->config.default_api_timeout_ms);
    out.arm_at({TimerKind::poll, kReadDeadline}, self.read_deadline);
}

bool has_read_all(AssignedPartition const& partition) {
    if (partition.stop_at == kNoOffset || partition.position == kNoOffset) return false;
    // Beyond the end the log must say so itself: only a fetch meets OFFSET_OUT_OF_RANGE.
    if (partition.position > partition.stop_at && partition.high_watermark == kNoOffset) {
        return false;
    }
    return partition.state == PositionState::fetching && partition.position >= partition.stop_at;
}

// A read until the end is over: everything was read, or something cannot be.
void finish_read(Consumer& self, Effects& out) {
    if (!self.spec->stops_at_end || self.read.is_done || !self.is_begun) return;
    bool all_read = self.topics_to_assign.empty() && !self.partitions.empty();
    for (AssignedPartition const& partition : self.partitions) {
        if (partition.state == PositionState::failed) self.read.error = partition.error;
        all_read = all_read && has_read_all(partition);
    }
    if (!all_read && self.read.error == ErrorCode::none && out.now() >= self.read_deadline) {
        self.read.error = ErrorCode::request_timed_out;
    }
    if (!all_read && self.read.error == ErrorCode::none) return;
    self.read.is_done = true;
    out.exit_process();
}

// When a partition that backs off, or a broker that is backed off from, may be tried again.
void arm_retry(Consumer& self, Effects& out) {
    Time at = kNever;
    for (AssignedPartition const& partition : self.partitions) {
        if (partition.state == PositionState::failed) continue;
        if (partition.retry_at > out.now()) at = std::min(at, partition.retry_at);
    }
    for (Peer const& peer : self.connections.peers) {
        Time const free_at = std::max(peer.blocked_until, peer.throttled_until);
        if (free_at > out.now()) at = std::min(at, free_at);
    }
    if (at >= self.retry_timer_at) return;
    self.retry_timer_at = at;
    out.arm_at({TimerKind::fetch_retry, 0}, at);
}

// The member's side of its group, and what it has committed. As in poll() this comes before records
// are returned: a member that always has some still rejoins, and still commits by the clock.
void take_part(Consumer& self, Effects& out) {
    if (self.membership.group == kNoName) return hand_over(self, out);
    if (is_member(self)) {
        if (speaks_classic(self)) {
            drive_heartbeats(self, out);
            drive_classic(self, out);
        } else {
            drive_consumer(self, out);
        }
        note_what_is_seen(self);
    }
    drive_commits(self, out);
    if (out.exits()) return;
    hand_over(self, out);
    if (out.exits()) return;
    drive_commits(self, out);  // what the application asks for behind its batch
    if (!out.exits()) fetch_committed_offsets(self, out);
}

// Metadata.maybeThrowAnyException: what a broker said of a topic's name comes out of poll().
bool throws_invalid_topic(Consumer& self, Effects& out) {
    if (self.metadata.invalid.empty() || !is_in_poll(self)) return false;
    constexpr ErrorCode kError = ErrorCode::invalid_topic_exception;
    if (self.spec->stops_at_end) {
        self.read.error = kError;
        finish_read(self, out);
    } else {
        throw_exception(self, exception_name(kError), out);
    }
    return true;
}

// FetchPosition.toString, as OffsetOutOfRangeException has it. Truncation is told by its partition.
std::string why_lost(Consumer const& self, AssignedPartition const& partition, Names const& names) {
    std::string const id =
        names.text(partition.partition.topic) + "-" + std::to_string(partition.partition.partition);
    if (partition.reset_why == PositionReason::truncation) {
        return "Detected log truncation for partitions: [" + id + "]";
    }
    PartitionBelief const* const belief = find_partition(self.metadata, partition.partition);
    std::string leader = "Optional.empty";
    std::string leader_epoch = "absent";
    if (belief != nullptr && belief->leader != kNoBroker) {
        std::string const number = std::to_string(belief->leader.value);
        leader =
            "Optional[broker-" + number + ":9092 (id: " + number + " rack: null isFenced: false)]";
    }
    if (belief != nullptr && belief->epoch != kNoEpoch) {
        leader_epoch = std::to_string(belief->epoch.value);
    }
    std::string const epoch =
        partition.position_epoch == kNoEpoch
            ? "Optional.empty"
            : "Optional[" + std::to_string(partition.position_epoch.value) + "]";
    return "Fetch position FetchPosition{offset=" + std::to_string(partition.position.value) +
           ", offsetEpoch=" + epoch + ", currentLeader=LeaderAndEpoch{leader=" + leader +
           ", epoch=" + leader_epoch + "}} is out of range for partition " + id;
}

// Without a reset policy a position that cannot be read from comes out of poll(), as
// OffsetOutOfRangeException or, when a new leader has cut what was read, LogTruncationException.
bool throws_lost_position(Consumer& self, Effects& out) {
    if (self.spec->stops_at_end || !is_in_poll(self)) return false;  // such a read just ends
    for (AssignedPartition const& partition : self.partitions) {
        if (partition.state != PositionState::failed) continue;
        if (partition.error == ErrorCode::none) continue;  // NoOffsetForPartition was thrown then
        bool const is_truncated = partition.reset_why == PositionReason::truncation;
        throw_exception(self, is_truncated ? "LogTruncation" : exception_name(partition.error), out,
                        why_lost(self, partition, out.names()));
        return true;
    }
    return false;
}

// Does what can be done for every partition.
void look_around(Consumer& self, Effects& out) {
    if (!self.is_begun || self.read.is_done || out.exits()) return;
    if (self.application.state == ApplicationState::closed) return;
    if (!self.topics_to_assign.empty()) assign_whole_topics(self);
    if (self.application.state == ApplicationState::leaving) return end_when_answered(self, out);
    if (self.application.state == ApplicationState::closing) {
        // Heartbeats go on: the group counts on it until it leaves.
        if (is_member(self) && speaks_classic(self)) drive_heartbeats(self, out);
        if (is_member(self) && !speaks_classic(self)) drive_consumer(self, out);
        drive_commits(self, out);
        return poll_metadata(self.metadata, self.connections, out);
    }
    if (throws_invalid_topic(self, out)) return;
    take_part(self, out);
    if (!out.exits() && throws_lost_position(self, out)) return;
    if (out.exits() || is_inside_close(self.application)) return;
    ask_about_positions(self, out);
    send_fetches(self, out);
    finish_read(self, out);
    if (self.read.is_done) return;
    arm_retry(self, out);
    poll_metadata(self.metadata, self.connections, out);
}

void fail_request(Consumer& self, PendingRequest const& request, Effects& out) {
    std::uint8_t const kind = request.message_kind;
    if (kind == message_kind_of<MetadataRequest>()) {
        metadata_request_failed(self.metadata, out);
    } else if (kind == message_kind_of<FetchRequest>()) {
        fetch_failed(self, request.to, out);
    } else if (kind == message_kind_of<FindCoordinatorRequest>()) {
        self.membership.coordinator.is_asking = false;
        self.membership.coordinator.retry_at = out.now() + retry_backoff(self, 0, out);
    } else if (kind == message_kind_of<JoinGroupRequest>() ||
               kind == message_kind_of<SyncGroupRequest>()) {
        join_request_failed(self, out);
    } else if (kind == message_kind_of<HeartbeatRequest>() ||
               kind == message_kind_of<ConsumerGroupHeartbeatRequest>()) {
        self.membership.is_beating = false;
        self.membership.consumer.says_all = true;
        self.membership.heartbeat_at = out.now() + retry_backoff(self, 0, out);
    } else if (kind == message_kind_of<OffsetCommitRequest>()) {
        commit_request_failed(self, request.context, out);
    } else if (kind == message_kind_of<OffsetFetchRequest>()) {
        self.commits.is_fetching = false;
        self.commits.fetch_retry_at =
            out.now() + retry_backoff(self, self.commits.fetch_failures++, out);
    } else if (kind != message_kind_of<LeaveGroupRequest>()) {
        position_requests_failed(self, request.to, out);
    }
}

void fail_requests(Consumer& self, std::vector<PendingRequest> const& lost, Effects& out) {
    for (PendingRequest const& request : lost) {
        if (request.to == self.membership.coordinator.node) {
            coordinator_unknown(self, ErrorCode::none, out);
        }
        fail_request(self, request, out);
    }
    request_update(self.metadata, RefreshReason::disconnect, ErrorCode::network_exception);
    poll(self, out);
}
}  // namespace

// Something has happened that may change who is fetched from.
void poll(Consumer& self, Effects& out) {
    outdate_sessions(self);
    look_around(self, out);
}

Consumer make_consumer(ConsumerSpec spec, std::vector<NodeId> bootstrap) {
    Consumer self;
    ConsumerConfig const& config = spec.config;
    self.connections.settings = {
        milliseconds(config.request_timeout_ms),
        {milliseconds(config.reconnect_backoff_ms), milliseconds(config.reconnect_backoff_max_ms)},
        100};
    self.metadata.settings = {
        std::move(bootstrap),
        milliseconds(config.metadata_max_age_ms),
        {milliseconds(config.retry_backoff_ms), milliseconds(config.retry_backoff_max_ms)},
        config.allow_auto_create_topics};
    self.spec = make_payload(std::move(spec));
    return self;
}

void start(Consumer& self, Effects& out) {
    self.application.exception.clear();
    self.membership.callbacks = Cow<std::vector<Callback>>{};
    out.arm_at({TimerKind::poll, kBegin}, self.spec->starts_at);
}

void lose_memory(Consumer& self) {
    Consumer fresh = make_consumer(*self.spec, self.metadata.settings.bootstrap);
    fresh.processed = self.processed;
    fresh.compression_cpu_ns = self.compression_cpu_ns;
    fresh.polls = self.polls;
    fresh.done = self.done;
    // What its last life came to, for those who look.
    fresh.application.exception = self.application.exception;
    fresh.application.seen_generation = self.application.seen_generation;
    fresh.application.seen_assigned = std::move(self.application.seen_assigned);
    fresh.membership.group = self.membership.group;
    fresh.membership.callbacks = self.membership.callbacks;
    fresh.membership.draws = self.membership.draws;
    if (self.read.is_done) {  // what was read was handed out before the process ended
        fresh.read = std::move(self.read);
        fresh.partitions = std::move(self.partitions);
    }
    self = std::move(fresh);
}

// close(): who has a group commits and leaves it first.
void request_shutdown(Consumer& self, Effects& out) {
    if (self.membership.group == kNoName) return out.exit_process();
    close(self, false, out);
}

void on_timer(Consumer& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::poll && timer.argument == kBegin) begin(self, out);
    if (timer.kind == TimerKind::application) on_application_timer(self, timer, out);
    if (timer.kind == TimerKind::fetch_retry) self.retry_timer_at = kNever;
    if (timer.kind == TimerKind::metadata_refresh) metadata_timer_fired(self.metadata);
    if (timer.kind == TimerKind::request_expiry) {
        std::vector<PendingRequest> const lost = expire_requests(self.connections, out);
        if (!lost.empty()) return fail_requests(self, lost, out);
    }
    poll(self, out);
}

void on_disconnect(Consumer& self, NodeId peer, Effects& out) {
    if (peer == self.membership.coordinator.node) {
        coordinator_unknown(self, ErrorCode::none, out);
    }
    fail_requests(self, fail_connection(self.connections, peer, out), out);
}

void handle(Consumer& self, Envelope const& from, MetadataResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    learn(self.metadata, from.correlation_id, response, out);
    update_pattern_subscription(self, out);
    poll(self, out);
}

void handle(Consumer& self, Envelope const& from, FetchResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    heed_throttle(self.connections, from.from, response.throttle_time_ms, out);
    if (!handle_fetched(self, from.from, response, out)) return poll(self, out);
    bool const goes_on = !out.exits() && !is_inside_close(self.application) &&
                         !self.spec->stops_at_end && self.application.fetched.empty() &&
                         continue_session(self, from.from, response, out);
    if (!goes_on) look_around(self, out);
}

void handle(Consumer& self, Envelope const& from, ListOffsetsResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    handle_listed_offsets(self, from.from, response, out);
    poll(self, out);
}

void handle(Consumer& self, Envelope const& from, OffsetForLeaderEpochResponse const& response,
            Effects& out) {
    if (!take_answered(self.connections, from)) return;
    handle_epoch_end_offsets(self, from.from, response, out);
    poll(self, out);
}

bool seek(Consumer& self, TopicPartition id, StartPosition to, Offset offset, Effects& out) {
    AssignedPartition* partition = find_assigned(self, id);
    if (partition == nullptr) return false;
    partition->error = ErrorCode::none;
    partition->retry_at = kLongAgo;
    switch (to) {
    case StartPosition::earliest:
        reset_position(*partition, kEarliestTimestamp, PositionReason::earliest);
        break;
    case StartPosition::latest:
        reset_position(*partition, kLatestTimestamp, PositionReason::latest);
        break;
    case StartPosition::offset:
        partition->state = PositionState::fetching;
        partition->position = offset;
        partition->position_epoch = kNoEpoch;
        out.note(PositionSet{id, offset, PositionReason::seek});
        break;
    case StartPosition::committed: partition->state = PositionState::initializing; break;
    }
    poll(self, out);
    return true;
}

namespace {
std::string commit_as_told(Consumer& self, ConsumerCall const& call, Effects& out) {
    if (self.membership.group == kNoName) return "has no group to commit for";
    self.commits.last_result.clear();
    std::uint64_t job = 0;
    if (call.partition.partition < 0) {
        job = commit_positions(self, CommitPurpose::by_call, call.is_async, out);
    } else {
        Offset offset = call.offset;
        AssignedPartition const* assigned = find_assigned(std::as_const(self), call.partition);
        if (offset == kNoOffset && assigned != nullptr) offset = assigned->position;
        if (offset == kNoOffset) return "has no position there";
        job = commit(self, CommitPurpose::by_call, call.is_async,
                     {{call.partition, Uuid{}, offset, kNoEpoch, ""}}, out);
    }
    if (job == 0) return "has nothing to commit";
    return "";
}

std::string subscribe_as_told(Consumer& self, ConsumerCall const& call, Effects& out) {
    if (self.membership.group == kNoName) return "has no group";
    if (!call.topics.empty() || !call.pattern.empty()) {
        // SubscriptionState.setSubscriptionType.
        bool const was_pattern = self.metadata.pattern.is_set();
        if (is_member(self) && was_pattern == call.pattern.empty()) {
            return "cannot: subscription to topics, partitions and pattern are mutually exclusive, "
                   "so it unsubscribes first";
        }
        subscribe(self, call.topics, call.pattern, out);
        return "";
    }
    if (!is_member(self)) return "is subscribed to nothing";
    call_back_before_leaving(self, out);
    if (speaks_classic(self)) {
        leave_classic(self, out);
    } else {
        leave_consumer(self, false, out);
        self.membership.state = JoinState::unjoined;
    }
    self.membership.topics.clear();
    self.metadata.pattern = {};
    return "";
}

std::string pause_as_told(Consumer& self, ConsumerCall const& call) {
    bool found = false;
    for (AssignedPartition& partition : self.partitions) {
        if (call.partition.partition >= 0 && partition.partition != call.partition) continue;
        partition.is_paused = call.action == ConsumerAction::pause;
        found = true;
    }
    return found ? "" : "is not assigned that partition";
}
}  // namespace

std::string ask(Consumer& self, ConsumerCall const& call, Effects& out) {
    if (!self.is_begun) return "has not begun";
    Application& application = self.application;
    bool const is_closing = is_inside_close(application);
    if (is_closing && call.action != ConsumerAction::crash) return "is closing already";
    std::string refusal;
    switch (call.action) {
    case ConsumerAction::leave:
        if (!is_member(self)) return "is no member of a group";
        close(self, true, out);
        return "";
    case ConsumerAction::crash:
        if (call.crash_at == CrashPoint::now) {
            out.crash_process();
            return "";
        }
        application.crash_at = call.crash_at;
        return "";
    case ConsumerAction::stall: application.is_stalled = true; break;
    case ConsumerAction::go_on: application.is_stalled = false; break;
    case ConsumerAction::commit: refusal = commit_as_told(self, call, out); break;
    case ConsumerAction::subscribe: refusal = subscribe_as_told(self, call, out); break;
    case ConsumerAction::pause:
    case ConsumerAction::resume: refusal = pause_as_told(self, call); break;
    case ConsumerAction::enforce_rebalance:
        if (!is_member(self)) return "is in no group that could rebalance";
        if (!speaks_classic(self)) {
            return "speaks no protocol in which a member can ask for that";
        }
        request_rejoin(self);
        break;
    }
    if (!refusal.empty()) return refusal;
    watch_poll_interval(self, is_in_poll(self), out);
    poll(self, out);
    return "";
}

AssignedPartition const* find_assigned(Consumer const& self, TopicPartition partition) {
    auto const at = std::lower_bound(
        self.partitions.begin(), self.partitions.end(), partition,
        [](AssignedPartition const& a, TopicPartition p) { return a.partition < p; });
    return at != self.partitions.end() && at->partition == partition ? &*at : nullptr;
}

std::int64_t lag(Consumer const& self, AssignedPartition const& partition) {
    Offset const end = self.spec->config.isolation_read_committed ? partition.last_stable_offset
                                                                  : partition.high_watermark;
    if (end == kNoOffset || partition.position == kNoOffset) return -1;
    return std::max<std::int64_t>(end - partition.position, 0);
}

}  // namespace highwater
