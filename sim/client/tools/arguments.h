// The command line of those tools that have subcommands (argparse4j): options, then a command with
// options of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/tools/format.h"
#include "client/tools/options.h"

namespace highwater {

struct ArgumentSpec {
    std::string_view name;        // with its dashes
    std::string_view short_name;  // "-b", or "" when it has none
    bool takes_value{};
    bool is_required{};
    bool is_integer{};
    bool is_one_of{};  // at most one of these; Kafka wants one, here the cluster is found anyway
};

struct CommandSpec {
    std::string_view name;
    std::vector<ArgumentSpec> arguments;
};

struct ParserSpec {
    std::string_view program;
    std::string_view description;
    std::vector<ArgumentSpec> arguments;
    std::vector<CommandSpec> commands;
};

struct ParsedArguments {
    std::string command;
    Options options;  // by name without its dashes
};

struct ArgumentOutcome {
    bool is_parsed{};
    ParsedArguments arguments;
    ToolText text;  // otherwise: the help that was asked for, or usage and complaint
};
// words[0] is the tool's own name.
ArgumentOutcome parse_arguments(std::vector<std::string> const& words, ParserSpec const& spec);

}  // namespace highwater
