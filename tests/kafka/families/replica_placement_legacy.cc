// How the admin client spreads replicas (AdminUtils): kafka-reassign-partitions --generate.
#include "client/tools/replica_spread.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

std::string exception_of(Problem const& problem) {
    if (problem.message.rfind("Number of partitions", 0) == 0) return "InvalidPartitionsException";
    if (problem.message.rfind("Not all brokers", 0) == 0) return "AdminOperationException";
    return "InvalidReplicationFactorException";
}

json ids(std::vector<BrokerId> const& brokers) {
    json list = json::array();
    for (BrokerId const id : brokers) list.push_back(id.value);
    return list;
}
}  // namespace

json replay_replica_placement_legacy(json const& input) {
    std::vector<SpreadBroker> brokers;
    bool has_racks = false;
    for (json const& one : input.at("brokers")) {
        SpreadBroker broker{{one.at("id").get<std::int32_t>()}, std::nullopt};
        if (!one.at("rack").is_null()) broker.rack = one.at("rack").get<std::string>();
        has_racks = has_racks || broker.rack.has_value();
        brokers.push_back(std::move(broker));
    }
    SpreadStart const start{input.at("startIndex"), input.at("nextReplicaShift"),
                            input.at("startPartitionId")};
    auto const spread =
        spread_replicas(brokers, input.at("partitions"), input.at("replicationFactor"), start);
    if (!spread) return {{"error", exception_of(spread.problem())}};
    json assignments = json::object();
    int number = std::max(start.partition, 0);
    for (std::vector<BrokerId> const& replicas : *spread) {
        assignments[std::to_string(number++)] = ids(replicas);
    }
    json expected{{"assignments", assignments}};
    if (has_racks) expected["rackAlternatedBrokerList"] = ids(rack_alternated(brokers));
    return expected;
}

}  // namespace highwater
