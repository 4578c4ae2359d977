// A topic's own configs: all that Kafka 4.3 knows, with their types and ranges. Tools and
// controllers refuse others in Kafka's words.
#pragma once

#include <string_view>

#include "node/config.h"

namespace highwater {

// "Unknown topic config name: …", "Invalid value 0 for configuration min.insync.replicas: Value
// must be at least 1".
Expected<NoValue> validate_topic_config(std::string_view name, std::string_view value);

}  // namespace highwater
