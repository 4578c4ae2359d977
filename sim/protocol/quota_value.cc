#include "protocol/quota_value.h"

#include <algorithm>

namespace highwater {

namespace {
constexpr std::uint64_t kMillion = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes digits off the front of the text.
std::string take_digits(std::string_view& text) {
    std::string digits;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) digits += text.front();
    return digits;
}

// The decimal 0.DIGITS × 10^point; none when it is more than a long holds.
std::optional<QuotaValue> value_of(std::string const& digits, std::int64_t point) {
    std::uint64_t whole = 0;
    std::uint64_t millionths = 0;
    for (std::int64_t place = 0; place < point + 6; ++place) {
        auto const at = static_cast<std::string::size_type>(place);
        std::uint64_t const digit =
            place >= 0 && at < digits.size() ? static_cast<std::uint64_t>(digits[at] - '0') : 0;
        if (place >= point) {
            millionths = millionths * 10 + digit;
            continue;
        }
        if (whole > (std::uint64_t{INT64_MAX} - digit) / 10) return std::nullopt;
        whole = whole * 10 + digit;
    }
    return QuotaValue{static_cast<std::int64_t>(whole), static_cast<std::int32_t>(millionths)};
}

// A double has 53 bits: what of a large whole number it keeps, rounded half to even.
std::uint64_t as_double_keeps(std::uint64_t number) {
    int spare = 0;
    while (number >> spare >= std::uint64_t{1} << 53) ++spare;
    if (spare == 0) return number;
    std::uint64_t const unit = std::uint64_t{1} << spare;
    std::uint64_t const rest = number & (unit - 1);
    std::uint64_t kept = number >> spare;
    if (rest > unit / 2 || (rest == unit / 2 && kept % 2 == 1)) ++kept;
    return kept << spare;
}

// The shortest decimal that still means the same double.
std::uint64_t shortest(std::uint64_t number) {
    std::uint64_t const kept = as_double_keeps(number);
    if (kept < std::uint64_t{1} << 53) return kept;
    for (std::uint64_t unit = 1'000'000'000'000'000'000; unit > 1; unit /= 10) {
        std::uint64_t const rounded = (kept + unit / 2) / unit * unit;
        if (as_double_keeps(rounded) == kept) return rounded;
    }
    return kept;
}
}  // namespace

std::optional<QuotaValue> parse_quota_value(std::string_view text) {
    bool const is_negative = !text.empty() && text.front() == '-';
    if (is_negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
    std::string digits = take_digits(text);
    auto point = static_cast<std::int64_t>(digits.size());
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        digits += take_digits(text);
    }
    if (digits.empty()) return std::nullopt;
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        bool const is_small = !text.empty() && text.front() == '-';
        if (is_small || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
        std::string const exponent = take_digits(text);
        if (exponent.empty()) return std::nullopt;
        std::int64_t const shift = exponent.size() > 4 ? 9'999 : std::stoll(exponent);
        point += is_small ? -shift : shift;
    }
    if (!text.empty()) return std::nullopt;
    // Zeros in front do not make a number large.
    while (!digits.empty() && digits.front() == '0') {
        digits.erase(0, 1);
        --point;
    }
    if (digits.empty()) return QuotaValue{};
    if (point < -6) point = -6;
    if (point < 0) digits.insert(0, static_cast<std::string::size_type>(-point), '0');
    QuotaValue value =
        value_of(digits, std::clamp<std::int64_t>(point, 0, 30)).value_or(kTooLargeQuota);
    if (is_negative) value = {-value.whole, -value.millionths};
    return value;
}

std::uint64_t double_bits(QuotaValue value) {
    // The leading 54 binary digits of the decimal, the last of them for rounding.
    constexpr int kDigits = 54;
    constexpr std::uint64_t kBias = 1023;
    auto mantissa = static_cast<std::uint64_t>(value.whole);
    auto fraction = static_cast<std::uint64_t>(value.millionths);
    if (mantissa == 0 && fraction == 0) return 0;
    int exponent = 0;  // the value is mantissa × 2^exponent
    bool is_inexact = false;
    while (mantissa >> kDigits != 0) {
        is_inexact = is_inexact || mantissa % 2 == 1;
        mantissa >>= 1;
        ++exponent;
    }
    while (mantissa >> (kDigits - 1) == 0) {
        fraction *= 2;
        mantissa = mantissa << 1 | (fraction >= kMillion ? 1 : 0);
        if (fraction >= kMillion) fraction -= kMillion;
        --exponent;
    }
    is_inexact = is_inexact || fraction != 0;
    bool const is_half = mantissa % 2 == 1;
    mantissa >>= 1;
    ++exponent;
    if (is_half && (is_inexact || mantissa % 2 == 1)) ++mantissa;  // half to even
    if (mantissa >> (kDigits - 1) != 0) {
        mantissa >>= 1;
        ++exponent;
    }
    constexpr int kStored = kDigits - 2;  // the leading one is not
    std::uint64_t const biased = kBias + static_cast<std::uint64_t>(exponent + kStored);
    return biased << kStored | (mantissa & ((std::uint64_t{1} << kStored) - 1));
}

std::string java_text(QuotaValue value) {
    bool const is_negative = value.whole < 0 || value.millionths < 0;
    auto const whole = static_cast<std::uint64_t>(is_negative ? -value.whole : value.whole);
    bool const has_fraction = whole < std::uint64_t{1} << 53;  // of a double of that size
    auto const millionths =
        has_fraction
            ? static_cast<std::uint64_t>(is_negative ? -value.millionths : value.millionths)
            : 0;
    std::string digits = std::to_string(shortest(whole));
    auto point = static_cast<std::int64_t>(digits.size());
    digits += std::to_string(kMillion + millionths).substr(1);
    while (!digits.empty() && digits.front() == '0') {
        digits.erase(0, 1);
        --point;
    }
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty()) return "0.0";
    auto const or_zero = [](std::string text) { return text.empty() ? "0" : text; };
    std::string const sign = is_negative ? "-" : "";
    if (point < -2 || point > 7) {
        return sign + digits.substr(0, 1) + "." + or_zero(digits.substr(1)) + "E" +
               std::to_string(point - 1);
    }
    if (point <= 0) {
        return sign + "0." + std::string(static_cast<std::string::size_type>(-point), '0') + digits;
    }
    auto const before = static_cast<std::string::size_type>(point);
    if (digits.size() < before) digits.resize(before, '0');
    return sign + digits.substr(0, before) + "." + or_zero(digits.substr(before));
}

std::string plain_text(QuotaValue value) {
    std::string text = std::to_string(value.whole);
    if (value.millionths == 0) return text;
    std::string fraction = std::to_string(kMillion + static_cast<std::uint64_t>(value.millionths));
    while (fraction.back() == '0') fraction.pop_back();
    return text + "." + fraction.substr(1);
}

}  // namespace highwater
