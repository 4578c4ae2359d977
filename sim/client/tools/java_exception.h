// Exceptions as Java prints them, without the lines of code: each tool's main method has a way of
// its own with those that nobody expected.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "client/tools/format.h"

namespace highwater {

struct Thrown {
    std::string type;  // the exception's class
    std::string message;
    std::vector<std::string> causes{};  // each as "class: message"
};
inline constexpr char kAdminCommandFailed[] = "org.apache.kafka.tools.AdminCommandFailedException";
inline constexpr char kAdminOperation[] = "org.apache.kafka.tools.AdminOperationException";
inline constexpr char kJsonMapping[] = "com.fasterxml.jackson.databind.JsonMappingException";
inline constexpr char kRuntimeException[] = "java.lang.RuntimeException";

// Why a command line could not be read (parse_options), as jopt-simple throws it.
Thrown option_exception(Problem const& problem);
// A number that is none; it is converted when the tool asks for it.
Thrown no_number(std::string_view option, std::string const& value);
// An exception around another one, which it repeats.
Thrown wrapped(char const* type, Thrown const& cause);

// "class: message", then its causes.
std::string trace_of(Thrown const& thrown);
// Most tools: the message, then the trace, both on the error output.
ToolText caught(Thrown const& thrown);
// Those that catch nothing: Java itself prints it and ends.
ToolText uncaught(Thrown const& thrown);

}  // namespace highwater
