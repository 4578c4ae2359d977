// Membership of groups. The classic protocol: FindCoordinator (API key 10), JoinGroup (11),
// Heartbeat (12), LeaveGroup (13), SyncGroup (14). The consumer protocol of KIP-848:
// ConsumerGroupHeartbeat (68).
//
// Member ids are interned like all names: the coordinator makes those of classic members
// (client id, "-", uuid), KIP-848 members make their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "protocol/consumer_protocol.h"
#include "protocol/payload.h"
#include "record/error_code.h"

namespace highwater {

// ---- FindCoordinator ----------------------------------------------------------------------------
enum class CoordinatorType : std::int8_t { group = 0, transaction = 1 };

struct FindCoordinatorRequest {
    CoordinatorType key_type{};
    Payload<std::vector<NameId>> coordinator_keys;  // group ids or transactional ids
    static auto fields(auto& self) {
        return std::tuple{Field{"key_type", self.key_type},
                          Field{"coordinator_keys", self.coordinator_keys}};
    }
};

struct Coordinator {
    NameId key{kNoName};
    BrokerId node_id{kNoBroker};
    NodeId node{kNoNode};  // host and port
    ErrorCode error{};
    std::string error_message;
    static auto fields(auto& self) {
        return std::tuple{Field{"key", self.key}, Field{"node_id", self.node_id},
                          Field{"node", self.node}, Field{"error", self.error},
                          Field{"error_message", self.error_message}};
    }
};

struct FindCoordinatorResponse {
    Payload<std::vector<Coordinator>> coordinators;
    static auto fields(auto& self) { return std::tuple{Field{"coordinators", self.coordinators}}; }
};

// ---- JoinGroup ----------------------------------------------------------------------------------
// One assignor that the member could follow, in the order of its preference.
struct JoinGroupRequestProtocol {
    NameId name{kNoName};
    Payload<ConsumerProtocolSubscription> metadata;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"metadata", self.metadata}};
    }
};

struct JoinGroupRequest {
    NameId group_id{kNoName};
    std::int32_t session_timeout_ms{};
    std::int32_t rebalance_timeout_ms{};
    NameId member_id{kNoName};          // kNoName: "", the coordinator gives one
    NameId group_instance_id{kNoName};  // static membership (KIP-345)
    NameId protocol_type{kNoName};      // "consumer"
    NameId client_id{kNoName};          // of the request's header
    Payload<std::vector<JoinGroupRequestProtocol>> protocols;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id},
                          Field{"session_timeout_ms", self.session_timeout_ms},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"protocol_type", self.protocol_type},
                          Field{"client_id", self.client_id},
                          Field{"protocols", self.protocols}};
    }
};

struct JoinGroupResponseMember {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    Payload<ConsumerProtocolSubscription> metadata;
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"metadata", self.metadata}};
    }
};

struct JoinGroupResponse {
    ErrorCode error{};
    bool skip_assignment{};  // KIP-814: the leader came back, the assignment stands
    std::int32_t generation_id{-1};
    NameId protocol_type{kNoName};
    NameId protocol_name{kNoName};
    NameId leader{kNoName};
    NameId member_id{kNoName};
    Payload<std::vector<JoinGroupResponseMember>> members;  // none for followers
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"skip_assignment", self.skip_assignment},
                          Field{"generation_id", self.generation_id},
                          Field{"protocol_type", self.protocol_type},
                          Field{"protocol_name", self.protocol_name},
                          Field{"leader", self.leader},
                          Field{"member_id", self.member_id},
                          Field{"members", self.members}};
    }
};

// ---- SyncGroup ----------------------------------------------------------------------------------
struct SyncGroupRequestAssignment {
    NameId member_id{kNoName};
    Payload<ConsumerProtocolAssignment> assignment;
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id}, Field{"assignment", self.assignment}};
    }
};

struct SyncGroupRequest {
    NameId group_id{kNoName};
    std::int32_t generation_id{-1};
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    NameId protocol_type{kNoName};
    NameId protocol_name{kNoName};
    Payload<std::vector<SyncGroupRequestAssignment>> assignments;  // none from followers
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id},
                          Field{"generation_id", self.generation_id},
                          Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"protocol_type", self.protocol_type},
                          Field{"protocol_name", self.protocol_name},
                          Field{"assignments", self.assignments}};
    }
};

struct SyncGroupResponse {
    ErrorCode error{};
    NameId protocol_type{kNoName};
    NameId protocol_name{kNoName};
    Payload<ConsumerProtocolAssignment> assignment;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"protocol_type", self.protocol_type},
                          Field{"protocol_name", self.protocol_name},
                          Field{"assignment", self.assignment}};
    }
};

// ---- Heartbeat ----------------------------------------------------------------------------------
struct HeartbeatRequest {
    NameId group_id{kNoName};
    std::int32_t generation_id{-1};
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group_id", self.group_id}, Field{"generation_id", self.generation_id},
            Field{"member_id", self.member_id}, Field{"group_instance_id", self.group_instance_id}};
    }
};

struct HeartbeatResponse {
    ErrorCode error{};
    static auto fields(auto& self) { return std::tuple{Field{"error", self.error}}; }
};

// ---- LeaveGroup ---------------------------------------------------------------------------------
// A member names itself by its id; a tool removes a static member by its instance id alone.
struct MemberIdentity {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    std::string reason;  // KIP-800
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"reason", self.reason}};
    }
};

struct LeaveGroupRequest {
    NameId group_id{kNoName};
    Payload<std::vector<MemberIdentity>> members;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id}, Field{"members", self.members}};
    }
};

struct MemberResponse {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    ErrorCode error{};
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"error", self.error}};
    }
};

struct LeaveGroupResponse {
    ErrorCode error{};
    Payload<std::vector<MemberResponse>> members;
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error}, Field{"members", self.members}};
    }
};

// ---- ConsumerGroupHeartbeat (KIP-848) -----------------------------------------------------------
struct TopicIdPartitions {
    Uuid topic_id;
    std::vector<std::int32_t> partitions;
    static auto fields(auto& self) {
        return std::tuple{Field{"topic_id", self.topic_id}, Field{"partitions", self.partitions}};
    }
};

inline constexpr std::int32_t kJoinGroupMemberEpoch = 0;
inline constexpr std::int32_t kLeaveGroupMemberEpoch = -1;
inline constexpr std::int32_t kLeaveGroupStaticMemberEpoch = -2;  // back before its session ends

// How far a member is on its way to its target assignment, with Kafka's numbers.
enum class MemberState : std::int8_t {
    stable = 1,
    unrevoked_partitions = 2,
    unreleased_partitions = 3,
    unknown = 127
};

// The lists of the request; a list that is not there has not changed since the last heartbeat.
struct ConsumerGroupHeartbeatLists {
    std::optional<std::vector<NameId>> subscribed_topic_names;
    std::optional<std::string> subscribed_topic_regex;
    std::optional<std::vector<TopicIdPartitions>> topic_partitions;  // what the member owns
    static auto fields(auto& self) {
        return std::tuple{Field{"subscribed_topic_names", self.subscribed_topic_names},
                          Field{"subscribed_topic_regex", self.subscribed_topic_regex},
                          Field{"topic_partitions", self.topic_partitions}};
    }
};

struct ConsumerGroupHeartbeatRequest {
    NameId group_id{kNoName};
    NameId member_id{kNoName};
    std::int32_t member_epoch{};
    NameId instance_id{kNoName};
    NameId rack_id{kNoName};
    std::int32_t rebalance_timeout_ms{-1};         // -1: unchanged
    NameId server_assignor{kNoName};               // kNoName: unchanged
    NameId client_id{kNoName};                     // of the request's header
    Payload<ConsumerGroupHeartbeatLists> changes;  // none: nothing changed
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id},
                          Field{"member_id", self.member_id},
                          Field{"member_epoch", self.member_epoch},
                          Field{"instance_id", self.instance_id},
                          Field{"rack_id", self.rack_id},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"server_assignor", self.server_assignor},
                          Field{"client_id", self.client_id},
                          Field{"changes", self.changes}};
    }
};

struct ConsumerGroupHeartbeatResponse {
    ErrorCode error{};
    NameId member_id{kNoName};
    std::int32_t member_epoch{};
    std::int32_t heartbeat_interval_ms{};
    Payload<std::vector<TopicIdPartitions>> assignment;  // none: as in the last answer
    Payload<std::string> error_message;                  // none: no error
    static auto fields(auto& self) {
        return std::tuple{Field{"error", self.error},
                          Field{"member_id", self.member_id},
                          Field{"member_epoch", self.member_epoch},
                          Field{"heartbeat_interval_ms", self.heartbeat_interval_ms},
                          Field{"assignment", self.assignment},
                          Field{"error_message", self.error_message}};
    }
};

}  // namespace highwater
