#include "group/classic_group.h"

#include <algorithm>

namespace highwater {

std::vector<JoinGroupRequestProtocol> const& protocols_of(ClassicGroupMember const& member) {
    static std::vector<JoinGroupRequestProtocol> const none;
    return member.supported_protocols ? *member.supported_protocols : none;
}

namespace {
bool speaks(ClassicGroupMember const& member, NameId protocol) {
    auto const& protocols = protocols_of(member);
    return std::any_of(protocols.begin(), protocols.end(),
                       [&](auto const& each) { return each.name == protocol; });
}

bool all_speak(ClassicGroup const& group, NameId protocol) {
    return std::all_of(group.members.begin(), group.members.end(),
                       [&](auto const& each) { return speaks(each.second, protocol); });
}
}  // namespace

std::string_view name_of(ClassicGroupState state) {
    switch (state) {
    case ClassicGroupState::empty: return "Empty";
    case ClassicGroupState::preparing_rebalance: return "PreparingRebalance";
    case ClassicGroupState::completing_rebalance: return "CompletingRebalance";
    case ClassicGroupState::stable: return "Stable";
    case ClassicGroupState::dead: return "Dead";
    }
    return "?";
}

bool has_all_members_joined(ClassicGroup const& group) {
    return group.pending_join_members.empty() &&
           std::all_of(group.members.begin(), group.members.end(),
                       [](auto const& each) { return each.second.awaiting_join.has_value(); });
}

std::int32_t rebalance_timeout_ms(ClassicGroup const& group) {
    std::int32_t longest = 0;
    for (auto const& [id, member] : group.members) {
        longest = std::max(longest, member.rebalance_timeout_ms);
    }
    return longest;
}

bool supports_protocols(ClassicGroup const& group, NameId protocol_type,
                        std::vector<JoinGroupRequestProtocol> const& protocols) {
    if (group.state == ClassicGroupState::empty) {
        return protocol_type != kNoName && !protocols.empty();
    }
    return group.protocol_type == protocol_type &&
           std::any_of(protocols.begin(), protocols.end(),
                       [&](auto const& each) { return all_speak(group, each.name); });
}

ClassicGroupMember const* find_member(ClassicGroup const& group, NameId member_id) {
    auto const found = group.members.find(member_id);
    return found == group.members.end() ? nullptr : &found->second;
}

Payload<ConsumerProtocolSubscription> metadata_of(ClassicGroupMember const& member,
                                                  NameId protocol) {
    for (JoinGroupRequestProtocol const& each : protocols_of(member)) {
        if (each.name == protocol) return each.metadata;
    }
    return nullptr;
}

NameId select_protocol(ClassicGroup const& group) {
    // Each member votes for the first in its own list that all can speak. Of those with equally
    // many votes the one that the first member likes best wins; Kafka leaves it to a hash map.
    std::vector<std::pair<NameId, int>> votes;
    for (auto const& [id, member] : group.members) {
        for (JoinGroupRequestProtocol const& each : protocols_of(member)) {
            if (!all_speak(group, each.name)) continue;
            auto const known = std::find_if(votes.begin(), votes.end(), [&](auto const& vote) {
                return vote.first == each.name;
            });
            if (known == votes.end()) {
                votes.emplace_back(each.name, 1);
            } else {
                ++known->second;
            }
            break;
        }
    }
    auto const most =
        std::max_element(votes.begin(), votes.end(),
                         [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == votes.end() ? kNoName : most->first;
}

std::optional<std::vector<NameId>> subscribed_topics(ClassicGroup const& group) {
    if (group.protocol_type == kNoName) return std::nullopt;
    std::vector<NameId> topics;
    if (group.members.empty()) return topics;
    if (group.protocol_name == kNoName) return std::nullopt;
    for (auto const& [id, member] : group.members) {
        auto const metadata = metadata_of(member, group.protocol_name);
        if (!metadata) continue;
        topics.insert(topics.end(), metadata->topics.begin(), metadata->topics.end());
    }
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    return topics;
}

}  // namespace highwater
