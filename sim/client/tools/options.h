// The command line of Kafka's tools (jopt-simple): --name value, --name=value, and any unambiguous
// beginning of a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace highwater {

struct OptionSpec {
    std::string_view name;  // without the dashes
    bool takes_value{};
};

struct Options {
    std::map<std::string, std::vector<std::string>, std::less<>> values;
    std::vector<std::string> order;  // the names as they were said
    bool has(std::string_view name) const { return values.find(name) != values.end(); }
    // The last one said; "" when there is none.
    std::string get(std::string_view name) const;
};

// arguments[0] is the tool's own name. The problem is what the tool prints before its usage.
Expected<Options> parse_options(std::vector<std::string> const& arguments,
                                std::vector<OptionSpec> const& known);

// The name of the file that a tool is told to read; none where the text itself is given in its
// place.
std::optional<std::string> file_argument(std::vector<std::string> const& arguments);

std::vector<std::string> split(std::string_view text, char separator);
// None unless the whole text is an integer that fits.
bool parse_integer(std::string_view text, std::int64_t& value);

}  // namespace highwater
