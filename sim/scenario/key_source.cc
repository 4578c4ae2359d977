#include "scenario/key_source.h"

#include "base/check.h"
#include "base/limits.h"
#include "scenario/nearest.h"
#include "scenario/units.h"

namespace highwater {

namespace {

// log2(value) with 24 binary digits behind the point, by repeated squaring.
std::uint64_t log2_fixed(std::uint64_t value) {
    CHECK(value > 0);
    std::uint64_t whole = 0;
    while (value >> (whole + 1) != 0) ++whole;
    std::uint64_t mantissa = whole <= 30 ? value << (30 - whole) : value >> (whole - 30);
    std::uint64_t result = whole << 24;
    for (int bit = 23; bit >= 0; --bit) {
        mantissa = mantissa * mantissa >> 30;
        if (mantissa >= std::uint64_t{2} << 30) {
            mantissa >>= 1;
            result |= std::uint64_t{1} << bit;
        }
    }
    return result;
}

std::uint64_t integer_root(std::uint64_t value) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
        if ((root | bit) * (root | bit) <= value) root |= bit;
    }
    return root;
}

// 2^-x as a fraction of 2^30, x with 24 binary digits behind the point.
std::uint64_t exp2_negative(std::uint64_t x) {
    std::uint64_t const whole = x >> 24;
    if (whole >= 30) return 0;
    std::uint64_t result = std::uint64_t{1} << 30;
    std::uint64_t factor = std::uint64_t{1} << 29;  // 2^-1, then its root, the root of that, …
    for (int bit = 23; bit >= 0; --bit) {
        factor = integer_root(factor << 30);
        if ((x >> bit & 1U) != 0) result = result * factor >> 30;
    }
    return result >> whole;
}

// Reports what is not a list of keys, and notes what is.
bool expand_into(KeySource& source, TableReader& reader, std::string_view key) {
    Entry const* entry = reader.find(key, Value::Kind::text);
    if (entry == nullptr) return false;
    auto const keys = expand_keys(entry->value.text);
    if (!keys) {
        reader.report(entry->value, keys.problem().message, keys.problem().advice);
        return false;
    }
    source.keys = *keys;
    return true;
}

std::optional<KeySource> read_in_turn(Value const& value, Errors& errors) {
    TableReader reader{value, table_keys::keys_in_turn(), errors};
    KeySource source;
    source.kind = KeySource::Kind::cycle;
    bool const good = expand_into(source, reader, "cycle");
    reader.finish();
    return good ? std::optional{source} : std::nullopt;
}

std::optional<KeySource> read_zipf(Value const& value, Errors& errors) {
    TableReader reader{value, table_keys::keys_by_zipf(), errors};
    KeySource source;
    source.kind = KeySource::Kind::zipf;
    bool const good = expand_into(source, reader, "zipf");
    auto const exponent = reader.quantity("exponent", parse_thousandths);
    if (good) source.weights = zipf_weights(source.keys.size(), exponent.value_or(1'000));
    reader.finish();
    return good ? std::optional{source} : std::nullopt;
}

std::optional<KeySource> read_hot(Value const& value, Errors& errors) {
    TableReader reader{value, table_keys::keys_with_a_hot_one(), errors};
    KeySource source;
    source.kind = KeySource::Kind::hot;
    auto const hot = reader.text("hot");
    auto const share = reader.quantity("share", parse_percentage);
    if (!share && value.find("share") == nullptr) {
        reader.missing("share", "write for example share = \"90%\"");
    }
    if (value.find("rest") == nullptr) {
        reader.missing("rest", "write for example rest = \"customer-{1..50}\"");
    }
    bool const good = expand_into(source, reader, "rest") && hot && share;
    source.hot_key = hot.value_or("");
    source.hot_ppm = share.value_or(0);
    reader.finish();
    return good ? std::optional{source} : std::nullopt;
}

// An inline table that describes how keys are drawn.
std::optional<KeySource> read_drawn(Value const& value, Errors& errors) {
    if (value.find("cycle") != nullptr) return read_in_turn(value, errors);
    if (value.find("zipf") != nullptr) return read_zipf(value, errors);
    if (value.find("hot") != nullptr) return read_hot(value, errors);
    for (Entry const& entry : value.entries) {
        errors.error(entry.place, characters_in(entry.key),
                     "unknown key `" + entry.key + "` in keys",
                     advise_words(entry.key, {"cycle", "zipf", "hot"}));
    }
    if (value.entries.empty()) errors.error(value.place, value.width, "keys is empty");
    return std::nullopt;
}

}  // namespace

Expected<std::vector<std::string>> expand_keys(std::string_view pattern) {
    std::size_t const open = pattern.find('{');
    if (open == std::string_view::npos) return std::vector<std::string>{std::string{pattern}};
    std::size_t const close = pattern.find('}', open);
    std::string const advice = "write for example \"customer-{1..50}\"";
    if (close == std::string_view::npos) return Problem{"a { is never closed", advice};
    std::string_view const range = pattern.substr(open + 1, close - open - 1);
    std::size_t const dots = range.find("..");
    if (dots == std::string_view::npos) return Problem{"a range needs ..", advice};
    auto const first = parse_integer(range.substr(0, dots));
    auto const last = parse_integer(range.substr(dots + 2));
    if (!first || !last) return Problem{"a range has whole numbers at both ends", advice};
    if (*last < *first) return Problem{"the range ends before it begins", advice};
    if (*last - *first >= limits::kKeys) {
        return Problem{"more than " + std::to_string(limits::kKeys) + " keys", ""};
    }
    std::vector<std::string> keys;
    for (std::int64_t i = *first; i <= *last; ++i) {
        keys.push_back(std::string{pattern.substr(0, open)} + std::to_string(i) +
                       std::string{pattern.substr(close + 1)});
    }
    return keys;
}

std::vector<std::uint32_t> zipf_weights(std::size_t count, std::int32_t exponent_thousandths) {
    std::vector<std::uint32_t> cumulative;
    std::uint64_t sum = 0;
    for (std::size_t rank = 1; rank <= count; ++rank) {
        std::uint64_t const x =
            log2_fixed(rank) * static_cast<std::uint64_t>(exponent_thousandths) / 1'000;
        // In 2^-16ths of the first key's weight; at least one, so that every key is possible.
        std::uint64_t const weight = exp2_negative(x) >> 14;
        sum += weight == 0 ? 1 : weight;
        CHECK(sum <= UINT32_MAX);
        cumulative.push_back(static_cast<std::uint32_t>(sum));
    }
    return cumulative;
}

std::optional<KeySource> read_keys(Value const& value, Errors& errors) {
    if (value.kind == Value::Kind::table) return read_drawn(value, errors);
    if (value.kind != Value::Kind::text) {
        errors.error(value.place, value.width, "`keys` must be a text or a table",
                     "write for example \"customer-{1..50}\"");
        return std::nullopt;
    }
    auto const keys = expand_keys(value.text);
    if (!keys) {
        errors.error(value.place, value.width, keys.problem().message, keys.problem().advice);
        return std::nullopt;
    }
    KeySource source;
    source.kind = KeySource::Kind::uniform;
    source.keys = *keys;
    return source;
}

}  // namespace highwater
