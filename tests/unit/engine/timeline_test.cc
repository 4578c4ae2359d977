#include "engine/timeline.h"

#include <gtest/gtest.h>

#include "base/draw.h"
#include "tests/worlds.h"

namespace highwater {
namespace {

// Small spacing, so that a lesson of some thousand events already has several checkpoints.
TimelineSettings closely_spaced() {
    TimelineSettings settings;
    settings.events_between_checkpoints = 1'000;
    return settings;
}

std::uint64_t random(std::uint64_t nth, std::uint64_t bound) {
    return below(draw(5, Draw::test, 0, nth), bound);
}

Command kill(std::int32_t node) { return {KillNode{worlds::node(node)}, "kill a broker"}; }

TEST(Timeline, ThreeHundredRandomSeeksInTenMinutesReproduceTheForwardRun) {
    Time const end = Time{} + seconds(600);
    World forward = worlds::failover(21);
    Runner runner;
    std::vector<std::uint64_t> history{forward.history_hash};
    while (step(forward, runner, end)) history.push_back(forward.history_hash);

    Timeline timeline{worlds::failover(21), closely_spaced()};
    timeline.run_until(end);
    ASSERT_EQ(timeline.event(), history.size() - 1);
    EXPECT_GT(timeline.checkpoint_count(), 5);
    for (std::uint64_t i = 0; i < 300; ++i) {
        std::uint64_t const event = random(i, history.size());
        timeline.seek_event(event);
        ASSERT_EQ(timeline.event(), event);
        ASSERT_EQ(timeline.world().history_hash, history[event]) << "event " << event;
    }
    timeline.seek(end);
    forward.now = end;
    EXPECT_EQ(state_hash(timeline.world()), state_hash(forward));
}

TEST(Timeline, SeekingAnInstantIncludesAllOfItsEventsAndLeavesTheClockThere) {
    Timeline timeline{worlds::failover(22), closely_spaced()};
    timeline.run_until(Time{} + seconds(30));
    for (std::uint64_t i = 0; i < 50; ++i) {
        Time const at =
            Time{} + microseconds(static_cast<std::int64_t>(random(i, 40'000'000))) - seconds(10);
        timeline.seek(at);
        World straight = worlds::failover(22);
        Runner runner;
        run_until(straight, at, runner);
        ASSERT_EQ(timeline.world().now, at);
        ASSERT_EQ(timeline.world().history_hash, straight.history_hash);
    }
}

TEST(Timeline, StepsBackThroughEachOfTheLastEvents) {
    Timeline timeline{worlds::failover(23), closely_spaced()};
    timeline.run_until(Time{} + seconds(13));
    std::vector<std::uint64_t> hashes;
    std::uint64_t const last = timeline.event();
    for (std::uint64_t event = last - 500; event <= last; ++event) {
        timeline.seek_event(event);
        hashes.push_back(state_hash(timeline.world()));
    }
    while (hashes.size() > 1) {
        hashes.pop_back();
        ASSERT_TRUE(timeline.step_back());
        ASSERT_EQ(state_hash(timeline.world()), hashes.back());
    }
    ASSERT_TRUE(timeline.step_forward());
    EXPECT_EQ(timeline.event(), last - 499);
}

TEST(Timeline, StepsBackToTheStartAndNoFurther) {
    Timeline timeline{worlds::failover(23)};
    std::uint64_t const before = state_hash(timeline.world());
    EXPECT_FALSE(timeline.step_back());
    timeline.step_forward();
    timeline.step_forward();
    EXPECT_TRUE(timeline.step_back());
    EXPECT_TRUE(timeline.step_back());
    EXPECT_FALSE(timeline.step_back());
    EXPECT_EQ(state_hash(timeline.world()), before);
}

TEST(Timeline, TheOtherFutureIsSeenWithoutLeavingThisOne) {
    Timeline timeline{worlds::failover(24), closely_spaced()};
    timeline.run_until(Time{} + seconds(20));
    std::uint64_t const end_of_first = timeline.world().history_hash;
    timeline.seek(Time{} + seconds(8));
    std::uint64_t const parted = timeline.event();
    timeline.give(kill(0));
    timeline.run_until(Time{} + seconds(30));
    std::uint64_t const here = timeline.world().history_hash;
    EXPECT_EQ(timeline.common_events(0, 1), parted);
    EXPECT_EQ(timeline.common_events(1, 0), parted);
    EXPECT_EQ(timeline.common_events(0, 0), UINT64_MAX);
    EXPECT_EQ(timeline.world_of(0, Time{} + seconds(20)).history_hash, end_of_first);
    // Going on step by step is the same run, with the branch's commands.
    World second = timeline.world_of(1, Time{} + seconds(7));
    Runner runner;
    for (std::int64_t s = 8; s <= 30; ++s)
        timeline.go_on_in(1, second, runner, Time{} + seconds(s));
    EXPECT_EQ(second.history_hash, here);
    EXPECT_EQ(timeline.world().history_hash, here);
    EXPECT_EQ(timeline.world_of_event(0, parted).counters.events, parted);
}

TEST(Timeline, ACommandInThePastForksAndBothFuturesStay) {
    Timeline timeline{worlds::failover(24), closely_spaced()};
    timeline.run_until(Time{} + seconds(20));
    std::uint64_t const old_future = timeline.world().history_hash;
    timeline.seek(Time{} + seconds(5));
    timeline.give(kill(0));
    EXPECT_EQ(timeline.current_branch(), 1);
    EXPECT_EQ(timeline.branch().parent, 0);
    timeline.run_until(Time{} + seconds(20));
    std::uint64_t const new_future = timeline.world().history_hash;
    EXPECT_NE(new_future, old_future);

    timeline.switch_to(0);
    timeline.seek(Time{} + seconds(20));
    EXPECT_EQ(timeline.world().history_hash, old_future);
    timeline.switch_to(1);
    timeline.seek(Time{} + seconds(20));
    EXPECT_EQ(timeline.world().history_hash, new_future);
}

TEST(Timeline, ACommandAtTheEndIsPartOfTheBranchAndIsReplayed) {
    Timeline timeline{worlds::failover(25), closely_spaced()};
    timeline.run_until(Time{} + seconds(5));
    timeline.give(kill(2));
    timeline.give({MarkInstant{timeline.world().names.find("orders")}, "mark orders"});
    EXPECT_EQ(timeline.current_branch(), 0);
    timeline.run_until(Time{} + seconds(20));
    std::uint64_t const end = state_hash(timeline.world());
    timeline.seek(Time{} + seconds(2));
    timeline.seek(Time{} + seconds(20));
    EXPECT_EQ(state_hash(timeline.world()), end);
    timeline.seek_event(0);
    timeline.seek(Time{} + seconds(20));
    EXPECT_EQ(state_hash(timeline.world()), end);
}

TEST(Timeline, ACommandMayBringANewNameAndReplayKnowsIt) {
    Timeline timeline{worlds::failover(26), closely_spaced()};
    timeline.run_until(Time{} + seconds(5));
    Names names = timeline.world().names;
    ProducerSpec const spec = worlds::producer(names, "latecomer", 10);
    timeline.give({AddProducer{spec}, "producer latecomer"}, &names);
    timeline.run_until(Time{} + seconds(12));
    std::uint64_t const end = state_hash(timeline.world());
    timeline.seek_event(100);
    EXPECT_EQ(timeline.world().names.find("latecomer"), kNoName);
    timeline.seek(Time{} + seconds(12));
    EXPECT_EQ(state_hash(timeline.world()), end);
}

TEST(Timeline, AForkWithoutACommandHasTheSameFuture) {
    Timeline timeline{worlds::failover(27), closely_spaced()};
    timeline.run_until(Time{} + seconds(15));
    timeline.seek(Time{} + seconds(7));
    timeline.fork("what if");
    EXPECT_EQ(timeline.branch().name, "what if");
    timeline.name_branch(timeline.current_branch(), "nobody dies");
    EXPECT_EQ(timeline.branch().name, "nobody dies");
    timeline.run_until(Time{} + seconds(15));
    EXPECT_EQ(timeline.branch().end_hash, timeline.branches()[0].end_hash);
    EXPECT_TRUE(compare(timeline.branch().trail, timeline.branches()[0].trail).same);
}

TEST(Timeline, TheTraceOfThePastIsMadeAgainWhenItIsLookedAt) {
    TimelineSettings settings = closely_spaced();
    settings.trace = {2'000, 20'000};
    Timeline forgetful{worlds::failover(28), settings};
    Timeline whole{worlds::failover(28), closely_spaced()};
    forgetful.run_until(Time{} + seconds(20));
    whole.run_until(Time{} + seconds(20));
    ASSERT_GT(forgetful.trace().first_nth(), 1'000U);
    forgetful.seek_event(1'500);
    ASSERT_TRUE(forgetful.trace().covers(1'499));
    TracedEvent const& again = forgetful.trace().nth(1'499);
    TracedEvent const& once = whole.trace().nth(1'499);
    EXPECT_EQ(again.id, once.id);
    EXPECT_EQ(again.facts, once.facts);
    Trace const recalled = forgetful.recall(100, 300);
    for (std::uint64_t nth = 100; nth <= 300; ++nth) {
        ASSERT_EQ(recalled.nth(nth).id, whole.trace().nth(nth).id);
        ASSERT_EQ(recalled.nth(nth).facts, whole.trace().nth(nth).facts);
    }
}

TEST(Timeline, FindsWhereAnEventHappenedAlsoWhenItsTraceIsGone) {
    TimelineSettings settings = closely_spaced();
    settings.trace = {500, 20'000};
    Timeline timeline{worlds::failover(29), settings};
    timeline.run_until(Time{} + seconds(12));
    Trace const all = timeline.recall(0, timeline.event() - 1);
    for (std::uint64_t i = 0; i < 20; ++i) {
        std::uint64_t const nth = random(i, timeline.event());
        EXPECT_EQ(timeline.position_of(all.nth(nth).id), nth);
    }
    EXPECT_FALSE(timeline.position_of(EventId{999'999'999}));
}

TEST(Timeline, ThinsItsCheckpointsAboveTheBudgetAndStillFindsItsWay) {
    TimelineSettings settings;
    settings.events_between_checkpoints = 100;
    settings.checkpoint_bytes = estimated_bytes(worlds::failover(30)) * 20;
    Timeline timeline{worlds::failover(30), settings};
    timeline.run_until(Time{} + seconds(30));
    EXPECT_LT(timeline.checkpoint_count(), 25);
    EXPECT_GT(timeline.checkpoint_count(), 5);
    std::uint64_t const end = timeline.world().history_hash;
    timeline.seek(Time{} + seconds(3));
    timeline.seek(Time{} + seconds(30));
    EXPECT_EQ(timeline.world().history_hash, end);
}

TEST(Timeline, AdvancesByABudgetOfEvents) {
    Timeline timeline{worlds::failover(31)};
    Time const end = Time{} + seconds(1);
    int frames = 1;
    while (!timeline.advance(end, 100)) ++frames;
    EXPECT_GT(frames, 5);
    EXPECT_EQ(timeline.world().now, end);
}

TEST(Timeline, StaysWithinReasonWhenNothingCanBeThinnedOut) {
    TimelineSettings settings = closely_spaced();
    settings.checkpoint_bytes = 1;
    Timeline timeline{worlds::failover(33), settings};
    for (int i = 1; i <= 100; ++i) {
        timeline.run_until(Time{} + milliseconds(10 * i));
        timeline.fork("again");
    }
    timeline.run_until(Time{} + seconds(2));
    std::uint64_t const end = timeline.world().history_hash;
    timeline.seek(Time{} + seconds(1));
    timeline.seek(Time{} + seconds(2));
    EXPECT_EQ(timeline.world().history_hash, end);
}

// Without latency and without a pause somebody asks again and again in the same instant.
TEST(Timeline, ARunThatStandsStillIsStopped) {
    WorldSpec spec = worlds::cluster(34);
    for (NodeSpec& node : spec.nodes) node.config.replica_fetch_wait_max_ms = 0;
    World world = build_world(spec);
    world.network.latency_min = {};
    world.network.latency_max = {};
    Timeline timeline{std::move(world)};
    RunStatus const status = timeline.run_until(Time{} + seconds(5));
    ASSERT_EQ(status, RunStatus::time_stands_still);
    EXPECT_NE(describe(status, timeline.world(), {}).find("without any pause"), std::string::npos);
}

TEST(Timeline, ARunIsBounded) {
    Timeline timeline{worlds::failover(32)};
    RunLimits limits;
    limits.max_events = 500;
    EXPECT_EQ(timeline.run_until(Time{} + seconds(60), limits), RunStatus::too_many_events);
    EXPECT_EQ(timeline.event(), 500U);
    limits = {};
    limits.memory_in_use = [] { return std::int64_t{8} << 30; };
    EXPECT_EQ(timeline.run_until(Time{} + seconds(60), limits), RunStatus::too_much_memory);
    EXPECT_NE(describe(RunStatus::too_much_memory, timeline.world(), limits).find("--max-memory"),
              std::string::npos);
}

}  // namespace
}  // namespace highwater
