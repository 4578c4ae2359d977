// The two sticky algorithms (Kafka: AbstractStickyAssignor): one for members with equal
// subscriptions, a general one for all others.
#pragma once

#include <map>
#include <vector>

#include "group/assignor_parts.h"

namespace highwater {

// A partition as topic number (in Prepared) and partition number: ordered by topic name.
struct PartitionSlot {
    int topic{};
    std::int32_t number{};
    friend bool operator<(PartitionSlot a, PartitionSlot b) {
        return a.topic != b.topic ? a.topic < b.topic : a.number < b.number;
    }
    friend bool operator==(PartitionSlot a, PartitionSlot b) {
        return a.topic == b.topic && a.number == b.number;
    }
};

struct StickyState {
    Prepared in;
    std::vector<std::vector<PartitionSlot>> owned;  // by member: valid claims only
    std::vector<std::int32_t> generations;          // what the members say
    std::int32_t max_generation{-1};
    std::vector<PartitionSlot> claimed_twice;  // by two members in one generation: nobody's
    bool is_rack_aware{};
    std::map<PartitionSlot, std::vector<NameId>> racks;

    NameId rack_of(int member) const;
    // The member stands in a rack that has no replica.
    bool racks_mismatch(int member, PartitionSlot slot) const;
    std::int32_t partition_count(int topic) const {
        return in.topics[static_cast<std::size_t>(topic)]->partitions;
    }
    std::int32_t total() const;
};

// What each member claims in its own words, invalid claims included.
std::vector<PartitionSlot> claims_of(StickyState const& state, int member, bool is_cooperative);

struct StickyLists {
    std::vector<std::vector<PartitionSlot>> lists;  // by member
    std::map<PartitionSlot, int> transferring;      // of the algorithm for equal subscriptions
};
StickyLists assign_equal_subscriptions(StickyState const& state);
StickyLists assign_any_subscriptions(StickyState state, bool is_cooperative);

}  // namespace highwater
