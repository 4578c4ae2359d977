// The uniform assignor where members are subscribed to different topics (Kafka:
// UniformHeterogeneousAssignmentBuilder).
#pragma once

#include "group/server_assignors.h"

namespace highwater {

std::vector<TopicIdAssignment> assign_unevenly(GroupSpec const& spec);

}  // namespace highwater
