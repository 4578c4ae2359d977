#include "node/topic_name.h"

#include <algorithm>

#include "base/limits.h"

namespace highwater {

bool is_internal_topic(std::string_view name) {
    return name == "__consumer_offsets" || name == "__transaction_state" ||
           name == "__share_group_state";
}

std::optional<std::string> wrong_topic_name(std::string const& name) {
    return wrong_name("Topic name", name);
}

std::optional<std::string> wrong_name(std::string const& what, std::string const& name) {
    std::string const invalid = what + " is invalid: ";
    if (name.empty()) return invalid + "the empty string is not allowed";
    if (name == "." || name == "..") return invalid + "'" + name + "' is not allowed";
    if (name.size() > static_cast<std::size_t>(limits::kNameBytes)) {
        return invalid + "the length of '" + name + "' is longer than the max allowed length " +
               std::to_string(limits::kNameBytes);
    }
    bool const is_plain = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
    if (is_plain) return std::nullopt;
    return invalid + "'" + name +
           "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
}

std::string topic_name_in_metrics(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

}  // namespace highwater
