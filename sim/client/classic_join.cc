// The classic protocol, seen from a member: a rebalance. Give up what must be given up, join, and
// take over what the leader has assigned; the leader is one of the members and runs the assignor
// (AbstractCoordinator.joinGroupIfNeeded, ConsumerCoordinator).
#include <algorithm>

#include "client/exceptions.h"
#include "client/group_member.h"
#include "client/pattern_subscription.h"
#include "group/assignors.h"

namespace highwater {

namespace {
using TopicCounts = std::vector<std::pair<NameId, std::int32_t>>;

std::optional<AssignorKind> kind_of(NameId protocol, Names const& names) {
    for (AssignorKind const kind : {AssignorKind::range, AssignorKind::roundrobin,
                                    AssignorKind::sticky, AssignorKind::cooperative_sticky}) {
        if (protocol != kNoName && names.text(protocol) == name_of(kind)) return kind;
    }
    return std::nullopt;
}

// The topics that an assignment is about, as the metadata has them now.
TopicCounts counts_of(Consumer const& self) {
    TopicCounts counts;
    for (NameId const name : self.membership.classic.group_topics) {
        if (TopicBelief const* topic = find_topic(self.metadata, name)) {
            counts.emplace_back(name, static_cast<std::int32_t>(topic->partitions.size()));
        }
    }
    return counts;
}

// A leader that came back knows the topics as soon as it has metadata, which may come a moment
// after the answer to its join. What it learns then is no change.
void watch_topics_again(Consumer& self) {
    ClassicMembership& classic = self.membership.classic;
    TopicCounts counts = counts_of(self);
    bool const knows_all = counts.size() == classic.group_topics.size();
    if (!knows_all && self.metadata.refreshed_at <= classic.members_since) return;
    classic.assigned_topics = std::move(counts);
}

// What makes a stable member join again although nobody asked it to.
void notice_changes(Consumer& self) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    if (membership.state != JoinState::stable) return;
    if (classic.joined_topics != membership.topics) request_rejoin(self);
    if (!classic.is_leader) return;
    if (!classic.assigned_topics) return watch_topics_again(self);
    if (*classic.assigned_topics != counts_of(self)) request_rejoin(self);
}

// Before partitions are given up, what was processed of them is committed. False: not done yet.
bool commit_before_joining(Consumer& self, Effects& out) {
    ClassicMembership& classic = self.membership.classic;
    MemberConfig const& config = self.spec->config.group;
    if (!config.enable_auto_commit || self.membership.generation < 0) return true;
    if (classic.prepare_deadline == kNever) {
        classic.prepare_deadline = out.now() + milliseconds(config.max_poll_interval_ms);
        out.arm_at(kRejoinTimer, classic.prepare_deadline);
        if (commit_positions(self, CommitPurpose::before_rebalance, false, out) == 0) return true;
        drive_commits(self, out);
    }
    if (has_commit(self, CommitPurpose::before_rebalance) && out.now() < classic.prepare_deadline) {
        return false;
    }
    drop_commits(self, CommitPurpose::before_rebalance);
    return true;
}

// onJoinPrepare: false while the commit before it is not done.
bool prepare_join(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    if (!commit_before_joining(self, out)) return false;
    membership.classic.prepare_deadline = kNever;
    std::vector<TopicPartition> const owned = assigned_partitions(self);
    if (membership.generation < 0 || membership.member_id == kNoName) {
        if (!owned.empty()) {
            call_back(self, CallbackKind::lost, owned, out);
            assign_from_subscribed(self, {});
        }
    } else if (!is_cooperative(self)) {
        call_back(self, CallbackKind::revoked, owned, out);
        assign_from_subscribed(self, {});
    } else {
        std::vector<TopicPartition> dropped;
        for (TopicPartition const partition : owned) {
            auto const& topics = membership.topics;
            if (std::find(topics.begin(), topics.end(), partition.topic) == topics.end()) {
                dropped.push_back(partition);
            }
        }
        if (!dropped.empty()) {
            call_back(self, CallbackKind::revoked, dropped, out);
            assign_from_subscribed(self, without(owned, dropped));
        }
    }
    membership.classic.is_leader = false;
    membership.classic.assigned_topics.reset();
    membership.classic.is_prepared = true;
    return true;
}

Payload<ConsumerProtocolSubscription> subscription_for(Consumer const& self,
                                                       std::string const& assignor,
                                                       std::vector<TopicPartition> const& last,
                                                       Effects& out) {
    Membership const& membership = self.membership;
    ConsumerProtocolSubscription subscription;
    subscription.topics = membership.topics;
    std::sort(subscription.topics.begin(), subscription.topics.end(),
              [&](NameId a, NameId b) { return out.names().text(a) < out.names().text(b); });
    subscription.owned_partitions = assigned_partitions(self);
    sort_by_topic_name(subscription.owned_partitions, out.names());
    subscription.generation_id = membership.generation;
    subscription.rack_id = self.spec->config.client_rack;
    if (assignor == name_of(AssignorKind::sticky) && !last.empty()) {
        subscription.user_data = StickyAssignorUserData{last, membership.classic.last_generation};
    } else if (assignor == name_of(AssignorKind::cooperative_sticky) &&
               membership.classic.last_generation >= 0) {
        subscription.user_data = StickyAssignorUserData{{}, membership.classic.last_generation};
    }
    return make_payload(std::move(subscription));
}

void send_join(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    MemberConfig const& config = self.spec->config.group;
    std::vector<JoinGroupRequestProtocol> protocols;
    for (std::string const& assignor : config.partition_assignment_strategy) {
        protocols.push_back(
            {out.intern(assignor),
             subscription_for(self, assignor, membership.classic.last_assignment, out)});
    }
    JoinGroupRequest request;
    request.group_id = membership.group;
    request.session_timeout_ms = config.session_timeout_ms;
    request.rebalance_timeout_ms = config.max_poll_interval_ms;
    request.member_id = membership.member_id;
    request.group_instance_id = membership.instance_id;
    request.protocol_type = out.intern("consumer");
    request.client_id = client_id(self);
    request.protocols = make_payload(std::move(protocols));
    membership.state = JoinState::preparing_rebalance;
    membership.classic.joined_topics = membership.topics;
    membership.classic.is_asking = true;
    membership.classic.needs_rejoin = false;
    // The answer comes when everybody has joined: as long as that may take, and 5 s.
    Duration const timeout = std::max(milliseconds(self.spec->config.request_timeout_ms),
                                      milliseconds(config.max_poll_interval_ms) + seconds(5));
    send_request(self.connections, membership.coordinator.node, std::move(request), 0, out,
                 timeout);
}

void send_sync(Consumer& self, std::vector<SyncGroupRequestAssignment> assignments, Effects& out) {
    Membership& membership = self.membership;
    // Lost while the answer to the join was on its way: a retriable failure of the rebalance, so it
    // joins again (AbstractCoordinator.joinGroupIfNeeded).
    if (membership.coordinator.node == kNoNode) {
        membership.classic.is_asking = false;
        return reset_generation(self, false);
    }
    SyncGroupRequest request;
    request.group_id = membership.group;
    request.generation_id = membership.generation;
    request.member_id = membership.member_id;
    request.group_instance_id = membership.instance_id;
    request.protocol_type = out.intern("consumer");
    request.protocol_name = membership.classic.protocol;
    request.assignments = make_payload(std::move(assignments));
    membership.classic.is_asking = true;
    send_request(self.connections, membership.coordinator.node, std::move(request), 0, out);
}

// The leader's work, once it knows the topics of the whole group.
void maybe_assign(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    if (!classic.members || !ensure_coordinator(self, out)) return;
    TopicCounts const counts = counts_of(self);
    bool const knows_all = counts.size() == classic.group_topics.size();
    if (!knows_all && self.metadata.refreshed_at <= classic.members_since) return;
    AssignorInput input;
    for (auto const& [topic, partitions] : counts) input.topics.push_back({topic, partitions, {}});
    for (JoinGroupResponseMember const& member : *classic.members) {
        input.members.push_back({member.member_id, member.group_instance_id, *member.metadata});
    }
    classic.members = nullptr;
    auto const kind = kind_of(classic.protocol, out.names());
    if (!kind) return throw_exception(self, "IllegalState", out);
    std::vector<SyncGroupRequestAssignment> assignments;
    for (auto& [member, partitions] : assign(*kind, input, out.names())) {
        assignments.push_back(
            {member, make_payload(ConsumerProtocolAssignment{std::move(partitions)})});
    }
    classic.assigned_topics = counts;
    send_sync(self, std::move(assignments), out);
}

// onJoinComplete, as soon as the application polls.
void complete_join(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    std::vector<TopicPartition> const assigned = classic.assignment->assigned_partitions;
    classic.assignment = nullptr;
    classic.is_prepared = false;
    classic.last_assignment = assigned;
    classic.last_generation = membership.generation;
    std::vector<TopicPartition> added = assigned;
    if (is_cooperative(self)) {
        std::vector<TopicPartition> const owned = assigned_partitions(self);
        std::vector<TopicPartition> const revoked = without(owned, assigned);
        added = without(assigned, owned);
        if (!revoked.empty()) {
            call_back(self, CallbackKind::revoked, revoked, out);
            request_rejoin(self);
        }
    }
    assign_from_subscribed(self, assigned);
    arm_auto_commit(self, out);
    call_back(self, CallbackKind::assigned, added, out);
}

void join_if_needed(Consumer& self, Effects& out) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    if (classic.is_asking || classic.members || classic.assignment) return;
    bool const is_between = membership.state == JoinState::preparing_rebalance ||
                            membership.state == JoinState::completing_rebalance;
    if (!classic.needs_rejoin && !is_between) return;
    if (out.now() < classic.rejoin_at) return out.arm_at(kRejoinTimer, classic.rejoin_at);
    if (!ensure_coordinator(self, out) || !has_fresh_topics(self, out)) return;
    if (!classic.is_prepared && !prepare_join(self, out)) return;
    send_join(self, out);
}

void rejoin_later(Consumer& self, Effects& out) {
    request_rejoin(self);
    self.membership.state = JoinState::unjoined;
    // Always the same (AbstractCoordinator.joinGroupIfNeeded).
    self.membership.classic.rejoin_at =
        out.now() + milliseconds(self.spec->config.retry_backoff_ms);
}
}  // namespace

bool is_cooperative(Consumer const& self) {
    auto const& strategies = self.spec->config.group.partition_assignment_strategy;
    return std::all_of(strategies.begin(), strategies.end(), [](std::string const& strategy) {
        return strategy == name_of(AssignorKind::cooperative_sticky);
    });
}

void drive_classic(Consumer& self, Effects& out) {
    maybe_assign(self, out);
    if (!is_in_poll(self)) return;
    if (self.membership.classic.assignment) complete_join(self, out);
    notice_changes(self);
    join_if_needed(self, out);
}

void join_request_failed(Consumer& self, Effects& out) {
    self.membership.classic.is_asking = false;
    rejoin_later(self, out);
}

void answer_join(Consumer& self, JoinGroupResponse const& response, Effects& out) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    classic.is_asking = false;
    switch (response.error) {
    case ErrorCode::none: break;
    case ErrorCode::member_id_required:
        membership.member_id = response.member_id;
        request_rejoin(self);
        return;
    case ErrorCode::unknown_member_id:
    case ErrorCode::illegal_generation:
    case ErrorCode::rebalance_in_progress: {
        bool const forget_id = response.error == ErrorCode::unknown_member_id;
        if (response.error != ErrorCode::rebalance_in_progress) reset_generation(self, forget_id);
        return request_rejoin(self);
    }
    default:
        if (is_coordinator_trouble(self, response.error, out)) return rejoin_later(self, out);
        membership.state = JoinState::unjoined;
        return throw_exception(self, exception_name(response.error), out);
    }
    if (membership.state != JoinState::preparing_rebalance) return request_rejoin(self);
    membership.state = JoinState::completing_rebalance;
    membership.generation = response.generation_id;
    membership.member_id = response.member_id;
    membership.heartbeat_at =
        out.now() + milliseconds(self.spec->config.group.heartbeat_interval_ms);
    membership.session_deadline = kNever;
    classic.protocol = response.protocol_name;
    classic.is_leader = response.leader == response.member_id;
    if (!classic.is_leader) return send_sync(self, {}, out);
    classic.group_topics.clear();
    for (JoinGroupResponseMember const& member : *response.members) {
        for (NameId const topic : member.metadata->topics) {
            auto const& known = classic.group_topics;
            if (std::find(known.begin(), known.end(), topic) != known.end()) continue;
            classic.group_topics.push_back(topic);
            want_topic(self.metadata, topic);
        }
    }
    std::sort(classic.group_topics.begin(), classic.group_topics.end());
    if (response.skip_assignment) {  // it stands, but the topics are watched again (KIP-814)
        classic.members_since = out.now();
        watch_topics_again(self);
        return send_sync(self, {}, out);
    }
    classic.members = response.members;
    classic.members_since = out.now();
}

void answer_sync(Consumer& self, SyncGroupResponse const& response, Effects& out) {
    Membership& membership = self.membership;
    ClassicMembership& classic = membership.classic;
    classic.is_asking = false;
    switch (response.error) {
    case ErrorCode::none: break;
    case ErrorCode::fenced_instance_id:
        reset_generation(self, true);
        return throw_exception(self, exception_name(response.error), out);
    case ErrorCode::unknown_member_id:
    case ErrorCode::illegal_generation:
        return reset_generation(self, response.error == ErrorCode::unknown_member_id);
    case ErrorCode::rebalance_in_progress: return request_rejoin(self);
    default:
        if (is_coordinator_trouble(self, response.error, out)) return rejoin_later(self, out);
        return throw_exception(self, exception_name(response.error), out);
    }
    if (membership.state != JoinState::completing_rebalance) return request_rejoin(self);
    membership.state = JoinState::stable;
    classic.assignment =
        response.assignment ? response.assignment : make_payload(ConsumerProtocolAssignment{});
}

void handle(Consumer& self, Envelope const& from, JoinGroupResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    answer_join(self, response, out);
    poll(self, out);
}

void handle(Consumer& self, Envelope const& from, SyncGroupResponse const& response, Effects& out) {
    if (!take_answered(self.connections, from)) return;
    answer_sync(self, response, out);
    poll(self, out);
}

}  // namespace highwater
