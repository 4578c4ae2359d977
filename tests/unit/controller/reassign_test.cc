// AlterPartitionReassignments and ListPartitionReassignments at the controller (KIP-455).
#include <gtest/gtest.h>

#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

struct Moving : LoneController {
    Moving() {
        start_brokers(1, 5);
        create("t", {ids({1, 2, 3}), ids({2, 3, 1})});
        new_records();
    }
    ReassignablePartitionResult move(std::optional<std::vector<BrokerId>> replicas,
                                     std::string const& topic = "t", std::int32_t index = 0,
                                     bool may_change_width = true) {
        std::vector<ReassignablePartition> wanted{
            {{names.intern(topic), index}, std::move(replicas)}};
        AlterPartitionReassignmentsRequest const request{may_change_width,
                                                         make_payload(std::move(wanted))};
        return ask<AlterPartitionReassignmentsResponse>({50}, request).results->front();
    }
    std::vector<OngoingPartitionReassignment> list(
        Payload<std::vector<TopicPartition>> which = {}) {
        ListPartitionReassignmentsRequest const request{std::move(which)};
        return *ask<ListPartitionReassignmentsResponse>({50}, request).reassignments;
    }
    template <class F>
    std::size_t noted() const {
        return static_cast<std::size_t>(
            std::count_if(facts.begin(), facts.end(),
                          [](Fact const& fact) { return std::holds_alternative<F>(fact); }));
    }
};

TEST(Reassign, CopiesFirstAndDropsLast) {
    Moving lone;
    EXPECT_EQ(lone.move(ids({4, 2, 1})).error, ErrorCode::none);
    PartitionRegistration const& moving = lone.partition("t");
    EXPECT_EQ(moving.replicas, ids({4, 2, 1, 3}));
    EXPECT_EQ(moving.adding_replicas, ids({4}));
    EXPECT_EQ(moving.removing_replicas, ids({3}));
    EXPECT_EQ(moving.isr, ids({1, 2, 3}));
    ASSERT_EQ(lone.list().size(), 1U);
    EXPECT_EQ(lone.list().front().adding_replicas, ids({4}));
    EXPECT_EQ(lone.noted<ReassignmentBegun>(), 1U);

    lone.alter(1, lone.proposal("t", 0, {1, 2, 3, 4}));
    EXPECT_EQ(lone.partition("t").replicas, ids({4, 2, 1}));
    EXPECT_EQ(lone.partition("t").isr, ids({1, 2, 4}));
    EXPECT_EQ(lone.partition("t").leader, BrokerId{1});
    EXPECT_TRUE(lone.list().empty());
    EXPECT_EQ(lone.noted<ReassignmentDone>(), 1U);
}

TEST(Reassign, ReplicasKeepTheirDirectoriesAndNewOnesGetTheirBrokersOnlyOne) {
    Moving lone;
    lone.move(ids({4, 2, 1}));
    std::vector<Uuid> const expected{{7, 4}, {7, 2}, {7, 1}, {7, 3}};
    EXPECT_EQ(lone.partition("t").directories, expected);
}

TEST(Reassign, DroppingAndReorderingIsDoneAtOnce) {
    Moving lone;
    lone.move(ids({1, 2}));
    EXPECT_EQ(lone.partition("t").replicas, ids({1, 2}));
    EXPECT_EQ(lone.partition("t").isr, ids({1, 2}));
    EXPECT_EQ(lone.partition("t").leader_epoch, LeaderEpoch{1});
    lone.new_records();
    lone.move(ids({3, 2, 1}), "t", 1);
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 1U);
    auto const& change = std::get<PartitionChangeRecord>(records.front());
    EXPECT_EQ(change.replicas, ids({3, 2, 1}));
    EXPECT_FALSE(change.leader || change.isr || change.adding_replicas);
    EXPECT_EQ(lone.noted<ReassignmentDone>(), 2U);
}

TEST(Reassign, AReplicationFactorGrowsLive) {
    Moving lone;
    lone.move(ids({1, 2, 3, 4}));
    EXPECT_EQ(lone.partition("t").adding_replicas, ids({4}));
    lone.alter(1, lone.proposal("t", 0, {1, 2, 3, 4}));
    EXPECT_EQ(lone.partition("t").replicas, ids({1, 2, 3, 4}));
    EXPECT_TRUE(lone.partition("t").adding_replicas.empty());
    EXPECT_EQ(lone.noted<ReassignmentDone>(), 1U);
}

TEST(Reassign, TheReplicasOfPartition0SetTheCapOfMinInsyncReplicasForAll) {
    Moving lone;
    lone.create("u", {ids({1, 2, 3}), ids({1, 2, 3})}, {{"min.insync.replicas", "3"}});
    lone.move(ids({1, 2}), "u", 0);
    lone.lose_session(3);
    EXPECT_EQ(lone.partition("u", 1).isr, ids({1, 2}));
    EXPECT_TRUE(lone.partition("u", 1).elr.empty());  // two are enough
    lone.lose_session(2);
    EXPECT_EQ(lone.partition("u", 1).elr, ids({2}));
}

TEST(Reassign, ASecondOneReplacesTheFirst) {
    Moving lone;
    lone.move(ids({4, 2, 1}));
    lone.move(ids({5, 2, 1}));
    PartitionRegistration const& moving = lone.partition("t");
    EXPECT_EQ(moving.replicas, ids({5, 2, 1, 3, 4}));
    EXPECT_EQ(moving.adding_replicas, ids({5}));
    EXPECT_EQ(moving.removing_replicas, ids({3, 4}));
}

TEST(Reassign, CancellingBringsBackWhatWas) {
    Moving lone;
    EXPECT_EQ(lone.move(std::nullopt).error, ErrorCode::no_reassignment_in_progress);
    lone.move(ids({4, 5}));
    EXPECT_EQ(lone.move(std::nullopt).error, ErrorCode::none);
    std::vector<BrokerId> replicas = lone.partition("t").replicas;
    std::sort(replicas.begin(), replicas.end());
    EXPECT_EQ(replicas, ids({1, 2, 3}));
    EXPECT_TRUE(lone.list().empty());
    EXPECT_EQ(lone.noted<ReassignmentCancelled>(), 1U);
}

TEST(Reassign, FencingTheLastMissingReplicaDoesNotEndIt) {
    Moving lone;
    lone.move(ids({4, 2, 1}));
    lone.lose_session(3);  // one that goes
    EXPECT_EQ(lone.list().size(), 1U);
    EXPECT_EQ(lone.partition("t").isr, ids({1, 2}));
}

TEST(Reassign, RefusesInKafkasWords) {
    Moving lone;
    struct Case {
        ReassignablePartitionResult result;
        ErrorCode error;
        std::string message;
    };
    std::string const manual = "The manual partition assignment includes ";
    Case const cases[] = {
        {lone.move(ids({1}), "nope"), ErrorCode::unknown_topic_or_partition,
         "Unable to find a topic named nope."},
        {lone.move(ids({1}), "t", 7), ErrorCode::unknown_topic_or_partition,
         "Unable to find partition t:7."},
        {lone.move(ids({1, 9})), ErrorCode::invalid_replica_assignment,
         manual + "broker 9, but no such broker is registered."},
        {lone.move(ids({1, 1})), ErrorCode::invalid_replica_assignment,
         manual + "the broker 1 more than once."},
        {lone.move(ids({})), ErrorCode::invalid_replica_assignment,
         manual + "an empty replica list."},
        {lone.move(ids({1, 2}), "t", 0, false), ErrorCode::invalid_replication_factor,
         "The replication factor is changed from 3 to 2"},
        {lone.move(std::nullopt), ErrorCode::no_reassignment_in_progress,
         "No partition reassignment is in progress."},
    };
    for (Case const& one : cases) {
        EXPECT_EQ(one.result.error, one.error) << one.message;
        EXPECT_EQ(one.result.message, one.message);
    }
    EXPECT_TRUE(lone.new_records().empty());
}

TEST(Reassign, TheListCanBeOfSomePartitionsOnly) {
    Moving lone;
    lone.move(ids({4, 2, 1}));
    lone.move(ids({5, 3, 1}), "t", 1);
    NameId const topic = lone.names.intern("t");
    EXPECT_EQ(lone.list().size(), 2U);
    auto const one = lone.list(make_payload(std::vector<TopicPartition>{{topic, 1}, {topic, 9}}));
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one.front().partition.partition, 1);
}

}  // namespace
}  // namespace highwater
