#include "scenario/units.h"

#include <array>
#include <optional>

#include "base/limits.h"

namespace highwater {

namespace {

constexpr int kMostDigits = 18;  // what an int64 surely holds

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "12.50" as 1250 with two digits behind the point.
struct Decimal {
    std::int64_t digits{};
    int behind_point{};
};

struct Scanned {
    Decimal decimal;
    std::string_view rest;
};

std::optional<Scanned> scan_decimal(std::string_view text) {
    Scanned scanned;
    int digits = 0;
    bool after_point = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        char const c = text[at];
        bool const between_digits =
            at > 0 && is_digit(text[at - 1]) && at + 1 < text.size() && is_digit(text[at + 1]);
        if (c == '_' && between_digits) continue;
        if (c == '.' && between_digits && !after_point) {
            after_point = true;
            continue;
        }
        if (!is_digit(c)) break;
        if (++digits > kMostDigits) return std::nullopt;
        scanned.decimal.digits = scanned.decimal.digits * 10 + (c - '0');
        if (after_point) ++scanned.decimal.behind_point;
    }
    if (digits == 0) return std::nullopt;
    scanned.rest = text.substr(at);
    return scanned;
}

enum class Scaling { exact, too_fine, too_large };

// decimal * unit, if that is a whole number of at most kMostDigits digits.
Scaling scale(Decimal decimal, std::int64_t unit, std::int64_t& result) {
    constexpr std::int64_t kMost = 1'000'000'000'000'000'000;
    if (decimal.digits != 0 && unit > INT64_MAX / decimal.digits) return Scaling::too_large;
    std::int64_t value = decimal.digits * unit;
    for (int i = 0; i < decimal.behind_point; ++i) {
        if (value % 10 != 0) return Scaling::too_fine;
        value /= 10;
    }
    if (value > kMost) return Scaling::too_large;
    result = value;
    return Scaling::exact;
}

std::string quoted(std::string_view text) { return "\"" + std::string{text} + "\""; }

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

constexpr std::array kTimeUnits = {Unit{"us", 1},
                                   Unit{"µs", 1},
                                   Unit{"ms", 1'000},
                                   Unit{"s", 1'000'000},
                                   Unit{"min", 60'000'000},
                                   Unit{"h", 3'600'000'000},
                                   Unit{"d", 86'400'000'000}};

constexpr std::array kSizeUnits = {
    Unit{"", 1},           Unit{"B", 1},         Unit{"kB", 1'000},         Unit{"KiB", 1 << 10},
    Unit{"MB", 1'000'000}, Unit{"MiB", 1 << 20}, Unit{"GB", 1'000'000'000}, Unit{"GiB", 1 << 30}};

template <std::size_t N>
std::optional<std::int64_t> factor_of(std::array<Unit, N> const& units, std::string_view name) {
    for (Unit const& unit : units) {
        if (unit.name == name) return unit.factor;
    }
    return std::nullopt;
}

// The decimal in front and the unit behind it; a Problem names what is missing.
template <std::size_t N>
Expected<std::int64_t> parse_quantity(std::string_view text, std::array<Unit, N> const& units,
                                      std::string_view kind, std::string_view example) {
    auto const scanned = scan_decimal(text);
    if (!scanned) {
        return Problem{quoted(text) + " is not " + std::string{kind},
                       "write for example " + std::string{example}};
    }
    std::string_view const unit = trim(scanned->rest);
    if (unit.empty() && !factor_of(units, "")) {
        return Problem{quoted(text) + " has no unit", "write for example " + std::string{text} +
                                                          "s or " + std::string{text} +
                                                          "ms; units are us, ms, s, min, h, d"};
    }
    auto const factor = factor_of(units, unit);
    if (!factor) {
        std::string known;
        for (Unit const& each : units) {
            if (each.name.empty() || each.name == "µs") continue;
            known += (known.empty() ? "" : ", ") + std::string{each.name};
        }
        return Problem{quoted(unit) + " is not a unit of " + std::string{kind},
                       "units are " + known};
    }
    std::int64_t value = 0;
    switch (scale(scanned->decimal, *factor, value)) {
    case Scaling::exact: break;
    case Scaling::too_fine:
        return Problem{quoted(text) + " is finer than one " +
                           (factor_of(units, "us") ? "microsecond" : "byte"),
                       "nothing is rounded silently"};
    case Scaling::too_large: return Problem{quoted(text) + " is too large", ""};
    }
    return value;
}

}  // namespace

Expected<Duration> parse_duration(std::string_view text) {
    text = trim(text);
    auto const us = parse_quantity(text, kTimeUnits, "a time", "\"20s\" or \"0.5ms\"");
    if (!us) return us.problem();
    if (*us > limits::kDurationSeconds * 1'000'000) {
        return Problem{quoted(text) + " is longer than a run may be", "the limit is seven days"};
    }
    return microseconds(*us);
}

Expected<DurationRange> parse_duration_range(std::string_view text) {
    std::size_t const dots = text.find("..");
    if (dots == std::string_view::npos) {
        auto const both = parse_duration(text);
        if (!both) return both.problem();
        return DurationRange{*both, *both};
    }
    auto const low = parse_duration(text.substr(0, dots));
    if (!low) return low.problem();
    auto const high = parse_duration(text.substr(dots + 2));
    if (!high) return high.problem();
    if (*high < *low) {
        return Problem{quoted(text) + " ends before it begins", "write the smaller time first"};
    }
    return DurationRange{*low, *high};
}

Expected<Duration> parse_rate(std::string_view text) {
    text = trim(text);
    std::size_t const slash = text.find('/');
    std::string const advice = "write for example \"20/s\", \"0.5/s\" or \"90/min\"";
    if (slash == std::string_view::npos) {
        return Problem{quoted(text) + " is not a rate: it does not say per what", advice};
    }
    auto const count = scan_decimal(text.substr(0, slash));
    auto const period = factor_of(kTimeUnits, trim(text.substr(slash + 1)));
    if (!count || !trim(count->rest).empty() || !period) {
        return Problem{quoted(text) + " is not a rate", advice};
    }
    if (count->decimal.digits == 0) {
        return Problem{"a rate of 0 never sends anything",
                       "leave `rate` out: the producer then sends what commands ask for"};
    }
    std::int64_t scaled_period = *period;
    for (int i = 0; i < count->decimal.behind_point; ++i) {
        if (scaled_period > INT64_MAX / 10) return Problem{quoted(text) + " is too slow", advice};
        scaled_period *= 10;
    }
    // The one quantity that is rounded: down to the microsecond, 3/s being one each 333,333 us.
    std::int64_t const interval = scaled_period / count->decimal.digits;
    if (interval < 1'000'000 / limits::kRecordsPerSecond) {
        return Problem{quoted(text) + " is too fast",
                       "the limit is " + std::to_string(limits::kRecordsPerSecond) + "/s"};
    }
    if (interval > limits::kDurationSeconds * 1'000'000) {
        return Problem{quoted(text) + " is too slow", "once in seven days is the least"};
    }
    return microseconds(interval);
}

Expected<std::int32_t> parse_percentage(std::string_view text) {
    text = trim(text);
    auto const scanned = scan_decimal(text);
    if (!scanned || trim(scanned->rest) != "%") {
        return Problem{quoted(text) + " is not a percentage", "write for example \"5%\""};
    }
    std::int64_t ppm = 0;
    if (scale(scanned->decimal, 10'000, ppm) != Scaling::exact) {
        return Problem{quoted(text) + " has too many digits",
                       "a ten-thousandth of a percent is the finest"};
    }
    if (ppm > 1'000'000) return Problem{quoted(text) + " is more than 100%", ""};
    return static_cast<std::int32_t>(ppm);
}

Expected<std::int64_t> parse_size(std::string_view text) {
    return parse_quantity(trim(text), kSizeUnits, "a size", "100 or \"64KiB\"");
}

Expected<std::int64_t> parse_integer(std::string_view text) {
    std::string_view const whole = trim(text);
    bool const negative = !whole.empty() && whole.front() == '-';
    auto const scanned = scan_decimal(negative ? whole.substr(1) : whole);
    if (!scanned || !scanned->rest.empty() || scanned->decimal.behind_point > 0) {
        return Problem{quoted(text) + " is not a whole number", ""};
    }
    return negative ? -scanned->decimal.digits : scanned->decimal.digits;
}

Expected<std::int32_t> parse_thousandths(std::string_view text) {
    auto const scanned = scan_decimal(trim(text));
    std::int64_t value = 0;
    if (!scanned || !scanned->rest.empty() ||
        scale(scanned->decimal, 1'000, value) != Scaling::exact || value > 10'000) {
        return Problem{quoted(text) + " is not a number between 0 and 10 in thousandths",
                       "write for example \"1.1\""};
    }
    return static_cast<std::int32_t>(value);
}

std::string write_duration(Duration duration) {
    std::int64_t const us = duration.us;
    if (us % 1'000 != 0 && us < 1'000) return std::to_string(us) + "us";
    if (us < 1'000'000 && us > 0) {
        std::string text = std::to_string(us / 1'000);
        if (us % 1'000 != 0) {
            std::string part = std::to_string(1'000 + us % 1'000).substr(1);
            while (part.back() == '0') part.pop_back();
            text += "." + part;
        }
        return text + "ms";
    }
    std::string text = std::to_string(us / 1'000'000);
    if (us % 1'000'000 != 0) {
        std::string part = std::to_string(1'000'000 + us % 1'000'000).substr(1);
        while (part.back() == '0') part.pop_back();
        text += "." + part;
    }
    return text + "s";
}

}  // namespace highwater
