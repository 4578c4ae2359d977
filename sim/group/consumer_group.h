// A group that speaks the protocol of KIP-848 (Kafka: ConsumerGroup, ConsumerGroupMember). Three
// epochs tell how far it is: the group's (something changed), the target assignment's (the assignor
// has run for it), each member's (it has given up and taken over what that asks of it).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "group/classic_group.h"
#include "group/coordinator_record.h"
#include "protocol/group.h"

namespace highwater {

// Partition → since which epoch it is the member's, by topic.
using OwnedPartitions = std::map<Uuid, std::map<std::int32_t, std::int32_t>>;
// Partitions by topic, each list ascending.
using TopicIdAssignment = std::map<Uuid, std::vector<std::int32_t>>;

struct ConsumerGroupMember {
    NameId member_id{kNoName};
    NameId instance_id{kNoName};
    NameId rack_id{kNoName};
    NameId client_id{kNoName};
    NameId client_host{kNoName};
    std::int32_t rebalance_timeout_ms{-1};
    std::int32_t member_epoch{};  // -2: a static member that is away for a while
    std::int32_t previous_member_epoch{};
    MemberState state{MemberState::stable};
    std::vector<NameId> subscribed_topic_names;
    std::string subscribed_topic_regex;  // "": none
    NameId server_assignor{kNoName};
    OwnedPartitions assigned;            // what it may read
    OwnedPartitions pending_revocation;  // what it was told to give up and has not yet
    std::optional<ClassicMemberMetadata> classic;
    std::optional<ParkedRequest> awaiting_sync;  // of a member that speaks the classic protocol
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"instance_id", self.instance_id},
                          Field{"rack_id", self.rack_id},
                          Field{"client_id", self.client_id},
                          Field{"client_host", self.client_host},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"member_epoch", self.member_epoch},
                          Field{"previous_member_epoch", self.previous_member_epoch},
                          Field{"state", self.state},
                          Field{"subscribed_topic_names", self.subscribed_topic_names},
                          Field{"subscribed_topic_regex", self.subscribed_topic_regex},
                          Field{"server_assignor", self.server_assignor},
                          Field{"assigned", self.assigned},
                          Field{"pending_revocation", self.pending_revocation},
                          Field{"classic", self.classic},
                          Field{"awaiting_sync", self.awaiting_sync}};
    }
};

enum class ConsumerGroupState : std::uint8_t { empty, assigning, reconciling, stable, dead };
std::string_view name_of(ConsumerGroupState state);  // "Reconciling"
std::string_view name_of(MemberState state);         // "UNREVOKED_PARTITIONS"

struct ConsumerGroup {
    NameId group_id{kNoName};
    std::int32_t group_epoch{};
    std::int64_t metadata_hash{};
    std::int32_t target_assignment_epoch{};
    std::int64_t assignment_timestamp_ms{};
    // When the topics are looked at again even if nobody reported a change.
    std::int64_t metadata_refresh_deadline_ms{};
    // By member id, that is in the order in which the ids were first heard. Kafka keeps a hash map,
    // whose order only its assignors show: group_spec.
    std::map<NameId, ConsumerGroupMember> members;
    std::map<NameId, NameId> static_members;  // instance id → member id
    std::map<NameId, TopicIdAssignment> target_assignment;
    // Who holds a partition, as the epoch of that member: nobody else gets it before it is free.
    OwnedPartitions partition_epochs;
    std::map<std::string, ConsumerGroupRegularExpressionValue> resolved_regular_expressions;
    static auto fields(auto& self) {
        return std::tuple{Field{"group_id", self.group_id},
                          Field{"group_epoch", self.group_epoch},
                          Field{"metadata_hash", self.metadata_hash},
                          Field{"target_assignment_epoch", self.target_assignment_epoch},
                          Field{"assignment_timestamp_ms", self.assignment_timestamp_ms},
                          Field{"metadata_refresh_deadline_ms", self.metadata_refresh_deadline_ms},
                          Field{"members", self.members},
                          Field{"static_members", self.static_members},
                          Field{"target_assignment", self.target_assignment},
                          Field{"partition_epochs", self.partition_epochs},
                          Field{"resolved_regular_expressions", self.resolved_regular_expressions}};
    }
};

ConsumerGroupState state_of(ConsumerGroup const& group);
ConsumerGroupMember const* find_member(ConsumerGroup const& group, NameId member_id);
// The assignor that most members ask for; kNoName: nobody asks, the broker's first one it is.
NameId preferred_server_assignor(ConsumerGroup const& group);
// The topics that a member, or any of them, is subscribed to, by name or by regular expression.
std::vector<NameId> subscribed_topics(ConsumerGroup const& group,
                                      ConsumerGroupMember const& member);
std::vector<NameId> subscribed_topics(ConsumerGroup const& group);

}  // namespace highwater
