// A reassignment's copying is held to a rate; replicas that are in sync are not.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

using build::batch;
using build::brokers;

constexpr std::int64_t kRate = 500;  // bytes a second

// broker-1 holds some records alone; then broker-2 shall have them too.
struct Moving : BrokerCluster {
    explicit Moving(char const* side, bool with_throttle = true) : BrokerCluster(2, small_reads()) {
        create_topic({build::brokers({1})});
        for (std::uint32_t nth = 1; nth <= 200; ++nth) produce(1, batch(1, nth));
        run_for(seconds(1));
        if (with_throttle) throttle(side);
        PartitionChangeRecord change;
        change.topic_id = Uuid{77, 1};
        change.replicas = build::brokers({1, 2});
        change.adding_replicas = build::brokers({2});
        commit({change});
    }
    // So that a single answer does not carry everything.
    static ServerConfig small_reads() {
        ServerConfig config;
        config.replica_fetch_max_bytes = 500;
        config.replica_fetch_response_max_bytes = 500;
        return config;
    }
    void throttle(std::string const& side) {
        commit({ConfigRecord{ConfigResourceType::topic, "orders",
                             side + ".replication.throttled.replicas", std::string{"*"}},
                ConfigRecord{ConfigResourceType::broker, side == "leader" ? "1" : "2",
                             side + ".replication.throttled.rate", std::to_string(kRate)}});
    }
    std::int64_t behind() { return replica(1).log_end_offset() - replica(2).log_end_offset(); }
};

TEST(Throttle, WithoutOneACopyIsThereAtOnce) {
    Moving cluster("leader", false);
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.behind(), 0);
    EXPECT_TRUE(cluster.noted<ReplicationThrottled>().empty());
}

TEST(Throttle, HoldsANewReplicaToTheRateOnEitherSide) {
    for (char const* const side : {"leader", "follower"}) {
        Moving cluster(side);
        std::int64_t const all = cluster.replica(1).log.size_in_bytes();
        cluster.run_for(seconds(10));
        EXPECT_GT(cluster.behind(), 0) << side;
        std::int64_t const copied = cluster.replica(2).log.size_in_bytes();
        EXPECT_GE(copied, 8 * kRate) << side;
        EXPECT_LE(copied, 13 * kRate) << side;
        EXPECT_EQ(cluster.replica(1).isr, brokers({1})) << side;
        EXPECT_EQ(cluster.noted<ReplicationThrottled>().front().by_leader,
                  std::string{side} == "leader");
        cluster.run_for(seconds(all / kRate + 5));
        EXPECT_EQ(cluster.behind(), 0) << side;
    }
}

TEST(Throttle, DoesNotHoldBackWhoIsInSync) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.commit({ConfigRecord{ConfigResourceType::topic, "orders",
                                 "leader.replication.throttled.replicas", std::string{"*"}},
                    ConfigRecord{ConfigResourceType::topic, "orders",
                                 "follower.replication.throttled.replicas", std::string{"*"}},
                    ConfigRecord{ConfigResourceType::broker, "",
                                 "leader.replication.throttled.rate", std::string{"1"}},
                    ConfigRecord{ConfigResourceType::broker, "",
                                 "follower.replication.throttled.rate", std::string{"1"}}});
    for (std::uint32_t nth = 1; nth <= 20; ++nth) {
        CorrelationId const id = cluster.produce(1, batch(1, nth));
        cluster.run_for(milliseconds(100));
        ASSERT_NE(cluster.produced(id), nullptr) << nth;
    }
    EXPECT_EQ(cluster.replica(2).log_end_offset(), Offset{20});
}

TEST(Throttle, EndsWhenItsConfigsAreCleared) {
    Moving cluster("leader");
    cluster.run_for(seconds(5));
    EXPECT_GT(cluster.behind(), 0);
    cluster.commit({ConfigRecord{ConfigResourceType::topic, "orders",
                                 "leader.replication.throttled.replicas", std::nullopt}});
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.behind(), 0);
}

TEST(Reassignment, AReplicaThatIsNoneAnyMoreIsDeleted) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2})});
    cluster.produce(1, batch(1));
    cluster.run_for(seconds(1));
    PartitionChangeRecord change;
    change.topic_id = Uuid{77, 1};
    change.replicas = brokers({3, 2});
    change.isr = brokers({2});
    change.leader = BrokerId{2};
    cluster.commit({change});
    cluster.run_for(seconds(2));
    EXPECT_EQ(find_partition(cluster.broker(1), {cluster.topic, 0}), nullptr);
    EXPECT_EQ(cluster.replica(3).log_end_offset(), Offset{1});
    ASSERT_EQ(cluster.noted<ReplicaDeleted>().size(), 1U);
    EXPECT_EQ(cluster.noted<ReplicaDeleted>().front().log_end_offset, Offset{1});
}

}  // namespace
}  // namespace highwater
