// What is asked of the cluster itself: unregistering brokers, features, its servers.
#include <gtest/gtest.h>

#include <algorithm>

#include "metadata/features.h"
#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

UnregisterBrokerResponse unregister(LoneController& cluster, std::int32_t id) {
    return cluster.ask<UnregisterBrokerResponse>({50}, UnregisterBrokerRequest{BrokerId{id}});
}

UpdateFeaturesResponse update(LoneController& cluster, std::vector<FeatureUpdate> updates,
                              bool validate_only = false) {
    UpdateFeaturesRequest const request{validate_only, make_payload(std::move(updates))};
    return cluster.ask<UpdateFeaturesResponse>({50}, request);
}

TEST(UnregisterBroker, ALiveOneFirstGetsOutOfTheWay) {
    LoneController cluster;
    cluster.start_brokers(1, 3);
    cluster.create("t", {{{1}, {2}, {3}}});
    cluster.new_records();
    EXPECT_EQ(unregister(cluster, 1).error, ErrorCode::none);
    auto const records = cluster.new_records();
    ASSERT_EQ(records.size(), 2U);
    auto const& change = std::get<PartitionChangeRecord>(records[0]);
    EXPECT_EQ(change.isr, (std::vector<BrokerId>{{2}, {3}}));
    EXPECT_EQ(change.leader, BrokerId{2});
    EXPECT_EQ(std::get<UnregisterBrokerRecord>(records[1]).broker_id, BrokerId{1});
    EXPECT_EQ(find_broker(cluster.controller.image, {1}), nullptr);
    // The replica stays assigned to an id that nobody has any more.
    EXPECT_TRUE(contains(cluster.partition("t").replicas, {1}));
    // Its process still runs and still asks; nobody knows it.
    BrokerHeartbeatRequest const heartbeat{BrokerId{1}, BrokerEpoch{1}, Offset{9}, false, false};
    EXPECT_EQ(cluster.ask<BrokerHeartbeatResponse>({1}, heartbeat).error,
              ErrorCode::stale_broker_epoch);
}

TEST(UnregisterBroker, AnUnknownOneIsRefusedInKafkasWords) {
    LoneController cluster;
    UnregisterBrokerResponse const answer = unregister(cluster, 9);
    EXPECT_EQ(answer.error, ErrorCode::broker_id_not_registered);
    EXPECT_EQ(*answer.message, "Broker ID 9 is not currently registered");
}

TEST(UpdateFeatures, EligibleLeaderReplicasCanBeSwitchedOffAndOn) {
    LoneController cluster;
    cluster.start_brokers(1, 2);
    cluster.create("t", {{{1}, {2}}}, {{"min.insync.replicas", "2"}});
    std::string const elr{kElrVersion};
    ASSERT_EQ(update(cluster, {{elr, 0, UpgradeType::safe_downgrade}}).error, ErrorCode::none);
    EXPECT_FALSE(is_elr_enabled(cluster.controller));
    cluster.lose_session(2);
    EXPECT_TRUE(cluster.partition("t").elr.empty());
    cluster.lose_session(1);  // without them the last one stays in the ISR
    EXPECT_EQ(cluster.partition("t").isr, (std::vector<BrokerId>{{1}}));
    EXPECT_EQ(cluster.partition("t").leader, kNoBroker);

    cluster.new_records();
    ConfigResource const one{ConfigResourceType::broker, "1"};
    cluster.configure(one, {{"min.insync.replicas", ConfigOperation::set, "2"}});
    cluster.new_records();
    ASSERT_EQ(update(cluster, {{elr, 1, UpgradeType::upgrade}}).error, ErrorCode::none);
    EXPECT_TRUE(is_elr_enabled(cluster.controller));
    auto const records = cluster.new_records();  // a broker may have no minimum of its own then
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(std::get<ConfigRecord>(records[0]).value, std::nullopt);
    EXPECT_EQ(std::get<FeatureLevelRecord>(records[1]).feature_level, 1);
}

TEST(UpdateFeatures, RefusesInKafkasWordsAndThenDoesNothing) {
    LoneController cluster;
    cluster.new_records();
    struct Case {
        FeatureUpdate update;
        std::string message;
    };
    std::string const invalid = "Invalid update version ";
    std::vector<Case> const cases{
        {{"no.version", 1, UpgradeType::upgrade},
         invalid +
             "1 for feature no.version. Local controller 3001 does not support this feature."},
        {{"group.version", 7, UpgradeType::upgrade},
         invalid + "7 for feature group.version. Local controller 3001 only supports versions 0-1"},
        {{"group.version", 0, UpgradeType::upgrade},
         invalid +
             "0 for feature group.version. Can't downgrade the version of this feature without "
             "setting the upgrade type to either safe or unsafe downgrade."},
        {{"metadata.version", 29, UpgradeType::safe_downgrade},
         "Invalid metadata.version 29. Refusing to perform the requested downgrade because it "
         "might "
         "delete metadata information."}};
    for (Case const& c : cases) {
        UpdateFeaturesResponse const answer =
            update(cluster, {{"share.version", 0, UpgradeType::safe_downgrade}, c.update});
        EXPECT_EQ(answer.error, ErrorCode::invalid_update_version);
        EXPECT_EQ(*answer.message,
                  "The update failed for all features since the following feature had an error: " +
                      c.message);
    }
    EXPECT_EQ(update(cluster, {{"share.version", 0, UpgradeType::safe_downgrade}}, true).error,
              ErrorCode::none);
    EXPECT_TRUE(cluster.new_records().empty());
}

TEST(DescribeCluster, AControllerTellsOfControllers) {
    LoneController cluster;
    DescribeClusterRequest const request{EndpointType::controller, false};
    auto const answer = cluster.ask<DescribeClusterResponse>({50}, request);
    EXPECT_EQ(answer.controller_id, BrokerId{3001});
    ASSERT_EQ(answer.nodes->size(), 1U);
    EXPECT_EQ(answer.nodes->front().node, NodeId{100});
    EXPECT_EQ(cluster.ask<DescribeClusterResponse>({50}, DescribeClusterRequest{}).error,
              ErrorCode::mismatched_endpoint_type);
}

TEST(RemoveRaftVoter, TheVotersAreFixed) {
    LoneController cluster;
    RemoveRaftVoterRequest const request{BrokerId{3001}, kNoUuid};
    auto const answer = cluster.ask<RemoveRaftVoterResponse>({50}, request);
    EXPECT_EQ(answer.error, ErrorCode::unsupported_version);
    EXPECT_EQ(*answer.message,
              "Cluster doesn't support removing voter because the kraft.version feature is 0");
}

}  // namespace
}  // namespace highwater
