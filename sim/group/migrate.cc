// Online migration: a group with members changes its protocol when the first member with the other
// one comes, or the last one goes (group.consumer.migration.policy).
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/topic_ids.h"

namespace highwater {

namespace {
bool allows_upgrade(MigrationPolicy policy) {
    return policy == MigrationPolicy::bidirectional || policy == MigrationPolicy::upgrade;
}
bool allows_downgrade(MigrationPolicy policy) {
    return policy == MigrationPolicy::bidirectional || policy == MigrationPolicy::downgrade;
}

// Of the chosen protocol; before there is one, of what the member likes best.
Payload<ConsumerProtocolSubscription> subscription_of(ClassicGroup const& group,
                                                      ClassicGroupMember const& member) {
    auto const chosen = metadata_of(member, group.protocol_name);
    if (chosen) return chosen;
    auto const& protocols = protocols_of(member);
    return protocols.empty() ? nullptr : protocols.front().metadata;
}

ConsumerGroupMember converted(ClassicGroup const& group, ClassicGroupMember const& member,
                              CoordinatorCall const& call) {
    ConsumerGroupMember made;
    made.member_id = member.member_id;
    made.instance_id = member.group_instance_id;
    made.client_id = member.client_id;
    made.client_host = member.client_host;
    made.rebalance_timeout_ms = member.rebalance_timeout_ms;
    made.member_epoch = group.generation_id;
    made.previous_member_epoch = group.generation_id;
    if (auto const subscription = subscription_of(group, member)) {
        made.rack_id = subscription->rack_id;
        made.subscribed_topic_names = subscription->topics;
        Names const& names = call.effects.names();
        std::sort(made.subscribed_topic_names.begin(), made.subscribed_topic_names.end(),
                  [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    }
    made.classic = ClassicMemberMetadata{member.session_timeout_ms, protocols_of(member)};
    if (member.assignment) {
        for (TopicIdPartitions const& list :
             lists_of(member.assignment->assigned_partitions, call.topics)) {
            for (std::int32_t const number : list.partitions) {
                made.assigned[list.topic_id][number] = group.generation_id;
            }
        }
    }
    return made;
}

// Whoever waits has to join again, and joins another kind of group.
void send_waiting_away(ClassicCall in) {
    for (auto& [id, member] : in.group.members) {
        JoinGroupResponse join;
        join.error = ErrorCode::rebalance_in_progress;
        join.member_id = id;
        answer_join(in, member, join);
        SyncGroupResponse sync;
        sync.error = ErrorCode::rebalance_in_progress;
        answer_sync(in, member, sync, false);
    }
    in.self.timers.disarm({GroupTimerKind::rebalance, in.group.group_id, kNoName});
    in.self.timers.disarm({GroupTimerKind::sync, in.group.group_id, kNoName});
    for (NameId const pending : in.group.pending_join_members) cancel_session(in, pending);
}

TopicIdAssignment target_of(OwnedPartitions const& owned) {
    TopicIdAssignment target;
    for (auto const& [topic, partitions] : owned) {
        for (auto const& [number, epoch] : partitions) target[topic].push_back(number);
    }
    return target;
}

bool is_leaving(std::vector<Fenced> const& without, NameId member) {
    return std::any_of(without.begin(), without.end(),
                       [&](Fenced const& each) { return each.member_id == member; });
}

ClassicGroupMember converted(ConsumerGroupMember const& member, CoordinatorCall const& call) {
    ClassicGroupMember made;
    made.member_id = member.member_id;
    made.group_instance_id = member.instance_id;
    made.client_id = member.client_id;
    made.client_host = member.client_host;
    made.rebalance_timeout_ms = member.rebalance_timeout_ms;
    made.session_timeout_ms = member.classic->session_timeout_ms;
    made.supported_protocols = make_payload(member.classic->supported_protocols);
    made.assignment =
        make_payload(ConsumerProtocolAssignment{partitions_of(member.assigned, call)});
    return made;
}
}  // namespace

ErrorCode validate_online_upgrade(ClassicGroup const& group, CoordinatorCall const& call) {
    bool const is_consumers =
        group.protocol_type != kNoName &&
        call.effects.names().text(group.protocol_type) == kConsumerProtocolType;
    bool const fits =
        static_cast<std::int64_t>(group.members.size()) <= call.config.consumer.max_size;
    return allows_upgrade(call.config.consumer.migration_policy) && is_consumers && fits
               ? ErrorCode::none
               : ErrorCode::group_id_not_found;
}

void convert_to_consumer_group(GroupCoordinator& self, NameId id, CoordinatorCall& call) {
    ClassicGroup classic = *find_classic_group(self, id);
    send_waiting_away({self, classic, call});
    ConsumerGroup group;
    group.group_id = id;
    group.group_epoch = classic.generation_id;
    group.target_assignment_epoch = classic.generation_id;
    for (auto const& [member_id, member] : classic.members) {
        ConsumerGroupMember made = converted(classic, member, call);
        group.target_assignment[member_id] = target_of(made.assigned);
        group.members[member_id] = std::move(made);
    }
    group.metadata_hash = metadata_hash(group, call.topics, call.effects.names());
    // The new group is what its records say.
    std::vector<CoordinatorRecord> records{GroupMetadataRecord{id, std::nullopt}};
    append_group_records(group, records);
    ConsumerGroupCall const in{self, id, call};
    for (CoordinatorRecord& record : records) write(in, std::move(record));
    for (auto const& [member_id, member] : in.group().members) {
        schedule_member_session(in, member);
    }
    call.effects.note(GroupMigrated{id, true, classic.generation_id});
}

bool may_downgrade(ConsumerGroupCall in, std::vector<Fenced> const& without) {
    ConsumerGroup const& group = in.group();
    std::int64_t rest = 0;
    for (auto const& [id, member] : group.members) {
        if (is_leaving(without, id)) continue;
        if (!member.classic) return false;
        ++rest;
    }
    return rest > 0 && rest <= in.call.config.max_size &&
           allows_downgrade(in.call.config.consumer.migration_policy);
}

void convert_to_classic_group(ConsumerGroupCall in, std::vector<Fenced> const& without,
                              bool rebalance) {
    ConsumerGroup const old = in.group();
    append_group_tombstones(old, in.call.records);
    ClassicGroup group;
    group.group_id = in.group_id;
    group.state = ClassicGroupState::stable;
    group.current_state_timestamp_ms = timestamp_ms(in.call.effects.now());
    group.generation_id = old.group_epoch;
    group.protocol_type = in.call.effects.intern(kConsumerProtocolType);
    ClassicCall const building{in.self, group, in.call};
    for (auto const& [id, member] : old.members) {
        cancel_timers(in.self, in.group_id, id);
        if (!is_leaving(without, id)) add_member(building, converted(member, in.call));
    }
    group.protocol_name = select_protocol(group);
    in.call.records.emplace_back(group_metadata_record(group, true));
    in.self.groups.insert_or_assign(in.group_id, Cow<Group>{std::move(group)});
    in.call.effects.note(GroupMigrated{in.group_id, false, old.group_epoch});
    auto& classic = std::get<ClassicGroup>(in.self.groups.at(in.group_id).edit());
    ClassicCall const call{in.self, classic, in.call};
    for (auto const& [id, member] : classic.members) schedule_session(call, member);
    NameId client = kNoName;
    if (!without.empty()) client = old.members.at(without.front().member_id).client_id;
    if (rebalance) prepare_rebalance(call, client, RebalanceReason::migration);
}

}  // namespace highwater
