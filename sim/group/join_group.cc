// JoinGroup to a classic group (KIP-394: a new member is told its id first; KIP-345: a static one
// takes its old place).
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/member_id.h"

namespace highwater {

namespace {
using State = ClassicGroupState;

// New members cannot send heartbeats yet, and a client that gave up is noticed late.
constexpr std::int64_t kNewMemberJoinTimeoutMs = 300'000;
constexpr std::int16_t kSkipsAssignment = 9;

struct Join : ClassicCall {
    RequestContext const& from;
    JoinGroupRequest const& request;

    std::vector<JoinGroupRequestProtocol> const& protocols() const {
        static std::vector<JoinGroupRequestProtocol> const none;
        return request.protocols ? *request.protocols : none;
    }
    ClassicCall base() const { return {self, group, call}; }
    void refuse(NameId member_id, ErrorCode error) const {
        JoinGroupResponse response;
        response.error = error;
        response.member_id = member_id;
        answer(call, parked(from), response, false);
        if (error != ErrorCode::member_id_required) {
            note_refusal(call, request.group_id, from.from, GroupRequestKind::join_group, error);
        }
    }
};

// The same protocols with the same metadata, in the same order.
bool matches(ClassicGroupMember const& member, std::vector<JoinGroupRequestProtocol> const& other) {
    if (!member.supported_protocols || member.supported_protocols->size() != other.size()) {
        return false;
    }
    return std::equal(other.begin(), other.end(), member.supported_protocols->begin(),
                      [](auto const& a, auto const& b) {
                          if (a.name != b.name) return false;
                          if (!a.metadata || !b.metadata) return a.metadata == b.metadata;
                          return *a.metadata == *b.metadata;
                      });
}

// Whether it asks for other topics than before. What else a subscription holds, as the generation
// of the sender, differs each time.
bool asks_for_other_topics(ClassicGroupMember const& member,
                           std::vector<JoinGroupRequestProtocol> const& protocols) {
    auto const topics_of = [](std::vector<JoinGroupRequestProtocol> const& all) {
        bool const has_any = !all.empty() && all.front().metadata;
        return has_any ? all.front().metadata->topics : std::vector<NameId>{};
    };
    return !member.supported_protocols ||
           topics_of(*member.supported_protocols) != topics_of(protocols);
}

bool accepts(ClassicGroup const& group, NameId member_id, std::int32_t max_size) {
    ClassicGroupMember const* const member = find_member(group, member_id);
    auto const awaiting =
        std::count_if(group.members.begin(), group.members.end(),
                      [](auto const& each) { return each.second.awaiting_join.has_value(); });
    switch (group.state) {
    case State::empty:
    case State::dead: return true;
    // Those that wait count, not those that are known: a limit that was lowered turns away whoever
    // comes last.
    case State::preparing_rebalance:
        return (member != nullptr && member->awaiting_join) || awaiting < max_size;
    case State::completing_rebalance:
    case State::stable:
        return member != nullptr || static_cast<std::int64_t>(group.members.size()) < max_size;
    }
    return false;
}

void add_and_rebalance(Join const& in, NameId member_id) {
    ClassicGroup& group = in.group;
    if (group.members.empty()) group.protocol_type = in.request.protocol_type;
    if (group.is_initial_rebalance) group.new_member_added = true;
    ClassicGroupMember member;
    member.member_id = member_id;
    member.group_instance_id = in.request.group_instance_id;
    member.client_id = in.request.client_id;
    member.client_host = in.from.client_host;
    member.rebalance_timeout_ms = in.request.rebalance_timeout_ms;
    member.session_timeout_ms = in.request.session_timeout_ms;
    member.supported_protocols = in.request.protocols;
    member.awaiting_join = parked(in.from);
    member.is_new = true;
    add_member(in.base(), std::move(member));
    schedule_session(in.base(), member_id, kNewMemberJoinTimeoutMs);
    in.call.effects.note(GroupMemberJoined{group.group_id, in.request.client_id, member_id,
                                           in.request.group_instance_id, false});
    maybe_prepare_rebalance_or_complete_join(in.base(), in.request.client_id,
                                             RebalanceReason::member_joined);
}

void update(Join const& in, ClassicGroupMember& member) {
    member.supported_protocols = in.request.protocols;
    member.rebalance_timeout_ms = in.request.rebalance_timeout_ms;
    member.session_timeout_ms = in.request.session_timeout_ms;
    member.awaiting_join = parked(in.from);
}

void update_and_rebalance(Join const& in, ClassicGroupMember& member, RebalanceReason why) {
    update(in, member);
    maybe_prepare_rebalance_or_complete_join(in.base(), process_of(member), why);
}

// The new process gets the old one's place under a new member id; whatever the old one still waits
// for is answered with FENCED_INSTANCE_ID.
ClassicGroupMember& replace_static_member(Join const& in, NameId old_id, NameId new_id) {
    ClassicGroup& group = in.group;
    ClassicGroupMember member = group.members.at(old_id);
    JoinGroupResponse join;
    join.error = ErrorCode::fenced_instance_id;
    join.member_id = old_id;
    answer_join(in.base(), member, join);
    SyncGroupResponse sync;
    sync.error = ErrorCode::fenced_instance_id;
    answer_sync(in.base(), member, sync, false);
    group.members.erase(old_id);
    member.member_id = new_id;
    member.replaced_by = in.request.client_id;
    member.is_new = false;
    if (group.leader_id == old_id) group.leader_id = new_id;
    group.static_members[in.request.group_instance_id] = new_id;
    return group.members[new_id] = std::move(member);
}

void rejoin_static(Join const& in, NameId old_id, NameId new_id) {
    ClassicGroup& group = in.group;
    NameId const old_leader = group.leader_id;
    ClassicGroupMember& member = replace_static_member(in, old_id, new_id);
    schedule_session(in.base(), member);
    update(in, member);
    bool const keeps_protocol =
        group.state == State::stable && select_protocol(group) == group.protocol_name;
    in.call.effects.note(StaticMemberReplaced{group.group_id, in.request.group_instance_id, old_id,
                                              new_id, in.request.client_id, !keeps_protocol});
    if (keeps_protocol) {
        // Nobody notices: the group is written down with its new member id, and the member finds
        // its assignment by SyncGroup (KIP-345). A leader is told not to assign again (KIP-814).
        bool const tells_leader = in.from.api_version >= kSkipsAssignment;
        JoinGroupResponse response = current_generation(group, new_id);
        response.skip_assignment = tells_leader && group.leader_id == new_id;
        if (!tells_leader) {
            response.leader = old_leader;
            response.members = nullptr;
        }
        in.call.records.emplace_back(group_metadata_record(group, true));
        answer(in.call, *member.awaiting_join, response, true);
        member.awaiting_join.reset();
    } else if (group.state == State::completing_rebalance) {
        // The leader may be assigning to the old member id at this moment.
        prepare_rebalance(in.base(), process_of(member), RebalanceReason::static_member_replaced);
    } else {
        maybe_prepare_rebalance_or_complete_join(in.base(), process_of(member),
                                                 RebalanceReason::static_member_replaced);
    }
}

void join_new_member(Join const& in) {
    if (in.group.state == State::dead) {
        in.refuse(kNoName, ErrorCode::coordinator_not_available);
        return;
    }
    if (!supports_protocols(in.group, in.request.protocol_type, in.protocols())) {
        in.refuse(kNoName, ErrorCode::inconsistent_group_protocol);
        return;
    }
    NameId const instance = in.request.group_instance_id;
    NameId const member_id =
        new_member_id(in.self, instance == kNoName ? in.request.client_id : instance, in.call);
    if (instance != kNoName) {
        auto const existing = in.group.static_members.find(instance);
        if (existing == in.group.static_members.end()) {
            add_and_rebalance(in, member_id);
        } else {
            rejoin_static(in, existing->second, member_id);
        }
        return;
    }
    if (in.from.api_version < kRequiresKnownMemberId) {
        add_and_rebalance(in, member_id);
        return;
    }
    in.group.pending_join_members.push_back(member_id);
    schedule_session(in.base(), member_id, in.request.session_timeout_ms);
    in.call.effects.note(GroupMemberIdGiven{in.group.group_id, in.request.client_id, member_id});
    in.refuse(member_id, ErrorCode::member_id_required);
}

void join_existing_member(Join const& in) {
    NameId const member_id = in.request.member_id;
    ClassicGroup& group = in.group;
    if (group.state == State::dead) {
        in.refuse(member_id, ErrorCode::coordinator_not_available);
        return;
    }
    if (!supports_protocols(group, in.request.protocol_type, in.protocols())) {
        in.refuse(member_id, ErrorCode::inconsistent_group_protocol);
        return;
    }
    auto const& pending = group.pending_join_members;
    if (std::find(pending.begin(), pending.end(), member_id) != pending.end()) {
        add_and_rebalance(in, member_id);
        return;
    }
    ErrorCode const error = validate_member(group, member_id, in.request.group_instance_id);
    if (error != ErrorCode::none) {
        in.refuse(member_id, error);
        return;
    }
    ClassicGroupMember& member = group.members.at(member_id);
    bool const is_changed = !matches(member, in.protocols());
    RebalanceReason const why = asks_for_other_topics(member, in.protocols())
                                    ? RebalanceReason::subscription_changed
                                    : RebalanceReason::member_rejoined;
    switch (group.state) {
    case State::preparing_rebalance: update_and_rebalance(in, member, why); return;
    case State::stable:
        // The leader may know of something that no metadata shows: more partitions, for example.
        if (group.leader_id == member_id) {
            update_and_rebalance(in, member, RebalanceReason::leader_rejoined);
            return;
        }
        [[fallthrough]];
    case State::completing_rebalance:
        if (is_changed) {
            update_and_rebalance(in, member, why);
        } else {
            answer(in.call, parked(in.from), current_generation(group, member_id), false);
        }
        return;
    case State::empty:
    case State::dead: break;
    }
    in.refuse(member_id, ErrorCode::unknown_member_id);
}

// A group of KIP-848 without members may become a classic one.
void delete_empty_consumer_group(GroupCoordinator& self, NameId group, CoordinatorCall& call) {
    ConsumerGroup const* const consumer_group = find_consumer_group(self, group);
    if (consumer_group == nullptr || !consumer_group->members.empty()) return;
    append_group_tombstones(*consumer_group, call.records);
    self.groups.erase(group);
}

ErrorCode validate(JoinGroupRequest const& request, CoordinatorCall const& call) {
    if (is_empty_id(call, request.group_id)) return ErrorCode::invalid_group_id;
    bool const is_allowed = call.config.min_session_timeout_ms <= request.session_timeout_ms &&
                            request.session_timeout_ms <= call.config.max_session_timeout_ms;
    return is_allowed ? ErrorCode::none : ErrorCode::invalid_session_timeout;
}

void join_classic_group(GroupCoordinator& self, RequestContext const& from,
                        JoinGroupRequest const& request, CoordinatorCall& call) {
    bool const is_unknown_member = request.member_id == kNoName;
    delete_empty_consumer_group(self, request.group_id, call);
    bool const is_new_group = self.groups.find(request.group_id) == self.groups.end();
    if (is_new_group && !is_unknown_member) {
        note_refusal(call, request.group_id, from.from, GroupRequestKind::join_group,
                     ErrorCode::unknown_member_id);
        JoinGroupResponse response;
        response.error = ErrorCode::unknown_member_id;
        response.member_id = request.member_id;
        answer(call, parked(from), response, false);
        return;
    }
    if (is_new_group) {
        ClassicGroup group;
        group.group_id = request.group_id;
        group.current_state_timestamp_ms = timestamp_ms(call.effects.now());
        self.groups[request.group_id] = Cow<Group>{std::move(group)};
        // So that the group is known from its first moment on, before anybody has joined.
    }
    auto& group = std::get<ClassicGroup>(self.groups.at(request.group_id).edit());
    Join const in{{self, group, call}, from, request};
    if (is_new_group) call.records.emplace_back(group_metadata_record(group, false));
    if (!accepts(group, request.member_id, call.config.max_size)) {
        remove_member(in.base(), request.member_id);
        in.refuse(kNoName, ErrorCode::group_max_size_reached);
    } else if (is_unknown_member) {
        join_new_member(in);
    } else {
        join_existing_member(in);
    }
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from, JoinGroupRequest const& request,
            CoordinatorCall& call) {
    ErrorCode const error = validate(request, call);
    if (error != ErrorCode::none) {
        answer(call, parked(from), refuse(request, error), false);
        note_refusal(call, request.group_id, from.from, GroupRequestKind::join_group, error);
        return;
    }
    ConsumerGroup const* const consumer_group = find_consumer_group(self, request.group_id);
    if (consumer_group != nullptr && !consumer_group->members.empty()) {
        join_consumer_group(self, from, request, call);
        return;
    }
    join_classic_group(self, from, request, call);
}

}  // namespace highwater
