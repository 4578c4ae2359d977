// What `state --format json` says of groups and their members.
#pragma once

#include <string>

#include "scenario/tree.h"
#include "world/world.h"

namespace highwater {

std::string callback_word(CallbackKind kind);  // "revoked"
// stable, stalled, …; `assigned` of a consumer with assign().
std::string consumer_word(Process const& process);
// group, state, generation and callbacks of a consumer.
void add_membership(World const& world, Process const& process, Tree& entry);
Tree groups_of(World const& world);

}  // namespace highwater
