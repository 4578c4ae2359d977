#include "node/config_value.h"

#include <charconv>

namespace highwater {

namespace {
std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Kafka's type names, for "Not a number of type INT".
constexpr std::string_view type_name(std::int16_t) { return "SHORT"; }
constexpr std::string_view type_name(std::int32_t) { return "INT"; }
constexpr std::string_view type_name(std::int64_t) { return "LONG"; }

template <class Integer>
Expected<NoValue> parse(std::string_view name, std::string_view text, ConfigRange range,
                        Integer& value) {
    std::string_view const word = trim(text);
    Integer number{};
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) {
        return invalid_config(name, text, "Not a number of type " + std::string{type_name(number)});
    }
    if (number < range.low) {
        return invalid_config(name, word, "Value must be at least " + std::to_string(range.low));
    }
    if (number > range.high) {
        return invalid_config(name, word,
                              "Value must be no more than " + std::to_string(range.high));
    }
    value = number;
    return NoValue{};
}

bool is_one_of(std::string_view word, std::string_view words) {
    while (!words.empty()) {
        auto const end = words.find(", ");
        if (words.substr(0, end) == word) return true;
        if (end == std::string_view::npos) return false;
        words.remove_prefix(end + 2);
    }
    return false;
}
}  // namespace

Problem invalid_config(std::string_view name, std::string_view value, std::string_view why) {
    return {"Invalid value " + std::string{value} + " for configuration " + std::string{name} +
                ": " + std::string{why},
            {}};
}

Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int16_t& value) {
    return parse(name, text, range, value);
}
Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int32_t& value) {
    return parse(name, text, range, value);
}
Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int64_t& value) {
    return parse(name, text, range, value);
}

Expected<NoValue> parse_config_boolean(std::string_view name, std::string_view text, bool& value) {
    std::string word{trim(text)};
    for (char& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (word != "true" && word != "false") {
        return invalid_config(name, text, "Expected value to be either true or false");
    }
    value = word == "true";
    return NoValue{};
}

Expected<NoValue> check_config_word(std::string_view name, std::string_view text,
                                    std::string_view words) {
    if (words.empty() || is_one_of(text, words)) return NoValue{};
    return invalid_config(name, text, "String must be one of: " + std::string{words});
}

Expected<NoValue> check_config_list(std::string_view name, std::string_view text,
                                    std::string_view words) {
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const comma = rest.find(',');
        Expected<NoValue> const one = check_config_word(name, trim(rest.substr(0, comma)), words);
        if (!one) return one;
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return NoValue{};
}

Expected<NoValue> check_config_fraction(std::string_view name, std::string_view text) {
    std::string_view word = trim(text);
    bool const is_one = word.substr(0, 1) == "1";
    bool good = is_one || word.substr(0, 1) == "0";
    if (good) word.remove_prefix(1);
    if (good && word.substr(0, 1) == ".") {
        word.remove_prefix(1);
        good = !word.empty();
    }
    for (char const c : word) good = good && (c == '0' || (!is_one && c >= '0' && c <= '9'));
    if (good) return NoValue{};
    return invalid_config(name, text, "Not a number from 0 to 1");
}

}  // namespace highwater
