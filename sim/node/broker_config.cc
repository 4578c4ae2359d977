#include "node/broker_config.h"

#include <algorithm>

#include "node/config_conflicts.h"
#include "node/config_names.h"
#include "node/config_rules.h"
#include "node/config_value.h"
#include "node/topic_config.h"

namespace highwater {

namespace {
using Kind = DynamicBrokerConfig::Kind;

// By name; without the defaults of topics.
constexpr DynamicBrokerConfig kDynamic[] = {
    {"background.threads", "10", Kind::int32, 1, false},
    {"config.providers", "", Kind::text, 0, false},
    {"cordoned.log.dirs", "", Kind::text, 0, false},
    {"follower.fetch.last.tiered.offset.enable", "false", Kind::boolean, 0, false},
    {"follower.replication.throttled.rate", "9223372036854775807", Kind::int64, 0, false},
    {"group.coordinator.cached.buffer.max.bytes", "1048588", Kind::int32, 524'288, false},
    {"leader.replication.throttled.rate", "9223372036854775807", Kind::int64, 0, false},
    {"listener.security.protocol.map",
     "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT", Kind::text, 0,
     true},
    {"listeners", "PLAINTEXT://:9092", Kind::text, 0, true},
    {"log.cleaner.backoff.ms", "15000", Kind::int64, 0, false},
    {"log.cleaner.dedupe.buffer.size", "134217728", Kind::int64, INT64_MIN, false},
    {"log.cleaner.io.buffer.load.factor", "0.9", Kind::text, 0, false},
    {"log.cleaner.io.buffer.size", "524288", Kind::int32, 0, false},
    {"log.cleaner.io.max.bytes.per.second", "1.7976931348623157E308", Kind::text, 0, false},
    {"log.cleaner.threads", "1", Kind::int32, 0, false},
    {"max.connection.creation.rate", "2147483647", Kind::int32, 0, false},
    {"max.connections", "2147483647", Kind::int32, 0, false},
    {"max.connections.per.ip", "2147483647", Kind::int32, 0, false},
    {"max.connections.per.ip.overrides", "", Kind::text, 0, false},
    {"metric.reporters", "org.apache.kafka.common.metrics.JmxReporter", Kind::text, 0, false},
    {"num.io.threads", "8", Kind::int32, 1, false},
    {"num.network.threads", "3", Kind::int32, 1, false},
    {"num.recovery.threads.per.data.dir", "2", Kind::int32, 1, false},
    {"num.replica.fetchers", "1", Kind::int32, 1, false},
    {"producer.id.expiration.ms", "86400000", Kind::int32, 1, false},
    {"replica.alter.log.dirs.io.max.bytes.per.second", "9223372036854775807", Kind::int64, 0,
     false},
    {"transaction.partition.verification.enable", "true", Kind::boolean, 0, false},
};

Expected<NoValue> validate_one(DynamicBrokerConfig const& config, std::string_view value) {
    switch (config.kind) {
    case Kind::int32: {
        std::int32_t number = 0;
        return parse_config_integer(config.name, value, {config.minimum, INT64_MAX}, number);
    }
    case Kind::int64: {
        std::int64_t number = 0;
        return parse_config_integer(config.name, value, {config.minimum, INT64_MAX}, number);
    }
    case Kind::boolean: {
        bool flag = false;
        return parse_config_boolean(config.name, value, flag);
    }
    case Kind::ratio: return check_config_fraction(config.name, value);
    case Kind::text: return check_config(ConfigScope::broker, config.name, value);
    }
    return NoValue{};
}

std::string listed(std::vector<std::string> const& names) {
    std::string text;
    for (std::string const& name : names) text += (text.empty() ? "" : ", ") + name;
    return "[" + text + "]";
}
}  // namespace

DynamicBrokerConfig const* find_dynamic_broker_config(std::string_view name) {
    for (DynamicBrokerConfig const& config : kDynamic) {
        if (config.name == name) return &config;
    }
    return nullptr;
}

std::string_view dynamic_default_value(std::string_view name) {
    if (DynamicBrokerConfig const* config = find_dynamic_broker_config(name)) {
        return config->default_value;
    }
    TopicConfigDef const* topic = topic_config_of_server(name);
    return topic != nullptr && topic->server_has_default ? topic->default_value
                                                         : std::string_view{};
}

Expected<NoValue> validate_thread_counts(
    std::vector<std::pair<std::string, std::string>> const& before,
    std::vector<std::pair<std::string, std::string>> const& after) {
    auto const count_in = [](auto const& configs, std::string_view name) {
        std::string value{dynamic_default_value(name)};
        for (auto const& [key, set] : configs) {
            if (key == name) value = set;
        }
        std::int32_t count = 0;
        auto const parsed = parse_config_integer(name, value, {INT32_MIN, INT32_MAX}, count);
        return parsed ? count : 0;
    };
    for (std::string_view const name :
         {"num.network.threads", "num.io.threads", "num.replica.fetchers",
          "num.recovery.threads.per.data.dir", "background.threads"}) {
        std::int64_t const now = count_in(before, name);
        std::int64_t const wanted = count_in(after, name);
        std::string wrong;
        if (wanted < now / 2) wrong = "value should be at least half the current value ";
        if (wanted > now * 2) wrong = "value should not be greater than double the current value ";
        if (wrong.empty()) continue;
        return Problem{"Dynamic thread count update validation failed for " + std::string{name} +
                           "=" + std::to_string(wanted) + ", " + wrong + std::to_string(now),
                       ""};
    }
    return NoValue{};
}

Expected<NoValue> validate_broker_configs(
    std::vector<std::pair<std::string, std::string>> const& configs, bool per_broker) {
    std::vector<std::string> fixed;
    std::vector<std::string> of_one_broker;
    for (auto const& [name, value] : configs) {
        DynamicBrokerConfig const* dynamic = find_dynamic_broker_config(name);
        bool const is_known = is_known_config(ConfigScope::broker, name);
        if (dynamic != nullptr && dynamic->per_broker) of_one_broker.push_back(name);
        if (dynamic == nullptr && topic_config_of_server(name) == nullptr && is_known) {
            fixed.push_back(name);
        }
    }
    if (!fixed.empty()) {
        return Problem{"Cannot update these configs dynamically: " + listed(fixed), ""};
    }
    for (auto const& [name, value] : configs) {
        Expected<NoValue> checked{NoValue{}};
        if (DynamicBrokerConfig const* dynamic = find_dynamic_broker_config(name)) {
            checked = validate_one(*dynamic, value);
        } else if (TopicConfigDef const* topic = topic_config_of_server(name)) {
            checked = validate_config(*topic, name, value);
        }
        if (!checked) return checked;
    }
    for (ConfigConflict const& conflict : find_conflicts(configs)) {
        if (conflict.severity != ConfigConflict::Severity::fatal) continue;
        return Problem{"requirement failed: " + conflict.problem.message, ""};
    }
    if (!per_broker && !of_one_broker.empty()) {
        return Problem{
            "Cannot update these configs at default cluster level, broker id must be specified: " +
                listed(of_one_broker),
            ""};
    }
    return NoValue{};
}

}  // namespace highwater
