#include "metadata/topic_config.h"

#include <algorithm>

#include "base/text.h"

namespace highwater {

std::string const* resolve_topic_config(MetadataImage const& image, std::string_view topic,
                                        BrokerId broker, std::string_view topic_name,
                                        std::string_view server_name) {
    std::string const* value = find_config(image, ConfigResourceType::topic, topic, topic_name);
    if (value == nullptr && broker != kNoBroker) {
        value = find_config(image, ConfigResourceType::broker, std::to_string(broker.value),
                            server_name);
    }
    return value != nullptr ? value
                            : find_config(image, ConfigResourceType::broker, "", server_name);
}

std::int32_t effective_min_isr(MetadataImage const& image, std::string_view topic,
                               PartitionRegistration const& partition,
                               std::int32_t server_default) {
    std::string const* text =
        resolve_topic_config(image, topic, kNoBroker, "min.insync.replicas", "min.insync.replicas");
    auto const value = text == nullptr ? std::nullopt : parse_long(trimmed(*text));
    auto const replicas = static_cast<std::int64_t>(partition.replicas.size());
    return static_cast<std::int32_t>(
        std::min<std::int64_t>(value.value_or(server_default), replicas));
}

namespace {
struct Lookup {
    MetadataImage const& image;
    std::string_view topic;
    BrokerId broker;

    std::string const* find(std::string_view name, std::string_view server_name) const {
        return resolve_topic_config(image, topic, broker, name, server_name);
    }
    template <class Number>
    Number number(std::string_view name, std::string_view server_name, Number otherwise) const {
        std::string const* text = find(name, server_name);
        auto const value = text == nullptr ? std::nullopt : parse_long(trimmed(*text));
        return value ? static_cast<Number>(*value) : otherwise;
    }
};
}  // namespace

namespace {
// The finest unit that is said counts (LogConfig.defaultConfig); -1 is no limit in each.
std::int64_t default_retention_ms(ServerConfig const& properties) {
    ServerConfig::TopicDefaults const& topic = properties.topic;
    if (topic.log_retention_ms) return *topic.log_retention_ms < 0 ? -1 : *topic.log_retention_ms;
    constexpr std::int64_t kMinute = 60'000;
    std::int64_t const minutes =
        topic.log_retention_minutes.value_or(std::int64_t{topic.log_retention_hours} * 60);
    return minutes < 0 ? -1 : minutes * kMinute;
}

std::int64_t default_segment_ms(ServerConfig const& properties) {
    constexpr std::int64_t kHour = 3'600'000;
    return properties.topic.log_roll_ms.value_or(properties.topic.log_roll_hours * kHour);
}

CompactionRules compaction_rules(Lookup const& lookup, ServerConfig const& properties) {
    ServerConfig::TopicDefaults::Compaction const& defaults = properties.topic.compaction;
    CompactionRules rules;
    std::string const* ratio =
        lookup.find("min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio");
    rules.min_cleanable_dirty_ppm =
        ratio == nullptr ? defaults.min_cleanable_ratio.ppm : Ratio::of(*ratio).ppm;
    rules.min_compaction_lag_ms =
        lookup.number("min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms",
                      defaults.min_compaction_lag_ms);
    rules.max_compaction_lag_ms =
        lookup.number("max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms",
                      defaults.max_compaction_lag_ms);
    rules.delete_retention_ms = lookup.number(
        "delete.retention.ms", "log.cleaner.delete.retention.ms", defaults.delete_retention_ms);
    return rules;
}
}  // namespace

TopicConfig topic_config(MetadataImage const& image, std::string_view topic, BrokerId broker,
                         ServerConfig const& properties) {
    Lookup const lookup{image, topic, broker};
    TopicConfig config;
    config.min_insync_replicas = lookup.number("min.insync.replicas", "min.insync.replicas",
                                               properties.topic.min_insync_replicas);
    config.segment_bytes =
        lookup.number("segment.bytes", "log.segment.bytes", properties.topic.log_segment_bytes);
    // Smaller ones than anybody else may have: Kafka's own tests say this.
    config.segment_bytes = lookup.number("internal.segment.bytes", "", config.segment_bytes);
    config.segment_ms = lookup.number("segment.ms", "log.roll.ms", default_segment_ms(properties));
    config.max_message_bytes =
        lookup.number("max.message.bytes", "message.max.bytes", properties.message_max_bytes);

    std::string const* unclean =
        lookup.find("unclean.leader.election.enable", "unclean.leader.election.enable");
    config.unclean_leader_election_enable = unclean == nullptr
                                                ? properties.topic.unclean_leader_election_enable
                                                : equals_ignoring_case(trimmed(*unclean), "true");
    std::string const* type = lookup.find("message.timestamp.type", "log.message.timestamp.type");
    config.message_timestamp_type = type == nullptr ? properties.topic.log_message_timestamp_type
                                    : *type == "LogAppendTime" ? TimestampType::log_append_time
                                                               : TimestampType::create_time;
    config.message_timestamp_before_max_ms =
        lookup.number("message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms",
                      config.message_timestamp_before_max_ms);
    config.message_timestamp_after_max_ms =
        lookup.number("message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms",
                      config.message_timestamp_after_max_ms);
    config.retention_ms =
        lookup.number("retention.ms", "log.retention.ms", default_retention_ms(properties));
    config.retention_bytes = lookup.number("retention.bytes", "log.retention.bytes",
                                           properties.topic.log_retention_bytes);
    std::string const* policy = lookup.find("cleanup.policy", "log.cleanup.policy");
    config.compact = false;
    config.deletes = false;
    for (std::string_view const word :
         split_list(policy == nullptr ? properties.topic.log_cleanup_policy : *policy)) {
        if (word == "compact") config.compact = true;
        if (word == "delete") config.deletes = true;
    }
    config.compaction = compaction_rules(lookup, properties);
    std::string const* codec = lookup.find("compression.type", "compression.type");
    config.compression_type =
        codec == nullptr
            ? properties.topic.compression_type
            : broker_compression_type(trimmed(*codec)).value_or(BrokerCompressionType{});
    return config;
}

}  // namespace highwater
