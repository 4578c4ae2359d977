// Whole runs in which a process does not do one thing that it should: the invariant that speaks of
// it rings, and is quiet in the same run with nothing left out.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/negative/stage.h"

namespace highwater::negative {
namespace {

struct Play {
    World world;
    Checks checks;

    explicit Play(ServerConfig const& config) {
        WorldSpec spec = worlds::cluster(7);
        for (NodeSpec& node : spec.nodes) node.config = config;
        world = build_world(spec);
        ProducerSpec shop = worlds::producer(world.names, "shop", 20);
        shop.config.acks = 1;
        shop.config.enable_idempotence = false;
        worlds::at(world, {}, AddProducer{shop}, "p");
    }
    void until(std::int64_t second) {
        Runner runner;
        runner.checks = &checks;
        run_until(world, Time{} + seconds(second), runner);
    }
    void now(CommandBody body) {
        schedule_command(world, world.now + microseconds(1), {std::move(body), "now"});
    }
    // Nobody hears that clock any more.
    void forget(TimerKind kind) {
        for (Process& process : world.nodes) {
            set_timer(world, process, {kind, 0}, kNever, EventId{});
        }
    }
    bool rang(InvariantId id) const {
        auto const all = checks.violations();
        return std::any_of(all.begin(), all.end(),
                           [&](Violation const& each) { return each.invariant == id; });
    }
    VerdictKind verdict(InvariantId id) const {
        for (InvariantVerdict const& each : verdicts(checks)) {
            if (each.invariant == id) return each.kind;
        }
        return VerdictKind::untested;
    }
};

// `story` is told with a clock that nobody hears, and with all of them.
template <class Story>
void expect_to_ring(InvariantId id, ServerConfig const& config, Story story) {
    Play broken{config};
    story(broken, true);
    EXPECT_TRUE(broken.rang(id)) << name_of(id);
    Play sound{config};
    story(sound, false);
    EXPECT_EQ(sound.verdict(id), VerdictKind::holds) << name_of(id);
    for (Violation const& violation : sound.checks.violations()) {
        ADD_FAILURE() << describe(violation, describer_of(sound.world));
    }
}

TEST(Rules, ALeaderThatNeverLooksKeepsALaggardInTheIsr) {
    ServerConfig config;
    config.replica_lag_time_max_ms = 2'000;
    expect_to_ring(InvariantId::laggard_leaves, config, [](Play& play, bool leaves_out) {
        play.until(5);
        if (leaves_out) play.forget(TimerKind::isr_check);
        for (std::int32_t const i : {0, 1, 2}) {
            play.now(CutLink{worlds::node(i), worlds::node((i + 1) % 3), false});
        }
        play.until(15);
    });
}

TEST(Rules, AControllerThatNeverLooksLeavesLeadersWhereTheyAre) {
    ServerConfig config;
    config.leader_imbalance_check_interval_seconds = 10;
    expect_to_ring(InvariantId::preferred_leader_returns, config, [](Play& play, bool leaves_out) {
        play.until(5);
        if (leaves_out) play.forget(TimerKind::leader_balance);
        play.now(KillNode{worlds::node(0)});
        play.until(20);
        play.now(StartNode{worlds::node(0)});
        play.until(50);
    });
}

TEST(Rules, ACutOffLeaderThatNeverLooksGoesOn) {
    expect_to_ring(InvariantId::cut_off_leader_resigns, {}, [](Play& play, bool leaves_out) {
        play.until(5);
        NodeTarget leader;
        leader.node = active_controller(play.world);
        play.now(IsolateNode{leader});
        play.until(6);
        if (leaves_out) play.forget(TimerKind::check_quorum);
        play.until(15);
    });
}

// Nothing is said where the premise does not hold.
TEST(Rules, WithoutRebalancingNobodyAsksForThePreferredLeader) {
    ServerConfig config;
    config.auto_leader_rebalance_enable = false;
    Play play{config};
    play.until(3);
    EXPECT_EQ(play.verdict(InvariantId::preferred_leader_returns), VerdictKind::waived);
}

TEST(Rules, WhoGoesToAnOffsetOfItsOwnMayCommitBeyondTheLog) {
    Stage stage;
    PositionSet sought;
    sought.partition = stage.id;
    sought.to = {1'000'000};
    sought.why = PositionReason::seek;
    stage.happen(stage.client("readers-1"), {sought});
    for (InvariantVerdict const& verdict : verdicts(stage.checks)) {
        if (verdict.invariant != InvariantId::committed_in_log) continue;
        EXPECT_EQ(verdict.kind, VerdictKind::waived);
        EXPECT_NE(describe(verdict).find("an application chose"), std::string::npos);
    }
}

TEST(Rules, AHealthyWorldPutsGroupsAndProgressToTheTest) {
    Stage const stage;
    for (InvariantVerdict const& verdict : verdicts(stage.checks)) {
        for (InvariantId const id :
             {InvariantId::caught_up_unfencing, InvariantId::exclusive_ownership,
              InvariantId::coverage, InvariantId::revoke_before_assign,
              InvariantId::generation_fencing, InvariantId::balance, InvariantId::committed_in_log,
              InvariantId::read_before_committed, InvariantId::one_coordinator,
              InvariantId::batches_unchanged, InvariantId::laggard_leaves,
              InvariantId::cut_off_leader_resigns}) {
            if (verdict.invariant != id) continue;
            EXPECT_EQ(verdict.kind, VerdictKind::holds) << name_of(id);
            EXPECT_GT(verdict.looked, 0U);
        }
    }
}

}  // namespace
}  // namespace highwater::negative
