// A machine that loses power, and one whose clock is wrong.
#include <gtest/gtest.h>

#include "tests/unit/engine/running.h"

namespace highwater {
namespace {

Offset end_on(Running const& running, std::int32_t node, std::int32_t partition) {
    TopicPartition const id{running.world.names.find("orders"), partition};
    return find_partition(**running.process(node).broker, id)->log_end_offset();
}

TEST(Unplugged, LosesWhatWasNotFlushedAndGetsItBackFromTheOthers) {
    Running running{worlds::failover(4)};
    running.until(seconds(5));
    Offset const before = end_on(running, 0, 0);
    ASSERT_GT(before, Offset{0});
    ASSERT_TRUE(running.now(UnplugNode{worlds::node(0)}, "unplug broker-1"));
    EXPECT_FALSE(running.process(0).is_alive);
    EXPECT_EQ(end_on(running, 0, 0), Offset{0});
    EXPECT_EQ((*running.process(0).raft)->log.end(), Offset{0}) << "an observer flushes nothing";
    bool is_told = false;
    for (LogTruncated const& fact : running.all<LogTruncated>()) {
        is_told |= fact.why == TruncateReason::power_loss && fact.from == before;
    }
    EXPECT_TRUE(is_told);
    ASSERT_TRUE(running.now(StartNode{worlds::node(0)}));
    running.until(seconds(39));
    EXPECT_GE(end_on(running, 0, 0), before);
    EXPECT_EQ(running.registration(0).isr.size(), 3U);
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

TEST(Unplugged, KeepsWhatACleanStopOrARolledSegmentHasFlushed) {
    Running running{worlds::failover(4)};
    running.until(seconds(3));
    ASSERT_TRUE(running.now(ShutdownNode{worlds::node(0)}));
    running.until(seconds(9));
    ASSERT_FALSE(running.process(0).is_alive);
    Offset const flushed = end_on(running, 0, 0);
    ASSERT_TRUE(running.now(StartNode{worlds::node(0)}));
    running.until(seconds(20));
    ASSERT_GT(end_on(running, 0, 0), flushed);
    ASSERT_TRUE(running.now(UnplugNode{worlds::node(0)}));
    EXPECT_EQ(end_on(running, 0, 0), flushed);
}

TEST(Unplugged, AVotersMetadataLogIsFlushed) {
    Running running{worlds::failover(4)};
    running.until(seconds(3));
    Offset const end = (*running.process(3).raft)->log.end();
    ASSERT_TRUE(running.now(UnplugNode{worlds::node(3)}));
    EXPECT_EQ((*running.process(3).raft)->log.end(), end);
    EXPECT_FALSE(running.now(UnplugNode{worlds::node(3)}));
}

TEST(SkewedClock, GivesOtherTimestampsWhereTheLogAppendTimeCounts) {
    WorldSpec spec = worlds::cluster(5);
    spec.clusters[0].topics[0].configs.emplace_back("message.timestamp.type", "LogAppendTime");
    World world = build_world(spec);
    worlds::at(world, {}, AddProducer{worlds::producer(world.names, "checkout", 20)}, "producer");
    Running running{std::move(world)};
    running.until(seconds(2));
    for (std::int32_t broker = 0; broker < 3; ++broker) {
        ASSERT_TRUE(running.now(SkewClock{worlds::node(broker), seconds(300)}));
    }
    EXPECT_EQ(running.last_sentence(),
              "The clock of broker-3 is now 300 s ahead. Undo: `skew broker-3 by 0s`.");
    EXPECT_FALSE(running.now(SkewClock{worlds::node(0), seconds(300)}));
    running.until(seconds(3));
    TopicPartition const id{running.world.names.find("orders"), 0};
    Partition const& copy = *find_partition(**running.process(0).broker, id);
    std::int64_t const last = copy.log.batches().back()->max_timestamp_ms;
    EXPECT_GE(last, timestamp_ms(Time{} + seconds(302)));
    EXPECT_LE(last, timestamp_ms(Time{} + seconds(303)));
    EXPECT_EQ(running.count<BrokerFenced>(), 0);
    EXPECT_EQ(running.count<IsrShrinkProposed>(), 0);
}

TEST(SkewedClock, OfAProducerChangesItsCreateTime) {
    Running running{worlds::failover(5)};
    running.until(seconds(2));
    NodeId const producer = find_node(running.world, "checkout");
    ASSERT_TRUE(running.now(SkewClock{worlds::node(producer.value), Duration{-60'000'000}}));
    EXPECT_EQ(running.last_sentence(),
              "The clock of checkout is now 60 s behind. Undo: `skew checkout by 0s`.");
    running.until(seconds(4));
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        TopicPartition const id{running.world.names.find("orders"), partition};
        Partition const& copy = *find_partition(**running.process(0).broker, id);
        EXPECT_LE(copy.log.batches().back()->max_timestamp_ms, timestamp_ms(Time{} - seconds(56)));
    }
    EXPECT_TRUE(running.now(SkewClock{worlds::node(producer.value), {}}));
    EXPECT_FALSE(running.now(SkewClock{worlds::node(producer.value), {}}));
}

TEST(SkewedClock, OfAProducerMoreThanAnHourAheadIsRefused) {
    Running running{worlds::failover(5)};
    running.until(seconds(2));
    NodeId const producer = find_node(running.world, "checkout");
    ASSERT_TRUE(running.now(SkewClock{worlds::node(producer.value), seconds(3'500)}));
    running.until(seconds(3));
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
    ASSERT_TRUE(running.now(SkewClock{worlds::node(producer.value), seconds(3'700)}));
    running.until(seconds(4));
    auto const failed = running.all<RecordsFailed>();
    ASSERT_FALSE(failed.empty());
    EXPECT_EQ(failed[0].error, ErrorCode::invalid_timestamp);
}

}  // namespace
}  // namespace highwater
