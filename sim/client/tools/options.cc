#include "client/tools/options.h"

#include <algorithm>
#include <charconv>

namespace highwater {

namespace {
// The option meant by a name or the beginning of one.
Expected<OptionSpec> find_option(std::string_view said, std::vector<OptionSpec> const& known) {
    OptionSpec const* meant = nullptr;
    bool is_one = true;
    for (OptionSpec const& option : known) {
        if (option.name == said) return option;
        if (said.empty() || option.name.substr(0, said.size()) != said) continue;
        is_one = meant == nullptr;
        meant = &option;
    }
    if (meant != nullptr && is_one) return *meant;
    return Problem{std::string{said} + " is not a recognized option", {}};
}

// Those of which a tool asks for all values; jopt-simple refuses a second one of any other.
bool may_repeat(std::string_view tool, std::string_view option) {
    constexpr std::string_view kLists[] = {"command-property",  "config",      "consumer-property",
                                           "delete-config",     "entity-name", "entity-type",
                                           "producer-property", "property",    "formatter-property",
                                           "reader-property"};
    bool const is_of_groups = tool.find("kafka-consumer-groups") != std::string_view::npos;
    if (is_of_groups && (option == "group" || option == "topic")) return true;
    return std::find(std::begin(kLists), std::end(kLists), option) != std::end(kLists);
}
}  // namespace

std::string Options::get(std::string_view name) const {
    auto const at = values.find(name);
    return at == values.end() || at->second.empty() ? std::string{} : at->second.back();
}

Expected<Options> parse_options(std::vector<std::string> const& arguments,
                                std::vector<OptionSpec> const& known) {
    Options options;
    for (std::vector<std::string>::size_type i = 1; i < arguments.size(); ++i) {
        std::string_view word = arguments[i];
        // What is no option is an argument that no tool looks at.
        if (word.substr(0, 1) != "-" || word == "-") continue;
        if (word.substr(0, 2) != "--") {
            return Problem{std::string{word.substr(1, 1)} + " is not a recognized option", {}};
        }
        word.remove_prefix(2);
        auto const equals = word.find('=');
        Expected<OptionSpec> const option = find_option(word.substr(0, equals), known);
        if (!option) return option.problem();
        options.order.emplace_back(option->name);
        std::vector<std::string>& values = options.values[std::string{option->name}];
        if (!option->takes_value) {
            values.push_back({});
        } else if (equals != std::string_view::npos) {
            values.emplace_back(word.substr(equals + 1));
        } else if (i + 1 < arguments.size()) {
            values.push_back(arguments[++i]);
        } else {
            return Problem{"Option " + std::string{option->name} + " requires an argument", {}};
        }
    }
    if (options.has("help") || options.has("version")) return options;
    for (OptionSpec const& option : known) {
        auto const said = options.values.find(option.name);
        bool const is_repeated =
            option.takes_value && said != options.values.end() && said->second.size() > 1;
        if (!is_repeated || may_repeat(arguments.front(), option.name)) continue;
        return Problem{
            "Found multiple arguments for option " + said->first + ", but you asked for only one",
            {}};
    }
    return options;
}

std::optional<std::string> file_argument(std::vector<std::string> const& arguments) {
    constexpr std::string_view kFiles[] = {
        "--add-config-file",        "--from-file",
        "--offset-json-file",       "--path-to-json-file",
        "--reassignment-json-file", "--topics-to-move-json-file"};
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        auto const equals = arguments[i].find('=');
        std::string const name = arguments[i].substr(0, equals);
        if (std::find(std::begin(kFiles), std::end(kFiles), name) == std::end(kFiles)) continue;
        bool const is_next = equals == std::string::npos;
        if (is_next && i + 1 == arguments.size()) return std::nullopt;
        std::string value = is_next ? arguments[i + 1] : arguments[i].substr(equals + 1);
        auto const first = value.find_first_not_of(" \t\r\n");
        if (first == std::string::npos || value[first] == '{') return std::nullopt;
        if (name == "--from-file" && value.find(',') != std::string::npos) return std::nullopt;
        return value;
    }
    return std::nullopt;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        auto const end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool parse_integer(std::string_view text, std::int64_t& value) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace highwater
