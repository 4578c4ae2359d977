// Where the replicas of new partitions go: Kafka's StripedReplicaPlacer. Leaders are spread over
// the unfenced brokers, the replicas of a partition over the racks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/ids.h"

namespace highwater {

struct PlaceableBroker {
    BrokerId id{kNoBroker};
    std::optional<std::string> rack;
    bool fenced{};
};

// Uniform in [0, bound).
using DrawBelow = std::function<std::int32_t(std::int32_t bound)>;

// By partition. Refuses with Kafka's words what cannot be placed (INVALID_REPLICATION_FACTOR).
// Racks are initialised and shuffled in the order in which `brokers` first names them.
Expected<std::vector<std::vector<BrokerId>>> place_replicas(
    std::vector<PlaceableBroker> const& brokers, std::int32_t partitions,
    std::int32_t replication_factor, DrawBelow const& draw);

}  // namespace highwater
