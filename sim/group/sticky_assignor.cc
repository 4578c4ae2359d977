// The sticky and cooperative-sticky assignors' beginning: who owned what, and which of the two
// algorithms fits (Kafka: AbstractStickyAssignor).
#include <algorithm>

#include "group/sticky_parts.h"

namespace highwater {

namespace {
std::int32_t generation_of(ConsumerProtocolSubscription const& subscription, bool is_cooperative) {
    if (is_cooperative && subscription.generation_id >= 0) return subscription.generation_id;
    return subscription.user_data ? subscription.user_data->generation : -1;
}

int topic_number(Prepared const& in, NameId name) {
    for (std::size_t i = 0; i < in.topics.size(); ++i) {
        if (in.topics[i]->name == name) return static_cast<int>(i);
    }
    return -1;
}

bool subscriptions_equal(Prepared const& in) {
    for (AssignorMember const* const member : in.members) {
        auto const& first = in.members.front()->subscription.topics;
        auto const& other = member->subscription.topics;
        if (first.size() != other.size()) return false;
        for (NameId const topic : other) {
            if (std::find(first.begin(), first.end(), topic) == first.end()) return false;
        }
    }
    return true;
}

// The highest generation wins; two claims of one generation are both void.
void settle_claims(StickyState& state, bool is_cooperative) {
    std::map<PartitionSlot, int> claimant;
    state.owned.resize(state.in.members.size());
    for (int member = 0; member < state.in.member_count(); ++member) {
        auto const place = static_cast<std::size_t>(member);
        std::int32_t const generation =
            generation_of(state.in.members[place]->subscription, is_cooperative);
        state.generations.push_back(generation);
        state.max_generation = std::max(state.max_generation, generation);
        for (PartitionSlot const slot : claims_of(state, member, is_cooperative)) {
            auto const other = claimant.find(slot);
            if (other == claimant.end()) {
                state.owned[place].push_back(slot);
                claimant[slot] = member;
                continue;
            }
            std::int32_t const theirs = state.generations[static_cast<std::size_t>(other->second)];
            if (generation < theirs) continue;
            auto& lost = state.owned[static_cast<std::size_t>(other->second)];
            lost.erase(std::remove(lost.begin(), lost.end(), slot), lost.end());
            if (generation == theirs) {
                state.claimed_twice.push_back(slot);
            } else {
                state.owned[place].push_back(slot);
            }
            other->second = member;
        }
    }
}

void find_racks(StickyState& state, bool force) {
    std::vector<NameId> member_racks;
    for (int member = 0; member < state.in.member_count(); ++member) {
        if (state.rack_of(member) != kNoName) member_racks.push_back(state.rack_of(member));
    }
    if (member_racks.empty()) return;
    std::vector<std::vector<NameId>> partition_racks;
    for (std::size_t topic = 0; topic < state.in.topics.size(); ++topic) {
        AssignorTopic const& each = *state.in.topics[topic];
        for (std::int32_t number = 0; number < each.partitions; ++number) {
            auto const place = static_cast<std::size_t>(number);
            auto const racks =
                place < each.racks.size() ? each.racks[place] : std::vector<NameId>{};
            state.racks[{static_cast<int>(topic), number}] = racks;
            partition_racks.push_back(racks);
        }
    }
    state.is_rack_aware = matters(member_racks, partition_racks, force);
}

std::vector<std::vector<TopicPartition>> by_name(
    StickyState const& state, std::vector<std::vector<PartitionSlot>> const& lists,
    Names const& names) {
    std::vector<std::vector<TopicPartition>> named;
    for (std::vector<PartitionSlot> const& list : lists) {
        named.emplace_back();
        for (PartitionSlot const slot : list) {
            named.back().push_back(
                {state.in.topics[static_cast<std::size_t>(slot.topic)]->name, slot.number});
        }
        sort_by_name(named.back(), names);
    }
    return named;
}
}  // namespace

NameId StickyState::rack_of(int member) const {
    return in.members[static_cast<std::size_t>(member)]->subscription.rack_id;
}

bool StickyState::racks_mismatch(int member, PartitionSlot slot) const {
    if (!is_rack_aware || rack_of(member) == kNoName) return false;
    auto const found = racks.find(slot);
    return found == racks.end() || std::find(found->second.begin(), found->second.end(),
                                             rack_of(member)) == found->second.end();
}

std::int32_t StickyState::total() const {
    std::int32_t sum = 0;
    for (AssignorTopic const* const topic : in.topics) sum += topic->partitions;
    return sum;
}

std::vector<PartitionSlot> claims_of(StickyState const& state, int member, bool is_cooperative) {
    auto const& subscription = state.in.members[static_cast<std::size_t>(member)]->subscription;
    static std::vector<TopicPartition> const none;
    auto const& partitions = is_cooperative           ? subscription.owned_partitions
                             : subscription.user_data ? subscription.user_data->previous_assignment
                                                      : none;
    std::vector<PartitionSlot> claims;
    for (TopicPartition const partition : partitions) {
        int const topic = topic_number(state.in, partition.topic);
        if (topic >= 0 && partition.partition < state.partition_count(topic)) {
            claims.push_back({topic, partition.partition});
        }
    }
    return claims;
}

StickyResult assign_sticky(AssignorInput const& input, bool is_cooperative, Names const& names) {
    StickyState state{Prepared{input, names}, {}, {}, -1, {}, false, {}};
    settle_claims(state, is_cooperative);
    find_racks(state, input.force_rack_aware);
    StickyResult result;
    if (state.in.members.empty()) return result;
    bool const is_equal = subscriptions_equal(state.in);
    StickyLists const lists = is_equal ? assign_equal_subscriptions(state)
                                       : assign_any_subscriptions(state, is_cooperative);
    result.assignments = state.in.named(by_name(state, lists.lists, names));
    if (!is_equal) return result;
    result.transferring.emplace();
    for (auto const& [slot, member] : lists.transferring) {
        NameId const topic = state.in.topics[static_cast<std::size_t>(slot.topic)]->name;
        (*result.transferring)[{topic, slot.number}] =
            state.in.members[static_cast<std::size_t>(member)]->member_id;
    }
    return result;
}

}  // namespace highwater
