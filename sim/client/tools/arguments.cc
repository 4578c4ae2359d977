#include "client/tools/arguments.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {
constexpr std::string_view::size_type kLineWidth = 75;

std::string upper_name(std::string_view name) {
    std::string text{name.substr(2)};
    for (char& c : text) {
        if (c == '-') c = '_';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

std::string syntax_of(ArgumentSpec const& argument) {
    std::string text{argument.name};
    if (argument.takes_value) text += " " + upper_name(argument.name);
    return text;
}

// One parser: the tool's own, or that of one of its commands.
struct Parser {
    std::string program;
    std::vector<ArgumentSpec> const& arguments;
    std::vector<CommandSpec> const* commands;  // nullptr: a command has none

    std::vector<std::string> usage_parts() const {
        std::vector<std::string> parts{"[-h]"};
        std::string one_of;
        for (ArgumentSpec const& argument : arguments) {
            if (argument.is_one_of) {
                one_of += (one_of.empty() ? "" : " | ") + syntax_of(argument);
            } else if (argument.is_required) {
                parts.push_back(syntax_of(argument));
            } else {
                parts.push_back("[" + syntax_of(argument) + "]");
            }
        }
        if (!one_of.empty()) parts.push_back("(" + one_of + ")");
        if (commands == nullptr) return parts;
        std::string names;
        for (CommandSpec const& command : *commands) {
            names += (names.empty() ? "" : ",") + std::string{command.name};
        }
        parts.push_back("{" + names + "}");
        parts.emplace_back("...");
        return parts;
    }

    std::string usage() const {
        std::string text = "usage: " + program;
        std::string const indent(text.size() + 1, ' ');
        std::string::size_type column = text.size();
        for (std::string const& part : usage_parts()) {
            bool const fits = column + 1 + part.size() <= kLineWidth;
            text += fits ? " " + part : "\n" + indent + part;
            column = fits ? column + 1 + part.size() : indent.size() + part.size();
        }
        return text + "\n";
    }

    ToolText refuse(std::string const& why) const {
        return {{}, usage() + program + ": error: " + why + "\n", 1};
    }

    // The argument meant by a flag or the beginning of one; nullptr: none, or not one alone.
    ArgumentSpec const* find(std::string_view flag) const {
        ArgumentSpec const* found = nullptr;
        for (ArgumentSpec const& argument : arguments) {
            if (flag == argument.name || flag == argument.short_name) return &argument;
            if (flag.size() <= 2 || argument.name.substr(0, flag.size()) != flag) continue;
            if (found != nullptr) return nullptr;
            found = &argument;
        }
        return found;
    }
};

std::string shown(ArgumentSpec const& argument) {
    std::string text{argument.name};
    if (!argument.short_name.empty()) text += "/" + std::string{argument.short_name};
    return text;
}

class Reading {
public:
    Reading(std::vector<std::string> const& words, ParsedArguments& parsed)
        : words_{words}, parsed_{parsed} {}

    // False: `refusal` says why, or is the help.
    bool read(Parser const& parser, std::vector<CommandSpec> const* commands) {
        while (next_ < words_.size()) {
            std::string const word = words_[next_++];
            if (word == "-h" || word == "--help") {
                refusal = {parser.usage(), {}, 0};
                return false;
            }
            if (word.size() > 1 && word.front() == '-') {
                if (!read_option(parser, word)) return false;
            } else if (commands == nullptr || !parsed_.command.empty()) {
                return refuse(parser, "unrecognized arguments: '" + word + "'");
            } else if (!read_command(parser, *commands, word)) {
                return false;
            }
        }
        if (commands != nullptr && parsed_.command.empty()) {
            return refuse(parser, "too few arguments");
        }
        return check_required(parser);
    }

    ToolText refusal;

private:
    bool refuse(Parser const& parser, std::string const& why) {
        refusal = parser.refuse(why);
        return false;
    }

    bool read_option(Parser const& parser, std::string const& word) {
        auto const equals = word.find('=');
        ArgumentSpec const* argument = parser.find(word.substr(0, equals));
        if (argument == nullptr) return refuse(parser, "unrecognized arguments: '" + word + "'");
        std::string value;
        if (argument->takes_value) {
            bool const is_missing = equals == std::string::npos && next_ == words_.size();
            if (is_missing) {
                return refuse(parser, "argument " + shown(*argument) + ": expected one argument");
            }
            value = equals == std::string::npos ? words_[next_++] : word.substr(equals + 1);
        }
        std::int64_t number = 0;
        bool const is_number =
            parse_integer(value, number) && number >= INT32_MIN && number <= INT32_MAX;
        if (argument->is_integer && !is_number) {
            return refuse(parser, "argument " + shown(*argument) + ": could not convert '" + value +
                                      "' to integer (32 bit)");
        }
        if (argument->is_one_of && !one_of_.empty() && one_of_ != argument->name) {
            return refuse(parser, "argument " + shown(*argument) + ": not allowed with argument " +
                                      shown(*parser.find(one_of_)));
        }
        if (argument->is_one_of) one_of_ = argument->name;
        parsed_.options.values[std::string{argument->name.substr(2)}].push_back(value);
        return true;
    }

    bool read_command(Parser const& parser, std::vector<CommandSpec> const& commands,
                      std::string const& word) {
        std::string names;
        for (CommandSpec const& command : commands) {
            if (command.name == word) {
                parsed_.command = word;
                std::string const outer = std::exchange(one_of_, {});
                Parser const inner{parser.program + " " + word, command.arguments, nullptr};
                if (!read(inner, nullptr)) return false;
                one_of_ = outer;
                return true;
            }
            names += (names.empty() ? "'" : ", '") + std::string{command.name} + "'";
        }
        return refuse(parser, "invalid choice: '" + word + "' (choose from " + names + ")");
    }

    bool check_required(Parser const& parser) {
        for (ArgumentSpec const& argument : parser.arguments) {
            bool const is_there = parsed_.options.has(argument.name.substr(2));
            if (argument.is_required && !is_there) {
                return refuse(parser, "argument " + shown(argument) + " is required");
            }
        }
        return true;
    }

    std::vector<std::string> const& words_;
    ParsedArguments& parsed_;
    std::vector<std::string>::size_type next_{1};
    std::string one_of_;
};
}  // namespace

ArgumentOutcome parse_arguments(std::vector<std::string> const& words, ParserSpec const& spec) {
    ArgumentOutcome outcome;
    Reading reading{words, outcome.arguments};
    Parser const parser{std::string{spec.program}, spec.arguments, &spec.commands};
    outcome.is_parsed = reading.read(parser, &spec.commands);
    outcome.text = std::move(reading.refusal);
    if (!outcome.is_parsed && outcome.text.exit == 0) {
        outcome.text.out += "\n" + std::string{spec.description} + "\n";
    }
    return outcome;
}

}  // namespace highwater
