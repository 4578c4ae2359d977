// What a group of KIP-848 writes into the log.
#include "group/consumer_flow.h"

namespace highwater {

namespace {
std::vector<AssignedTopicPartitions> lists_with_epochs(OwnedPartitions const& owned) {
    std::vector<AssignedTopicPartitions> lists;
    for (auto const& [topic, partitions] : owned) {
        AssignedTopicPartitions list;
        list.topic_id = topic;
        for (auto const& [partition, epoch] : partitions) {
            list.partitions.push_back(partition);
            list.assignment_epochs.push_back(epoch);
        }
        if (!list.partitions.empty()) lists.push_back(std::move(list));
    }
    return lists;
}
}  // namespace

void write(ConsumerGroupCall in, CoordinatorRecord record) {
    replay(in.self, record);
    in.call.records.push_back(std::move(record));
}

CoordinatorRecord member_metadata_record(NameId group, ConsumerGroupMember const& member) {
    return ConsumerGroupMemberMetadataRecord{
        group, member.member_id,
        ConsumerGroupMemberMetadataValue{member.instance_id, member.rack_id, member.client_id,
                                         member.client_host, member.subscribed_topic_names,
                                         member.subscribed_topic_regex, member.rebalance_timeout_ms,
                                         member.server_assignor, member.classic}};
}

CoordinatorRecord current_assignment_record(NameId group, ConsumerGroupMember const& member) {
    return ConsumerGroupCurrentMemberAssignmentRecord{
        group, member.member_id,
        ConsumerGroupCurrentMemberAssignmentValue{member.member_epoch, member.previous_member_epoch,
                                                  member.state, lists_with_epochs(member.assigned),
                                                  lists_with_epochs(member.pending_revocation)}};
}

CoordinatorRecord target_assignment_record(NameId group, NameId member,
                                           TopicIdAssignment const& target) {
    std::vector<TopicIdPartitions> lists;
    for (auto const& [topic, partitions] : target) lists.push_back({topic, partitions});
    return ConsumerGroupTargetAssignmentMemberRecord{group, member, std::move(lists)};
}

CoordinatorRecord target_epoch_record(NameId group, std::int32_t epoch, std::int64_t timestamp_ms) {
    return ConsumerGroupTargetAssignmentMetadataRecord{
        group, ConsumerGroupTargetAssignmentMetadataValue{epoch, timestamp_ms}};
}

CoordinatorRecord epoch_record(NameId group, std::int32_t epoch, std::int64_t metadata_hash) {
    return ConsumerGroupMetadataRecord{group, ConsumerGroupMetadataValue{epoch, metadata_hash}};
}

void append_member_tombstones(NameId group, NameId member,
                              std::vector<CoordinatorRecord>& records) {
    records.emplace_back(ConsumerGroupCurrentMemberAssignmentRecord{group, member, std::nullopt});
    records.emplace_back(ConsumerGroupTargetAssignmentMemberRecord{group, member, std::nullopt});
    records.emplace_back(ConsumerGroupMemberMetadataRecord{group, member, std::nullopt});
}

// In the order in which a replay can do without what is gone already.
void append_group_tombstones(ConsumerGroup const& group, std::vector<CoordinatorRecord>& records) {
    for (auto const& [id, member] : group.members) {
        records.emplace_back(
            ConsumerGroupCurrentMemberAssignmentRecord{group.group_id, id, std::nullopt});
    }
    for (auto const& [id, member] : group.members) {
        records.emplace_back(
            ConsumerGroupTargetAssignmentMemberRecord{group.group_id, id, std::nullopt});
    }
    records.emplace_back(ConsumerGroupTargetAssignmentMetadataRecord{group.group_id, std::nullopt});
    for (auto const& [id, member] : group.members) {
        records.emplace_back(ConsumerGroupMemberMetadataRecord{group.group_id, id, std::nullopt});
    }
    for (auto const& [regex, resolved] : group.resolved_regular_expressions) {
        records.emplace_back(
            ConsumerGroupRegularExpressionRecord{group.group_id, regex, std::nullopt});
    }
    records.emplace_back(ConsumerGroupMetadataRecord{group.group_id, std::nullopt});
}

void append_group_records(ConsumerGroup const& group, std::vector<CoordinatorRecord>& records) {
    for (auto const& [id, member] : group.members) {
        records.push_back(member_metadata_record(group.group_id, member));
    }
    records.push_back(epoch_record(group.group_id, group.group_epoch, group.metadata_hash));
    for (auto const& [id, target] : group.target_assignment) {
        records.push_back(target_assignment_record(group.group_id, id, target));
    }
    records.push_back(target_epoch_record(group.group_id, group.target_assignment_epoch,
                                          group.assignment_timestamp_ms));
    for (auto const& [id, member] : group.members) {
        records.push_back(current_assignment_record(group.group_id, member));
    }
}

}  // namespace highwater
