#include "metadata/snapshot.h"

#include <gtest/gtest.h>

#include "metadata/features.h"

namespace highwater {
namespace {

TEST(MetadataSnapshot, IsTheImageAgain) {
    Names names;
    NameId const orders = names.intern("orders");
    MetadataImage image;
    Offset offset;
    auto const replay = [&](MetadataRecord const& record) {
        apply(image, record, offset, names);
        offset = offset + 1;
    };
    replay(FeatureLevelRecord{"metadata.version", 30});
    replay(FeatureLevelRecord{std::string{kElrVersion}, 1});
    replay(RegisterBrokerRecord{
        {2}, {1, 2}, {3}, NodeId{4}, names.intern("a"), false, true, {{9, 9}}});
    replay(RegisterBrokerRecord{{1}, {1, 1}, {2}, NodeId{3}, kNoName, true, false, {}});
    replay(TopicRecord{orders, {5, 5}});
    PartitionRegistration partition;
    partition.replicas = {{1}, {2}};
    partition.isr = {};
    partition.directories = {{8, 1}, {9, 9}};
    replay(PartitionRecord{{5, 5}, 0, Cow{partition}});
    PartitionChangeRecord change;
    change.topic_id = {5, 5};
    change.isr = std::vector<BrokerId>{{2}};
    change.leader = BrokerId{2};
    change.eligible_leader_replicas = std::vector<BrokerId>{{1}};
    change.leader_recovery_state = LeaderRecoveryState::recovering;
    replay(change);
    replay(ConfigRecord{ConfigResourceType::topic, "orders", "min.insync.replicas", "2"});
    replay(ProducerIdsRecord{{1}, {2}, ProducerId{1000}});

    MetadataSnapshot snapshot;
    snapshot.id = {offset, LeaderEpoch{3}};
    snapshot.records = snapshot_records(image);
    EXPECT_EQ(name_of(snapshot.records.front()), std::string{"FEATURE_LEVEL_RECORD"});
    EXPECT_TRUE(image_of(snapshot, names) == image);
}

TEST(Features, LevelsOfTheMetadataVersionHaveNames) {
    EXPECT_EQ(metadata_version_name(30), "4.3-IV0");
    EXPECT_EQ(metadata_version_name(7), "3.3-IV3");
    EXPECT_EQ(metadata_version_name(31), "");
    EXPECT_EQ(metadata_version_level("4.0"), 25);
    EXPECT_EQ(metadata_version_level("4.0-IV1"), 23);
    EXPECT_EQ(metadata_version_level("5.0"), 0);
}

}  // namespace
}  // namespace highwater
