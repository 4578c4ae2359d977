#include "group/topic_ids.h"

#include <algorithm>

#include "base/java_hash.h"
#include "group/assignors.h"
#include "group/consumer_flow.h"

namespace highwater {

std::vector<Uuid> ids_of(std::vector<NameId> const& topics, ClusterTopics const& cluster) {
    std::vector<Uuid> ids;
    for (NameId const name : topics) {
        if (auto const topic = cluster.find(name)) ids.push_back(topic->id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<TopicPartition> partitions_of(TopicIdAssignment const& assignment,
                                          CoordinatorCall const& call) {
    std::vector<TopicPartition> partitions;
    for (auto const& [id, numbers] : assignment) {
        auto const topic = call.topics.find(id);
        if (!topic) continue;
        for (std::int32_t const number : numbers) partitions.push_back({topic->name, number});
    }
    sort_by_name(partitions, call.effects.names());
    return partitions;
}

std::vector<TopicPartition> partitions_of(OwnedPartitions const& owned,
                                          CoordinatorCall const& call) {
    TopicIdAssignment assignment;
    for (auto const& [id, partitions] : owned) {
        for (auto const& [number, epoch] : partitions) assignment[id].push_back(number);
    }
    return partitions_of(assignment, call);
}

std::vector<TopicIdPartitions> lists_of(std::vector<TopicPartition> const& partitions,
                                        ClusterTopics const& cluster) {
    TopicIdAssignment assignment;
    for (TopicPartition const each : partitions) {
        auto const topic = cluster.find(each.topic);
        bool const is_there = topic && each.partition < topic->partitions;
        if (is_there) assignment[topic->id].push_back(each.partition);
    }
    std::vector<TopicIdPartitions> lists;
    for (auto& [id, numbers] : assignment) {
        std::sort(numbers.begin(), numbers.end());
        lists.push_back({id, std::move(numbers)});
    }
    return lists;
}

namespace {
void rank(GroupSpec& spec, Names const& names) {
    std::vector<GroupSpecMember*> order;
    for (GroupSpecMember& member : spec.members) order.push_back(&member);
    auto const key = [&](GroupSpecMember const* member) -> std::string const& {
        return names.text(member->instance_id == kNoName ? member->member_id : member->instance_id);
    };
    std::sort(order.begin(), order.end(),
              [&](auto const* a, auto const* b) { return key(a) < key(b); });
    for (std::size_t i = 0; i < order.size(); ++i) order[i]->rank = static_cast<std::int32_t>(i);
}
}  // namespace

GroupSpec group_spec(ConsumerGroup const& group, CoordinatorCall const& call) {
    GroupSpec spec;
    std::vector<NameId> topics = subscribed_topics(group);
    Names const& names = call.effects.names();
    std::sort(topics.begin(), topics.end(),
              [&](NameId a, NameId b) { return names.text(a) < names.text(b); });
    for (NameId const name : topics) {
        if (auto const topic = call.topics.find(name)) {
            spec.topics.push_back({name, topic->id, topic->partitions});
        }
    }
    spec.is_homogeneous = true;
    for (auto const& [id, member] : group.members) {
        GroupSpecMember made{id, member.instance_id, subscribed_topics(group, member), {}};
        spec.is_homogeneous &= made.subscribed_topics.size() == topics.size();
        auto const target = group.target_assignment.find(id);
        if (target != group.target_assignment.end()) made.assigned = target->second;
        spec.members.push_back(std::move(made));
    }
    // Kafka gathers them in a HashMap and walks it: the order of their random ids decides which of
    // equal members keeps, or gets, one partition more.
    sort_as_hash_map(spec.members, [&](GroupSpecMember const& member) {
        return std::string_view{names.text(member.member_id)};
    });
    rank(spec, names);
    return spec;
}

std::int64_t metadata_hash(ConsumerGroup const& group, ClusterTopics const& topics,
                           Names const& names) {
    std::vector<std::string_view> order;
    for (NameId const name : subscribed_topics(group)) order.push_back(names.text(name));
    std::sort(order.begin(), order.end());
    Hasher hasher;
    bool is_empty = true;
    for (std::string_view const name : order) {
        auto const topic = topics.find(names.find(name));
        if (!topic) continue;
        is_empty = false;
        hasher.add(name);
        hash_into(hasher, topic->id);
        for (std::int32_t number = 0; number < topic->partitions; ++number) {
            std::vector<std::string_view> racks;
            for (NameId const rack : topics.racks(topic->id, number)) {
                racks.push_back(names.text(rack));
            }
            std::sort(racks.begin(), racks.end());
            hasher.add(racks.size());
            for (std::string_view const rack : racks) hasher.add(rack);
        }
    }
    return is_empty ? 0 : static_cast<std::int64_t>(hasher.value());
}

}  // namespace highwater
