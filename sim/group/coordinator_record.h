// What a group coordinator writes into its partition of __consumer_offsets and replays when it
// becomes the leader of it: the records of Kafka's group-coordinator module, each with its key and,
// unless it is a tombstone, its value. The topic is compacted, so the last record of a key counts.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "base/names.h"
#include "protocol/group.h"
#include "record/record.h"

namespace highwater {

// ---- offsets and classic groups -----------------------------------------------------------------
struct OffsetCommitValue {
    Offset offset;
    LeaderEpoch leader_epoch{kNoEpoch};
    std::string metadata;
    std::int64_t commit_timestamp_ms{};
    Uuid topic_id;
    std::int64_t expire_timestamp_ms{-1};  // of version 1 alone, which 4.3 reads and never writes
    static auto fields(auto& self) {
        return std::tuple{Field{"offset", self.offset},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"metadata", self.metadata},
                          Field{"commit_timestamp_ms", self.commit_timestamp_ms},
                          Field{"topic_id", self.topic_id},
                          Field{"expire_timestamp_ms", self.expire_timestamp_ms}};
    }
};
struct OffsetCommitRecord {
    NameId group{kNoName};
    TopicPartition partition;
    std::optional<OffsetCommitValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"partition", self.partition},
                          Field{"value", self.value}};
    }
};

struct GroupMetadataMember {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    NameId client_id{kNoName};
    NameId client_host{kNoName};
    std::int32_t rebalance_timeout_ms{};
    std::int32_t session_timeout_ms{};
    Payload<ConsumerProtocolSubscription> subscription;  // for the chosen protocol
    Payload<ConsumerProtocolAssignment> assignment;
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"client_id", self.client_id},
                          Field{"client_host", self.client_host},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"session_timeout_ms", self.session_timeout_ms},
                          Field{"subscription", self.subscription},
                          Field{"assignment", self.assignment}};
    }
};
struct GroupMetadataValue {
    NameId protocol_type{kNoName};  // kNoName: "", nobody has joined yet
    std::int32_t generation{};
    NameId protocol{kNoName};
    NameId leader{kNoName};
    std::int64_t current_state_timestamp_ms{-1};
    std::vector<GroupMetadataMember> members;
    static auto fields(auto& self) {
        return std::tuple{Field{"protocol_type", self.protocol_type},
                          Field{"generation", self.generation},
                          Field{"protocol", self.protocol},
                          Field{"leader", self.leader},
                          Field{"current_state_timestamp_ms", self.current_state_timestamp_ms},
                          Field{"members", self.members}};
    }
};
struct GroupMetadataRecord {
    NameId group{kNoName};
    std::optional<GroupMetadataValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"value", self.value}};
    }
};

// ---- groups of KIP-848 --------------------------------------------------------------------------
struct ConsumerGroupMetadataValue {
    std::int32_t epoch{};
    std::int64_t metadata_hash{};  // of the subscribed topics (KIP-1101)
    static auto fields(auto& self) {
        return std::tuple{Field{"epoch", self.epoch}, Field{"metadata_hash", self.metadata_hash}};
    }
};
struct ConsumerGroupMetadataRecord {
    NameId group{kNoName};
    std::optional<ConsumerGroupMetadataValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"value", self.value}};
    }
};

// What a member that speaks the classic protocol brings into a consumer group.
struct ClassicMemberMetadata {
    std::int32_t session_timeout_ms{};
    std::vector<JoinGroupRequestProtocol> supported_protocols;
    static auto fields(auto& self) {
        return std::tuple{Field{"session_timeout_ms", self.session_timeout_ms},
                          Field{"supported_protocols", self.supported_protocols}};
    }
};
struct ConsumerGroupMemberMetadataValue {
    NameId instance_id{kNoName};
    NameId rack_id{kNoName};
    NameId client_id{kNoName};
    NameId client_host{kNoName};
    std::vector<NameId> subscribed_topic_names;  // by name
    std::string subscribed_topic_regex;          // "": none
    std::int32_t rebalance_timeout_ms{-1};
    NameId server_assignor{kNoName};
    std::optional<ClassicMemberMetadata> classic_member_metadata;
    static auto fields(auto& self) {
        return std::tuple{Field{"instance_id", self.instance_id},
                          Field{"rack_id", self.rack_id},
                          Field{"client_id", self.client_id},
                          Field{"client_host", self.client_host},
                          Field{"subscribed_topic_names", self.subscribed_topic_names},
                          Field{"subscribed_topic_regex", self.subscribed_topic_regex},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"server_assignor", self.server_assignor},
                          Field{"classic_member_metadata", self.classic_member_metadata}};
    }
};
struct ConsumerGroupMemberMetadataRecord {
    NameId group{kNoName};
    NameId member{kNoName};
    std::optional<ConsumerGroupMemberMetadataValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"member", self.member},
                          Field{"value", self.value}};
    }
};

struct ConsumerGroupTargetAssignmentMetadataValue {
    std::int32_t assignment_epoch{};
    std::int64_t assignment_timestamp_ms{};  // KIP-1263
    static auto fields(auto& self) {
        return std::tuple{Field{"assignment_epoch", self.assignment_epoch},
                          Field{"assignment_timestamp_ms", self.assignment_timestamp_ms}};
    }
};
struct ConsumerGroupTargetAssignmentMetadataRecord {
    NameId group{kNoName};
    std::optional<ConsumerGroupTargetAssignmentMetadataValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"value", self.value}};
    }
};

struct ConsumerGroupTargetAssignmentMemberRecord {
    NameId group{kNoName};
    NameId member{kNoName};
    std::optional<std::vector<TopicIdPartitions>> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"member", self.member},
                          Field{"value", self.value}};
    }
};

// With the epoch at which each partition was given to the member: an offset may be committed with
// an older epoch as long as the partition has been the member's since then (KIP-1251).
struct AssignedTopicPartitions {
    Uuid topic_id;
    std::vector<std::int32_t> partitions;
    std::vector<std::int32_t> assignment_epochs;
    static auto fields(auto& self) {
        return std::tuple{Field{"topic_id", self.topic_id}, Field{"partitions", self.partitions},
                          Field{"assignment_epochs", self.assignment_epochs}};
    }
};
struct ConsumerGroupCurrentMemberAssignmentValue {
    std::int32_t member_epoch{};
    std::int32_t previous_member_epoch{};
    MemberState state{MemberState::stable};
    std::vector<AssignedTopicPartitions> assigned_partitions;
    std::vector<AssignedTopicPartitions> partitions_pending_revocation;
    static auto fields(auto& self) {
        return std::tuple{
            Field{"member_epoch", self.member_epoch},
            Field{"previous_member_epoch", self.previous_member_epoch}, Field{"state", self.state},
            Field{"assigned_partitions", self.assigned_partitions},
            Field{"partitions_pending_revocation", self.partitions_pending_revocation}};
    }
};
struct ConsumerGroupCurrentMemberAssignmentRecord {
    NameId group{kNoName};
    NameId member{kNoName};
    std::optional<ConsumerGroupCurrentMemberAssignmentValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group}, Field{"member", self.member},
                          Field{"value", self.value}};
    }
};

// The topics that a regular expression of the group stands for.
struct ConsumerGroupRegularExpressionValue {
    std::vector<NameId> topics;
    std::int64_t version{};
    std::int64_t timestamp_ms{};
    static auto fields(auto& self) {
        return std::tuple{Field{"topics", self.topics}, Field{"version", self.version},
                          Field{"timestamp_ms", self.timestamp_ms}};
    }
};
struct ConsumerGroupRegularExpressionRecord {
    NameId group{kNoName};
    std::string regular_expression;
    std::optional<ConsumerGroupRegularExpressionValue> value;
    static auto fields(auto& self) {
        return std::tuple{Field{"group", self.group},
                          Field{"regular_expression", self.regular_expression},
                          Field{"value", self.value}};
    }
};

using CoordinatorRecord =
    std::variant<OffsetCommitRecord, GroupMetadataRecord, ConsumerGroupMetadataRecord,
                 ConsumerGroupMemberMetadataRecord, ConsumerGroupTargetAssignmentMetadataRecord,
                 ConsumerGroupTargetAssignmentMemberRecord,
                 ConsumerGroupCurrentMemberAssignmentRecord, ConsumerGroupRegularExpressionRecord>;

// Kafka's own bytes, as they lie in the log and as dump-log shows them: a version of two bytes and
// the fields (GroupCoordinatorRecordSerde). `names` has the texts of all ids. The value is of the
// version that 4.3 writes, or of the one that is given.
RecordContent encode(CoordinatorRecord const& record, Names const& names,
                     std::optional<std::int16_t> value_version = std::nullopt);
// None: not a record that this coordinator understands; it is skipped, as Kafka skips it. Names
// that nobody has said yet are interned.
std::optional<CoordinatorRecord> decode(RecordContent const& content, Names& names);

}  // namespace highwater
