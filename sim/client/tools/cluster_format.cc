#include "client/tools/cluster_format.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/tools/format.h"
#include "metadata/features.h"

namespace highwater {

namespace {
std::string padded(std::string text, std::string::size_type width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

std::string replica_text(QuorumRow const& replica, std::string_view version) {
    if (version < "3.9") return std::to_string(replica.id);
    std::string text = "{\"id\": " + std::to_string(replica.id);
    bool const has_directory = replica.directory_id != kNoUuid;
    if (has_directory) {
        text += ", \"directoryId\": \"" + base64(replica.directory_id) + "\"";
    } else if (version < "4.0") {
        text += ", \"directoryId\": null";
    }
    std::string endpoints;
    for (std::string const& endpoint : replica.endpoints) {
        endpoints += (endpoints.empty() ? "\"" : ", \"") + endpoint + "\"";
    }
    if (!endpoints.empty()) text += ", \"endpoints\": [" + endpoints + "]";
    return text + "}";
}

std::string replicas_text(std::vector<QuorumRow> const& replicas, std::string_view version) {
    std::string const between = version < "3.9" ? "," : ", ";
    std::string text;
    for (QuorumRow const& replica : replicas) {
        text += (text.empty() ? "" : between) + replica_text(replica, version);
    }
    return "[" + text + "]";
}

QuorumRow const* leader_of(QuorumInfo const& info) {
    for (QuorumRow const& voter : info.voters) {
        if (voter.id == info.leader_id) return &voter;
    }
    return nullptr;
}

std::string time_text(std::int64_t ms, std::int64_t now_ms) {
    if (ms < 0 || now_ms < 0) return std::to_string(ms);
    return std::to_string(now_ms - ms) + " ms ago";
}
}  // namespace

std::string pretty_table(std::vector<std::vector<std::string>> const& rows) {
    std::vector<std::string::size_type> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) text += padded(row[i], widths[i]) + "\t";
        text += "\n";
    }
    return text;
}

std::string quorum_status(QuorumInfo const& info, std::string_view version) {
    QuorumRow const* leader = leader_of(info);
    auto const behind = std::min_element(
        info.voters.begin(), info.voters.end(),
        [](QuorumRow const& a, QuorumRow const& b) { return a.log_end_offset < b.log_end_offset; });
    std::int64_t lag = 0;
    std::int64_t lag_ms = 0;
    if (leader != nullptr && leader != &*behind) {
        lag = leader->log_end_offset - behind->log_end_offset;
        bool const is_known = leader->last_caught_up_ms >= 0 && behind->last_caught_up_ms >= 0;
        lag_ms = is_known ? leader->last_caught_up_ms - behind->last_caught_up_ms : -1;
    }
    return "ClusterId:              " + info.cluster_id +
           "\nLeaderId:               " + std::to_string(info.leader_id) +
           "\nLeaderEpoch:            " + std::to_string(info.leader_epoch) +
           "\nHighWatermark:          " + std::to_string(info.high_watermark) +
           "\nMaxFollowerLag:         " + std::to_string(lag) +
           "\nMaxFollowerLagTimeMs:   " + std::to_string(lag_ms) +
           "\nCurrentVoters:          " + replicas_text(info.voters, version) +
           "\nCurrentObservers:       " + replicas_text(info.observers, version) + "\n";
}

std::string quorum_replication(QuorumInfo const& info, std::int64_t now_ms,
                               std::string_view version) {
    QuorumRow const* leader = leader_of(info);
    bool const has_directories = version >= "3.9";
    std::vector<std::vector<std::string>> rows;
    auto const add = [&](std::vector<std::string> cells) {
        if (!has_directories) cells.erase(cells.begin() + 1);
        rows.push_back(std::move(cells));
    };
    add({"NodeId", "DirectoryId", "LogEndOffset", "Lag", "LastFetchTimestamp",
         "LastCaughtUpTimestamp", "Status"});
    auto const add_replica = [&](QuorumRow const& replica, char const* status) {
        std::int64_t const end =
            leader == nullptr ? replica.log_end_offset : leader->log_end_offset;
        add({std::to_string(replica.id), base64(replica.directory_id),
             std::to_string(replica.log_end_offset), std::to_string(end - replica.log_end_offset),
             time_text(replica.last_fetch_ms, now_ms), time_text(replica.last_caught_up_ms, now_ms),
             status});
    };
    if (leader != nullptr) add_replica(*leader, "Leader");
    for (QuorumRow const& voter : info.voters) {
        if (&voter != leader) add_replica(voter, "Follower");
    }
    for (QuorumRow const& observer : info.observers) add_replica(observer, "Observer");
    return pretty_table(rows);
}

std::string list_endpoints(std::vector<Endpoint> const& endpoints, bool of_controllers) {
    std::string::size_type host_width = endpoints.empty() ? 100 : 0;
    std::string::size_type rack_width = 0;
    for (Endpoint const& endpoint : endpoints) {
        host_width = std::max(host_width, endpoint.host.size());
        if (endpoint.rack != "null") rack_width = std::max(rack_width, endpoint.rack.size());
    }
    if (rack_width == 0) rack_width = 10;
    std::string text;
    auto const line = [&](std::string const& id, std::string const& host, std::string const& port,
                          std::string const& rack, std::string const& state,
                          std::string const& type) {
        text += padded(id, 10) + " " + padded(host, host_width) + " " + padded(port, 10) + " " +
                padded(rack, rack_width) + " " + (of_controllers ? "" : padded(state, 10) + " ") +
                padded(type, 15) + "\n";
    };
    line("ID", "HOST", "PORT", "RACK", "STATE", "ENDPOINT_TYPE");
    for (Endpoint const& endpoint : endpoints) {
        line(std::to_string(endpoint.id), endpoint.host, std::to_string(endpoint.port),
             endpoint.rack, endpoint.is_fenced ? "fenced" : "unfenced",
             of_controllers ? "controller" : "broker");
    }
    return text;
}

std::string describe_features(std::vector<SupportedFeature> const& features, Offset epoch) {
    std::string text;
    for (SupportedFeature const& feature : features) {
        auto const level = [&](std::int16_t value) {
            if (feature.name != kMetadataVersion) return std::to_string(value);
            std::string_view const name = metadata_version_name(value);
            return name.empty() ? "UNKNOWN " + std::to_string(value) : std::string{name};
        };
        text += "Feature: " + padded(feature.name, 40) +
                "  SupportedMinVersion: " + padded(level(feature.min_version), 15) +
                "  SupportedMaxVersion: " + padded(level(feature.max_version), 15) +
                "  FinalizedVersionLevel: " + padded(level(feature.finalized_level), 15) +
                "  Epoch: " + (epoch == kNoOffset ? "-" : std::to_string(epoch.value)) + "\n";
    }
    return text;
}

namespace {
std::string replicas_json(LogDirDescription const& dir, std::vector<std::string> const& topics,
                          Names const& names) {
    struct Shown {
        std::uint32_t bucket;
        std::string text;
    };
    std::vector<Shown> all;
    std::vector<LogDirReplica const*> wanted;
    for (LogDirReplica const& replica : dir.replicas) {
        std::string const& topic = names.text(replica.partition.topic);
        bool const is_wanted =
            topics.empty() || std::find(topics.begin(), topics.end(), topic) != topics.end();
        if (is_wanted) wanted.push_back(&replica);
    }
    std::uint32_t const buckets = java_buckets(wanted.size());
    for (LogDirReplica const* replica : wanted) {
        std::string const& topic = names.text(replica->partition.topic);
        all.push_back(
            {java_hash(topic, replica->partition.partition) & (buckets - 1),
             "{\"partition\":\"" + topic + "-" + std::to_string(replica->partition.partition) +
                 "\",\"size\":" + std::to_string(replica->size) +
                 ",\"offsetLag\":" + std::to_string(replica->offset_lag) + ",\"isFuture\":false}"});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](Shown const& a, Shown const& b) { return a.bucket < b.bucket; });
    std::string text;
    for (Shown const& one : all) text += (text.empty() ? "" : ",") + one.text;
    return "[" + text + "]";
}
}  // namespace

std::string describe_log_dirs(std::vector<BrokerLogDirs> const& brokers,
                              std::vector<std::string> const& topics, Names const& names) {
    std::string text;
    for (BrokerLogDirs const& broker : brokers) {
        std::string dirs;
        for (LogDirDescription const& dir : broker.log_dirs) {
            dirs += (dirs.empty() ? "" : ",") + std::string{"{\"partitions\":"} +
                    replicas_json(dir, topics, names) + ",\"error\":null,\"logDir\":\"" +
                    dir.log_dir + "\"}";
        }
        text += (text.empty() ? "" : ",") + std::string{"{\"broker\":"} +
                std::to_string(broker.broker.value) + ",\"logDirs\":[" + dirs + "]}";
    }
    return "{\"brokers\":[" + text + "],\"version\":1}\n";
}

}  // namespace highwater
