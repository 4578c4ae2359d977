// Members that still speak the classic protocol in a group of KIP-848: their requests are mapped.
// JoinGroup is a heartbeat with a subscription, SyncGroup fetches the assignment, the generation is
// the member epoch.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/member_id.h"
#include "group/topic_ids.h"

namespace highwater {

namespace {
bool is_consumer(CoordinatorCall const& call, NameId protocol_type) {
    return protocol_type != kNoName &&
           call.effects.names().text(protocol_type) == kConsumerProtocolType;
}

// One of the protocols is spoken by every classic member that is there.
bool supports(ConsumerGroup const& group, std::vector<JoinGroupRequestProtocol> const& protocols) {
    return std::any_of(protocols.begin(), protocols.end(), [&](auto const& wanted) {
        return std::all_of(group.members.begin(), group.members.end(), [&](auto const& each) {
            if (!each.second.classic) return true;
            auto const& known = each.second.classic->supported_protocols;
            return std::any_of(known.begin(), known.end(),
                               [&](auto const& one) { return one.name == wanted.name; });
        });
    });
}

ConsumerGroupMember updated(ConsumerGroupCall in, RequestContext const& from,
                            JoinGroupRequest const& request, ConsumerGroupMember member) {
    auto const& subscription = request.protocols->front().metadata;
    if (request.group_instance_id != kNoName) member.instance_id = request.group_instance_id;
    if (subscription) {
        if (subscription->rack_id != kNoName) member.rack_id = subscription->rack_id;
        member.subscribed_topic_names = subscription->topics;
        Names const& names = in.call.effects.names();
        std::sort(member.subscribed_topic_names.begin(), member.subscribed_topic_names.end(),
                  [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    }
    member.rebalance_timeout_ms = request.rebalance_timeout_ms;
    member.subscribed_topic_regex.clear();
    member.client_id = request.client_id;
    member.client_host = from.client_host;
    member.classic = ClassicMemberMetadata{request.session_timeout_ms, *request.protocols};
    return member;
}

struct Joined {
    ConsumerGroupMember member;
    bool downgraded{};
};

// The member as it is after its heartbeat in disguise.
Joined join_as_heartbeat(ConsumerGroupCall in, RequestContext const& from,
                         JoinGroupRequest const& request, ConsumerGroupMember const& before) {
    ConsumerGroupMember const after = updated(in, from, request, before);
    bool const is_new = find_member(in.group(), before.member_id) == nullptr;
    bool const has_changed = after.subscribed_topic_names != before.subscribed_topic_names ||
                             after.subscribed_topic_regex != before.subscribed_topic_regex;
    write(in, member_metadata_record(in.group_id, after));
    if (is_new) {
        in.call.effects.note(GroupMemberJoined{in.group_id, after.client_id, after.member_id,
                                               after.instance_id, false});
    }
    update_subscription_metadata(
        in, has_changed, after.client_id,
        is_new ? RebalanceReason::member_joined : RebalanceReason::subscription_changed);
    auto const& subscription = request.protocols->front().metadata;
    std::vector<TopicIdPartitions> const owned =
        subscription ? lists_of(subscription->owned_partitions, in.call.topics)
                     : std::vector<TopicIdPartitions>{};
    // A static member that comes back with the old protocol may be the last that used the new one.
    bool const downgrades = after.instance_id != kNoName && may_downgrade(in, {});
    if (!downgrades) maybe_update_target(in);
    if (!downgrades || !has_changed) maybe_reconcile(in, after.member_id, has_changed, &owned);
    Joined joined{in.group().members.at(after.member_id), downgrades};
    if (downgrades) convert_to_classic_group(in, {}, has_changed);
    return joined;
}

ErrorCode check_classic_member(ConsumerGroupCall in, NameId member_id, NameId instance_id,
                               std::int32_t generation) {
    auto const found = get_or_subscribe(in, {member_id, instance_id, 0, nullptr, false, true});
    if (auto const* const refusal = std::get_if<Refusal>(&found)) return refusal->error;
    auto const& member = std::get<ConsumerGroupMember>(found);
    if (!member.classic) return ErrorCode::unknown_member_id;
    return member.member_epoch == generation ? ErrorCode::none : ErrorCode::illegal_generation;
}

void expect_rejoin(ConsumerGroupCall in, ConsumerGroupMember const& member) {
    GroupTimerKey const key{GroupTimerKind::classic_rejoin, in.group_id, member.member_id};
    if (in.self.timers.is_armed(key)) return;
    in.self.timers.arm(key, in.call.effects.now() + milliseconds(member.rebalance_timeout_ms));
}

// Whether something that the member should have is still held by another.
bool waits_for_others(ConsumerGroup const& group, ConsumerGroupMember const& member) {
    auto const target = group.target_assignment.find(member.member_id);
    if (target == group.target_assignment.end()) return false;
    for (auto const& [topic, partitions] : target->second) {
        auto const held = group.partition_epochs.find(topic);
        if (held == group.partition_epochs.end()) continue;
        auto const own = member.assigned.find(topic);
        for (std::int32_t const number : partitions) {
            bool const is_own =
                own != member.assigned.end() && own->second.find(number) != own->second.end();
            if (!is_own && held->second.find(number) != held->second.end()) return true;
        }
    }
    return false;
}
}  // namespace

void join_consumer_group(GroupCoordinator& self, RequestContext const& from,
                         JoinGroupRequest const& request, CoordinatorCall& call) {
    ConsumerGroupCall const in{self, request.group_id, call};
    auto const refuse_join = [&](NameId member_id, ErrorCode error) {
        JoinGroupResponse response;
        response.error = error;
        response.member_id = member_id;
        answer(call, parked(from), response, false);
        if (error == ErrorCode::member_id_required) return;
        note_refusal(call, request.group_id, from.from, GroupRequestKind::join_group, error);
    };
    bool const is_unknown = request.member_id == kNoName;
    NameId const member_id = is_unknown ? new_plain_member_id(self, call) : request.member_id;
    auto const size = static_cast<std::int64_t>(in.group().members.size());
    if (size >= call.config.consumer.max_size && find_member(in.group(), member_id) == nullptr) {
        refuse_join(kNoName, ErrorCode::group_max_size_reached);
        return;
    }
    if (!is_consumer(call, request.protocol_type) || !request.protocols ||
        !supports(in.group(), *request.protocols)) {
        refuse_join(kNoName, ErrorCode::inconsistent_group_protocol);
        return;
    }
    if (is_unknown && request.group_instance_id == kNoName &&
        from.api_version >= kRequiresKnownMemberId) {
        call.effects.note(GroupMemberIdGiven{request.group_id, request.client_id, member_id});
        refuse_join(member_id, ErrorCode::member_id_required);
        return;
    }
    bool const is_static = request.group_instance_id != kNoName;
    auto const found = get_or_subscribe(in, {member_id, request.group_instance_id, -1, nullptr,
                                             !is_static || is_unknown, true, request.client_id});
    if (auto const* const refusal = std::get_if<Refusal>(&found)) {
        refuse_join(kNoName, refusal->error);
        return;
    }
    Joined const joined =
        join_as_heartbeat(in, from, request, std::get<ConsumerGroupMember>(found));
    self.timers.disarm({GroupTimerKind::classic_rejoin, request.group_id, member_id});
    if (!joined.downgraded) {
        schedule_member_session(in, joined.member);
        self.timers.arm({GroupTimerKind::classic_sync, request.group_id, member_id},
                        call.effects.now() + milliseconds(request.rebalance_timeout_ms));
    }
    JoinGroupResponse response;
    response.member_id = member_id;
    response.generation_id = joined.member.member_epoch;
    response.protocol_type = call.effects.intern(kConsumerProtocolType);
    response.protocol_name = request.protocols->front().name;
    answer(call, parked(from), response, true);
}

void sync_consumer_group(GroupCoordinator& self, RequestContext const& from,
                         SyncGroupRequest const& request, CoordinatorCall& call) {
    ConsumerGroupCall const in{self, request.group_id, call};
    ErrorCode error = check_classic_member(in, request.member_id, request.group_instance_id,
                                           request.generation_id);
    if (error == ErrorCode::none) {
        ConsumerGroupMember const& member = in.group().members.at(request.member_id);
        bool const fits = is_consumer(call, request.protocol_type) &&
                          request.protocol_name == member.classic->supported_protocols.front().name;
        if (!fits) {
            error = ErrorCode::inconsistent_group_protocol;
        } else if (in.group().group_epoch > member.member_epoch &&
                   member.state != MemberState::unrevoked_partitions) {
            expect_rejoin(in, member);
            error = ErrorCode::rebalance_in_progress;
        }
    }
    if (error != ErrorCode::none) {
        answer(call, parked(from), refuse(request, error), false);
        note_refusal(call, request.group_id, from.from, GroupRequestKind::sync_group, error);
        return;
    }
    ConsumerGroupMember const& member = in.group().members.at(request.member_id);
    self.timers.disarm({GroupTimerKind::classic_sync, request.group_id, request.member_id});
    schedule_member_session(in, member);
    SyncGroupResponse response;
    response.protocol_type = request.protocol_type;
    response.protocol_name = request.protocol_name;
    response.assignment =
        make_payload(ConsumerProtocolAssignment{partitions_of(member.assigned, call)});
    answer(call, parked(from), response, true);
}

ErrorCode heartbeat_consumer_group(GroupCoordinator& self, HeartbeatRequest const& request,
                                   CoordinatorCall& call) {
    ConsumerGroupCall const in{self, request.group_id, call};
    ErrorCode const error = check_classic_member(in, request.member_id, request.group_instance_id,
                                                 request.generation_id);
    if (error != ErrorCode::none) return error;
    ConsumerGroupMember const& member = in.group().members.at(request.member_id);
    schedule_member_session(in, member);
    // It has to join again when the group moved on, when it must give up something, and when what
    // it waits for is free.
    bool const must_rejoin = member.member_epoch < in.group().group_epoch ||
                             member.state == MemberState::unrevoked_partitions ||
                             (member.state == MemberState::unreleased_partitions &&
                              !waits_for_others(in.group(), member));
    if (!must_rejoin) return ErrorCode::none;
    expect_rejoin(in, member);
    return ErrorCode::rebalance_in_progress;
}

void leave_consumer_group(GroupCoordinator& self, RequestContext const& from,
                          LeaveGroupRequest const& request, CoordinatorCall& call) {
    ConsumerGroupCall const in{self, request.group_id, call};
    std::vector<MemberResponse> answers;
    std::vector<Fenced> leaving;
    for (MemberIdentity const& who : *request.members) {
        bool const by_tool = who.member_id == kNoName;
        NameId member_id = who.member_id;
        if (by_tool) {
            auto const known = in.group().static_members.find(who.group_instance_id);
            if (known != in.group().static_members.end()) member_id = known->second;
        }
        auto const found =
            get_or_subscribe(in, {member_id, who.group_instance_id, 0, nullptr, false, true});
        auto const* const refusal = std::get_if<Refusal>(&found);
        answers.push_back({who.member_id, who.group_instance_id,
                           refusal == nullptr ? ErrorCode::none : refusal->error});
        bool const is_known = std::any_of(leaving.begin(), leaving.end(), [&](Fenced const& each) {
            return each.member_id == member_id;
        });
        if (refusal != nullptr || is_known) continue;
        leaving.push_back(
            {member_id, by_tool ? GroupLeaveReason::removed : GroupLeaveReason::left});
    }
    fence_members(in, leaving);
    LeaveGroupResponse response;
    response.members = make_payload(std::move(answers));
    answer(call, parked(from), response, true);
}

}  // namespace highwater
