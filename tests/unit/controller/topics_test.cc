// What the controller refuses and writes when a topic grows or a config changes.
#include <gtest/gtest.h>

#include "tests/unit/controller/lone_controller.h"

namespace highwater {
namespace {

ConfigResource topic(std::string name) { return {ConfigResourceType::topic, std::move(name)}; }
ConfigResource broker(std::string name) { return {ConfigResourceType::broker, std::move(name)}; }
AlterConfigOp set(std::string name, std::string value) {
    return {std::move(name), ConfigOperation::set, std::move(value)};
}

struct Grown {
    std::int32_t count;
    std::vector<std::vector<BrokerId>> assignment;
    ErrorCode error;
    std::string message;
};

TEST(CreatePartitions, RefusesWhatKafkaRefusesInItsWords) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2}), ids({2, 3})});
    std::string const manual = "The manual partition assignment includes ";
    Grown const cases[] = {
        {2, {}, ErrorCode::invalid_partitions, "Topic already has 2 partition(s)."},
        {1,
         {},
         ErrorCode::invalid_partitions,
         "The topic t currently has 2 partition(s); 1 would not be an increase."},
        {4,
         {ids({1, 2})},
         ErrorCode::invalid_replica_assignment,
         "Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified."},
        {3,
         {ids({1, 9})},
         ErrorCode::invalid_replica_assignment,
         manual + "broker 9, but no such broker is registered."},
        {3,
         {ids({1, 1})},
         ErrorCode::invalid_replica_assignment,
         manual + "the broker 1 more than once."},
        {3,
         {ids({1})},
         ErrorCode::invalid_replica_assignment,
         manual + "a partition with 1 replica(s), but this is not consistent with previous "
                  "partitions, which have 2 replica(s)."},
    };
    lone.new_records();
    for (Grown const& one : cases) {
        std::optional<std::vector<std::vector<BrokerId>>> assignment;
        if (!one.assignment.empty()) assignment = one.assignment;
        TopicResult const result = lone.grow("t", one.count, assignment);
        EXPECT_EQ(result.error, one.error) << one.message;
        EXPECT_EQ(result.message, one.message);
    }
    EXPECT_EQ(lone.grow("nope", 3).error, ErrorCode::unknown_topic_or_partition);
    EXPECT_TRUE(lone.new_records().empty());
}

TEST(CreatePartitions, FencedReplicasAreNotInSyncAndDoNotLead) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2})});
    lone.lose_session(3);
    lone.new_records();
    EXPECT_EQ(lone.grow("t", 2, {{ids({3, 2})}}).error, ErrorCode::none);
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 1U);
    auto const& made = std::get<PartitionRecord>(records.front());
    EXPECT_EQ(made.partition_id, 1);
    EXPECT_EQ(made.registration->isr, ids({2}));
    EXPECT_EQ(made.registration->leader, BrokerId{2});
    TopicResult const refused = lone.grow("t", 3, {{ids({3, 9})}});
    EXPECT_EQ(refused.error, ErrorCode::invalid_replica_assignment);
}

TEST(CreatePartitions, ThePlacerGivesThemTheReplicationFactorOfTheFirst) {
    LoneController lone;
    lone.start_brokers(1, 4);
    lone.create("t", {ids({1, 2, 3})});
    EXPECT_EQ(lone.grow("t", 5).error, ErrorCode::none);
    for (std::int32_t i = 1; i < 5; ++i) {
        EXPECT_EQ(lone.partition("t", i).replicas.size(), 3U);
        EXPECT_EQ(lone.partition("t", i).isr, lone.partition("t", i).replicas);
    }
}

TEST(AlterConfigs, ATopicsValuesAreCheckedThenItsExistence) {
    LoneController lone;
    lone.start_brokers(1, 1);
    lone.create("t", {ids({1})});
    AlterConfigsResult result = lone.configure(topic("t"), {set("nope", "1")});
    EXPECT_EQ(result.error, ErrorCode::invalid_config);
    EXPECT_EQ(result.message, "Unknown topic config name: nope");
    result = lone.configure(topic("t"), {set("retention.ms", "soon")});
    EXPECT_EQ(result.message,
              "Invalid value soon for configuration retention.ms: Not a number of type LONG");
    result = lone.configure(topic("u"), {set("nope", "1")});
    EXPECT_EQ(result.message, "Unknown topic config name: nope");
    result = lone.configure(topic("u"), {set("retention.ms", "1")});
    EXPECT_EQ(result.error, ErrorCode::unknown_topic_or_partition);
    EXPECT_EQ(result.message, "The topic 'u' does not exist.");
    result = lone.configure(topic("t"), {set("retention.ms", "1"), set("retention.ms", "2")});
    EXPECT_EQ(result.error, ErrorCode::invalid_request);
}

TEST(CreateTopics, TheControllersOwnTopicIsNotCreated) {
    LoneController lone;
    lone.start_brokers(1, 1);
    TopicResult const result = lone.create("__cluster_metadata", {ids({1})});
    EXPECT_EQ(result.error, ErrorCode::invalid_request);
    EXPECT_EQ(result.message, "Creation of internal topic __cluster_metadata is prohibited.");
    EXPECT_EQ(lone.create("u", {ids({1})}, {{"remote.storage.enable", "true"}}).error,
              ErrorCode::invalid_config);
}

// Each value is right by itself (LogConfig.validateTopicLogConfigValues).
TEST(AlterConfigs, ValuesOfOneTopicMustFitEachOther) {
    LoneController lone;
    lone.start_brokers(1, 1);
    lone.create("t", {ids({1})}, {{"max.compaction.lag.ms", "100"}});
    AlterConfigsResult result = lone.configure(topic("t"), {set("min.compaction.lag.ms", "500")});
    EXPECT_EQ(result.error, ErrorCode::invalid_config);
    EXPECT_EQ(result.message,
              "conflict topic config setting min.compaction.lag.ms (500) > max.compaction.lag.ms "
              "(100)");
    result = lone.configure(topic("t"), {set("remote.storage.enable", "true")});
    EXPECT_EQ(result.error, ErrorCode::invalid_config);
    EXPECT_EQ(result.message,
              "Tiered Storage functionality is disabled in the broker. Topic cannot be configured "
              "with remote log storage.");
    result = lone.configure(
        topic("t"), {set("remote.storage.enable", "false"), set("min.compaction.lag.ms", "100")});
    EXPECT_EQ(result.error, ErrorCode::none);
}

TEST(AlterConfigs, OneWrongValueLeavesTheWholeTopicAsItWas) {
    LoneController lone;
    lone.start_brokers(1, 1);
    lone.create("t", {ids({1})});
    lone.new_records();
    lone.configure(topic("t"), {set("retention.ms", "1000"), set("segment.bytes", "100")});
    EXPECT_TRUE(lone.new_records().empty());
}

TEST(AlterConfigs, OnlyChangesAreWrittenInTheOrderOfAHashMap) {
    LoneController lone;
    lone.start_brokers(1, 1);
    lone.create("t", {ids({1})}, {{"retention.ms", "60000"}});
    lone.new_records();
    lone.configure(topic("t"), {set("max.message.bytes", "2000"),
                                set("cleanup.policy", "compact,delete"),
                                set("retention.ms", "60000"),
                                {"segment.ms", ConfigOperation::remove, {}}});
    std::vector<MetadataRecord> const records = lone.new_records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(std::get<ConfigRecord>(records[0]).name, "cleanup.policy");
    EXPECT_EQ(std::get<ConfigRecord>(records[1]).name, "max.message.bytes");
}

TEST(AlterConfigs, ListsGrowAndShrink) {
    LoneController lone;
    lone.start_brokers(1, 1);
    lone.create("t", {ids({1})});
    lone.configure(topic("t"), {{"cleanup.policy", ConfigOperation::append, "compact"}});
    auto const value = [&] {
        return *find_config(lone.controller.image, ConfigResourceType::topic, "t",
                            "cleanup.policy");
    };
    EXPECT_EQ(value(), "delete,compact");
    lone.configure(topic("t"), {{"cleanup.policy", ConfigOperation::subtract, "delete"}});
    EXPECT_EQ(value(), "compact");
    AlterConfigsResult const refused =
        lone.configure(topic("t"), {{"retention.ms", ConfigOperation::append, "1"}});
    EXPECT_EQ(refused.message, "Can't APPEND to key retention.ms because its type is not LIST.");
}

TEST(AlterConfigs, OfABrokerOnlyWhatMayChangeWhileItRuns) {
    LoneController lone;
    lone.start_brokers(1, 1);
    AlterConfigsResult result =
        lone.configure(broker("1"), {set("replica.lag.time.max.ms", "1000")});
    EXPECT_EQ(result.error, ErrorCode::invalid_request);
    EXPECT_EQ(result.message, "Cannot update these configs dynamically: [replica.lag.time.max.ms]");
    result = lone.configure(broker(""), {set("log.cleaner.threads", "none")});
    EXPECT_EQ(result.message,
              "Invalid value none for configuration log.cleaner.threads: Not a number of type INT");
    EXPECT_EQ(lone.configure(broker(""), {set("log.cleaner.threads", "2")}).error, ErrorCode::none);
    result = lone.configure(broker("1"), {set("min.insync.replicas", "2")});
    EXPECT_EQ(result.message,
              "Broker-level min.insync.replicas cannot be altered while ELR is enabled.");
    result = lone.configure(broker(""), {{"min.insync.replicas", ConfigOperation::remove, {}}});
    EXPECT_EQ(result.message,
              "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.");
}

TEST(AlterConfigs, ANewMinimumIsrClearsTheEligibleLeaderReplicas) {
    LoneController lone;
    lone.start_brokers(1, 3);
    lone.create("t", {ids({1, 2, 3})}, {{"min.insync.replicas", "2"}});
    lone.create("u", {ids({1, 2, 3})}, {{"min.insync.replicas", "2"}});
    lone.lose_session(2);
    lone.lose_session(3);
    ASSERT_EQ(lone.partition("t").elr, ids({3}));
    PartitionEpoch const before = lone.partition("t").partition_epoch;
    lone.configure(topic("t"), {set("min.insync.replicas", "1")});
    EXPECT_TRUE(lone.partition("t").elr.empty());
    EXPECT_EQ(lone.partition("t").partition_epoch.value, before.value + 1);
    EXPECT_EQ(lone.partition("u").elr, ids({3}));
}

TEST(AlterConfigs, AllowingUncleanElectionsElectsNobodyAtOnce) {
    LoneController lone;
    lone.start_brokers(1, 2);
    lone.create("t", {ids({1, 2})});
    lone.lose_session(2);
    lone.lose_session(1);
    lone.register_broker(2);
    lone.heartbeat(2);
    ASSERT_EQ(lone.partition("t").leader, kNoBroker);
    lone.configure(topic("t"), {set("unclean.leader.election.enable", "true")});
    EXPECT_EQ(lone.partition("t").leader, kNoBroker);
    lone.fire(TimerKind::unclean_check);  // every five minutes
    EXPECT_EQ(lone.partition("t").leader, BrokerId{2});
}

}  // namespace
}  // namespace highwater
