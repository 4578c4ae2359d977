#include "trace/trace.h"

#include <gtest/gtest.h>

#include "trace/why.h"

namespace highwater {
namespace {

void happen(Trace& trace, std::uint64_t id, std::uint64_t cause, Time at, std::vector<Fact> facts,
            NodeId node = NodeId{0}) {
    trace.append({.id = EventId{id}, .cause = EventId{cause}, .at = at, .node = node}, facts);
}

TEST(Trace, FactsAreFoundByInstantAndEvent) {
    Trace trace;
    happen(trace, 7, 3, Time{100}, {NodeKilled{}, NodePaused{}});
    happen(trace, 5, 7, Time{200}, {NodeStarted{}});  // ids are not in the order of time

    EXPECT_EQ(trace.next_fact(), 3U);
    EXPECT_EQ(trace.facts_between(Time{101}, Time{300}).size(), 1U);
    EXPECT_EQ(trace.facts_of(EventId{7}).size(), 2U);
    ASSERT_NE(trace.find(EventId{5}), nullptr);
    EXPECT_EQ(trace.find(EventId{5})->cause, EventId{7});
    EXPECT_EQ(trace.find(EventId{6}), nullptr);
}

TEST(Trace, TheOldestAreDroppedAndNumbersStay) {
    Trace trace{{.events = 1'000, .facts = 1'000}};
    for (std::uint64_t id = 1; id <= 20'000; ++id) {
        happen(trace, id, id - 1, Time{static_cast<std::int64_t>(id)}, {NodeStarted{}});
    }
    EXPECT_EQ(trace.next_fact(), 20'000U);
    EXPECT_GT(trace.first_fact(), 18'000U);
    EXPECT_EQ(trace.find(EventId{5}), nullptr);
    ASSERT_NE(trace.find(EventId{19'999}), nullptr);
    EXPECT_EQ(trace.facts_of(EventId{19'999}).front().at, Time{19'999});
}

TEST(Trace, AFutureThatGoesDifferentlyIsForgottenFirst) {
    Trace trace;
    for (std::uint64_t id = 1; id <= 10; ++id) {
        happen(trace, id, 0, Time{static_cast<std::int64_t>(id)}, {NodeStarted{}});
    }
    trace.forget_from(4);
    EXPECT_EQ(trace.next_fact(), 4U);
    happen(trace, 5, 0, Time{5}, {NodeKilled{}});
    EXPECT_TRUE(std::holds_alternative<NodeKilled>(trace.facts().back().fact));
}

// The story of a failover, told by hand: the chain must lead from the leader back to the kill.
TEST(Why, ALeaderIsExplainedBackToTheKill) {
    Names names;
    Describer who{&names, {}};
    for (int id = 1; id <= 3; ++id) {
        who.nodes.push_back({names.intern("broker-" + std::to_string(id)), BrokerId{id}});
    }
    TopicPartition const partition{names.intern("orders"), 1};
    auto const replicas = make_payload(Replicas{});

    Trace trace;
    happen(trace, 1, 0, Time{6'000'000}, {NodeKilled{}}, NodeId{1});
    happen(trace, 2, 0, Time{9'000'000},
           {LeaderElected{partition, BrokerId{2}, BrokerId{3}, LeaderEpoch{1}, BrokerId{2},
                          ChangeReason::broker_fenced, false, replicas},
            BrokerFenced{BrokerId{2}, Time{5'500'000}, false, false}});

    auto const effect = fact_behind(trace, who, {WhySubject::leader, partition, kNoBroker, kNever});
    ASSERT_TRUE(effect.has_value());
    std::vector<WhyLink> const chain = why(trace, who, *effect);
    ASSERT_EQ(chain.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<LeaderElected>(chain[0].traced.fact));
    EXPECT_TRUE(std::holds_alternative<BrokerFenced>(chain[1].traced.fact));
    EXPECT_TRUE(std::holds_alternative<NodeKilled>(chain[2].traced.fact));

    EXPECT_FALSE(
        fact_behind(trace, who, {WhySubject::leader, partition, kNoBroker, Time{8'999'999}}));
}

}  // namespace
}  // namespace highwater
