// What the client-side assignors share.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "group/assignors.h"

namespace highwater {

// Members by the text of their id, topics by name; topics without subscribers are left out.
struct Prepared {
    std::vector<AssignorMember const*> members;
    std::vector<AssignorTopic const*> topics;

    Prepared(AssignorInput const& input, Names const& names);
    int member_count() const { return static_cast<int>(members.size()); }
    bool is_subscribed(int member, NameId topic) const;
    std::vector<int> subscribers(AssignorTopic const& topic) const;
    // Static members by instance id, then dynamic ones by member id.
    std::vector<int> static_first(Names const& names) const;
    Assignments named(std::vector<std::vector<TopicPartition>> lists) const;
};

// Whether racks are to be looked at (KIP-881): some member stands in a rack that has replicas, and
// not every partition has a replica in each of those racks.
bool matters(std::vector<NameId> const& member_racks,
             std::vector<std::vector<NameId>> const& partition_racks, bool force);

Assignments assign_range(AssignorInput const& input, Names const& names);

struct StickyResult {
    Assignments assignments;
    // Partition → its next owner, of those taken from somebody. None: to be found by comparing.
    std::optional<std::map<TopicPartition, NameId>> transferring;
};
StickyResult assign_sticky(AssignorInput const& input, bool is_cooperative, Names const& names);

}  // namespace highwater
