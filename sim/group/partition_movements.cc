#include "group/partition_movements.h"

namespace highwater {

void PartitionMovements::move(PartitionSlot slot, int from, int to) {
    Pair moved{from, to};
    auto const known = by_slot_.find(slot);
    if (known != by_slot_.end()) {
        Pair const before = known->second;
        auto& pairs = by_topic_[slot.topic];
        pairs[before].erase(slot);
        if (pairs[before].empty()) pairs.erase(before);
        if (pairs.empty()) by_topic_.erase(slot.topic);
        by_slot_.erase(known);
        if (before.first == to) return;  // it is back where it was
        moved = {before.first, to};
    }
    by_slot_[slot] = moved;
    by_topic_[slot.topic][moved].insert(slot);
}

PartitionSlot PartitionMovements::actual(PartitionSlot slot, int from, int to) const {
    auto const topic = by_topic_.find(slot.topic);
    if (topic == by_topic_.end()) return slot;
    auto const known = by_slot_.find(slot);
    if (known != by_slot_.end()) from = known->second.first;
    auto const reverse = topic->second.find({to, from});
    return reverse == topic->second.end() ? slot : *reverse->second.begin();
}

}  // namespace highwater
