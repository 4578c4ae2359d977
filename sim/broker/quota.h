// How many bytes a second somebody takes, measured as Kafka does (SampledStat): in a few windows of
// time that slide along. Replication has one rate (ReplicationQuotaManager, SimpleRate), clients
// another (ClientQuotaManager, Rate).
#pragma once

#include <vector>

#include "base/fields.h"
#include "base/time.h"

namespace highwater {

struct QuotaSample {
    Time start;
    Time last_record;
    std::int64_t bytes{};
    static auto fields(auto& self) {
        return std::tuple{Field{"start", self.start}, Field{"last_record", self.last_record},
                          Field{"bytes", self.bytes}};
    }
};

struct SampledBytes {
    std::vector<QuotaSample> samples;  // oldest first; at most one more than there are windows
    static auto fields(auto& self) { return std::tuple{Field{"samples", self.samples}}; }
};

struct QuotaLimits {
    std::int64_t rate{INT64_MAX};  // bytes a second
    Duration window{seconds(1)};   // quota.window.size.seconds, or replication's
    std::int32_t windows{11};      // quota.window.num, or replication's
};

// What was sent counts even when it is more than allowed: only the next bytes wait.
void record_bytes(SampledBytes& measured, std::int64_t bytes, QuotaLimits const& limits, Time now);

// Of replication: is it above its rate?
bool is_exceeded(SampledBytes const& measured, QuotaLimits const& limits, Time now);

// Of a client: what a Rate divides. The windows that are missing in the beginning count as if
// nothing had been moved in them, so that a short burst is not taken for a high rate.
struct ObservedBytes {
    std::int64_t bytes{};
    std::int64_t window_ms{};
};
ObservedBytes observe(SampledBytes const& measured, QuotaLimits const& limits, Time now);
// How long until the rate is within its limit again if nothing more is moved; 0: it is.
std::int64_t throttle_time_ms(ObservedBytes const& observed, std::int64_t rate);

}  // namespace highwater
