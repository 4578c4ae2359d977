#include "client/exceptions.h"

namespace highwater {

namespace {
struct Row {
    ErrorCode error;
    std::string_view name;
    std::string_view message;  // of those that a tool prints: scripts search for these words
};
constexpr Row kRows[] = {
    {ErrorCode::unknown_server_error, "UnknownServer",
     "The server experienced an unexpected error when processing the request."},
    {ErrorCode::none, "", ""},
    {ErrorCode::offset_out_of_range, "OffsetOutOfRange",
     "The requested offset is not within the range of offsets maintained by the server."},
    {ErrorCode::corrupt_message, "CorruptRecord",
     "This message has failed its CRC checksum, exceeds the valid size, has a null key for a "
     "compacted topic, or is otherwise corrupt."},
    {ErrorCode::unknown_topic_or_partition, "UnknownTopicOrPartition",
     "This server does not host this topic-partition."},
    {ErrorCode::leader_not_available, "LeaderNotAvailable",
     "There is no leader for this topic-partition as we are in the middle of a leadership "
     "election."},
    {ErrorCode::not_leader_or_follower, "NotLeaderOrFollower",
     "For requests intended only for the leader, this error indicates that the broker is not the "
     "current leader. For requests intended for any replica, this error indicates that the broker "
     "is not a replica of the topic partition."},
    {ErrorCode::request_timed_out, "Timeout", "The request timed out."},
    {ErrorCode::broker_not_available, "BrokerNotAvailable", ""},
    {ErrorCode::replica_not_available, "ReplicaNotAvailable", ""},
    {ErrorCode::message_too_large, "RecordTooLarge",
     "The request included a message larger than the max message size the server will accept."},
    {ErrorCode::stale_controller_epoch, "ControllerMoved", ""},
    {ErrorCode::offset_metadata_too_large, "OffsetMetadataTooLarge",
     "The metadata field of the offset request was too large."},
    {ErrorCode::network_exception, "Network",
     "The server disconnected before a response was received."},
    {ErrorCode::coordinator_load_in_progress, "CoordinatorLoadInProgress",
     "The coordinator is loading and hence can't process requests."},
    {ErrorCode::coordinator_not_available, "CoordinatorNotAvailable",
     "The coordinator is not available."},
    {ErrorCode::not_coordinator, "NotCoordinator", "This is not the correct coordinator."},
    {ErrorCode::invalid_topic_exception, "InvalidTopic",
     "The request attempted to perform an operation on an invalid topic."},
    {ErrorCode::record_list_too_large, "RecordBatchTooLarge",
     "The request included message batch larger than the configured segment size on the server."},
    {ErrorCode::not_enough_replicas, "NotEnoughReplicas",
     "Messages are rejected since there are fewer in-sync replicas than required."},
    {ErrorCode::not_enough_replicas_after_append, "NotEnoughReplicasAfterAppend",
     "Messages are written to the log, but to fewer in-sync replicas than required."},
    {ErrorCode::invalid_required_acks, "InvalidRequiredAcks",
     "Produce request specified an invalid value for required acks."},
    {ErrorCode::illegal_generation, "IllegalGeneration",
     "Specified group generation id is not valid."},
    {ErrorCode::inconsistent_group_protocol, "InconsistentGroupProtocol",
     "The group member's supported protocols are incompatible with those of existing members or "
     "first group member tried to join with empty protocol type or empty protocol list."},
    {ErrorCode::invalid_group_id, "InvalidGroupId", "The group id is invalid."},
    {ErrorCode::unknown_member_id, "UnknownMemberId",
     "The coordinator is not aware of this member."},
    {ErrorCode::invalid_session_timeout, "InvalidSessionTimeout",
     "The session timeout is not within the range allowed by the broker (as configured by "
     "group.min.session.timeout.ms and group.max.session.timeout.ms)."},
    {ErrorCode::rebalance_in_progress, "RebalanceInProgress",
     "The group is rebalancing, so a rejoin is needed."},
    {ErrorCode::invalid_timestamp, "InvalidTimestamp",
     "The timestamp of the message is out of acceptable range."},
    {ErrorCode::unsupported_version, "UnsupportedVersion", ""},
    {ErrorCode::topic_already_exists, "TopicExists", "Topic with this name already exists."},
    {ErrorCode::invalid_partitions, "InvalidPartitions", "Number of partitions is below 1."},
    {ErrorCode::invalid_replication_factor, "InvalidReplicationFactor",
     "Replication factor is below 1 or larger than the number of available brokers."},
    {ErrorCode::invalid_replica_assignment, "InvalidReplicaAssignment",
     "Replica assignment is invalid."},
    {ErrorCode::invalid_config, "InvalidConfiguration", "Configuration is invalid."},
    {ErrorCode::not_controller, "NotController",
     "This is not the correct controller for this cluster."},
    {ErrorCode::invalid_request, "InvalidRequest",
     "This most likely occurs because of a request being malformed by the client library or the "
     "message was sent to an incompatible broker. See the broker logs for more details."},
    {ErrorCode::policy_violation, "PolicyViolation",
     "Request parameters do not satisfy the configured policy."},
    {ErrorCode::out_of_order_sequence_number, "OutOfOrderSequence",
     "The broker received an out of order sequence number."},
    {ErrorCode::duplicate_sequence_number, "DuplicateSequence", ""},
    {ErrorCode::invalid_producer_epoch, "InvalidProducerEpoch",
     "Producer attempted to produce with an old epoch."},
    {ErrorCode::invalid_txn_state, "InvalidTxnState", ""},
    {ErrorCode::transaction_coordinator_fenced, "TransactionCoordinatorFenced", ""},
    {ErrorCode::operation_not_attempted, "OperationNotAttempted", ""},
    {ErrorCode::kafka_storage_error, "KafkaStorage",
     "Disk error when trying to access log file on the disk."},
    {ErrorCode::unknown_producer_id, "UnknownProducerId", ""},
    {ErrorCode::reassignment_in_progress, "ReassignmentInProgress",
     "A partition reassignment is in progress."},
    {ErrorCode::non_empty_group, "GroupNotEmpty", "The group is not empty."},
    {ErrorCode::group_id_not_found, "GroupIdNotFound", "The group id does not exist."},
    {ErrorCode::fetch_session_id_not_found, "FetchSessionIdNotFound", ""},
    {ErrorCode::invalid_fetch_session_epoch, "InvalidFetchSessionEpoch", ""},
    {ErrorCode::fenced_leader_epoch, "FencedLeaderEpoch", ""},
    {ErrorCode::unknown_leader_epoch, "UnknownLeaderEpoch", ""},
    {ErrorCode::stale_broker_epoch, "StaleBrokerEpoch", ""},
    {ErrorCode::offset_not_available, "OffsetNotAvailable",
     "The leader high watermark has not caught up from a recent leader election so the "
     "offsets cannot be guaranteed to be monotonically increasing."},
    {ErrorCode::member_id_required, "MemberIdRequired",
     "The group member needs to have a valid member id before actually entering a consumer group."},
    {ErrorCode::preferred_leader_not_available, "PreferredLeaderNotAvailable",
     "The preferred leader was not available."},
    {ErrorCode::group_max_size_reached, "GroupMaxSizeReached",
     "The group has reached its maximum size."},
    {ErrorCode::fenced_instance_id, "FencedInstanceId",
     "The broker rejected this static consumer since another consumer with the same "
     "group.instance.id has registered with a different member.id."},
    {ErrorCode::eligible_leaders_not_available, "EligibleLeadersNotAvailable",
     "Eligible topic partition leaders are not available."},
    {ErrorCode::election_not_needed, "ElectionNotNeeded",
     "Leader election not needed for topic partition."},
    {ErrorCode::no_reassignment_in_progress, "NoReassignmentInProgress",
     "No partition reassignment is in progress."},
    {ErrorCode::group_subscribed_to_topic, "GroupSubscribedToTopic",
     "Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to "
     "it."},
    {ErrorCode::invalid_record, "InvalidRecord",
     "This record has failed the validation on the broker and hence will be rejected."},
    {ErrorCode::unstable_offset_commit, "UnstableOffsetCommit",
     "There are unstable offsets that need to be cleared."},
    {ErrorCode::producer_fenced, "ProducerFenced", ""},
    {ErrorCode::inconsistent_voter_set, "InconsistentVoterSet", ""},
    {ErrorCode::invalid_update_version, "InvalidUpdateVersion",
     "The given update version was invalid."},
    {ErrorCode::snapshot_not_found, "SnapshotNotFound", ""},
    {ErrorCode::position_out_of_range, "PositionOutOfRange", ""},
    {ErrorCode::unknown_topic_id, "UnknownTopicId", "This server does not host this topic ID."},
    {ErrorCode::duplicate_broker_registration, "DuplicateBrokerRegistration", ""},
    {ErrorCode::broker_id_not_registered, "BrokerIdNotRegistered",
     "The given broker ID was not registered."},
    {ErrorCode::inconsistent_topic_id, "InconsistentTopicId", ""},
    {ErrorCode::inconsistent_cluster_id, "InconsistentClusterId", ""},
    {ErrorCode::ineligible_replica, "IneligibleReplica", ""},
    {ErrorCode::new_leader_elected, "NewLeaderElected", ""},
    {ErrorCode::fenced_member_epoch, "FencedMemberEpoch",
     "The member epoch is fenced by the group coordinator. The member must abandon all its "
     "partitions and rejoin."},
    {ErrorCode::unreleased_instance_id, "UnreleasedInstanceId",
     "The instance ID is still used by another member in the consumer group. That member must "
     "leave first."},
    {ErrorCode::unsupported_assignor, "UnsupportedAssignor",
     "The assignor or its version range is not supported by the consumer group."},
    {ErrorCode::stale_member_epoch, "StaleMemberEpoch",
     "The member epoch is stale. The member must retry after receiving its updated member epoch "
     "via the ConsumerGroupHeartbeat API."},
    {ErrorCode::mismatched_endpoint_type, "MismatchedEndpointType", ""},
    {ErrorCode::invalid_voter_key, "InvalidVoterKey", ""},
};

Row const& row_of(ErrorCode error) {
    for (Row const& row : kRows) {
        if (row.error == error) return row;
    }
    return kRows[0];
}
}  // namespace

std::string_view exception_name(ErrorCode error) { return row_of(error).name; }

std::string exception_class(ErrorCode error) {
    return "org.apache.kafka.common.errors." + std::string{exception_name(error)} + "Exception";
}

std::optional<ErrorCode> error_of_exception(std::string_view name) {
    for (Row const& row : kRows) {
        if (row.error != ErrorCode::none && row.name == name) return row.error;
    }
    return std::nullopt;
}

std::string_view exception_message(ErrorCode error) { return row_of(error).message; }

}  // namespace highwater
