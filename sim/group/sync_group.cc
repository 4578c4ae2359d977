// SyncGroup: the leader brings the assignment, everybody gets its share.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"

namespace highwater {

namespace {
using State = ClassicGroupState;

void refuse_sync(GroupCoordinator const&, RequestContext const& from,
                 SyncGroupRequest const& request, ErrorCode error, CoordinatorCall& call) {
    answer(call, parked(from), refuse(request, error), false);
    note_refusal(call, request.group_id, from.from, GroupRequestKind::sync_group, error);
}

bool is_inconsistent(NameId said, NameId known) { return said != kNoName && said != known; }

ErrorCode validate(ClassicGroup const& group, SyncGroupRequest const& request) {
    if (group.state == State::dead) return ErrorCode::coordinator_not_available;
    ErrorCode const error = validate_member(group, request.member_id, request.group_instance_id);
    if (error != ErrorCode::none) return error;
    if (request.generation_id != group.generation_id) return ErrorCode::illegal_generation;
    if (is_inconsistent(request.protocol_type, group.protocol_type) ||
        is_inconsistent(request.protocol_name, group.protocol_name)) {
        return ErrorCode::inconsistent_group_protocol;
    }
    return group.state == State::preparing_rebalance ? ErrorCode::rebalance_in_progress
                                                     : ErrorCode::none;
}

SyncGroupResponse share_of(ClassicGroup const& group, ClassicGroupMember const& member) {
    SyncGroupResponse response;
    response.protocol_type = group.protocol_type;
    response.protocol_name = group.protocol_name;
    response.assignment = member.assignment;
    return response;
}

GroupAssigned assigned_fact(ClassicGroup const& group) {
    GroupOwners owners;
    for (auto const& [id, member] : group.members) {
        owners.owners.emplace_back(process_of(member), member.assignment
                                                           ? member.assignment->assigned_partitions
                                                           : std::vector<TopicPartition>{});
    }
    ClassicGroupMember const* const leader = find_member(group, group.leader_id);
    return {group.group_id, group.generation_id, group.protocol_name,
            leader == nullptr ? kNoName : process_of(*leader), make_payload(std::move(owners))};
}

Payload<ConsumerProtocolAssignment> assignment_of(AssignmentWrite const& write, NameId member_id) {
    if (!write.assignments) return nullptr;
    for (SyncGroupRequestAssignment const& each : *write.assignments) {
        if (each.member_id == member_id) return each.assignment;
    }
    return nullptr;
}

// The assignment is written down first: members learn of it, and the group is stable, once it is
// committed.
void write_down(ClassicCall in, AssignmentWrite write) {
    GroupMetadataRecord record = group_metadata_record(in.group, false);
    for (auto& member : record.value->members) {
        member.assignment = assignment_of(write, member.member_id);
    }
    in.call.records.emplace_back(std::move(record));
    in.call.write = std::move(write);
}

void propagate(ClassicCall in, AssignmentWrite const& write) {
    for (auto& [id, member] : in.group.members) member.assignment = assignment_of(write, id);
    transition_to(in, State::stable);
    if (in.call.effects.has_listener()) in.call.effects.note(assigned_fact(in.group));
    for (auto& [id, member] : in.group.members) {
        if (answer_sync(in, member, share_of(in.group, member), false)) {
            schedule_session(in, member);
        }
    }
}

void sync(ClassicCall in, RequestContext const& from, SyncGroupRequest const& request) {
    ErrorCode const error = validate(in.group, request);
    if (error != ErrorCode::none) {
        refuse_sync(in.self, from, request, error, in.call);
        return;
    }
    ClassicGroupMember& member = in.group.members.at(request.member_id);
    remove_pending_sync(in, request.member_id);
    if (in.group.state == State::stable) {
        answer(in.call, parked(from), share_of(in.group, member), false);
        return;
    }
    member.awaiting_sync = parked(from);
    if (in.group.leader_id != request.member_id) return;
    write_down(in, {request.group_id, request.generation_id, request.member_id, parked(from),
                    request.assignments});
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from, SyncGroupRequest const& request,
            CoordinatorCall& call) {
    if (is_empty_id(call, request.group_id)) {
        refuse_sync(self, from, request, ErrorCode::invalid_group_id, call);
        return;
    }
    auto const found = self.groups.find(request.group_id);
    if (found == self.groups.end()) {
        refuse_sync(self, from, request, ErrorCode::unknown_member_id, call);
        return;
    }
    if (ConsumerGroup const* const consumer_group = find_consumer_group(self, request.group_id)) {
        if (consumer_group->members.empty()) {
            refuse_sync(self, from, request, ErrorCode::unknown_member_id, call);
        } else {
            sync_consumer_group(self, from, request, call);
        }
        return;
    }
    auto& group = std::get<ClassicGroup>(found->second.edit());
    if (group.members.empty()) {
        refuse_sync(self, from, request, ErrorCode::unknown_member_id, call);
        return;
    }
    sync({self, group, call}, from, request);
}

void on_written(GroupCoordinator& self, AssignmentWrite const& write, ErrorCode error,
                CoordinatorCall& call) {
    auto const found = self.groups.find(write.group_id);
    if (found == self.groups.end() || find_consumer_group(self, write.group_id)) return;
    auto& group = std::get<ClassicGroup>(found->second.edit());
    // Somebody may have come or gone in the meantime: those who sync were told so then.
    if (group.state != State::completing_rebalance || group.generation_id != write.generation_id) {
        return;
    }
    ClassicCall const in{self, group, call};
    if (error == ErrorCode::none) return propagate(in, write);
    NameId client = kNoName;
    if (auto const leader = group.members.find(write.leader_id); leader != group.members.end()) {
        client = process_of(leader->second);
        // Where the call is taken back, so is that it waits; nobody else would answer it.
        leader->second.awaiting_sync = write.leader;
    }
    reset_assignments(in, convert_append_error(error));
    maybe_prepare_rebalance_or_complete_join(in, client, RebalanceReason::assignment_not_stored);
}

}  // namespace highwater
