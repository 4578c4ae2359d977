// What groups promise, damaged.
#include <algorithm>

#include "tests/negative/stage.h"

namespace highwater::negative {

namespace {
// The classic group's leader hands out what the coordinator now holds.
GroupAssigned assigned(Stage& stage) {
    auto const& group = stage.edit_group<ClassicGroup>("readers");
    return {stage.group("readers"), group.generation_id, group.protocol_name, kNoName, nullptr};
}

TargetAssignmentComputed computed(Stage& stage) {
    auto const& group = stage.edit_group<ConsumerGroup>("watchers");
    return {stage.group("watchers"), group.target_assignment_epoch,
            stage.world.names.intern("uniform"), nullptr};
}

void give(ClassicGroupMember& member, std::vector<TopicPartition> partitions) {
    member.assignment = make_payload(ConsumerProtocolAssignment{std::move(partitions)});
}

std::vector<TopicPartition> partitions_of(Stage const& stage, std::vector<std::int32_t> numbers) {
    std::vector<TopicPartition> partitions;
    for (std::int32_t const number : numbers) partitions.push_back({stage.id.topic, number});
    return partitions;
}

void share_out(Stage& stage, std::vector<std::int32_t> first, std::vector<std::int32_t> second) {
    auto& members = stage.edit_group<ClassicGroup>("readers").members;
    give(members.begin()->second, partitions_of(stage, std::move(first)));
    give(std::prev(members.end())->second, partitions_of(stage, std::move(second)));
    stage.happen(stage.coordinator("readers"), {assigned(stage)});
}

MemberReconciled reconciled(Stage& stage) {
    MemberReconciled fact;
    fact.group = stage.group("watchers");
    return fact;
}

void commit(Stage& stage, Offset offset, std::int32_t generation) {
    OffsetCommitRequest request;
    request.group_id = stage.group("readers");
    request.generation_id_or_member_epoch = generation;
    request.member_id = stage.edit_group<ClassicGroup>("readers").members.begin()->first;
    Delivery delivery;
    delivery.envelope.from = stage.client("readers-1");
    delivery.envelope.to = stage.coordinator("readers");
    delivery.envelope.message = request;
    stage.happen(delivery.envelope.to,
                 {OffsetCommitted{stage.id, request.group_id, delivery.envelope.from, offset}},
                 delivery);
}
}  // namespace

std::vector<Row> group_rows() {
    return {
        {InvariantId::exclusive_ownership,
         [](Stage& s) {
             share_out(s, {0, 1}, {1, 2});
         }},
        {InvariantId::coverage, [](Stage& s) { share_out(s, {0}, {2}); }},
        {InvariantId::revoke_before_assign,
         [](Stage& s) {
             auto& members = s.edit_group<ConsumerGroup>("watchers").members;
             members.begin()->second.pending_revocation = std::prev(members.end())->second.assigned;
             s.happen(s.coordinator("watchers"), {reconciled(s)});
         }},
        {InvariantId::generation_fencing,
         [](Stage& s) {
             auto& group = s.edit_group<ClassicGroup>("readers");
             commit(s, {0}, group.generation_id - 1);
         }},
        {InvariantId::static_membership,
         [](Stage& s) {
             for (auto& [id, member] : s.edit_group<ClassicGroup>("readers").members) {
                 member.group_instance_id = s.world.names.intern("one");
             }
             GroupMemberJoined joined;
             joined.group = s.group("readers");
             s.happen(s.coordinator("readers"), {joined});
         }},
        {InvariantId::balance,
         [](Stage& s) {
             share_out(s, {0, 1, 2}, {});
         }},
        {InvariantId::stickiness,
         [](Stage& s) {
             s.happen(s.coordinator("watchers"), {computed(s)});
             auto& target = s.edit_group<ConsumerGroup>("watchers").target_assignment;
             std::swap(target.begin()->second, std::prev(target.end())->second);
             s.happen(s.coordinator("watchers"), {computed(s)});
         }},
        {InvariantId::committed_in_log,
         [](Stage& s) {
             commit(s, {1'000'000}, s.edit_group<ClassicGroup>("readers").generation_id);
         }},
        {InvariantId::read_before_committed,
         [](Stage& s) {
             NodeId const reader = s.client("readers-1");
             s.happen(reader, {RecordsConsumed{s.id, {0}, {3}, 3}});
             s.checks.clusters.front().edit().positions[{reader, s.id}] = {3};
             commit(s, {4}, s.edit_group<ClassicGroup>("readers").generation_id);
         }},
        {InvariantId::one_coordinator,
         [](Stage& s) {
             NodeId const at = s.coordinator("readers");
             GroupCoordinator& coordinator = s.edit_coordinator("readers");
             coordinator.offsets.clear();
             s.happen(at, {GroupCoordinatorLoaded{
                              {s.world.names.find(kOffsetsTopic), coordinator.partition}, 0, 0}});
         }},
        {InvariantId::retention,
         [](Stage& s) {
             Offset const end = s.edit(s.leader()).log_end_offset();
             s.happen(s.leader(), {SegmentsDeleted{s.id, 1, {0}, end + 1, {}, false}});
         }},
        {InvariantId::batches_unchanged,
         [](Stage& s) {
             BatchRef const last = s.edit(s.follower()).log.batches().back();
             RecordBatch other = *last;
             other.max_timestamp_ms += 1;
             FetchedPartition fetched;
             fetched.partition = s.id;
             fetched.batches = {std::make_shared<RecordBatch const>(std::move(other))};
             Delivery delivery;
             delivery.envelope.from = s.leader();
             delivery.envelope.to = s.follower();
             delivery.envelope.message =
                 FetchResponse{ErrorCode::none, 1, make_payload(std::vector{fetched})};
             s.happen(s.follower(),
                      {BatchReplicated{s.id, last->base_offset, last->last_offset(), {}}},
                      delivery);
         }},
        {InvariantId::rebalance_ends,
         [](Stage& s) {
             auto& group = s.edit_group<ClassicGroup>("readers");
             group.state = ClassicGroupState::preparing_rebalance;
             s.world.now = s.world.now + seconds(3'000);
         }},
    };
}

}  // namespace highwater::negative
