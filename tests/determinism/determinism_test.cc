// Claims about one build; compare_builds.sh makes those about several.
#include <gtest/gtest.h>

#include "tests/worlds.h"

namespace highwater {
namespace {

World run(World world, std::int64_t until_seconds) {
    Runner runner;
    run_until(world, Time{} + seconds(until_seconds), runner);
    return world;
}

TEST(Determinism, TwoRunsAreTheSame) {
    World const once = run(worlds::failover(11), 70);
    World const again = run(worlds::failover(11), 70);
    EXPECT_EQ(once.counters.events, again.counters.events);
    EXPECT_EQ(once.history_hash, again.history_hash);
    EXPECT_EQ(state_hash(once), state_hash(again));
}

TEST(Determinism, AnotherSeedIsAnotherRun) {
    EXPECT_NE(run(worlds::failover(11), 10).history_hash,
              run(worlds::failover(12), 10).history_hash);
}

TEST(Determinism, ListeningToFactsChangesNothing) {
    World const silent = run(worlds::failover(13), 70);
    World heard = worlds::failover(13);
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    run_until(heard, Time{} + seconds(70), runner);
    EXPECT_GT(trace.facts().size(), 1'000U);
    EXPECT_EQ(silent.history_hash, heard.history_hash);
    EXPECT_EQ(state_hash(silent), state_hash(heard));
}

TEST(Determinism, ACopyContinuesAsTheOriginalAndTheOriginalDoesNotFeelIt) {
    World original = run(worlds::failover(14), 12);
    World const copy = original;
    std::uint64_t const at_copy = state_hash(copy);
    World const continued = run(original, 70);
    EXPECT_EQ(state_hash(copy), at_copy);
    EXPECT_EQ(state_hash(original), at_copy);
    World const late = run(copy, 70);
    EXPECT_EQ(state_hash(continued), state_hash(late));
    EXPECT_EQ(continued.history_hash, late.history_hash);
}

TEST(Determinism, StoppingOnTheWayChangesNothing) {
    World const straight = run(worlds::failover(15), 60);
    World stopping = worlds::failover(15);
    Runner runner;
    for (std::int64_t ms = -9'990; ms <= 60'000; ms += 7) {
        run_until(stopping, Time{} + milliseconds(ms), runner);
    }
    run_until(stopping, Time{} + seconds(60), runner);
    EXPECT_EQ(straight.history_hash, stopping.history_hash);
    EXPECT_EQ(state_hash(straight), state_hash(stopping));
}

TEST(Determinism, KillingOneBrokerDoesNotReshuffleTheLatenciesOfOtherLinks) {
    World calm = run(worlds::failover(16), 5);
    World hit = calm;
    schedule_command(hit, hit.now, {KillNode{worlds::node(1)}, "kill broker-2"});
    calm = run(std::move(calm), 6);
    hit = run(std::move(hit), 6);
    // Between two controllers nothing has happened.
    Link const* const before = find_link(calm.network, NodeId{3}, NodeId{4});
    Link const* const after = find_link(hit.network, NodeId{3}, NodeId{4});
    ASSERT_EQ(before == nullptr, after == nullptr);
    if (before != nullptr) {
        EXPECT_EQ(before->messages, after->messages);
    }
}

}  // namespace
}  // namespace highwater
