// Creates a scenario's topics before time 0: the first administrator of a cluster that has just formed.
#include "client/exceptions.h"
#include "client/tools/steps.h"

namespace highwater {

namespace {
// Refusals that a cluster which is still forming gives: brokers are not registered or unfenced yet,
// or no controller is active.
bool may_pass(ErrorCode error) {
    return is_retriable(error) || error == ErrorCode::invalid_replication_factor ||
           error == ErrorCode::invalid_replica_assignment;
}
}  // namespace

void step(PreparationPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        bool const is_formed =
            metadata->metadata &&
            static_cast<std::int32_t>(metadata->metadata->brokers.size()) >= plan.brokers;
        if (!is_formed) {
            AdminCall again = call;
            again.failures = 0;  // a cluster forms in seconds: look every 100 ms
            return ask_again(self, std::move(again), out);
        }
        ask(self, "createTopics", CreateTopicsRequest{make_payload(plan.topics)}, kNoNode, out);
        return;
    }
    auto const* created = std::get_if<CreateTopicsResponse>(&answer);
    if (created == nullptr) return;
    std::vector<NewTopic> left;
    ToolText text;
    for (TopicResult const& result : *created->topics) {
        if (result.error == ErrorCode::none || result.error == ErrorCode::topic_already_exists) {
            continue;
        }
        if (!may_pass(result.error) || call.failures > 20) {
            text.err += out.names().text(result.name) + ": " +
                        (result.message.empty() ? std::string{exception_message(result.error)}
                                                : result.message) +
                        "\n";
            text.exit = 1;
            continue;
        }
        for (NewTopic const& topic : plan.topics) {
            if (topic.name == result.name) left.push_back(topic);
        }
    }
    if (left.empty()) {
        text.err = self.result.err + text.err;
        if (!self.result.err.empty()) text.exit = 1;
        return finish(self, std::move(text), out);
    }
    self.result.err += text.err;
    AdminCall again = call;
    again.request = CreateTopicsRequest{make_payload(left)};
    ask_again(self, std::move(again), out);
}

}  // namespace highwater
