// How kafka-reassign-partitions --generate spreads replicas over brokers (AdminUtils). Brokers that
// place new topics themselves do it otherwise: controller/placement.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/ids.h"

namespace highwater {

struct SpreadBroker {
    BrokerId id{kNoBroker};
    std::optional<std::string> rack;
};

struct SpreadStart {
    std::int32_t index{};      // of the broker that leads the first partition
    std::int32_t shift{};      // how far behind the leader its first follower stands
    std::int32_t partition{};  // the number of the first partition
};

// Brokers rack by rack in turn, so that neighbours are in different racks.
std::vector<BrokerId> rack_alternated(std::vector<SpreadBroker> const& brokers);

// By partition, from start.partition on. Racks count when the brokers have one. The problem is in
// Kafka's words.
Expected<std::vector<std::vector<BrokerId>>> spread_replicas(std::vector<SpreadBroker> brokers,
                                                             std::int32_t partitions,
                                                             std::int32_t replication_factor,
                                                             SpreadStart start);

}  // namespace highwater
