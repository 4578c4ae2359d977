// Committed offsets (Kafka: OffsetMetadataManager, and each kind of group's validateOffsetCommit).
#include <algorithm>

#include "group/classic_rebalance.h"
#include "group/offset_flow.h"

namespace highwater {

namespace {
constexpr std::int16_t kGroupIdNotFoundIsKnown = 9;  // of OffsetCommit and OffsetFetch

// A commit without group membership: a tool, or a consumer that was assigned its partitions.
bool is_simple(std::int32_t epoch) { return epoch < 0; }

ErrorCode validate(ClassicGroup const& group, OffsetCommitRequest const& request,
                   bool is_transactional) {
    std::int32_t const generation = request.generation_id_or_member_epoch;
    if (group.state == ClassicGroupState::dead) return ErrorCode::coordinator_not_available;
    if (is_simple(generation) && group.state == ClassicGroupState::empty) return ErrorCode::none;
    if (!is_simple(generation) || request.member_id != kNoName ||
        request.group_instance_id != kNoName) {
        ErrorCode const error =
            validate_member(group, request.member_id, request.group_instance_id);
        if (error != ErrorCode::none) return error;
        if (generation != group.generation_id) return ErrorCode::illegal_generation;
    } else if (!is_transactional) {
        // The partitions belong to members now.
        return ErrorCode::unknown_member_id;
    }
    // What a member commits between its join and its sync was read in the generation before.
    bool const is_too_late =
        !is_transactional && group.state == ClassicGroupState::completing_rebalance;
    return is_too_late ? ErrorCode::rebalance_in_progress : ErrorCode::none;
}

ErrorCode validate_epoch(ConsumerGroupMember const& member, std::int32_t epoch, bool is_strict) {
    bool const is_known =
        is_strict || member.classic ? epoch == member.member_epoch : epoch <= member.member_epoch;
    if (is_known) return ErrorCode::none;
    return member.classic || is_strict ? ErrorCode::illegal_generation
                                       : ErrorCode::stale_member_epoch;
}

ErrorCode validate(ConsumerGroup const& group, OffsetCommitRequest const& request,
                   std::int16_t api_version, bool is_transactional) {
    std::int32_t const epoch = request.generation_id_or_member_epoch;
    if (is_simple(epoch) && group.members.empty()) return ErrorCode::none;
    if (is_transactional && is_simple(epoch) && request.member_id == kNoName &&
        request.group_instance_id == kNoName) {
        return ErrorCode::none;
    }
    ConsumerGroupMember const* const member = find_member(group, request.member_id);
    if (member == nullptr) return ErrorCode::unknown_member_id;
    if (!is_transactional && !member->classic && api_version < kGroupIdNotFoundIsKnown) {
        return ErrorCode::unsupported_version;
    }
    return validate_epoch(*member, epoch, is_transactional);
}

// An older epoch will do as long as the partition has been the member's since then (KIP-1251).
ErrorCode validate_partition(ConsumerGroup const& group, OffsetCommitRequest const& request,
                             Uuid topic, std::int32_t partition) {
    ConsumerGroupMember const* const member = find_member(group, request.member_id);
    std::int32_t const epoch = request.generation_id_or_member_epoch;
    if (member == nullptr || member->classic || epoch == member->member_epoch) {
        return ErrorCode::none;
    }
    for (OwnedPartitions const* owned : {&member->assigned, &member->pending_revocation}) {
        auto const found = owned->find(topic);
        if (found == owned->end()) continue;
        auto const since = found->second.find(partition);
        if (since != found->second.end()) {
            return since->second <= epoch ? ErrorCode::none : ErrorCode::stale_member_epoch;
        }
    }
    return ErrorCode::stale_member_epoch;
}

ErrorCode validate_group(GroupCoordinator& self, OffsetCommitRequest const& request,
                         std::int16_t api_version, bool is_transactional, CoordinatorCall& call) {
    if (is_empty_id(call, request.group_id)) return ErrorCode::invalid_group_id;
    auto const found = self.groups.find(request.group_id);
    if (found == self.groups.end()) {
        if (!is_simple(request.generation_id_or_member_epoch)) {
            return is_transactional || api_version < kGroupIdNotFoundIsKnown
                       ? ErrorCode::illegal_generation
                       : ErrorCode::group_id_not_found;
        }
        // A simple consumer's group has no members, ever; it exists for its offsets.
        ClassicGroup group;
        group.group_id = request.group_id;
        group.current_state_timestamp_ms = timestamp_ms(call.effects.now());
        self.groups[request.group_id] = Cow<Group>{std::move(group)};
        return ErrorCode::none;
    }
    if (ConsumerGroup const* const group = find_consumer_group(self, request.group_id)) {
        return validate(*group, request, api_version, is_transactional);
    }
    return validate(*find_classic_group(self, request.group_id), request, is_transactional);
}

// A member that commits is alive.
void keep_session(GroupCoordinator& self, OffsetCommitRequest const& request,
                  CoordinatorCall& call) {
    auto const found = self.groups.find(request.group_id);
    if (find_classic_group(self, request.group_id) == nullptr) return;
    auto& group = std::get<ClassicGroup>(found->second.edit());
    auto const member = group.members.find(request.member_id);
    bool const counts = group.state == ClassicGroupState::stable ||
                        group.state == ClassicGroupState::preparing_rebalance;
    if (member != group.members.end() && counts) {
        schedule_session(ClassicCall{self, group, call}, member->second);
    }
}

ErrorCode commit_one(GroupCoordinator& self, OffsetCommitRequest const& request,
                     OffsetCommitRequestPartition const& each, ProducerId producer,
                     CoordinatorCall& call) {
    auto const limit = static_cast<std::size_t>(call.config.offsets.metadata_max_bytes);
    if (each.committed_metadata.size() > limit) return ErrorCode::offset_metadata_too_large;
    Uuid topic_id = each.topic_id;
    if (topic_id == kNoUuid) {
        auto const topic = call.topics.find(each.partition.topic);
        if (topic) topic_id = topic->id;
    }
    ConsumerGroup const* const group = find_consumer_group(self, request.group_id);
    if (group != nullptr && producer == kNoProducerId) {
        ErrorCode const error =
            validate_partition(*group, request, topic_id, each.partition.partition);
        if (error != ErrorCode::none) return error;
    }
    OffsetCommitRecord record{
        request.group_id, each.partition,
        OffsetCommitValue{each.committed_offset, each.committed_leader_epoch,
                          each.committed_metadata, timestamp_ms(call.effects.now()), topic_id}};
    replay(self, record, producer);
    call.records.emplace_back(std::move(record));
    return ErrorCode::none;
}
}  // namespace

void handle(GroupCoordinator& self, RequestContext const& from, OffsetCommitRequest const& request,
            CoordinatorCall& call) {
    ErrorCode const error = validate_group(self, request, from.api_version, false, call);
    if (error != ErrorCode::none) {
        answer(call, parked(from), refuse(request, error), true);
        note_refusal(call, request.group_id, from.from, GroupRequestKind::offset_commit, error);
        return;
    }
    keep_session(self, request, call);
    std::vector<OffsetCommitResponsePartition> partitions;
    for (OffsetCommitRequestPartition const& each : *request.partitions) {
        ErrorCode const refusal = commit_one(self, request, each, kNoProducerId, call);
        partitions.push_back({each.partition, refusal});
        note_refusal(call, request.group_id, from.from, GroupRequestKind::offset_commit, refusal);
        if (refusal == ErrorCode::none) {
            call.effects.note(OffsetCommitted{each.partition, request.group_id, from.from,
                                              each.committed_offset});
        }
    }
    answer(call, parked(from), OffsetCommitResponse{make_payload(std::move(partitions))}, true);
}

std::vector<ErrorCode> commit_transactional_offsets(GroupCoordinator& self, ProducerId producer,
                                                    OffsetCommitRequest const& request,
                                                    CoordinatorCall& call) {
    std::vector<ErrorCode> errors;
    ErrorCode const error =
        validate_group(self, request, RequestContext::kNewestVersion, true, call);
    for (OffsetCommitRequestPartition const& each : *request.partitions) {
        errors.push_back(
            error != ErrorCode::none ? error : commit_one(self, request, each, producer, call));
    }
    return errors;
}

void end_transaction(GroupCoordinator& self, ProducerId producer, bool committed) {
    auto const found = self.pending_transactional_offsets.find(producer);
    if (found == self.pending_transactional_offsets.end()) return;
    if (committed) {
        for (auto& [group, offsets] : found->second) {
            auto& target = self.offsets[group].edit();
            for (auto& [partition, offset] : offsets) target[partition] = std::move(offset);
        }
    }
    self.pending_transactional_offsets.erase(found);
}

bool has_pending_offset(GroupCoordinator const& self, NameId group, TopicPartition partition) {
    return std::any_of(self.pending_transactional_offsets.begin(),
                       self.pending_transactional_offsets.end(), [&](auto const& each) {
                           auto const found = each.second.find(group);
                           return found != each.second.end() &&
                                  found->second.find(partition) != found->second.end();
                       });
}

namespace {
ErrorCode validate_fetch(GroupCoordinator const& self, OffsetFetchRequestGroup const& request) {
    ConsumerGroup const* const group = find_consumer_group(self, request.group_id);
    // Tools and classic members do not say who they are.
    if (group == nullptr || (request.member_id == kNoName && request.member_epoch < 0)) {
        return ErrorCode::none;
    }
    ConsumerGroupMember const* const member = find_member(*group, request.member_id);
    if (member == nullptr) return ErrorCode::unknown_member_id;
    return member->member_epoch == request.member_epoch ? ErrorCode::none
                                                        : ErrorCode::stale_member_epoch;
}
}  // namespace

OffsetFetchResponseGroup fetch_offsets(GroupCoordinator const& self,
                                       OffsetFetchRequestGroup const& request, bool require_stable,
                                       CoordinatorCall const& call) {
    OffsetFetchResponseGroup response;
    response.group_id = request.group_id;
    response.error = is_empty_id(call, request.group_id) ? ErrorCode::invalid_group_id
                                                         : validate_fetch(self, request);
    if (response.error != ErrorCode::none) return response;
    CommittedOffsets const* const committed = find_offsets(self, request.group_id);
    std::vector<TopicPartition> wanted;
    if (request.partitions) {
        wanted = *request.partitions;
    } else if (committed != nullptr) {
        for (auto const& [partition, offset] : *committed) wanted.push_back(partition);
    }
    for (TopicPartition const partition : wanted) {
        OffsetFetchResponsePartition answer;
        answer.partition = partition;
        if (require_stable && has_pending_offset(self, request.group_id, partition)) {
            answer.error = ErrorCode::unstable_offset_commit;
        } else if (committed != nullptr) {
            auto const found = committed->find(partition);
            if (found != committed->end()) {
                answer.committed_offset = found->second.offset;
                answer.committed_leader_epoch = found->second.leader_epoch;
                answer.metadata = found->second.metadata;
            }
        }
        response.partitions.push_back(std::move(answer));
    }
    return response;
}

}  // namespace highwater
