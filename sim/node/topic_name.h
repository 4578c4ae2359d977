// What a topic may be called (org.apache.kafka.common.internals.Topic).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace highwater {

// Kafka's own: clients must not write there.
bool is_internal_topic(std::string_view name);

// "Topic name is invalid: '..' is not allowed"; none: the name is fine.
std::optional<std::string> wrong_topic_name(std::string const& name);

// The same of another name that follows the same rules, as Topic.validate says it: "Group instance
// id is invalid: the empty string is not allowed".
std::optional<std::string> wrong_name(std::string const& what, std::string const& name);

// Metrics write '.' as '_', so two topics must not differ in that only.
std::string topic_name_in_metrics(std::string name);

}  // namespace highwater
