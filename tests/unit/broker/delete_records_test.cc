// The log begins later: who follows, and when the answer comes.
#include <gtest/gtest.h>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

using build::batch;
using build::brokers;

struct Deleting : BrokerCluster {
    Deleting() : BrokerCluster(3) {
        create_topic({build::brokers({1, 2})});
        for (std::uint32_t nth = 1; nth <= 6; ++nth) produce(1, batch(1, nth));
        run_for(seconds(2));
    }
    CorrelationId ask_below(std::int64_t offset, std::int32_t broker = 1,
                            std::int32_t timeout_ms = 60'000, std::int32_t number = 0) {
        std::vector<DeleteRecordsPartition> wanted{{{topic, number}, Offset{offset}}};
        return ask(broker, DeleteRecordsRequest{timeout_ms, make_payload(std::move(wanted))});
    }
    DeleteRecordsResult const* result(CorrelationId id) const {
        auto const* response = answer<DeleteRecordsResponse>(id);
        return response != nullptr ? &response->partitions->front() : nullptr;
    }
};

TEST(DeleteRecords, IsAnsweredWhenTheFollowersLogBeginsThereToo) {
    Deleting cluster;
    CorrelationId const id = cluster.ask_below(4);
    cluster.run_for(milliseconds(2));
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{4});
    EXPECT_EQ(cluster.replica(2).log.start_offset(), Offset{0});
    EXPECT_EQ(cluster.result(id), nullptr);
    cluster.run_for(milliseconds(600));  // the follower's long poll ends, and it fetches again
    EXPECT_EQ(cluster.replica(2).log.start_offset(), Offset{4});
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->error, ErrorCode::none);
    EXPECT_EQ(cluster.result(id)->low_watermark, Offset{4});
    EXPECT_EQ(cluster.noted<RecordsDeleted>().size(), 2U);
}

TEST(DeleteRecords, MinusOneMeansAllThatIsCommitted) {
    Deleting cluster;
    CorrelationId const id = cluster.ask_below(-1);
    cluster.run_for(seconds(1));
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->low_watermark, Offset{6});
    EXPECT_EQ(cluster.replica(2).log.start_offset(), Offset{6});
    EXPECT_EQ(cluster.replica(1).log.end_offset(), Offset{6});
}

TEST(DeleteRecords, RefusesWhatKafkaRefuses) {
    Deleting cluster;
    CorrelationId const beyond = cluster.ask_below(7);
    CorrelationId const negative = cluster.ask_below(-2);
    CorrelationId const follower = cluster.ask_below(1, 2);
    CorrelationId const stranger = cluster.ask_below(1, 3);
    CorrelationId const unknown = cluster.ask_below(1, 1, 60'000, 5);
    cluster.run_for(milliseconds(2));
    EXPECT_EQ(cluster.result(beyond)->error, ErrorCode::offset_out_of_range);
    EXPECT_EQ(cluster.result(negative)->error, ErrorCode::offset_out_of_range);
    EXPECT_EQ(cluster.result(follower)->error, ErrorCode::not_leader_or_follower);
    EXPECT_EQ(cluster.result(stranger)->error, ErrorCode::not_leader_or_follower);
    EXPECT_EQ(cluster.result(unknown)->error, ErrorCode::unknown_topic_or_partition);
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{0});
}

// Its first fetch brings the whole batch, of which only the end is left (found by a swarm).
TEST(DeleteRecords, InTheMiddleOfABatchANewReplicaBeginsWithTheBatch) {
    BrokerCluster cluster{3};
    cluster.create_topic({brokers({1, 2})});
    for (std::uint32_t nth : {1U, 4U}) cluster.produce(1, batch(3, nth));
    cluster.run_for(seconds(1));
    std::vector<DeleteRecordsPartition> wanted{{{cluster.topic, 0}, Offset{4}}};
    cluster.ask(1, DeleteRecordsRequest{60'000, make_payload(std::move(wanted))});
    cluster.run_for(seconds(1));
    PartitionChangeRecord change;
    change.topic_id = Uuid{77, 1};
    change.replicas = brokers({1, 2, 3});
    change.adding_replicas = brokers({3});
    cluster.commit({change});
    cluster.run_for(seconds(3));
    Log const& log = cluster.replica(3).log;
    ASSERT_EQ(log.batches().size(), 1);
    EXPECT_EQ(log.batches()[0]->base_offset, Offset{3});
    EXPECT_EQ(log.start_offset(), Offset{4});
    EXPECT_EQ(log.end_offset(), Offset{6});
}

// A follower cut there that still holds something cannot take the batch, and gives up: in Kafka an
// UnexpectedAppendOffsetException marks the partition as failed (found by a swarm).
TEST(DeleteRecords, InTheMiddleOfABatchAFollowerThatWasCutThereGivesUp) {
    BrokerCluster cluster{2};
    cluster.paused.insert(1);
    cluster.create_topic({brokers({2, 1})});
    for (std::uint32_t nth : {1U, 4U}) cluster.produce(2, batch(3, nth));
    cluster.run_for(milliseconds(10));
    cluster.paused = {2};
    cluster.elect(1, brokers({1}));
    cluster.run_for(milliseconds(10));
    cluster.produce(1, batch(6, 7));
    cluster.run_for(milliseconds(10));
    std::vector<DeleteRecordsPartition> wanted{{{cluster.topic, 0}, Offset{4}}};
    cluster.ask(1, DeleteRecordsRequest{60'000, make_payload(std::move(wanted))});
    cluster.run_for(milliseconds(10));
    ASSERT_EQ(cluster.replica(1).log.start_offset(), Offset{4});
    cluster.paused = {};
    cluster.elect(1, brokers({1}));  // now broker 2 hears of it
    cluster.run_for(seconds(3));
    auto const failed = cluster.noted<ReplicaFetchFailed>();
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed.front().base_offset, Offset{0});
    EXPECT_EQ(failed.front().log_end_offset, Offset{4});
    EXPECT_EQ(cluster.replica(2).log.end_offset(), Offset{4});
    // Only another epoch makes it try again.
    cluster.elect(1, brokers({1}));
    cluster.run_for(seconds(3));
    EXPECT_EQ(cluster.noted<ReplicaFetchFailed>().size(), 2U);
}

TEST(DeleteRecords, OfACompactedTopicIsAgainstThePolicy) {
    Deleting cluster;
    cluster.commit({ConfigRecord{ConfigResourceType::topic, "orders", "cleanup.policy",
                                 std::string{"compact"}}});
    CorrelationId const id = cluster.ask_below(1);
    cluster.run_for(milliseconds(2));
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->error, ErrorCode::policy_violation);
}

TEST(DeleteRecords, ASilentFollowerLetsItTimeOut) {
    Deleting cluster;
    cluster.paused.insert(2);
    CorrelationId const id = cluster.ask_below(4, 1, 3'000);
    cluster.run_for(milliseconds(2'900));
    EXPECT_EQ(cluster.result(id), nullptr);
    cluster.run_for(milliseconds(200));
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->error, ErrorCode::request_timed_out);
    EXPECT_EQ(cluster.replica(1).log.start_offset(), Offset{4});  // what is gone is gone
}

// Nothing wakes the request when leadership goes elsewhere
// (ReplicaManager.completeDelayedOperationsWhenNotPartitionLeader).
TEST(DeleteRecords, ALeaderThatIsReplacedLetsItTimeOut) {
    Deleting cluster;
    cluster.paused.insert(2);
    CorrelationId const id = cluster.ask_below(4, 1, 3'000);
    cluster.run_for(milliseconds(5));
    cluster.elect(2, brokers({1, 2}));
    cluster.run_for(milliseconds(2'900));
    EXPECT_EQ(cluster.result(id), nullptr);
    cluster.run_for(milliseconds(200));
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->error, ErrorCode::request_timed_out);
}

// A fenced one is not waited for; that is noticed when the high watermark moves.
TEST(DeleteRecords, IsAnsweredWhenRecordsAreCommittedWithoutTheDeadFollower) {
    Deleting cluster;
    cluster.kill(2);
    CorrelationId const id = cluster.ask_below(4);
    cluster.run_for(milliseconds(5));
    BrokerEpoch const epoch = find_broker(cluster.image, BrokerId{2})->epoch;
    cluster.commit({BrokerRegistrationChangeRecord{BrokerId{2}, epoch, 1, 0}});
    cluster.elect(1, brokers({1}));
    EXPECT_EQ(cluster.result(id), nullptr);
    cluster.produce(1, batch(1, 7));
    cluster.run_for(milliseconds(5));
    ASSERT_NE(cluster.result(id), nullptr);
    EXPECT_EQ(cluster.result(id)->error, ErrorCode::none);
    EXPECT_EQ(cluster.result(id)->low_watermark, Offset{4});
}

}  // namespace
}  // namespace highwater
