#include "client/tools/tool.h"

#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/console_options.h"
#include "client/tools/group_retry.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
constexpr Backoff kRetry{milliseconds(100), milliseconds(1'000)};

struct ToolKind {
    std::string_view name;
    void (*begin)(Tool&, Effects&);
};
constexpr ToolKind kTools[] = {
    {"kafka-cluster", begin_cluster},
    {"kafka-configs", begin_configs},
    {"kafka-console-consumer", begin_console},
    {"kafka-console-producer", begin_console},
    {"kafka-consumer-groups", begin_consumer_groups},
    {"kafka-delete-records", begin_delete_records},
    {"kafka-dump-log", begin_dump_log},
    {"kafka-features", begin_features},
    {"kafka-get-offsets", begin_get_offsets},
    {"kafka-groups", begin_groups},
    {"kafka-leader-election", begin_leader_election},
    {"kafka-log-dirs", begin_log_dirs},
    {"kafka-metadata-quorum", begin_quorum},
    {"kafka-reassign-partitions", begin_reassign},
    {"kafka-topics", begin_topics},
};

// What works on a server's files or processes, measures, or is about what is not simulated.
constexpr std::string_view kLeftOut[] = {"connect-distributed",
                                         "connect-mirror-maker",
                                         "connect-plugin-path",
                                         "connect-standalone",
                                         "kafka-acls",
                                         "kafka-broker-api-versions",
                                         "kafka-client-metrics",
                                         "kafka-console-share-consumer",
                                         "kafka-consumer-perf-test",
                                         "kafka-delegation-tokens",
                                         "kafka-e2e-latency",
                                         "kafka-jmx",
                                         "kafka-metadata-shell",
                                         "kafka-producer-perf-test",
                                         "kafka-replica-verification",
                                         "kafka-server-start",
                                         "kafka-server-stop",
                                         "kafka-share-consumer-perf-test",
                                         "kafka-share-groups",
                                         "kafka-storage",
                                         "kafka-streams-application-reset",
                                         "kafka-streams-groups",
                                         "kafka-transactions",
                                         "kafka-verifiable-consumer",
                                         "kafka-verifiable-producer",
                                         "kafka-verifiable-share-consumer"};

std::string command_line(ExecTool const& call) {
    std::string line;
    for (std::string const& word : call.arguments) line += (line.empty() ? "" : " ") + word;
    return line;
}

// What the options that name servers say, if anything: one or more host:port.
constexpr std::string_view kBootstrapOptions[] = {"--bootstrap-server", "-b",
                                                  "--bootstrap-controller", "-C"};

void arm(Tool& self, Time at, Effects& out) {
    if (at >= self.timer_at) return;
    self.timer_at = at;
    out.arm_at({TimerKind::tool, 0}, at);
}

void back_off(Tool& self, AdminCall& call, Effects& out) {
    auto const who = ~static_cast<std::uint64_t>(out.self().value);
    std::uint64_t const bits = out.draw(Draw::retry_jitter, who, self.draws++);
    call.waiting_for = {};
    call.retry_at = out.now() + backoff(kRetry, call.failures, bits);
    ++call.failures;
}

// Asked for the address of a broker that is not known; its answer is nobody's in particular.
constexpr char kFetchMetadata[] = "fetchMetadata";

bool is_fetching_metadata(Tool const& self) {
    return std::any_of(self.calls.begin(), self.calls.end(),
                       [](AdminCall const& call) { return call.name == kFetchMetadata; });
}

// A broker that was down may be back: the metadata will tell.
void fetch_metadata(Tool& self, Effects& out) {
    AdminCall call;
    call.name = kFetchMetadata;
    call.request = MetadataRequest{false, false, make_payload(std::vector<NameId>{})};
    call.retry_at = out.now() + kRetry.initial;
    arm(self, call.retry_at, out);
    self.calls.push_back(std::move(call));
}

// Sends what may be sent, and gives up what is past its time.
void run_calls(Tool& self, Effects& out) {
    if (self.result.is_finished) return;
    bool lacks_address = false;
    for (AdminCall& call : self.calls) {
        if (out.now() >= call.deadline) {
            if (auto const* groups = std::get_if<GroupsPlan>(&self.plan)) {
                return time_is_over(GroupsPlan{*groups}, self, AdminCall{call}, out);
            }
            ToolText text = failure_text(self.plan, timeout_text(call, out.now()));
            return finish(self, std::move(text), out);
        }
        arm(self, call.deadline, out);
        if (call.waiting_for != CorrelationId{}) continue;
        if (out.now() < call.retry_at) {
            arm(self, call.retry_at, out);
            continue;
        }
        Time retry_at = kNever;
        if (call.broker != kNoBroker) {
            call.to = address_of(self.metadata, call.broker);
            lacks_address = lacks_address || call.to == kNoNode;
            if (call.to == kNoNode) continue;
        }
        NodeId node = call.to;
        if (node == kNoNode) {
            node = least_loaded_node(self.metadata, self.connections, out, retry_at);
        } else if (!can_send(self.connections, node, out.now())) {
            retry_at = blocked_until(self.connections, node);
            node = kNoNode;
        }
        if (node == kNoNode) {
            if (retry_at > out.now()) arm(self, retry_at, out);
            continue;
        }
        call.waiting_for = send_request(self.connections, node, call.request, 0, out);
    }
    if (lacks_address && !is_fetching_metadata(self)) fetch_metadata(self, out);
}

void fail_requests(Tool& self, std::vector<PendingRequest> const& lost, Effects& out) {
    for (PendingRequest const& request : lost) {
        for (AdminCall& call : self.calls) {
            if (call.waiting_for != request.correlation_id) continue;
            back_off(self, call, out);
            // Who leads may be another one by now (PartitionLeaderStrategy).
            if (auto* plan = std::get_if<OffsetsPlan>(&self.plan)) look_up_again(*plan, call);
            if (auto* plan = std::get_if<DeleteRecordsPlan>(&self.plan)) {
                look_up_again(*plan, call, out.names());
            }
            if (std::holds_alternative<GroupsPlan>(self.plan)) look_up_coordinator_again(call);
        }
    }
    run_calls(self, out);
}
}  // namespace

std::string timeout_text(AdminCall const& call, Time now) {
    if (call.vain_answers == 0)
        return "Timed out waiting for a node assignment. Call: " + call.name;
    std::string const tries = std::to_string(call.vain_answers);
    return "Call(callName=" + call.name +
           ", deadlineMs=" + std::to_string(timestamp_ms(call.deadline)) + ", tries=" + tries +
           ", nextAllowedTryMs=" + std::to_string(timestamp_ms(std::max(call.retry_at, now))) +
           ") timed out at " + std::to_string(timestamp_ms(now)) + " after " + tries +
           " attempt(s)";
}

std::string wrong_bootstrap(Tool const& self) {
    std::vector<std::string> const& words = self.call->arguments;
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::string const name = words[i].substr(0, words[i].find('='));
        auto const end = std::end(kBootstrapOptions);
        auto const option = std::find(std::begin(kBootstrapOptions), end, name);
        if (option == end) continue;
        bool const is_next = words[i] == name;
        if (is_next && i + 1 == words.size()) return {};  // said by whoever reads the options
        std::string const value = is_next ? words[i + 1] : words[i].substr(name.size() + 1);
        bool const is_server = option - std::begin(kBootstrapOptions) < 2;
        std::string const config = is_server ? "bootstrap.servers" : "bootstrap.controllers";
        for (std::string const& address : split(value, ',')) {
            auto const colon = address.rfind(':');
            std::int64_t port = 0;
            bool const is_address = colon != std::string::npos && colon > 0 &&
                                    parse_integer(address.substr(colon + 1), port) && port > 0 &&
                                    port <= 65'535;
            if (!is_address) return "Invalid url in " + config + ": " + address;
        }
        if (self.metadata.settings.bootstrap.empty() && !self.is_refused) {
            return "No resolvable bootstrap urls given in " + config;
        }
    }
    return {};
}

std::string no_client(std::string_view what, std::string const& why) {
    return "org.apache.kafka.common.KafkaException: Failed to " + std::string{what} +
           "\nCaused by: org.apache.kafka.common.config.ConfigException: " + why + "\n";
}

std::string tool_name(std::string_view argument) {
    auto const slash = argument.find_last_of("/\\");
    if (slash != std::string_view::npos) argument.remove_prefix(slash + 1);
    for (std::string_view const ending : {".sh", ".bat"}) {
        if (argument.size() > ending.size() &&
            argument.substr(argument.size() - ending.size()) == ending) {
            argument.remove_suffix(ending.size());
        }
    }
    return std::string{argument};
}

std::vector<std::string_view> tool_names() {
    std::vector<std::string_view> names;
    for (ToolKind const& kind : kTools) names.push_back(kind.name);
    return names;
}

bool is_left_out(std::string_view name) {
    return std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut);
}

Tool make_tool(ExecTool call, std::vector<NodeId> bootstrap) {
    Tool self;
    self.metadata.settings.bootstrap = std::move(bootstrap);
    self.call = make_payload(std::move(call));
    return self;
}

void start(Tool& self, Effects& out) {
    out.note(ToolStarted{make_payload(command_line(*self.call))});
    std::string const name =
        self.call->arguments.empty() ? std::string{} : tool_name(self.call->arguments.front());
    std::string const wrong = wrong_bootstrap(self);
    for (ToolKind const& kind : kTools) {
        if (kind.name == name) {
            if (!wrong.empty() && !is_console(name)) {
                return finish(self, {{}, no_client("create new KafkaAdminClient", wrong), 1}, out);
            }
            kind.begin(self, out);
            return run_calls(self, out);
        }
    }
    std::string const why = is_left_out(name)
                                ? "Kafka has this tool, Highwater does not simulate it"
                                : "there is no such tool here";
    finish(self, {{}, name + ": " + why + "\n", 2}, out);
}

void lose_memory(Tool& self) {
    self.calls.clear();
    self.connections = Connections{};
    self.timer_at = kNever;
}

void request_shutdown(Tool&, Effects& out) { out.exit_process(); }

void on_timer(Tool& self, Timer const& timer, Effects& out) {
    if (timer.kind == TimerKind::request_expiry) {
        return fail_requests(self, expire_requests(self.connections, out), out);
    }
    if (timer.kind == TimerKind::tool) self.timer_at = kNever;
    run_calls(self, out);
}

void on_disconnect(Tool& self, NodeId peer, Effects& out) {
    fail_requests(self, fail_connection(self.connections, peer, out), out);
}

void handle(Tool& self, Envelope const& from, MetadataResponse const& response, Effects& out) {
    if (response.metadata) self.metadata.brokers = response.metadata->brokers;
    answered(self, from, response, out);
}
void answered(Tool& self, Envelope const& from, Message const& answer, Effects& out) {
    if (!take_answered(self.connections, from) || self.result.is_finished) return;
    auto const at = std::find_if(self.calls.begin(), self.calls.end(), [&](AdminCall const& call) {
        return call.waiting_for == from.correlation_id;
    });
    if (at == self.calls.end()) return;
    AdminCall const call = *at;
    self.calls.erase(at);
    if (call.name == kFetchMetadata) return run_calls(self, out);
    std::visit([&](auto plan) { step(std::move(plan), self, call, answer, out); },
               ToolPlan{self.plan});
    run_calls(self, out);
}
void ask(Tool& self, std::string name, Message request, NodeId to, Effects& out,
         Duration patience) {
    AdminCall call;
    call.name = std::move(name);
    call.request = std::move(request);
    call.to = to;
    call.deadline = out.now() + patience;
    self.calls.push_back(std::move(call));
}

void ask_broker(Tool& self, std::string name, Message request, BrokerId broker, Effects& out) {
    ask(self, std::move(name), std::move(request), kNoNode, out);
    self.calls.back().broker = broker;
}

bool is_answered(Tool const& self) {
    return std::all_of(self.calls.begin(), self.calls.end(),
                       [](AdminCall const& call) { return call.name == kFetchMetadata; });
}

void ask_at_once(Tool& self, AdminCall call) {
    call.waiting_for = {};
    ++call.vain_answers;
    self.calls.push_back(std::move(call));
}

void ask_again(Tool& self, AdminCall call, Effects& out) {
    back_off(self, call, out);
    self.calls.push_back(std::move(call));
}

void ask_instead(Tool& self, AdminCall call, Message request, NodeId to) {
    call.request = std::move(request);
    call.to = to;
    call.waiting_for = {};
    self.calls.push_back(std::move(call));
}

void finish(Tool& self, ToolText text, Effects& out) {
    self.result = {true, std::move(text.out), std::move(text.err), text.exit};
    self.calls.clear();
    out.note(ToolFinished{make_payload(
        ToolOutput{command_line(*self.call), self.result.out, self.result.err, self.result.exit})});
    out.exit_process();
}

ToolText failure_text(ToolPlan const& plan, std::string const& what) {
    if (std::holds_alternative<TopicsPlan>(plan)) {
        auto const& topics = std::get<TopicsPlan>(plan);
        std::string const around = topics.asks_what_moves
                                       ? "java.util.concurrent.ExecutionException: " +
                                             exception_class(ErrorCode::request_timed_out) + ": "
                                       : "";
        return {topics.warning + "Error while executing topic command : " + around + what + "\n",
                topics.complaint, 1};
    }
    if (auto const* offsets = std::get_if<OffsetsPlan>(&plan)) {
        return offsets_timed_out(*offsets, what);
    }
    if (std::holds_alternative<ElectionPlan>(plan)) {
        constexpr char kTimeout[] = "Timeout waiting for election results";
        std::string const cause = exception_class(ErrorCode::request_timed_out) + ": " + what;
        ToolText text = caught({kAdminCommandFailed, kTimeout, {cause}});
        text.out = std::string{kTimeout} + "\n";
        return text;
    }
    if (auto const* deleting = std::get_if<DeleteRecordsPlan>(&plan)) {
        return records_not_deleted(*deleting, what);
    }
    if (auto const* reassign = std::get_if<ReassignPlan>(&plan)) {
        Thrown const timeout{exception_class(ErrorCode::request_timed_out), what, {}};
        return {reassign->printed + future_error_text(timeout), {}, 1};
    }
    if (auto const* configs = std::get_if<ConfigsPlan>(&plan)) {
        return config_command_failed({}, configs->arguments, ErrorCode::request_timed_out, what);
    }
    if (auto const* quotas = std::get_if<ClientQuotasPlan>(&plan)) {
        return config_command_failed({}, quotas->arguments, ErrorCode::request_timed_out, what);
    }
    if (auto const* configs = std::get_if<GroupConfigsPlan>(&plan)) {
        return config_command_failed(configs->printed, configs->arguments,
                                     ErrorCode::request_timed_out, what);
    }
    if (std::holds_alternative<GroupListPlan>(plan)) {
        // Its own wait ends first, in a java.util.concurrent.TimeoutException without a message.
        return {"Error while executing groups command : null\n", {}, 1};
    }
    if (auto const* features = std::get_if<FeaturesPlan>(&plan)) {
        return features_timed_out(*features, what);
    }
    if (auto const* log_dirs = std::get_if<LogDirsPlan>(&plan)) {
        ToolText text = thrown("org.apache.kafka.common.errors.TimeoutException", what);
        if (!log_dirs->answers.empty()) text.out = kQueryingLogDirs;
        return text;
    }
    return thrown("org.apache.kafka.common.errors.TimeoutException", what);
}

std::string file_text(Tool const& self, std::string const& value) {
    auto const first = value.find_first_not_of(" \t\r\n");
    bool const is_json = first != std::string::npos && value[first] == '{';
    return is_json ? value : self.call->input;
}

std::string missing_argument(std::string_view option) {
    return "Missing required argument \"[" + std::string{option} + "]\"";
}

std::string excluded_by(Options const& options, std::string_view used,
                        std::vector<std::string_view> const& excluded) {
    if (!options.has(used)) return {};
    for (std::string_view const other : excluded) {
        if (!options.has(other)) continue;
        return "Option \"[" + std::string{used} + "]\" can't be used with option \"[" +
               std::string{other} + "]\"";
    }
    return {};
}

std::optional<ToolText> help_or_version(Options const& options, std::string const& purpose,
                                        std::vector<OptionSpec> const& known) {
    if (options.has("help")) return usage(purpose, known);
    if (options.has("version")) return ToolText{"4.3.0\n", {}, 0};
    return std::nullopt;
}

ToolText usage(std::string const& complaint, std::vector<OptionSpec> const& known) {
    std::string text = complaint + "\nOptions:\n";
    for (OptionSpec const& option : known) {
        text += "  --" + std::string{option.name} + (option.takes_value ? " <value>\n" : "\n");
    }
    return {{}, std::move(text), 1};
}

}  // namespace highwater
