#include "node/dynamic_group_config.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "node/config_value.h"

namespace highwater {

namespace {
using GroupConfigs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kConsumerSession = kGroupTimeConfigs[0];
constexpr std::string_view kConsumerHeartbeat = kGroupTimeConfigs[1];
constexpr std::string_view kConsumerAssignment = kGroupTimeConfigs[2];

// What a value may be at least and at most, besides what its definition says.
struct GroupBounds {
    std::string_view name;
    std::int32_t low;
    std::int32_t high;
};

GroupBounds consumer_bounds(std::string_view name, GroupConfig::Consumer const& server) {
    if (name == kConsumerHeartbeat) {
        return {name, server.min_heartbeat_interval_ms, server.max_heartbeat_interval_ms};
    }
    if (name == kConsumerSession) {
        return {name, server.min_session_timeout_ms, server.max_session_timeout_ms};
    }
    return {name, server.min_assignment_interval_ms, server.max_assignment_interval_ms};
}

// In the order in which Kafka looks at them. Of share groups and Streams they are its defaults.
std::vector<GroupBounds> bounds_of(GroupConfig::Consumer const& server) {
    return {consumer_bounds(kConsumerHeartbeat, server),
            consumer_bounds(kConsumerSession, server),
            consumer_bounds(kConsumerAssignment, server),
            {"share.heartbeat.interval.ms", 5'000, 15'000},
            {"share.session.timeout.ms", 45'000, 60'000},
            {"share.record.lock.duration.ms", 15'000, 60'000},
            {"share.delivery.count.limit", 2, 10},
            {"share.partition.max.record.locks", 100, 4'000},
            {"share.assignment.interval.ms", 0, 15'000},
            {"streams.heartbeat.interval.ms", 5'000, 15'000},
            {"streams.session.timeout.ms", 45'000, 60'000},
            {"streams.num.standby.replicas", 0, 2},
            {"streams.assignment.interval.ms", 0, 15'000}};
}

// "group.consumer.min.session.timeout.ms" of consumer.session.timeout.ms.
std::string name_of_bound(std::string_view name, std::string_view which) {
    std::size_t const dot = name.find('.');
    std::string_view rest = name.substr(dot + 1);
    if (rest.substr(0, 4) == "num.") rest.remove_prefix(4);  // group.streams.max.standby.replicas
    return "group." + std::string{name.substr(0, dot)} + "." + std::string{which} + "." +
           std::string{rest};
}

std::string const* value_of(GroupConfigs const& configs, std::string_view name) {
    for (auto const& [key, value] : configs) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::optional<std::int64_t> number_of(GroupConfigs const& configs, std::string_view name) {
    std::string const* value = value_of(configs, name);
    return value == nullptr ? std::nullopt : parse_long(trimmed(*value));
}

Expected<NoValue> check_offset_reset(std::string_view name, std::string_view text) {
    constexpr std::string_view kByDuration = "by_duration:";
    std::string_view const word = trimmed(text);
    bool good = word == "earliest" || word == "latest";
    if (word.substr(0, kByDuration.size()) == kByDuration) {
        std::int64_t duration_ms = 0;
        good = parse_iso_duration(word.substr(kByDuration.size()), duration_ms) && duration_ms >= 0;
    }
    if (good) return NoValue{};
    return invalid_config(name, word,
                          "Invalid value `" + std::string{word} + "` for configuration " +
                              std::string{name} +
                              ". The value must be either 'earliest', 'latest' or of the format "
                              "'by_duration:<PnDTnHnMn.nS.>'.");
}

Expected<NoValue> check_group_value(DynamicGroupConfig const& config, std::string_view text) {
    switch (config.kind) {
    case DynamicGroupConfig::Kind::int32: {
        std::int32_t number = 0;
        return parse_config_integer(config.name, text, {config.minimum, INT64_MAX}, number);
    }
    case DynamicGroupConfig::Kind::boolean: {
        bool flag = false;
        return parse_config_boolean(config.name, text, flag);
    }
    case DynamicGroupConfig::Kind::word:
        return check_config_word(config.name, trimmed(text), config.choices);
    case DynamicGroupConfig::Kind::offset_reset: return check_offset_reset(config.name, text);
    }
    return NoValue{};
}

// A session must outlast a heartbeat; where the group has no value its broker's counts.
struct SessionAndHeartbeat {
    std::string_view session_name;
    std::int64_t session;
    std::string_view heartbeat_name;
    std::int64_t heartbeat;
};

std::vector<SessionAndHeartbeat> sessions_of(GroupConfig::Consumer const& server) {
    return {{kConsumerSession, server.session_timeout_ms, kConsumerHeartbeat,
             server.heartbeat_interval_ms},
            {"share.session.timeout.ms", 45'000, "share.heartbeat.interval.ms", 5'000},
            {"streams.session.timeout.ms", 45'000, "streams.heartbeat.interval.ms", 5'000}};
}
}  // namespace

std::vector<DynamicGroupConfig> const& dynamic_group_configs() {
    using enum DynamicGroupConfig::Kind;
    static std::vector<DynamicGroupConfig> const configs = {
        {kConsumerSession, "group.consumer.session.timeout.ms", "45000", int32, 1, ""},
        {kConsumerHeartbeat, "group.consumer.heartbeat.interval.ms", "5000", int32, 1, ""},
        {kConsumerAssignment, "group.consumer.assignment.interval.ms", "1000", int32, 0, ""},
        {"share.session.timeout.ms", "group.share.session.timeout.ms", "45000", int32, 1, ""},
        {"share.heartbeat.interval.ms", "group.share.heartbeat.interval.ms", "5000", int32, 1, ""},
        {"share.record.lock.duration.ms", "group.share.record.lock.duration.ms", "30000", int32,
         1'000, ""},
        {"share.delivery.count.limit", "group.share.delivery.count.limit", "5", int32, 2, ""},
        {"share.partition.max.record.locks", "group.share.partition.max.record.locks", "2000",
         int32, 100, ""},
        {"share.auto.offset.reset", "", "latest", offset_reset, 0, ""},
        {"share.isolation.level", "", "read_uncommitted", word, 0,
         "read_committed, read_uncommitted"},
        {"share.renew.acknowledge.enable", "", "true", boolean, 0, ""},
        {"share.assignment.interval.ms", "group.share.assignment.interval.ms", "1000", int32, 0,
         ""},
        {"streams.session.timeout.ms", "group.streams.session.timeout.ms", "45000", int32, 1, ""},
        {"streams.heartbeat.interval.ms", "group.streams.heartbeat.interval.ms", "5000", int32, 1,
         ""},
        {"streams.num.standby.replicas", "group.streams.num.standby.replicas", "0", int32, 0, ""},
        {"streams.initial.rebalance.delay.ms", "group.streams.initial.rebalance.delay.ms", "3000",
         int32, 0, ""},
        {"streams.assignment.interval.ms", "group.streams.assignment.interval.ms", "1000", int32, 0,
         ""},
    };
    return configs;
}

Expected<NoValue> validate_group_configs(
    std::vector<std::pair<std::string, std::string>> const& configs, GroupConfig const& server) {
    std::vector<DynamicGroupConfig> const& known = dynamic_group_configs();
    for (auto const& [name, value] : configs) {
        bool const is_known = std::any_of(
            known.begin(), known.end(),
            [&wanted = name](DynamicGroupConfig const& one) { return one.name == wanted; });
        if (!is_known) return Problem{"Unknown group config name: " + name, ""};
    }
    for (DynamicGroupConfig const& config : known) {
        std::string const* value = value_of(configs, config.name);
        if (value == nullptr) continue;
        Expected<NoValue> const good = check_group_value(config, *value);
        if (!good) return good;
    }
    for (GroupBounds const& bounds : bounds_of(server.consumer)) {
        std::optional<std::int64_t> const number = number_of(configs, bounds.name);
        if (!number) continue;
        if (*number < bounds.low) {
            return Problem{std::string{bounds.name} + " must be greater than or equal to " +
                               name_of_bound(bounds.name, "min"),
                           ""};
        }
        if (*number > bounds.high) {
            return Problem{std::string{bounds.name} + " must be less than or equal to " +
                               name_of_bound(bounds.name, "max"),
                           ""};
        }
    }
    for (SessionAndHeartbeat const& one : sessions_of(server.consumer)) {
        std::optional<std::int64_t> const session = number_of(configs, one.session_name);
        std::optional<std::int64_t> const heartbeat = number_of(configs, one.heartbeat_name);
        if (!session && !heartbeat) continue;
        if (session.value_or(one.session) > heartbeat.value_or(one.heartbeat)) continue;
        return Problem{std::string{one.session_name} + " must be greater than " +
                           std::string{one.heartbeat_name},
                       ""};
    }
    return NoValue{};
}

ConsumerGroupTimes consumer_group_times(NameId group, GroupConfig::Consumer const& server) {
    return {group, server.session_timeout_ms, server.heartbeat_interval_ms,
            server.assignment_interval_ms};
}

void override_time(ConsumerGroupTimes& times, std::string_view name, std::string_view value,
                   GroupConfig::Consumer const& server) {
    std::int32_t* time = name == kConsumerSession      ? &times.session_timeout_ms
                         : name == kConsumerHeartbeat  ? &times.heartbeat_interval_ms
                         : name == kConsumerAssignment ? &times.assignment_interval_ms
                                                       : nullptr;
    if (time == nullptr) return;
    std::optional<std::int64_t> const number = parse_long(trimmed(value));
    if (!number) return;
    GroupBounds const bounds = consumer_bounds(name, server);
    // The bounds of a file may contradict each other; then the lower one holds.
    std::int64_t const at_most = std::min<std::int64_t>(*number, bounds.high);
    *time = static_cast<std::int32_t>(std::max<std::int64_t>(at_most, bounds.low));
}

}  // namespace highwater
