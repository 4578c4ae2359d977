// BuiltInPartitioner (KIP-480, KIP-794) with given random numbers, and RackAwareReplicaSelector
// (KIP-392).
#include <algorithm>
#include <stdexcept>

#include "base/names.h"
#include "broker/replica_selector.h"
#include "client/partitioner.h"
#include "tests/kafka/families.h"

namespace highwater {

namespace {
using nlohmann::json;

json replay_sticky(json const& input) {
    auto const batch_size = input.at("batchSize").get<std::int32_t>();
    auto const partitions = input.at("partitions").get<std::int32_t>();
    auto const leaderless = input.at("leaderless").get<std::vector<std::int32_t>>();
    auto const randoms = input.at("randoms").get<std::vector<std::int32_t>>();
    std::vector<std::int32_t> available;
    for (std::int32_t i = 0; i < partitions; ++i) {
        if (std::find(leaderless.begin(), leaderless.end(), i) == leaderless.end()) {
            available.push_back(i);
        }
    }
    Partitioner partitioner;
    std::size_t used = 0;
    auto const choose = [&] {
        partitioner.sticky_partition =
            choose_partition(partitioner, available, partitions, randoms.at(used++));
        partitioner.produced_bytes = 0;
    };
    json answers = json::array();
    for (json const& op : input.at("ops")) {
        if (op.at("op") == "loadStats") {
            auto sizes = op.at("queueSizes").get<std::vector<std::int32_t>>();
            auto ids = op.at("partitionIds").get<std::vector<std::int32_t>>();
            sizes.resize(op.value("length", sizes.size()));
            ids.resize(sizes.size());
            load_queue_sizes(partitioner, std::move(sizes), std::move(ids), partitions);
            json const table =
                partitioner.cumulative.empty() ? json(nullptr) : json(partitioner.cumulative);
            answers.push_back({{"cumulativeFrequencyTable", table}});
            continue;
        }
        if (op.at("op") != "append") throw std::invalid_argument("unknown op");
        if (partitioner.sticky_partition < 0) choose();
        std::int32_t const partition = partitioner.sticky_partition;
        partitioner.produced_bytes += op.at("bytes").get<std::int32_t>();
        if (is_due_to_switch(partitioner, batch_size, op.at("batchReady").get<bool>())) choose();
        answers.push_back({{"partition", partition}, {"randomsUsed", used}});
    }
    return answers;
}

json replay_rack_selector(json const& input) {
    Names names;
    auto const rack_of = [&](json const& rack) {
        return rack.is_null() ? kNoName : names.intern(rack.get<std::string>());
    };
    std::vector<ReadableReplica> replicas;
    for (json const& replica : input.at("replicas")) {
        replicas.push_back({{replica.at("id").get<std::int32_t>()},
                            rack_of(replica.at("rack")),
                            {replica.at("logEndOffset").get<std::int64_t>()},
                            milliseconds(replica.at("timeSinceLastCaughtUpMs"))});
    }
    BrokerId const leader{input.at("leader").get<std::int32_t>()};
    BrokerId const selected = select_replica(rack_of(input.at("clientRack")), leader, replicas);
    return {{"selected", selected.value}};
}
}  // namespace

nlohmann::json replay_producer_partitioner(nlohmann::json const& input) {
    if (input.at("kind") == "sticky") return replay_sticky(input);
    if (input.at("kind") == "rackSelector") return replay_rack_selector(input);
    throw std::invalid_argument("unknown kind");
}

}  // namespace highwater
