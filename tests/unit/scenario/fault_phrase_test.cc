// Phrases about several nodes, and about worlds of several clusters.
#include <gtest/gtest.h>

#include "scenario/query.h"
#include "scenario/verbs.h"
#include "scenario/why_phrase.h"

namespace highwater {
namespace {

struct FaultPhrases {
    Names names;
    PhraseScope scope;

    explicit FaultPhrases(bool has_clusters = false) {
        scope.names = &names;
        if (!has_clusters) {
            for (int i = 1; i <= 4; ++i) {
                scope.nodes.push_back({"broker-" + std::to_string(i), PhraseScope::Kind::broker,
                                       NodeId{i - 1}, BrokerId{i}});
            }
            scope.racks = {"a", "b"};
            scope.topics.push_back({"orders", 1});
            return;
        }
        std::int32_t node = 0;
        for (std::int32_t id = 0; id < 2; ++id) {
            std::string const name = id == 0 ? "west" : "east";
            ClusterId const cluster{id};
            scope.clusters.push_back({name, cluster});
            for (int i = 1; i <= 2; ++i) {
                scope.nodes.push_back({name + ".broker-" + std::to_string(i),
                                       PhraseScope::Kind::broker,
                                       NodeId{node++},
                                       BrokerId{i},
                                       {},
                                       cluster});
            }
            scope.add_topic("orders", 2, cluster);
        }
    }
    CommandBody command(std::string const& phrase) {
        auto parsed = parse_command(phrase, scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            ADD_FAILURE() << phrase << ": " << problem->message;
            return HealAll{};
        }
        return std::get<Command>(parsed).body;
    }
    // "message (advice) at the words it is about".
    std::string problem(std::string const& phrase) {
        auto parsed = parse_command(phrase, scope);
        auto const* problem = std::get_if<PhraseProblem>(&parsed);
        if (problem == nullptr) return "none";
        auto const begin = static_cast<std::size_t>(problem->begin);
        std::string const words =
            begin < phrase.size() ? phrase.substr(begin, static_cast<std::size_t>(problem->width))
                                  : std::string{"the end"};
        return problem->message + " (" + problem->advice + ") at " + words;
    }
};

TEST(Nodes, AreOneOrSeveralByCommasOrARack) {
    FaultPhrases phrases;
    EXPECT_TRUE(std::holds_alternative<KillNode>(phrases.command("kill broker-1")));
    auto const several = std::get<OnEach>(phrases.command("kill broker-1,broker-3, broker-2"));
    ASSERT_EQ(several.targets.size(), 3U);
    EXPECT_EQ(several.targets[1].node, NodeId{2});
    auto const rack = std::get<OnEach>(phrases.command("unplug rack a"));
    ASSERT_EQ(rack.targets.size(), 1U);
    EXPECT_EQ(rack.deed, NodeDeed::unplug);
    EXPECT_EQ(rack.targets[0].kind, NodeTarget::Kind::rack);
    EXPECT_EQ(phrases.names.text(rack.targets[0].in_rack), "a");
    auto const mixed = std::get<CutGroups>(
        phrases.command("cut rack a, broker-3 from leader of orders-0, broker-4"));
    EXPECT_EQ(mixed.from.size(), 2U);
    EXPECT_EQ(mixed.to.size(), 2U);
    EXPECT_TRUE(std::get<CutGroups>(phrases.command("cut broker-1, broker-2 to broker-3")).one_way);
    EXPECT_TRUE(std::holds_alternative<CutLink>(phrases.command("cut broker-1 from broker-2")));
    EXPECT_TRUE(std::holds_alternative<IsolateGroup>(phrases.command("isolate rack b")));
    EXPECT_TRUE(std::holds_alternative<HealAll>(phrases.command("heal all")));
    EXPECT_TRUE(std::holds_alternative<HealNode>(phrases.command("heal broker-1")));
    EXPECT_EQ(
        std::get<CutRing>(phrases.command("cut broker-1, broker-2, broker-3, broker-4 into a ring"))
            .members.size(),
        4U);
    EXPECT_EQ(
        std::get<HealRing>(phrases.command("heal ring broker-1, broker-2, broker-3, broker-4"))
            .members.size(),
        4U);
    EXPECT_NE(phrases.problem("heal ring broker-1, broker-2, broker-3"), "none");
}

TEST(Nodes, AreOneOrSeveralForFaultsOfLinksAndClocksToo) {
    FaultPhrases phrases;
    auto const slow = std::get<OnEachBy>(phrases.command("slow rack a, broker-3 by 200ms"));
    EXPECT_EQ(slow.deed, NodeDeed::slow);
    EXPECT_EQ(slow.targets.size(), 2U);
    EXPECT_EQ(slow.by, milliseconds(200));
    auto const skew = std::get<OnEachBy>(phrases.command("skew broker-1, broker-2 by -2s"));
    EXPECT_EQ(skew.deed, NodeDeed::skew);
    EXPECT_EQ(skew.by, Duration{-2'000'000});
    auto const clog = std::get<OnEachLink>(phrases.command("clog rack a from broker-3, broker-4"));
    EXPECT_EQ(clog.deed, LinkDeed::clog);
    EXPECT_EQ(clog.from.size(), 1U);
    EXPECT_EQ(clog.to.size(), 2U);
    EXPECT_FALSE(clog.one_way);
    EXPECT_TRUE(std::get<OnEachLink>(phrases.command("unclog rack a to rack b")).one_way);
    auto const link = std::get<OnEachLink>(phrases.command("slow rack a to rack b by 20ms"));
    EXPECT_EQ(link.deed, LinkDeed::slow);
    EXPECT_EQ(link.by, milliseconds(20));
    auto const lose =
        std::get<OnEachLink>(phrases.command("lose 2.5% from broker-1, broker-2 to broker-3"));
    EXPECT_EQ(lose.deed, LinkDeed::lose);
    EXPECT_EQ(lose.loss_ppm, 25'000);
    EXPECT_EQ(std::get<OnEachLink>(phrases.command("reorder rack a to broker-3 by 5ms")).deed,
              LinkDeed::reorder);
    EXPECT_TRUE(std::holds_alternative<ClogLink>(phrases.command("clog broker-1 to broker-2")));
    EXPECT_TRUE(
        std::holds_alternative<LoseMessages>(phrases.command("lose 1% from broker-1 to broker-2")));
    EXPECT_EQ(phrases.problem("lose 1% from broker-1, broker-2 to broker-2"),
              "one node is in both groups () at broker-2");
    EXPECT_EQ(phrases.problem("slow rack a to rack a by 5ms"),
              "both ends are the same node () at rack");
    EXPECT_EQ(phrases.problem("slow rack c by 5ms"),
              "no rack is called `c` (did you mean `a`?) at c");
    EXPECT_NE(phrases.problem("slow broker-1, broker-2"), "none");
}

TEST(Nodes, SayWhatIsWrongWithAList) {
    FaultPhrases phrases;
    EXPECT_EQ(phrases.problem("kill broker-1 broker-2"),
              "did not expect `broker-2` here (several nodes are separated by commas) at broker-2");
    EXPECT_EQ(phrases.problem("kill broker-1 and broker-2"),
              "several are separated by commas (write a, b instead of a and b) at and");
    EXPECT_EQ(phrases.problem("kill broker-1, broker-1"), "broker-1 is named twice () at broker-1");
    EXPECT_EQ(phrases.problem("kill rack c"), "no rack is called `c` (did you mean `a`?) at c");
    EXPECT_EQ(phrases.problem("cut broker-1, broker-2 from broker-2"),
              "one node is in both groups () at broker-2");
    EXPECT_EQ(phrases.problem("cut broker-1, broker-2 into a ring"),
              "in a ring of fewer than four everybody is a neighbour (name at least four, in the "
              "order of the ring) at broker-1");
    phrases.scope.racks.clear();
    EXPECT_EQ(phrases.problem("kill rack a"),
              "the brokers here have no racks (write racks = [\"a\", \"b\", …] in [cluster]) at "
              "rack");
}

TEST(Nodes, AreCompletedBehindACommaToo) {
    FaultPhrases phrases;
    std::vector<std::string> const names = {"broker-1", "broker-2", "broker-3", "broker-4"};
    EXPECT_EQ(complete_command("kill broker-1, br", phrases.scope), names);
    EXPECT_EQ(complete_command("cut rack a, broker-2 from br", phrases.scope), names);
    EXPECT_EQ(complete_command("heal ring broker-1, br", phrases.scope), names);
    EXPECT_EQ(complete_command("kill rack ", phrases.scope), (std::vector<std::string>{"a", "b"}));
}

TEST(Skew, TakesASignedTime) {
    FaultPhrases phrases;
    EXPECT_EQ(std::get<SkewClock>(phrases.command("skew broker-2 by 300ms")).by, milliseconds(300));
    EXPECT_EQ(std::get<SkewClock>(phrases.command("skew broker-2 by -2s")).by,
              Duration{-2'000'000});
    EXPECT_EQ(std::get<SkewClock>(phrases.command("skew broker-2 by +1min")).by, seconds(60));
    EXPECT_NE(phrases.problem("skew broker-2 by 300"), "none");
    EXPECT_NE(phrases.problem("skew broker-2 by -"), "none");
}

TEST(Clusters, GiveTheirNamesToNodesAndTopics) {
    FaultPhrases phrases{true};
    EXPECT_EQ(std::get<KillNode>(phrases.command("kill east.broker-1")).target.node, NodeId{2});
    auto const leader = std::get<KillNode>(phrases.command("kill leader of east.orders-1")).target;
    EXPECT_EQ(leader.cluster, ClusterId{1});
    EXPECT_EQ(phrases.names.text(leader.partition.topic), "orders");
    EXPECT_EQ(std::get<PauseNode>(phrases.command("pause east.controller-leader")).target.cluster,
              ClusterId{1});
    auto const wish = std::get<ProduceRecords>(phrases.command("produce 1 to east.orders as till"));
    EXPECT_EQ(wish.cluster, ClusterId{1});
    EXPECT_EQ(phrases.names.text(wish.topic), "orders");
    EXPECT_EQ(phrases.problem("produce 1 to west.orders as till"),
              "`till` writes to another cluster (a client knows one cluster: choose another name "
              "after `as`) at west.orders");
}

TEST(Clusters, NothingAmbiguousIsGuessed) {
    FaultPhrases phrases{true};
    EXPECT_EQ(phrases.problem("kill broker-1"),
              "in which cluster is `broker-1`? (write west.broker-1 or east.broker-1) at broker-1");
    EXPECT_EQ(phrases.problem("kill leader of orders-0"),
              "in which cluster is `orders-0`? (write west.orders-0 or east.orders-0) at orders-0");
    EXPECT_EQ(phrases.problem("kill controller-leader"),
              "in which cluster is `controller-leader`? (write west.controller-leader or "
              "east.controller-leader) at controller-leader");
    EXPECT_EQ(phrases.problem("exec kafka-topics --list"),
              "of which cluster? (write --bootstrap-server west.broker-1:9092) at kafka-topics");
    EXPECT_NE(phrases.problem("exec kafka-topics --bootstrap-server=localhost:9092 --list"),
              "none");
    phrases.command("exec kafka-topics --bootstrap-server east.broker-1:9092 --list");
    phrases.command("exec kafka-topics --bootstrap-server nobody:9092 --list");
}

TEST(Clusters, AQuestionIsAboutOne) {
    FaultPhrases phrases{true};
    auto const parsed =
        parse_expectation("leader of east.orders-0 is east.broker-2", phrases.scope);
    ASSERT_TRUE(std::holds_alternative<Expectation>(parsed));
    EXPECT_EQ(std::get<Expectation>(parsed).query.cluster, ClusterId{1});
    for (char const* wrong : {"leader of east.orders-0 is west.broker-2",
                              "log end offset of east.orders-0 on west.broker-1 = 3",
                              "controller is west.broker-1", "controller of north is none"}) {
        EXPECT_TRUE(std::holds_alternative<PhraseProblem>(parse_expectation(wrong, phrases.scope)))
            << wrong;
    }
    auto const controller = parse_query("controller of east", phrases.scope);
    ASSERT_TRUE(std::holds_alternative<Query>(controller));
    EXPECT_EQ(std::get<Query>(controller).cluster, ClusterId{1});
    for (char const* question : {"elr of west.orders-1", "replicas of west.orders-1",
                                 "partition epoch of west.orders-1"}) {
        EXPECT_TRUE(std::holds_alternative<WhyQuestion>(parse_why(question, phrases.scope)));
    }
    auto const unknown = parse_why("elr of west.cars-1", phrases.scope);
    ASSERT_TRUE(std::holds_alternative<PhraseProblem>(unknown));
    EXPECT_TRUE(std::get<PhraseProblem>(unknown).is_unknown_name) << "a run may make it";
    auto const wrong = parse_why("elr on west.orders-1", phrases.scope);
    ASSERT_TRUE(std::holds_alternative<PhraseProblem>(wrong));
    EXPECT_FALSE(std::get<PhraseProblem>(wrong).is_unknown_name) << "no run mends that";
    auto const why = parse_why("state of east.broker-2", phrases.scope);
    ASSERT_TRUE(std::holds_alternative<WhyQuestion>(why));
    EXPECT_EQ(std::get<WhyQuestion>(why).cluster, ClusterId{1});
}

}  // namespace
}  // namespace highwater
