#include "protocol/forwarded.h"

#include <algorithm>
#include <utility>

namespace highwater {

namespace {
Payload<std::vector<TopicResult>> refuse_all(std::vector<TopicResult> results, ErrorCode error) {
    for (TopicResult& result : results) result = {result.name, error, {}, kNoUuid};
    return make_payload(std::move(results));
}

bool any_has(Payload<std::vector<TopicResult>> const& results, ErrorCode error) {
    return results && std::any_of(results->begin(), results->end(),
                                  [&](TopicResult const& result) { return result.error == error; });
}
}  // namespace

CreateTopicsResponse error_response(CreateTopicsRequest const& request, ErrorCode error) {
    std::vector<TopicResult> results;
    if (request.topics) {
        for (NewTopic const& topic : *request.topics) {
            results.push_back({topic.name, error, {}, kNoUuid});
        }
    }
    return {make_payload(std::move(results))};
}
DeleteTopicsResponse error_response(DeleteTopicsRequest const& request, ErrorCode error) {
    std::vector<TopicResult> results;
    if (request.topics) {
        for (NameId const topic : *request.topics) results.push_back({topic, error, {}, kNoUuid});
    }
    return {make_payload(std::move(results))};
}

CreateTopicsResponse refused(CreateTopicsResponse const& answer, ErrorCode error) {
    return {refuse_all(*answer.topics, error)};
}
DeleteTopicsResponse refused(DeleteTopicsResponse const& answer, ErrorCode error) {
    return {refuse_all(*answer.topics, error)};
}

bool has_error(CreateTopicsResponse const& response, ErrorCode error) {
    return any_has(response.topics, error);
}
bool has_error(DeleteTopicsResponse const& response, ErrorCode error) {
    return any_has(response.topics, error);
}

}  // namespace highwater
