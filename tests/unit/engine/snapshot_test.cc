// Snapshots of the metadata log in a whole cluster: written by every server, loaded by who needs
// one.
#include <gtest/gtest.h>

#include "engine/step.h"
#include "tests/worlds.h"
#include "world/lookup.h"

namespace highwater {
namespace {

Raft const& raft_of(World const& world, std::int32_t node) {
    return **node_of(world, NodeId{node}).raft;
}

World cluster_with_snapshots(worlds::Shape const& shape) {
    WorldSpec spec = worlds::cluster(1, shape);
    for (NodeSpec& node : spec.nodes) {
        node.config.quorum.metadata_log_max_snapshot_interval_ms = 10'000;
        node.config.quorum.metadata_max_retention_ms = 20'000;
    }
    return build_world(spec);
}

void expect_same_image(World const& world) {
    MetadataImage const* active = current_image(world);
    for (Process const& process : world.nodes) {
        if (process.broker) {
            EXPECT_TRUE(*(*process.broker)->image == *active) << process.id.value;
        }
        if (process.controller) {
            EXPECT_TRUE((*process.controller)->image == *active) << process.id.value;
        }
    }
}

void play(worlds::Shape const& shape) {
    World world = cluster_with_snapshots(shape);
    std::int32_t const last = shape.controllers == 0 ? 1 : 3;  // broker-2, or controller-3001
    worlds::at(world, seconds(70), KillNode{worlds::node(last)}, "kill");
    worlds::at(world, seconds(71), WipeNode{worlds::node(last)}, "wipe");
    worlds::at(world, seconds(85), StartNode{worlds::node(last)}, "start");
    worlds::at(world, seconds(90), KillNode{worlds::node(2)}, "kill");
    worlds::at(world, seconds(100), StartNode{worlds::node(2)}, "start");
    Checks checks;
    Runner runner;
    runner.checks = &checks;
    run_until(world, Time{} + seconds(60), runner);
    for (Process const& process : world.nodes) {
        if (!process.raft) continue;
        MetadataLog const& log = (*process.raft)->log;
        ASSERT_NE(log.latest_snapshot(), nullptr) << process.id.value;
        EXPECT_GT(log.start(), Offset{}) << process.id.value;  // the beginning is gone
        EXPECT_LE(log.snapshots().size(), 4U) << process.id.value;
    }
    run_until(world, Time{} + seconds(120), runner);
    EXPECT_GT(raft_of(world, last).log.start(), Offset{});
    // Between two no-op records all have replayed the same.
    run_until(world, Time{} + seconds(120) + milliseconds(200), runner);
    EXPECT_EQ(high_watermark(raft_of(world, last)), high_watermark(raft_of(world, 0)));
    expect_same_image(world);
    // Who began with a snapshot agrees with those who have it all.
    for (Violation const& violation : checks.violations()) {
        ADD_FAILURE() << describe(violation, describer_of(world));
    }
}

TEST(MetadataSnapshots, EveryServerMakesThemAndAWipedControllerLoadsOne) {
    play({3, 3, 3, 3, 10'000});
}

TEST(MetadataSnapshots, ACombinedNodeThatWasWipedLoadsOneForBothItsRoles) {
    play({3, 0, 3, 3, 10'000});
}

}  // namespace
}  // namespace highwater
