// The one translation unit that includes toml++. Its assertions are defined away because a
// malformed file must end in a message, not in abort(); exceptions are off as everywhere in sim/.
// Header-only, whatever the package's CMake target says: the shared library was built with other
// settings.
#include "scenario/document.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "scenario/document_guard.h"
#include "scenario/translation_keys.h"

#undef TOML_SHARED_LIB
#define TOML_SHARED_LIB 0
#undef TOML_HEADER_ONLY
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ASSERT(claim) static_assert(true)
#include <toml++/toml.h>

namespace highwater {

namespace {

Place place_of(toml::source_position position) {
    return {static_cast<std::int32_t>(position.line), static_cast<std::int32_t>(position.column)};
}

// Turns the parser's tree into ours. Its depth is bounded by the guard.
class Converter {
public:
    Converter(SourceLines const& source, std::set<std::size_t> const& dots)
        : source_{source}, dots_{dots} {}

    Value convert(toml::node const& node) const {
        Value value;
        value.place = place_of(node.source().begin);
        value.width = width_of(node);
        if (toml::table const* table = node.as_table()) {
            value.kind = Value::Kind::table;
            for (auto const& [key, child] : *table) {
                value.entries.push_back(
                    {name_of(key), place_of(key.source().begin), convert(child)});
            }
            // The parser sorts by key; mistakes should be told in the order of the file.
            std::stable_sort(value.entries.begin(), value.entries.end(),
                             [](Entry const& a, Entry const& b) { return a.place < b.place; });
        } else if (toml::array const* array = node.as_array()) {
            value.kind = Value::Kind::array;
            for (toml::node const& child : *array) value.items.push_back(convert(child));
        } else if (auto const* text = node.as_string()) {
            value.kind = Value::Kind::text;
            value.text = text->get();
        } else if (auto const* integer = node.as_integer()) {
            value.kind = Value::Kind::integer;
            value.integer = integer->get();
        } else if (auto const* boolean = node.as_boolean()) {
            value.kind = Value::Kind::boolean;
            value.boolean = boolean->get();
        } else {
            // Never through the parser's binary fraction: the loader reads the written digits.
            value.kind = node.is_floating_point() ? Value::Kind::decimal : Value::Kind::date;
            value.text = written(node);
        }
        return value;
    }

private:
    // A dot that was hidden from the parser is one again.
    std::string name_of(toml::key const& key) const {
        std::string name{key.str()};
        std::size_t const begin = source_.byte_of(place_of(key.source().begin));
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (name[i] == '_' && dots_.find(begin + i) != dots_.end()) name[i] = '.';
        }
        return name;
    }

    std::int32_t width_of(toml::node const& node) const {
        toml::source_region const& region = node.source();
        if (region.begin.line == region.end.line && region.end.column > region.begin.column) {
            return static_cast<std::int32_t>(region.end.column - region.begin.column);
        }
        return 1;
    }

    std::string written(toml::node const& node) const {
        std::size_t const begin = source_.byte_of(place_of(node.source().begin));
        std::size_t const end = source_.byte_of(place_of(node.source().end));
        std::string text{source_.text().substr(begin, end > begin ? end - begin : 0)};
        while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' ||
                                 text.back() == '\t' || text.back() == ',' || text.back() == ']')) {
            text.pop_back();
        }
        return text;
    }

    SourceLines const& source_;
    std::set<std::size_t> const& dots_;
};

// The parser quotes with '' and speaks of itself; our messages begin in lower case without it.
std::string message_of(toml::parse_error const& error) {
    std::string message{error.description()};
    constexpr std::string_view kPrefix = "Error while parsing ";
    if (message.find("unescaped control characters") != std::string::npos) {
        return "a text must end on the line on which it begins";
    }
    if (message.rfind(kPrefix, 0) == 0) message = "in a " + message.substr(kPrefix.size());
    return message;
}

}  // namespace

Entry const* Value::find(std::string_view key) const {
    for (Entry const& entry : entries) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

std::string_view name_of(Value::Kind kind) {
    switch (kind) {
    case Value::Kind::table: return "a table";
    case Value::Kind::array: return "a list";
    case Value::Kind::text: return "a text";
    case Value::Kind::integer: return "a whole number";
    case Value::Kind::boolean: return "true or false";
    case Value::Kind::decimal: return "a decimal number";
    case Value::Kind::date: return "a date";
    }
    CHECK(false);
}

std::optional<Value> parse_document(SourceLines const& source, Errors& errors) {
    if (!is_safe_to_parse(source, errors)) return std::nullopt;
    PlainKeys const plain = with_plain_translation_keys(std::string{source.text()});
    toml::parse_result const result = toml::parse(plain.text);
    if (!result) {
        Place const place = place_of(result.error().source().begin);
        errors.error(place.line > 0 ? place : Place{}, 1, message_of(result.error()),
                     "the file is not TOML from here on");
        return std::nullopt;
    }
    return Converter{source, plain.dots}.convert(result.table());
}

Place place_within(SourceLines const& source, Value const& text, std::size_t byte) {
    std::string_view const all = source.text();
    std::size_t at = source.byte_of(text.place);
    if (at >= all.size() || (all[at] != '"' && all[at] != '\'')) return text.place;
    char const quote = all[at];
    bool const is_multi_line = all.substr(at, 3) == std::string(3, quote);
    at += is_multi_line ? 3 : 1;
    // A line break right behind the opening quotes does not count.
    if (is_multi_line && all.substr(at, 2) == "\r\n")
        at += 2;
    else if (is_multi_line && all.substr(at, 1) == "\n")
        ++at;
    for (std::size_t seen = 0; seen < byte && at < all.size();) {
        if (all[at] != '\\' || quote != '"' || at + 1 >= all.size()) {
            ++at;
            ++seen;
            continue;
        }
        char const escaped = all[at + 1];
        if (escaped == 'u' || escaped == 'U') {
            at += escaped == 'u' ? 6 : 10;
            ++seen;  // at least one byte; the caret may be off within such a rarity
        } else if (escaped == '\n' || escaped == '\r' || escaped == ' ') {
            ++at;
            while (at < all.size() &&
                   (all[at] == ' ' || all[at] == '\n' || all[at] == '\r' || all[at] == '\t')) {
                ++at;
            }
        } else {
            at += 2;
            ++seen;
        }
    }
    return source.place_of(at);
}

}  // namespace highwater
