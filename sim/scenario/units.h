// Quantities as people write them, into integers: "0.5ms", "20/s", "5%", "64KiB", "0.5ms..2ms".
// Decimals are scaled as integers and never pass through a binary fraction, so every build reads
// the same instant; what does not fit exactly is refused, not rounded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "base/time.h"

namespace highwater {

struct DurationRange {
    Duration low;
    Duration high;
};

// us, ms, s, min, h, d. A time without its unit is an error that says so.
Expected<Duration> parse_duration(std::string_view text);
// "0.5ms..2ms", or one duration for both ends.
Expected<DurationRange> parse_duration_range(std::string_view text);
// "20/s", "0.5/s", "90/min": the time between two of them.
Expected<Duration> parse_rate(std::string_view text);
// "5%", "0.25%" in parts per million.
Expected<std::int32_t> parse_percentage(std::string_view text);
// "100" (bytes), "64KiB", "1MiB", "10kB".
Expected<std::int64_t> parse_size(std::string_view text);
// A whole number, an optional sign, underscores between digits as in TOML.
Expected<std::int64_t> parse_integer(std::string_view text);
// "1.1" in thousandths, for the exponent of a Zipf distribution.
Expected<std::int32_t> parse_thousandths(std::string_view text);

// The shortest text that parses back to the same value: "1.25s", "500us", "0s".
std::string write_duration(Duration duration);

}  // namespace highwater
