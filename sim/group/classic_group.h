// A group that speaks the classic protocol (Kafka: ClassicGroup, ClassicGroupMember): its members
// join, their leader assigns, they sync, and all that again whenever anything changes.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "protocol/group.h"

namespace highwater {

// A request whose answer waits. Kafka keeps a future for it; here it is who asked, and which.
struct ParkedRequest {
    NodeId from{kNoNode};
    CorrelationId correlation_id{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"correlation_id", self.correlation_id}};
    }
};

enum class ClassicGroupState : std::uint8_t {
    empty,
    preparing_rebalance,   // waits for its members to join
    completing_rebalance,  // all joined; waits for the leader's assignment
    stable,
    dead
};
std::string_view name_of(ClassicGroupState state);  // "CompletingRebalance"

struct ClassicGroupMember {
    NameId member_id{kNoName};
    NameId group_instance_id{kNoName};
    NameId client_id{kNoName};
    // The client id of the process that took a static member's place. Kafka leaves that of the
    // first one in the group (ClassicGroup.replaceStaticMember), and so do its records and tools;
    // facts name the process that is the member now, as far as this coordinator has seen it come.
    NameId replaced_by{kNoName};
    NameId client_host{kNoName};
    std::int32_t rebalance_timeout_ms{};
    std::int32_t session_timeout_ms{};
    Payload<std::vector<JoinGroupRequestProtocol>> supported_protocols;  // most liked first
    Payload<ConsumerProtocolAssignment> assignment;                      // of this generation
    std::optional<ParkedRequest> awaiting_join;
    std::optional<ParkedRequest> awaiting_sync;
    bool is_new{};  // joined, but its first generation has not begun
    static auto fields(auto& self) {
        return std::tuple{Field{"member_id", self.member_id},
                          Field{"group_instance_id", self.group_instance_id},
                          Field{"client_id", self.client_id},
                          Field{"replaced_by", self.replaced_by},
                          Field{"client_host", self.client_host},
                          Field{"rebalance_timeout_ms", self.rebalance_timeout_ms},
                          Field{"session_timeout_ms", self.session_timeout_ms},
                          Field{"supported_protocols", self.supported_protocols},
                          Field{"assignment", self.assignment},
                          Field{"awaiting_join", self.awaiting_join},
                          Field{"awaiting_sync", self.awaiting_sync},
                          Field{"is_new", self.is_new}};
    }
};

// Whom facts name: the client id of the process that is the member.
inline NameId process_of(ClassicGroupMember const& member) {
    return member.replaced_by == kNoName ? member.client_id : member.replaced_by;
}

// What it supports, most liked first; none before it has joined.
std::vector<JoinGroupRequestProtocol> const& protocols_of(ClassicGroupMember const& member);

// The protocol type of consumers, as they name it in JoinGroup; Connect's workers name another.
constexpr std::string_view kConsumerProtocolType = "consumer";

struct ClassicGroup {
    NameId group_id{kNoName};
    ClassicGroupState state{ClassicGroupState::empty};
    std::int64_t current_state_timestamp_ms{};
    std::int32_t generation_id{};
    NameId protocol_type{kNoName};  // "consumer"; kNoName: nobody has joined yet
    NameId protocol_name{kNoName};  // the chosen assignor; kNoName while there is none
    NameId leader_id{kNoName};
    // By member id, that is in the order in which the ids were given. Kafka walks a hash map.
    std::map<NameId, ClassicGroupMember> members;
    std::map<NameId, NameId> static_members;   // instance id → member id
    std::vector<NameId> pending_join_members;  // were told their id, have not come back yet
    std::vector<NameId> pending_sync_members;
    // The first join phase waits in rounds of group.initial.rebalance.delay.ms: another round
    // follows, within what remains, when somebody new joined in this one.
    std::int64_t initial_rebalance_delay_ms{};
    std::int64_t initial_rebalance_remaining_ms{};
    bool is_initial_rebalance{};  // the join phase began in an empty group
    bool new_member_added{};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"group_id", self.group_id},
            Field{"state", self.state},
            Field{"current_state_timestamp_ms", self.current_state_timestamp_ms},
            Field{"generation_id", self.generation_id},
            Field{"protocol_type", self.protocol_type},
            Field{"protocol_name", self.protocol_name},
            Field{"leader_id", self.leader_id},
            Field{"members", self.members},
            Field{"static_members", self.static_members},
            Field{"pending_join_members", self.pending_join_members},
            Field{"pending_sync_members", self.pending_sync_members},
            Field{"initial_rebalance_delay_ms", self.initial_rebalance_delay_ms},
            Field{"initial_rebalance_remaining_ms", self.initial_rebalance_remaining_ms},
            Field{"is_initial_rebalance", self.is_initial_rebalance},
            Field{"new_member_added", self.new_member_added}};
    }
};

// Members that have not joined again, and those told their id, keep the join phase open.
bool has_all_members_joined(ClassicGroup const& group);
// The longest that a member takes to join again.
std::int32_t rebalance_timeout_ms(ClassicGroup const& group);
// Whether a member with these protocols can join those that are there.
bool supports_protocols(ClassicGroup const& group, NameId protocol_type,
                        std::vector<JoinGroupRequestProtocol> const& protocols);
// nullptr when nobody has that id. The pointer lives until the members change.
ClassicGroupMember const* find_member(ClassicGroup const& group, NameId member_id);
// The subscription that the member sent for this protocol; nullptr when it does not speak it.
Payload<ConsumerProtocolSubscription> metadata_of(ClassicGroupMember const& member,
                                                  NameId protocol);
// The protocol that all members speak and most of them like best; kNoName: there is none.
NameId select_protocol(ClassicGroup const& group);
// Topics that some member is subscribed to. None: unknown, because nothing is chosen yet.
std::optional<std::vector<NameId>> subscribed_topics(ClassicGroup const& group);

}  // namespace highwater
