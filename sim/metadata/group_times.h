// The times of a group that has configs of its own, as a coordinator goes by them (Kafka:
// GroupConfigManager).
#pragma once

#include <optional>

#include "metadata/image.h"
#include "node/dynamic_group_config.h"

namespace highwater {

// Looked up for the group that is asked about, as a cluster may have configs of many.
struct ImageGroupTimes {
    MetadataImage const& image;
    GroupConfig::Consumer const& server;
    Names const& names;
    // None: the group goes by what the server says.
    std::optional<ConsumerGroupTimes> find(NameId group) const;
};

}  // namespace highwater
