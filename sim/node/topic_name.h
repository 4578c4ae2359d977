// What a topic may be called (org.apache.kafka.common.internals.Topic).
#pragma once

#include <optional>
#include <string>

namespace highwater {

// "Topic name is invalid: '..' is not allowed"; none: the name is fine.
std::optional<std::string> wrong_topic_name(std::string const& name);

// Metrics write '.' as '_', so two topics must not differ in that only.
std::string topic_name_in_metrics(std::string name);

}  // namespace highwater
