// Words and numbers in the values of configs, read as Kafka's ConfigDef reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace highwater {

// Without the blanks and tabs at either end.
std::string_view trimmed(std::string_view text);
// The trimmed parts between commas; empty ones are left out.
std::vector<std::string_view> split_list(std::string_view text);
// A whole number as Java's Long.parseLong takes it: a sign is allowed, blanks are not.
std::optional<std::int64_t> parse_long(std::string_view text);
bool equals_ignoring_case(std::string_view text, std::string_view lower_case);

}  // namespace highwater
