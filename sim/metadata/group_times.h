// The times of those groups that have configs of their own, as a coordinator goes by them (Kafka:
// GroupConfigManager).
#pragma once

#include <vector>

#include "metadata/image.h"
#include "node/dynamic_group_config.h"

namespace highwater {

// None for a group whose name nobody has said yet: it has no members.
std::vector<ConsumerGroupTimes> times_of_groups(MetadataImage const& image,
                                                GroupConfig::Consumer const& server,
                                                Names const& names);

}  // namespace highwater
