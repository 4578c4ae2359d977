// Ids of members, as Java makes them.
#pragma once

#include <string>
#include <string_view>

#include "group/coordinator.h"

namespace highwater {

// From this version of JoinGroup on a new member is told its id first (KIP-394).
constexpr std::int16_t kRequiresKnownMemberId = 4;

// Client id or instance id, "-", and a random UUID in its 36 characters.
NameId new_member_id(GroupCoordinator& self, NameId prefix, CoordinatorCall& call);
// A random id alone, in Kafka's 22 characters: of a classic member in a consumer group.
NameId new_plain_member_id(GroupCoordinator& self, CoordinatorCall& call);

}  // namespace highwater
