// Sticky, all members subscribed to the same topics: everybody keeps what it owns up to its quota,
// the rest is dealt (Kafka: ConstrainedAssignmentBuilder).
#include <algorithm>
#include <list>

#include "base/check.h"
#include "group/sticky_parts.h"

namespace highwater {

namespace {
struct Equal {
    StickyState const& state;
    StickyLists result;
    std::int32_t min_quota{};
    std::int32_t max_quota{};
    std::int32_t expected_over_min{};  // so many members get one more than the minimum
    std::int32_t over_min{};
    std::list<int> under_min;    // not at the minimum yet
    std::list<int> exactly_min;  // at the minimum, may get one more
    std::vector<PartitionSlot> revoked;

    std::vector<PartitionSlot>& list(int member) {
        return result.lists[static_cast<std::size_t>(member)];
    }
    std::int32_t size(int member) { return static_cast<std::int32_t>(list(member).size()); }

    bool is_claimed_twice(PartitionSlot slot) const {
        return std::find(state.claimed_twice.begin(), state.claimed_twice.end(), slot) !=
               state.claimed_twice.end();
    }

    std::vector<PartitionSlot> valid_claims(int member) const {
        std::vector<PartitionSlot> owned;
        for (PartitionSlot const slot : state.owned[static_cast<std::size_t>(member)]) {
            if (!state.racks_mismatch(member, slot) && !is_claimed_twice(slot)) {
                owned.push_back(slot);
            }
        }
        std::sort(owned.begin(), owned.end(), [](PartitionSlot a, PartitionSlot b) {
            return a.number != b.number ? a.number < b.number : a.topic < b.topic;
        });
        return owned;
    }

    void keep_owned(int member) {
        std::vector<PartitionSlot> const owned = valid_claims(member);
        auto const count = static_cast<std::int32_t>(owned.size());
        std::int32_t keeps = count;
        if (count < min_quota) {
            under_min.push_back(member);
        } else if (count >= max_quota && over_min < expected_over_min) {
            keeps = max_quota;
            if (++over_min == expected_over_min) exactly_min.clear();
        } else {
            keeps = min_quota;
            if (over_min < expected_over_min) exactly_min.push_back(member);
        }
        list(member).assign(owned.begin(), owned.begin() + keeps);
        // What it owned and may not keep, be it too much or in the wrong rack.
        for (PartitionSlot const slot : state.owned[static_cast<std::size_t>(member)]) {
            auto const end = owned.begin() + keeps;
            if (std::find(owned.begin(), end, slot) == end) revoked.push_back(slot);
        }
    }

    std::vector<PartitionSlot> unassigned() const {
        std::vector<PartitionSlot> taken;
        for (auto const& each : result.lists) taken.insert(taken.end(), each.begin(), each.end());
        std::sort(taken.begin(), taken.end());
        std::vector<PartitionSlot> rest;
        for (int topic = 0; topic < static_cast<int>(state.in.topics.size()); ++topic) {
            for (std::int32_t number = 0; number < state.partition_count(topic); ++number) {
                PartitionSlot const slot{topic, number};
                if (!std::binary_search(taken.begin(), taken.end(), slot)) rest.push_back(slot);
            }
        }
        // Those that fewest members could read from their own rack come first.
        auto const readers = [&](PartitionSlot slot) {
            int count = 0;
            auto const racks = state.racks.find(slot);
            if (racks == state.racks.end()) return count;
            for (NameId const rack : racks->second) {
                for (int member = 0; member < state.in.member_count(); ++member) {
                    if (state.rack_of(member) == rack) ++count;
                }
            }
            return count;
        };
        if (!state.racks.empty()) {
            std::stable_sort(rest.begin(), rest.end(), [&](PartitionSlot a, PartitionSlot b) {
                return readers(a) < readers(b);
            });
        }
        return rest;
    }

    void give(PartitionSlot slot, int member) {
        list(member).push_back(slot);
        bool const was_owned = std::find(revoked.begin(), revoked.end(), slot) != revoked.end() ||
                               is_claimed_twice(slot);
        if (was_owned) result.transferring[slot] = member;
    }

    // The first from `begin` on, around the row, in whose rack there is a replica.
    int next_in_rack(PartitionSlot slot, std::list<int> const& members, int begin) const {
        std::vector<int> const row(members.begin(), members.end());
        auto const racks = state.racks.find(slot);
        if (racks == state.racks.end() || racks->second.empty()) return -1;
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::size_t const place = (static_cast<std::size_t>(begin) + i) % row.size();
            NameId const rack = state.rack_of(row[place]);
            bool const has =
                rack != kNoName &&
                std::find(racks->second.begin(), racks->second.end(), rack) != racks->second.end();
            if (has) return static_cast<int>(place);
        }
        return -1;
    }

    int take_rack_member(PartitionSlot slot, int& next) {
        int place = next_in_rack(slot, under_min, next);
        if (place >= 0) {
            auto const found = std::next(under_min.begin(), place);
            int const member = *found;
            std::int32_t const count = size(member) + 1;
            if (count >= min_quota) {
                under_min.erase(found);
                if (count < max_quota) exactly_min.push_back(member);
            } else {
                ++place;
            }
            next = under_min.empty() ? 0 : place % static_cast<int>(under_min.size());
            return member;
        }
        if (exactly_min.empty()) return -1;
        place = next_in_rack(slot, exactly_min, 0);
        if (place < 0) return -1;
        auto const found = std::next(exactly_min.begin(), place);
        int const member = *found;
        if (size(member) + 1 == max_quota) exactly_min.erase(found);
        return member;
    }

    void deal_within_racks(std::vector<PartitionSlot>& rest) {
        if (!state.is_rack_aware) return;
        int next = 0;
        std::vector<PartitionSlot> left;
        for (PartitionSlot const slot : rest) {
            int const member = take_rack_member(slot, next);
            if (member < 0) {
                left.push_back(slot);
            } else {
                give(slot, member);
            }
        }
        rest = std::move(left);
    }

    void deal(std::vector<PartitionSlot> const& rest) {
        auto next = under_min.begin();
        for (PartitionSlot const slot : rest) {
            if (next == under_min.end() && !under_min.empty()) next = under_min.begin();
            if (next == under_min.end()) {
                CHECK(!exactly_min.empty());
                int const member = exactly_min.front();
                exactly_min.pop_front();
                give(slot, member);
                continue;
            }
            int const member = *next;
            give(slot, member);
            if (size(member) == min_quota) {
                next = under_min.erase(next);
                exactly_min.push_back(member);
            } else {
                ++next;
            }
        }
    }
};
}  // namespace

StickyLists assign_equal_subscriptions(StickyState const& state) {
    Equal equal{state, {}, 0, 0, 0, 0, {}, {}, {}};
    std::int32_t const members = state.in.member_count();
    std::int32_t const total = state.total();
    equal.result.lists.resize(state.in.members.size());
    equal.min_quota = total / members;
    equal.max_quota = (total + members - 1) / members;
    equal.expected_over_min = total % members;
    for (int member = 0; member < members; ++member) equal.keep_owned(member);
    std::vector<PartitionSlot> rest = equal.unassigned();
    equal.deal_within_racks(rest);
    equal.deal(rest);
    return std::move(equal.result);
}

}  // namespace highwater
