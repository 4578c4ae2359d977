// What the tools about the cluster itself print, as pure functions of what they learned:
// kafka-metadata-quorum, kafka-cluster, kafka-features, kafka-log-dirs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/names.h"
#include "protocol/cluster.h"
#include "protocol/raft.h"

namespace highwater {

// A replica of the metadata log as the tool knows it; the times in ms since 1970, -1 unknown.
struct QuorumRow {
    std::int32_t id{};
    Uuid directory_id;
    std::vector<std::string> endpoints;
    std::int64_t log_end_offset{-1};
    std::int64_t last_fetch_ms{-1};
    std::int64_t last_caught_up_ms{-1};
};
struct QuorumInfo {
    std::string cluster_id;
    std::int32_t leader_id{-1};
    std::int32_t leader_epoch{};
    std::int64_t high_watermark{-1};
    std::vector<QuorumRow> voters;
    std::vector<QuorumRow> observers;
};

// Releases differ in how they write replicas: ids up to 3.8, a directoryId always in 3.9.
std::string quorum_status(QuorumInfo const& info, std::string_view version = "4.3");
// With `now_ms` times are told as "12 ms ago".
std::string quorum_replication(QuorumInfo const& info, std::int64_t now_ms = -1,
                               std::string_view version = "4.3");

struct Endpoint {
    std::int32_t id{};
    std::string host;
    std::int32_t port{};
    std::string rack;  // "null" without one, as Java prints it
    bool is_fenced{};
};
std::string list_endpoints(std::vector<Endpoint> const& endpoints, bool of_controllers);

std::string describe_features(std::vector<SupportedFeature> const& features, Offset epoch);

struct BrokerLogDirs {
    BrokerId broker{kNoBroker};
    NodeId node{kNoNode};
    std::vector<LogDirDescription> log_dirs;
    static auto fields(auto& self) {
        return std::tuple{Field{"broker", self.broker}, Field{"node", self.node},
                          Field{"log_dirs", self.log_dirs}};
    }
};
// The answers of all brokers, by id, as JSON in one line; `topics`: only these, none: all.
std::string describe_log_dirs(std::vector<BrokerLogDirs> const& brokers,
                              std::vector<std::string> const& topics, Names const& names);

// A table as Kafka's tools draw it: each cell as wide as the widest of its column, then a tab.
std::string pretty_table(std::vector<std::vector<std::string>> const& rows);

}  // namespace highwater
