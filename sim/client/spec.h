// What the clients of a world are asked to be and to do: the resolved form of a scenario's
// [[producer]] and [[consumer]] tables and of `produce …` and `exec …`. world/command.h carries
// them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "node/config.h"
#include "protocol/payload.h"

namespace highwater {

// A name or values drawn: how a workload makes its keys.
struct KeySource {
    enum class Kind : std::uint8_t { none, uniform, cycle, zipf, hot, field };
    Kind kind{};
    std::vector<std::string> keys;  // uniform, cycle, zipf (most frequent first), hot: the rest
    std::vector<std::uint32_t> weights;  // zipf: cumulative, out of weights.back()
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
    std::optional<std::string> value;
    std::vector<Header> headers;
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"value", self.value},
                          Field{"headers", self.headers}};
    }
};

struct ProducerSpec {
    NameId name{kNoName};
    NameId client_id{kNoName};  // kNoName: its name
    ClusterId cluster{kFirstCluster};
    NameId topic{kNoName};       // kNoName: only what commands ask for
    std::int32_t partition{-1};  // -1: its partitioner chooses
    Duration interval;           // between two records; 0: no workload of its own
    Time starts_at;
    Time stops_at{kNever};
    std::int64_t max_records{-1};  // -1: no end
    KeySource keys;
    std::int32_t value_size{100};
    Payload<std::vector<DataRecord>> data;  // instead of synthetic values
    bool repeat_data{};
    bool keeps_reports{};  // of every record: Producer::reports
    ProducerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name},
                          Field{"client_id", self.client_id},
                          Field{"cluster", self.cluster},
                          Field{"topic", self.topic},
                          Field{"partition", self.partition},
                          Field{"interval", self.interval},
                          Field{"starts_at", self.starts_at},
                          Field{"stops_at", self.stops_at},
                          Field{"max_records", self.max_records},
                          Field{"keys", self.keys},
                          Field{"value_size", self.value_size},
                          Field{"data", self.data},
                          Field{"repeat_data", self.repeat_data},
                          Field{"keeps_reports", self.keeps_reports},
                          Field{"config", self.config}};
    }
};

// `committed` is what the group has committed, and auto.offset.reset where it has nothing.
enum class StartPosition : std::uint8_t { earliest, latest, offset, committed };

// When an application with enable.auto.commit=false commits by itself.
enum class CommitStyle : std::uint8_t { none, sync, async };

struct ConsumerSpec {
    NameId name{kNoName};
    NameId client_id{kNoName};  // kNoName: its name
    ClusterId cluster{kFirstCluster};
    std::vector<TopicPartition> assign;  // assign()
    std::vector<NameId> assign_topics;   // all partitions of these topics
    std::vector<NameId> subscribe;       // subscribe(): then config.group names the group
    std::string pattern;                 // subscribe(Pattern); "": none
    Duration processing_time;            // of each record, between two poll()
    CommitStyle commits{};               // after each batch that was processed
    StartPosition from{StartPosition::latest};
    Offset from_offset;
    Time starts_at;
    bool stops_at_end{};   // one read until the end, then done (`read …`)
    bool keeps_records{};  // what it got: Consumer::read
    ConsumerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name},
                          Field{"client_id", self.client_id},
                          Field{"cluster", self.cluster},
                          Field{"assign", self.assign},
                          Field{"assign_topics", self.assign_topics},
                          Field{"subscribe", self.subscribe},
                          Field{"pattern", self.pattern},
                          Field{"processing_time", self.processing_time},
                          Field{"commits", self.commits},
                          Field{"from", self.from},
                          Field{"from_offset", self.from_offset},
                          Field{"starts_at", self.starts_at},
                          Field{"stops_at_end", self.stops_at_end},
                          Field{"keeps_records", self.keeps_records},
                          Field{"config", self.config}};
    }
};

// Where a crash hits an application that processes what poll() gave it and then commits.
enum class CrashPoint : std::uint8_t {
    now,
    before_processing,
    after_processing,
    before_commit,
    after_commit
};

// What an application can be told to do with its consumer while the run goes on.
enum class ConsumerAction : std::uint8_t {
    leave,              // close(), and out of the group even if it is a static member
    crash,              // silence: nobody is told
    stall,              // no more poll(); the heartbeat thread goes on
    go_on,              // poll() again
    commit,             // commitSync() or commitAsync()
    subscribe,          // to these topics, or to a pattern; to none: unsubscribe()
    pause,              // pause(): assigned, but not fetched
    resume,             // resume()
    enforce_rebalance,  // enforceRebalance()
};

struct ConsumerCall {
    ConsumerAction action{};
    CrashPoint crash_at{};
    bool is_async{};                        // of commit
    TopicPartition partition{kNoName, -1};  // of commit, pause and resume; -1: all assigned
    Offset offset{kNoOffset};               // of commit: kNoOffset: its position
    std::vector<NameId> topics;             // of subscribe
    std::string pattern;                    // of subscribe; "": none
    static auto fields(auto& self) {
        return std::tuple{Field{"action", self.action},     Field{"crash_at", self.crash_at},
                          Field{"is_async", self.is_async}, Field{"partition", self.partition},
                          Field{"offset", self.offset},     Field{"topics", self.topics},
                          Field{"pattern", self.pattern}};
    }
};

// So many records, each sent when the one before was answered.
struct ProduceRecords {
    NameId producer{kNoName};  // made on first use with `config`
    ClusterId cluster{kFirstCluster};
    NameId topic{kNoName};
    std::int32_t partition{-1};
    std::int64_t count{1};
    std::optional<std::string> key;
    std::optional<std::string> value;          // none: v0, v1, …
    Payload<std::vector<DataRecord>> data;     // or all of them, one by one
    std::optional<std::int64_t> timestamp_ms;  // of the first record (CreateTime); none: now
    std::int64_t timestamp_step_ms{};          // how much later each next one is
    bool at_once{};                            // all are sent before any answer is waited for
    ProducerConfig config;
    static auto fields(auto& self) {
        return std::tuple{Field{"producer", self.producer},
                          Field{"cluster", self.cluster},
                          Field{"topic", self.topic},
                          Field{"partition", self.partition},
                          Field{"count", self.count},
                          Field{"key", self.key},
                          Field{"value", self.value},
                          Field{"data", self.data},
                          Field{"timestamp_ms", self.timestamp_ms},
                          Field{"timestamp_step_ms", self.timestamp_step_ms},
                          Field{"at_once", self.at_once},
                          Field{"config", self.config}};
    }
};
struct ExecTool {  // one of Kafka's command-line tools, run on a machine beside the cluster
    std::vector<std::string> arguments;  // arguments[0] is the tool's name
    std::string input;                   // standard input, or the file given as @file
    static auto fields(auto& self) {
        return std::tuple{Field{"arguments", self.arguments}, Field{"input", self.input}};
    }
};

}  // namespace highwater
