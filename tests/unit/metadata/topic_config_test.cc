#include "metadata/topic_config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "node/topic_config.h"

namespace highwater {
namespace {

struct Configs {
    Names names;
    MetadataImage image;
    void set(ConfigResourceType type, std::string resource, std::string name, std::string value) {
        apply(image, ConfigRecord{type, std::move(resource), std::move(name), std::move(value)},
              image.next_offset, names);
    }
};

TEST(TopicConfig, TheNearestPlaceWins) {
    Configs configs;
    ServerConfig properties;
    properties.topic.min_insync_replicas = 4;
    auto const min_isr = [&] {
        return topic_config(configs.image, "t", BrokerId{1}, properties).min_insync_replicas;
    };
    EXPECT_EQ(min_isr(), 4);
    configs.set(ConfigResourceType::broker, "", "min.insync.replicas", "3");
    EXPECT_EQ(min_isr(), 3);
    configs.set(ConfigResourceType::broker, "1", "min.insync.replicas", "2");
    EXPECT_EQ(min_isr(), 2);
    EXPECT_EQ(topic_config(configs.image, "t", kNoBroker, properties).min_insync_replicas, 3);
    configs.set(ConfigResourceType::topic, "t", "min.insync.replicas", "1");
    EXPECT_EQ(min_isr(), 1);
    EXPECT_EQ(topic_config(configs.image, "u", BrokerId{1}, properties).min_insync_replicas, 2);
}

TEST(TopicConfig, BrokersHaveOtherNamesForSome) {
    Configs configs;
    configs.set(ConfigResourceType::broker, "", "log.segment.bytes", "2000000");
    configs.set(ConfigResourceType::broker, "", "message.max.bytes", "5000");
    configs.set(ConfigResourceType::broker, "", "log.cleanup.policy", "compact, delete");
    TopicConfig const config = topic_config(configs.image, "t", kNoBroker, {});
    EXPECT_EQ(config.segment_bytes, 2'000'000);
    EXPECT_EQ(config.max_message_bytes, 5'000);
    EXPECT_TRUE(config.compact);
    EXPECT_TRUE(config.deletes);
}

TEST(TopicConfig, CompactionHasItsRulesAndRollsInTime) {
    Configs configs;
    ServerConfig properties;
    ASSERT_TRUE(set_config(properties, "log.cleaner.min.cleanable.ratio", "0.25"));
    ASSERT_TRUE(set_config(properties, "log.roll.hours", "2"));
    configs.set(ConfigResourceType::topic, "t", "delete.retention.ms", "100");
    configs.set(ConfigResourceType::topic, "t", "max.compaction.lag.ms", "5000");
    TopicConfig config = topic_config(configs.image, "t", BrokerId{1}, properties);
    EXPECT_EQ(config.compaction.min_cleanable_dirty_ppm, 250'000);
    EXPECT_EQ(config.compaction.delete_retention_ms, 100);
    EXPECT_EQ(config.roll_ms(), 7'200'000);
    configs.set(ConfigResourceType::topic, "t", "cleanup.policy", "compact");
    configs.set(ConfigResourceType::topic, "t", "min.cleanable.dirty.ratio", "1.0");
    config = topic_config(configs.image, "t", BrokerId{1}, properties);
    EXPECT_EQ(config.roll_ms(), 5'000);
    EXPECT_EQ(config.compaction.min_cleanable_dirty_ppm, 1'000'000);
    EXPECT_EQ(properties.topic.compaction.min_cleanable_ratio.text(), "0.25");
    EXPECT_EQ(Ratio{}.text(), "0.0");
}

TEST(TopicConfig, RefusalsHaveKafkasWords) {
    struct Case {
        char const* name;
        char const* value;
        char const* message;  // empty: accepted
    };
    constexpr Case kCases[] = {
        {"min.insync.replicas", "2", ""},
        {"min.insync.replicas", "0",
         "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1"},
        {"no.such.config", "1", "Unknown topic config name: no.such.config"},
        {"cleanup.policy", "compact,delete", ""},
        {"compression.gzip.level", "-1", ""},
        {"compression.gzip.level", "0",
         "Invalid value 0 for configuration compression.gzip.level: Value must be between 1 and 9 "
         "or equal to -1"},
        {"cleanup.policy", "shred",
         "Invalid value shred for configuration cleanup.policy: String must be one of: compact, "
         "delete"},
        {"retention.ms", "soon",
         "Invalid value soon for configuration retention.ms: Not a number of type LONG"},
        {"retention.ms", "-1", ""},
        {"segment.bytes", "100",
         "Invalid value 100 for configuration segment.bytes: Value must be at least 1048576"},
        {"segment.bytes", "9999999999",
         "Invalid value 9999999999 for configuration segment.bytes: Not a number of type INT"},
        {"retention.bytes", "-9223372036854775808", ""},
        {"retention.bytes", "9223372036854775808",
         "Invalid value 9223372036854775808 for configuration retention.bytes: Not a number of "
         "type LONG"},
        {"unclean.leader.election.enable", "TRUE", ""},
        {"min.cleanable.dirty.ratio", "0.25", ""},
        {"min.cleanable.dirty.ratio", "5e-1", ""},
        {"min.cleanable.dirty.ratio", "half",
         "Invalid value half for configuration min.cleanable.dirty.ratio: Not a number of type "
         "DOUBLE"},
        {"min.cleanable.dirty.ratio", "1.5",
         "Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more "
         "than 1"},
        {"message.timestamp.type", "LogAppendTime", ""},
    };
    for (Case const& c : kCases) {
        Expected<NoValue> const checked = validate_topic_config(c.name, c.value);
        EXPECT_EQ(checked ? std::string{} : checked.problem().message, c.message) << c.name;
    }
}

TEST(TopicConfig, TheMinimumIsNeverMoreThanTheReplicas) {
    Configs configs;
    configs.set(ConfigResourceType::topic, "t", "min.insync.replicas", "9");
    PartitionRegistration partition;
    partition.replicas = {BrokerId{1}, BrokerId{2}};
    EXPECT_EQ(effective_min_isr(configs.image, "t", partition, 1), 2);
    EXPECT_EQ(effective_min_isr(configs.image, "u", partition, 1), 1);
}

}  // namespace
}  // namespace highwater
