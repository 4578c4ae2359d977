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
CreatePartitionsResponse error_response(CreatePartitionsRequest const& request, ErrorCode error) {
    std::vector<TopicResult> results;
    if (request.topics) {
        for (NewPartitions const& topic : *request.topics) {
            results.push_back({topic.name, error, {}, kNoUuid});
        }
    }
    return {make_payload(std::move(results))};
}
IncrementalAlterConfigsResponse error_response(IncrementalAlterConfigsRequest const& request,
                                               ErrorCode error) {
    std::vector<AlterConfigsResult> results;
    if (request.resources) {
        for (AlteredResource const& one : *request.resources) {
            results.push_back({one.resource, error, {}});
        }
    }
    return {make_payload(std::move(results))};
}
AlterClientQuotasResponse error_response(AlterClientQuotasRequest const& request, ErrorCode error) {
    std::vector<AlterClientQuotasResult> results;
    if (request.entries) {
        for (ClientQuotaAlteration const& one : *request.entries) {
            results.push_back({one.entity, error, {}});
        }
    }
    return {make_payload(std::move(results))};
}

CreateTopicsResponse refused(CreateTopicsResponse const& answer, ErrorCode error) {
    return {refuse_all(*answer.topics, error)};
}
DeleteTopicsResponse refused(DeleteTopicsResponse const& answer, ErrorCode error) {
    return {refuse_all(*answer.topics, error)};
}
CreatePartitionsResponse refused(CreatePartitionsResponse const& answer, ErrorCode error) {
    return {refuse_all(*answer.topics, error)};
}
IncrementalAlterConfigsResponse refused(IncrementalAlterConfigsResponse const& answer,
                                        ErrorCode error) {
    std::vector<AlterConfigsResult> results = *answer.results;
    for (AlterConfigsResult& result : results) result = {result.resource, error, {}};
    return {make_payload(std::move(results))};
}
AlterClientQuotasResponse refused(AlterClientQuotasResponse const& answer, ErrorCode error) {
    std::vector<AlterClientQuotasResult> results = *answer.entries;
    for (AlterClientQuotasResult& result : results) result = {result.entity, error, {}};
    return {make_payload(std::move(results))};
}

bool has_error(CreateTopicsResponse const& response, ErrorCode error) {
    return any_has(response.topics, error);
}
bool has_error(DeleteTopicsResponse const& response, ErrorCode error) {
    return any_has(response.topics, error);
}
bool has_error(CreatePartitionsResponse const& response, ErrorCode error) {
    return any_has(response.topics, error);
}
bool has_error(IncrementalAlterConfigsResponse const& response, ErrorCode error) {
    if (!response.results) return false;
    return std::any_of(response.results->begin(), response.results->end(),
                       [&](AlterConfigsResult const& result) { return result.error == error; });
}
bool has_error(AlterClientQuotasResponse const& response, ErrorCode error) {
    if (!response.entries) return false;
    return std::any_of(
        response.entries->begin(), response.entries->end(),
        [&](AlterClientQuotasResult const& result) { return result.error == error; });
}

}  // namespace highwater
