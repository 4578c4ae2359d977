// The assignors that run inside the group coordinator for groups of KIP-848 (Kafka: RangeAssignor
// and UniformAssignor of the group-coordinator module).
//
// Kafka walks members and topic ids in the order of Java hash maps. Here members come in the order
// given (group_spec gives Kafka's), and topics by name.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "group/consumer_group.h"

namespace highwater {

enum class ServerAssignorKind : std::uint8_t { uniform, range };
std::string_view name_of(ServerAssignorKind kind);

struct GroupSpecMember {
    NameId member_id{kNoName};
    NameId instance_id{kNoName};
    std::vector<NameId> subscribed_topics;
    TopicIdAssignment assigned;  // its target until now
    // The range assignor's order: of instance ids among static members, of member ids among others.
    std::int32_t rank{};
};

struct GroupSpecTopic {
    NameId name{kNoName};
    Uuid id;
    std::int32_t partitions{};
};

struct GroupSpec {
    std::vector<GroupSpecMember> members;
    std::vector<GroupSpecTopic> topics;  // those that exist and somebody is subscribed to, by name
    bool is_homogeneous{};               // all members are subscribed to the same topics
};

// The new target of every member, in the order of the input's members.
std::vector<TopicIdAssignment> assign(ServerAssignorKind kind, GroupSpec const& spec);

}  // namespace highwater
