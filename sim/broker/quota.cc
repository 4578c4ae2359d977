#include "broker/quota.h"

#include <algorithm>

namespace highwater {

void record_bytes(ReplicationQuota& quota, std::int64_t bytes, QuotaLimits const& limits,
                  Time now) {
    auto& samples = quota.samples;
    if (samples.empty() || now - samples.back().start >= limits.window) {
        samples.push_back({now, now, 0});
        if (static_cast<std::int64_t>(samples.size()) > std::int64_t{limits.windows} + 1) {
            samples.erase(samples.begin());
        }
    }
    samples.back().bytes += bytes;
    samples.back().last_record = now;
}

bool is_exceeded(ReplicationQuota const& quota, QuotaLimits const& limits, Time now) {
    std::int64_t bytes = 0;
    Time oldest = now;
    for (QuotaSample const& sample : quota.samples) {
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

}  // namespace highwater
