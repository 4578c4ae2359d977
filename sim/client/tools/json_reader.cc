#include "client/tools/json_reader.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"

namespace highwater {

namespace {
constexpr char kValues[] =
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
constexpr char kParse[] = "com.fasterxml.jackson.core.JsonParseException";
constexpr char kConstraints[] = "com.fasterxml.jackson.core.exc.StreamConstraintsException";
constexpr char kEnd[] = "com.fasterxml.jackson.core.io.JsonEOFException";

// Where Jackson says that something stands. It does not show the text itself any more (2.16).
std::string place(std::int32_t line, std::int32_t column) {
    return "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: " +
           std::to_string(line) + (column > 0 ? ", column: " + std::to_string(column) : "") + "]";
}

bool begins_word(char c) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool goes_on_word(char c) { return begins_word(c) || is_digit(c); }

// The character as a person reads it, and its code.
std::string described(std::string_view text, std::size_t at) {
    auto const first = static_cast<unsigned char>(text[at]);
    if (first < 0x20 || first == 0x7f) {
        return "(CTRL-CHAR, code " + std::to_string(first) + ")";
    }
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & 0xc0U) == 0x80U) {
        ++length;
    }
    std::string const shown{text.substr(at, length)};
    if (length == 1) return "'" + shown + "' (code " + std::to_string(first) + ")";
    std::uint32_t code = first & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        code = code << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
    }
    std::string hex;
    for (std::uint32_t rest = code; rest != 0; rest >>= 4U) {
        hex.insert(hex.begin(), "0123456789abcdef"[rest & 0xfU]);
    }
    return "'" + shown + "' (code " + std::to_string(code) +
           (code > 0xff ? " / 0x" + hex : std::string{}) + ")";
}

// Reads as Jackson's ReaderBasedJsonParser does, and gives up with its words.
class Reader {
public:
    explicit Reader(std::string_view text) : text_{text} {}

    std::optional<JsonFailure> problem;

    JsonValue document() {
        JsonValue value;
        if (!skip_blanks()) {
            value.kind = JsonValue::Kind::missing;
            return value;
        }
        read(value, 0);
        // What follows the first value nobody looks at, unless it sticks to a number.
        bool const is_number =
            value.kind == JsonValue::Kind::integer || value.kind == JsonValue::Kind::number;
        if (!problem && is_number && !at_end() && !is_blank(text_[at_])) {
            unexpected("Expected space separating root-level values");
        }
        return value;
    }

private:
    struct Scope {
        char close{};  // 0: of the document
        std::int32_t line{1};
        std::int32_t column{};
    };

    bool at_end() const { return at_ >= text_.size(); }
    static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
    // Counted as Java does, in halves of UTF-16.
    std::int32_t column() const {
        std::int32_t count = 1;
        for (std::size_t i = row_; i < at_; ++i) {
            auto const byte = static_cast<unsigned char>(text_[i]);
            if ((byte & 0xc0U) != 0x80U) count += byte >= 0xf0U ? 2 : 1;
        }
        return count;
    }
    std::string kind() const {
        return scope_.close == 0 ? "root" : scope_.close == '}' ? "Object" : "Array";
    }

    bool fail(char const* type, std::string const& message) {
        if (!problem) problem = {type, message + "\n at " + place(line_, column())};
        return false;
    }
    bool ends(std::string const& message) {
        return fail(kEnd, "Unexpected end-of-input" + message);
    }
    bool unexpected(std::string const& comment) {
        return fail(kParse, "Unexpected character (" + described(text_, at_) + "): " + comment);
    }
    bool misses_close() {
        return ends(": expected close marker for " + kind() + " (start marker at " +
                    place(scope_.line, scope_.column) + ")");
    }

    bool too_deep(int depth) {
        std::string const most = std::to_string(limits::kToolJsonNesting);
        if (!problem) {
            problem = {kConstraints, "Document nesting depth (" + std::to_string(depth) +
                                         ") exceeds the maximum allowed (" + most +
                                         ", from `StreamReadConstraints.getMaxNestingDepth()`)"};
        }
        return false;
    }

    // False: the text ended.
    bool skip_blanks() {
        for (; !at_end() && !problem; ++at_) {
            char const c = text_[at_];
            if (c == '\n' || (c == '\r' && text_.substr(at_ + 1, 1) != "\n")) {
                ++line_;
                row_ = at_ + 1;
            } else if (c == '/') {
                return unexpected(
                    "maybe a (non-standard) comment? (not recognized as one since Feature "
                    "'ALLOW_COMMENTS' not enabled for parser)");
            } else if (!is_blank(c) && static_cast<unsigned char>(c) < 0x20) {
                return fail(kParse, "Illegal character (" + described(text_, at_) +
                                        "): only regular white space (\\r, \\n, \\t) is allowed "
                                        "between tokens");
            } else if (!is_blank(c)) {
                return true;
            }
        }
        return false;
    }

    bool read(JsonValue& value, int depth) {
        char const c = text_[at_];
        if (c == '{' || c == '[') {
            if (depth >= limits::kToolJsonNesting) return too_deep(depth + 1);
            Scope const outer = scope_;
            scope_ = {c == '{' ? '}' : ']', line_, column()};
            ++at_;
            bool const good = c == '{' ? read_members(value, depth) : read_items(value, depth);
            scope_ = outer;
            return good;
        }
        if (c == '"') {
            value.kind = JsonValue::Kind::string;
            return read_string(value.string, "string value");
        }
        if (c == '-' || is_digit(c)) return read_number(value);
        if (c == 't' || c == 'f' || c == 'n') return read_word(value);
        if (begins_word(c)) return unknown_word(at_);
        return unexpected(std::string{"expected a valid value "} + kValues);
    }

    // After the opening or after a value: true when another one follows.
    bool goes_on(bool is_first) {
        if (!skip_blanks()) return problem ? false : misses_close();
        char const c = text_[at_];
        if (c == '}' || c == ']') {
            if (c != scope_.close) {
                return fail(kParse, std::string{"Unexpected close marker '"} + c + "': expected '" +
                                        scope_.close + "' (for " + kind() + " starting at " +
                                        place(scope_.line, scope_.column) + ")");
            }
            ++at_;
            return false;
        }
        if (is_first) return true;
        if (c != ',') return unexpected("was expecting comma to separate " + kind() + " entries");
        ++at_;
        if (skip_blanks()) return true;
        return problem
                   ? false
                   : fail(kParse, "Unexpected end-of-input within/between " + kind() + " entries");
    }

    bool read_members(JsonValue& value, int depth) {
        value.kind = JsonValue::Kind::object;
        for (bool is_first = true; goes_on(is_first); is_first = false) {
            if (text_[at_] != '"') {
                return unexpected("was expecting double-quote to start field name");
            }
            std::string name;
            if (!read_string(name, "name")) return false;
            if (!skip_blanks()) return problem ? false : ends(" within/between Object entries");
            if (text_[at_] != ':') {
                return unexpected("was expecting a colon to separate field name and value");
            }
            ++at_;
            if (!skip_blanks()) return problem ? false : ends(" within/between Object entries");
            // The last one of a name counts.
            JsonValue& member = value.members[name];
            member = {};
            if (!read(member, depth + 1)) return false;
        }
        return !problem;
    }

    bool read_items(JsonValue& value, int depth) {
        value.kind = JsonValue::Kind::array;
        for (bool is_first = true; goes_on(is_first); is_first = false) {
            if (text_[at_] == '}') return unexpected("expected a value");
            if (!read(value.items.emplace_back(), depth + 1)) return false;
        }
        return !problem;
    }

    bool read_string(std::string& text, char const* what) {
        for (++at_; !at_end(); ++at_) {
            char const c = text_[at_];
            if (c == '"') {
                ++at_;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20) {
                return fail(kParse, "Illegal unquoted character (" + described(text_, at_) +
                                        "): has to be escaped using backslash to be included in " +
                                        what);
            }
            if (c != '\\') {
                text += c;
            } else if (!read_escape(text)) {
                return false;
            }
        }
        return ends(std::string{": was expecting closing quote for "} +
                    (std::string_view{what} == "name" ? "name" : "a string value"));
    }

    bool read_escape(std::string& text) {
        ++at_;
        if (at_end()) return ends(" in character escape sequence");
        constexpr std::string_view kFrom = "\"\\/bfnrt";
        constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
        if (text_[at_] == 'u') return read_code(text);
        std::size_t const known = kFrom.find(text_[at_]);
        if (known == std::string_view::npos) {
            return fail(kParse, "Unrecognized character escape " + described(text_, at_));
        }
        text += kTo[known];
        return true;
    }

    bool read_code(std::string& text) {
        std::uint32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            ++at_;
            if (at_end()) return ends(" in character escape sequence");
            std::uint32_t digit = 0;
            auto const [end, error] = std::from_chars(&text_[at_], &text_[at_] + 1, digit, 16);
            if (error != std::errc{}) {
                return unexpected("expected a hex-digit for character escape sequence");
            }
            code = code << 4U | digit;
        }
        if (code < 0x80) {
            text += static_cast<char>(code);
        } else if (code < 0x800) {
            text += static_cast<char>(0xc0U | code >> 6U);
            text += static_cast<char>(0x80U | (code & 0x3fU));
        } else {
            text += static_cast<char>(0xe0U | code >> 12U);
            text += static_cast<char>(0x80U | (code >> 6U & 0x3fU));
            text += static_cast<char>(0x80U | (code & 0x3fU));
        }
        return true;
    }

    bool read_digits(char const* otherwise) {
        if (at_end()) return ends(" in a Number value");
        if (!is_digit(text_[at_])) {
            return fail(kParse, "Unexpected character (" + described(text_, at_) +
                                    ") in numeric value: " + otherwise);
        }
        while (!at_end() && is_digit(text_[at_])) ++at_;
        return true;
    }

    bool read_number(JsonValue& value) {
        std::size_t const begin = at_;
        if (text_[at_] == '-') ++at_;
        std::size_t const digits = at_;
        if (!read_digits("expected digit (0-9) to follow minus sign, for valid numeric value")) {
            return false;
        }
        if (text_[digits] == '0' && at_ > digits + 1) {
            at_ = digits + 1;
            return fail(kParse, "Invalid numeric value: Leading zeroes not allowed");
        }
        value.kind = JsonValue::Kind::integer;
        if (!at_end() && text_[at_] == '.') {
            value.kind = JsonValue::Kind::number;
            ++at_;
            if (!read_digits("Decimal point not followed by a digit")) return false;
        }
        if (!at_end() && (text_[at_] == 'e' || text_[at_] == 'E')) {
            value.kind = JsonValue::Kind::number;
            ++at_;
            if (!at_end() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
            if (!read_digits("Exponent indicator not followed by a digit")) return false;
        }
        value.string = text_.substr(begin, at_ - begin);
        if (value.kind == JsonValue::Kind::number) return true;
        auto const [end, error] = std::from_chars(
            value.string.data(), value.string.data() + value.string.size(), value.integer);
        if (error != std::errc{}) value.kind = JsonValue::Kind::number;
        return true;
    }

    bool read_word(JsonValue& value) {
        std::size_t const begin = at_;
        std::string_view const word = text_[at_] == 't'   ? "true"
                                      : text_[at_] == 'f' ? "false"
                                                          : "null";
        for (std::size_t i = 0; i < word.size(); ++i, ++at_) {
            if (at_end() || text_[at_] != word[i]) return unknown_word(begin);
        }
        if (!at_end() && goes_on_word(text_[at_])) return unknown_word(begin);
        value.kind = word == "null" ? JsonValue::Kind::null : JsonValue::Kind::boolean;
        value.integer = word == "true" ? 1 : 0;
        return true;
    }

    bool unknown_word(std::size_t begin) {
        while (!at_end() && goes_on_word(text_[at_])) ++at_;
        return fail(kParse, "Unrecognized token '" + std::string{text_.substr(begin, at_ - begin)} +
                                "': was expecting " + kValues);
    }

    std::string_view text_;
    std::size_t at_{};
    std::size_t row_{};  // where the line begins
    std::int32_t line_{1};
    Scope scope_;
};
}  // namespace

std::string json_text(JsonValue const& value) {
    std::string text;
    switch (value.kind) {
    case JsonValue::Kind::missing: return {};
    case JsonValue::Kind::null: return "null";
    case JsonValue::Kind::boolean: return value.integer == 1 ? "true" : "false";
    case JsonValue::Kind::integer: return std::to_string(value.integer);
    case JsonValue::Kind::number: return value.string;
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

JsonDocument parse_json(std::string_view text) {
    if (text.empty()) {
        return {std::nullopt,
                {kParse,
                 "The input string shouldn't be empty\n at [Source: UNKNOWN; byte offset: "
                 "#UNKNOWN]"}};
    }
    Reader reader{text};
    JsonValue value = reader.document();
    if (reader.problem) return {std::nullopt, *std::move(reader.problem)};
    return {std::move(value), {}};
}

std::optional<JsonValue> read_json(std::string_view text) { return parse_json(text).value; }

}  // namespace highwater
