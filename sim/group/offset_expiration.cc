// Offsets that go: deleted by a tool, with their topic, or after offsets.retention.minutes.
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/consumer_flow.h"
#include "group/offset_flow.h"

namespace highwater {

namespace {
bool contains(std::vector<NameId> const& topics, NameId topic) {
    return std::find(topics.begin(), topics.end(), topic) != topics.end();
}

// From when an offset's retention counts; none: it never expires as things are.
std::optional<std::int64_t> counts_from(ClassicGroup const& group,
                                        OffsetAndMetadata const& offset) {
    // A simple consumer's group is judged by its commits alone.
    if (group.protocol_type == kNoName) return offset.commit_timestamp_ms;
    if (group.state == ClassicGroupState::empty) {
        return std::max(group.current_state_timestamp_ms, offset.commit_timestamp_ms);
    }
    if (group.state == ClassicGroupState::stable) return offset.commit_timestamp_ms;
    return std::nullopt;
}
std::optional<std::int64_t> counts_from(ConsumerGroup const&, OffsetAndMetadata const& offset) {
    return offset.commit_timestamp_ms;
}

bool is_expired(GroupCoordinator const& self, NameId group, TopicPartition partition,
                OffsetAndMetadata const& offset, CoordinatorCall const& call) {
    auto const found = self.groups.find(group);
    if (found == self.groups.end() || is_subscribed(self, group, partition.topic)) return false;
    if (has_pending_offset(self, group, partition)) return false;
    auto const from =
        std::visit([&](auto const& kind) { return counts_from(kind, offset); }, *found->second);
    std::int64_t const retention_ms = std::int64_t{call.config.offsets.retention_minutes} * 60'000;
    return from && timestamp_ms(call.effects.now()) - *from >= retention_ms;
}

bool has_pending_offsets(GroupCoordinator const& self, NameId group) {
    return std::any_of(
        self.pending_transactional_offsets.begin(), self.pending_transactional_offsets.end(),
        [&](auto const& each) { return each.second.find(group) != each.second.end(); });
}

bool is_empty(Group const& group) {
    if (auto const* const classic = std::get_if<ClassicGroup>(&group)) {
        return classic->state == ClassicGroupState::empty && classic->pending_join_members.empty();
    }
    return std::get<ConsumerGroup>(group).members.empty();
}

void remove_group(GroupCoordinator& self, NameId id, bool by_tool, CoordinatorCall& call) {
    auto const found = self.groups.find(id);
    if (auto const* const consumer_group = find_consumer_group(self, id)) {
        append_group_tombstones(*consumer_group, call.records);
    } else {
        call.records.emplace_back(GroupMetadataRecord{id, std::nullopt});
    }
    self.groups.erase(found);
    call.effects.note(GroupDeleted{id, by_tool});
}

void expire_offsets_of(GroupCoordinator& self, NameId group, CoordinatorCall& call) {
    CommittedOffsets const* const committed = find_offsets(self, group);
    if (committed == nullptr) return;
    std::vector<TopicPartition> expired;
    for (auto const& [partition, offset] : *committed) {
        if (is_expired(self, group, partition, offset, call)) expired.push_back(partition);
    }
    for (TopicPartition const partition : expired) {
        remove_offset(self, group, partition, OffsetRemovalReason::expired, call);
    }
}

ErrorCode validate_deletion(GroupCoordinator const& self, NameId id, CoordinatorCall const& call) {
    if (is_empty_id(call, id)) return ErrorCode::invalid_group_id;
    auto const found = self.groups.find(id);
    if (found == self.groups.end()) return ErrorCode::group_id_not_found;
    if (auto const* const classic = find_classic_group(self, id)) {
        if (classic->state == ClassicGroupState::dead) return ErrorCode::group_id_not_found;
        return classic->state == ClassicGroupState::empty ? ErrorCode::none
                                                          : ErrorCode::non_empty_group;
    }
    return is_empty(*found->second) ? ErrorCode::none : ErrorCode::non_empty_group;
}
}  // namespace

bool is_subscribed(GroupCoordinator const& self, NameId group, NameId topic) {
    if (auto const* const consumer_group = find_consumer_group(self, group)) {
        return contains(subscribed_topics(*consumer_group), topic);
    }
    auto const* const classic = find_classic_group(self, group);
    if (classic == nullptr || classic->members.empty()) return false;
    auto const topics = subscribed_topics(*classic);
    return topics && contains(*topics, topic);
}

void remove_offset(GroupCoordinator& self, NameId group, TopicPartition partition,
                   OffsetRemovalReason why, CoordinatorCall& call) {
    OffsetCommitRecord const tombstone{group, partition, std::nullopt};
    replay(self, tombstone);
    call.records.emplace_back(tombstone);
    call.effects.note(OffsetRemoved{partition, group, why});
}

void expire_offsets(GroupCoordinator& self, CoordinatorCall& call) {
    std::vector<NameId> groups;
    for (auto const& [id, group] : self.groups) groups.push_back(id);
    for (NameId const id : groups) {
        expire_offsets_of(self, id, call);
        bool const has_nothing =
            find_offsets(self, id) == nullptr && !has_pending_offsets(self, id);
        if (has_nothing && is_empty(*self.groups.at(id))) remove_group(self, id, false, call);
    }
    self.timers.arm(
        {GroupTimerKind::offset_expiration, kNoName, kNoName},
        call.effects.now() + milliseconds(call.config.offsets.retention_check_interval_ms));
}

void handle(GroupCoordinator& self, RequestContext const& from, OffsetDeleteRequest const& request,
            CoordinatorCall& call) {
    ErrorCode error = ErrorCode::none;
    if (is_empty_id(call, request.group_id)) {
        error = ErrorCode::invalid_group_id;
    } else if (self.groups.find(request.group_id) == self.groups.end()) {
        error = ErrorCode::group_id_not_found;
    } else if (auto const* const classic = find_classic_group(self, request.group_id)) {
        // Only of consumers can be known which topics they read.
        bool const is_known =
            classic->state == ClassicGroupState::empty ||
            (classic->protocol_type != kNoName &&
             call.effects.names().text(classic->protocol_type) == kConsumerProtocolType);
        if (classic->state == ClassicGroupState::dead) error = ErrorCode::group_id_not_found;
        if (!is_known) error = ErrorCode::non_empty_group;
    }
    if (error != ErrorCode::none) {
        answer(call, parked(from), refuse(request, error), true);
        return;
    }
    std::vector<OffsetDeleteResponsePartition> partitions;
    for (TopicPartition const partition : *request.partitions) {
        bool const is_in_use = is_subscribed(self, request.group_id, partition.topic);
        CommittedOffsets const* const committed = find_offsets(self, request.group_id);
        bool const is_known =
            committed != nullptr && committed->find(partition) != committed->end();
        if (!is_in_use && is_known) {
            remove_offset(self, request.group_id, partition, OffsetRemovalReason::deleted, call);
        }
        partitions.push_back(
            {partition, is_in_use ? ErrorCode::group_subscribed_to_topic : ErrorCode::none});
    }
    OffsetDeleteResponse response;
    response.partitions = make_payload(std::move(partitions));
    answer(call, parked(from), response, true);
}

DeletableGroupResult delete_group(GroupCoordinator& self, NameId group, CoordinatorCall& call) {
    ErrorCode const error = validate_deletion(self, group, call);
    if (error != ErrorCode::none) return {group, error};
    if (CommittedOffsets const* const committed = find_offsets(self, group)) {
        std::vector<TopicPartition> all;
        for (auto const& [partition, offset] : *committed) all.push_back(partition);
        for (TopicPartition const partition : all) {
            remove_offset(self, group, partition, OffsetRemovalReason::group_deleted, call);
        }
    }
    remove_group(self, group, true, call);
    return {group, ErrorCode::none};
}

void on_topics_changed(GroupCoordinator& self, std::vector<NameId> const& changed,
                       std::vector<NameId> const& deleted, CoordinatorCall& call) {
    std::vector<std::pair<NameId, TopicPartition>> gone;
    for (auto const& [group, committed] : self.offsets) {
        for (auto const& [partition, offset] : *committed) {
            if (contains(deleted, partition.topic)) gone.emplace_back(group, partition);
        }
    }
    for (auto const& [group, partition] : gone) {
        remove_offset(self, group, partition, OffsetRemovalReason::topic_deleted, call);
    }
    for (auto& [id, group] : self.groups) {
        auto const* const consumer_group = std::get_if<ConsumerGroup>(&*group);
        if (consumer_group == nullptr) continue;
        std::vector<NameId> const topics = subscribed_topics(*consumer_group);
        bool const is_concerned = std::any_of(topics.begin(), topics.end(), [&](NameId topic) {
            return contains(changed, topic) || contains(deleted, topic);
        });
        if (!is_concerned) continue;
        std::get<ConsumerGroup>(group.edit()).metadata_refresh_deadline_ms = 0;
    }
}

}  // namespace highwater
