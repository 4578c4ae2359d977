// What each tool was told to do and has learned so far. A plan is data: every answer moves it one
// step on (its file says how), until it finishes the tool.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/tools/cluster_format.h"
#include "client/tools/console_options.h"
#include "client/tools/format.h"
#include "client/tools/reassign_text.h"
#include "protocol/cluster.h"
#include "protocol/fetch.h"
#include "protocol/group_admin.h"
#include "protocol/group_offsets.h"
#include "protocol/reassignment.h"

namespace highwater {

// Before the arguments are read, and after they were refused.
struct NoPlan {
    static auto fields(auto&) { return std::tuple{}; }
};

// kafka-topics
struct TopicsPlan {
    enum class Action : std::uint8_t { create, alter, remove, list, describe };
    Action action{};
    std::string topic;     // of create: its name; of the others: a pattern; "": all
    std::string topic_id;  // of describe: instead of the name
    NewTopic new_topic;    // of alter: how many partitions, and where
    bool if_exists{};
    bool if_not_exists{};
    bool exclude_internal{};
    DescribeFilter filter;
    std::vector<BrokerId> live_brokers;
    std::vector<TopicDescription> descriptions;
    bool asks_what_moves{};  // the last question of describe
    std::string warning;     // printed before all else
    std::string complaint;   // the same, on the error output
    static auto fields(auto& self) {
        return std::tuple{Field{"action", self.action},
                          Field{"topic", self.topic},
                          Field{"topic_id", self.topic_id},
                          Field{"new_topic", self.new_topic},
                          Field{"if_exists", self.if_exists},
                          Field{"if_not_exists", self.if_not_exists},
                          Field{"exclude_internal", self.exclude_internal},
                          Field{"filter", self.filter},
                          Field{"live_brokers", self.live_brokers},
                          Field{"descriptions", self.descriptions},
                          Field{"asks_what_moves", self.asks_what_moves},
                          Field{"warning", self.warning},
                          Field{"complaint", self.complaint}};
    }
};

// kafka-get-offsets: topics by pattern, or patterns with partitions of their own.
struct OffsetsPlan {
    struct Wanted {
        std::string pattern;
        std::int32_t first{};  // of the partitions, both included
        std::int32_t last{INT32_MAX};
        static auto fields(auto& self) {
            return std::tuple{Field{"pattern", self.pattern}, Field{"first", self.first},
                              Field{"last", self.last}};
        }
    };
    std::vector<Wanted> wanted;
    bool exclude_internal{};
    std::int64_t time{kLatestTimestamp};
    // A partition that matches, in the order of the listing.
    struct Asked {
        TopicPartition partition;
        TopicOffset told;  // the same by name, and its offset
        bool is_asked{};   // its leader was; else that one is to be found, for the first time or
                           // again
        bool is_answered{};
        std::string failure;  // why there is no offset
        static auto fields(auto& self) {
            return std::tuple{Field{"partition", self.partition}, Field{"told", self.told},
                              Field{"is_asked", self.is_asked},
                              Field{"is_answered", self.is_answered},
                              Field{"failure", self.failure}};
        }
    };
    std::vector<Asked> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"wanted", self.wanted},
                          Field{"exclude_internal", self.exclude_internal},
                          Field{"time", self.time}, Field{"partitions", self.partitions}};
    }
};

// kafka-leader-election
struct ElectionPlan {
    ElectionType type{};
    bool all_partitions{};
    std::vector<TopicPartition> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"type", self.type}, Field{"all_partitions", self.all_partitions},
                          Field{"partitions", self.partitions}};
    }
};

// kafka-configs
struct ConfigsPlan {
    ConfigResourceType type{ConfigResourceType::topic};
    bool alters{};
    bool all{};                         // --all: defaults too
    bool names_one{};                   // an entity was named
    std::vector<std::string> entities;  // still to do; a broker "" is the default of all brokers
    std::vector<AlterConfigOp> changes;
    std::string arguments;  // as errors repeat them
    std::string printed;
    static auto fields(auto& self) {
        return std::tuple{Field{"type", self.type},
                          Field{"alters", self.alters},
                          Field{"all", self.all},
                          Field{"names_one", self.names_one},
                          Field{"entities", self.entities},
                          Field{"changes", self.changes},
                          Field{"arguments", self.arguments},
                          Field{"printed", self.printed}};
    }
};

// kafka-configs of clients, users and ips: their quotas.
struct ClientQuotasPlan {
    std::vector<std::string> types;  // "clients", "users", "ips"
    std::vector<std::string> names;  // of each type as far as said; "": the default
    bool alters{};
    std::vector<std::pair<std::string, std::string>> added;
    std::vector<std::string> removed;
    std::string arguments;  // as errors repeat them
    static auto fields(auto& self) {
        return std::tuple{Field{"types", self.types},     Field{"names", self.names},
                          Field{"alters", self.alters},   Field{"added", self.added},
                          Field{"removed", self.removed}, Field{"arguments", self.arguments}};
    }
};

// kafka-configs of groups.
struct GroupConfigsPlan {
    bool alters{};
    bool all{};                        // --all: what holds without being set, too
    std::optional<std::string> group;  // none: every group there is
    std::vector<AlterConfigOp> changes;
    std::int32_t waiting{};           // answers to ListGroups
    std::vector<std::string> groups;  // found; then those still to be described
    std::string arguments;            // as errors repeat them
    std::string printed;
    static auto fields(auto& self) {
        return std::tuple{Field{"alters", self.alters},       Field{"all", self.all},
                          Field{"group", self.group},         Field{"changes", self.changes},
                          Field{"waiting", self.waiting},     Field{"groups", self.groups},
                          Field{"arguments", self.arguments}, Field{"printed", self.printed}};
    }
};

// kafka-metadata-quorum
struct QuorumPlan {
    bool via_controllers{};
    bool human_readable{};
    bool status{};  // else: replication; or a controller is removed
    std::optional<RemoveRaftVoterRequest> removal;
    Uuid cluster_id;
    static auto fields(auto& self) {
        return std::tuple{Field{"via_controllers", self.via_controllers},
                          Field{"human_readable", self.human_readable},
                          Field{"status", self.status}, Field{"removal", self.removal},
                          Field{"cluster_id", self.cluster_id}};
    }
};

// kafka-cluster
struct ClusterPlan {
    enum class Action : std::uint8_t { cluster_id, unregister, list_endpoints };
    Action action{};
    bool via_controllers{};
    BrokerId broker{kNoBroker};  // of unregister
    static auto fields(auto& self) {
        return std::tuple{Field{"action", self.action},
                          Field{"via_controllers", self.via_controllers},
                          Field{"broker", self.broker}};
    }
};

// kafka-features
struct FeaturesPlan {
    bool via_controllers{};
    std::string operation;  // "upgrade", "downgrade", "disable"; "": describe
    bool dry_run{};
    std::vector<FeatureUpdate> updates;
    std::string printed;
    static auto fields(auto& self) {
        return std::tuple{Field{"via_controllers", self.via_controllers},
                          Field{"operation", self.operation}, Field{"dry_run", self.dry_run},
                          Field{"updates", self.updates}, Field{"printed", self.printed}};
    }
};

// kafka-log-dirs
struct LogDirsPlan {
    std::vector<std::string> topics;  // none: all
    std::vector<BrokerId> brokers;    // asked for; none: all
    std::vector<BrokerLogDirs> answers;
    std::int32_t awaited{};
    static auto fields(auto& self) {
        return std::tuple{Field{"topics", self.topics}, Field{"brokers", self.brokers},
                          Field{"answers", self.answers}, Field{"awaited", self.awaited}};
    }
};

// kafka-reassign-partitions. Most actions ask several questions, one after the other.
struct ReassignPlan {
    enum class Action : std::uint8_t { verify, generate, execute, cancel, list };
    // What it waits for, where the answer alone does not tell.
    enum class Stage : std::uint8_t {
        asking,
        topic_throttles,
        broker_throttles,
        directory_throttles,
        moving_directories,
        clearing_brokers,
        clearing_topics
    };
    Action action{};
    Stage stage{};
    bool additional{};
    bool preserves_throttles{};
    bool keeps_width{};  // --disallow-replication-factor-change
    bool rack_aware{true};
    bool to_controllers{};  // --bootstrap-controller
    std::int64_t throttle{-1};
    std::int64_t directory_throttle{-1};
    std::int64_t timeout_ms{10'000};
    std::vector<TargetReplicas> targets;  // as the file has them; of generate: the proposal
    std::vector<ReplicaDirectory> moves;  // those that the file sends to a directory
    std::vector<std::string> topics;      // of generate
    std::vector<BrokerId> brokers;
    std::vector<BrokerAddress> live;
    std::vector<OngoingPartitionReassignment> ongoing;
    std::vector<TopicMetadata> described;
    std::vector<ReplicaDirectory> directories;  // where replicas lie now
    Time give_up_at{kNever};
    std::string printed;
    static auto fields(auto& self) {
        return std::tuple{Field{"action", self.action},
                          Field{"stage", self.stage},
                          Field{"additional", self.additional},
                          Field{"preserves_throttles", self.preserves_throttles},
                          Field{"keeps_width", self.keeps_width},
                          Field{"rack_aware", self.rack_aware},
                          Field{"to_controllers", self.to_controllers},
                          Field{"throttle", self.throttle},
                          Field{"directory_throttle", self.directory_throttle},
                          Field{"timeout_ms", self.timeout_ms},
                          Field{"targets", self.targets},
                          Field{"moves", self.moves},
                          Field{"topics", self.topics},
                          Field{"brokers", self.brokers},
                          Field{"live", self.live},
                          Field{"ongoing", self.ongoing},
                          Field{"described", self.described},
                          Field{"directories", self.directories},
                          Field{"give_up_at", self.give_up_at},
                          Field{"printed", self.printed}};
    }
};

// kafka-consumer-groups: one group after the other, question by question.
struct GroupsPlan {
    enum class Action : std::uint8_t { list, describe, reset, remove, delete_offsets };
    enum class Shows : std::uint8_t { offsets, members, state };
    enum class ResetTo : std::uint8_t {
        nothing,
        earliest,
        latest,
        current,
        offset,
        shift,
        datetime,
        duration,
        file
    };
    using Offsets = std::vector<std::pair<TopicPartition, Offset>>;
    // What the command line says.
    struct Wish {
        Action action{};
        Shows shows{};
        bool verbose{};
        bool with_state{};
        bool with_type{};
        bool all_groups{};
        bool all_topics{};
        bool executes{};
        bool exports{};
        bool names_one_group{};
        ResetTo reset_to{};
        std::string reset_value;          // as it was written
        std::int64_t number{};            // its meaning: an offset, a shift, a timestamp
        Duration timeout{seconds(5)};     // of each call
        ListGroupsFilters filters;        // of --list --state … --type …
        std::vector<std::string> topics;  // "orders", "orders:0,1"
        static auto fields(auto& self) {
            return std::tuple{Field{"action", self.action},
                              Field{"shows", self.shows},
                              Field{"verbose", self.verbose},
                              Field{"with_state", self.with_state},
                              Field{"with_type", self.with_type},
                              Field{"all_groups", self.all_groups},
                              Field{"all_topics", self.all_topics},
                              Field{"executes", self.executes},
                              Field{"exports", self.exports},
                              Field{"names_one_group", self.names_one_group},
                              Field{"reset_to", self.reset_to},
                              Field{"reset_value", self.reset_value},
                              Field{"number", self.number},
                              Field{"timeout", self.timeout},
                              Field{"filters", self.filters},
                              Field{"topics", self.topics}};
        }
    } wish;
    std::vector<std::string> groups;  // still to do
    std::int32_t waiting{};           // answers to ListGroups
    std::vector<ListedGroup> listed;
    std::vector<DeletableGroupResult> results;  // of remove
    std::vector<std::string> missing;           // those to be described that do not exist
    struct Reset {
        std::string group;
        Offsets offsets;
        static auto fields(auto& self) {
            return std::tuple{Field{"group", self.group}, Field{"offsets", self.offsets}};
        }
    };
    std::vector<Reset> file;    // of --from-file
    std::vector<Reset> resets;  // as they are printed in the end
    // Of the group that is being done:
    BrokerId coordinator{kNoBroker};
    NodeId coordinator_node{kNoNode};
    DescribedGroup classic;
    std::optional<DescribedConsumerGroup> consumer;
    std::vector<OffsetFetchResponsePartition> committed;
    std::vector<TopicPartition> partitions;   // whose offsets are looked for
    std::vector<std::string> unknown_topics;  // of delete_offsets
    struct Found {                            // by their leaders
        Offsets earliest;
        Offsets latest;
        Offsets dated;
        static auto fields(auto& self) {
            return std::tuple{Field{"earliest", self.earliest}, Field{"latest", self.latest},
                              Field{"dated", self.dated}};
        }
    } found;
    ToolText printed;
    static auto fields(auto& self) {
        return std::tuple{Field{"wish", self.wish},
                          Field{"groups", self.groups},
                          Field{"waiting", self.waiting},
                          Field{"listed", self.listed},
                          Field{"results", self.results},
                          Field{"missing", self.missing},
                          Field{"file", self.file},
                          Field{"resets", self.resets},
                          Field{"coordinator", self.coordinator},
                          Field{"coordinator_node", self.coordinator_node},
                          Field{"classic", self.classic},
                          Field{"consumer", self.consumer},
                          Field{"committed", self.committed},
                          Field{"partitions", self.partitions},
                          Field{"unknown_topics", self.unknown_topics},
                          Field{"found", self.found},
                          Field{"printed", self.printed}};
    }
};

// kafka-groups: every broker is asked for the groups that it coordinates.
struct GroupListPlan {
    std::string type;  // "Classic", …; "": any
    std::optional<std::string> protocol;
    bool consumer{};  // everything that a consumer may be in
    std::int32_t waiting{};
    std::vector<ListedGroup> listed;
    static auto fields(auto& self) {
        return std::tuple{Field{"type", self.type}, Field{"protocol", self.protocol},
                          Field{"consumer", self.consumer}, Field{"waiting", self.waiting},
                          Field{"listed", self.listed}};
    }
};

// kafka-console-producer and kafka-console-consumer: they watch the client of the same process.
struct ConsolePlan {
    ConsoleWish wish;
    std::int64_t handled{};  // records printed; of a producer: those of whose end it was told
    Time gives_up_at{kNever};
    bool is_closing{};
    std::string out;
    std::string err;
    std::string thrown;  // what ends the tool with 1, when its client is closed; "": nothing
    std::string warned;  // the errors of topics that the log has last told of
    static auto fields(auto& self) {
        return std::tuple{Field{"wish", self.wish},
                          Field{"handled", self.handled},
                          Field{"gives_up_at", self.gives_up_at},
                          Field{"is_closing", self.is_closing},
                          Field{"out", self.out},
                          Field{"err", self.err},
                          Field{"thrown", self.thrown},
                          Field{"warned", self.warned}};
    }
};

// kafka-delete-records
struct DeleteRecordsPlan {
    std::vector<DeletedRecords> wanted;  // as the file has them; answered ones have a result
    static auto fields(auto& self) { return std::tuple{Field{"wanted", self.wanted}}; }
};

using ToolPlan =
    std::variant<NoPlan, TopicsPlan, OffsetsPlan, ElectionPlan, ConfigsPlan, QuorumPlan,
                 ClusterPlan, FeaturesPlan, LogDirsPlan, ReassignPlan, DeleteRecordsPlan,
                 GroupsPlan, GroupListPlan, ConsolePlan, ClientQuotasPlan, GroupConfigsPlan>;

}  // namespace highwater
