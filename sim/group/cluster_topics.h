// What a group coordinator must know of the cluster's topics. The broker answers it out of its
// metadata image; this room does not know that one.
#pragma once

#include <optional>
#include <vector>

#include "base/ids.h"

namespace highwater {

struct ClusterTopic {
    NameId name{kNoName};
    Uuid id;
    std::int32_t partitions{};
};

class ClusterTopics {
public:
    virtual ~ClusterTopics() = default;
    virtual std::optional<ClusterTopic> find(NameId name) const = 0;
    virtual std::optional<ClusterTopic> find(Uuid id) const = 0;
    virtual std::vector<NameId> names() const = 0;
    // The racks of the brokers that hold a replica of it, each once.
    virtual std::vector<NameId> racks(Uuid topic, std::int32_t partition) const = 0;
};

}  // namespace highwater
