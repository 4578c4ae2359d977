#include "group/assignors.h"

#include <algorithm>

#include "base/check.h"
#include "group/assignor_parts.h"

namespace highwater {

std::string_view name_of(AssignorKind kind) {
    switch (kind) {
    case AssignorKind::range: return "range";
    case AssignorKind::roundrobin: return "roundrobin";
    case AssignorKind::sticky: return "sticky";
    case AssignorKind::cooperative_sticky: return "cooperative-sticky";
    }
    return "?";
}

void sort_by_name(std::vector<TopicPartition>& partitions, Names const& names) {
    std::sort(partitions.begin(), partitions.end(), [&](TopicPartition a, TopicPartition b) {
        if (a.topic == b.topic) return a.partition < b.partition;
        return names.text(a.topic) < names.text(b.topic);
    });
}

Prepared::Prepared(AssignorInput const& input, Names const& names) {
    for (AssignorMember const& member : input.members) members.push_back(&member);
    std::sort(members.begin(), members.end(), [&](auto const* a, auto const* b) {
        return names.text(a->member_id) < names.text(b->member_id);
    });
    for (AssignorTopic const& topic : input.topics) topics.push_back(&topic);
    std::sort(topics.begin(), topics.end(), [&](auto const* a, auto const* b) {
        return names.text(a->name) < names.text(b->name);
    });
    topics.erase(std::remove_if(topics.begin(), topics.end(),
                                [&](auto const* topic) { return subscribers(*topic).empty(); }),
                 topics.end());
}

bool Prepared::is_subscribed(int member, NameId topic) const {
    auto const& topics_of = members[static_cast<std::size_t>(member)]->subscription.topics;
    return std::find(topics_of.begin(), topics_of.end(), topic) != topics_of.end();
}

std::vector<int> Prepared::subscribers(AssignorTopic const& topic) const {
    std::vector<int> all;
    for (int member = 0; member < member_count(); ++member) {
        if (is_subscribed(member, topic.name)) all.push_back(member);
    }
    return all;
}

std::vector<int> Prepared::static_first(Names const& names) const {
    std::vector<int> order(members.size());
    for (int i = 0; i < member_count(); ++i) order[static_cast<std::size_t>(i)] = i;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        NameId const x = members[static_cast<std::size_t>(a)]->group_instance_id;
        NameId const y = members[static_cast<std::size_t>(b)]->group_instance_id;
        if (x == kNoName || y == kNoName) return x != kNoName && y == kNoName;
        return names.text(x) < names.text(y);
    });
    return order;
}

Assignments Prepared::named(std::vector<std::vector<TopicPartition>> lists) const {
    CHECK(lists.size() == members.size());
    Assignments assignments;
    for (std::size_t i = 0; i < members.size(); ++i) {
        assignments[members[i]->member_id] = std::move(lists[i]);
    }
    return assignments;
}

bool matters(std::vector<NameId> const& member_racks,
             std::vector<std::vector<NameId>> const& partition_racks, bool force) {
    std::vector<NameId> all;
    for (auto const& racks : partition_racks) all.insert(all.end(), racks.begin(), racks.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    bool const meet = std::any_of(member_racks.begin(), member_racks.end(), [&](NameId rack) {
        return std::binary_search(all.begin(), all.end(), rack);
    });
    if (!meet) return false;
    if (force) return true;
    return std::any_of(partition_racks.begin(), partition_racks.end(), [&](auto racks) {
        std::sort(racks.begin(), racks.end());
        racks.erase(std::unique(racks.begin(), racks.end()), racks.end());
        return racks != all;
    });
}

namespace {
// All partitions in one row, dealt like cards, past those who are not subscribed.
Assignments assign_round_robin(Prepared const& in, Names const& names) {
    std::vector<std::vector<TopicPartition>> lists(in.members.size());
    std::vector<int> const order = in.static_first(names);
    std::size_t next = 0;
    for (AssignorTopic const* const topic : in.topics) {
        for (std::int32_t number = 0; number < topic->partitions; ++number) {
            while (!in.is_subscribed(order[next], topic->name)) next = (next + 1) % order.size();
            lists[static_cast<std::size_t>(order[next])].push_back({topic->name, number});
            next = (next + 1) % order.size();
        }
    }
    return in.named(std::move(lists));
}

// What the cooperative assignor must hold back: it still belongs to somebody else.
std::map<TopicPartition, NameId> transfers(AssignorInput const& input, StickyResult const& result) {
    if (result.transferring) return *result.transferring;
    std::map<TopicPartition, NameId> added;
    std::vector<TopicPartition> revoked;
    for (AssignorMember const& member : input.members) {
        auto const& owned = member.subscription.owned_partitions;
        auto const& assigned = result.assignments.at(member.member_id);
        for (TopicPartition const each : assigned) {
            bool const is_new = std::find(owned.begin(), owned.end(), each) == owned.end();
            if (is_new) added[each] = member.member_id;
        }
        for (TopicPartition const each : owned) {
            bool const is_lost =
                std::find(assigned.begin(), assigned.end(), each) == assigned.end();
            if (is_lost) revoked.push_back(each);
        }
    }
    std::sort(revoked.begin(), revoked.end());
    std::map<TopicPartition, NameId> both;
    for (auto const& [partition, owner] : added) {
        if (std::binary_search(revoked.begin(), revoked.end(), partition)) {
            both[partition] = owner;
        }
    }
    return both;
}
}  // namespace

std::map<TopicPartition, NameId> partitions_in_transfer(AssignorInput const& input,
                                                        Names const& names) {
    return transfers(input, assign_sticky(input, true, names));
}

Assignments assign(AssignorKind kind, AssignorInput const& input, Names const& names) {
    switch (kind) {
    case AssignorKind::range: return assign_range(input, names);
    case AssignorKind::roundrobin: return assign_round_robin(Prepared{input, names}, names);
    case AssignorKind::sticky: return assign_sticky(input, false, names).assignments;
    case AssignorKind::cooperative_sticky: break;
    }
    StickyResult result = assign_sticky(input, true, names);
    for (auto const& [partition, owner] : transfers(input, result)) {
        auto& list = result.assignments.at(owner);
        list.erase(std::remove(list.begin(), list.end(), partition), list.end());
    }
    return std::move(result.assignments);
}

}  // namespace highwater
