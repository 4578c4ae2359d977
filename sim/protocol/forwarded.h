// What only the active controller can do. A tool asks any broker, which forwards it (KIP-590); in
// combined mode both may be the same process. Each such exchange is one line of the list below:
// broker, dispatch and tools take it from there, and the controller adds its handler.
#pragma once

#include <type_traits>

#include "protocol/message.h"

namespace highwater {

template <class RequestType, class ResponseType>
struct Exchange {
    using Request = RequestType;
    using Response = ResponseType;
};

template <class... Each>
struct ExchangeList {
    template <class T>
    static constexpr bool has_request = (std::is_same_v<T, typename Each::Request> || ...);
    template <class T>
    static constexpr bool has_response = (std::is_same_v<T, typename Each::Response> || ...);
};

using ForwardedExchanges = ExchangeList<  //
    Exchange<CreateTopicsRequest, CreateTopicsResponse>,
    Exchange<DeleteTopicsRequest, DeleteTopicsResponse>,
    Exchange<CreatePartitionsRequest, CreatePartitionsResponse>,
    Exchange<ElectLeadersRequest, ElectLeadersResponse>,
    Exchange<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>,
    Exchange<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>,
    Exchange<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>,
    Exchange<DescribeQuorumRequest, DescribeQuorumResponse>,
    Exchange<RemoveRaftVoterRequest, RemoveRaftVoterResponse>,
    Exchange<UnregisterBrokerRequest, UnregisterBrokerResponse>,
    Exchange<UpdateFeaturesRequest, UpdateFeaturesResponse>,
    Exchange<AlterClientQuotasRequest, AlterClientQuotasResponse>>;

template <class T>
concept ForwardedRequest = ForwardedExchanges::has_request<T>;
template <class T>
concept ForwardedResponse = ForwardedExchanges::has_response<T>;

// The answer that refuses a request as a whole (Kafka: AbstractRequest.getErrorResponse). Most
// responses have a place for that; in the others each result carries the error.
CreateTopicsResponse error_response(CreateTopicsRequest const& request, ErrorCode error);
DeleteTopicsResponse error_response(DeleteTopicsRequest const& request, ErrorCode error);
CreatePartitionsResponse error_response(CreatePartitionsRequest const& request, ErrorCode error);
IncrementalAlterConfigsResponse error_response(IncrementalAlterConfigsRequest const& request,
                                               ErrorCode error);
AlterClientQuotasResponse error_response(AlterClientQuotasRequest const& request, ErrorCode error);
inline ElectLeadersResponse error_response(ElectLeadersRequest const&, ErrorCode error) {
    return {error, nullptr};
}
inline AlterPartitionReassignmentsResponse error_response(AlterPartitionReassignmentsRequest const&,
                                                          ErrorCode error) {
    return {error, nullptr};
}
inline ListPartitionReassignmentsResponse error_response(ListPartitionReassignmentsRequest const&,
                                                         ErrorCode error) {
    return {error, nullptr};
}
inline DescribeQuorumResponse error_response(DescribeQuorumRequest const&, ErrorCode error) {
    return {error, kNoBroker, {}, kNoOffset, nullptr};
}
inline RemoveRaftVoterResponse error_response(RemoveRaftVoterRequest const&, ErrorCode error) {
    return {error, nullptr};
}
inline UnregisterBrokerResponse error_response(UnregisterBrokerRequest const&, ErrorCode error) {
    return {error, nullptr};
}
inline UpdateFeaturesResponse error_response(UpdateFeaturesRequest const&, ErrorCode error) {
    return {error, nullptr};
}

// The same of an answer that may not be given: its records will perhaps never be committed.
template <ForwardedResponse Response>
requires requires(Response response) { response.error; }
Response refused(Response const&, ErrorCode error) {
    Response answer{};
    answer.error = error;
    return answer;
}
CreateTopicsResponse refused(CreateTopicsResponse const& answer, ErrorCode error);
DeleteTopicsResponse refused(DeleteTopicsResponse const& answer, ErrorCode error);
CreatePartitionsResponse refused(CreatePartitionsResponse const& answer, ErrorCode error);
IncrementalAlterConfigsResponse refused(IncrementalAlterConfigsResponse const& answer,
                                        ErrorCode error);
AlterClientQuotasResponse refused(AlterClientQuotasResponse const& answer, ErrorCode error);

// Whether it refuses its whole request, or one of its parts, with that error.
template <ForwardedResponse Response>
requires requires(Response response) { response.error; }
bool has_error(Response const& response, ErrorCode error) { return response.error == error; }
bool has_error(CreateTopicsResponse const& response, ErrorCode error);
bool has_error(DeleteTopicsResponse const& response, ErrorCode error);
bool has_error(CreatePartitionsResponse const& response, ErrorCode error);
bool has_error(IncrementalAlterConfigsResponse const& response, ErrorCode error);
bool has_error(AlterClientQuotasResponse const& response, ErrorCode error);

}  // namespace highwater
