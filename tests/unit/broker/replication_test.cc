// What followers do to a leader, and a leader to its clients.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

using build::batch;
using build::brokers;

ServerConfig quick_lag() {
    ServerConfig config;
    config.replica_lag_time_max_ms = 4'000;
    return config;
}

TEST(Replication, EveryFollowerHoldsTheSameBatches) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    for (int i = 0; i < 5; ++i) cluster.produce(1, batch(3, static_cast<std::uint32_t>(3 * i + 1)));
    cluster.run_for(seconds(2));
    for (std::int32_t const id : {1, 2, 3}) {
        EXPECT_EQ(cluster.replica(id).log_end_offset(), Offset{15});
        EXPECT_EQ(cluster.replica(id).log.batches().size(), 5);
        EXPECT_EQ(cluster.replica(id).log.epochs().entries.size(), 1U);
    }
    EXPECT_EQ(cluster.replica(2).log.batches()[4], cluster.replica(1).log.batches()[4]);
}

TEST(Replication, AcksAllWaitsForTheSecondFetchOfEachFollower) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    CorrelationId const id = cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(2));  // one to the leader, one to the followers
    EXPECT_EQ(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.replica(2).log_end_offset(), Offset{1});
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{0});
    cluster.run_for(milliseconds(1));  // their next fetch is the acknowledgement
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{1});
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{0});
    cluster.run_for(milliseconds(1));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::none);
    EXPECT_EQ(cluster.produced(id)->base_offset, Offset{0});
}

TEST(Replication, AFollowerLearnsTheHighWatermarkWithItsNextAnswer) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(300));
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{1});
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{0});  // alone it ends no wait
    cluster.run_for(milliseconds(600));
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{1});
}

TEST(Replication, AcksOneIsAnsweredAtOnce) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.paused.insert(2);
    CorrelationId const id = cluster.produce(1, batch(1), 1);
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->base_offset, Offset{0});
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{0});
}

TEST(Replication, TooFewInSyncReplicasRefuseAcksAllBeforeWriting) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.set_min_isr(2);
    cluster.elect(1, brokers({1}));
    CorrelationId const all = cluster.produce(1, batch(1), -1);
    CorrelationId const one = cluster.produce(1, batch(1), 1);
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.produced(all), nullptr);
    EXPECT_EQ(cluster.produced(all)->error, ErrorCode::not_enough_replicas);
    ASSERT_NE(cluster.produced(one), nullptr);
    EXPECT_EQ(cluster.produced(one)->error, ErrorCode::none);
    EXPECT_EQ(cluster.produced(one)->base_offset, Offset{0});
}

TEST(Replication, AnotherBrokerNamesTheLeader) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    CorrelationId const id = cluster.produce(2, batch(1));
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::not_leader_or_follower);
    EXPECT_EQ(cluster.produced(id)->current_leader, BrokerId{1});
}

TEST(Replication, AProduceThatIsNeverCommittedTimesOutAndStaysInTheLog) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.paused.insert(2);
    CorrelationId const id = cluster.produce(1, batch(1), -1, 0, 1'000);
    cluster.run_for(milliseconds(1'100));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::request_timed_out);
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{1});
    EXPECT_TRUE(cluster.replica(1).waiting.empty());
}

TEST(Replication, ASilentFollowerLeavesTheIsrAfterTheLagLimit) {
    BrokerCluster cluster(3, quick_lag());
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.produce(1, batch(1));
    cluster.run_for(seconds(1));
    cluster.paused.insert(3);
    cluster.run_for(seconds(20));
    EXPECT_EQ(cluster.replica(1).isr, brokers({1, 2, 3}));  // at the leader's end: still in sync
    CorrelationId const id = cluster.produce(1, batch(1, 2));
    cluster.run_for(milliseconds(100));
    EXPECT_EQ(cluster.produced(id), nullptr);
    cluster.run_for(seconds(7));
    EXPECT_EQ(cluster.replica(1).isr, brokers({1, 2}));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::none);
}

TEST(Replication, AFollowerThatReturnsCatchesUpAndJoinsTheIsr) {
    BrokerCluster cluster(3, quick_lag());
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.kill(3);
    cluster.elect(1, brokers({1, 2}));
    for (int i = 0; i < 10; ++i) cluster.produce(1, batch(1, static_cast<std::uint32_t>(i + 1)));
    cluster.run_for(seconds(1));
    cluster.boot(3);
    cluster.run_for(seconds(3));
    EXPECT_EQ(cluster.replica(3).log_end_offset(), Offset{10});
    EXPECT_EQ(cluster.replica(1).isr, brokers({1, 2, 3}));
    EXPECT_EQ(cluster.noted<IsrExpandProposed>().size(), 1U);
}

TEST(Replication, TheTailOfADeposedLeaderIsCut) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.produce(1, batch(1));
    cluster.run_for(seconds(1));
    // The old leader is alone, unaware, and writes on.
    cluster.deaf_to_metadata.insert(1);
    cluster.paused.insert(2);
    cluster.paused.insert(3);
    cluster.produce(1, batch(1, 2), 1);
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{2});
    cluster.paused.clear();
    cluster.elect(2, brokers({2, 3}));
    cluster.produce(2, batch(1, 3), 1);
    cluster.run_for(milliseconds(10));
    cluster.deaf_to_metadata.clear();
    cluster.tell(1);
    cluster.run_for(seconds(40));
    EXPECT_EQ(cluster.noted<LogTruncated>().size(), 1U);
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{2});
    EXPECT_EQ(cluster.replica(1).log.batches()[1]->records->nth.front(), 3U);
    EXPECT_EQ(cluster.replica(2).isr, brokers({1, 2, 3}));
}

TEST(Replication, ALostLeadershipFailsTheProducesThatWait) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.paused.insert(2);
    CorrelationId const id = cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.produced(id), nullptr);
    cluster.elect(2, brokers({2}));
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::not_leader_or_follower);
}

TEST(Replication, AProduceThatWaitsWhenItsTopicIsDeletedFindsNoTopic) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.paused.insert(2);
    CorrelationId const id = cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(10));
    cluster.commit({RemoveTopicRecord{Uuid{77, 1}}});
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.produced(id), nullptr);
    EXPECT_EQ(cluster.produced(id)->error, ErrorCode::unknown_topic_or_partition);
}

// What it surely has it tells of, also while its high watermark may lag behind the true one.
TEST(Replication, ANewLeaderFindsRecordsByTimeBelowItsHighWatermarkOnly) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.produce(1, batch(2));
    cluster.run_for(seconds(2));  // everybody knows that these are committed
    std::int64_t const later = timestamp_ms(cluster.now);
    cluster.produce(1, batch(1, 3));
    cluster.run_for(milliseconds(4));  // and of this one only the leader does
    cluster.paused.insert(3);
    cluster.kill(1);
    cluster.elect(2, brokers({2, 3}));
    auto const ask = [&](std::int64_t timestamp) {
        ListOffsetsRequest request;
        ListOffsetsPartition wanted;
        wanted.partition = {cluster.topic, 0};
        wanted.timestamp_ms = timestamp;
        request.partitions = make_payload(std::vector<ListOffsetsPartition>{wanted});
        CorrelationId const id = cluster.ask(2, request);
        cluster.run_for(milliseconds(4));
        return cluster.answer<ListOffsetsResponse>(id)->partitions->front();
    };
    EXPECT_EQ(ask(kLatestTimestamp).error, ErrorCode::offset_not_available);
    EXPECT_EQ(ask(later).error, ErrorCode::offset_not_available);
    ListedOffset const early = ask(later - 5'000);
    EXPECT_EQ(early.error, ErrorCode::none);
    EXPECT_EQ(early.offset, Offset{0});
}

TEST(Replication, ANewLeaderWaitsForTheFirstFetchOfEveryMember) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3})});
    cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(20));  // too early for the followers to know it is committed
    cluster.kill(1);
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{0});
    cluster.elect(2, brokers({2, 3}));
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{0});
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{1});
}

}  // namespace
}  // namespace highwater
