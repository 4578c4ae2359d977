// Claims about one build; compare_builds.sh makes those about several.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/worlds.h"

namespace highwater {
namespace {

World run(World world, std::int64_t until_seconds) {
    Runner runner;
    run_until(world, Time{} + seconds(until_seconds), runner);
    return world;
}

// How long the messages of each link are on their way, in the order in which they leave.
using Latencies = std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int64_t>>;
Latencies latencies_in_a_second(World world) {
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    run_until(world, world.now + seconds(1), runner);
    Latencies latencies;
    for (TracedFact const& traced : trace.facts()) {
        auto const* sent = std::get_if<MessageSent>(&traced.fact);
        if (sent == nullptr) continue;
        latencies[{traced.node.value, sent->to.value}].push_back((sent->arrives_at - traced.at).us);
    }
    return latencies;
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

TEST(Causes, EveryEventAndFactNamesAnEarlierOneOrASourceOfItsOwn) {
    World world = worlds::failover(17);
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    run_until(world, Time{} + seconds(20), runner);
    std::uint64_t caused = 0;
    for (std::uint64_t nth = trace.first_nth(); nth < trace.next_nth(); ++nth) {
        TracedEvent const& event = trace.nth(nth);
        ASSERT_LT(event.cause.value, event.id.value);  // 0: a person, or the start of the run
        caused += event.cause.value != 0 ? 1 : 0;
        for (TracedFact const& fact : trace.facts_of(event.id)) {
            ASSERT_EQ(fact.event, event.id);
            ASSERT_EQ(fact.at, event.at);
        }
    }
    EXPECT_GT(trace.next_nth() - trace.first_nth(), 3'000U);
    EXPECT_GT(caused * 100, (trace.next_nth() - trace.first_nth()) * 95);
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
    auto const heard_calm = latencies_in_a_second(calm);
    auto const heard_hit = latencies_in_a_second(hit);
    int compared = 0;
    for (auto const& [link, latencies] : heard_calm) {
        if (link.first == 1 || link.second == 1) continue;
        auto const found = heard_hit.find(link);
        if (found == heard_hit.end()) continue;  // whoever waits for broker-2 has nothing to say
        // The nth message of a link draws the same, whatever it says and whoever else sends.
        for (std::size_t i = 0; i < std::min(latencies.size(), found->second.size()); ++i) {
            ASSERT_EQ(latencies[i], found->second[i]) << link.first << " to " << link.second;
            ++compared;
        }
    }
    EXPECT_GT(compared, 50);
}

}  // namespace
}  // namespace highwater
