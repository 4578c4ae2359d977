// The owner of a partition that runs no longer, while its group does not know it yet.
#pragma once

#include <optional>

#include "trace/why.h"
#include "world/world.h"

namespace highwater {

// Given the fact by which a member owns something, PartitionsAssigned: what ended or stopped its
// process since, and until when its group counts on it all the same. None while it runs.
std::optional<WhyLink> unheard_owner(World const& world, Trace const& trace,
                                     std::uint64_t assigned);

}  // namespace highwater
