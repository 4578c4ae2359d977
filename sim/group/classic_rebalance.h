// The join phase of a classic group: how it begins, what ends it, and what members are told. For
// the requests and timers of this room.
#pragma once

#include "group/coordinator.h"

namespace highwater {

// ---- answers ------------------------------------------------------------------------------------
void answer(CoordinatorCall& call, ParkedRequest to, GroupResponse response, bool after_commit);
inline ParkedRequest parked(RequestContext const& from) { return {from.from, from.correlation_id}; }
// A refusal leaves a fact too.
void note_refusal(CoordinatorCall& call, NameId group, NodeId from, GroupRequestKind request,
                  ErrorCode error);
// "" or no name at all.
bool is_empty_id(CoordinatorCall const& call, NameId id);

// ---- one member ---------------------------------------------------------------------------------
struct ClassicCall {
    GroupCoordinator& self;
    ClassicGroup& group;
    CoordinatorCall& call;
};
// UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID or none.
ErrorCode validate_member(ClassicGroup const& group, NameId member_id, NameId instance_id);
JoinGroupResponse current_generation(ClassicGroup const& group, NameId member_id);
void answer_join(ClassicCall in, ClassicGroupMember& member, JoinGroupResponse const& response);
// True when the member was waiting for it.
bool answer_sync(ClassicCall in, ClassicGroupMember& member, SyncGroupResponse const& response,
                 bool after_commit);
void schedule_session(ClassicCall in, ClassicGroupMember const& member);
void schedule_session(ClassicCall in, NameId member_id, std::int64_t timeout_ms);
void cancel_session(ClassicCall in, NameId member_id);
void add_member(ClassicCall in, ClassicGroupMember member);
void remove_member(ClassicCall in, NameId member_id);
void remove_pending_sync(ClassicCall in, NameId member_id);
GroupMemberLeft left_fact(ClassicGroup const& group, ClassicGroupMember const& member,
                          GroupLeaveReason why);

// ---- the group ----------------------------------------------------------------------------------
void transition_to(ClassicCall in, ClassicGroupState state);
// Whoever waits for an assignment of the old generation must join again.
void reset_assignments(ClassicCall in, ErrorCode error);
// A rebalance if this state allows one, else the end of the join phase if nobody is missing.
void maybe_prepare_rebalance_or_complete_join(ClassicCall in, NameId client, RebalanceReason why);
void prepare_rebalance(ClassicCall in, NameId client, RebalanceReason why);
void maybe_complete_join_phase(ClassicCall in);
void complete_join(ClassicCall in);
// What the log has to know of the group; `assignment` says whether members' assignments count.
GroupMetadataRecord group_metadata_record(ClassicGroup const& group, bool assignment);
// Gone from the group by its own wish, its silence, or a tool's: whoever waits is told, and the
// rest rebalances.
void remove_member_and_update(ClassicCall in, NameId member_id, RebalanceReason why);

// ---- timers -------------------------------------------------------------------------------------
void on_session_expired(ClassicCall in, NameId member_id);
void on_rebalance_timer(ClassicCall in);
void on_sync_timer(ClassicCall in, std::int32_t generation);

}  // namespace highwater
