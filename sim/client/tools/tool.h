// One of Kafka's command-line tools, running as a process beside the cluster: an admin client
// (KafkaAdminClient) that asks, waits, tries again until default.api.timeout.ms, prints and exits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/metadata_cache.h"
#include "client/spec.h"
#include "client/tools/plans.h"

namespace highwater {

// What a coordinator is to be asked once it is known where it is.
struct LookedUpFor {
    std::string name;
    Message request;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"request", self.request}};
    }
};

// One question to a broker. It is asked again when its connection breaks, until its time is over.
struct AdminCall {
    std::string name;  // Kafka's name of the call, for "timed out waiting …"
    Message request;
    NodeId to{kNoNode};          // kNoNode: whoever can be asked
    BrokerId broker{kNoBroker};  // it alone can answer; waited for while nobody knows its address
    Time deadline{kNever};
    Time retry_at{kLongAgo};
    std::int32_t failures{};
    std::int32_t vain_answers{};         // those after which it was asked again at once
    CorrelationId waiting_for{};         // 0: to be sent
    Payload<LookedUpFor> looked_up_for;  // of a FindCoordinator that is asked on its behalf
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name},
                          Field{"request", self.request},
                          Field{"to", self.to},
                          Field{"broker", self.broker},
                          Field{"deadline", self.deadline},
                          Field{"retry_at", self.retry_at},
                          Field{"failures", self.failures},
                          Field{"vain_answers", self.vain_answers},
                          Field{"waiting_for", self.waiting_for},
                          Field{"looked_up_for", self.looked_up_for}};
    }
};

// What the tool printed and how it ended.
struct ToolResult {
    bool is_finished{};
    std::string out;
    std::string err;
    std::int32_t exit{};
    static auto fields(auto& self) {
        return std::tuple{Field{"is_finished", self.is_finished}, Field{"out", self.out},
                          Field{"err", self.err}, Field{"exit", self.exit}};
    }
};

// A broker's file, as it was when the tool started.
struct DumpedFile {
    std::string name;
    std::string bytes;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"bytes", self.bytes}};
    }
};

struct Tool {
    Payload<ExecTool> call;
    Payload<std::vector<DumpedFile>> files;  // those that it is told to dump and that there are
    bool is_refused{};  // nobody listens at the port it was given, but there is such a machine
    Connections connections;
    MetadataCache metadata;
    ToolPlan plan;
    std::vector<AdminCall> calls;
    Time timer_at{kNever};
    std::uint64_t draws{};
    ToolResult result;
    static auto fields(auto& self) {
        return std::tuple{Field{"call", self.call},
                          Field{"files", self.files},
                          Field{"is_refused", self.is_refused},
                          Field{"connections", self.connections},
                          Field{"metadata", self.metadata},
                          Field{"plan", self.plan},
                          Field{"calls", self.calls},
                          Field{"timer_at", self.timer_at},
                          Field{"draws", self.draws},
                          Field{"result", self.result}};
    }
};

// "kafka-topics" of kafka-topics, kafka-topics.sh, kafka-topics.bat, bin/kafka-topics.sh.
std::string tool_name(std::string_view argument);
// The tools that exist here, by name.
std::vector<std::string_view> tool_names();
// One of Kafka's tools that is knowingly not here.
bool is_left_out(std::string_view name);

Tool make_tool(ExecTool call, std::vector<NodeId> bootstrap);
void start(Tool& self, Effects& out);
void lose_memory(Tool& self);
void request_shutdown(Tool& self, Effects& out);
void on_timer(Tool& self, Timer const& timer, Effects& out);
void on_disconnect(Tool& self, NodeId peer, Effects& out);
void handle(Tool& self, Envelope const& from, MetadataResponse const& response, Effects& out);
// Every other answer goes to the plan that asked.
void answered(Tool& self, Envelope const& from, Message const& answer, Effects& out);
template <class Response>
void handle(Tool& self, Envelope const& from, Response const& response, Effects& out) {
    answered(self, from, Message{response}, out);
}

// ---- for the plans --------------------------------------------------------------------------
// Adds a question; answered by the plan's overload for the answer's type.
void ask(Tool& self, std::string name, Message request, NodeId to, Effects& out,
         Duration patience = seconds(60));  // default.api.timeout.ms
// What only this broker can answer.
void ask_broker(Tool& self, std::string name, Message request, BrokerId broker, Effects& out);
// True when every question has its answer.
bool is_answered(Tool const& self);
// The same question again, at once: where Kafka's admin client does not wait either.
void ask_at_once(Tool& self, AdminCall call);
// The same question again, after a back-off and within its time.
void ask_again(Tool& self, AdminCall call, Effects& out);
// In its place another one, within its time.
void ask_instead(Tool& self, AdminCall call, Message request, NodeId to);
// The tool has printed all and ends.
void finish(Tool& self, ToolText text, Effects& out);

}  // namespace highwater
