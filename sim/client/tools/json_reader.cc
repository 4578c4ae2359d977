#include "client/tools/json_reader.h"

#include <charconv>

#include "base/limits.h"

namespace highwater {

namespace {

struct Reader {
    std::string_view rest;

    void skip_blanks() {
        auto const at = rest.find_first_not_of(" \t\r\n");
        rest.remove_prefix(at == std::string_view::npos ? rest.size() : at);
    }
    bool take(char c) {
        skip_blanks();
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    bool take_word(std::string_view word) {
        if (rest.substr(0, word.size()) != word) return false;
        rest.remove_prefix(word.size());
        return true;
    }

    bool read(JsonValue& value, int depth) {
        skip_blanks();
        if (rest.empty() || depth > limits::kToolJsonNesting) return false;
        char const c = rest.front();
        if (c == '{') return read_object(value, depth);
        if (c == '[') return read_array(value, depth);
        if (c == '"') {
            value.kind = JsonValue::Kind::string;
            return read_string(value.string);
        }
        if (take_word("null")) return true;
        value.kind = JsonValue::Kind::boolean;
        value.integer = 1;
        if (take_word("true")) return true;
        value.integer = 0;
        if (take_word("false")) return true;
        value.kind = JsonValue::Kind::integer;
        auto const [end, error] =
            std::from_chars(rest.data(), rest.data() + rest.size(), value.integer);
        if (error != std::errc{}) return false;
        rest.remove_prefix(static_cast<std::string_view::size_type>(end - rest.data()));
        return true;
    }

    bool read_object(JsonValue& value, int depth) {
        value.kind = JsonValue::Kind::object;
        take('{');
        if (take('}')) return true;
        do {
            skip_blanks();
            std::string name;
            if (rest.empty() || rest.front() != '"' || !read_string(name) || !take(':')) {
                return false;
            }
            if (!read(value.members[name], depth + 1)) return false;
        } while (take(','));
        return take('}');
    }

    bool read_array(JsonValue& value, int depth) {
        value.kind = JsonValue::Kind::array;
        take('[');
        if (take(']')) return true;
        do {
            if (!read(value.items.emplace_back(), depth + 1)) return false;
        } while (take(','));
        return take(']');
    }

    bool read_string(std::string& text) {
        rest.remove_prefix(1);
        while (!rest.empty() && rest.front() != '"') {
            char c = rest.front();
            rest.remove_prefix(1);
            if (c == '\\') {
                if (rest.empty()) return false;
                c = rest.front();
                rest.remove_prefix(1);
                if (c == 'n') c = '\n';
                if (c == 't') c = '\t';
                if (c == 'u' || c == 'r' || c == 'b' || c == 'f') return false;
            }
            text += c;
        }
        if (rest.empty()) return false;
        rest.remove_prefix(1);
        return true;
    }
};
}  // namespace

std::string json_text(JsonValue const& value) {
    std::string text;
    switch (value.kind) {
    case JsonValue::Kind::null: return "null";
    case JsonValue::Kind::boolean: return value.integer == 1 ? "true" : "false";
    case JsonValue::Kind::integer: return std::to_string(value.integer);
    case JsonValue::Kind::string: return '"' + value.string + '"';
    case JsonValue::Kind::array:
        for (JsonValue const& item : value.items) {
            text += (text.empty() ? "" : ",") + json_text(item);
        }
        return '[' + text + ']';
    case JsonValue::Kind::object:
        for (auto const& [name, member] : value.members) {
            text += (text.empty() ? "" : ",") + ('"' + name + "\":") + json_text(member);
        }
        return '{' + text + '}';
    }
    return text;
}

JsonValue const* JsonValue::find(std::string_view name) const {
    auto const at = members.find(name);
    return at == members.end() ? nullptr : &at->second;
}

std::optional<JsonValue> read_json(std::string_view text) {
    Reader reader{text};
    JsonValue value;
    if (!reader.read(value, 0)) return std::nullopt;
    reader.skip_blanks();
    if (!reader.rest.empty()) return std::nullopt;
    return value;
}

}  // namespace highwater
