// The command line of kafka-consumer-groups (ConsumerGroupCommandOptions), with Kafka's refusals of
// options that do not go together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/tools/options.h"
#include "client/tools/plans.h"

namespace highwater {

std::vector<OptionSpec> const& consumer_groups_options();

struct GroupsCommand {
    std::optional<ToolText> refusal;
    std::string regex;  // of --validate-regex, which asks no broker
    GroupsPlan plan;
};
GroupsCommand read_groups_command(std::vector<std::string> arguments);

// What an exception leaves behind that this tool did not expect: one line on the output, the trace
// among the errors, and exit code 0. `trace` begins with the exception's own line.
void print_failure(ToolText& printed, std::string const& message, std::string const& trace);

}  // namespace highwater
