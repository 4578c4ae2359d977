// One of Kafka's tools alone on a stage: the test answers what it asks.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/tools/tool.h"
#include "tests/unit/client/stage.h"

namespace highwater {

struct ToolStage : Stage<Tool> {
    ToolStage(std::vector<std::string> arguments, std::string input = {})
        : Stage<Tool>{make_tool({std::move(arguments), std::move(input)}, {NodeId{1}})} {
        start_role();
    }
    ToolResult const& result() const { return role.result; }
    void answer_created(ErrorCode error, std::string message = {}) {
        auto const request = take<CreateTopicsRequest>();
        ASSERT_TRUE(request);
        TopicResult one;
        one.name = std::get<CreateTopicsRequest>(request->message).topics->front().name;
        one.error = error;
        one.message = std::move(message);
        answer(*request, CreateTopicsResponse{make_payload(std::vector{one})});
    }
    template <class Request, class Response>
    void reply(Response const& response) {
        auto const request = take<Request>();
        ASSERT_TRUE(request);
        answer(*request, response);
    }
};

}  // namespace highwater
