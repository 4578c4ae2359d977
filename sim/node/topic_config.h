// A topic's own configs: all that Kafka 4.3 knows, with their types and ranges (LogConfig), and the
// broker config that stands in where a topic has none of its own (ServerTopicConfigSynonyms).
// Tools and controllers refuse others in Kafka's words.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/config.h"

namespace highwater {

enum class ConfigKind : std::uint8_t { int32, int64, boolean, ratio, word, words, replicas };

struct TopicConfigDef {
    std::string_view name;
    std::string_view server_name;    // "": a broker has no such config
    std::string_view default_value;  // of Kafka itself
    // False where the broker's config of that name has no default: an older one in hours or minutes
    // has it.
    bool server_has_default;
    ConfigKind kind;
    std::int64_t minimum;
    std::int64_t maximum;
    std::string_view choices;  // of a word or words, as the refusal lists them
};

// By name, without the one that only Kafka's own tests use.
std::vector<TopicConfigDef> const& topic_config_defs();
TopicConfigDef const* find_topic_config(std::string_view name);
// The topic config whose default a broker config is; nullptr when it is none's.
TopicConfigDef const* topic_config_of_server(std::string_view server_name);

// "Unknown topic config name: …", "Invalid value 0 for configuration min.insync.replicas: Value
// must be at least 1".
Expected<NoValue> validate_topic_config(std::string_view name, std::string_view value);
// What the configs of one topic say together, each of which is right by itself; `defaults` stand in
// for those that it does not have (LogConfig.validateValues).
using NamedConfigs = std::vector<std::pair<std::string, std::string>>;
using CompactionDefaults = ServerConfig::TopicDefaults::Compaction;
Expected<NoValue> validate_together(NamedConfigs const& configs,
                                    CompactionDefaults const& defaults);
// And what no broker can do, since none has remote storage (validateTopicLogConfigValues).
Expected<NoValue> validate_for_brokers(NamedConfigs const& configs,
                                       CompactionDefaults const& defaults);
// The same rule for a value that is called otherwise: a broker's default.
Expected<NoValue> validate_config(TopicConfigDef const& def, std::string_view name,
                                  std::string_view value);

}  // namespace highwater
