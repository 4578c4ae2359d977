// Everything that travels, listed once. A new message goes here and does not compile until dispatch
// answers it.
#pragma once

#include <type_traits>
#include <variant>

#include "base/fields.h"
#include "protocol/admin.h"
#include "protocol/client_quotas.h"
#include "protocol/cluster.h"
#include "protocol/controller.h"
#include "protocol/delete_records.h"
#include "protocol/fetch.h"
#include "protocol/group.h"
#include "protocol/group_admin.h"
#include "protocol/group_offsets.h"
#include "protocol/metadata.h"
#include "protocol/produce.h"
#include "protocol/raft.h"
#include "protocol/reassignment.h"

namespace highwater {

using MessageVariant = std::variant<
    // Clients and followers to brokers.
    ProduceRequest, ProduceResponse, FetchRequest, FetchResponse, MetadataRequest, MetadataResponse,
    ListOffsetsRequest, ListOffsetsResponse, OffsetForLeaderEpochRequest,
    OffsetForLeaderEpochResponse, InitProducerIdRequest, InitProducerIdResponse,
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse, DescribeConfigsRequest,
    DescribeConfigsResponse, DeleteRecordsRequest, DeleteRecordsResponse, FindCoordinatorRequest,
    FindCoordinatorResponse,
    // Members and tools to the coordinators of groups.
    JoinGroupRequest, JoinGroupResponse, SyncGroupRequest, SyncGroupResponse, HeartbeatRequest,
    HeartbeatResponse, LeaveGroupRequest, LeaveGroupResponse, ConsumerGroupHeartbeatRequest,
    ConsumerGroupHeartbeatResponse, OffsetCommitRequest, OffsetCommitResponse, OffsetFetchRequest,
    OffsetFetchResponse, OffsetDeleteRequest, OffsetDeleteResponse, DescribeGroupsRequest,
    DescribeGroupsResponse, ListGroupsRequest, ListGroupsResponse, DeleteGroupsRequest,
    DeleteGroupsResponse, ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse,
    // The quorum.
    VoteRequest, VoteResponse, BeginQuorumEpochRequest, BeginQuorumEpochResponse,
    EndQuorumEpochRequest, EndQuorumEpochResponse, RaftFetchRequest, RaftFetchResponse,
    // Brokers (and, forwarded by them, tools) to the active controller.
    BrokerRegistrationRequest, BrokerRegistrationResponse, BrokerHeartbeatRequest,
    BrokerHeartbeatResponse, AlterPartitionRequest, AlterPartitionResponse,
    AllocateProducerIdsRequest, AllocateProducerIdsResponse, CreateTopicsRequest,
    CreateTopicsResponse, DeleteTopicsRequest, DeleteTopicsResponse, CreatePartitionsRequest,
    CreatePartitionsResponse, ElectLeadersRequest, ElectLeadersResponse,
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse,
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
    // About the cluster and its quorum.
    FetchSnapshotRequest, FetchSnapshotResponse, DescribeQuorumRequest, DescribeQuorumResponse,
    RemoveRaftVoterRequest, RemoveRaftVoterResponse, DescribeClusterRequest,
    DescribeClusterResponse, UnregisterBrokerRequest, UnregisterBrokerResponse, ApiVersionsRequest,
    ApiVersionsResponse, UpdateFeaturesRequest, UpdateFeaturesResponse, DescribeLogDirsRequest,
    DescribeLogDirsResponse,
    // About the quotas of clients.
    DescribeClientQuotasRequest, DescribeClientQuotasResponse, AlterClientQuotasRequest,
    AlterClientQuotasResponse,
    // What has configs of its own.
    ListConfigResourcesRequest, ListConfigResourcesResponse>;

// How one is copied, moved, compared and ended is compiled once, in message.cc: a file that sees
// such code for sixty types pays seconds for it.
class Message : public MessageVariant {
public:
    using MessageVariant::MessageVariant;
    Message();
    Message(Message const& other);
    Message(Message&& other) noexcept;
    Message& operator=(Message const& other);
    Message& operator=(Message&& other) noexcept;
    ~Message();

    void hash(Hasher& hasher) const;
    friend bool operator==(Message const& a, Message const& b);
};

namespace detail {
template <class T, class... Alternative>
constexpr std::uint8_t place_of(std::variant<Alternative...> const*) {
    std::uint8_t place = 0;
    bool found = false;
    ((found = found || std::is_same_v<T, Alternative>,
      place = static_cast<std::uint8_t>(place + (found ? 0 : 1))),
     ...);
    return place;
}
}  // namespace detail

// The index of a message type in Message, as PendingRequest and the facts of the network keep it.
template <class T>
constexpr std::uint8_t message_kind_of() {
    return detail::place_of<T>(static_cast<Message const*>(nullptr));
}

// A message on its way. The answer carries the correlation id of its request.
struct Envelope {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    CorrelationId correlation_id{};
    Message message;
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"correlation_id", self.correlation_id},
                          Field{"message", self.message}};
    }
};

// "Fetch", with Kafka's API name; requests and responses share it.
char const* api_name(Message const& message);
bool is_response(Message const& message);

}  // namespace highwater
