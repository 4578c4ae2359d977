// Old segments go from each replica by itself; which ones, tests/kafka compares with Kafka.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

struct Retaining : BrokerCluster {
    Retaining() : BrokerCluster(2) {
        create_topic({build::brokers({1, 2})});
        for (std::uint32_t nth = 1; nth <= 6; ++nth) produce(1, build::batch(1, nth));
        run_for(seconds(2));
    }
    void set(char const* name, char const* value) {
        commit({ConfigRecord{ConfigResourceType::topic, "orders", name, std::string{value}}});
    }
};

TEST(Retention, LooksHalfAMinuteAfterTheStartAndThenEveryFiveMinutes) {
    Retaining cluster;
    cluster.set("retention.ms", "1000");
    cluster.run_for(seconds(25));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{0});
    cluster.run_for(seconds(5));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{6});
    cluster.produce(1, build::batch(1, 7));
    cluster.run_for(seconds(290));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{6});
    cluster.run_for(seconds(15));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{7});
}

// Without records left there is still a segment to append to.
TEST(Retention, RollsWhenAllSegmentsAreTooOldAndGoesOn) {
    Retaining cluster;
    cluster.set("retention.bytes", "0");
    cluster.run_for(seconds(31));
    for (std::int32_t const id : {1, 2}) {
        Log const& log = cluster.replica(id).log;
        ASSERT_EQ(log.segments().size(), 1U);
        EXPECT_EQ(log.segments().front().base_offset, Offset{6});
        EXPECT_EQ(log.end_offset(), Offset{6});
        EXPECT_TRUE(log.batches().empty());
    }
    cluster.produce(1, build::batch(1, 7));
    cluster.run_for(seconds(1));
    EXPECT_EQ(cluster.replica(2).log.end_offset(), Offset{7});
    EXPECT_EQ(cluster.noted<SegmentsDeleted>().size(), 2U);
}

TEST(Retention, KeepsWhatIsYoungAndWhatIsCompacted) {
    Retaining cluster;
    cluster.run_for(seconds(31));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{0});
    cluster.set("retention.ms", "1");
    cluster.set("cleanup.policy", "compact");
    cluster.run_for(seconds(310));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{0});
    EXPECT_TRUE(cluster.noted<SegmentsDeleted>().empty());
}

}  // namespace
}  // namespace highwater
