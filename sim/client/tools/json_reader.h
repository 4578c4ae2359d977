// Reads the small JSON files that some of Kafka's tools take: objects, arrays, strings, integers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace highwater {

struct JsonValue {
    enum class Kind : std::uint8_t { null, boolean, integer, string, array, object };
    Kind kind{};
    std::int64_t integer{};  // of boolean: 0 or 1
    std::string string;
    std::vector<JsonValue> items;
    std::map<std::string, JsonValue, std::less<>> members;

    JsonValue const* find(std::string_view name) const;
};

// As Kafka's messages repeat a value: without blanks, members by name.
std::string json_text(JsonValue const& value);

// Nothing when the text is not JSON of that kind.
std::optional<JsonValue> read_json(std::string_view text);

}  // namespace highwater
