// One value of a properties file, parsed and refused as Kafka's ConfigDef does.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "node/config.h"

namespace highwater {

struct ConfigRange {
    std::int64_t low{INT64_MIN};
    std::int64_t high{INT64_MAX};
};

// "Invalid value 0 for configuration min.insync.replicas: Value must be at least 1".
Problem invalid_config(std::string_view name, std::string_view value, std::string_view why);

Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int16_t& value);
Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int32_t& value);
Expected<NoValue> parse_config_integer(std::string_view name, std::string_view text,
                                       ConfigRange range, std::int64_t& value);
Expected<NoValue> parse_config_boolean(std::string_view name, std::string_view text, bool& value);

// `words` are those allowed, separated by ", "; none means any.
Expected<NoValue> check_config_word(std::string_view name, std::string_view text,
                                    std::string_view words);
// A comma-separated list of such words.
Expected<NoValue> check_config_list(std::string_view name, std::string_view text,
                                    std::string_view words);
// The parts of such a list, trimmed; none of an empty one.
std::vector<std::string_view> split_config_list(std::string_view text);
// "PT1H", "P1DT2H30M0.5S", "-pt10s": ISO 8601 as java.time.Duration reads it, down to the
// millisecond. It may be negative.
bool parse_iso_duration(std::string_view text, std::int64_t& milliseconds);
// A DOUBLE as Java reads it, between two decimals of Kafka's own list; an empty one is no bound.
// Nothing is rounded: they are compared digit by digit.
Expected<NoValue> check_config_decimal(std::string_view name, std::string_view text,
                                       std::string_view low, std::string_view high);
// A DOUBLE from 0 to 1, and what it is in millionths. NaN, which nothing exceeds, is as good as 1.
Expected<NoValue> check_config_fraction(std::string_view name, std::string_view text);
std::int32_t fraction_in_ppm(std::string_view text);

}  // namespace highwater
