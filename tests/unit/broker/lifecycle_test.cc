// What a broker's process keeps, forgets and tells when it ends and begins again.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/broker/cluster.h"

namespace highwater {
namespace {

using build::batch;
using build::brokers;

BrokerRegistrationRequest const* last_registration(BrokerCluster const& cluster, std::int32_t id) {
    BrokerRegistrationRequest const* last = nullptr;
    for (Envelope const& sent : cluster.travelled) {
        auto const* request = std::get_if<BrokerRegistrationRequest>(&sent.message);
        if (request != nullptr && request->broker_id.value == id) last = request;
    }
    return last;
}

TEST(Lifecycle, ABrokerIsUnfencedOnceItHasReplayedItsRegistration) {
    BrokerCluster cluster(3);
    for (std::int32_t const id : {1, 2, 3}) {
        EXPECT_FALSE(find_broker(cluster.image, BrokerId{id})->fenced);
    }
    cluster.run_for(seconds(3));
    EXPECT_EQ(cluster.broker(1).lifecycle.state, BrokerState::running);
}

TEST(Lifecycle, ABrokerThatDoesNotHearItsRegistrationStaysFenced) {
    BrokerCluster cluster(2);
    cluster.deaf_to_metadata.insert(2);
    cluster.kill(2);
    cluster.boot(2);
    cluster.run_for(seconds(5));
    EXPECT_TRUE(find_broker(cluster.image, BrokerId{2})->fenced);
    EXPECT_EQ(cluster.broker(2).lifecycle.state, BrokerState::starting);
}

TEST(Lifecycle, OnlyACleanEndLeavesItsEpochToTheNextLife) {
    BrokerCluster cluster(2);
    BrokerEpoch const first = cluster.broker(2).lifecycle.epoch;
    cluster.kill(2);
    cluster.boot(2);
    cluster.run_for(seconds(1));
    EXPECT_EQ(last_registration(cluster, 2)->previous_broker_epoch, kNoBrokerEpoch);
    BrokerEpoch const second = cluster.broker(2).lifecycle.epoch;
    EXPECT_GT(second, first);
    cluster.shut_down(2);
    cluster.run_for(seconds(1));
    EXPECT_TRUE(cluster.dead.contains(2));
    cluster.boot(2);
    cluster.run_for(seconds(1));
    EXPECT_EQ(last_registration(cluster, 2)->previous_broker_epoch, second);
}

TEST(Lifecycle, EachLifeHasAnotherIncarnation) {
    BrokerCluster cluster(1);
    Uuid const first = cluster.broker(1).lifecycle.incarnation_id;
    cluster.kill(1);
    cluster.boot(1);
    EXPECT_NE(cluster.broker(1).lifecycle.incarnation_id, first);
}

TEST(Lifecycle, AKillKeepsTheLogAndTheCheckpointedHighWatermark) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.produce(1, batch(4));
    cluster.run_for(seconds(6));  // a checkpoint every five seconds
    cluster.produce(1, batch(2, 5));
    cluster.run_for(milliseconds(100));
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{6});
    cluster.kill(1);
    EXPECT_EQ(cluster.replica(1).log_end_offset(), Offset{6});
    EXPECT_EQ(cluster.replica(1).role, PartitionRole::none);
    cluster.boot(1);
    EXPECT_EQ(cluster.replica(1).high_watermark, Offset{4});
}

TEST(Lifecycle, AWipedBrokerHasNothingAndAnotherDirectory) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.produce(1, batch(4));
    cluster.run_for(seconds(1));
    cluster.kill(2);
    Uuid const directory = cluster.broker(2).directory_id;
    wipe(cluster.broker(2));
    EXPECT_EQ(cluster.broker(2).partitions.size(), 0);
    EXPECT_NE(cluster.broker(2).directory_id, directory);
    cluster.boot(2);
    cluster.run_for(seconds(2));
    EXPECT_EQ(cluster.replica(2).log_end_offset(), Offset{4});
}

TEST(Lifecycle, ABrokerThatIsAboutToEndFollowsOnlyWhereItIsInSync) {
    BrokerCluster cluster(3);
    cluster.create_topic({brokers({1, 2, 3}), brokers({2, 1, 3})});
    cluster.controller_lets_go = false;
    cluster.shut_down(1);
    cluster.elect(2, brokers({2, 3}), 0);  // as the controller moves its leaderships away
    cluster.run_for(milliseconds(100));
    ASSERT_EQ(cluster.broker(1).lifecycle.state, BrokerState::controlled_shutdown);
    cluster.produce(2, batch(2), 1, 0);
    cluster.produce(2, batch(2), 1, 1);
    cluster.run_for(milliseconds(700));
    EXPECT_EQ(cluster.replica(1, 0).log_end_offset(), Offset{0});
    EXPECT_EQ(cluster.replica(1, 1).log_end_offset(), Offset{2});
}

// A refusal is followed by the next try when a heartbeat would be due (BrokerLifecycleManager).
TEST(Lifecycle, ARegistrationThatIsRefusedIsTriedAgainAfterTwoSeconds) {
    BrokerCluster cluster(2);
    cluster.kill(2);
    cluster.controller_refuses_registrations = true;
    auto const asked = [&] {
        return std::count_if(
            cluster.travelled.begin(), cluster.travelled.end(), [](Envelope const& sent) {
                auto const* request = std::get_if<BrokerRegistrationRequest>(&sent.message);
                return request != nullptr && request->broker_id == BrokerId{2};
            });
    };
    auto const before = asked();
    cluster.boot(2);
    cluster.run_for(milliseconds(1'990));
    EXPECT_EQ(asked(), before + 1);
    cluster.run_for(milliseconds(4'000));
    EXPECT_EQ(asked(), before + 3);
}

TEST(Lifecycle, ABrokerThatCannotRegisterForAMinuteEnds) {
    BrokerCluster cluster(2);
    cluster.kill(2);
    cluster.controller_refuses_registrations = true;
    cluster.boot(2);
    cluster.run_for(milliseconds(59'999));
    EXPECT_FALSE(cluster.dead.contains(2));
    EXPECT_EQ(cluster.noted<RegistrationGivenUp>().size(), 0U);
    cluster.run_for(milliseconds(1));
    EXPECT_TRUE(cluster.dead.contains(2));
    ASSERT_EQ(cluster.noted<RegistrationGivenUp>().size(), 1U);
    EXPECT_EQ(cluster.noted<RegistrationGivenUp>()[0].after, seconds(60));
}

// Its refusal is not the end: once it is registered it stays.
TEST(Lifecycle, ABrokerThatRegistersInTimeStays) {
    BrokerCluster cluster(2);
    cluster.kill(2);
    cluster.controller_refuses_registrations = true;
    cluster.boot(2);
    cluster.run_for(seconds(30));
    cluster.controller_refuses_registrations = false;
    cluster.run_for(seconds(60));
    EXPECT_FALSE(cluster.dead.contains(2));
}

TEST(Lifecycle, ADeletedTopicIsGoneAlsoFromABrokerThatWasDown) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.produce(1, batch(4));
    cluster.run_for(seconds(1));
    cluster.kill(2);
    cluster.commit({RemoveTopicRecord{Uuid{77, 1}}});
    EXPECT_EQ(cluster.broker(1).partitions.size(), 0);
    cluster.boot(2);
    cluster.run_for(seconds(1));
    EXPECT_EQ(cluster.broker(2).partitions.size(), 0);
}

TEST(Lifecycle, AnEpochWithoutRecordsIsForgottenAtARestart) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    cluster.produce(1, batch(4));
    cluster.run_for(seconds(1));
    cluster.elect(2, brokers({1, 2}));
    cluster.run_for(seconds(1));
    EXPECT_EQ(cluster.replica(2).log.epochs().entries.size(), 2U);
    cluster.kill(2);
    cluster.deaf_to_metadata.insert(2);
    cluster.boot(2);
    EXPECT_EQ(cluster.replica(2).log.epochs().entries.size(), 1U);
}

TEST(Lifecycle, AFormerLifesFetchIsRefused) {
    BrokerCluster cluster(2);
    cluster.create_topic({brokers({1, 2})});
    FetchPartitions wanted;
    wanted.changed.push_back({{cluster.topic, 0},
                              1'048'576,
                              Uuid{77, 1},
                              Offset{0},
                              Offset{0},
                              LeaderEpoch{0},
                              kNoEpoch});
    FetchRequest request;
    request.replica_id = BrokerId{2};
    request.replica_epoch = {cluster.broker(2).lifecycle.epoch.value - 1};
    request.max_bytes = 1'000;
    request.partitions = make_payload(std::move(wanted));
    CorrelationId const id = cluster.ask(1, request);
    cluster.run_for(milliseconds(3));
    auto const* answer = cluster.answer<FetchResponse>(id);
    ASSERT_NE(answer, nullptr);
    ASSERT_NE(answer->partitions, nullptr);
    EXPECT_EQ(answer->partitions->front().error, ErrorCode::not_leader_or_follower);
}

TEST(ProducerIds, TheFirstOneWaitsForABlockFromTheController) {
    BrokerCluster cluster(1);
    CorrelationId const early = cluster.ask(1, InitProducerIdRequest{});
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.answer<InitProducerIdResponse>(early)->error,
              ErrorCode::coordinator_load_in_progress);
    CorrelationId const again = cluster.ask(1, InitProducerIdRequest{});
    CorrelationId const other = cluster.ask(1, InitProducerIdRequest{});
    cluster.run_for(milliseconds(10));
    EXPECT_EQ(cluster.answer<InitProducerIdResponse>(again)->producer_id, ProducerId{1000});
    EXPECT_EQ(cluster.answer<InitProducerIdResponse>(other)->producer_id, ProducerId{1001});
}

}  // namespace
}  // namespace highwater
