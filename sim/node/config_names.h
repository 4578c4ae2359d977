// Every config that Kafka 4.3 defines, so that a scenario can be told "accepted, but it has no
// effect here" or "unknown; did you mean …".
#pragma once

#include <string_view>
#include <vector>

namespace highwater {

enum class ConfigScope : unsigned char { broker, topic, producer, consumer };

// By name.
std::vector<std::string_view> const& config_names(ConfigScope scope);
bool is_known_config(ConfigScope scope, std::string_view name);
// Whether the simulation reads it. Known ones that it does not read are accepted and said to be
// idle.
bool has_effect(ConfigScope scope, std::string_view name);
// The known name that is most like this one; "" when none is.
std::string_view nearest_config(ConfigScope scope, std::string_view name);

}  // namespace highwater
