#include "client/consumer.h"

#include <algorithm>

#include "client/fetcher.h"
#include "client/positions.h"

namespace highwater {

namespace {
constexpr std::int32_t kDefaultApiTimeoutMs = 60'000;  // default.api.timeout.ms
constexpr std::int32_t kBegin = 0;                     // arguments of the poll timer
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

void begin(Consumer& self, Effects& out) {
    if (self.is_begun) return;
    self.is_begun = true;
    request_update(self.metadata, RefreshReason::first);
    for (TopicPartition const partition : self.spec->assign) {
        assign(self, partition);
        want_topic(self.metadata, partition.topic);
    }
    self.topics_to_assign = self.spec->assign_topics;
    for (NameId const topic : self.topics_to_assign) want_topic(self.metadata, topic);
    if (!self.spec->stops_at_end) return;
    self.read_deadline = out.now() + milliseconds(kDefaultApiTimeoutMs);
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
        if (peer.blocked_until > out.now()) at = std::min(at, peer.blocked_until);
    }
    if (at >= self.retry_timer_at) return;
    self.retry_timer_at = at;
    out.arm_at({TimerKind::fetch_retry, 0}, at);
}

// Does what can be done for every partition.
void look_around(Consumer& self, Effects& out) {
    if (!self.is_begun || self.read.is_done) return;
    if (!self.topics_to_assign.empty()) assign_whole_topics(self);
    ask_about_positions(self, out);
    send_fetches(self, out);
    finish_read(self, out);
    if (self.read.is_done) return;
    arm_retry(self, out);
    poll_metadata(self.metadata, self.connections, out);
}

// Something has happened that may change who is fetched from.
void poll(Consumer& self, Effects& out) {
    outdate_sessions(self);
    look_around(self, out);
}

void fail_requests(Consumer& self, std::vector<PendingRequest> const& lost, Effects& out) {
    for (PendingRequest const& request : lost) {
        if (request.message_kind == message_kind_of<MetadataRequest>()) {
            metadata_request_failed(self.metadata, out);
        } else if (request.message_kind == message_kind_of<FetchRequest>()) {
            fetch_failed(self, request.to, out);
        } else {
            position_requests_failed(self, request.to, out);
        }
    }
    request_update(self.metadata, RefreshReason::disconnect, ErrorCode::network_exception);
    poll(self, out);
}
}  // namespace

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
        true};
    self.spec = make_payload(std::move(spec));
    return self;
}

void start(Consumer& self, Effects& out) {
    out.arm_at({TimerKind::poll, kBegin}, self.spec->starts_at);
}

void lose_memory(Consumer& self) {
    Consumer fresh = make_consumer(*self.spec, self.metadata.settings.bootstrap);
    fresh.processed = self.processed;
    fresh.polls = self.polls;
    if (self.read.is_done) {  // what was read was handed out before the process ended
        fresh.read = std::move(self.read);
        fresh.partitions = std::move(self.partitions);
    }
    self = std::move(fresh);
}

void request_shutdown(Consumer&, Effects& out) { out.exit_process(); }

void on_timer(Consumer& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::poll && timer.argument == kBegin) begin(self, out);
    if (timer.kind == TimerKind::fetch_retry) self.retry_timer_at = kNever;
    if (timer.kind == TimerKind::metadata_refresh) metadata_timer_fired(self.metadata);
    if (timer.kind == TimerKind::request_expiry) {
        std::vector<PendingRequest> const lost = expire_requests(self.connections, out);
        if (!lost.empty()) return fail_requests(self, lost, out);
    }
    poll(self, out);
}

void on_disconnect(Consumer& self, NodeId peer, Effects& out) {
    fail_requests(self, fail_connection(self.connections, peer, out), out);
}

void handle(Consumer& self, Envelope const& from, MetadataResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    learn(self.metadata, response, out);
    poll(self, out);
}

void handle(Consumer& self, Envelope const& from, FetchResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    if (!handle_fetched(self, from.from, response, out)) return poll(self, out);
    bool const goes_on =
        !self.spec->stops_at_end && continue_session(self, from.from, response, out);
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
    }
    poll(self, out);
    return true;
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
