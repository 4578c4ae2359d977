#include "trace/owner.h"

#include <utility>

namespace highwater {

namespace {
bool has(Payload<std::vector<TopicPartition>> const& list, TopicPartition partition) {
    return std::find(list->begin(), list->end(), partition) != list->end();
}

// Who gave the partition up: a member that says so, one that closed its consumer, or one that its
// coordinator counts as gone. A member that was killed told nobody: its group believes in it until
// its session ends.
NodeId giver_up(Detective const& look, TracedFact const& traced, TopicPartition partition) {
    if (auto const* revoked = std::get_if<PartitionsRevoked>(&traced.fact)) {
        return has(revoked->partitions, partition) ? traced.node : kNoNode;
    }
    if (auto const* lost = std::get_if<PartitionsLost>(&traced.fact)) {
        return has(lost->partitions, partition) ? traced.node : kNoNode;
    }
    if (auto const* left = std::get_if<GroupMemberLeft>(&traced.fact)) {
        return look.client_called(left->client);
    }
    return std::holds_alternative<NodeStopped>(traced.fact) ? traced.node : kNoNode;
}
}  // namespace

// Backwards: the last to be given the partition owns it, unless it gave it up since. Nobody owns
// it: what the last owner's end of it was.
Found behind_owner(Detective const& look, std::uint64_t number, TopicPartition partition,
                   NameId group) {
    std::vector<std::pair<NodeId, std::uint64_t>> former;  // and the fact that made it so
    Found lost;
    while (number-- > look.trace.first_fact()) {
        TracedFact const& traced = look.fact(number);
        if (look.is_elsewhere(traced)) continue;
        auto const known = [&](NodeId node) {
            return std::find_if(former.begin(), former.end(),
                                [&](auto const& each) { return each.first == node; });
        };
        NodeId const gone = giver_up(look, traced, partition);
        if (gone != kNoNode && known(gone) == former.end()) former.emplace_back(gone, number);
        auto const* given = std::get_if<PartitionsAssigned>(&traced.fact);
        if (given == nullptr || !has(given->partitions, partition)) continue;
        if (group != kNoName && given->group != group) continue;
        auto const owner = known(traced.node);
        if (owner == former.end()) return number;
        lost = std::max(lost, Found{owner->second});
    }
    return lost;
}

}  // namespace highwater
