// Faults of several processes at once.
#include <gtest/gtest.h>

#include "tests/unit/engine/running.h"

namespace highwater {
namespace {

TEST(Rack, IsKilledInOneInstantAndStartedAgain) {
    Running running{racked(1)};
    running.until(seconds(2));
    Time const before = running.world.now;
    ASSERT_TRUE(running.now(OnEach{NodeDeed::kill, {rack(running.world, "a")}}, "kill rack a"));
    EXPECT_EQ(running.world.now, before);
    EXPECT_FALSE(running.process(0).is_alive);
    EXPECT_FALSE(running.process(1).is_alive);
    EXPECT_TRUE(running.process(2).is_alive);
    std::vector<NodeId> killed;
    for (TracedFact const& fact : running.trace.facts()) {
        if (std::holds_alternative<NodeKilled>(fact.fact)) killed.push_back(fact.node);
    }
    EXPECT_EQ(killed, (std::vector<NodeId>{NodeId{0}, NodeId{1}}));
    ASSERT_TRUE(running.now(OnEach{NodeDeed::start, {rack(running.world, "a")}}, "start rack a"));
    running.until(seconds(40));
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
    }
}

TEST(Rack, SaysOfEachBrokerThatIsDeadAlreadyThatItIs) {
    Running running{racked(1)};
    running.until(seconds(2));
    ASSERT_TRUE(running.now(KillNode{worlds::node(0)}));
    EXPECT_FALSE(running.now(OnEach{NodeDeed::kill, {rack(running.world, "a")}}, "kill rack a"));
    EXPECT_FALSE(running.process(1).is_alive);
    auto const refused = running.all<CommandRefused>();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(*refused[0].command, "kill broker-1");
}

TEST(Rack, IsolatedReachesItselfAndNobodyElse) {
    Running running{racked(1)};
    running.until(seconds(2));
    Network const& network = running.world.network;
    ASSERT_TRUE(running.now(IsolateGroup{{rack(running.world, "a")}}, "isolate rack a"));
    EXPECT_EQ(running.last_sentence(), "broker-1 and broker-2 were cut off from everybody else.");
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{1}));
    EXPECT_TRUE(is_blocked(network, NodeId{0}, NodeId{2}));
    EXPECT_TRUE(is_blocked(network, NodeId{4}, NodeId{1}));
    EXPECT_TRUE(is_blocked(network, NodeId{0}, NodeId{99})) << "also from those that come later";
    EXPECT_FALSE(running.now(IsolateGroup{{rack(running.world, "a")}}));
    ASSERT_TRUE(running.now(OnEach{NodeDeed::heal, {rack(running.world, "a")}}, "heal rack a"));
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{2}));
}

TEST(Groups, AreCutEachFromEachAndHealed) {
    Running running{racked(1)};
    running.until(seconds(2));
    Network const& network = running.world.network;
    ASSERT_TRUE(running.now(CutGroups{nodes({0, 1}), nodes({2, 4}), false}));
    EXPECT_EQ(running.last_sentence(),
              "Nothing passes between broker-1 and broker-2 on one side and broker-3 and "
              "controller-3001 on the other any more.");
    for (std::int32_t const from : {0, 1}) {
        for (std::int32_t const to : {2, 4}) {
            EXPECT_TRUE(is_blocked(network, NodeId{from}, NodeId{to}));
            EXPECT_TRUE(is_blocked(network, NodeId{to}, NodeId{from}));
        }
    }
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{1}));
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{3}));
    EXPECT_FALSE(running.now(CutGroups{nodes({0, 1}), nodes({2, 4}), false}));
    ASSERT_TRUE(running.now(HealGroups{nodes({0, 1}), nodes({2, 4}), false}));
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{2}));
}

TEST(Groups, AreCutOneWayToo) {
    Running running{racked(1)};
    running.until(seconds(2));
    ASSERT_TRUE(running.now(CutGroups{nodes({0, 1}), nodes({2}), true}));
    EXPECT_TRUE(is_blocked(running.world.network, NodeId{1}, NodeId{2}));
    EXPECT_FALSE(is_blocked(running.world.network, NodeId{2}, NodeId{1}));
}

TEST(Fault, ThatChangesNothingSaysSo) {
    Running running{racked(1)};
    running.until(seconds(2));
    NodeTarget const one = worlds::node(0);
    NodeTarget const other = worlds::node(2);
    struct Case {
        CommandBody command;
        std::string why;
    };
    std::vector<Case> const cases{
        {HealAll{},
         "nothing is wrong with the network (dead nodes are started, paused ones "
         "resumed)"},
        {SlowNode{one, {}}, "nothing slows the messages to and from broker-1 (name another time)"},
        {SlowLink{one, other, {}},
         "nothing slows the messages from broker-1 to broker-3 (name another time)"},
        {LoseMessages{one, other, 0}, "that link loses nothing (name another share)"},
        {ReorderLink{one, other, {}},
         "that link keeps its order (by 200ms lets its connections overtake each other)"}};
    for (Case const& c : cases) {
        EXPECT_FALSE(running.now(c.command));
        EXPECT_EQ(*running.all<CommandRefused>().back().why, c.why);
    }
    EXPECT_EQ(running.count<LinkSlowed>() + running.count<LinkLossy>(), 0);
    ASSERT_TRUE(running.now(SlowNode{one, seconds(1)}));
    EXPECT_FALSE(running.now(SlowNode{one, seconds(1)}));
    EXPECT_EQ(*running.all<CommandRefused>().back().why,
              "the messages to and from broker-1 take that much longer already (by 0s undoes it)");
    EXPECT_TRUE(running.now(HealAll{}));
}

TEST(Ring, LeavesEachItsTwoNeighbours) {
    Running running{racked(1)};
    running.until(seconds(2));
    ASSERT_TRUE(running.now(CutRing{nodes({0, 1, 2, 3, 4})}));
    for (std::int32_t i = 0; i < 5; ++i) {
        std::int32_t reached = 0;
        for (std::int32_t j = 0; j < 5; ++j) {
            if (i == j) continue;
            reached += is_blocked(running.world.network, NodeId{i}, NodeId{j}) ? 0 : 1;
        }
        EXPECT_EQ(reached, 2) << i;
    }
    EXPECT_TRUE(running.now(HealAll{}));
    EXPECT_FALSE(is_blocked(running.world.network, NodeId{0}, NodeId{2}));
    EXPECT_FALSE(running.now(CutRing{nodes({0, 1, 2})}));
}

}  // namespace
}  // namespace highwater
