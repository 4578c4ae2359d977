// Range: each topic by itself, in contiguous ranges (Kafka: RangeAssignor, with KIP-881's racks).
#include <algorithm>

#include "group/assignor_parts.h"

namespace highwater {

namespace {
struct TopicState {
    AssignorTopic const* topic{};
    std::vector<int> consumers;          // static members first
    std::vector<std::int32_t> assigned;  // how many each of them has
    std::vector<bool> is_taken;          // by partition
    std::int32_t share{};
    std::int32_t extras{};  // so many get one more
    bool needs_racks{};

    std::int32_t max_assignable(std::size_t consumer) const {
        return std::max(0, share + (extras > 0 ? 1 : 0) - assigned[consumer]);
    }
    std::vector<NameId> const& racks(std::int32_t partition) const {
        static std::vector<NameId> const none;
        auto const place = static_cast<std::size_t>(partition);
        return place < topic->racks.size() ? topic->racks[place] : none;
    }
};

struct Range {
    Prepared in;
    std::vector<TopicState> states;
    std::vector<std::vector<TopicPartition>> lists;

    NameId rack_of(int member) const {
        return in.members[static_cast<std::size_t>(member)]->subscription.rack_id;
    }
    bool racks_match(TopicState const& state, std::size_t consumer, std::int32_t partition) const {
        NameId const rack = rack_of(state.consumers[consumer]);
        auto const& racks = state.racks(partition);
        return rack == kNoName || std::find(racks.begin(), racks.end(), rack) != racks.end();
    }

    void prepare(AssignorTopic const& topic, Names const& names, bool force) {
        TopicState state;
        state.topic = &topic;
        for (int const member : in.static_first(names)) {
            if (in.is_subscribed(member, topic.name)) state.consumers.push_back(member);
        }
        auto const count = static_cast<std::int32_t>(state.consumers.size());
        state.assigned.assign(state.consumers.size(), 0);
        state.is_taken.assign(static_cast<std::size_t>(topic.partitions), false);
        state.share = topic.partitions / count;
        state.extras = topic.partitions % count;
        std::vector<NameId> racks;
        for (int const member : state.consumers) {
            if (rack_of(member) != kNoName) racks.push_back(rack_of(member));
        }
        std::vector<std::vector<NameId>> partition_racks(
            static_cast<std::size_t>(topic.partitions));
        for (std::int32_t number = 0; number < topic.partitions; ++number) {
            partition_racks[static_cast<std::size_t>(number)] = state.racks(number);
        }
        state.needs_racks = matters(racks, partition_racks, force);
        states.push_back(std::move(state));
    }

    void give(TopicState& state, std::size_t consumer, std::int32_t partition) {
        lists[static_cast<std::size_t>(state.consumers[consumer])].push_back(
            {state.topic->name, partition});
        state.is_taken[static_cast<std::size_t>(partition)] = true;
    }
    // A member that goes over its share has used up one of the extras.
    static void count(TopicState& state, std::size_t consumer, std::int32_t taken) {
        state.assigned[consumer] += taken;
        if (taken > 0 && state.assigned[consumer] > state.share) --state.extras;
    }

    void assign_ranges(TopicState& state, bool by_rack) {
        for (std::size_t consumer = 0; consumer < state.consumers.size(); ++consumer) {
            std::int32_t const limit = state.max_assignable(consumer);
            std::int32_t taken = 0;
            for (std::int32_t number = 0; number < state.topic->partitions && taken < limit;
                 ++number) {
                if (state.is_taken[static_cast<std::size_t>(number)]) continue;
                if (by_rack && !racks_match(state, consumer, number)) continue;
                give(state, consumer, number);
                ++taken;
            }
            count(state, consumer, taken);
        }
    }

    // Topics with the same members and as many partitions stay together: a partition of all of
    // them goes to one member, if its rack has them all.
    void assign_together(std::vector<TopicState*> const& group) {
        std::size_t const consumers = group.front()->consumers.size();
        std::vector<bool> is_full(consumers, false);
        for (std::int32_t number = 0; number < group.front()->topic->partitions; ++number) {
            for (std::size_t consumer = 0; consumer < consumers; ++consumer) {
                if (is_full[consumer]) continue;
                bool const fits = std::all_of(group.begin(), group.end(), [&](auto const* state) {
                    return racks_match(*state, consumer, number) &&
                           state->max_assignable(consumer) > 0;
                });
                if (!fits) continue;
                for (TopicState* const state : group) {
                    give(*state, consumer, number);
                    count(*state, consumer, 1);
                }
                is_full[consumer] = std::none_of(
                    group.begin(), group.end(),
                    [&](auto const* state) { return state->max_assignable(consumer) > 0; });
                break;
            }
        }
    }

    void assign_by_rack() {
        std::vector<bool> is_done(states.size(), false);
        for (std::size_t i = 0; i < states.size(); ++i) {
            if (is_done[i]) continue;
            std::vector<TopicState*> group;
            for (std::size_t j = i; j < states.size(); ++j) {
                bool const is_alike = states[j].consumers == states[i].consumers &&
                                      states[j].topic->partitions == states[i].topic->partitions;
                if (!is_alike) continue;
                group.push_back(&states[j]);
                is_done[j] = true;
            }
            if (group.size() > 1) {
                assign_together(group);
            } else if (states[i].needs_racks) {
                assign_ranges(states[i], true);
            }
        }
    }
};
}  // namespace

Assignments assign_range(AssignorInput const& input, Names const& names) {
    Range range{Prepared{input, names}, {}, {}};
    range.lists.resize(range.in.members.size());
    for (AssignorTopic const* const topic : range.in.topics) {
        if (topic->partitions > 0) range.prepare(*topic, names, input.force_rack_aware);
    }
    bool const by_rack = std::any_of(range.states.begin(), range.states.end(),
                                     [](auto const& state) { return state.needs_racks; });
    if (by_rack) range.assign_by_rack();
    for (TopicState& state : range.states) range.assign_ranges(state, false);
    for (auto& list : range.lists) sort_by_name(list, names);
    return range.in.named(std::move(range.lists));
}

}  // namespace highwater
