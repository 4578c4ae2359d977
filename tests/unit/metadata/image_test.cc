#include "metadata/image.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

constexpr Uuid kTopic{1, 2};

struct Log {
    Names names;
    MetadataImage image;
    void write(MetadataRecord const& record) { apply(image, record, image.next_offset, names); }
};

PartitionRecord partition(std::int32_t index) {
    PartitionRegistration made;
    made.replicas = {BrokerId{1}, BrokerId{2}, BrokerId{3}};
    made.isr = made.replicas;
    made.directories = {{9, 1}, {9, 2}, {9, 3}};
    made.leader = {1};
    return {kTopic, index, Cow{made}};
}

TEST(MetadataImage, FindsTopicsByNameAndById) {
    Log log;
    NameId const orders = log.names.intern("orders");
    NameId const other = log.names.intern("other");
    log.write(TopicRecord{other, Uuid{7, 7}});
    log.write(TopicRecord{orders, kTopic});
    log.write(partition(0));
    log.write(partition(1));
    ASSERT_NE(find_topic(log.image, orders), nullptr);
    EXPECT_EQ(find_topic(log.image, kTopic), find_topic(log.image, orders));
    EXPECT_EQ(find_topic(log.image, orders)->partitions.size(), 2U);
    EXPECT_EQ(find_topic(log.image, other)->id, (Uuid{7, 7}));
    EXPECT_EQ(find_topic(log.image, Uuid{8, 8}), nullptr);
    EXPECT_EQ(find_partition(log.image, {orders, 2}), nullptr);
    EXPECT_EQ(find_partition(log.image, {orders, -1}), nullptr);
    EXPECT_EQ(log.image.next_offset, Offset{4});
}

TEST(MetadataImage, ALeaderInAChangeMeansANewEpochEvenIfItIsTheSame) {
    Log log;
    NameId const orders = log.names.intern("orders");
    log.write(TopicRecord{orders, kTopic});
    log.write(partition(0));
    PartitionChangeRecord change;
    change.topic_id = kTopic;
    change.isr = std::vector{BrokerId{1}, BrokerId{3}};
    log.write(change);
    EXPECT_EQ(find_partition(log.image, {orders, 0})->leader_epoch, LeaderEpoch{0});
    EXPECT_EQ(find_partition(log.image, {orders, 0})->partition_epoch, PartitionEpoch{1});
    change.isr.reset();
    change.leader = BrokerId{1};
    log.write(change);
    EXPECT_EQ(find_partition(log.image, {orders, 0})->leader_epoch, LeaderEpoch{1});
    EXPECT_EQ(find_partition(log.image, {orders, 0})->partition_epoch, PartitionEpoch{2});
}

TEST(MetadataImage, ReplicasKeepTheirDirectoriesInANewOrder) {
    Log log;
    NameId const orders = log.names.intern("orders");
    log.write(TopicRecord{orders, kTopic});
    log.write(partition(0));
    PartitionChangeRecord change;
    change.topic_id = kTopic;
    change.replicas = std::vector{BrokerId{3}, BrokerId{4}, BrokerId{1}};
    log.write(change);
    std::vector<Uuid> const expected{{9, 3}, kNoUuid, {9, 1}};
    EXPECT_EQ(find_partition(log.image, {orders, 0})->directories, expected);
}

TEST(MetadataImage, ADeletedTopicTakesItsConfigsAlong) {
    Log log;
    NameId const orders = log.names.intern("orders");
    log.write(TopicRecord{orders, kTopic});
    log.write(ConfigRecord{ConfigResourceType::topic, "orders", "min.insync.replicas", "2"});
    log.write(ConfigRecord{ConfigResourceType::broker, "", "min.insync.replicas", "1"});
    log.write(RemoveTopicRecord{kTopic});
    EXPECT_EQ(find_topic(log.image, orders), nullptr);
    EXPECT_EQ(find_config(log.image, ConfigResourceType::topic, "orders", "min.insync.replicas"),
              nullptr);
    EXPECT_EQ(log.image.configs.size(), 1U);
    log.write(TopicRecord{orders, Uuid{5, 5}});  // the same name is another topic now
    EXPECT_EQ(find_topic(log.image, kTopic), nullptr);
}

TEST(MetadataImage, AChangeMeantForAFormerLifeOfABrokerIsIgnored) {
    Log log;
    RegisterBrokerRecord record;
    record.broker_id = {1};
    record.broker_epoch = {10};
    log.write(record);
    log.write(BrokerRegistrationChangeRecord{{1}, {9}, -1, 0});
    EXPECT_TRUE(find_broker(log.image, {1})->fenced);
    log.write(BrokerRegistrationChangeRecord{{1}, {10}, -1, 0});
    EXPECT_TRUE(is_active(log.image, {1}));
    log.write(BrokerRegistrationChangeRecord{{1}, {10}, 0, 1});
    EXPECT_FALSE(is_active(log.image, {1}));
    record.broker_epoch = {20};
    log.write(record);
    EXPECT_FALSE(find_broker(log.image, {1})->in_controlled_shutdown);
    log.write(UnregisterBrokerRecord{{1}, {20}});
    EXPECT_EQ(find_broker(log.image, {1}), nullptr);
}

TEST(MetadataImage, ACopySharesTopicsUntilOneChanges) {
    Log log;
    NameId const orders = log.names.intern("orders");
    log.write(TopicRecord{orders, kTopic});
    log.write(partition(0));
    MetadataImage const copy = log.image;
    EXPECT_TRUE(copy.topics.front().shares_with(log.image.topics.front()));
    PartitionChangeRecord change;
    change.topic_id = kTopic;
    change.leader = kNoBroker;
    log.write(change);
    EXPECT_EQ(find_partition(copy, {orders, 0})->leader, BrokerId{1});
    EXPECT_EQ(find_partition(log.image, {orders, 0})->leader, kNoBroker);
}

}  // namespace
}  // namespace highwater
