// What the timers and tools of this room do with committed offsets.
#pragma once

#include "group/coordinator.h"

namespace highwater {

// Offsets whose time is over, and groups of which nothing is left; arms the next such round.
void expire_offsets(GroupCoordinator& self, CoordinatorCall& call);
// Whether an offset of this topic may go although the group has members.
bool is_subscribed(GroupCoordinator const& self, NameId group, NameId topic);
// Whether a transaction that has not ended has committed this partition for the group.
bool has_pending_offset(GroupCoordinator const& self, NameId group, TopicPartition partition);
// The offset of a partition goes, with its tombstone.
void remove_offset(GroupCoordinator& self, NameId group, TopicPartition partition,
                   OffsetRemovalReason why, CoordinatorCall& call);

}  // namespace highwater
