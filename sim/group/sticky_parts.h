// The two sticky algorithms (Kafka: AbstractStickyAssignor): one for members with equal
// subscriptions, a general one for all others.
#pragma once

#include <map>
#include <vector>

#include "group/assignor_parts.h"

namespace highwater {

// A partition as topic number (in Prepared) and partition number: ordered by topic name.
struct Slot {
    int topic{};
    std::int32_t number{};
    friend bool operator<(Slot a, Slot b) {
        return a.topic != b.topic ? a.topic < b.topic : a.number < b.number;
    }
    friend bool operator==(Slot a, Slot b) { return a.topic == b.topic && a.number == b.number; }
};

struct StickyState {
    Prepared in;
    std::vector<std::vector<Slot>> owned;   // by member: valid claims only
    std::vector<std::int32_t> generations;  // what the members say
    std::int32_t max_generation{-1};
    std::vector<Slot> claimed_twice;  // by two members in one generation: nobody's
    bool is_rack_aware{};
    std::map<Slot, std::vector<NameId>> racks;

    NameId rack_of(int member) const;
    // The member stands in a rack that has no replica.
    bool racks_mismatch(int member, Slot slot) const;
    std::int32_t partition_count(int topic) const {
        return in.topics[static_cast<std::size_t>(topic)]->partitions;
    }
    std::int32_t total() const;
};

// What each member claims in its own words, invalid claims included.
std::vector<Slot> claims_of(StickyState const& state, int member, bool is_cooperative);

struct StickyLists {
    std::vector<std::vector<Slot>> lists;  // by member
    std::map<Slot, int> transferring;      // of the algorithm for equal subscriptions
};
StickyLists assign_equal_subscriptions(StickyState const& state);
StickyLists assign_any_subscriptions(StickyState state, bool is_cooperative);

}  // namespace highwater
