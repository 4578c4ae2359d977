#include "broker/throttle.h"

#include <algorithm>
#include <charconv>

namespace highwater {

namespace {
std::string rate_name(ThrottledSide side) {
    return side == ThrottledSide::leader ? "leader.replication.throttled.rate"
                                         : "follower.replication.throttled.rate";
}

bool take_number(std::string_view& text, std::int32_t& number) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::string_view::size_type>(end - text.data()));
    return true;
}
}  // namespace

QuotaLimits limits_of(Broker const& self, ThrottledSide side) {
    QuotaLimits limits;
    // More than a year of windows is for ever, and microseconds can still count it.
    constexpr std::int32_t kMostWindows = 100'000;
    constexpr std::int32_t kLongestWindow = 365 * 86'400;
    limits.window =
        seconds(std::min(self.config->replication.quota_window_size_seconds, kLongestWindow));
    limits.windows = std::min(self.config->replication.quota_window_num, kMostWindows);
    std::string const name = rate_name(side);
    std::string const* rate =
        find_config(*self.image, ConfigResourceType::broker, std::to_string(self.id.value), name);
    if (rate == nullptr) rate = find_config(*self.image, ConfigResourceType::broker, "", name);
    if (rate != nullptr) {
        std::from_chars(rate->data(), rate->data() + rate->size(), limits.rate);
    }
    return limits;
}

bool is_listed(std::string_view list, std::int32_t partition, BrokerId broker) {
    if (list == "*") return true;
    while (!list.empty()) {
        std::int32_t listed_partition = 0;
        std::int32_t listed_broker = 0;
        while (!list.empty() && (list.front() == ' ' || list.front() == ',')) list.remove_prefix(1);
        if (!take_number(list, listed_partition) || list.empty()) return false;
        list.remove_prefix(1);  // the colon
        if (!take_number(list, listed_broker)) return false;
        if (listed_partition == partition && listed_broker == broker.value) return true;
    }
    return false;
}

ThrottleLists throttle_lists(MetadataImage const& image, std::string const& topic) {
    auto const list = [&](char const* config) {
        return find_config(image, ConfigResourceType::topic, topic, config);
    };
    return {list("leader.replication.throttled.replicas"),
            list("follower.replication.throttled.replicas")};
}

void refresh_throttles(Broker& self, std::int32_t slot, ThrottleLists const& of_topic) {
    auto const is_in = [&](std::string const* list) {
        return list != nullptr && is_listed(*list, self.partitions[slot].id.partition, self.id);
    };
    bool const as_leader = is_in(of_topic.as_leader);
    bool const as_follower = is_in(of_topic.as_follower);
    Partition const& partition = self.partitions[slot];
    if (partition.throttles_leader == as_leader && partition.throttles_follower == as_follower) {
        return;
    }
    Partition& changed = self.partitions.edit(slot);
    changed.throttles_leader = as_leader;
    changed.throttles_follower = as_follower;
}

bool is_held_back(Broker const& self, Partition const& partition, BrokerId follower, Time now) {
    return partition.throttles_leader && !contains(partition.isr, follower) &&
           is_exceeded(self.quotas.leader, limits_of(self, ThrottledSide::leader), now);
}

bool holds_itself_back(Broker const& self, Partition const& partition, std::int64_t lag, Time now) {
    return partition.throttles_follower && lag != 0 &&
           is_exceeded(self.quotas.follower, limits_of(self, ThrottledSide::follower), now);
}

}  // namespace highwater
