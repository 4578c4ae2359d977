// What kafka-topics is told: its options, and which of them cannot stand together
// (TopicCommandOptions).
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "client/tools/options.h"
#include "protocol/admin.h"

namespace highwater {

std::vector<OptionSpec> const& topics_options();
// Options that cannot stand together, or are missing; "" when all is well.
std::string wrong_topics_options(Options const& options);
// A problem here is said as "Error while executing topic command".
Expected<NewTopic> parse_new_topic(Options const& options);
// Of --create, looked at after all that: "" when there can be so many.
std::string wrong_counts(Options const& options);
// The same of --describe, which takes a number too.
std::string wrong_describe_numbers(Options const& options);

}  // namespace highwater
