// DescribeConfigs (32): each config of a topic, broker or group, its value, and every place that
// gives one, the nearest first (Kafka: ConfigHelper). Of a broker it lists what the simulation
// reads and what may change while it runs; Kafka lists some 300 more.
#include "broker/describe_configs.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <type_traits>
#include <utility>

#include "broker/replicas.h"
#include "node/broker_config.h"
#include "node/dynamic_group_config.h"
#include "node/topic_config.h"

namespace highwater {

namespace {
// ---- server.properties as text ------------------------------------------------------------------
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::string const& value) { return value; }
std::string text_of(Ratio value) { return value.text(); }
std::string text_of(TimestampType value) {
    return value == TimestampType::create_time ? "CreateTime" : "LogAppendTime";
}
std::string text_of(BrokerCompressionType value) { return std::string{name_of(value)}; }
std::string text_of(MigrationPolicy value) {
    switch (value) {
    case MigrationPolicy::bidirectional: return "bidirectional";
    case MigrationPolicy::upgrade: return "upgrade";
    case MigrationPolicy::downgrade: return "downgrade";
    case MigrationPolicy::disabled: break;
    }
    return "disabled";
}
std::string text_of(ReplicaSelectorClass value) {
    switch (value) {
    case ReplicaSelectorClass::none: break;
    case ReplicaSelectorClass::leader: return "org.apache.kafka.common.replica.LeaderSelector";
    case ReplicaSelectorClass::rack_aware:
        return "org.apache.kafka.common.replica.RackAwareReplicaSelector";
    }
    return {};
}
template <class Number>
requires std::is_integral_v<Number> std::string text_of(Number value) {
    return std::to_string(value);
}

template <class Number>
std::string text_of(std::optional<Number> value) {
    return value ? text_of(*value) : std::string{};
}

using Texts = std::map<std::string, std::string, std::less<>>;

template <class Config>
void add_texts(Config const& config, Texts& texts) {
    auto const add = [&](auto const& field) {
        if constexpr (requires { text_of(field.value); }) {
            texts[field.name] = text_of(field.value);
        } else {
            add_texts(field.value, texts);  // a group of configs
        }
    };
    std::apply([&](auto const&... field) { (add(field), ...); }, Config::fields(config));
}

class Describing {
public:
    explicit Describing(Broker const& self) : self_{self} {
        add_texts(*self.config, given_);
        add_texts(ServerConfig{}, defaults_);
    }

    std::vector<DescribedConfig> topic(std::string const& topic) const {
        std::vector<DescribedConfig> configs;
        for (TopicConfigDef const& def : topic_config_defs()) {
            DescribedConfig config;
            config.name = def.name;
            add_if_set(ConfigResourceType::topic, topic, def.name, ConfigSource::topic, config);
            if (!def.server_name.empty()) {
                std::string_view const otherwise =
                    def.server_has_default ? def.default_value : std::string_view{};
                add_broker_values(def.server_name, otherwise, config);
            }
            configs.push_back(settled(std::move(config), def.default_value));
        }
        return configs;
    }

    std::vector<DescribedConfig> broker() const {
        std::map<std::string, std::string, std::less<>> names = defaults_;
        for (ConfigEntry const& entry : self_.image->configs) {
            if (entry.resource_type != ConfigResourceType::broker) continue;
            bool const is_mine = entry.resource_name.empty() || entry.resource_name == my_name();
            if (is_mine && names.find(entry.name) == names.end()) {
                names[entry.name] = dynamic_default_value(entry.name);
            }
        }
        std::vector<DescribedConfig> configs;
        for (auto const& [name, otherwise] : names) {
            DescribedConfig config;
            config.name = name;
            add_broker_values(name, otherwise, config);
            configs.push_back(settled(std::move(config), otherwise));
        }
        return configs;
    }

    // Any group: one that has no configs of its own has those of its coordinator's broker.
    std::vector<DescribedConfig> group(std::string const& group) const {
        std::vector<DescribedConfig> configs;
        for (DynamicGroupConfig const& def : dynamic_group_configs()) {
            DescribedConfig config;
            config.name = def.name;
            add_if_set(ConfigResourceType::group, group, def.name, ConfigSource::group, config);
            std::string_view const otherwise = def.server_name.empty() ? def.name : def.server_name;
            add_broker_values(otherwise, def.default_value, config);
            configs.push_back(settled(std::move(config), def.default_value));
        }
        return configs;
    }

    std::vector<DescribedConfig> defaults_of_all_brokers() const {
        std::vector<DescribedConfig> configs;
        for (ConfigEntry const& entry : self_.image->configs) {
            bool const is_default =
                entry.resource_type == ConfigResourceType::broker && entry.resource_name.empty();
            if (!is_default) continue;
            auto const source = ConfigSource::dynamic_default_broker;
            configs.push_back(
                {entry.name, entry.value, source, {{source, entry.name, entry.value}}});
        }
        return configs;
    }

private:
    std::string my_name() const { return std::to_string(self_.id.value); }

    void add_if_set(ConfigResourceType type, std::string const& resource, std::string_view name,
                    ConfigSource source, DescribedConfig& config) const {
        std::string const* value = find_config(*self_.image, type, resource, name);
        if (value != nullptr) config.synonyms.push_back({source, std::string{name}, *value});
    }
    void add_broker_values(std::string_view name, std::string_view otherwise,
                           DescribedConfig& config) const {
        add_if_set(ConfigResourceType::broker, my_name(), name, ConfigSource::dynamic_broker,
                   config);
        add_if_set(ConfigResourceType::broker, "", name, ConfigSource::dynamic_default_broker,
                   config);
        // A line of server.properties that repeats the default cannot be told from none.
        auto const given = given_.find(name);
        if (given != given_.end() && given->second != defaults_.find(name)->second) {
            config.synonyms.push_back(
                {ConfigSource::static_broker, std::string{name}, given->second});
        }
        if (!otherwise.empty()) {
            config.synonyms.push_back(
                {ConfigSource::default_config, std::string{name}, std::string{otherwise}});
        }
    }
    static DescribedConfig settled(DescribedConfig config, std::string_view otherwise) {
        config.value = otherwise;
        if (!config.synonyms.empty()) {
            config.value = config.synonyms.front().value;
            config.source = config.synonyms.front().source;
        }
        return config;
    }

    Broker const& self_;
    Texts given_;
    Texts defaults_;
};

DescribedResource describe(Broker const& self, Describing const& describing,
                           ConfigResource const& resource, Names const& names) {
    DescribedResource described;
    described.resource = resource;
    if (resource.type == ConfigResourceType::topic) {
        NameId const name = names.find(resource.name);
        if (name == kNoName || find_topic(*self.image, name) == nullptr) {
            described.error = ErrorCode::unknown_topic_or_partition;
        } else {
            described.configs = describing.topic(resource.name);
        }
    } else if (resource.type == ConfigResourceType::group) {
        if (resource.name.empty()) {
            described.error = ErrorCode::invalid_request;
            described.message = "Group name must not be empty";
        } else {
            described.configs = describing.group(resource.name);
        }
    } else if (resource.name.empty()) {
        described.configs = describing.defaults_of_all_brokers();
    } else if (resource.name == std::to_string(self.id.value)) {
        described.configs = describing.broker();
    } else {
        described.error = ErrorCode::invalid_request;
        described.message = "Unexpected broker id, expected " + std::to_string(self.id.value) +
                            " or empty string, but received " + resource.name;
    }
    return described;
}
}  // namespace

std::vector<DescribedConfig> described_topic_configs(Broker const& self, std::string const& topic) {
    return Describing{self}.topic(topic);
}
std::vector<DescribedConfig> described_broker_configs(Broker const& self) {
    return Describing{self}.broker();
}

void handle(Broker& self, Envelope const& from, DescribeConfigsRequest const& request,
            Effects& out) {
    Describing const describing{self};
    std::vector<DescribedResource> described;
    if (request.resources) {
        for (ConfigResource const& resource : *request.resources) {
            described.push_back(describe(self, describing, resource, out.names()));
        }
    }
    out.reply(from, DescribeConfigsResponse{make_payload(std::move(described))});
}

}  // namespace highwater
