#include <algorithm>
#include <stdexcept>

#include "controller/placement.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

std::optional<std::string> rack_of(json const& name) {
    if (name.is_null()) return std::nullopt;
    return name.get<std::string>();
}

// Racks are initialised in the order of Kafka's hash map, which the case tells.
std::vector<PlaceableBroker> placeable_brokers(json const& input) {
    std::vector<PlaceableBroker> brokers;
    auto const add = [&](json const& broker) {
        brokers.push_back({{broker.at("id").get<std::int32_t>()},
                           rack_of(broker.at("rack")),
                           broker.at("fenced").get<bool>()});
    };
    if (!input.contains("rackIterationOrderForInitAndShuffle")) {
        for (json const& broker : input.at("brokers")) add(broker);
        return brokers;
    }
    for (json const& rack : input["rackIterationOrderForInitAndShuffle"]) {
        for (json const& broker : input.at("brokers")) {
            if (broker.at("rack") == rack) add(broker);
        }
    }
    return brokers;
}
}  // namespace

json replay_replica_placement_kraft(json const& input) {
    json const draws = input.value("nextIntCalls_bound_value", json::array());
    std::size_t next = 0;
    auto const placed = place_replicas(
        placeable_brokers(input), input.at("partitions").get<std::int32_t>(),
        input.at("replicationFactor").get<std::int32_t>(), [&](std::int32_t bound) {
            if (next == draws.size() || draws[next].at(0) != bound) {
                throw std::logic_error{"Kafka drew otherwise here: below " + std::to_string(bound)};
            }
            return draws[next++].at(1).get<std::int32_t>();
        });
    if (!placed) return {{"error", "InvalidReplicationFactorException"}};
    json assignments = json::array();
    for (std::vector<BrokerId> const& replicas : *placed) {
        json list = json::array();
        for (BrokerId const id : replicas) list.push_back(id.value);
        assignments.push_back(list);
    }
    return {{"assignments", assignments}};
}

}  // namespace highwater
