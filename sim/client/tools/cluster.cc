// kafka-cluster (ClusterTool): the cluster's id and its servers, and how to let go of a broker.
#include "client/tools/arguments.h"
#include "client/tools/ports.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {

// What every command has, then its own.
std::vector<ArgumentSpec> with_connection(std::vector<ArgumentSpec> const& own) {
    std::vector<ArgumentSpec> all = {{"--bootstrap-server", "-b", true, false, false, true},
                                     {"--bootstrap-controller", "-C", true, false, false, true},
                                     {"--config", "", true, false, false, false},
                                     {"--command-config", "-c", true, false, false, false}};
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

ParserSpec const& parser() {
    static ParserSpec const spec = {
        "kafka-cluster",
        "The Kafka cluster tool.",
        {},
        {{"cluster-id", with_connection({})},
         {"unregister", with_connection({{"--id", "-i", true, true, true, false}})},
         {"list-endpoints",
          with_connection({{"--include-fenced-brokers", "", false, false, false, false}})}}};
    return spec;
}

Message request_of(ClusterPlan const& plan, bool with_fenced) {
    if (plan.action == ClusterPlan::Action::unregister) return UnregisterBrokerRequest{plan.broker};
    return DescribeClusterRequest{
        plan.via_controllers ? EndpointType::controller : EndpointType::broker, with_fenced};
}

std::string endpoints_text(DescribeClusterResponse const& answer, Names const& names) {
    bool const of_controllers = answer.endpoint_type == EndpointType::controller;
    std::vector<Endpoint> endpoints;
    for (ClusterNode const& node : *answer.nodes) {
        std::string const id = std::to_string(node.id.value);
        endpoints.push_back(
            {node.id.value, node.host == kNoName ? "broker-" + id : names.text(node.host),
             of_controllers ? kControllerPort : kBrokerPort,
             node.rack == kNoName ? "null" : names.text(node.rack), node.is_fenced});
    }
    return list_endpoints(endpoints, of_controllers);
}
}  // namespace

void begin_cluster(Tool& self, Effects& out) {
    ArgumentOutcome const read = parse_arguments(self.call->arguments, parser());
    if (!read.is_parsed) return finish(self, read.text, out);
    Options const& options = read.arguments.options;
    ClusterPlan plan;
    plan.via_controllers = options.has("bootstrap-controller");
    bool const with_fenced = options.has("include-fenced-brokers");
    char const* name = "listNodes";
    if (read.arguments.command == "unregister") {
        std::int64_t id = 0;
        parse_integer(options.get("id"), id);
        plan.action = ClusterPlan::Action::unregister;
        plan.broker = BrokerId{static_cast<std::int32_t>(id)};
        name = "unregisterBroker";
    } else if (read.arguments.command == "list-endpoints") {
        plan.action = ClusterPlan::Action::list_endpoints;
        if (with_fenced && plan.via_controllers) {
            std::string const why =
                "The option --include-fenced-brokers is only supported with --bootstrap-server "
                "option";
            return finish(
                self, {{}, why + "\njava.lang.IllegalArgumentException: " + why + "\n\n", 1}, out);
        }
    }
    self.plan = plan;
    ask_cluster(self, name, request_of(plan, with_fenced), plan.via_controllers, out);
}

void step(ClusterPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* cluster = std::get_if<DescribeClusterResponse>(&answer)) {
        bool const is_asked = plan.action != ClusterPlan::Action::unregister;
        if (is_asked && cluster->error != ErrorCode::none) {
            return finish(self, thrown(cluster->error, nullptr), out);
        }
        if (plan.action == ClusterPlan::Action::cluster_id) {
            return finish(self, {"Cluster ID: " + base64(cluster->cluster_id) + "\n", {}, 0}, out);
        }
        if (is_asked) return finish(self, {endpoints_text(*cluster, out.names()), {}, 0}, out);
    }
    if (goes_on(self, call, request_of(plan, false), plan.via_controllers, answer, out)) return;
    auto const* done = std::get_if<UnregisterBrokerResponse>(&answer);
    if (done == nullptr) return;
    if (done->error != ErrorCode::none) {
        return finish(self, thrown(done->error, done->message), out);
    }
    std::string const id = std::to_string(plan.broker.value);
    finish(self, {"Broker " + id + " is no longer registered.\n", {}, 0}, out);
}

}  // namespace highwater
