// A coordinator's life: it is replayed from its partition, its timers fire, it is given up.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/offset_flow.h"

namespace highwater {

namespace {
void fire(GroupCoordinator& self, GroupTimerKey key, GroupTimer timer, CoordinatorCall& call) {
    if (key.kind == GroupTimerKind::offset_expiration) {
        expire_offsets(self, call);
        return;
    }
    auto const found = self.groups.find(key.group);
    if (found == self.groups.end()) return;
    if (find_consumer_group(self, key.group) != nullptr) {
        on_consumer_timer(self, key, timer, call);
        return;
    }
    ClassicCall const in{self, std::get<ClassicGroup>(found->second.edit()), call};
    switch (key.kind) {
    case GroupTimerKind::session: on_session_expired(in, key.member); return;
    case GroupTimerKind::rebalance: on_rebalance_timer(in); return;
    case GroupTimerKind::sync: on_sync_timer(in, timer.epoch); return;
    case GroupTimerKind::revocation:
    case GroupTimerKind::classic_rejoin:
    case GroupTimerKind::classic_sync:
    case GroupTimerKind::offset_expiration: return;  // of a consumer group that is no more
    }
}

void load(GroupCoordinator& self, ClassicGroup& group, CoordinatorCall& call) {
    ClassicCall const in{self, group, call};
    for (auto const& [id, member] : group.members) schedule_session(in, member);
    // The limit may have been lowered since.
    if (static_cast<std::int64_t>(group.members.size()) > call.config.max_size) {
        prepare_rebalance(in, kNoName, RebalanceReason::member_left);
    }
}

void load(GroupCoordinator& self, ConsumerGroup& group, CoordinatorCall& call) {
    for (auto const& [id, member] : group.members) {
        std::int32_t const timeout_ms = member.classic
                                            ? member.classic->session_timeout_ms
                                            : times_of(call, group.group_id).session_timeout_ms;
        Time const now = call.effects.now();
        self.timers.arm({GroupTimerKind::session, group.group_id, id},
                        now + milliseconds(timeout_ms));
        if (member.state == MemberState::unrevoked_partitions) {
            self.timers.arm({GroupTimerKind::revocation, group.group_id, id},
                            now + milliseconds(member.rebalance_timeout_ms), member.member_epoch);
        }
    }
}

void unload(GroupCoordinator& self, ClassicGroup& group, CoordinatorCall& call) {
    ClassicCall const in{self, group, call};
    for (auto& [id, member] : group.members) {
        JoinGroupResponse join;
        join.error = ErrorCode::not_coordinator;
        join.member_id = id;
        answer_join(in, member, join);
        SyncGroupResponse sync;
        sync.error = ErrorCode::not_coordinator;
        answer_sync(in, member, sync, false);
    }
    group.state = ClassicGroupState::dead;
}
}  // namespace

ErrorCode convert_append_error(ErrorCode error) {
    switch (error) {
    case ErrorCode::unknown_topic_or_partition:
    case ErrorCode::not_enough_replicas:
    case ErrorCode::not_enough_replicas_after_append:
    case ErrorCode::request_timed_out: return ErrorCode::coordinator_not_available;
    case ErrorCode::not_leader_or_follower:
    case ErrorCode::kafka_storage_error: return ErrorCode::not_coordinator;
    case ErrorCode::message_too_large:
    case ErrorCode::record_list_too_large: return ErrorCode::unknown_server_error;
    default: return error;
    }
}

GroupResponse refuse(JoinGroupRequest const& request, ErrorCode error) {
    JoinGroupResponse response;
    response.error = error;
    response.member_id = request.member_id;
    return response;
}
GroupResponse refuse(SyncGroupRequest const&, ErrorCode error) {
    SyncGroupResponse response;
    response.error = error;
    return response;
}
// A group that is still loading must not lose its members: they are told that all is well.
GroupResponse refuse(HeartbeatRequest const&, ErrorCode error) {
    bool const is_loading = error == ErrorCode::coordinator_load_in_progress;
    return HeartbeatResponse{is_loading ? ErrorCode::none : error};
}
GroupResponse refuse(LeaveGroupRequest const& request, ErrorCode error) {
    LeaveGroupResponse response;
    if (error != ErrorCode::unknown_member_id) {
        response.error = error;
        return response;
    }
    std::vector<MemberResponse> members;
    for (MemberIdentity const& who : *request.members) {
        members.push_back({who.member_id, who.group_instance_id, error});
    }
    response.members = make_payload(std::move(members));
    return response;
}
GroupResponse refuse(ConsumerGroupHeartbeatRequest const&, ErrorCode error) {
    ConsumerGroupHeartbeatResponse response;
    response.error = error;
    return response;
}
GroupResponse refuse(OffsetCommitRequest const& request, ErrorCode error) {
    std::vector<OffsetCommitResponsePartition> partitions;
    if (request.partitions) {
        for (auto const& each : *request.partitions) partitions.push_back({each.partition, error});
    }
    return OffsetCommitResponse{make_payload(std::move(partitions))};
}
GroupResponse refuse(OffsetDeleteRequest const&, ErrorCode error) {
    OffsetDeleteResponse response;
    response.error = error;
    return response;
}

void on_loaded(GroupCoordinator& self, CoordinatorCall& call) {
    std::int32_t offsets = 0;
    for (auto const& [group, committed] : self.offsets) {
        offsets += static_cast<std::int32_t>(committed->size());
    }
    for (auto& [id, group] : self.groups) {
        std::visit([&](auto& kind) { load(self, kind, call); }, group.edit());
    }
    self.timers.arm(
        {GroupTimerKind::offset_expiration, kNoName, kNoName},
        call.effects.now() + milliseconds(call.config.offsets.retention_check_interval_ms));
    call.effects.note(
        GroupCoordinatorLoaded{{call.effects.names().find("__consumer_offsets"), self.partition},
                               static_cast<std::int32_t>(self.groups.size()),
                               offsets});
}

void on_unloaded(GroupCoordinator& self, CoordinatorCall& call) {
    for (auto& [id, group] : self.groups) {
        auto& value = group.edit();
        if (auto* const classic = std::get_if<ClassicGroup>(&value)) unload(self, *classic, call);
    }
    self.timers = {};
    call.effects.note(GroupCoordinatorUnloaded{
        {call.effects.names().find("__consumer_offsets"), self.partition}});
}

void on_timer(GroupCoordinator& self, CoordinatorCall& call) {
    while (auto const due = self.timers.take_due(call.effects.now())) {
        fire(self, due->first, due->second, call);
    }
}

}  // namespace highwater
