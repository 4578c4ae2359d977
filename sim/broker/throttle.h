// Replication throttles (KIP-73): what a reassignment copies may be held to a rate, by the leader
// that sends it and by the follower that asks for it.
#pragma once

#include <string>
#include <string_view>

#include "broker/broker.h"

namespace highwater {

enum class ThrottledSide : std::uint8_t { leader, follower };

// leader.replication.throttled.rate, follower.replication.throttled.rate of this broker.
QuotaLimits limits_of(Broker const& self, ThrottledSide side);

// Is this replica on the list? "*" means all; "0:1,0:2" the replicas of partition 0 on brokers 1
// and 2.
bool is_listed(std::string_view list, std::int32_t partition, BrokerId broker);
// leader.replication.throttled.replicas and its counterpart, as a topic has them; nullptr: not.
struct ThrottleLists {
    std::string const* as_leader{};
    std::string const* as_follower{};
};
ThrottleLists throttle_lists(MetadataImage const& image, std::string const& topic);
// What they say of a replica here.
void refresh_throttles(Broker& self, std::int32_t slot, ThrottleLists const& of_topic);

// A follower in the ISR is never held back: the high watermark would wait for it.
bool is_held_back(Broker const& self, Partition const& partition, BrokerId follower, Time now);
// Of a follower's own fetch: `lag` behind the leader's high watermark; negative: not known yet.
bool holds_itself_back(Broker const& self, Partition const& partition, std::int64_t lag, Time now);

}  // namespace highwater
