// When a broker compacts its logs; what is taken out of them, tests/unit/storage looks at.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

RecordBatch keyed(std::string const& key) {
    RecordBatch made = build::batch(1);
    Records records = *made.records;
    records.contents = {{key, "value", {}}};
    made.records = std::make_shared<Records const>(std::move(records));
    made.size_in_bytes = encoded_size(made);
    return made;
}

struct CompactedCluster : BrokerCluster {
    explicit CompactedCluster(std::int32_t count = 2, ServerConfig const& config = {})
        : BrokerCluster(count, config) {
        create_topic({count == 1 ? build::brokers({1}) : build::brokers({1, 2})});
        set("cleanup.policy", "compact");
        set("segment.ms", "1000");
    }
    void set(char const* name, char const* value) {
        commit({ConfigRecord{ConfigResourceType::topic, "orders", name, std::string{value}}});
    }
    void put(char const* key) {
        produce(1, keyed(key));
        run_for(milliseconds(10));
    }
    std::int64_t batches(std::int32_t id) { return replica(id).log.batches().size(); }
};

TEST(Compaction, EachReplicaIsCleanedEveryFifteenSecondsButNeverItsActiveSegment) {
    CompactedCluster cluster;
    for (char const* key : {"a", "b", "a", "a"}) cluster.put(key);
    cluster.run_for(seconds(16));
    EXPECT_TRUE(cluster.noted<LogCleaned>().empty());
    cluster.put("b");  // more than a second younger: a new segment
    cluster.run_for(seconds(15));
    for (std::int32_t const id : {1, 2}) {
        Log const& log = cluster.replica(id).log;
        EXPECT_EQ(log.cleaner_checkpoint(), Offset{4}) << id;
        EXPECT_EQ(log.batches().size(), 3) << id;
        EXPECT_EQ(log.end_offset(), Offset{5}) << id;
    }
    auto const cleaned = cluster.noted<LogCleaned>();
    ASSERT_EQ(cleaned.size(), 2U);
    EXPECT_EQ(cleaned.front().superseded, 2);
    EXPECT_EQ(cleaned.front().kept, 2);
    EXPECT_EQ(cleaned.front().dirty_percent, 100);
}

// A follower that comes late copies what is left, with the holes.
TEST(Compaction, AFollowerCopiesOverHoles) {
    CompactedCluster cluster;
    cluster.kill(2);
    cluster.elect(1, build::brokers({1}));
    for (int i = 0; i < 5; ++i) cluster.put("a");
    cluster.run_for(seconds(2));
    cluster.put("z");
    cluster.run_for(seconds(15));
    ASSERT_EQ(cluster.batches(1), 2);
    cluster.boot(2);
    cluster.run_for(seconds(5));
    EXPECT_EQ(cluster.batches(2), 2);
    EXPECT_EQ(cluster.replica(2).log.end_offset(), Offset{6});
    EXPECT_EQ(cluster.replica(2).log.batches()[0]->base_offset, Offset{4});
}

TEST(Compaction, LogCleanerEnableSwitchesItOff) {
    ServerConfig config;
    config.retention.cleaner.enable = false;
    CompactedCluster cluster(1, config);
    cluster.put("a");
    cluster.put("a");
    cluster.run_for(seconds(2));
    cluster.put("a");
    cluster.run_for(seconds(60));
    EXPECT_EQ(cluster.batches(1), 3);
}

// compact,delete: what is too old goes as well, and in the cleaner's rhythm.
TEST(Compaction, BothPoliciesTogetherAlsoDelete) {
    CompactedCluster cluster(1);
    cluster.set("cleanup.policy", "compact,delete");
    cluster.set("retention.ms", "20000");
    cluster.put("a");
    cluster.run_for(seconds(2));
    cluster.put("b");
    cluster.run_for(seconds(40));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{2});
    EXPECT_GE(cluster.noted<SegmentsDeleted>().size(), 1U);
}

}  // namespace
}  // namespace highwater
