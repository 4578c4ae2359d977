// Reads the small JSON files that some of Kafka's tools take, as Jackson reads them for Kafka
// (org.apache.kafka.server.util.Json): the same texts are refused, with the same words.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace highwater {

struct JsonValue {
    // `missing`: of a text of blanks. `number`: no integer of 64 bits; `string` has its digits.
    enum class Kind : std::uint8_t {
        null,
        boolean,
        integer,
        number,
        string,
        array,
        object,
        missing
    };
    Kind kind{};
    std::int64_t integer{};  // of boolean: 0 or 1
    std::string string;
    std::vector<JsonValue> items;
    std::map<std::string, JsonValue, std::less<>> members;

    JsonValue const* find(std::string_view name) const;
};

// As Kafka's messages repeat a value: without blanks, members by name.
std::string json_text(JsonValue const& value);

// The exception that Jackson throws: its class, and what it says, with the place on a second line.
struct JsonFailure {
    std::string type;
    std::string message;
};
struct JsonDocument {
    std::optional<JsonValue> value;
    JsonFailure failure;  // without a value
};
// Json.tryParseFull.
JsonDocument parse_json(std::string_view text);
// Json.parseFull: nothing when the text is not JSON, whatever is wrong with it.
std::optional<JsonValue> read_json(std::string_view text);

}  // namespace highwater
