// The configs that one group may have of its own (KIP-848, KIP-1240, Kafka: GroupConfig): set by
// kafka-configs --entity-type groups while its members are at work, on top of what its
// coordinator's broker says. Those of share groups and of Kafka Streams are checked and kept, but
// there are no such groups here.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/config.h"

namespace highwater {

struct DynamicGroupConfig {
    std::string_view name;
    std::string_view server_name;    // the broker's config that stands in; "": there is none
    std::string_view default_value;  // of Kafka itself
    enum class Kind : std::uint8_t { int32, boolean, word, offset_reset } kind;
    std::int64_t minimum;      // of a number
    std::string_view choices;  // of a word
};
// In the order in which Kafka defines them: so it finds what is wrong.
std::vector<DynamicGroupConfig> const& dynamic_group_configs();

// Everything set for one group after the change. A value must also lie within the bounds that the
// server's own file draws.
Expected<NoValue> validate_group_configs(
    std::vector<std::pair<std::string, std::string>> const& configs, GroupConfig const& server);

// Those that a coordinator goes by.
inline constexpr std::array<std::string_view, 3> kGroupTimeConfigs{
    "consumer.session.timeout.ms", "consumer.heartbeat.interval.ms",
    "consumer.assignment.interval.ms"};

// What a coordinator goes by in one group of KIP-848.
struct ConsumerGroupTimes {
    NameId group{kNoName};
    std::int32_t session_timeout_ms{};
    std::int32_t heartbeat_interval_ms{};
    std::int32_t assignment_interval_ms{};
};
// Of a group that has no configs of its own.
ConsumerGroupTimes consumer_group_times(NameId group, GroupConfig::Consumer const& server);
// Puts the group's own value in; other configs change nothing. A value that lay within the bounds
// of the controller but lies beyond those of this broker counts as the nearest that does not.
void override_time(ConsumerGroupTimes& times, std::string_view name, std::string_view value,
                   GroupConfig::Consumer const& server);

}  // namespace highwater
