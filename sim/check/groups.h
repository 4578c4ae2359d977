// For the files of this room that look at groups: where a coordinator keeps what it knows.
#pragma once

#include "check/look.h"
#include "group/coordinator.h"

namespace highwater::check {

// Of the event's broker; nullptr when it does not coordinate that group, or it is of another kind.
GroupCoordinator const* coordinator_of(Look const& look, NameId group);
ClassicGroup const* classic_group(Look const& look, NameId group);
ConsumerGroup const* consumer_group(Look const& look, NameId group);
// nullptr: nothing is remembered of it.
GroupBook const* find_book(CheckState const& state, NameId group);
// The target assignment that has just been made, by member.
std::map<NameId, std::vector<TopicPartition>> target_of(Look const& look,
                                                        TargetAssignmentComputed const& computed);

}  // namespace highwater::check
