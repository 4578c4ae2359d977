// kafka-log-dirs (LogDirsCommand): what the replicas take on each broker's disk.
#include <algorithm>

#include "client/exceptions.h"
#include "client/tools/java_exception.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
std::vector<OptionSpec> const& options_of_log_dirs() {
    static std::vector<OptionSpec> const known = {
        {"bootstrap-server", true}, {"broker-list", true}, {"command-config", true},
        {"describe", false},        {"help", false},       {"topic-list", true},
        {"version", false}};
    return known;
}

std::string listed(std::vector<BrokerId> const& brokers) {
    std::string text;
    for (BrokerId const id : brokers) text += (text.empty() ? "" : ",") + std::to_string(id.value);
    return text;
}

std::vector<std::string> parts_of(std::string const& list) {
    std::vector<std::string> parts;
    for (std::string const& part : split(list, ',')) {
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

bool has(std::vector<BrokerId> const& brokers, BrokerId id) {
    return std::find(brokers.begin(), brokers.end(), id) != brokers.end();
}

void ask_brokers(LogDirsPlan plan, Tool& self, DescribeClusterResponse const& cluster,
                 Effects& out) {
    std::vector<BrokerId> present;
    for (ClusterNode const& node : *cluster.nodes) present.push_back(node.id);
    std::vector<BrokerId> missing;
    for (BrokerId const id : plan.brokers) {
        if (!has(present, id)) missing.push_back(id);
    }
    if (!missing.empty()) {
        return finish(self,
                      terse("ERROR: The given brokers do not exist from --broker-list: " +
                            listed(missing) + ". Current existent brokers: " + listed(present)),
                      out);
    }
    bool const is_all = plan.brokers.empty();
    for (ClusterNode const& node : *cluster.nodes) {
        if (!is_all && !has(plan.brokers, node.id)) continue;
        ask(self, "describeLogDirs", DescribeLogDirsRequest{}, node.node, out);
        plan.answers.push_back({node.id, node.node, {}});
        ++plan.awaited;
    }
    self.plan = std::move(plan);
}
}  // namespace

void begin_log_dirs(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, options_of_log_dirs());
    if (!options) return finish(self, caught(option_exception(options.problem())), out);
    if (auto text = help_or_version(
            *options, "This tool helps to query log directory usage on the specified brokers.",
            options_of_log_dirs())) {
        return finish(self, *std::move(text), out);
    }
    if (!options->has("describe")) {
        return finish(self, usage(missing_argument("describe"), options_of_log_dirs()), out);
    }
    LogDirsPlan plan;
    plan.topics = parts_of(options->get("topic-list"));
    for (std::string const& part : parts_of(options->get("broker-list"))) {
        std::int64_t id = 0;
        if (!parse_integer(part, id) || id < INT32_MIN || id > INT32_MAX) {
            std::string const why = "For input string: \"" + part + "\"";
            return finish(self, {{}, why + "\njava.lang.NumberFormatException: " + why + "\n\n", 1},
                          out);
        }
        BrokerId const broker{static_cast<std::int32_t>(id)};
        if (!has(plan.brokers, broker)) plan.brokers.push_back(broker);
    }
    std::sort(plan.brokers.begin(), plan.brokers.end());
    self.plan = std::move(plan);
    ask(self, "listNodes", DescribeClusterRequest{}, kNoNode, out);
}

void step(LogDirsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* cluster = std::get_if<DescribeClusterResponse>(&answer)) {
        return ask_brokers(std::move(plan), self, *cluster, out);
    }
    auto const* told = std::get_if<DescribeLogDirsResponse>(&answer);
    if (told == nullptr) return;
    for (BrokerLogDirs& one : plan.answers) {
        if (one.node == call.to) one.log_dirs = *told->log_dirs;
    }
    --plan.awaited;
    self.plan = plan;
    if (plan.awaited > 0) return;
    std::vector<BrokerId> brokers;
    for (BrokerLogDirs const& one : plan.answers) brokers.push_back(one.broker);
    finish(self,
           {std::string{kQueryingLogDirs} + "Received log directory information from brokers " +
                listed(brokers) + "\n" + describe_log_dirs(plan.answers, plan.topics, out.names()),
            {},
            0},
           out);
}

}  // namespace highwater
