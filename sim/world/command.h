// What a person or a scenario asks of the running world. Commands are data and are recorded, so that
// whatever a teacher clicked can be saved as a scenario file and replayed.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "node/config.h"
#include "protocol/admin.h"

namespace highwater {

// Who is meant is decided at the instant the command is carried out: `kill leader of orders-1`.
struct NodeTarget {
    enum class Kind : std::uint8_t { node, named, controller_leader, leader_of, coordinator_of };
    Kind kind{};
    NodeId node{kNoNode};       // of kind node
    NameId name{kNoName};       // of kind named: a client, which a phrase may have made on the way
    TopicPartition partition;   // of kind leader_of
    NameId group{kNoName};      // of kind coordinator_of
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"node", self.node},
                          Field{"name", self.name}, Field{"partition", self.partition},
                          Field{"group", self.group}};
    }
};

// A name or values drawn: how a workload makes its keys.
struct KeySource {
    enum class Kind : std::uint8_t { none, uniform, cycle, zipf, hot, field };
    Kind kind{};
    std::vector<std::string> keys;      // uniform, cycle, zipf (most frequent first), hot: the rest
    std::vector<std::uint32_t> weights; // zipf: cumulative, out of weights.back()
    std::string hot_key;
    std::int32_t hot_ppm{};
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind}, Field{"keys", self.keys},
                          Field{"weights", self.weights}, Field{"hot_key", self.hot_key},
                          Field{"hot_ppm", self.hot_ppm}};
    }
};

// One line of a data file, read before the run.
struct DataRecord {
    std::optional<std::string> key;
    std::string value;
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"value", self.value}};
    }
};

struct ProducerSpec {
    NameId name{kNoName};
    NameId topic{kNoName};              // kNoName: only what commands ask for
    std::int32_t partition{-1};         // -1: its partitioner chooses
    Duration interval;                  // between two records; 0: no workload of its own
    Time starts_at;
    Time stops_at{kNever};
    std::int64_t max_records{-1};       // -1: no end
    KeySource keys;
    std::int32_t value_size{100};
    Payload<std::vector<DataRecord>> data;  // instead of synthetic values
    bool repeat_data{};
    ProducerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"topic", self.topic},
                          Field{"partition", self.partition}, Field{"interval", self.interval},
                          Field{"starts_at", self.starts_at}, Field{"stops_at", self.stops_at},
                          Field{"max_records", self.max_records}, Field{"keys", self.keys},
                          Field{"value_size", self.value_size}, Field{"data", self.data},
                          Field{"repeat_data", self.repeat_data}, Field{"config", self.config}};
    }
};

enum class StartPosition : std::uint8_t { earliest, latest, offset };

struct ConsumerSpec {
    NameId name{kNoName};
    std::vector<TopicPartition> assign;   // assign(); groups come with their own spec
    std::vector<NameId> assign_topics;    // all partitions of these topics
    StartPosition from{StartPosition::latest};
    Offset from_offset;
    Time starts_at;
    bool stops_at_end{};                  // one read until the end, then done (`read …`)
    ConsumerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"assign", self.assign},
                          Field{"assign_topics", self.assign_topics}, Field{"from", self.from},
                          Field{"from_offset", self.from_offset},
                          Field{"starts_at", self.starts_at},
                          Field{"stops_at_end", self.stops_at_end}, Field{"config", self.config}};
    }
};

// ---- faults -------------------------------------------------------------------------------------
struct KillNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct StartNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct ShutdownNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct PauseNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct ResumeNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct WipeNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };

struct CutLink {  // from → to; both ways unless one_way
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct HealLink {
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct IsolateNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct HealNode { NodeTarget target; static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; } };
struct HealAll { static auto fields(auto&) { return std::tuple{}; } };
struct SlowNode {  // every message to and from it takes so much longer; 0 undoes it
    NodeTarget target;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"target", self.target}, Field{"by", self.by}};
    }
};
struct SlowLink {
    NodeTarget from;
    NodeTarget to;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to}, Field{"by", self.by}};
    }
};
struct LoseMessages {  // that share of packets is lost; TCP sends them again, later
    NodeTarget from;
    NodeTarget to;
    std::int32_t loss_ppm{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"loss_ppm", self.loss_ppm}};
    }
};
struct DropMessage {  // the message that would arrive at this event never does
    EventId arrival{};
    static auto fields(auto& self) { return std::tuple{Field{"arrival", self.arrival}}; }
};

// ---- clients and tools --------------------------------------------------------------------------
struct AddProducer { ProducerSpec spec; static auto fields(auto& self) { return std::tuple{Field{"spec", self.spec}}; } };
struct AddConsumer { ConsumerSpec spec; static auto fields(auto& self) { return std::tuple{Field{"spec", self.spec}}; } };
// So many records, each sent when the one before was answered.
struct ProduceRecords {
    NameId producer{kNoName};  // made on first use with `config`
    NameId topic{kNoName};
    std::int32_t partition{-1};
    std::int64_t count{1};
    std::optional<std::string> key;
    std::optional<std::string> value;  // none: v0, v1, …
    ProducerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"producer", self.producer}, Field{"topic", self.topic},
                          Field{"partition", self.partition}, Field{"count", self.count},
                          Field{"key", self.key}, Field{"value", self.value},
                          Field{"config", self.config}};
    }
};
struct SeekConsumer {
    NameId consumer{kNoName};
    TopicPartition partition;
    StartPosition to{StartPosition::offset};
    Offset offset;
    static auto fields(auto& self) {
        return std::tuple{Field{"consumer", self.consumer}, Field{"partition", self.partition},
                          Field{"to", self.to}, Field{"offset", self.offset}};
    }
};
struct ExecTool {  // one of Kafka's command-line tools, run on a machine beside the cluster
    std::vector<std::string> arguments;  // arguments[0] is the tool's name
    std::string input;                   // standard input, or the file given as @file
    static auto fields(auto& self) {
        return std::tuple{Field{"arguments", self.arguments}, Field{"input", self.input}};
    }
};

// ---- narration ----------------------------------------------------------------------------------
struct SayText { std::string text; static auto fields(auto& self) { return std::tuple{Field{"text", self.text}}; } };
struct AskText { std::string text; static auto fields(auto& self) { return std::tuple{Field{"text", self.text}}; } };
struct MarkInstant { NameId name{kNoName}; static auto fields(auto& self) { return std::tuple{Field{"name", self.name}}; } };

using CommandBody =
    std::variant<KillNode, StartNode, ShutdownNode, PauseNode, ResumeNode, WipeNode, CutLink, HealLink,
                 IsolateNode, HealNode, HealAll, SlowNode, SlowLink, LoseMessages, DropMessage,
                 AddProducer, AddConsumer, ProduceRecords, SeekConsumer, ExecTool, SayText, AskText,
                 MarkInstant>;

struct Command {
    CommandBody body;
    std::string phrase;  // as it was written; what a saved scenario repeats
    static auto fields(auto& self) {
        return std::tuple{Field{"body", self.body}, Field{"phrase", self.phrase}};
    }
};

}  // namespace highwater
