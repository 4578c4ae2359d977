// Who gave which partition to whom in this rebalance. If a's partition is to go to b while b's of
// the same topic went to a, that one goes back instead: nothing moves without need.
#pragma once

#include <map>
#include <set>
#include <utility>

#include "group/sticky_parts.h"

namespace highwater {

class PartitionMovements {
public:
    void move(PartitionSlot slot, int from, int to);
    PartitionSlot actual(PartitionSlot slot, int from, int to) const;

private:
    using Pair = std::pair<int, int>;
    std::map<int, std::map<Pair, std::set<PartitionSlot>>> by_topic_;
    std::map<PartitionSlot, Pair> by_slot_;
};

}  // namespace highwater
