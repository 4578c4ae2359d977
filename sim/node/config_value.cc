#include "node/config_value.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

#include "base/text.h"

namespace highwater {

namespace {
// Kafka's type names, for "Not a number of type INT".
constexpr std::string_view type_name(std::int16_t) { return "SHORT"; }
constexpr std::string_view type_name(std::int32_t) { return "INT"; }
constexpr std::string_view type_name(std::int64_t) { return "LONG"; }

template <class Integer>
Expected<NoValue> parse(std::string_view name, std::string_view text, ConfigRange range,
                        Integer& value) {
    std::string_view const word = trimmed(text);
    std::optional<std::int64_t> const number = parse_long(word);
    if (!number || !std::in_range<Integer>(*number)) {
        return invalid_config(name, text, "Not a number of type " + std::string{type_name(value)});
    }
    if (*number < range.low) {
        return invalid_config(name, word, "Value must be at least " + std::to_string(range.low));
    }
    if (*number > range.high) {
        return invalid_config(name, word,
                              "Value must be no more than " + std::to_string(range.high));
    }
    value = static_cast<Integer>(*number);
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
    std::string_view const word = trimmed(text);
    bool const is_true = equals_ignoring_case(word, "true");
    if (!is_true && !equals_ignoring_case(word, "false")) {
        return invalid_config(name, text, "Expected value to be either true or false");
    }
    value = is_true;
    return NoValue{};
}

Expected<NoValue> check_config_word(std::string_view name, std::string_view text,
                                    std::string_view words) {
    if (words.empty() || is_one_of(text, words)) return NoValue{};
    return invalid_config(name, text, "String must be one of: " + std::string{words});
}

Expected<NoValue> check_config_list(std::string_view name, std::string_view text,
                                    std::string_view words) {
    for (std::string_view const word : split_config_list(text)) {
        Expected<NoValue> const one = check_config_word(name, word, words);
        if (!one) return one;
    }
    return NoValue{};
}

std::vector<std::string_view> split_config_list(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const comma = text.find(',');
        parts.push_back(trimmed(text.substr(0, comma)));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return parts;
}

namespace {
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// A sign at the front of the text, taken off: 1 or -1.
std::int64_t take_sign(std::string_view& text) {
    bool const is_signed = !text.empty() && (text.front() == '+' || text.front() == '-');
    std::int64_t const sign = is_signed && text.front() == '-' ? -1 : 1;
    if (is_signed) text.remove_prefix(1);
    return sign;
}

// ".5" or ",5" behind seconds, taken off, in milliseconds. At most nine digits; none are allowed
// too. False: there are more.
bool take_fraction(std::string_view& text, std::int64_t& milliseconds) {
    std::int64_t weight = 100;
    std::size_t digits = 0;
    text.remove_prefix(1);
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
        milliseconds += weight * (text.front() - '0');
        weight /= 10;
        text.remove_prefix(1);
    }
    return digits <= 9;
}
}  // namespace

// As Java's Duration.parse: letters of either case, a sign for the whole and one for each part.
bool parse_iso_duration(std::string_view text, std::int64_t& milliseconds) {
    // Units in the order in which they may stand; days before the T.
    constexpr std::pair<char, std::int64_t> kUnits[] = {
        {'D', 86'400'000}, {'H', 3'600'000}, {'M', 60'000}, {'S', 1'000}};
    std::int64_t const whole_sign = take_sign(text);
    if (text.empty() || upper(text.front()) != 'P') return false;
    text.remove_prefix(1);
    std::int64_t total = 0;
    std::size_t unit = 0;
    bool is_time = false;
    bool has_part = false;
    while (!text.empty()) {
        if (upper(text.front()) == 'T') {
            if (is_time || text.size() == 1) return false;
            is_time = true;
            unit = std::max<std::size_t>(unit, 1);
            text.remove_prefix(1);
            continue;
        }
        std::int64_t const sign = take_sign(text);
        std::int64_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || number < 0 || number > 1'000'000'000) return false;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        std::int64_t fraction_ms = 0;
        bool const has_fraction = !text.empty() && (text.front() == '.' || text.front() == ',');
        if (has_fraction && !take_fraction(text, fraction_ms)) return false;
        if (text.empty()) return false;
        char const letter = upper(text.front());
        while (unit < std::size(kUnits) && kUnits[unit].first != letter) ++unit;
        if (unit == std::size(kUnits) || is_time != (unit > 0)) return false;
        if (has_fraction && letter != 'S') return false;
        total += sign * (number * kUnits[unit].second + fraction_ms);
        ++unit;
        has_part = true;
        text.remove_prefix(1);
    }
    milliseconds = whole_sign * total;
    return has_part;
}

namespace {
// 0.DIGITS × 10^exponent, without zeros at either end of the digits; none are zero.
struct Decimal {
    bool is_negative{};
    bool is_number{true};  // not NaN, which is neither less nor more than anything
    std::string digits;
    std::int64_t exponent{};
};

std::string take_digits(std::string_view& text) {
    std::size_t const end = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string digits{text.substr(0, end)};
    text.remove_prefix(end);
    return digits;
}

// "e-3" at the front of the text, taken off. False: an e without digits.
bool take_exponent(std::string_view& text, std::int64_t& exponent) {
    if (text.empty() || upper(text.front()) != 'E') return true;
    text.remove_prefix(1);
    std::int64_t const sign = take_sign(text);
    std::string const digits = take_digits(text);
    if (digits.empty()) return false;
    // Beyond what Java can tell from infinity, or from zero.
    constexpr std::int64_t kHuge = 1'000'000;
    std::int64_t const size = parse_long(digits).value_or(kHuge);
    exponent += sign * std::min(size, kHuge);
    return true;
}

// As Double.parseDouble, without hexadecimal digits.
std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal decimal;
    decimal.is_negative = take_sign(text) < 0;
    if (text == "NaN") return Decimal{false, false, {}, 0};
    if (text == "Infinity") return Decimal{decimal.is_negative, true, "1", INT64_MAX};
    std::string const whole = take_digits(text);
    std::string fraction;
    if (text.substr(0, 1) == ".") {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    decimal.exponent = static_cast<std::int64_t>(whole.size());
    if (!take_exponent(text, decimal.exponent)) return std::nullopt;
    bool const has_suffix =
        text.size() == 1 && (upper(text.front()) == 'F' || upper(text.front()) == 'D');
    if (!text.empty() && !has_suffix) return std::nullopt;
    std::string const all = whole + fraction;
    std::size_t const first = all.find_first_not_of('0');
    if (first == std::string::npos) return Decimal{};
    decimal.digits = all.substr(first, all.find_last_not_of('0') + 1 - first);
    decimal.exponent -= static_cast<std::int64_t>(first);
    return decimal;
}

bool is_less(Decimal const& a, Decimal const& b) {
    if (!a.is_number || !b.is_number) return false;
    bool const a_is_below = a.is_negative && !a.digits.empty();
    bool const b_is_below = b.is_negative && !b.digits.empty();
    if (a_is_below != b_is_below) return a_is_below;
    Decimal const& nearer = a_is_below ? b : a;  // to zero, if it is less
    Decimal const& farther = a_is_below ? a : b;
    if (farther.digits.empty()) return false;
    if (nearer.digits.empty()) return true;
    return std::pair{nearer.exponent, nearer.digits} < std::pair{farther.exponent, farther.digits};
}
}  // namespace

Expected<NoValue> check_config_decimal(std::string_view name, std::string_view text,
                                       std::string_view low, std::string_view high) {
    std::string_view const word = trimmed(text);
    std::optional<Decimal> const number = read_decimal(word);
    if (!number) return invalid_config(name, text, "Not a number of type DOUBLE");
    // Kafka tells the number, as Java writes it.
    bool const is_whole = word.find_first_not_of("+-0123456789") == std::string_view::npos;
    std::string const shown = std::string{word} + (is_whole ? ".0" : "");
    if (!low.empty() && is_less(*number, *read_decimal(low))) {
        return invalid_config(name, shown, "Value must be at least " + std::string{low});
    }
    if (!high.empty() && is_less(*read_decimal(high), *number)) {
        return invalid_config(name, shown, "Value must be no more than " + std::string{high});
    }
    return NoValue{};
}

Expected<NoValue> check_config_fraction(std::string_view name, std::string_view text) {
    return check_config_decimal(name, text, "0", "1");
}

std::int32_t fraction_in_ppm(std::string_view text) {
    constexpr std::int64_t kPlaces = 6;
    std::optional<Decimal> const number = read_decimal(trimmed(text));
    if (!number || !number->is_number || number->exponent > 1) return 1'000'000;
    std::int64_t const places = std::max<std::int64_t>(0, kPlaces + number->exponent);
    std::string digits = number->digits.substr(0, static_cast<std::size_t>(places));
    if (digits.empty()) return 0;
    digits.resize(static_cast<std::size_t>(places), '0');
    return static_cast<std::int32_t>(parse_long(digits).value_or(0));
}

}  // namespace highwater
