// What kafka-reassign-partitions and kafka-delete-records print, as pure functions of what they
// learned, and the errors of both as Java prints them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "client/tools/format.h"
#include "client/tools/java_exception.h"

namespace highwater {

// A partition by name: its topic may not exist.
struct NamedPartition {
    std::string topic;
    std::int32_t partition{};
    std::string text() const { return topic + "-" + std::to_string(partition); }
    friend bool operator==(NamedPartition const& a, NamedPartition const& b) {
        return a.topic == b.topic && a.partition == b.partition;
    }
    friend bool operator<(NamedPartition const& a, NamedPartition const& b) {
        return a.topic != b.topic ? a.topic < b.topic : a.partition < b.partition;
    }
    static auto fields(auto& self) {
        return std::tuple{Field{"topic", self.topic}, Field{"partition", self.partition}};
    }
};

struct TargetReplicas {
    NamedPartition partition;
    std::vector<BrokerId> replicas;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"replicas", self.replicas}};
    }
};

// A replica in a log directory.
struct ReplicaDirectory {
    NamedPartition partition;
    BrokerId broker{kNoBroker};
    std::string path;
    static auto fields(auto& self) {
        return std::tuple{Field{"partition", self.partition}, Field{"broker", self.broker},
                          Field{"path", self.path}};
    }
};

struct ReassignmentState {
    NamedPartition partition;
    bool is_done{};
    std::vector<BrokerId> current;
    std::vector<BrokerId> target;
};
std::string verify_reassignments(std::vector<ReassignmentState> states);

struct ListedReassignment {
    NamedPartition partition;
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> adding;
    std::vector<BrokerId> removing;
};
std::string list_reassignments(std::vector<ListedReassignment> reassignments);

// "Successfully started partition reassignments for t-0,t-1".
std::string started_reassignments(std::vector<NamedPartition> partitions);
std::string cancelled_reassignments(std::vector<NamedPartition> partitions);
// The file that --reassignment-json-file reads; a replica of which no directory is told is
// anywhere.
std::string reassignment_json(std::vector<TargetReplicas> partitions,
                              std::vector<ReplicaDirectory> const& directories);
// Whether replicas lie where the file wants them; without any: an empty line.
std::string verify_directories(std::vector<ReplicaDirectory> wanted,
                               std::vector<ReplicaDirectory> const& found);
// "Clearing broker-level throttles on brokers 1,2".
std::string clearing_throttles(std::string_view level, std::vector<std::string> const& names);

// kafka-delete-records: one line for each partition.
struct DeletedRecords {
    NamedPartition partition;
    Offset offset;    // asked for
    bool is_asked{};  // its leader, who has not answered yet
    bool is_answered{};
    Offset low_watermark{kNoOffset};
    std::string error;  // "org.apache.kafka.common.errors.…Exception: …"; "": it went well
    static auto fields(auto& self) {
        return std::tuple{
            Field{"partition", self.partition},         Field{"offset", self.offset},
            Field{"is_asked", self.is_asked},           Field{"is_answered", self.is_answered},
            Field{"low_watermark", self.low_watermark}, Field{"error", self.error}};
    }
};
std::string delete_records(std::vector<DeletedRecords> const& results);

// "1,2,3".
std::string broker_list(std::vector<BrokerId> const& brokers);
std::string name_list(std::vector<NamedPartition> const& partitions, std::string_view between);

// ---- errors -------------------------------------------------------------------------------------
// As the tool prints what it caught, and ends.
std::string error_text(Thrown const& thrown);
// The same of what a future of the admin client threw.
std::string future_error_text(Thrown const& cause);

}  // namespace highwater
