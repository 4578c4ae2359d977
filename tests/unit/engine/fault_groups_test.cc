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

TEST(Rack, SaysInOneSentenceWhoWasDeadAlready) {
    Running running{racked(1)};
    running.until(seconds(2));
    ASSERT_TRUE(running.now(KillNode{worlds::node(0)}));
    OnEach const kill{NodeDeed::kill, {rack(running.world, "a")}};
    EXPECT_FALSE(running.now(kill, "kill rack a"));
    EXPECT_FALSE(running.process(1).is_alive);
    EXPECT_EQ(running.last_sentence(),
              "Done in part: kill rack a. left was `kill broker-1`: broker-1 is dead already "
              "(start it first)");
    EXPECT_FALSE(running.now(kill, "kill rack a"));
    EXPECT_EQ(running.last_sentence(),
              "Not done: kill rack a. broker-1 is dead already; broker-2 is dead already (start "
              "it first)");
    EXPECT_EQ(running.count<CommandRefused>(), 2) << "one for each command";
}

TEST(Rack, IsolatedReachesItselfAndNobodyElse) {
    Running running{racked(1)};
    running.until(seconds(2));
    Network const& network = running.world.network;
    ASSERT_TRUE(running.now(IsolateGroup{{rack(running.world, "a")}}, "isolate rack a"));
    EXPECT_EQ(running.last_sentence(),
              "broker-1 and broker-2 were cut off from everybody else. Undo: `heal broker-1, "
              "broker-2`.");
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
              "controller-3001 on the other any more. Undo: `heal broker-1, broker-2 from "
              "broker-3, controller-3001`.");
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

TEST(Links, AreCloggedSlowedAndLossyEachToEach) {
    Running running{racked(1)};
    running.until(seconds(2));
    Network const& network = running.world.network;
    auto const link = [&](std::int32_t from, std::int32_t to) {
        Link const* found = find_link(network, NodeId{from}, NodeId{to});
        return found == nullptr ? Link{} : *found;
    };
    auto const a = std::vector{rack(running.world, "a")};
    OnEachLink const clog{LinkDeed::clog, a, nodes({2, 4}), false, {}, 0};
    ASSERT_TRUE(running.now(clog, "clog rack a from broker-3, controller-3001"));
    EXPECT_EQ(running.count<LinkClogged>(), 8);
    EXPECT_TRUE(link(1, 4).is_clogged && link(4, 1).is_clogged && link(0, 2).is_clogged);
    EXPECT_FALSE(link(0, 1).is_clogged || link(0, 3).is_clogged);
    ASSERT_TRUE(running.now(OnEachLink{LinkDeed::unclog, a, nodes({2, 4}), false, {}, 0}));
    EXPECT_EQ(running.count<LinkUnclogged>(), 8);

    OnEachLink const slow{LinkDeed::slow, a, nodes({2, 3}), true, milliseconds(200), 0};
    ASSERT_TRUE(running.now(slow, "slow rack a to rack b by 200ms"));
    EXPECT_EQ(link(1, 3).extra_delay, milliseconds(200));
    EXPECT_EQ(link(3, 1).extra_delay, Duration{});
    OnEachLink const lose{LinkDeed::lose, a, nodes({2, 3}), true, {}, 50'000};
    ASSERT_TRUE(running.now(lose, "lose 5% from rack a to rack b"));
    EXPECT_EQ(link(0, 2).loss_ppm, 50'000);
    OnEachLink const reorder{LinkDeed::reorder, a, nodes({2, 3}), true, milliseconds(5), 0};
    ASSERT_TRUE(running.now(reorder, "reorder rack a to rack b by 5ms"));
    EXPECT_EQ(link(1, 2).reordering, milliseconds(5));

    EXPECT_FALSE(running.now(lose, "lose 5% from rack a to rack b"));
    auto const refused = running.all<CommandRefused>();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(*refused[0].command, "lose 5% from rack a to rack b");
    EXPECT_EQ(*refused[0].why, "that link loses such a share already (lose 0% undoes it)");
    ASSERT_TRUE(running.now(SlowLink{worlds::node(1), worlds::node(3), {}}));
    EXPECT_FALSE(running.now(slow, "slow rack a to rack b by 200ms"));
    CommandRefused const in_part = running.all<CommandRefused>().back();
    EXPECT_TRUE(in_part.in_part);
    EXPECT_NE(in_part.why->find("left was `slow broker-1 to broker-3 by 200ms`, `slow broker-1 to "
                                "broker-4 by 200ms`, `slow broker-2 to broker-3 by 200ms`: "),
              std::string::npos)
        << *in_part.why;
    EXPECT_FALSE(running.now(OnEachLink{LinkDeed::clog, a, nodes({0}), false, {}, 0}));
    EXPECT_EQ(*running.all<CommandRefused>().back().why,
              "broker-1 is in both groups (name it once)");
}

TEST(Nodes, AreSlowedAndSkewedTogether) {
    Running running{racked(1)};
    running.until(seconds(2));
    auto const a = std::vector{rack(running.world, "a")};
    ASSERT_TRUE(running.now(OnEachBy{NodeDeed::slow, a, milliseconds(30)}, "slow rack a by 30ms"));
    ASSERT_TRUE(running.now(OnEachBy{NodeDeed::skew, a, seconds(5)}, "skew rack a by 5s"));
    for (std::int32_t const node : {0, 1}) {
        EXPECT_EQ(port_of(running.world.network, NodeId{node}).extra_delay, milliseconds(30));
        EXPECT_EQ(running.process(node).clock_skew, seconds(5));
    }
    EXPECT_EQ(port_of(running.world.network, NodeId{2}).extra_delay, Duration{});
    EXPECT_FALSE(running.now(OnEachBy{NodeDeed::skew, a, seconds(5)}, "skew rack a by 5s"));
    EXPECT_EQ(*running.all<CommandRefused>().back().command, "skew rack a by 5s");
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

TEST(Fault, ThatSlowsOnlyAPartIsNamedWhereTheWholeIsNotSlow) {
    Running running{racked(1)};
    running.until(seconds(2));
    NodeTarget const one = worlds::node(0);
    NodeTarget const other = worlds::node(2);
    ASSERT_TRUE(running.now(SlowLink{one, other, seconds(1)}));
    EXPECT_FALSE(running.now(SlowNode{other, {}}));
    EXPECT_EQ(*running.all<CommandRefused>().back().why,
              "nothing slows the messages to and from broker-3 as a whole, but those from broker-1 "
              "to broker-3 are slow (slow broker-1 to broker-3 by 0s undoes it)");
    ASSERT_TRUE(running.now(SlowLink{one, other, {}}));
    ASSERT_TRUE(running.now(SlowNode{other, seconds(1)}));
    EXPECT_FALSE(running.now(SlowLink{one, other, {}}));
    EXPECT_EQ(*running.all<CommandRefused>().back().why,
              "nothing slows the messages from broker-1 to broker-3 alone, but all to and from "
              "broker-3 are slow (slow broker-3 by 0s undoes it)");
}

TEST(Fault, SaysInItsUndoWhatWasBefore) {
    Running running{racked(1)};
    running.until(seconds(2));
    NodeTarget const one = worlds::node(0);
    NodeTarget const other = worlds::node(2);
    struct Case {
        CommandBody first;
        CommandBody second;
        std::string undo;
    };
    std::vector<Case> const cases{
        {SlowNode{one, milliseconds(5)}, SlowNode{one, milliseconds(9)}, "slow broker-1 by 5ms"},
        {SlowLink{one, other, milliseconds(5)}, SlowLink{one, other, milliseconds(9)},
         "slow broker-1 to broker-3 by 5ms"},
        {LoseMessages{one, other, 20'000}, LoseMessages{one, other, 50'000},
         "lose 2% from broker-1 to broker-3"},
        {ReorderLink{one, other, milliseconds(5)}, ReorderLink{one, other, milliseconds(9)},
         "reorder broker-1 to broker-3 by 5ms"},
        {SkewClock{one, seconds(5)}, SkewClock{one, seconds(9)}, "skew broker-1 by 5s"}};
    for (Case const& c : cases) {
        ASSERT_TRUE(running.now(c.first));
        ASSERT_TRUE(running.now(c.second));
        std::string const sentence = running.last_sentence();
        EXPECT_NE(sentence.find("Undo: `" + c.undo + "`."), std::string::npos) << sentence;
    }
}

TEST(Fault, SaysWhereItsUndoHealsMore) {
    std::string const more = "which also heals what was cut or clogged before.";
    NodeTarget const one = worlds::node(0);
    std::vector<CommandBody> const cuts{CutLink{one, worlds::node(2), true}, IsolateNode{one},
                                        CutGroups{nodes({0, 1}), nodes({2, 3}), false},
                                        IsolateGroup{nodes({0, 1})}, CutRing{nodes({0, 1, 2, 3})}};
    for (CommandBody const& cut : cuts) {
        for (bool const is_clogged : {false, true}) {
            Running running{racked(1)};
            running.until(seconds(2));
            if (is_clogged) {
                ASSERT_TRUE(running.now(ClogLink{one, worlds::node(2), true}));
            }
            ASSERT_TRUE(running.now(cut));
            std::string const sentence = running.last_sentence();
            EXPECT_EQ(sentence.find(more) != std::string::npos, is_clogged) << sentence;
        }
    }
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
    EXPECT_FALSE(running.now(CutRing{nodes({0, 1, 2})}));
}

TEST(Ring, HealedLeavesWhatItDidNotCut) {
    Running running{racked(1)};
    running.until(seconds(2));
    Network const& network = running.world.network;
    std::vector<NodeTarget> const ring = nodes({0, 1, 2, 3});
    ASSERT_TRUE(running.now(CutLink{worlds::node(0), worlds::node(1), false}));
    ASSERT_TRUE(running.now(CutRing{ring}));
    EXPECT_NE(
        running.last_sentence().find("Undo: `heal ring broker-1, broker-2, broker-3, broker-4`."),
        std::string::npos);
    ASSERT_TRUE(running.now(HealRing{ring}));
    EXPECT_FALSE(is_blocked(network, NodeId{0}, NodeId{2}) ||
                 is_blocked(network, NodeId{3}, NodeId{1}));
    EXPECT_TRUE(is_blocked(network, NodeId{0}, NodeId{1}));
    EXPECT_FALSE(running.now(HealRing{ring}));
    EXPECT_EQ(*running.all<CommandRefused>().back().why,
              "none of the links that this ring would cut is cut (name its nodes in order)");
}

}  // namespace
}  // namespace highwater
