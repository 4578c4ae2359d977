#include "scenario/json_line.h"

#include <cstdint>
#include <set>

#include "base/limits.h"

namespace highwater {

namespace {

void append_utf8(std::string& text, std::uint32_t code) {
    auto const put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

// Recursive descent; the first problem stops it.
class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_{text} {}

    JsonLine run() {
        skip_blanks();
        if (peek() != '{') {
            fail("a line must be a JSON object");
        } else {
            read_object(&line_.fields, 0);
            skip_blanks();
            if (line_.problem.empty() && at_ < text_.size()) fail("text behind the object");
        }
        return std::move(line_);
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool fail(char const* problem) {
        if (line_.problem.empty()) {
            line_.twice.clear();  // it is no JSON at all
            line_.problem = problem;
            line_.at = at_;
        }
        return false;
    }
    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') ++at_;
    }
    bool take(char c, char const* problem) {
        skip_blanks();
        if (peek() != c) return fail(problem);
        ++at_;
        return true;
    }

    void note_name(std::set<std::string>& names, std::string const& name, std::size_t at) {
        bool const is_new = names.insert(name).second;
        if (is_new || !line_.twice.empty()) return;
        line_.twice = name;
        line_.at = at;
    }

    bool read_object(std::vector<JsonField>* fields, int depth) {
        std::set<std::string> names;
        ++at_;
        skip_blanks();
        if (peek() == '}') {
            ++at_;
            return true;
        }
        while (true) {
            JsonField field;
            skip_blanks();
            if (peek() != '"') return fail("a field's name in \"quotes\" is missing");
            std::size_t const begin = at_;
            if (!read_string(field.name)) return false;
            note_name(names, field.name, begin);
            if (!take(':', "a : is missing")) return false;
            if (!read_value(field, depth)) return false;
            if (fields != nullptr) fields->push_back(std::move(field));
            skip_blanks();
            if (peek() == '}') {
                ++at_;
                return true;
            }
            if (!take(',', "a , or } is missing")) return false;
        }
    }

    bool read_array(int depth) {
        ++at_;
        skip_blanks();
        if (peek() == ']') {
            ++at_;
            return true;
        }
        while (true) {
            JsonField ignored;
            if (!read_value(ignored, depth)) return false;
            skip_blanks();
            if (peek() == ']') {
                ++at_;
                return true;
            }
            if (!take(',', "a , or ] is missing")) return false;
        }
    }

    bool read_value(JsonField& field, int depth) {
        if (depth >= limits::kJsonNesting) return fail("nested too deeply");
        skip_blanks();
        std::size_t const begin = at_;
        char const c = peek();
        if (c == '"') {
            field.is_scalar = true;
            return read_string(field.text);
        }
        bool good = false;
        if (c == '{') {
            good = read_object(nullptr, depth + 1);
        } else if (c == '[') {
            good = read_array(depth + 1);
        } else {
            field.is_scalar = true;
            good = read_bare();
        }
        field.text = text_.substr(begin, at_ - begin);
        field.is_null = field.text == "null";
        return good;
    }

    // true, false, null or a number.
    bool read_bare() {
        for (std::string_view const word : {"true", "false", "null"}) {
            if (text_.substr(at_, word.size()) == word) {
                at_ += word.size();
                return true;
            }
        }
        if (peek() == '-') ++at_;
        bool const leading_zero = peek() == '0';
        std::size_t const whole = digits();
        if (whole == 0 || (leading_zero && whole > 1)) return fail("a value is missing");
        if (peek() == '.') {
            ++at_;
            if (digits() == 0) return fail("digits are missing behind the point");
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            if (digits() == 0) return fail("digits are missing in the exponent");
        }
        return true;
    }

    std::size_t digits() {
        std::size_t const begin = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        return at_ - begin;
    }

    bool read_hex(std::uint32_t& code) {
        code = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            char const c = peek();
            std::uint32_t digit = 0;
            if (c >= '0' && c <= '9')
                digit = static_cast<std::uint32_t>(c - '0');
            else if (c >= 'a' && c <= 'f')
                digit = static_cast<std::uint32_t>(c - 'a' + 10);
            else if (c >= 'A' && c <= 'F')
                digit = static_cast<std::uint32_t>(c - 'A' + 10);
            else
                return fail("\\u needs four hexadecimal digits");
            code = code << 4 | digit;
        }
        return true;
    }

    bool read_string(std::string& text) {
        ++at_;
        while (at_ < text_.size()) {
            char const c = text_[at_];
            if (c == '"') {
                ++at_;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return fail("a control character in a string");
            ++at_;
            if (c != '\\') {
                text += c;
            } else if (!read_escape(text)) {
                return false;
            }
        }
        return fail("a string is never closed");
    }

    bool read_escape(std::string& text) {
        char const c = peek();
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
        if (std::size_t const which = kNames.find(c); c != '\0' && which != kNames.npos) {
            text += kMeant[which];
            ++at_;
            return true;
        }
        if (c != 'u') return fail("an unknown escape");
        ++at_;
        std::uint32_t code = 0;
        if (!read_hex(code)) return false;
        bool const is_high = code >= 0xd800 && code < 0xdc00;
        if (is_high && text_.substr(at_, 2) == "\\u") {
            at_ += 2;
            std::uint32_t low = 0;
            if (!read_hex(low)) return false;
            if (low < 0xdc00 || low > 0xdfff) return fail("half of a surrogate pair");
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else if (code >= 0xd800 && code <= 0xdfff) {
            return fail("half of a surrogate pair");
        }
        append_utf8(text, code);
        return true;
    }

    std::string_view text_;
    std::size_t at_{};
    JsonLine line_;
};

}  // namespace

JsonLine read_json_object(std::string_view line) { return JsonReader{line}.run(); }

}  // namespace highwater
