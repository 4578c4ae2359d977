// Each checker rings: a healthy world is damaged in one place, and the invariant that speaks of it
// must say so. One row per invariant; a row that is missing fails the test.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/negative/stage.h"

namespace highwater::negative {
namespace {

void shorten(Stage& stage) { stage.edit(stage.follower()).log.truncate_to({1}); }
HighWatermarkAdvanced moved(Stage& stage) {
    Offset const now = stage.edit(stage.leader()).high_watermark;
    return {stage.id, now, now, kNoBroker, true};
}

Row const kRows[] = {
    {InvariantId::offsets_monotone,
     [](Stage& s) {
         Partition& leader = s.edit(s.leader());
         Offset const gap = leader.log_end_offset() + 5;
         leader.log.append(build::at(gap, leader.leader_epoch, s.sent(build::batch(1))), INT64_MAX);
         s.happen(s.leader(), {BatchAppended{s.id, gap, gap, kNoNode, leader.leader_epoch, 0}});
     }},
    {InvariantId::epochs_monotone,
     [](Stage& s) {
         Partition& leader = s.edit(s.leader());
         Offset const end = leader.log_end_offset();
         leader.log.append(build::at(end, {5}, s.sent(build::batch(1))), INT64_MAX);
         leader.log.append(build::at(end + 1, {4}, s.sent(build::batch(1))), INT64_MAX);
         s.happen(s.leader(), {BatchAppended{s.id, end + 1, end + 1, kNoNode, {4}, 0}});
     }},
    {InvariantId::bounds,
     [](Stage& s) {
         Partition& leader = s.edit(s.leader());
         leader.high_watermark = leader.log_end_offset() + 1;
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::isr_subset,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.isr = std::vector{s.replica(0), s.replica(1), BrokerId{9}};
         s.commit({record});
     }},
    {InvariantId::leader_in_isr,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.isr = std::vector{s.replica(1)};
         record.leader = s.replica(0);
         s.commit({record});
     }},
    {InvariantId::isr_not_empty,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.isr = std::vector<BrokerId>{};
         s.commit({record});
     }},
    {InvariantId::elr_disjoint,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.eligible_leader_replicas = std::vector{s.replica(2)};
         s.commit({record});
     }},
    {InvariantId::elr_holds_committed,
     [](Stage& s) {
         shorten(s);
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::active_broker,
     [](Stage& s) {
         BrokerId const broker = s.registration().leader;
         BrokerEpoch const epoch = find_broker(s.checks.of(kFirstCluster).image, broker)->epoch;
         PartitionChangeRecord record = s.change();
         record.isr = s.registration().isr;
         s.commit({BrokerRegistrationChangeRecord{broker, epoch, 1, 0}, record});
     }},
    {InvariantId::one_change_in_flight,
     [](Stage& s) {
         Broker& broker = node_of(s.world, s.leader()).broker->edit();
         std::int32_t const slot = broker.partitions.find(s.id);
         PartitionEpoch const epoch = broker.partitions[slot].partition_epoch;
         broker.isr_changes.unsent = {{slot, epoch}, {slot, epoch}};
         s.happen(s.leader(), {IsrExpandProposed{s.id, s.replica(2)}});
     }},
    {InvariantId::counters_grow,
     [](Stage& s) {
         s.happen(active_controller(s.world), {BrokerRegistered{BrokerId{1}, BrokerEpoch{0}}});
     }},
    {InvariantId::one_leader_per_epoch,
     [](Stage& s) {
         LeaderEpoch const epoch = s.edit(s.leader()).leader_epoch;
         s.happen(s.follower(), {BatchAppended{s.id, {}, {}, kNoNode, epoch, 0}});
     }},
    {InvariantId::log_matching,
     [](Stage& s) {
         Partition& follower = s.edit(s.follower());
         BatchRef const last = follower.log.batches().back();
         follower.log.truncate_to(last->base_offset);
         RecordBatch other = build::batch(last->count(), 900'000);
         follower.log.append(
             build::at(last->base_offset, last->partition_leader_epoch, std::move(other)),
             INT64_MAX);
         s.happen(s.follower(),
                  {BatchReplicated{s.id, last->base_offset, last->last_offset(), {}}});
     }},
    {InvariantId::weak_isr,
     [](Stage& s) {
         shorten(s);
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::strong_isr,
     [](Stage& s) {
         shorten(s);
         s.edit(s.leader()).isr = {s.registration().leader};
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::committed_durable,
     [](Stage& s) {
         shorten(s);
         s.happen(s.follower(), {BecameLeader{s.id, LeaderEpoch{1}, {1}}});
     }},
    {InvariantId::acks_all_durable,
     [](Stage& s) {
         s.happen(s.client("checkout"), {Acknowledged{s.id, {1'000'000}, 1, 1, -1}});
     }},
    {InvariantId::high_watermark_monotone,
     [](Stage& s) {
         s.happen(s.leader(), {HighWatermarkAdvanced{s.id, {0}, {1}, kNoBroker, true}});
     }},
    {InvariantId::maximal_isr,
     [](Stage& s) {
         shorten(s);
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::zombie_cannot_commit,
     [](Stage& s) {
         AlterPartitionChange asked;
         asked.partition = s.id;
         asked.partition_epoch = {2};
         Delivery delivery;
         delivery.envelope.from = s.leader();
         delivery.envelope.to = active_controller(s.world);
         delivery.envelope.message =
             AlterPartitionRequest{s.registration().leader, {}, make_payload(std::vector{asked})};
         s.happen(delivery.envelope.to,
                  {IsrChanged{s.id, PartitionEpoch{7}, {}, ChangeReason::alter_partition, nullptr}},
                  delivery);
     }},
    {InvariantId::follower_truncation,
     [](Stage& s) {
         LeaderEpoch const epoch = s.edit(s.leader()).leader_epoch;
         s.happen(s.follower(),
                  {LogTruncated{s.id, {9}, {1}, epoch, epoch, TruncateReason::high_watermark}});
     }},
    {InvariantId::isr_join,
     [](Stage& s) {
         shorten(s);
         BrokerId const joins = node_of(s.world, s.follower()).broker_id;
         s.happen(s.leader(), {IsrExpandProposed{s.id, joins}});
     }},
    {InvariantId::min_isr_freeze,
     [](Stage& s) {
         s.edit(s.leader()).isr = {s.registration().leader};
         s.happen(s.leader(), {moved(s)});
     }},
    {InvariantId::reads_committed,
     [](Stage& s) {
         FetchedPartition fetched;
         fetched.partition = s.id;
         fetched.high_watermark = {1'000'000};
         Delivery delivery;
         delivery.envelope.from = s.leader();
         delivery.envelope.to = s.client("auditor");
         delivery.envelope.message =
             FetchResponse{ErrorCode::none, 1, make_payload(std::vector{fetched})};
         s.happen(delivery.envelope.to, {}, delivery);
     }},
    {InvariantId::recovery,
     [](Stage& s) {
         shorten(s);
         s.happen(s.follower(), {NodeStarted{}});
     }},
    {InvariantId::one_active_controller,
     [](Stage& s) {
         LeaderEpoch const epoch{90};
         s.happen(active_controller(s.world), {ControllerElected{BrokerId{3001}, epoch}});
         s.happen(active_controller(s.world), {ControllerElected{BrokerId{3002}, epoch}});
     }},
    {InvariantId::election_safety,
     [](Stage& s) {
         NodeId const voter = active_controller(s.world);
         s.happen(voter, {VoteAnswered{BrokerId{3001}, {90}, false, true, {}}});
         s.happen(voter, {VoteAnswered{BrokerId{3002}, {90}, false, true, {}}});
     }},
    {InvariantId::state_machine_safety,
     [](Stage& s) {
         s.commit({NoOpRecord{}});
         // Another voter has something else there, and believes it committed.
         NodeId other = find_node(s.world, "controller-3001");
         if (other == active_controller(s.world)) other = find_node(s.world, "controller-3002");
         Raft& raft = node_of(s.world, other).raft->edit();
         raft.log.truncate(raft.high_watermark);
         while (raft.log.end() < s.checks.of(kFirstCluster).metadata.end()) {
             raft.log.append(
                 make_payload(MetadataBatch{raft.log.end(), {77}, s.world.now, {NoOpRecord{}}}));
         }
         raft.high_watermark = raft.log.end();
         s.happen(other, {});
     }},
    {InvariantId::commit_rule,
     [](Stage& s) {
         Raft& raft = node_of(s.world, active_controller(s.world)).raft->edit();
         raft.leading.epoch_start = raft.log.end() + 10;
         s.commit({NoOpRecord{}});
     }},
    {InvariantId::image_is_prefix,
     [](Stage& s) {
         s.happen(s.leader(), {MetadataReplayed{{0}, {1'000'000}}});
     }},
    {InvariantId::pre_vote,
     [](Stage& s) {
         s.happen(active_controller(s.world),
                  {RaftRoleChanged{RaftRole::unattached, RaftRole::candidate, {90}, kNoBroker}});
     }},
    {InvariantId::election_order,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.leader = s.replica(2);
         s.commit({record});
     }},
    {InvariantId::epochs_change,
     [](Stage& s) {
         PartitionRegistration const& now = s.registration();
         PartitionRegistration again = now;
         again.leader = s.replica(1);
         s.commit({PartitionRecord{s.change().topic_id, s.id.partition, Cow{again}}});
     }},
    {InvariantId::reassignment,
     [](Stage& s) {
         BrokerId fourth{1};
         while (contains(s.registration().replicas, fourth)) ++fourth.value;
         std::vector<BrokerId> all = s.registration().replicas;
         all.push_back(fourth);
         PartitionChangeRecord begun = s.change();
         begun.replicas = all;
         begun.adding_replicas = std::vector{fourth};
         begun.removing_replicas = std::vector{s.replica(2)};
         s.commit({begun});
         PartitionChangeRecord done = s.change();
         done.isr = std::vector{s.replica(0), s.replica(1)};
         done.replicas = std::vector{s.replica(0), s.replica(1), fourth};
         done.adding_replicas = std::vector<BrokerId>{};
         done.removing_replicas = std::vector<BrokerId>{};
         s.commit({done});
     }},
    {InvariantId::producer_order,
     [](Stage& s) {
         RecordBatch late = build::batch(1, 50'000, s.client("checkout"));
         RecordBatch early = build::batch(1, 40'000, s.client("checkout"));
         late.producer_id = early.producer_id = ProducerId{900};
         late.producer_epoch = early.producer_epoch = 0;
         late.base_sequence = 0;
         early.base_sequence = 1;
         s.append(late);
         s.append(early);
     }},
    {InvariantId::no_duplicates,
     [](Stage& s) {
         s.append(build::batch_of(ProducerId{900}, 0, 0, 1));
         s.append(build::batch_of(ProducerId{900}, 0, 0, 1));
     }},
    {InvariantId::no_gap,
     [](Stage& s) {
         s.append(build::batch_of(ProducerId{900}, 0, 0, 1));
         s.append(build::batch_of(ProducerId{900}, 0, 5, 1));
     }},
    {InvariantId::producer_fencing,
     [](Stage& s) {
         s.append(build::batch_of(ProducerId{900}, 4, 0, 1));
         s.append(build::batch_of(ProducerId{900}, 3, 1, 1));
     }},
    {InvariantId::controller_active,
     [](Stage& s) {
         for (Process& process : s.world.nodes) {
             if (process.controller) process.controller->edit().role = ControllerRole::standby;
         }
     }},
    {InvariantId::partition_has_leader,
     [](Stage& s) {
         PartitionChangeRecord record = s.change();
         record.leader = kNoBroker;
         s.commit({record});
     }},
    {InvariantId::follower_rejoins,
     [](Stage& s) {
         PartitionRegistration const& now = s.registration();
         BrokerId const gone = now.isr.front() == now.leader ? now.isr.back() : now.isr.front();
         PartitionChangeRecord record = s.change();
         record.isr = now.isr;
         record.isr->erase(std::find(record.isr->begin(), record.isr->end(), gone));
         s.commit({record});
     }},
    {InvariantId::high_watermark_arrives,
     [](Stage& s) {
         for (int i = 0; i < 200; ++i) s.append(build::batch(1));
         s.edit(s.leader()).high_watermark = {};
     }},
    {InvariantId::produce_ends,
     [](Stage& s) {
         Producer& producer = node_of(s.world, s.client("checkout")).producer->edit();
         ProducerBatch batch;
         batch.created_at = Time{} - seconds(1'000);
         producer.in_flight.push_back({});
         producer.in_flight.back().batches.push_back(batch);
     }},
};

std::vector<Row> all_rows() {
    std::vector<Row> all{std::begin(kRows), std::end(kRows)};
    for (std::vector<Row> const& more : {group_rows(), progress_rows()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

bool has_rung(Stage const& stage, InvariantId id) {
    auto const& all = stage.checks.violations();
    return std::any_of(all.begin(), all.end(),
                       [&](Violation const& violation) { return violation.invariant == id; });
}

TEST(Negative, AHealthyWorldViolatesNothingAndPutsMostToTheTest) {
    Stage stage;
    Describer const who = describer_of(stage.world);
    for (Violation const& violation : stage.checks.violations()) {
        ADD_FAILURE() << describe(violation, who);
    }
    check_liveness(stage.checks, stage.world);
    EXPECT_TRUE(stage.checks.violations().empty());
}

TEST(Negative, EachInvariantHasADamageThatMakesItRing) {
    std::vector<Row> const rows = all_rows();
    for (InvariantHelp const& invariant : invariant_reference()) {
        bool const has_row = std::any_of(rows.begin(), rows.end(),
                                         [&](Row const& row) { return row.id == invariant.id; });
        EXPECT_TRUE(has_row) << invariant.name;
    }
}

TEST(Negative, EachDamageRingsItsInvariant) {
    Stage const healthy;
    for (Row const& row : all_rows()) {
        Stage stage = healthy;
        row.damage(stage);
        check_liveness(stage.checks, stage.world);
        EXPECT_TRUE(has_rung(stage, row.id)) << name_of(row.id);
        Describer const who = describer_of(stage.world);
        for (Violation const& violation : stage.checks.violations()) {
            EXPECT_GT(describe(violation, who).size(), name_of(row.id).size() / 2);
        }
    }
}

TEST(Negative, WhatIsWaivedIsNotViolated) {
    Stage stage;
    // A replica loses its disk: nobody can promise what it held.
    Broker& broker = node_of(stage.world, stage.follower()).broker->edit();
    wipe(broker);
    stage.happen(stage.follower(), {NodeWiped{}});
    stage.happen(stage.leader(), {moved(stage)});
    EXPECT_FALSE(has_rung(stage, InvariantId::strong_isr));
    for (InvariantVerdict const& verdict : verdicts(stage.checks)) {
        if (verdict.invariant == InvariantId::strong_isr) {
            EXPECT_EQ(verdict.kind, VerdictKind::waived);
        }
    }
}

}  // namespace
}  // namespace highwater::negative
