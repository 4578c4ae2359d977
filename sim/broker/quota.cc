#include "broker/quota.h"

#include <algorithm>

namespace highwater {

void record_bytes(SampledBytes& measured, std::int64_t bytes, QuotaLimits const& limits, Time now) {
    auto& samples = measured.samples;
    if (samples.empty() || now - samples.back().start >= limits.window) {
        samples.push_back({now, now, 0});
        if (static_cast<std::int64_t>(samples.size()) > std::int64_t{limits.windows} + 1) {
            samples.erase(samples.begin());
        }
    }
    samples.back().bytes += bytes;
    samples.back().last_record = now;
}

bool is_exceeded(SampledBytes const& measured, QuotaLimits const& limits, Time now) {
    std::int64_t bytes = 0;
    Time oldest = now;
    for (QuotaSample const& sample : measured.samples) {
        if (now - sample.last_record >= limits.window * limits.windows) continue;  // obsolete
        bytes += sample.bytes;
        oldest = std::min(oldest, sample.start);
    }
    std::int64_t const elapsed_ms = std::max(now - oldest, limits.window).us / 1'000;
    // bytes / elapsed > rate, in integers. Bytes are far below 2^53, so this cannot overflow.
    std::int64_t const per_second = bytes * 1'000 / elapsed_ms;
    bool const has_rest = bytes * 1'000 % elapsed_ms != 0;
    return per_second > limits.rate || (per_second == limits.rate && has_rest);
}

// Kafka resets an obsolete sample in place; left out it is the same, because what is reset begins
// at an instant at which a newer sample was written.
ObservedBytes observe(SampledBytes const& measured, QuotaLimits const& limits, Time now) {
    ObservedBytes observed;
    Time oldest = now;
    for (QuotaSample const& sample : measured.samples) {
        if (now - sample.last_record >= limits.window * limits.windows) continue;  // obsolete
        observed.bytes += sample.bytes;
        oldest = std::min(oldest, sample.start);
    }
    Duration elapsed = now - oldest;
    std::int64_t const full_windows = elapsed.us / limits.window.us;
    std::int64_t const missing = std::int64_t{limits.windows} - 1 - full_windows;
    if (missing > 0) elapsed = elapsed + limits.window * missing;
    observed.window_ms = std::max<std::int64_t>(elapsed.ms(), 1);
    return observed;
}

// Kafka: with the rate O = bytes / W and the quota T the delay is (O - T) / T × W, in doubles, and
// rounded to milliseconds. That is bytes / T - W: here rounded half up from whole numbers, so that
// only an exact half can come out a millisecond apart.
std::int64_t throttle_time_ms(ObservedBytes const& observed, std::int64_t rate) {
    std::int64_t const thousandfold = observed.bytes * 1'000;
    std::int64_t const allowed_ms = thousandfold / rate;
    // Also keeps rate × W, which is about as much, from overflowing.
    if (allowed_ms < observed.window_ms) return 0;
    std::int64_t const excess = thousandfold - rate * observed.window_ms;
    return excess / rate + (excess % rate >= rate - excess % rate ? 1 : 0);
}

}  // namespace highwater
