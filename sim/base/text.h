// Words and numbers in the values of configs, read as Kafka's ConfigDef reads them, and lists of
// texts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
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

// "a,b,c", with what stands between two of them.
template <typename Texts>
std::string joined(Texts const& texts, std::string_view between) {
    std::string all;
    for (std::string const& text : texts) {
        if (!all.empty()) all += between;
        all += text;
    }
    return all;
}
// Unless it is among them.
inline void add_once(std::vector<std::string>& texts, std::string const& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

}  // namespace highwater
