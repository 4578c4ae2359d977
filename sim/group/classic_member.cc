// What the requests of classic members have in common: who may ask, and how they are answered.
#include <algorithm>

#include "group/classic_rebalance.h"

namespace highwater {

void answer(CoordinatorCall& call, ParkedRequest to, GroupResponse response, bool after_commit) {
    call.answers.push_back({to.from, to.correlation_id, std::move(response), after_commit});
}

void note_refusal(CoordinatorCall& call, NameId group, NodeId from, GroupRequestKind request,
                  ErrorCode error) {
    if (error == ErrorCode::none || is_empty_id(call, group)) return;
    call.effects.note(GroupRequestRefused{group, from, request, error});
}

bool is_empty_id(CoordinatorCall const& call, NameId id) {
    return id == kNoName || call.effects.names().text(id).empty();
}

ErrorCode validate_member(ClassicGroup const& group, NameId member_id, NameId instance_id) {
    if (instance_id != kNoName) {
        auto const found = group.static_members.find(instance_id);
        if (found == group.static_members.end()) return ErrorCode::unknown_member_id;
        if (found->second != member_id) return ErrorCode::fenced_instance_id;
    }
    return find_member(group, member_id) == nullptr ? ErrorCode::unknown_member_id
                                                    : ErrorCode::none;
}

JoinGroupResponse current_generation(ClassicGroup const& group, NameId member_id) {
    JoinGroupResponse response;
    response.generation_id = group.generation_id;
    response.protocol_type = group.protocol_type;
    response.protocol_name = group.protocol_name;
    response.leader = group.leader_id;
    response.member_id = member_id;
    if (group.leader_id == member_id) {
        std::vector<JoinGroupResponseMember> members;
        for (auto const& [id, member] : group.members) {
            members.push_back(
                {id, member.group_instance_id, metadata_of(member, group.protocol_name)});
        }
        response.members = make_payload(std::move(members));
    }
    return response;
}

void answer_join(ClassicCall in, ClassicGroupMember& member, JoinGroupResponse const& response) {
    if (!member.awaiting_join) return;
    answer(in.call, *member.awaiting_join, response, false);
    member.awaiting_join.reset();
}

bool answer_sync(ClassicCall in, ClassicGroupMember& member, SyncGroupResponse const& response,
                 bool after_commit) {
    if (!member.awaiting_sync) return false;
    answer(in.call, *member.awaiting_sync, response, after_commit);
    member.awaiting_sync.reset();
    return true;
}

void schedule_session(ClassicCall in, NameId member_id, std::int64_t timeout_ms) {
    in.self.timers.arm({GroupTimerKind::session, in.group.group_id, member_id},
                       in.call.effects.now() + milliseconds(timeout_ms));
}

void schedule_session(ClassicCall in, ClassicGroupMember const& member) {
    schedule_session(in, member.member_id, member.session_timeout_ms);
}

void cancel_session(ClassicCall in, NameId member_id) {
    in.self.timers.disarm({GroupTimerKind::session, in.group.group_id, member_id});
}

void add_member(ClassicCall in, ClassicGroupMember member) {
    NameId const id = member.member_id;
    if (in.group.leader_id == kNoName) in.group.leader_id = id;
    if (member.group_instance_id != kNoName) in.group.static_members[member.group_instance_id] = id;
    auto& pending = in.group.pending_join_members;
    pending.erase(std::remove(pending.begin(), pending.end(), id), pending.end());
    in.group.members[id] = std::move(member);
}

void remove_member(ClassicCall in, NameId member_id) {
    auto const found = in.group.members.find(member_id);
    if (found != in.group.members.end()) {
        if (found->second.group_instance_id != kNoName) {
            in.group.static_members.erase(found->second.group_instance_id);
        }
        in.group.members.erase(found);
    }
    if (in.group.leader_id == member_id) {
        // Whichever Kafka's hash map has first; here the newest.
        in.group.leader_id = in.group.members.empty() ? kNoName : in.group.members.rbegin()->first;
    }
    for (auto* list : {&in.group.pending_join_members, &in.group.pending_sync_members}) {
        list->erase(std::remove(list->begin(), list->end(), member_id), list->end());
    }
}

void remove_pending_sync(ClassicCall in, NameId member_id) {
    auto& pending = in.group.pending_sync_members;
    pending.erase(std::remove(pending.begin(), pending.end(), member_id), pending.end());
    if (pending.empty()) {
        in.self.timers.disarm({GroupTimerKind::sync, in.group.group_id, kNoName});
    }
}

GroupMemberLeft left_fact(ClassicGroup const& group, ClassicGroupMember const& member,
                          GroupLeaveReason why) {
    return {group.group_id, process_of(member), member.member_id, member.group_instance_id, why};
}

}  // namespace highwater
