// What Kafka's tools say of a JSON file that is not as they want it (JsonValue, DecodeJson).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/tools/java_exception.h"
#include "client/tools/json_reader.h"

namespace highwater {

// Walks a file and remembers the first thing that is not as it must be.
struct Decoder {
    std::optional<Thrown> problem;

    void fail(std::string const& type, std::string message) {
        if (!problem) problem = Thrown{type, std::move(message)};
    }
    void expected(char const* what, JsonValue const& value) {
        fail(kJsonMapping, "Expected " + std::string{what} + ", received " + json_text(value));
    }
    static JsonValue const& nothing() {
        static JsonValue const none;
        return none;
    }
    JsonValue const& member(JsonValue const& object, std::string const& name) {
        if (object.kind != JsonValue::Kind::object) {
            expected("JSON object", object);
            return nothing();
        }
        JsonValue const* found = object.find(name);
        if (found == nullptr) fail(kJsonMapping, "No such field exists: `" + name + "`");
        return found != nullptr ? *found : nothing();
    }
    std::vector<JsonValue> const& array(JsonValue const& value) {
        if (value.kind != JsonValue::Kind::array) expected("JSON array", value);
        return value.items;
    }
    std::string const& string(JsonValue const& value) {
        if (value.kind != JsonValue::Kind::string) expected("`String` value", value);
        return value.string;
    }
    std::int64_t integer(JsonValue const& value, std::int64_t most = INT32_MAX) {
        bool const fits = value.kind == JsonValue::Kind::integer && value.integer <= most &&
                          value.integer >= -most - 1;
        if (!fits) expected(most == INT32_MAX ? "`Integer` value" : "`Long` value", value);
        return fits ? value.integer : 0;
    }
    BrokerId broker(JsonValue const& value) { return {static_cast<std::int32_t>(integer(value))}; }
};

}  // namespace highwater
