// Which of a broker's configs may change while it runs, by kafka-configs --entity-type brokers
// (KIP-226, Kafka: DynamicBrokerConfig). The defaults of topics are among them; those of TLS and
// SASL, which can be changed only for one listener, are not simulated.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/config.h"

namespace highwater {

struct DynamicBrokerConfig {
    std::string_view name;
    std::string_view default_value;
    enum class Kind : std::uint8_t { int32, int64, boolean, ratio, text } kind;
    std::int64_t minimum;
    bool per_broker;  // makes no sense for all brokers at once
};
DynamicBrokerConfig const* find_dynamic_broker_config(std::string_view name);
// Kafka's own default of a config that may change while the broker runs; "" when there is none.
std::string_view dynamic_default_value(std::string_view name);

// Thread pools grow and shrink by half at most: "Dynamic thread count update validation failed for
// num.io.threads=100, …" (DynamicThreadPool). What is set before and after a change.
Expected<NoValue> validate_thread_counts(
    std::vector<std::pair<std::string, std::string>> const& before,
    std::vector<std::pair<std::string, std::string>> const& after);

// Everything set on one broker (or, `per_broker` false, on all) after the change. Names that Kafka
// does not know are let through, because a plugin may.
Expected<NoValue> validate_broker_configs(
    std::vector<std::pair<std::string, std::string>> const& configs, bool per_broker);

}  // namespace highwater
