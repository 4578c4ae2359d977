// The protocol of KIP-848, seen from a member: one heartbeat carries everything, the coordinator
// says what the member should own, and it gets there step by step while it goes on reading
// (ConsumerMembershipManager, ConsumerHeartbeatRequestManager).
#include <algorithm>

#include "client/exceptions.h"
#include "client/group_member.h"
#include "client/tools/format.h"

namespace highwater {

namespace {
// A member of this protocol chooses its own id, for its whole life (KIP-1082): a random Uuid, which
// never begins like an option of a command line.
void choose_member_id(Consumer& self, Effects& out) {
    constexpr std::uint64_t kMemberIds = 1ULL << 42;
    Membership& membership = self.membership;
    if (membership.member_id != kNoName) return;
    auto const who = static_cast<std::uint64_t>(out.self().value);
    std::string id;
    do {
        std::uint64_t const high = out.draw(Draw::uuid, who, kMemberIds + membership.draws++);
        std::uint64_t const low = out.draw(Draw::uuid, who, kMemberIds + membership.draws++);
        id = base64(Uuid{high, low});
    } while (id.front() == '-');
    membership.member_id = out.intern(id);
}

std::vector<TopicIdPartitions> owned_by_topic_id(Consumer const& self) {
    std::vector<TopicIdPartitions> owned;
    for (AssignedPartition const& each : self.partitions) {
        TopicBelief const* topic = find_topic(self.metadata, each.partition.topic);
        if (topic == nullptr) continue;
        if (owned.empty() || owned.back().topic_id != topic->topic_id) {
            owned.push_back({topic->topic_id, {}});
        }
        owned.back().partitions.push_back(each.partition.partition);
    }
    return owned;
}

void send_group_heartbeat(Consumer& self, std::int32_t epoch, Effects& out) {
    Membership& membership = self.membership;
    ConsumerMembership& consumer = membership.consumer;
    MemberConfig const& config = self.spec->config.group;
    bool const joins = epoch == kJoinGroupMemberEpoch;
    ConsumerGroupHeartbeatRequest request;
    request.group_id = membership.group;
    request.member_id = membership.member_id;
    request.member_epoch = epoch;
    request.instance_id = membership.instance_id;
    request.client_id = client_id(self);
    if (epoch >= 0) {
        ConsumerGroupHeartbeatLists changes;
        bool const says_all = joins || consumer.says_all;
        if (says_all) {
            request.rebalance_timeout_ms = config.max_poll_interval_ms;
            request.rack_id = self.spec->config.client_rack;
            if (!config.group_remote_assignor.empty()) {
                request.server_assignor = out.intern(config.group_remote_assignor);
            }
        }
        if (says_all || consumer.tells_owned) changes.topic_partitions = owned_by_topic_id(self);
        if (says_all || consumer.sent_topics != membership.topics) {
            changes.subscribed_topic_names = membership.topics;
            consumer.sent_topics = membership.topics;
        }
        consumer.tells_owned = consumer.says_all = false;
        if (changes.topic_partitions || changes.subscribed_topic_names) {
            request.changes = make_payload(std::move(changes));
        }
        membership.is_beating = true;
    }
    membership.heartbeat_at = out.now() + consumer.heartbeat_interval;
    send_request(self.connections, membership.coordinator.node, std::move(request),
                 static_cast<std::uint64_t>(epoch), out);
}

// What was being taken over, and what was to come.
void forget_target(ConsumerMembership& self) {
    self.has_target = self.has_committed = self.tells_owned = false;
    self.target.clear();
}

void be_out(Membership& self) {
    self.state = JoinState::left;
    self.generation = -1;
    self.heartbeat_at = kNever;
    forget_target(self.consumer);
}

// What it has got so far is its own. Another target has come meanwhile?
JoinState when_acknowledged(ConsumerMembership const& self) {
    return self.has_target ? JoinState::reconciling : JoinState::stable;
}

void join_anew(Consumer& self) {
    Membership& membership = self.membership;
    membership.state = JoinState::joining;
    membership.generation = -1;
    forget_target(membership.consumer);
    membership.heartbeat_at = kLongAgo;
}

// Fenced or unknown: what it owned is no longer its own.
void abandon(Consumer& self, Effects& out) {
    std::vector<TopicPartition> const owned = assigned_partitions(self);
    self.membership.generation = -1;
    if (!owned.empty()) call_back(self, CallbackKind::lost, owned, out);
    assign_from_subscribed(self, {});
    drop_commits(self, CommitPurpose::before_rebalance);
    join_anew(self);
}

// The target with the names of its topics; false while the metadata does not know one of them.
bool name_target(Consumer& self, std::vector<TopicPartition>& named) {
    for (TopicIdPartitions const& topic : self.membership.consumer.target) {
        auto const known =
            std::find_if(self.metadata.topics.begin(), self.metadata.topics.end(),
                         [&](TopicBelief const& t) { return t.topic_id == topic.topic_id; });
        if (known == self.metadata.topics.end()) {
            request_update(self.metadata, RefreshReason::new_topic_id);
            return false;
        }
        for (std::int32_t const partition : topic.partitions) {
            named.push_back({known->name, partition});
        }
    }
    std::sort(named.begin(), named.end());
    return true;
}

// Commit, give up, take over, tell the coordinator: while the application stands in poll().
void reconcile(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    ConsumerMembership& consumer = membership.consumer;
    if (membership.state != JoinState::reconciling) return;
    if (!consumer.has_committed) {
        std::vector<TopicPartition> named;
        if (!consumer.has_target || !name_target(self, named)) return;
        consumer.reconciling = std::move(named);
        consumer.has_committed = true;
        consumer.has_target = false;  // one that comes from now on is the next
        if (self.spec->config.group.enable_auto_commit) {
            commit_positions(self, CommitPurpose::before_rebalance, false, out);
            drive_commits(self, out);
        }
    }
    if (has_commit(self, CommitPurpose::before_rebalance)) return;
    consumer.has_committed = false;
    std::vector<TopicPartition> const owned = assigned_partitions(self);
    std::vector<TopicPartition> const revoked = without(owned, consumer.reconciling);
    std::vector<TopicPartition> const added = without(consumer.reconciling, owned);
    if (!revoked.empty()) call_back(self, CallbackKind::revoked, revoked, out);
    assign_from_subscribed(self, consumer.reconciling);
    call_back(self, CallbackKind::assigned, added, out);
    arm_auto_commit(self, out);
    membership.state = JoinState::acknowledging;
    consumer.tells_owned = true;
    membership.heartbeat_at = kLongAgo;
}

void take_target(Consumer& self, std::vector<TopicIdPartitions> const& target) {
    Membership& membership = self.membership;
    ConsumerMembership& consumer = membership.consumer;
    bool const is_first = membership.state == JoinState::joining;
    if (!is_first && consumer.target == target) {  // as before
        if (membership.state == JoinState::acknowledging) {
            membership.state = when_acknowledged(consumer);
        }
        return;
    }
    consumer.target = target;
    consumer.has_target = true;
    membership.state = JoinState::reconciling;
}
}  // namespace

void drive_consumer(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    if (membership.state == JoinState::unjoined) {
        choose_member_id(self, out);
        join_anew(self);
    }
    if (membership.state == JoinState::left) {
        // Out because of max.poll.interval.ms, or fenced: back in poll() it loses what it had, and
        // joins.
        if (is_in_poll(self)) abandon(self, out);
        if (membership.state == JoinState::left) return;
    }
    if (self.application.poll_deadline <= out.now()) return expire_poll_of_consumer(self, out);
    if (is_in_poll(self)) reconcile(self, out);
    if (membership.consumer.sent_topics != membership.topics) membership.heartbeat_at = kLongAgo;
    if (membership.is_beating || !ensure_coordinator(self, out)) return;
    if (membership.heartbeat_at <= out.now()) {
        bool const joins = membership.state == JoinState::joining;
        send_group_heartbeat(self, joins ? kJoinGroupMemberEpoch : membership.generation, out);
    } else {
        out.arm_at(kHeartbeatTimer, membership.heartbeat_at);
    }
}

void expire_poll_of_consumer(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    out.note(PollTimeoutExpired{membership.group,
                                milliseconds(self.spec->config.group.max_poll_interval_ms),
                                membership.instance_id != kNoName});
    self.application.poll_deadline = kNever;
    leave_consumer(self, false, out);
}

void leave_consumer(Consumer& self, bool for_good, Effects& out) {
    Membership& membership = self.membership;
    bool const is_in = membership.generation >= 0 || membership.state == JoinState::joining;
    bool const is_static = membership.instance_id != kNoName && !for_good;
    if (is_in && membership.coordinator.node != kNoNode) {
        send_group_heartbeat(
            self, is_static ? kLeaveGroupStaticMemberEpoch : kLeaveGroupMemberEpoch, out);
    }
    be_out(membership);
}

void handle(Consumer& self, Envelope const& from, ConsumerGroupHeartbeatResponse const& response,
            Effects& out) {
    auto const asked = take_answered(self.connections, from);
    if (!asked) return;
    Membership& membership = self.membership;
    auto const epoch = static_cast<std::int32_t>(asked->context);
    if (epoch < 0 || membership.state == JoinState::left) {  // it has left
        membership.is_beating = false;
        return poll(self, out);
    }
    membership.is_beating = false;
    switch (response.error) {
    case ErrorCode::none:
        membership.generation = response.member_epoch;
        membership.consumer.heartbeat_interval = milliseconds(response.heartbeat_interval_ms);
        if (membership.heartbeat_at > out.now()) {
            membership.heartbeat_at = out.now() + membership.consumer.heartbeat_interval;
        }
        if (response.assignment) {
            take_target(self, *response.assignment);
        } else if (membership.state == JoinState::acknowledging ||
                   membership.state == JoinState::joining) {
            membership.state = when_acknowledged(membership.consumer);
        }
        break;
    case ErrorCode::fenced_member_epoch:
    case ErrorCode::unknown_member_id:
        // Its application hears that the partitions are lost in its next poll(); then it joins.
        be_out(membership);
        break;
    default:
        membership.consumer.says_all = true;
        if (is_coordinator_trouble(self, response.error, out)) {
            membership.heartbeat_at = out.now() + retry_backoff(self, 0, out);
        } else {
            membership.state = JoinState::left;
            membership.generation = -1;
            throw_exception(self, exception_name(response.error), out);
        }
    }
    poll(self, out);
}

}  // namespace highwater
