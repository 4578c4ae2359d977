#include "group/consumer_group.h"

#include <algorithm>

namespace highwater {

std::string_view name_of(ConsumerGroupState state) {
    switch (state) {
    case ConsumerGroupState::empty: return "Empty";
    case ConsumerGroupState::assigning: return "Assigning";
    case ConsumerGroupState::reconciling: return "Reconciling";
    case ConsumerGroupState::stable: return "Stable";
    case ConsumerGroupState::dead: return "Dead";
    }
    return "?";
}

std::string_view name_of(MemberState state) {
    switch (state) {
    case MemberState::stable: return "STABLE";
    case MemberState::unrevoked_partitions: return "UNREVOKED_PARTITIONS";
    case MemberState::unreleased_partitions: return "UNRELEASED_PARTITIONS";
    case MemberState::unknown: return "UNKNOWN";
    }
    return "?";
}

ConsumerGroupState state_of(ConsumerGroup const& group) {
    if (group.members.empty()) return ConsumerGroupState::empty;
    if (group.group_epoch > group.target_assignment_epoch) return ConsumerGroupState::assigning;
    bool const is_reconciled =
        std::all_of(group.members.begin(), group.members.end(), [&](auto const& each) {
            return each.second.state == MemberState::stable &&
                   each.second.member_epoch == group.target_assignment_epoch;
        });
    return is_reconciled ? ConsumerGroupState::stable : ConsumerGroupState::reconciling;
}

ConsumerGroupMember const* find_member(ConsumerGroup const& group, NameId member_id) {
    auto const found = group.members.find(member_id);
    return found == group.members.end() ? nullptr : &found->second;
}

NameId preferred_server_assignor(ConsumerGroup const& group) {
    std::vector<std::pair<NameId, int>> votes;
    for (auto const& each : group.members) {
        NameId const wish = each.second.server_assignor;
        if (wish == kNoName) continue;
        auto const known = std::find_if(votes.begin(), votes.end(),
                                        [&](auto const& vote) { return vote.first == wish; });
        if (known == votes.end()) {
            votes.emplace_back(wish, 1);
        } else {
            ++known->second;
        }
    }
    auto const most =
        std::max_element(votes.begin(), votes.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == votes.end() ? kNoName : most->first;
}

std::vector<NameId> subscribed_topics(ConsumerGroup const& group,
                                      ConsumerGroupMember const& member) {
    std::vector<NameId> topics = member.subscribed_topic_names;
    auto const resolved = group.resolved_regular_expressions.find(member.subscribed_topic_regex);
    if (!member.subscribed_topic_regex.empty() &&
        resolved != group.resolved_regular_expressions.end()) {
        topics.insert(topics.end(), resolved->second.topics.begin(), resolved->second.topics.end());
    }
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    return topics;
}

std::vector<NameId> subscribed_topics(ConsumerGroup const& group) {
    std::vector<NameId> topics;
    for (auto const& [id, member] : group.members) {
        std::vector<NameId> const own = subscribed_topics(group, member);
        topics.insert(topics.end(), own.begin(), own.end());
    }
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    return topics;
}

}  // namespace highwater
