// Just enough JSON to check one line of a data file and to take one field out of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace highwater {

struct JsonField {
    std::string name;
    std::string text;  // a string's content, anything else as written
    bool is_null{};
    bool is_scalar{};  // no object, no array
};

struct JsonLine {
    std::vector<JsonField> fields;  // of the object, in order
    std::string problem;            // empty: it is JSON
    std::string twice;              // the first name that an object in it has twice; empty: none
    std::size_t at{};               // the byte of the problem, or of that name
};

JsonLine read_json_object(std::string_view line);

}  // namespace highwater
