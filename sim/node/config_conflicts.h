// What the configs of one server say together, each of which is right by itself. Such a server does
// not start (KafkaConfig.validateValues, GroupCoordinatorConfig, ShareGroupConfig, LogConfig).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"

namespace highwater {

struct ConfigConflict {
    std::string name;  // these two do not go together; they may be the same
    std::string other;
    Problem problem;
    enum class Severity : std::uint8_t {
        fatal,     // also for what would change while a broker runs
        at_start,  // only its log manager looks, when it starts
        logged     // as an error, and the server starts
    } severity{};
};

// `configs` are those that somebody wrote, of which the last one of a name counts; the others have
// Kafka's own defaults.
std::vector<ConfigConflict> find_conflicts(
    std::vector<std::pair<std::string, std::string>> const& configs);

// The default of a config that is looked at here; unit_node compares them with Kafka's list.
struct ComparedConfig {
    std::string_view name;
    std::int64_t default_value;
};
std::vector<ComparedConfig> const& compared_configs();

}  // namespace highwater
