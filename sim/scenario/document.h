// A TOML text as a tree whose every key and value knows its place. The one door to toml++: what the
// loader reads is this tree, in the order of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/errors.h"

namespace highwater {

struct Entry;

struct Value {
    enum class Kind : std::uint8_t { table, array, text, integer, boolean, decimal, date };
    Kind kind{};
    Place place;            // where it begins; of a [table]: its header
    std::int32_t width{1};  // characters on its first line
    std::string text;       // of text: unescaped; of decimal and date: as written
    std::int64_t integer{};
    bool boolean{};
    std::vector<Value> items;    // of an array
    std::vector<Entry> entries;  // of a table, in the order of the file

    Entry const* find(std::string_view key) const;
};

struct Entry {
    std::string key;
    Place place;
    Value value;
};

// "a text", "a whole number", …
std::string_view name_of(Value::Kind kind);

// Checks limits, UTF-8 and nesting before the parser sees the text. Mistakes go to `errors`.
std::optional<Value> parse_document(SourceLines const& source, Errors& errors);

// The place in the file of the n-th byte of a text value, through escapes and line breaks.
Place place_within(SourceLines const& source, Value const& text, std::size_t byte);

}  // namespace highwater
