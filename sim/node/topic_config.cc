#include "node/topic_config.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "node/config_value.h"

namespace highwater {

namespace {
constexpr std::int64_t kMin = INT64_MIN;
constexpr std::int64_t kMax = INT64_MAX;

// Not in Kafka's documentation: its own tests make segments smaller than anybody else may.
TopicConfigDef const kInternalSegmentBytes{"internal.segment.bytes", "", "",   false,
                                           ConfigKind::int32,        14, kMax, ""};

Problem invalid(std::string_view name, std::string_view value, std::string const& why) {
    return {"Invalid value " + std::string{value} + " for configuration " + std::string{name} +
                (why.empty() ? "" : ": " + why),
            ""};
}

Expected<NoValue> check_number(TopicConfigDef const& rule, std::string_view name,
                               std::string_view value) {
    bool const is_int = rule.kind == ConfigKind::int32;
    auto const number = parse_long(value);
    if (!number || (is_int && (*number > INT32_MAX || *number < INT32_MIN))) {
        return invalid(name, value,
                       std::string{"Not a number of type "} + (is_int ? "INT" : "LONG"));
    }
    // CompressionType.GZIP.levelValidator: a level, or the library's own choice.
    bool const is_gzip_level = rule.name == std::string_view{"compression.gzip.level"};
    if (is_gzip_level && (*number < -1 || *number == 0 || *number > rule.maximum)) {
        return invalid(name, value, "Value must be between 1 and 9 or equal to -1");
    }
    if (*number < rule.minimum) {
        return invalid(name, value, "Value must be at least " + std::to_string(rule.minimum));
    }
    if (*number > rule.maximum) {
        return invalid(name, value, "Value must be no more than " + std::to_string(rule.maximum));
    }
    return NoValue{};
}

Expected<NoValue> check_words(TopicConfigDef const& rule, std::string_view name,
                              std::string_view value) {
    std::vector<std::string_view> const allowed = split_list(rule.choices);
    std::vector<std::string_view> const given =
        rule.kind == ConfigKind::words ? split_list(value) : std::vector{value};
    for (std::string_view const word : given) {
        if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) {
            return invalid(name, word, "String must be one of: " + std::string{rule.choices});
        }
    }
    return NoValue{};
}

Expected<NoValue> check_replicas(std::string_view name, std::string_view value) {
    if (value == "*") return NoValue{};
    for (std::string_view const entry : split_list(value)) {
        std::size_t const colon = entry.find(':');
        bool const is_pair = colon != std::string_view::npos &&
                             parse_long(entry.substr(0, colon)) &&
                             parse_long(entry.substr(colon + 1));
        if (!is_pair) {
            return invalid(name, value,
                           std::string{name} +
                               " must be the literal '*' or a list of replicas in the following "
                               "format: [partitionId]:[brokerId],[partitionId]:[brokerId],...");
        }
    }
    return NoValue{};
}
// The default where the topic has none of its own.
std::int64_t lag_in(NamedConfigs const& configs, std::string const& name, std::int64_t lag) {
    for (auto const& [key, value] : configs) {
        if (key != name) continue;
        lag = parse_long(trimmed(value)).value_or(lag);
    }
    return lag;
}
}  // namespace

std::vector<TopicConfigDef> const& topic_config_defs() {
    static std::vector<TopicConfigDef> const defs = {
        {"cleanup.policy", "log.cleanup.policy", "delete", true, ConfigKind::words, 0, 0,
         "compact, delete"},
        {"compression.gzip.level", "compression.gzip.level", "-1", true, ConfigKind::int32, -1, 9,
         ""},
        {"compression.lz4.level", "compression.lz4.level", "9", true, ConfigKind::int32, 1, 17, ""},
        {"compression.type", "compression.type", "producer", true, ConfigKind::word, 0, 0,
         "uncompressed, zstd, lz4, snappy, gzip, producer"},
        {"compression.zstd.level", "compression.zstd.level", "3", true, ConfigKind::int32, -131'072,
         22, ""},
        {"delete.retention.ms", "log.cleaner.delete.retention.ms", "86400000", true,
         ConfigKind::int64, 0, kMax, ""},
        {"file.delete.delay.ms", "log.segment.delete.delay.ms", "60000", true, ConfigKind::int64, 0,
         kMax, ""},
        {"flush.messages", "log.flush.interval.messages", "9223372036854775807", true,
         ConfigKind::int64, 1, kMax, ""},
        {"flush.ms", "log.flush.interval.ms", "9223372036854775807", false, ConfigKind::int64, 0,
         kMax, ""},
        {"follower.replication.throttled.replicas", "", "", false, ConfigKind::replicas, 0, 0, ""},
        {"index.interval.bytes", "log.index.interval.bytes", "4096", true, ConfigKind::int32, 0,
         kMax, ""},
        {"leader.replication.throttled.replicas", "", "", false, ConfigKind::replicas, 0, 0, ""},
        {"local.retention.bytes", "log.local.retention.bytes", "-2", true, ConfigKind::int64, -2,
         kMax, ""},
        {"local.retention.ms", "log.local.retention.ms", "-2", true, ConfigKind::int64, -2, kMax,
         ""},
        {"max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms", "9223372036854775807", true,
         ConfigKind::int64, 1, kMax, ""},
        {"max.message.bytes", "message.max.bytes", "1048588", true, ConfigKind::int32, 0, kMax, ""},
        {"message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms", "3600000", true,
         ConfigKind::int64, 0, kMax, ""},
        {"message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms",
         "9223372036854775807", true, ConfigKind::int64, 0, kMax, ""},
        {"message.timestamp.type", "log.message.timestamp.type", "CreateTime", true,
         ConfigKind::word, 0, 0, "CreateTime, LogAppendTime"},
        {"min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio", "0.5", true,
         ConfigKind::ratio, 0, 1, ""},
        {"min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms", "0", true, ConfigKind::int64,
         0, kMax, ""},
        {"min.insync.replicas", "min.insync.replicas", "1", true, ConfigKind::int32, 1, kMax, ""},
        {"preallocate", "log.preallocate", "false", true, ConfigKind::boolean, 0, 0, ""},
        {"remote.log.copy.disable", "", "false", false, ConfigKind::boolean, 0, 0, ""},
        {"remote.log.delete.on.disable", "", "false", false, ConfigKind::boolean, 0, 0, ""},
        {"remote.storage.enable", "", "false", false, ConfigKind::boolean, 0, 0, ""},
        {"retention.bytes", "log.retention.bytes", "-1", true, ConfigKind::int64, kMin, kMax, ""},
        {"retention.ms", "log.retention.ms", "604800000", false, ConfigKind::int64, -1, kMax, ""},
        {"segment.bytes", "log.segment.bytes", "1073741824", true, ConfigKind::int32, 1'048'576,
         kMax, ""},
        {"segment.index.bytes", "log.index.size.max.bytes", "10485760", true, ConfigKind::int32, 4,
         kMax, ""},
        {"segment.jitter.ms", "log.roll.jitter.ms", "0", false, ConfigKind::int64, 0, kMax, ""},
        {"segment.ms", "log.roll.ms", "604800000", false, ConfigKind::int64, 1, kMax, ""},
        {"unclean.leader.election.enable", "unclean.leader.election.enable", "false", true,
         ConfigKind::boolean, 0, 0, ""},
    };
    return defs;
}

TopicConfigDef const* find_topic_config(std::string_view name) {
    for (TopicConfigDef const& def : topic_config_defs()) {
        if (def.name == name) return &def;
    }
    return name == kInternalSegmentBytes.name ? &kInternalSegmentBytes : nullptr;
}

TopicConfigDef const* topic_config_of_server(std::string_view server_name) {
    if (server_name.empty()) return nullptr;
    for (TopicConfigDef const& def : topic_config_defs()) {
        if (def.server_name == server_name) return &def;
    }
    return nullptr;
}

Expected<NoValue> validate_config(TopicConfigDef const& def, std::string_view name,
                                  std::string_view value) {
    value = trimmed(value);
    switch (def.kind) {
    case ConfigKind::int32:
    case ConfigKind::int64: return check_number(def, name, value);
    case ConfigKind::word:
    case ConfigKind::words: return check_words(def, name, value);
    case ConfigKind::replicas: return check_replicas(name, value);
    case ConfigKind::boolean:
        if (equals_ignoring_case(value, "true") || equals_ignoring_case(value, "false")) {
            return NoValue{};
        }
        return invalid(name, value, "Expected value to be either true or false");
    case ConfigKind::ratio: return check_config_fraction(name, value);
    }
    return NoValue{};
}

Expected<NoValue> validate_topic_config(std::string_view name, std::string_view value) {
    TopicConfigDef const* def = find_topic_config(name);
    if (def == nullptr) return Problem{"Unknown topic config name: " + std::string{name}, ""};
    return validate_config(*def, name, value);
}

Expected<NoValue> validate_together(NamedConfigs const& configs,
                                    CompactionDefaults const& defaults) {
    std::string const least = "min.compaction.lag.ms";
    std::string const most = "max.compaction.lag.ms";
    std::int64_t const min_lag = lag_in(configs, least, defaults.min_compaction_lag_ms);
    std::int64_t const max_lag = lag_in(configs, most, defaults.max_compaction_lag_ms);
    if (min_lag <= max_lag) return NoValue{};
    return Problem{"conflict topic config setting " + least + " (" + std::to_string(min_lag) +
                       ") > " + most + " (" + std::to_string(max_lag) + ")",
                   ""};
}

Expected<NoValue> validate_for_brokers(NamedConfigs const& configs,
                                       CompactionDefaults const& defaults) {
    Expected<NoValue> const together = validate_together(configs, defaults);
    if (!together) return together;
    for (auto const& [name, value] : configs) {
        bool const is_tiered =
            name == "remote.storage.enable" && equals_ignoring_case(trimmed(value), "true");
        if (!is_tiered) continue;
        return Problem{
            "Tiered Storage functionality is disabled in the broker. Topic cannot be configured "
            "with remote log storage.",
            ""};
    }
    return NoValue{};
}

}  // namespace highwater
