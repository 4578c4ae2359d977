// How many bytes a second replication takes, measured as Kafka does (ReplicationQuotaManager,
// SimpleRate, SampledStat): in a few windows of time that slide along.
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

struct ReplicationQuota {
    std::vector<QuotaSample> samples;  // oldest first; one more than replication.quota.window.num
    static auto fields(auto& self) { return std::tuple{Field{"samples", self.samples}}; }
};

// Of a broker: of throttled partitions that it sends as leader, and of those that it fetches.
struct ReplicationQuotas {
    ReplicationQuota leader;
    ReplicationQuota follower;
    static auto fields(auto& self) {
        return std::tuple{Field{"leader", self.leader}, Field{"follower", self.follower}};
    }
};

struct QuotaLimits {
    std::int64_t rate{INT64_MAX};  // bytes a second
    Duration window{seconds(1)};   // replication.quota.window.size.seconds
    std::int32_t windows{11};      // replication.quota.window.num
};

// What was sent counts even when it is more than allowed: only the next bytes wait.
void record_bytes(ReplicationQuota& quota, std::int64_t bytes, QuotaLimits const& limits, Time now);
bool is_exceeded(ReplicationQuota const& quota, QuotaLimits const& limits, Time now);

}  // namespace highwater
