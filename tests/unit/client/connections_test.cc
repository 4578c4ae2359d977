#include "client/connections.h"

#include <gtest/gtest.h>

#include "client/metadata_cache.h"
#include "client/partitioner.h"
#include "client/record_size.h"
#include "tests/unit/client/stage.h"

namespace highwater {
namespace {

TEST(Backoff, DoublesUpToItsLimitWithAFifthOfJitter) {
    Backoff const policy{milliseconds(100), milliseconds(1'000)};
    struct Case {
        std::int32_t failures;
        std::int64_t low_ms;
        std::int64_t high_ms;
    };
    for (Case const c : {Case{0, 80, 120}, Case{1, 160, 240}, Case{2, 320, 480}, Case{3, 640, 960},
                         Case{4, 800, 1'000}, Case{1'000'000, 800, 1'000}}) {
        for (std::uint64_t nth = 0; nth < 100; ++nth) {
            Duration const wait = backoff(policy, c.failures, draw(1, Draw::test, 0, nth));
            EXPECT_GE(wait, milliseconds(c.low_ms)) << c.failures;
            EXPECT_LE(wait, milliseconds(c.high_ms)) << c.failures;
        }
    }
}

struct ConnectionsTest : testing::Test {
    Names names;
    Effects out;
    Connections connections;
    NodeId const peer{1};

    void at(Duration since_start) { out.begin(Time{} + since_start, 7, kSelf, names, true); }
    CorrelationId send() { return send_request(connections, peer, MetadataRequest{}, 0, out); }
    void answered(CorrelationId id) { take_answered(connections, {peer, kSelf, id, {}}); }
};

TEST_F(ConnectionsTest, CarriesOneRequestUntilItsFirstAnswer) {
    at({});
    EXPECT_TRUE(can_send(connections, peer, out.now()));
    CorrelationId const first = send();
    EXPECT_FALSE(can_send(connections, peer, out.now()));
    answered(first);
    send();
    EXPECT_TRUE(can_send(connections, peer, out.now()));
}

TEST_F(ConnectionsTest, IsLeftAloneForAWhileAfterAFailure) {
    at({});
    send();
    std::vector<PendingRequest> const lost = fail_connection(connections, peer, out);
    EXPECT_EQ(lost.size(), 1U);
    EXPECT_FALSE(can_send(connections, peer, out.now()));
    EXPECT_TRUE(can_send(connections, peer, blocked_until(connections, peer)));
    EXPECT_LE(blocked_until(connections, peer) - out.now(), milliseconds(60));
    EXPECT_GE(blocked_until(connections, peer) - out.now(), milliseconds(40));
}

TEST_F(ConnectionsTest, OneExpiredRequestTakesTheOthersOfItsConnectionWithIt) {
    at({});
    answered(send());
    send();
    at(seconds(10));
    send();
    at(seconds(30));
    std::vector<PendingRequest> const lost = expire_requests(connections, out);
    EXPECT_EQ(lost.size(), 2U);
    EXPECT_EQ(out.closed(), std::vector<NodeId>{peer});
    EXPECT_EQ(out.facts().size(), 1U);
    EXPECT_TRUE(connections.pending.waiting.empty());
}

TEST_F(ConnectionsTest, WorksBeforeTimeZero) {
    at(Duration{} - seconds(10));
    EXPECT_TRUE(can_send(connections, peer, out.now()));
    MetadataCache cache;
    cache.settings.bootstrap = {peer};
    request_update(cache, RefreshReason::first);
    poll_metadata(cache, connections, out);
    EXPECT_EQ(out.outgoing().size(), 1U);
}

TEST_F(ConnectionsTest, AnAnswerFromASlowBrokerDoesNotBringAnOldLeaderBack) {
    at({});
    MetadataCache cache;
    cache.settings.bootstrap = {peer};
    TopicPartition const partition{NameId{3}, 0};
    auto const tell = [&](std::int32_t leader, std::int32_t epoch) {
        PartitionMetadata described;
        described.leader = BrokerId{leader};
        described.leader_epoch = LeaderEpoch{epoch};
        TopicMetadata topic;
        topic.name = partition.topic;
        topic.topic_id = Uuid{1, 1};
        topic.partitions = {described};
        ClusterMetadata metadata{{broker_address(1), broker_address(2)}, kNoBroker, {topic}};
        learn(cache, CorrelationId{}, {make_payload(metadata)}, out);
    };
    tell(1, 4);
    tell(2, 5);
    tell(1, 4);
    EXPECT_EQ(find_partition(cache, partition)->leader, BrokerId{2});
    EXPECT_FALSE(learn_leader(cache, partition, BrokerId{1}, LeaderEpoch{5}, out));
    EXPECT_TRUE(learn_leader(cache, partition, BrokerId{1}, LeaderEpoch{6}, out));
}

TEST(RecordSize, VarintsGrowWithTheNumber) {
    struct Case {
        std::int64_t value;
        std::int32_t bytes;
    };
    for (Case const c :
         {Case{0, 1}, Case{-1, 1}, Case{63, 1}, Case{64, 2}, Case{-64, 1}, Case{-65, 2},
          Case{8'191, 2}, Case{8'192, 3}, Case{INT32_MAX, 5}, Case{INT64_MAX, 10}}) {
        EXPECT_EQ(varint_size(c.value), c.bytes) << c.value;
    }
}

TEST(Partitioner, RoundRobinWalksThePartitionsWithALeader) {
    Partitioner partitioner;
    std::vector<std::int32_t> const led{0, 2};
    EXPECT_EQ(next_round_robin(partitioner, led, 3), 0);
    EXPECT_EQ(next_round_robin(partitioner, led, 3), 2);
    EXPECT_EQ(next_round_robin(partitioner, led, 3), 0);
    EXPECT_EQ(next_round_robin(partitioner, {}, 3), 0);  // nobody leads: all of them
}

}  // namespace
}  // namespace highwater
