// Sticky, members subscribed to different topics: keep what is owned, give the rest to whoever has
// least, then move partitions as long as that makes the load more even (Kafka:
// GeneralAssignmentBuilder).
#include <algorithm>
#include <cstdlib>
#include <set>

#include "group/partition_movements.h"
#include "group/sticky_parts.h"

namespace highwater {

namespace {
struct General {
    StickyState state;
    std::vector<std::vector<int>> topics_of;          // by member
    std::vector<std::vector<int>> consumers_of;       // by topic
    std::vector<std::vector<PartitionSlot>> current;  // by member
    std::map<PartitionSlot, int> owner;
    std::map<PartitionSlot, std::pair<int, std::int32_t>> previous;  // member and its generation
    std::set<std::pair<std::int32_t, int>> by_load;                  // members that take part
    PartitionMovements movements;
    bool must_revoke{};

    std::int32_t load(int member) const {
        return static_cast<std::int32_t>(current[static_cast<std::size_t>(member)].size());
    }
    bool takes_part(int member) const {
        return by_load.find({load(member), member}) != by_load.end();
    }
    std::vector<int> const& consumers(PartitionSlot slot) const {
        return consumers_of[static_cast<std::size_t>(slot.topic)];
    }
    bool can_get(int member, int topic) const {
        auto const& topics = topics_of[static_cast<std::size_t>(member)];
        return std::find(topics.begin(), topics.end(), topic) != topics.end();
    }
    std::int32_t max_load(int member) const {
        std::int32_t sum = 0;
        for (int const topic : topics_of[static_cast<std::size_t>(member)]) {
            sum += state.partition_count(topic);
        }
        return sum;
    }

    void add(PartitionSlot slot, int member) {
        bool const counts = by_load.erase({load(member), member}) > 0;
        current[static_cast<std::size_t>(member)].push_back(slot);
        owner[slot] = member;
        if (counts) by_load.insert({load(member), member});
    }
    void remove(PartitionSlot slot, int member) {
        bool const counts = by_load.erase({load(member), member}) > 0;
        auto& list = current[static_cast<std::size_t>(member)];
        list.erase(std::remove(list.begin(), list.end(), slot), list.end());
        if (counts) by_load.insert({load(member), member});
    }

    void find_potentials() {
        consumers_of.resize(state.in.topics.size());
        topics_of.resize(state.in.members.size());
        for (int member = 0; member < state.in.member_count(); ++member) {
            for (int topic = 0; topic < static_cast<int>(state.in.topics.size()); ++topic) {
                NameId const name = state.in.topics[static_cast<std::size_t>(topic)]->name;
                if (!state.in.is_subscribed(member, name)) continue;
                topics_of[static_cast<std::size_t>(member)].push_back(topic);
                consumers_of[static_cast<std::size_t>(topic)].push_back(member);
            }
        }
    }

    // Of older generations only the latest is remembered, as where a partition came from.
    void find_previous(bool is_cooperative) {
        for (int member = 0; member < state.in.member_count(); ++member) {
            std::int32_t const generation = state.generations[static_cast<std::size_t>(member)];
            if (generation >= state.max_generation) continue;
            for (PartitionSlot const slot : claims_of(state, member, is_cooperative)) {
                auto const known = previous.find(slot);
                if (known == previous.end() || known->second.second < generation) {
                    previous[slot] = {member, generation};
                }
            }
        }
    }

    void keep_owned() {
        current.resize(state.in.members.size());
        for (int member = 0; member < state.in.member_count(); ++member) {
            for (PartitionSlot const slot : state.owned[static_cast<std::size_t>(member)]) {
                if (!can_get(member, slot.topic) || state.racks_mismatch(member, slot)) {
                    must_revoke = true;
                    continue;
                }
                current[static_cast<std::size_t>(member)].push_back(slot);
                owner[slot] = member;
            }
        }
        for (int member = 0; member < state.in.member_count(); ++member) {
            by_load.insert({load(member), member});
        }
    }

    // Topics that fewest members can read come first.
    std::vector<PartitionSlot> sorted_slots() const {
        std::vector<int> topics(state.in.topics.size());
        for (std::size_t i = 0; i < topics.size(); ++i) topics[i] = static_cast<int>(i);
        std::stable_sort(topics.begin(), topics.end(), [&](int a, int b) {
            return consumers_of[static_cast<std::size_t>(a)].size() <
                   consumers_of[static_cast<std::size_t>(b)].size();
        });
        std::vector<PartitionSlot> slots;
        for (int const topic : topics) {
            for (std::int32_t number = 0; number < state.partition_count(topic); ++number) {
                slots.push_back({topic, number});
            }
        }
        return slots;
    }

    bool assign_one(PartitionSlot slot, bool by_rack) {
        for (auto const& [size, member] : by_load) {
            if (!can_get(member, slot.topic)) continue;
            if (by_rack && state.racks_mismatch(member, slot)) continue;
            add(slot, member);
            return true;
        }
        return false;
    }

    void assign_rest(std::vector<PartitionSlot> const& unassigned) {
        std::vector<PartitionSlot> rest = unassigned;
        if (state.is_rack_aware) {
            std::vector<PartitionSlot> left;
            for (PartitionSlot const slot : rest) {
                if (!assign_one(slot, true)) left.push_back(slot);
            }
            rest = std::move(left);
        }
        for (PartitionSlot const slot : rest) assign_one(slot, false);
    }

    bool is_balanced() const {
        if (by_load.empty() || by_load.begin()->first >= by_load.rbegin()->first - 1) return true;
        for (auto const& [size, member] : by_load) {
            if (size == max_load(member)) continue;
            for (int const topic : topics_of[static_cast<std::size_t>(member)]) {
                for (std::int32_t number = 0; number < state.partition_count(topic); ++number) {
                    int const other = owner.at({topic, number});
                    if (other != member && takes_part(other) && size + 1 < load(other)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    void reassign(PartitionSlot slot, int to) {
        PartitionSlot const moved = movements.actual(slot, owner.at(slot), to);
        int const from = owner.at(moved);
        movements.move(moved, from, to);
        remove(moved, from);
        add(moved, to);
    }
    void reassign(PartitionSlot slot) {
        for (auto const& [size, member] : by_load) {
            if (!can_get(member, slot.topic)) continue;
            int const to = member;
            reassign(slot, to);
            return;
        }
    }

    bool is_in_rack(int member, PartitionSlot slot) const {
        if (!state.is_rack_aware || state.rack_of(member) == kNoName) return false;
        auto const& racks = state.racks.at(slot);
        return std::find(racks.begin(), racks.end(), state.rack_of(member)) != racks.end();
    }

    bool improve(PartitionSlot slot) {
        int const member = owner.at(slot);
        auto const before = previous.find(slot);
        if (before != previous.end() && takes_part(before->second.first) &&
            load(member) > load(before->second.first) + 1) {
            reassign(slot, before->second.first);
            return true;
        }
        auto const has_less = [&](int other) { return load(member) > load(other) + 1; };
        auto const& others = consumers(slot);
        bool const in_rack =
            is_in_rack(member, slot) && std::any_of(others.begin(), others.end(), [&](int other) {
                return is_in_rack(other, slot) && has_less(other);
            });
        if (!in_rack && !std::any_of(others.begin(), others.end(), has_less)) return false;
        reassign(slot);
        return true;
    }

    bool perform_reassignments(std::vector<PartitionSlot> const& slots) {
        bool has_moved = false;
        bool is_modified = true;
        while (is_modified) {
            is_modified = false;
            for (PartitionSlot const slot : slots) {
                if (is_balanced()) break;
                if (improve(slot)) is_modified = true;
            }
            has_moved |= is_modified;
        }
        return has_moved;
    }

    // The sum of the differences between all pairs of members: 0 is perfectly even.
    std::int64_t imbalance(std::vector<std::vector<PartitionSlot>> const& lists) const {
        std::int64_t score = 0;
        for (auto a = by_load.begin(); a != by_load.end(); ++a) {
            for (auto b = std::next(a); b != by_load.end(); ++b) {
                auto const x =
                    static_cast<std::int64_t>(lists[static_cast<std::size_t>(a->second)].size());
                auto const y =
                    static_cast<std::int64_t>(lists[static_cast<std::size_t>(b->second)].size());
                score += x < y ? y - x : x - y;
            }
        }
        return score;
    }

    // Members that could get nothing else and hold nothing that others could get stay as they are.
    void leave_out_fixed_members() {
        for (int member = 0; member < state.in.member_count(); ++member) {
            auto const& list = current[static_cast<std::size_t>(member)];
            bool const is_free = load(member) < max_load(member) ||
                                 std::any_of(list.begin(), list.end(), [&](PartitionSlot slot) {
                                     return consumers(slot).size() >= 2;
                                 });
            if (!is_free) by_load.erase({load(member), member});
        }
    }

    void balance(std::vector<PartitionSlot> const& all, std::vector<PartitionSlot> unassigned) {
        bool const is_first = by_load.rbegin()->first == 0;
        assign_rest(unassigned);
        std::vector<PartitionSlot> movable = all;
        for (std::vector<PartitionSlot>* const list : {&movable, &unassigned}) {
            list->erase(
                std::remove_if(list->begin(), list->end(),
                               [&](PartitionSlot slot) { return consumers(slot).size() < 2; }),
                list->end());
        }
        leave_out_fixed_members();
        auto const lists_before = current;
        if (!must_revoke) perform_reassignments(unassigned);
        bool const has_moved = perform_reassignments(movable);
        if (!is_first && has_moved && imbalance(current) >= imbalance(lists_before)) {
            current = lists_before;
        }
    }
};
}  // namespace

StickyLists assign_any_subscriptions(StickyState given, bool is_cooperative) {
    General general{std::move(given), {}, {}, {}, {}, {}, {}, {}, false};
    general.find_potentials();
    general.find_previous(is_cooperative);
    general.keep_owned();
    std::vector<PartitionSlot> const all = general.sorted_slots();
    std::vector<PartitionSlot> unassigned;
    for (PartitionSlot const slot : all) {
        if (general.owner.find(slot) == general.owner.end()) unassigned.push_back(slot);
    }
    general.balance(all, std::move(unassigned));
    return {std::move(general.current), {}};
}

}  // namespace highwater
