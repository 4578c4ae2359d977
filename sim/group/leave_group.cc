// LeaveGroup: of a member by itself, or of static members by a tool.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"

namespace highwater {

namespace {
using State = ClassicGroupState;

void leave(ClassicCall in, NameId member_id, GroupLeaveReason why) {
    ClassicGroupMember& member = in.group.members.at(member_id);
    in.call.effects.note(left_fact(in.group, member, why));
    cancel_session(in, member_id);
    JoinGroupResponse response;
    response.error = ErrorCode::unknown_member_id;
    answer_join(in, member, response);
    remove_member(in, member_id);
}

ErrorCode leave(ClassicCall in, MemberIdentity const& who) {
    // A tool says the instance id alone.
    if (who.member_id == kNoName) {
        auto const found = in.group.static_members.find(who.group_instance_id);
        if (who.group_instance_id == kNoName || found == in.group.static_members.end()) {
            return ErrorCode::unknown_member_id;
        }
        NameId const member_id = found->second;
        leave(in, member_id, GroupLeaveReason::removed);
        return ErrorCode::none;
    }
    auto const& pending = in.group.pending_join_members;
    if (std::find(pending.begin(), pending.end(), who.member_id) != pending.end()) {
        remove_member(in, who.member_id);
        cancel_session(in, who.member_id);
        return ErrorCode::none;
    }
    ErrorCode const error = validate_member(in.group, who.member_id, who.group_instance_id);
    if (error == ErrorCode::none) leave(in, who.member_id, GroupLeaveReason::left);
    return error;
}

LeaveGroupResponse leave(ClassicCall in, LeaveGroupRequest const& request) {
    LeaveGroupResponse response;
    if (in.group.state == State::dead) {
        response.error = ErrorCode::coordinator_not_available;
        return response;
    }
    std::vector<MemberResponse> answers;
    NameId client = kNoName;
    bool has_left = false;
    for (MemberIdentity const& who : *request.members) {
        NameId leaving = who.member_id;
        if (leaving == kNoName) {
            auto const found = in.group.static_members.find(who.group_instance_id);
            if (found != in.group.static_members.end()) leaving = found->second;
        }
        ClassicGroupMember const* const member = find_member(in.group, leaving);
        NameId const member_client = member == nullptr ? kNoName : process_of(*member);
        ErrorCode const error = leave(in, who);
        answers.push_back({who.member_id, who.group_instance_id, error});
        if (error != ErrorCode::none) continue;
        has_left = true;
        client = member_client;
    }
    response.members = make_payload(std::move(answers));
    if (!has_left) return response;
    if (in.group.state == State::stable || in.group.state == State::completing_rebalance) {
        maybe_prepare_rebalance_or_complete_join(in, client, RebalanceReason::member_left);
    } else if (in.group.state == State::preparing_rebalance) {
        maybe_complete_join_phase(in);
    }
    return response;
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from, LeaveGroupRequest const& request,
            CoordinatorCall& call) {
    if (is_empty_id(call, request.group_id)) {
        answer(call, parked(from), refuse(request, ErrorCode::invalid_group_id), false);
        return;
    }
    auto const found = self.groups.find(request.group_id);
    if (found == self.groups.end()) {
        answer(call, parked(from), refuse(request, ErrorCode::unknown_member_id), true);
        note_refusal(call, request.group_id, from.from, GroupRequestKind::leave_group,
                     ErrorCode::unknown_member_id);
        return;
    }
    if (find_consumer_group(self, request.group_id) != nullptr) {
        leave_consumer_group(self, from, request, call);
        return;
    }
    auto& group = std::get<ClassicGroup>(found->second.edit());
    LeaveGroupResponse const response = leave(ClassicCall{self, group, call}, request);
    answer(call, parked(from), response, true);
}

}  // namespace highwater
