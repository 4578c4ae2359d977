// One script in several configurations: what is tried, and what is counted of it.
#include "scenario/combinations.h"

#include <gtest/gtest.h>

#include "scenario/loader.h"
#include "scenario/play.h"

namespace highwater {
namespace {

using Texts = std::vector<std::string>;

TEST(Combinations, EveryValueIsTriedWithEveryOther) {
    auto const choices = read_choices({"a.acks=1,all", "b.x.y=1,2,3"});
    ASSERT_TRUE(choices);
    std::vector<Texts> const all = combinations_of(*choices);
    ASSERT_EQ(all.size(), 6U);
    EXPECT_EQ(all[0], (Texts{"a.acks=1", "b.x.y=1"}));
    EXPECT_EQ(all[1], (Texts{"a.acks=1", "b.x.y=2"}));
    EXPECT_EQ(all[5], (Texts{"a.acks=all", "b.x.y=3"}));
}

TEST(Combinations, WhatCannotBeTriedIsRefusedWithAdvice) {
    for (Texts const& wrong : std::vector<Texts>{{},
                                                 {"acks"},
                                                 {"=1"},
                                                 {"a.acks="},
                                                 {"a.acks=1,,2"},
                                                 {"a.acks=1,1"},
                                                 {"a.acks=1", "a.acks=2"},
                                                 {"a=1,2,3,4,5", "b=1,2,3,4"}}) {
        auto const choices = read_choices(wrong);
        ASSERT_FALSE(choices);
        EXPECT_FALSE(choices.problem().message.empty());
        EXPECT_FALSE(choices.problem().advice.empty());
    }
    EXPECT_TRUE(read_choices({"a=1,2,3,4", "b=1,2,3,4"}));
}

World start_of(std::string const& text, Texts const& settings) {
    LoadOptions options;
    options.settings = settings;
    Loaded const loaded = load_scenario("t.toml", text, options);
    EXPECT_TRUE(loaded.scenario);
    return start_world(*loaded.scenario);
}

constexpr char const* kLosesItsLeader = R"(
format = 1
title = "t"
duration = "20s"
[cluster]
brokers = 1
controllers = 1
[[topic]]
name = "orders"
partitions = 1
replication-factor = 1
[[producer]]
name = "shop"
topic = "orders"
rate = "10/s"
records = 20
[[step]]
at = "5s"
do = "kill broker-1"
[[step]]
at = "8s"
do = "start broker-1"
)";

TEST(MeasuredRun, CountsTheTimeWithoutALeaderWhateverTheSlices) {
    MeasuredRun whole{start_of(kLosesItsLeader, {})};
    ASSERT_TRUE(whole.run(Time{20'000'000}, 1'000'000));
    EXPECT_EQ(whole.world().now, Time{20'000'000});
    RunOutcome const outcome = whole.outcome();
    EXPECT_EQ(outcome.sent, 20);
    EXPECT_EQ(outcome.acknowledged, 20);
    EXPECT_EQ(outcome.unknown(), 0);
    EXPECT_EQ(outcome.lost, 0);
    EXPECT_EQ(outcome.duplicated, 0);
    EXPECT_EQ(outcome.failed, 0);
    EXPECT_GE(outcome.unavailable, seconds(3));  // it is dead so long, then it has to come back
    EXPECT_LT(outcome.unavailable, seconds(9));
    MeasuredRun sliced{start_of(kLosesItsLeader, {})};
    int slices = 1;
    while (!sliced.run(Time{20'000'000}, 7)) ++slices;
    EXPECT_GT(slices, 10);
    EXPECT_EQ(sliced.outcome().unavailable, outcome.unavailable);
    EXPECT_EQ(sliced.world().history_hash, whole.world().history_hash);
}

TEST(MeasuredRun, ALimitEndsIt) {
    RunLimits limits;
    limits.max_events = 50;
    MeasuredRun run{start_of(kLosesItsLeader, {}), limits};
    EXPECT_TRUE(run.run(Time{20'000'000}, 1'000'000));
    EXPECT_EQ(run.status(), RunStatus::too_many_events);
}

}  // namespace
}  // namespace highwater
