#include "protocol/message.h"

namespace highwater {

Message::Message() = default;
Message::Message(Message const&) = default;
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(Message const&) = default;
Message& Message::operator=(Message&&) noexcept = default;
Message::~Message() = default;

void Message::hash(Hasher& hasher) const {
    hash_into(hasher, static_cast<MessageVariant const&>(*this));
}
bool operator==(Message const& a, Message const& b) {
    return static_cast<MessageVariant const&>(a) == static_cast<MessageVariant const&>(b);
}

namespace {
// Kafka's API names; a message not listed here does not compile.
struct ApiName {
    char const* operator()(ProduceRequest const&) const { return "Produce"; }
    char const* operator()(ProduceResponse const&) const { return "Produce"; }
    char const* operator()(FetchRequest const&) const { return "Fetch"; }
    char const* operator()(FetchResponse const&) const { return "Fetch"; }
    char const* operator()(MetadataRequest const&) const { return "Metadata"; }
    char const* operator()(MetadataResponse const&) const { return "Metadata"; }
    char const* operator()(ListOffsetsRequest const&) const { return "ListOffsets"; }
    char const* operator()(ListOffsetsResponse const&) const { return "ListOffsets"; }
    char const* operator()(OffsetForLeaderEpochRequest const&) const {
        return "OffsetForLeaderEpoch";
    }
    char const* operator()(OffsetForLeaderEpochResponse const&) const {
        return "OffsetForLeaderEpoch";
    }
    char const* operator()(InitProducerIdRequest const&) const { return "InitProducerId"; }
    char const* operator()(InitProducerIdResponse const&) const { return "InitProducerId"; }
    char const* operator()(DescribeTopicPartitionsRequest const&) const {
        return "DescribeTopicPartitions";
    }
    char const* operator()(DescribeTopicPartitionsResponse const&) const {
        return "DescribeTopicPartitions";
    }
    char const* operator()(DescribeConfigsRequest const&) const { return "DescribeConfigs"; }
    char const* operator()(DescribeConfigsResponse const&) const { return "DescribeConfigs"; }
    char const* operator()(FindCoordinatorRequest const&) const { return "FindCoordinator"; }
    char const* operator()(FindCoordinatorResponse const&) const { return "FindCoordinator"; }
    char const* operator()(JoinGroupRequest const&) const { return "JoinGroup"; }
    char const* operator()(JoinGroupResponse const&) const { return "JoinGroup"; }
    char const* operator()(SyncGroupRequest const&) const { return "SyncGroup"; }
    char const* operator()(SyncGroupResponse const&) const { return "SyncGroup"; }
    char const* operator()(HeartbeatRequest const&) const { return "Heartbeat"; }
    char const* operator()(HeartbeatResponse const&) const { return "Heartbeat"; }
    char const* operator()(LeaveGroupRequest const&) const { return "LeaveGroup"; }
    char const* operator()(LeaveGroupResponse const&) const { return "LeaveGroup"; }
    char const* operator()(ConsumerGroupHeartbeatRequest const&) const {
        return "ConsumerGroupHeartbeat";
    }
    char const* operator()(ConsumerGroupHeartbeatResponse const&) const {
        return "ConsumerGroupHeartbeat";
    }
    char const* operator()(OffsetCommitRequest const&) const { return "OffsetCommit"; }
    char const* operator()(OffsetCommitResponse const&) const { return "OffsetCommit"; }
    char const* operator()(OffsetFetchRequest const&) const { return "OffsetFetch"; }
    char const* operator()(OffsetFetchResponse const&) const { return "OffsetFetch"; }
    char const* operator()(OffsetDeleteRequest const&) const { return "OffsetDelete"; }
    char const* operator()(OffsetDeleteResponse const&) const { return "OffsetDelete"; }
    char const* operator()(DescribeGroupsRequest const&) const { return "DescribeGroups"; }
    char const* operator()(DescribeGroupsResponse const&) const { return "DescribeGroups"; }
    char const* operator()(ListGroupsRequest const&) const { return "ListGroups"; }
    char const* operator()(ListGroupsResponse const&) const { return "ListGroups"; }
    char const* operator()(DeleteGroupsRequest const&) const { return "DeleteGroups"; }
    char const* operator()(DeleteGroupsResponse const&) const { return "DeleteGroups"; }
    char const* operator()(ConsumerGroupDescribeRequest const&) const {
        return "ConsumerGroupDescribe";
    }
    char const* operator()(ConsumerGroupDescribeResponse const&) const {
        return "ConsumerGroupDescribe";
    }
    char const* operator()(VoteRequest const&) const { return "Vote"; }
    char const* operator()(VoteResponse const&) const { return "Vote"; }
    char const* operator()(BeginQuorumEpochRequest const&) const { return "BeginQuorumEpoch"; }
    char const* operator()(BeginQuorumEpochResponse const&) const { return "BeginQuorumEpoch"; }
    char const* operator()(EndQuorumEpochRequest const&) const { return "EndQuorumEpoch"; }
    char const* operator()(EndQuorumEpochResponse const&) const { return "EndQuorumEpoch"; }
    char const* operator()(RaftFetchRequest const&) const { return "Fetch __cluster_metadata"; }
    char const* operator()(RaftFetchResponse const&) const { return "Fetch __cluster_metadata"; }
    char const* operator()(BrokerRegistrationRequest const&) const { return "BrokerRegistration"; }
    char const* operator()(BrokerRegistrationResponse const&) const { return "BrokerRegistration"; }
    char const* operator()(BrokerHeartbeatRequest const&) const { return "BrokerHeartbeat"; }
    char const* operator()(BrokerHeartbeatResponse const&) const { return "BrokerHeartbeat"; }
    char const* operator()(AlterPartitionRequest const&) const { return "AlterPartition"; }
    char const* operator()(AlterPartitionResponse const&) const { return "AlterPartition"; }
    char const* operator()(AllocateProducerIdsRequest const&) const {
        return "AllocateProducerIds";
    }
    char const* operator()(AllocateProducerIdsResponse const&) const {
        return "AllocateProducerIds";
    }
    char const* operator()(CreateTopicsRequest const&) const { return "CreateTopics"; }
    char const* operator()(CreateTopicsResponse const&) const { return "CreateTopics"; }
    char const* operator()(DeleteTopicsRequest const&) const { return "DeleteTopics"; }
    char const* operator()(DeleteTopicsResponse const&) const { return "DeleteTopics"; }
    char const* operator()(CreatePartitionsRequest const&) const { return "CreatePartitions"; }
    char const* operator()(CreatePartitionsResponse const&) const { return "CreatePartitions"; }
    char const* operator()(IncrementalAlterConfigsRequest const&) const {
        return "IncrementalAlterConfigs";
    }
    char const* operator()(IncrementalAlterConfigsResponse const&) const {
        return "IncrementalAlterConfigs";
    }
    char const* operator()(DeleteRecordsRequest const&) const { return "DeleteRecords"; }
    char const* operator()(DeleteRecordsResponse const&) const { return "DeleteRecords"; }
    char const* operator()(AlterPartitionReassignmentsRequest const&) const {
        return "AlterPartitionReassignments";
    }
    char const* operator()(AlterPartitionReassignmentsResponse const&) const {
        return "AlterPartitionReassignments";
    }
    char const* operator()(ListPartitionReassignmentsRequest const&) const {
        return "ListPartitionReassignments";
    }
    char const* operator()(ListPartitionReassignmentsResponse const&) const {
        return "ListPartitionReassignments";
    }
    char const* operator()(ElectLeadersRequest const&) const { return "ElectLeaders"; }
    char const* operator()(ElectLeadersResponse const&) const { return "ElectLeaders"; }
    char const* operator()(FetchSnapshotRequest const&) const { return "FetchSnapshot"; }
    char const* operator()(FetchSnapshotResponse const&) const { return "FetchSnapshot"; }
    char const* operator()(DescribeQuorumRequest const&) const { return "DescribeQuorum"; }
    char const* operator()(DescribeQuorumResponse const&) const { return "DescribeQuorum"; }
    char const* operator()(RemoveRaftVoterRequest const&) const { return "RemoveRaftVoter"; }
    char const* operator()(RemoveRaftVoterResponse const&) const { return "RemoveRaftVoter"; }
    char const* operator()(DescribeClusterRequest const&) const { return "DescribeCluster"; }
    char const* operator()(DescribeClusterResponse const&) const { return "DescribeCluster"; }
    char const* operator()(UnregisterBrokerRequest const&) const { return "UnregisterBroker"; }
    char const* operator()(UnregisterBrokerResponse const&) const { return "UnregisterBroker"; }
    char const* operator()(ApiVersionsRequest const&) const { return "ApiVersions"; }
    char const* operator()(ApiVersionsResponse const&) const { return "ApiVersions"; }
    char const* operator()(UpdateFeaturesRequest const&) const { return "UpdateFeatures"; }
    char const* operator()(UpdateFeaturesResponse const&) const { return "UpdateFeatures"; }
    char const* operator()(DescribeLogDirsRequest const&) const { return "DescribeLogDirs"; }
    char const* operator()(DescribeLogDirsResponse const&) const { return "DescribeLogDirs"; }
    char const* operator()(DescribeClientQuotasRequest const&) const {
        return "DescribeClientQuotas";
    }
    char const* operator()(DescribeClientQuotasResponse const&) const {
        return "DescribeClientQuotas";
    }
    char const* operator()(AlterClientQuotasRequest const&) const { return "AlterClientQuotas"; }
    char const* operator()(AlterClientQuotasResponse const&) const { return "AlterClientQuotas"; }
    char const* operator()(ListConfigResourcesRequest const&) const {
        return "ListConfigResources";
    }
    char const* operator()(ListConfigResourcesResponse const&) const {
        return "ListConfigResources";
    }
};
}  // namespace

char const* api_name(Message const& message) { return std::visit(ApiName{}, message); }

// In Message each response stands right behind its request.
bool is_response(Message const& message) { return message.index() % 2 == 1; }

}  // namespace highwater
