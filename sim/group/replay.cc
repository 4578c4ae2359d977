// The log's records become the coordinator's state again.
#include <algorithm>

#include "base/check.h"
#include "group/coordinator.h"

namespace highwater {

namespace {
struct Replay {
    GroupCoordinator& self;
    ProducerId producer;

    // nullptr: a tombstone of a group that is not there.
    ConsumerGroup* consumer_group(NameId id, bool create) {
        auto found = self.groups.find(id);
        if (found == self.groups.end() || std::get_if<ConsumerGroup>(&*found->second) == nullptr) {
            if (!create) return nullptr;
            ConsumerGroup fresh;
            fresh.group_id = id;
            self.groups.insert_or_assign(id, Cow<Group>{std::move(fresh)});
            found = self.groups.find(id);
        }
        return &std::get<ConsumerGroup>(found->second.edit());
    }

    void operator()(OffsetCommitRecord const& record) {
        OffsetAndMetadata committed;
        if (record.value) {
            committed = {record.value->offset, record.value->leader_epoch, record.value->metadata,
                         record.value->commit_timestamp_ms, record.value->topic_id};
        }
        if (producer != kNoProducerId && record.value) {
            self.pending_transactional_offsets[producer][record.group][record.partition] =
                std::move(committed);
            return;
        }
        if (record.value) {
            self.offsets[record.group].edit()[record.partition] = std::move(committed);
            return;
        }
        auto const found = self.offsets.find(record.group);
        if (found == self.offsets.end()) return;
        found->second.edit().erase(record.partition);
        if (found->second->empty()) self.offsets.erase(found);
    }

    void operator()(GroupMetadataRecord const& record) {
        if (!record.value) {
            self.groups.erase(record.group);
            return;
        }
        GroupMetadataValue const& value = *record.value;
        ClassicGroup group;
        group.group_id = record.group;
        group.state = value.members.empty() ? ClassicGroupState::empty : ClassicGroupState::stable;
        group.current_state_timestamp_ms = value.current_state_timestamp_ms;
        group.generation_id = value.generation;
        group.protocol_type = value.protocol_type;
        group.protocol_name = value.protocol;
        group.leader_id = value.leader;
        for (GroupMetadataMember const& each : value.members) {
            ClassicGroupMember member;
            member.member_id = each.member_id;
            member.group_instance_id = each.group_instance_id;
            member.client_id = each.client_id;
            member.client_host = each.client_host;
            member.rebalance_timeout_ms = each.rebalance_timeout_ms;
            member.session_timeout_ms = each.session_timeout_ms;
            member.assignment = each.assignment;
            // Of the member's protocols only the chosen one is written down.
            member.supported_protocols = make_payload(
                std::vector<JoinGroupRequestProtocol>{{value.protocol, each.subscription}});
            if (each.group_instance_id != kNoName) {
                group.static_members[each.group_instance_id] = each.member_id;
            }
            group.members[each.member_id] = std::move(member);
        }
        self.groups.insert_or_assign(record.group, Cow<Group>{std::move(group)});
    }

    void operator()(ConsumerGroupMetadataRecord const& record) {
        if (!record.value) {
            if (consumer_group(record.group, false) != nullptr) self.groups.erase(record.group);
            return;
        }
        ConsumerGroup& group = *consumer_group(record.group, true);
        group.group_epoch = record.value->epoch;
        group.metadata_hash = record.value->metadata_hash;
    }

    void operator()(ConsumerGroupMemberMetadataRecord const& record) {
        ConsumerGroup* const group = consumer_group(record.group, record.value.has_value());
        if (group == nullptr) return;
        if (!record.value) {
            auto const found = group->members.find(record.member);
            if (found == group->members.end()) return;
            auto const instance = group->static_members.find(found->second.instance_id);
            bool const is_own =
                instance != group->static_members.end() && instance->second == record.member;
            if (is_own) group->static_members.erase(instance);
            group->members.erase(found);
            return;
        }
        ConsumerGroupMemberMetadataValue const& value = *record.value;
        ConsumerGroupMember& member = group->members[record.member];
        member.member_id = record.member;
        member.instance_id = value.instance_id;
        member.rack_id = value.rack_id;
        member.client_id = value.client_id;
        member.client_host = value.client_host;
        member.rebalance_timeout_ms = value.rebalance_timeout_ms;
        member.subscribed_topic_names = value.subscribed_topic_names;
        member.subscribed_topic_regex = value.subscribed_topic_regex;
        member.server_assignor = value.server_assignor;
        member.classic = value.classic_member_metadata;
        if (value.instance_id != kNoName) group->static_members[value.instance_id] = record.member;
    }

    void operator()(ConsumerGroupTargetAssignmentMetadataRecord const& record) {
        ConsumerGroup* const group = consumer_group(record.group, record.value.has_value());
        if (group == nullptr) return;
        group->target_assignment_epoch = record.value ? record.value->assignment_epoch : -1;
        group->assignment_timestamp_ms = record.value ? record.value->assignment_timestamp_ms : 0;
    }

    void operator()(ConsumerGroupTargetAssignmentMemberRecord const& record) {
        ConsumerGroup* const group = consumer_group(record.group, record.value.has_value());
        if (group == nullptr) return;
        if (!record.value) {
            group->target_assignment.erase(record.member);
            return;
        }
        TopicIdAssignment target;
        for (TopicIdPartitions const& each : *record.value) {
            target[each.topic_id] = each.partitions;
        }
        group->target_assignment[record.member] = std::move(target);
    }

    void operator()(ConsumerGroupCurrentMemberAssignmentRecord const& record) {
        ConsumerGroup* const group = consumer_group(record.group, record.value.has_value());
        if (group == nullptr) return;
        auto const found = group->members.find(record.member);
        if (found == group->members.end() && !record.value) return;
        ConsumerGroupMember& member = group->members[record.member];
        member.member_id = record.member;
        release(*group, member);
        if (!record.value) {
            member.member_epoch = kLeaveGroupMemberEpoch;
            member.previous_member_epoch = kLeaveGroupMemberEpoch;
            member.assigned.clear();
            member.pending_revocation.clear();
            return;
        }
        member.member_epoch = record.value->member_epoch;
        member.previous_member_epoch = record.value->previous_member_epoch;
        member.state = record.value->state;
        member.assigned = owned(record.value->assigned_partitions, member.member_epoch);
        member.pending_revocation =
            owned(record.value->partitions_pending_revocation, member.member_epoch);
        hold(*group, member);
    }

    void operator()(ConsumerGroupRegularExpressionRecord const& record) {
        ConsumerGroup* const group = consumer_group(record.group, record.value.has_value());
        if (group == nullptr) return;
        if (record.value) {
            group->resolved_regular_expressions[record.regular_expression] = *record.value;
        } else {
            group->resolved_regular_expressions.erase(record.regular_expression);
        }
    }

    static OwnedPartitions owned(std::vector<AssignedTopicPartitions> const& lists,
                                 std::int32_t default_epoch) {
        OwnedPartitions all;
        for (AssignedTopicPartitions const& list : lists) {
            for (std::size_t i = 0; i < list.partitions.size(); ++i) {
                all[list.topic_id][list.partitions[i]] =
                    i < list.assignment_epochs.size() ? list.assignment_epochs[i] : default_epoch;
            }
        }
        return all;
    }

    // Only its own: by the time a member is replaced its partitions may be another's already.
    static void release(ConsumerGroup& group, ConsumerGroupMember const& member) {
        for (OwnedPartitions const* each : {&member.assigned, &member.pending_revocation}) {
            for (auto const& [topic, partitions] : *each) {
                auto const held = group.partition_epochs.find(topic);
                if (held == group.partition_epochs.end()) continue;
                for (auto const& [partition, since] : partitions) {
                    auto const holder = held->second.find(partition);
                    if (holder != held->second.end() && holder->second == member.member_epoch) {
                        held->second.erase(holder);
                    }
                }
                if (held->second.empty()) group.partition_epochs.erase(held);
            }
        }
    }
    static void hold(ConsumerGroup& group, ConsumerGroupMember const& member) {
        for (OwnedPartitions const* each : {&member.assigned, &member.pending_revocation}) {
            for (auto const& [topic, partitions] : *each) {
                for (auto const& [partition, since] : partitions) {
                    group.partition_epochs[topic][partition] = member.member_epoch;
                }
            }
        }
    }
};
}  // namespace

void replay(GroupCoordinator& self, CoordinatorRecord const& record,
            ProducerId transactional_producer) {
    Replay replaying{self, transactional_producer};
    std::visit(replaying, record);
}

}  // namespace highwater
