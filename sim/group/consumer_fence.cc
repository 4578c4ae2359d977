// Members of a group of KIP-848 that go, by their own wish or because time is over.
#include <algorithm>

#include "group/consumer_flow.h"

namespace highwater {

namespace {
// Regular expressions that nobody is subscribed to any more.
void forget_regular_expressions(ConsumerGroupCall in) {
    std::vector<std::string> unused;
    auto const& members = in.group().members;
    for (auto const& resolved : in.group().resolved_regular_expressions) {
        bool const is_used = std::any_of(members.begin(), members.end(), [&](auto const& each) {
            return each.second.subscribed_topic_regex == resolved.first;
        });
        if (!is_used) unused.push_back(resolved.first);
    }
    for (std::string const& regex : unused) {
        write(in, ConsumerGroupRegularExpressionRecord{in.group_id, regex, std::nullopt});
    }
}

RebalanceReason reason_of(GroupLeaveReason why) {
    return why == GroupLeaveReason::left || why == GroupLeaveReason::removed
               ? RebalanceReason::member_left
               : RebalanceReason::member_expired;
}
}  // namespace

void cancel_timers(GroupCoordinator& self, NameId group, NameId member) {
    for (GroupTimerKind const kind :
         {GroupTimerKind::session, GroupTimerKind::revocation, GroupTimerKind::classic_rejoin,
          GroupTimerKind::classic_sync}) {
        self.timers.disarm({kind, group, member});
    }
}

void schedule_member_session(ConsumerGroupCall in, ConsumerGroupMember const& member) {
    std::int32_t const timeout_ms = member.classic
                                        ? member.classic->session_timeout_ms
                                        : times_of(in.call, in.group_id).session_timeout_ms;
    in.self.timers.arm({GroupTimerKind::session, in.group_id, member.member_id},
                       in.call.effects.now() + milliseconds(timeout_ms));
}

void fence_members(ConsumerGroupCall in, std::vector<Fenced> const& members) {
    if (members.empty()) return;
    NameId client = kNoName;
    for (Fenced const& each : members) {
        ConsumerGroupMember const& member = in.group().members.at(each.member_id);
        client = member.client_id;
        in.call.effects.note(GroupMemberLeft{in.group_id, member.client_id, member.member_id,
                                             member.instance_id, each.why});
        cancel_timers(in.self, in.group_id, each.member_id);
    }
    if (may_downgrade(in, members)) {
        convert_to_classic_group(in, members, true);
        return;
    }
    for (Fenced const& each : members) {
        std::vector<CoordinatorRecord> tombstones;
        append_member_tombstones(in.group_id, each.member_id, tombstones);
        for (CoordinatorRecord& record : tombstones) write(in, std::move(record));
    }
    forget_regular_expressions(in);
    std::int32_t const epoch = in.group().group_epoch + 1;
    write(in, epoch_record(in.group_id, epoch,
                           metadata_hash(in.group(), in.call.topics, in.call.effects.names())));
    in.call.effects.note(
        GroupEpochBumped{in.group_id, epoch, client, reason_of(members.front().why)});
}

void on_consumer_timer(GroupCoordinator& self, GroupTimerKey key, GroupTimer timer,
                       CoordinatorCall& call) {
    ConsumerGroupCall const in{self, key.group, call};
    ConsumerGroupMember const* const member = find_member(in.group(), key.member);
    if (member == nullptr) return;
    switch (key.kind) {
    case GroupTimerKind::session:
        fence_members(in, {{key.member, GroupLeaveReason::session_expired}});
        return;
    case GroupTimerKind::revocation:
        if (member->member_epoch != timer.epoch) return;
        fence_members(in, {{key.member, GroupLeaveReason::revocation_timeout}});
        return;
    case GroupTimerKind::classic_rejoin:
        fence_members(in, {{key.member, GroupLeaveReason::rebalance_timeout}});
        return;
    case GroupTimerKind::classic_sync:
        fence_members(in, {{key.member, GroupLeaveReason::sync_timeout}});
        return;
    case GroupTimerKind::rebalance:
    case GroupTimerKind::sync:
    case GroupTimerKind::offset_expiration: return;  // of the classic group that it was
    }
}

}  // namespace highwater
