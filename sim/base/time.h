// Simulated time: integer microseconds, so that every build computes the same instants.
#pragma once

#include <cstdint>

namespace highwater {

struct Duration {
    std::int64_t us{};

    friend constexpr bool operator==(Duration a, Duration b) { return a.us == b.us; }
    friend constexpr bool operator!=(Duration a, Duration b) { return a.us != b.us; }
    friend constexpr bool operator<(Duration a, Duration b) { return a.us < b.us; }
    friend constexpr bool operator>(Duration a, Duration b) { return a.us > b.us; }
    friend constexpr bool operator<=(Duration a, Duration b) { return a.us <= b.us; }
    friend constexpr bool operator>=(Duration a, Duration b) { return a.us >= b.us; }
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
    friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.us * n}; }
    friend constexpr Duration operator/(Duration a, std::int64_t n) { return {a.us / n}; }
    constexpr std::int64_t ms() const { return us / 1000; }
};

// Some 73,000 years: what is longer (Kafka's "never" is Long.MAX_VALUE milliseconds) is as long as
// this, so that an instant of a run and any duration can be added.
inline constexpr Duration kLongest{INT64_MAX / 4};

constexpr Duration microseconds(std::int64_t n) { return {n}; }
constexpr Duration milliseconds(std::int64_t n) {
    constexpr std::int64_t kMost = kLongest.us / 1'000;
    return {n > kMost ? kLongest.us : n < -kMost ? -kLongest.us : n * 1'000};
}
constexpr Duration seconds(std::int64_t n) {
    constexpr std::int64_t kMost = kLongest.us / 1'000'000;
    return {n > kMost ? kLongest.us : n < -kMost ? -kLongest.us : n * 1'000'000};
}

// Since the start of the run.
struct Time {
    std::int64_t us{};

    friend constexpr bool operator==(Time a, Time b) { return a.us == b.us; }
    friend constexpr bool operator!=(Time a, Time b) { return a.us != b.us; }
    friend constexpr bool operator<(Time a, Time b) { return a.us < b.us; }
    friend constexpr bool operator>(Time a, Time b) { return a.us > b.us; }
    friend constexpr bool operator<=(Time a, Time b) { return a.us <= b.us; }
    friend constexpr bool operator>=(Time a, Time b) { return a.us >= b.us; }
    friend constexpr Time operator+(Time a, Duration d) { return {a.us + d.us}; }
    friend constexpr Time operator-(Time a, Duration d) { return {a.us - d.us}; }
    friend constexpr Duration operator-(Time a, Time b) { return {a.us - b.us}; }
    constexpr std::int64_t ms() const { return us / 1000; }
};
inline constexpr Time kNever{INT64_MAX};
// Before every instant of a run, far enough from the end of the integers to reckon with.
inline constexpr Time kLongAgo{INT64_MIN / 4};

// Kafka's timestamps are milliseconds since 1970. Every run starts at the same civil instant,
// 2026-01-01T00:00:00Z, because a simulator that looked at a clock could not be replayed.
inline constexpr std::int64_t kEpochOfRunMs = 1'767'225'600'000;
constexpr std::int64_t timestamp_ms(Time at) { return kEpochOfRunMs + at.ms(); }

}  // namespace highwater
