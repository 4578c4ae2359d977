// Fetch sessions, long polls and what consumers see.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

using build::batch;
using build::brokers;

std::vector<std::vector<BrokerId>> led_by_1(int partitions) {
    return std::vector<std::vector<BrokerId>>(static_cast<std::size_t>(partitions),
                                              brokers({1, 2}));
}

TEST(FetchSessions, OneSessionCarriesAllPartitionsOfABrokerPair) {
    BrokerCluster cluster(2);
    cluster.create_topic(led_by_1(50));
    int sessions = 0;
    for (FetchSession const& session : cluster.broker(1).sessions) sessions += session.id != 0;
    EXPECT_EQ(sessions, 1);
    EXPECT_EQ(cluster.broker(1).sessions[0].members, 50);
}

TEST(FetchSessions, IdlePartitionsNeitherTravelNorWait) {
    BrokerCluster cluster(2);
    cluster.create_topic(led_by_1(50));
    cluster.run_for(seconds(5));
    EXPECT_TRUE(cluster.broker(1).sessions[0].ready.empty());
    cluster.travelled.clear();
    cluster.run_for(seconds(5));
    int fetches = 0;
    for (Envelope const& sent : cluster.travelled) {
        if (auto const* request = std::get_if<FetchRequest>(&sent.message)) {
            ++fetches;
            EXPECT_EQ(request->partitions, nullptr);
        }
    }
    EXPECT_GE(fetches, 9);  // one for each replica.fetch.wait.max.ms
    EXPECT_LE(fetches, 11);
}

TEST(FetchSessions, OnlyThePartitionWithNewsTravels) {
    BrokerCluster cluster(2);
    cluster.create_topic(led_by_1(50));
    cluster.run_for(seconds(2));
    cluster.travelled.clear();
    cluster.produce(1, batch(1), -1, 17);
    cluster.run_for(milliseconds(4));
    for (Envelope const& sent : cluster.travelled) {
        if (auto const* response = std::get_if<FetchResponse>(&sent.message)) {
            ASSERT_NE(response->partitions, nullptr);
            ASSERT_EQ(response->partitions->size(), 1U);
            EXPECT_EQ(response->partitions->front().partition.partition, 17);
        }
    }
    EXPECT_EQ(cluster.replica(1, 17).high_watermark, Offset{1});
}

TEST(FetchSessions, AWrongEpochStartsANewSession) {
    BrokerCluster cluster(2);
    cluster.create_topic(led_by_1(3));
    cluster.run_for(seconds(1));
    cluster.broker(1).sessions[0].next_epoch += 5;
    cluster.produce(1, batch(1));
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.replica(2).log_end_offset(), Offset{1});
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{1});
}

TEST(LongPoll, AConsumersFetchEndsWhenTheHighWatermarkPassesItsPosition) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    CorrelationId const fetch = cluster.fetch(1, Offset{0}, 10'000);
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.answer<FetchResponse>(fetch), nullptr);
    cluster.paused.insert(2);
    cluster.produce(1, batch(1));
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.answer<FetchResponse>(fetch), nullptr);  // written, but not committed
    cluster.elect(1, brokers({1}));
    cluster.run_for(milliseconds(2));
    auto const* answer = cluster.answer<FetchResponse>(fetch);
    ASSERT_NE(answer, nullptr);
    ASSERT_NE(answer->partitions, nullptr);
    ASSERT_EQ(answer->partitions->front().batches.size(), 1U);
    EXPECT_EQ(answer->partitions->front().high_watermark, Offset{1});
}

TEST(LongPoll, AnEmptyFetchIsAnsweredAtItsDeadline) {
    BrokerCluster cluster(1);
    cluster.create_topic({brokers({1})});
    CorrelationId const fetch = cluster.fetch(1, Offset{0}, 300);
    cluster.run_for(milliseconds(300));
    EXPECT_EQ(cluster.answer<FetchResponse>(fetch), nullptr);
    cluster.run_for(milliseconds(3));
    ASSERT_NE(cluster.answer<FetchResponse>(fetch), nullptr);
}

TEST(LongPoll, AFetchBeyondTheLogIsRefusedAtOnce) {
    BrokerCluster cluster(1);
    cluster.create_topic({brokers({1})});
    CorrelationId const fetch = cluster.fetch(1, Offset{5}, 10'000);
    cluster.run_for(milliseconds(3));
    auto const* answer = cluster.answer<FetchResponse>(fetch);
    ASSERT_NE(answer, nullptr);
    EXPECT_EQ(answer->partitions->front().error, ErrorCode::offset_out_of_range);
}

TEST(Idempotence, ARepeatedBatchGetsItsOldOffset) {
    BrokerCluster cluster(1);
    cluster.create_topic({brokers({1})});
    for (std::int32_t i = 0; i < 4; ++i) {
        cluster.produce(1, build::batch_of(ProducerId{9}, 0, 2 * i, 2));
    }
    CorrelationId const again = cluster.produce(1, build::batch_of(ProducerId{9}, 0, 2, 2));
    CorrelationId const gap = cluster.produce(1, build::batch_of(ProducerId{9}, 0, 20, 2));
    cluster.run_for(milliseconds(5));
    ASSERT_NE(cluster.produced(again), nullptr);
    EXPECT_EQ(cluster.produced(again)->error, ErrorCode::none);
    EXPECT_EQ(cluster.produced(again)->base_offset, Offset{2});
    EXPECT_EQ(cluster.produced(gap)->error, ErrorCode::out_of_order_sequence_number);
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{8});
    EXPECT_EQ(cluster.noted<DuplicateBatch>().size(), 1U);
}

}  // namespace
}  // namespace highwater
