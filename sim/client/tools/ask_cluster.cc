// How the tools about the cluster find somebody who can answer, and what they print when that
// fails.
#include "client/exceptions.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
bool is_look_up(AdminCall const& call) {
    return std::holds_alternative<DescribeClusterRequest>(call.request);
}

struct ErrorOf {
    template <class M>
    ErrorCode operator()(M const& message) const {
        if constexpr (requires { message.error; }) {
            return message.error;
        } else {
            return ErrorCode::none;
        }
    }
};

DescribeClusterRequest look_up() { return {EndpointType::controller, false}; }

NodeId active_controller(DescribeClusterResponse const& answer) {
    if (!answer.nodes) return kNoNode;
    for (ClusterNode const& node : *answer.nodes) {
        if (node.id == answer.controller_id) return node.node;
    }
    return kNoNode;
}
}  // namespace

std::int32_t list_groups(Tool& self, AdminCall const& call, ClusterMetadata const& metadata,
                         ListGroupsRequest const& request, Duration patience, Effects& out) {
    if (metadata.brokers.empty()) ask_again(self, call, out);
    for (BrokerAddress const& broker : metadata.brokers) {
        ask(self, "listGroups", request, broker.node, out, patience);
    }
    return static_cast<std::int32_t>(metadata.brokers.size());
}

void ask_cluster(Tool& self, std::string name, Message request, bool via_controllers,
                 Effects& out) {
    bool const is_for_any = std::holds_alternative<DescribeClusterRequest>(request) ||
                            std::holds_alternative<ApiVersionsRequest>(request);
    if (via_controllers && !is_for_any) request = look_up();
    ask(self, std::move(name), std::move(request), kNoNode, out);
}

bool goes_on(Tool& self, AdminCall const& call, Message const& request, bool via_controllers,
             Message const& answer, Effects& out) {
    ErrorCode const error = std::visit(ErrorOf{}, answer);
    bool const was_wrong = error == ErrorCode::not_controller || is_retriable(error);
    if (via_controllers && is_look_up(call)) {
        auto const* cluster = std::get_if<DescribeClusterResponse>(&answer);
        NodeId const active = cluster == nullptr ? kNoNode : active_controller(*cluster);
        if (active == kNoNode) {
            ask_again(self, call, out);
        } else {
            ask_instead(self, call, request, active);
        }
        return true;
    }
    if (!was_wrong) return false;
    AdminCall again = call;
    if (via_controllers) {
        again.request = look_up();
        again.to = kNoNode;
    }
    ask_again(self, std::move(again), out);
    return true;
}

ToolText thrown(std::string const& exception, std::string const& message) {
    std::string const what = message.empty() ? exception : exception + ": " + message;
    return {{},
            what + "\njava.util.concurrent.ExecutionException: " + what + "\nCaused by: " + what +
                "\n\n",
            1};
}

ToolText thrown(ErrorCode error, Payload<std::string> const& message) {
    return thrown(exception_class(error),
                  message ? *message : std::string{exception_message(error)});
}

}  // namespace highwater
