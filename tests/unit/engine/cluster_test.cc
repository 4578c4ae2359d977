// The whole machine: a real quorum, real brokers, real clients, and what faults do to them.
#include <gtest/gtest.h>

#include "engine/timeline.h"
#include "tests/unit/engine/running.h"
#include "world/lookup.h"

namespace highwater {
namespace {

Producer const& producer_of(Running const& running) {
    return **node_of(running.world, find_node(running.world, "checkout")).producer;
}

// A partition that broker-2 (address 1) leads before it dies.
std::int32_t partition_led_by(Running const& running, BrokerId leader) {
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        if (running.registration(partition).leader == leader) return partition;
    }
    return -1;
}

TEST(Cluster, FormsAndCreatesItsTopicsBeforeTheLessonStarts) {
    Running running{worlds::failover(51)};
    running.until({});
    ASSERT_NE(active_controller(running.world), kNoNode);
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
    }
    EXPECT_EQ(running.count<TopicCreated>(), 1);
    EXPECT_EQ(running.count<CommandRefused>(), 0);
}

TEST(Cluster, ADeadLeaderIsFencedAfterItsSessionAndTheProducerLosesNothing) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Running running{worlds::failover(seed)};
        running.until(seconds(5));
        std::int32_t const partition = partition_led_by(running, BrokerId{2});
        ASSERT_NE(partition, -1);
        running.until(seconds(24));
        PartitionRegistration const after = running.registration(partition);
        EXPECT_NE(after.leader, BrokerId{2});
        EXPECT_EQ(after.leader_epoch, LeaderEpoch{1});
        EXPECT_EQ(after.isr.size(), 2U);
        for (TracedFact const& fact : running.trace.facts()) {
            if (!std::holds_alternative<BrokerFenced>(fact.fact)) continue;
            EXPECT_GE(fact.at - (Time{} + seconds(6)), seconds(6)) << seed;
            EXPECT_LE(fact.at - (Time{} + seconds(6)), milliseconds(9'800)) << seed;
        }
        running.until(seconds(39));  // broker-2 came back at 25 s
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
        EXPECT_GT(producer_of(running).counts.acknowledged, 700);
        EXPECT_EQ(producer_of(running).counts.failed, 0);
    }
}

TEST(Cluster, CombinedNodesLoseAndRegainABroker) {
    Running running{worlds::failover(61, {3, 0, 3, 3, 10'000})};
    running.until(seconds(39));
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
    }
    EXPECT_EQ(producer_of(running).counts.failed, 0);
}

TEST(Cluster, AControlledShutdownHandsLeadershipsOverBeforeTheProcessEnds) {
    Running running{worlds::failover(62)};
    running.until(milliseconds(500));
    running.now(ShutdownNode{worlds::node(0)});
    running.until(seconds(3));
    EXPECT_FALSE(node_of(running.world, NodeId{0}).is_alive);
    EXPECT_EQ(partition_led_by(running, BrokerId{1}), -1);
    EXPECT_EQ(running.count<NodeStopped>(), 2);  // the bootstrap, and broker-1
    // Its session with the controller is still valid for a while: until then the new process is
    // taken for a second broker of that id (DUPLICATE_BROKER_REGISTRATION) and tries again.
    running.now(StartNode{worlds::node(0)});
    running.until(seconds(24));
    EXPECT_EQ(running.registration(0).isr.size(), 2U);  // all but broker-2, which died at 6 s
    EXPECT_EQ(producer_of(running).counts.failed, 0);
}

TEST(Cluster, TheControllersLeaderCanDie) {
    Running running{worlds::failover(63)};
    running.until(seconds(1));
    NodeId const first = active_controller(running.world);
    NodeTarget leader;
    leader.kind = NodeTarget::Kind::controller_leader;
    running.now(KillNode{leader});
    running.until(seconds(5));
    EXPECT_FALSE(node_of(running.world, first).is_alive);
    ASSERT_NE(active_controller(running.world), kNoNode);
    EXPECT_NE(active_controller(running.world), first);
    running.until(seconds(39));
    EXPECT_EQ(producer_of(running).counts.failed, 0);
}

TEST(Cluster, APausedLeaderComesBackAsAFollowerAndTruncates) {
    Running running{worlds::failover(64)};
    running.until(seconds(1));
    running.now(PauseNode{worlds::node(0)});
    running.until(seconds(20));
    EXPECT_EQ(partition_led_by(running, BrokerId{1}), -1);
    running.now(ResumeNode{worlds::node(0)});
    running.until(seconds(24));
    EXPECT_GT(running.count<NodeResumed>(), 0);
    running.until(seconds(38));
    EXPECT_EQ(running.registration(0).isr.size(), 3U);
    EXPECT_EQ(producer_of(running).counts.failed, 0);
}

TEST(Cluster, EveryRunEndsWithEqualReplicasWhenItsFaultsAreOver) {
    for (std::uint64_t seed = 71; seed <= 75; ++seed) {
        Running running{worlds::failover(seed)};
        running.until(seconds(110));
        for (std::int32_t partition = 0; partition < 3; ++partition) {
            EXPECT_EQ(running.registration(partition).isr.size(), 3U) << seed;
        }
    }
}

TEST(Command, ThatMakesNoSenseNowIsRefusedWithAdviceAndTheRunGoesOn) {
    Running running{worlds::failover(65)};
    running.until(seconds(8));
    CommandBody const senseless[] = {KillNode{worlds::node(1)},
                                     ResumeNode{worlds::node(0)},
                                     StartNode{worlds::node(0)},
                                     WipeNode{worlds::node(0)},
                                     DropMessage{EventId{1}},
                                     KillNode{worlds::node(99)},
                                     PauseNode{worlds::node(1)},
                                     ShutdownNode{worlds::node(1)},
                                     HealNode{worlds::node(0)},
                                     LoseMessages{worlds::node(0), worlds::node(2), 1'000'000},
                                     CutLink{worlds::node(0), worlds::node(0), false}};
    for (CommandBody const& body : senseless) running.now(body);
    running.until(seconds(9));
    EXPECT_EQ(running.count<CommandRefused>(), 11);
    for (TracedFact const& fact : running.trace.facts()) {
        auto const* refused = std::get_if<CommandRefused>(&fact.fact);
        if (refused != nullptr) {
            EXPECT_NE(refused->why->find('('), std::string::npos) << *refused->why;
        }
    }
}

TEST(Command, DropsTheOneMessageThatWasChosen) {
    Running running{worlds::failover(66)};
    running.until(seconds(5));
    EventId chosen{};
    for (Event const* event : running.world.queue.sorted()) {
        if (std::holds_alternative<Delivery>(event->payload)) chosen = event->id;
    }
    while (chosen == EventId{} && step(running.world, running.runner)) {
        for (Event const* event : running.world.queue.sorted()) {
            if (std::holds_alternative<Delivery>(event->payload)) chosen = event->id;
        }
    }
    running.now(DropMessage{chosen});
    running.until(seconds(6));
    EXPECT_EQ(running.trace.find(chosen), nullptr);
    EXPECT_EQ(running.count<CommandRefused>(), 0);
}

TEST(Command, IsolationHoldsForThoseWhoComeLaterAndHealingReleasesWhatWasHeld) {
    Running running{worlds::failover(67)};
    running.until(seconds(1));
    running.now(IsolateNode{worlds::node(0)});
    running.until(seconds(3));
    EXPECT_GT(running.count<MessageHeld>(), 0);
    running.now(HealNode{worlds::node(0)});
    running.until(seconds(5));
    EXPECT_EQ(running.count<LinkHealed>(), 1);
    for (Link const& link : running.world.network.ports[0].links) EXPECT_TRUE(link.held.empty());
    EXPECT_EQ(running.registration(0).isr.size(), 3U);
}

}  // namespace
}  // namespace highwater
