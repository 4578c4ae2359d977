// The steps of a heartbeat of KIP-848: who is it, did the group change, what is its target, how far
// may the member go (Kafka: GroupMetadataManager).
#include <algorithm>

#include "group/consumer_flow.h"
#include "group/reconcile.h"
#include "group/server_assignors.h"
#include "group/topic_ids.h"

namespace highwater {

namespace {
constexpr std::int64_t kMetadataRefreshIntervalMs = 3'600'000;

bool is_subset(std::vector<TopicIdPartitions> const* owned, OwnedPartitions const& assigned) {
    if (owned == nullptr) return false;
    for (TopicIdPartitions const& each : *owned) {
        auto const topic = assigned.find(each.topic_id);
        if (topic == assigned.end()) return false;
        for (std::int32_t const partition : each.partitions) {
            if (topic->second.find(partition) == topic->second.end()) return false;
        }
    }
    return true;
}

// Epoch 0 joins (again). The epoch before is taken too while the member owns nothing that it should
// not: the answer with the new one may have been lost.
Refusal check_epoch(ConsumerGroupMember const& member, Subscriber const& who) {
    if (who.member_epoch == kJoinGroupMemberEpoch || who.member_epoch == member.member_epoch) {
        return {};
    }
    bool const is_ahead = who.member_epoch > member.member_epoch;
    if (!is_ahead && who.member_epoch == member.previous_member_epoch &&
        is_subset(who.owned, member.assigned)) {
        return {};
    }
    return {ErrorCode::fenced_member_epoch,
            std::string{"The consumer group member has a "} + (is_ahead ? "greater" : "smaller") +
                " member epoch (" + std::to_string(who.member_epoch) +
                ") than the one known by the group coordinator (" +
                std::to_string(member.member_epoch) +
                "). The member must abandon all its partitions and rejoin."};
}

ConsumerGroupMember fresh(NameId member_id) {
    ConsumerGroupMember member;
    member.member_id = member_id;
    return member;
}

void replace_static_member(ConsumerGroupCall in, ConsumerGroupMember const& old,
                           ConsumerGroupMember const& replacement, NameId client) {
    NameId const group = in.group_id;
    TopicIdAssignment target;
    auto const known = in.group().target_assignment.find(old.member_id);
    if (known != in.group().target_assignment.end()) target = known->second;
    std::vector<CoordinatorRecord> tombstones;
    append_member_tombstones(group, old.member_id, tombstones);
    for (CoordinatorRecord& each : tombstones) write(in, std::move(each));
    cancel_timers(in.self, group, old.member_id);
    write(in, member_metadata_record(group, replacement));
    write(in, target_assignment_record(group, replacement.member_id, target));
    write(in, current_assignment_record(group, replacement));
    in.call.effects.note(StaticMemberReplaced{group, old.instance_id, old.member_id,
                                              replacement.member_id, client, false});
}

OrRefusal<ConsumerGroupMember> get_or_subscribe_static(ConsumerGroupCall in,
                                                       Subscriber const& who) {
    Names const& names = in.call.effects.names();
    auto const known = in.group().static_members.find(who.instance_id);
    if (known == in.group().static_members.end()) {
        if (who.create) return fresh(who.member_id);
        return Refusal{ErrorCode::unknown_member_id,
                       "Instance id " + names.text(who.instance_id) + " is unknown."};
    }
    ConsumerGroupMember const existing = in.group().members.at(known->second);
    if (!who.create) {
        if (existing.member_id != who.member_id) {
            return Refusal{ErrorCode::fenced_instance_id,
                           "Static member " + names.text(who.member_id) + " with instance id " +
                               names.text(who.instance_id) + " was fenced by member " +
                               names.text(existing.member_id) + "."};
        }
        Refusal const refusal = who.is_classic ? Refusal{} : check_epoch(existing, who);
        if (refusal.error != ErrorCode::none) return refusal;
        return existing;
    }
    // Two processes with one instance id: the first one keeps it until it says that it goes.
    bool const both_consumer = !who.is_classic && !existing.classic;
    if (both_consumer && existing.member_epoch != kLeaveGroupStaticMemberEpoch) {
        return Refusal{ErrorCode::unreleased_instance_id,
                       "Static member " + names.text(who.member_id) + " with instance id " +
                           names.text(who.instance_id) +
                           " cannot join the group because the instance id is owned by " +
                           names.text(existing.member_id) + " member."};
    }
    ConsumerGroupMember replacement = existing;
    replacement.member_id = who.member_id;
    replacement.member_epoch = 0;
    replacement.previous_member_epoch = 0;
    replace_static_member(in, existing, replacement, who.client_id);
    return replacement;
}

GroupOwners owners_of(ConsumerGroupCall in) {
    GroupOwners owners;
    for (auto const& [id, member] : in.group().members) {
        auto const target = in.group().target_assignment.find(id);
        owners.owners.emplace_back(member.client_id, target == in.group().target_assignment.end()
                                                         ? std::vector<TopicPartition>{}
                                                         : partitions_of(target->second, in.call));
    }
    return owners;
}

void note_progress(ConsumerGroupCall in, ConsumerGroupMember const& before,
                   ConsumerGroupMember const& after) {
    if (!in.call.effects.has_listener()) return;
    MemberProgress progress{partitions_of(after.assigned, in.call),
                            partitions_of(after.pending_revocation, in.call)};
    in.call.effects.note(MemberReconciled{in.group_id, after.client_id, before.member_epoch,
                                          after.member_epoch, after.state,
                                          make_payload(std::move(progress))});
}

void compute_target(ConsumerGroupCall in) {
    ConsumerGroup const& group = in.group();
    GroupSpec const spec = group_spec(group, in.call);
    NameId assignor = preferred_server_assignor(group);
    std::string_view const wanted = assignor == kNoName
                                        ? std::string_view{in.call.config.consumer.assignors}
                                        : std::string_view{in.call.effects.names().text(assignor)};
    ServerAssignorKind const kind = wanted.substr(0, wanted.find(',')) == "range"
                                        ? ServerAssignorKind::range
                                        : ServerAssignorKind::uniform;
    std::vector<TopicIdAssignment> const targets = assign(kind, spec);
    std::int32_t const epoch = group.group_epoch;
    for (std::size_t i = 0; i < spec.members.size(); ++i) {
        NameId const id = spec.members[i].member_id;
        auto const known = in.group().target_assignment.find(id);
        if (known != in.group().target_assignment.end() && known->second == targets[i]) continue;
        write(in, target_assignment_record(in.group_id, id, targets[i]));
    }
    write(in, target_epoch_record(in.group_id, epoch, timestamp_ms(in.call.effects.now())));
    if (in.call.effects.has_listener()) {
        assignor = in.call.effects.intern(name_of(kind));
        in.call.effects.note(
            TargetAssignmentComputed{in.group_id, epoch, assignor, make_payload(owners_of(in))});
    }
}
}  // namespace

OrRefusal<ConsumerGroupMember> get_or_subscribe(ConsumerGroupCall in, Subscriber const& who) {
    if (who.instance_id != kNoName) return get_or_subscribe_static(in, who);
    ConsumerGroupMember const* const known = find_member(in.group(), who.member_id);
    if (known == nullptr && !who.create) {
        return Refusal{ErrorCode::unknown_member_id,
                       "Member " + in.call.effects.names().text(who.member_id) +
                           " is not a member of group " +
                           in.call.effects.names().text(in.group_id) + "."};
    }
    ConsumerGroupMember const member = known == nullptr ? fresh(who.member_id) : *known;
    Refusal const refusal = who.is_classic ? Refusal{} : check_epoch(member, who);
    if (refusal.error != ErrorCode::none) return refusal;
    return member;
}

void update_subscription_metadata(ConsumerGroupCall in, bool bump, NameId client,
                                  RebalanceReason why) {
    ConsumerGroup const& group = in.group();
    std::int64_t const now_ms = timestamp_ms(in.call.effects.now());
    if (!bump && now_ms < group.metadata_refresh_deadline_ms) return;
    std::int64_t const hash = metadata_hash(group, in.call.topics, in.call.effects.names());
    if (!bump && hash != group.metadata_hash) {
        bump = true;
        why = RebalanceReason::topics_changed;
    }
    if (bump) {
        std::int32_t const epoch = group.group_epoch + 1;
        write(in, epoch_record(in.group_id, epoch, hash));
        in.call.effects.note(GroupEpochBumped{in.group_id, epoch, client, why});
    }
    in.edit().metadata_refresh_deadline_ms = now_ms + kMetadataRefreshIntervalMs;
}

void maybe_update_target(ConsumerGroupCall in) {
    ConsumerGroup const& group = in.group();
    if (group.group_epoch <= group.target_assignment_epoch) return;
    // Many that join at once share one assignment (KIP-1263).
    std::int64_t const due_ms =
        group.assignment_timestamp_ms + times_of(in.call, in.group_id).assignment_interval_ms;
    bool const is_first = group.assignment_timestamp_ms == 0;
    if (is_first || timestamp_ms(in.call.effects.now()) >= due_ms) compute_target(in);
}

void maybe_reconcile(ConsumerGroupCall in, NameId member_id, bool has_subscription_changed,
                     std::vector<TopicIdPartitions> const* owned) {
    ConsumerGroup const& group = in.group();
    ConsumerGroupMember const before = group.members.at(member_id);
    bool const is_reconciled =
        before.state == MemberState::stable && before.member_epoch == group.target_assignment_epoch;
    if (is_reconciled && !has_subscription_changed) return;
    static TopicIdAssignment const none;
    auto const target = group.target_assignment.find(member_id);
    std::vector<Uuid> const topic_ids = ids_of(subscribed_topics(group, before), in.call.topics);
    ConsumerGroupMember const after =
        reconcile(before, {group.target_assignment_epoch,
                           target == group.target_assignment.end() ? none : target->second,
                           topic_ids, has_subscription_changed, owned, group.partition_epochs});
    if (after == before) return;
    note_progress(in, before, after);
    write(in, current_assignment_record(in.group_id, after));
    if (after.classic) return;  // it has the time to join and to sync instead
    GroupTimerKey const key{GroupTimerKind::revocation, in.group_id, member_id};
    if (after.state == MemberState::unrevoked_partitions) {
        in.self.timers.arm(key, in.call.effects.now() + milliseconds(after.rebalance_timeout_ms),
                           after.member_epoch);
    } else {
        in.self.timers.disarm(key);
    }
}

}  // namespace highwater
