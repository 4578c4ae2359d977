// Kafka's exceptions, which is how applications and tools name what went wrong
// (org.apache.kafka.common.protocol.Errors and org.apache.kafka.common.errors).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "record/error_code.h"

namespace highwater {

// Without package and "Exception", as the recordings have it: "Timeout", "NotEnoughReplicas".
std::string_view exception_name(ErrorCode error);
// "org.apache.kafka.common.errors.PreferredLeaderNotAvailableException".
std::string exception_class(ErrorCode error);
// The error that this is the name of: "Timeout". None: no broker says it (CommitFailed).
std::optional<ErrorCode> error_of_exception(std::string_view name);
// What Kafka says when the broker did not add words of its own.
std::string_view exception_message(ErrorCode error);

}  // namespace highwater
