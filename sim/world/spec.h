// What a world is made of before its first event: the resolved form of a scenario's [cluster],
// [network] and [[topic]] tables.
#pragma once

#include <vector>

#include "base/fields.h"
#include "base/names.h"
#include "node/config.h"
#include "node/protocol_switches.h"
#include "protocol/admin.h"

namespace highwater {

// The cluster forms, registers its brokers and creates its topics before time 0, so that a lesson
// starts with a running cluster and every one of those events is a real one.
inline constexpr Duration kPrologue = seconds(10);

struct NodeSpec {
    ClusterId cluster{kFirstCluster};
    BrokerId id{kNoBroker};  // Kafka's node.id
    NameId name{kNoName};    // broker-1, controller-3001; west.broker-1 where clusters have names
    NameId rack{kNoName};
    bool is_broker{};
    bool is_controller{};  // both: combined mode
    ServerConfig config;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"cluster", self.cluster},     Field{"id", self.id},
            Field{"name", self.name},           Field{"rack", self.rack},
            Field{"is_broker", self.is_broker}, Field{"is_controller", self.is_controller},
            Field{"config", self.config}};
    }
};

struct ClusterSpec {
    NameId name{kNoName};                                       // kNoName: the only one
    std::vector<std::pair<std::string, std::string>> defaults;  // dynamic, cluster-wide
    std::vector<NewTopic> topics;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"defaults", self.defaults},
                          Field{"topics", self.topics}};
    }
};

struct NetworkSpec {
    Duration latency_min{500};
    Duration latency_max{2'000};
    static auto fields(auto& self) {
        return std::tuple{Field{"latency_min", self.latency_min},
                          Field{"latency_max", self.latency_max}};
    }
};

struct WorldSpec {
    std::uint64_t seed{1};
    Names names;                  // every name of the scenario, interned by the loader
    std::vector<NodeSpec> nodes;  // NodeId is the index here; clients come after them
    std::vector<ClusterSpec> clusters = std::vector<ClusterSpec>(1);  // by ClusterId
    NetworkSpec network;
    ProtocolSwitches protocol;
};

}  // namespace highwater
