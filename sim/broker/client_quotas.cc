#include "broker/client_quotas.h"

#include <algorithm>
#include <utility>

#include "broker/broker.h"
#include "metadata/client_quota.h"

namespace highwater {

namespace {
// Kafka counts in milliseconds.
Time in_milliseconds(Time now) { return Time{now.us / 1'000 * 1'000}; }

QuotaLimits client_limits(Broker const& self) {
    QuotaLimits limits;
    constexpr std::int32_t kMostQuotaWindows = 100'000;
    constexpr std::int32_t kLongestQuotaWindow = 365 * 86'400;
    auto const& config = self.config->replication.clients;
    limits.window = seconds(std::min(config.quota_window_size_seconds, kLongestQuotaWindow));
    limits.windows = std::min(config.quota_window_num, kMostQuotaWindows);
    return limits;
}

// What of a quota concerns one client now.
struct Applied {
    ClientRate* rate{};
    ClientQuota const* quota{};  // nullptr: measured, but not limited
};

ClientRate& rate_of(std::vector<ClientRate>& rates, QuotaShare share, NameId client_id) {
    NameId const id = share.by_client_id ? client_id : kNoName;
    for (ClientRate& rate : rates) {
        if (rate.by_user == share.by_user && rate.client_id == id) return rate;
    }
    rates.push_back({share.by_user, id, {}});
    return rates.back();
}

std::int64_t bytes_a_second(ClientQuota const& quota) {
    return std::max<std::int64_t>(quota.value.whole, 1);
}

std::int32_t throttle(Broker& self, NodeId client, ClientQuota const& quota,
                      ObservedBytes const& observed, Effects& out) {
    std::int64_t const wanted = throttle_time_ms(observed, bytes_a_second(quota));
    auto const ms = static_cast<std::int32_t>(std::min<std::int64_t>(wanted, INT32_MAX));
    if (ms <= 0) return 0;
    if (out.has_listener()) {
        ClientQuotaRecord const record{quota.entity, quota.key, quota.value, false};
        out.note(
            ClientThrottled{client, make_payload(record), observed.bytes, observed.window_ms, ms});
    }
    Time const until = out.now() + milliseconds(ms);
    auto& muted = self.quotas.clients.muted;
    auto at = std::find_if(muted.begin(), muted.end(),
                           [&](MutedChannel const& one) { return one.client == client; });
    if (at == muted.end()) at = muted.insert(at, MutedChannel{client, until, {}});
    at->until = std::max(at->until, until);
    out.arm_at({TimerKind::throttled_channel, client.value}, at->until);
    return ms;
}

Applied apply_quota(Broker& self, std::vector<ClientRate>& rates, char const* key, NameId client_id,
                    Effects const& out) {
    std::string const& name = out.names().text(client_id);
    QuotaShare const share = quota_share(*self.image, key, kAnonymousUser, name);
    return {&rate_of(rates, share, client_id),
            find_client_quota(*self.image, key, share, kAnonymousUser, name)};
}

// ---- sizes --------------------------------------------------------------------------------------
constexpr std::int64_t kPartitionFrame = 1;  // its tagged fields: none

std::int64_t compact_bytes(std::int64_t bytes) {  // with its length, one more, as a varint
    std::int64_t length = 1;
    for (std::int64_t rest = bytes + 1; rest >= 0x80; rest >>= 7) ++length;
    return length + bytes;
}

// Partitions of one topic stand together.
template <class Each>
std::int64_t topics_in(std::vector<Each> const& partitions) {
    std::int64_t topics = 0;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        bool const is_same =
            i > 0 && partitions[i].partition.topic == partitions[i - 1].partition.topic;
        topics += is_same ? 0 : 1;
    }
    return topics;
}
constexpr std::int64_t kTopicFrame = 16 + 1 + 1;  // id, number of partitions, tagged fields
}  // namespace

bool has_produce_quotas(Broker const& self) {
    return !self.image->client_quotas.empty() && has_client_quota(*self.image, kProducerByteRate);
}

bool has_fetch_quotas(Broker const& self) {
    return !self.image->client_quotas.empty() && has_client_quota(*self.image, kConsumerByteRate);
}

// Produce version 13: request header, transactional id, acks, timeout, topics.
std::int64_t produce_request_bytes(Broker const& self, ProduceRequest const& request,
                                   Effects const& out) {
    if (!has_produce_quotas(self) || !request.partitions || request.client_id == kNoName) return 0;
    auto const client_id = static_cast<std::int64_t>(out.names().text(request.client_id).size());
    std::int64_t bytes = (2 + 2 + 4 + 2 + client_id + 1) + 1 + 2 + 4 + 1 + 1;
    bytes += topics_in(*request.partitions) * kTopicFrame;
    for (ProducePartition const& sent : *request.partitions) {
        bytes += 4 + compact_bytes(sent.batch->size_in_bytes) + kPartitionFrame;
    }
    return bytes;
}

// Fetch version 17: length, throttle time, error, session id, topics.
std::int64_t fetch_response_bytes(std::vector<FetchedPartition> const& partitions) {
    std::int64_t bytes = 4 + 4 + 2 + 4 + 1 + 1;
    bytes += topics_in(partitions) * kTopicFrame;
    for (FetchedPartition const& fetched : partitions) {
        std::int64_t records = 0;
        for (BatchRef const& batch : fetched.batches) records += batch->size_in_bytes;
        // Number, error, three offsets, aborted transactions, preferred read replica.
        bytes += 4 + 2 + 8 + 8 + 8 + 1 + 4 + compact_bytes(records) + kPartitionFrame;
    }
    return bytes;
}

std::int32_t charge_produce(Broker& self, NodeId client, NameId client_id, std::int64_t bytes,
                            Effects& out) {
    if (bytes == 0 || !has_produce_quotas(self)) return 0;
    Time const now = in_milliseconds(out.now());
    QuotaLimits const limits = client_limits(self);
    Applied const applied =
        apply_quota(self, self.quotas.clients.produce, kProducerByteRate, client_id, out);
    record_bytes(applied.rate->measured, bytes, limits, now);
    if (applied.quota == nullptr) return 0;
    return throttle(self, client, *applied.quota, observe(applied.rate->measured, limits, now),
                    out);
}

std::int32_t charge_fetch(Broker& self, NodeId client, NameId client_id, std::int64_t bytes,
                          Effects& out) {
    if (client_id == kNoName || !has_fetch_quotas(self)) return 0;
    Time const now = in_milliseconds(out.now());
    QuotaLimits const limits = client_limits(self);
    Applied const applied =
        apply_quota(self, self.quotas.clients.fetch, kConsumerByteRate, client_id, out);
    record_bytes(applied.rate->measured, bytes, limits, now);
    if (applied.quota == nullptr) return 0;
    std::int32_t const ms =
        throttle(self, client, *applied.quota, observe(applied.rate->measured, limits, now), out);
    if (ms > 0) record_bytes(applied.rate->measured, -bytes, limits, now);
    return ms;
}

std::int64_t most_fetch_bytes(Broker const& self, NameId client_id, Effects const& out) {
    if (client_id == kNoName || !has_fetch_quotas(self)) return INT32_MAX;
    std::string const& name = out.names().text(client_id);
    QuotaShare const share = quota_share(*self.image, kConsumerByteRate, kAnonymousUser, name);
    ClientQuota const* quota =
        find_client_quota(*self.image, kConsumerByteRate, share, kAnonymousUser, name);
    if (quota == nullptr) return INT32_MAX;
    QuotaLimits const limits = client_limits(self);
    std::int64_t const whole_seconds = limits.window.us / 1'000'000 * (limits.windows - 1);
    if (whole_seconds == 0) return 0;
    if (bytes_a_second(*quota) > INT32_MAX / whole_seconds) return INT32_MAX;
    return bytes_a_second(*quota) * whole_seconds;
}

}  // namespace highwater
