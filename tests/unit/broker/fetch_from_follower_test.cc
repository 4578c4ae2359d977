// KIP-392: whom a consumer reads from, and when a follower may serve it.
#include <gtest/gtest.h>

#include "broker/replica_selector.h"
#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

constexpr NameId kNear{1};
constexpr NameId kFar{2};

TEST(SelectReplica, TakesTheBestReplicaOfTheClientsRack) {
    struct Case {
        NameId rack;
        std::vector<ReadableReplica> replicas;  // the first one leads
        std::int32_t chosen;
    };
    Duration const now{};
    std::vector<Case> const cases{
        // No rack: the leader, as before the KIP.
        {kNoName, {{BrokerId{1}, kFar, {9}, now}, {BrokerId{2}, kNear, {9}, now}}, 1},
        {kNear, {{BrokerId{1}, kFar, {9}, now}, {BrokerId{2}, kNear, {9}, now}}, 2},
        // The leader is near enough itself.
        {kNear, {{BrokerId{1}, kNear, {9}, now}, {BrokerId{2}, kNear, {9}, now}}, 1},
        // Nobody is near.
        {kNear, {{BrokerId{1}, kFar, {9}, now}, {BrokerId{2}, kFar, {9}, now}}, 1},
        // Of two that are near, the one with more …
        {kNear,
         {{BrokerId{1}, kFar, {9}, now},
          {BrokerId{2}, kNear, {9}, now},
          {BrokerId{3}, kNear, {8}, now}},
         2},
        // … then the one that was caught up last.
        {kNear,
         {{BrokerId{1}, kFar, {9}, now},
          {BrokerId{2}, kNear, {9}, milliseconds(1)},
          {BrokerId{3}, kNear, {9}, milliseconds(2)}},
         2}};
    for (Case const& c : cases) {
        EXPECT_EQ(select_replica(c.rack, BrokerId{1}, c.replicas), BrokerId{c.chosen});
    }
}

// A consumer that was sent to a follower reads there what that follower knows to be committed, and
// no more.
TEST(FetchFromFollower, ServesUpToTheFollowersHighWatermark) {
    BrokerCluster cluster{2};
    cluster.create_topic({build::brokers({1, 2})});
    cluster.produce(1, build::batch(1, 1));
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.replica(2).high_watermark, Offset{1});
    CorrelationId const id = cluster.fetch(2, Offset{0});
    cluster.run_for(milliseconds(2));
    auto const* response = cluster.answer<FetchResponse>(id);
    ASSERT_NE(response, nullptr);
    ASSERT_EQ(response->partitions->size(), 1U);
    EXPECT_EQ(response->partitions->front().error, ErrorCode::none);
    EXPECT_EQ(response->partitions->front().high_watermark, Offset{1});
}

}  // namespace
}  // namespace highwater
