#include "group/classic_rebalance.h"

#include <algorithm>

namespace highwater {

namespace {
using State = ClassicGroupState;

GroupTimerKey join_key(ClassicGroup const& group) {
    return {GroupTimerKind::rebalance, group.group_id, kNoName};
}
GroupTimerKey sync_key(ClassicGroup const& group) {
    return {GroupTimerKind::sync, group.group_id, kNoName};
}

bool can_rebalance(ClassicGroup const& group) {
    return group.state == State::stable || group.state == State::completing_rebalance ||
           group.state == State::empty;
}

// The leader as it was if it joined again, else the newest that did; Kafka takes whichever its hash
// map has first. False: nobody did.
bool maybe_elect_new_joined_leader(ClassicGroup& group) {
    if (group.leader_id == kNoName) return false;
    ClassicGroupMember const* const leader = find_member(group, group.leader_id);
    if (leader != nullptr && leader->awaiting_join) return true;
    for (auto each = group.members.rbegin(); each != group.members.rend(); ++each) {
        if (!each->second.awaiting_join) continue;
        group.leader_id = each->first;
        return true;
    }
    return false;
}

void init_next_generation(ClassicCall in) {
    ++in.group.generation_id;
    in.group.pending_sync_members.clear();
    if (in.group.members.empty()) {
        in.group.protocol_name = kNoName;
        transition_to(in, State::empty);
    } else {
        in.group.protocol_name = select_protocol(in.group);
        transition_to(in, State::completing_rebalance);
    }
}

void remove_dynamic_members_that_did_not_join(ClassicCall in) {
    std::vector<NameId> missing;
    for (auto const& [id, member] : in.group.members) {
        if (!member.awaiting_join && member.group_instance_id == kNoName) missing.push_back(id);
    }
    for (NameId const id : missing) {
        in.call.effects.note(
            left_fact(in.group, in.group.members.at(id), GroupLeaveReason::rebalance_timeout));
        remove_member(in, id);
        cancel_session(in, id);
    }
}
}  // namespace

void reset_assignments(ClassicCall in, ErrorCode error) {
    for (auto& [id, member] : in.group.members) {
        member.assignment = nullptr;
        SyncGroupResponse response;
        response.error = error;
        if (answer_sync(in, member, response, false)) schedule_session(in, member);
    }
}

void transition_to(ClassicCall in, ClassicGroupState state) {
    in.group.is_initial_rebalance =
        state == State::preparing_rebalance && in.group.state == State::empty;
    in.group.state = state;
    in.group.current_state_timestamp_ms = timestamp_ms(in.call.effects.now());
}

void maybe_prepare_rebalance_or_complete_join(ClassicCall in, NameId client, RebalanceReason why) {
    if (can_rebalance(in.group)) {
        prepare_rebalance(in, client, why);
    } else {
        maybe_complete_join_phase(in);
    }
}

void prepare_rebalance(ClassicCall in, NameId client, RebalanceReason why) {
    if (in.group.state == State::completing_rebalance) {
        reset_assignments(in, ErrorCode::rebalance_in_progress);
    }
    in.group.pending_sync_members.clear();
    in.self.timers.disarm(sync_key(in.group));

    bool const is_initial = in.group.state == State::empty;
    std::int32_t const timeout_ms = rebalance_timeout_ms(in.group);
    Time const now = in.call.effects.now();
    if (is_initial) {
        // The group is new: its members get time to come, so that not each of them starts a
        // generation of its own (KIP-134).
        std::int32_t const delay_ms = in.call.config.initial_rebalance_delay_ms;
        in.group.initial_rebalance_delay_ms = delay_ms;
        in.group.initial_rebalance_remaining_ms = std::max(timeout_ms - delay_ms, 0);
        in.self.timers.arm(join_key(in.group), now + milliseconds(delay_ms));
    }
    in.call.effects.note(
        GroupRebalanceBegan{in.group.group_id, in.group.generation_id, client, why});
    transition_to(in, State::preparing_rebalance);
    if (is_initial) return;
    if (has_all_members_joined(in.group)) {
        complete_join(in);
    } else {
        in.self.timers.arm(join_key(in.group), now + milliseconds(timeout_ms));
    }
}

void maybe_complete_join_phase(ClassicCall in) {
    if (in.group.state != State::preparing_rebalance || in.group.is_initial_rebalance) return;
    if (has_all_members_joined(in.group)) complete_join(in);
}

void complete_join(ClassicCall in) {
    in.self.timers.disarm(join_key(in.group));
    remove_dynamic_members_that_did_not_join(in);
    if (in.group.state == State::dead) return;
    Time const now = in.call.effects.now();
    if (!maybe_elect_new_joined_leader(in.group) && !in.group.members.empty()) {
        // Only static members that are away are left: the phase goes on until their sessions end.
        in.self.timers.arm(join_key(in.group), now + milliseconds(rebalance_timeout_ms(in.group)));
        return;
    }
    init_next_generation(in);
    ClassicGroupMember const* const leader = find_member(in.group, in.group.leader_id);
    in.call.effects.note(GroupGenerationBegan{in.group.group_id, in.group.generation_id,
                                              in.group.protocol_name,
                                              leader == nullptr ? kNoName : process_of(*leader),
                                              static_cast<std::int32_t>(in.group.members.size())});
    if (in.group.state == State::empty) {
        in.call.records.emplace_back(group_metadata_record(in.group, false));
        return;
    }
    for (auto& [id, member] : in.group.members) {
        answer_join(in, member, current_generation(in.group, id));
        schedule_session(in, member);
        member.is_new = false;
        in.group.pending_sync_members.push_back(id);
    }
    in.self.timers.arm(sync_key(in.group), now + milliseconds(rebalance_timeout_ms(in.group)),
                       in.group.generation_id);
}

GroupMetadataRecord group_metadata_record(ClassicGroup const& group, bool assignment) {
    GroupMetadataValue value;
    value.protocol_type = group.protocol_type;
    value.generation = group.generation_id;
    value.protocol = group.protocol_name;
    value.leader = group.leader_id;
    value.current_state_timestamp_ms = group.current_state_timestamp_ms;
    for (auto const& [id, member] : group.members) {
        value.members.push_back({id, member.group_instance_id, member.client_id, member.client_host,
                                 member.rebalance_timeout_ms, member.session_timeout_ms,
                                 metadata_of(member, group.protocol_name),
                                 assignment ? member.assignment : nullptr});
    }
    return {group.group_id, std::move(value)};
}

void remove_member_and_update(ClassicCall in, NameId member_id, RebalanceReason why) {
    auto const found = in.group.members.find(member_id);
    if (found == in.group.members.end()) return;
    NameId const client = process_of(found->second);
    // It may still wait for the join phase to end: told that nobody knows it, it starts over.
    JoinGroupResponse response;
    response.error = ErrorCode::unknown_member_id;
    answer_join(in, found->second, response);
    remove_member(in, member_id);
    if (in.group.state == State::stable || in.group.state == State::completing_rebalance) {
        maybe_prepare_rebalance_or_complete_join(in, client, why);
    } else if (in.group.state == State::preparing_rebalance && has_all_members_joined(in.group)) {
        complete_join(in);
    }
}

void on_session_expired(ClassicCall in, NameId member_id) {
    if (in.group.state == State::dead) return;
    auto const& pending = in.group.pending_join_members;
    if (std::find(pending.begin(), pending.end(), member_id) != pending.end()) {
        in.call.effects.note(GroupMemberLeft{in.group.group_id, member_id, member_id, kNoName,
                                             GroupLeaveReason::pending_expired});
        remove_member(in, member_id);
        if (in.group.state == State::preparing_rebalance && has_all_members_joined(in.group)) {
            complete_join(in);
        }
        return;
    }
    ClassicGroupMember const* const member = find_member(in.group, member_id);
    if (member == nullptr) return;
    // Whoever waits for an answer cannot send heartbeats; a new member is not trusted that far.
    bool const is_excused =
        !member->is_new && (member->awaiting_join.has_value() || member->awaiting_sync.has_value());
    if (is_excused) return;
    in.call.effects.note(left_fact(in.group, *member, GroupLeaveReason::session_expired));
    remove_member_and_update(in, member_id, RebalanceReason::member_expired);
}

void on_rebalance_timer(ClassicCall in) {
    if (in.group.state != State::preparing_rebalance) return;
    if (!in.group.is_initial_rebalance || !in.group.new_member_added ||
        in.group.initial_rebalance_remaining_ms == 0) {
        complete_join(in);
        return;
    }
    // Somebody came during this round: another one, as far as the rebalance timeout allows.
    in.group.new_member_added = false;
    std::int64_t const last_delay_ms = in.group.initial_rebalance_delay_ms;
    std::int64_t const remaining_ms = in.group.initial_rebalance_remaining_ms;
    in.group.initial_rebalance_delay_ms =
        std::min<std::int64_t>(in.call.config.initial_rebalance_delay_ms, remaining_ms);
    in.group.initial_rebalance_remaining_ms =
        std::max<std::int64_t>(remaining_ms - last_delay_ms, 0);
    in.self.timers.arm(join_key(in.group),
                       in.call.effects.now() + milliseconds(in.group.initial_rebalance_delay_ms));
}

void on_sync_timer(ClassicCall in, std::int32_t generation) {
    bool const is_rebalancing =
        in.group.state != State::completing_rebalance && in.group.state != State::stable;
    if (generation != in.group.generation_id || is_rebalancing) return;
    if (in.group.pending_sync_members.empty()) return;
    NameId client = kNoName;
    for (NameId const id : std::vector<NameId>{in.group.pending_sync_members}) {
        if (ClassicGroupMember const* const member = find_member(in.group, id)) {
            client = process_of(*member);
            in.call.effects.note(left_fact(in.group, *member, GroupLeaveReason::sync_timeout));
        }
        remove_member(in, id);
        cancel_session(in, id);
    }
    prepare_rebalance(in, client, RebalanceReason::sync_timeout);
}

}  // namespace highwater
