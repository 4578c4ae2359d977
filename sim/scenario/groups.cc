#include "scenario/groups.h"

#include <algorithm>

#include "group/assignors.h"
#include "world/lookup.h"

namespace highwater {

namespace {
using NamedOffset = std::pair<TopicPartition, Offset>;

TopicImage const* offsets_topic_of(World const& world, ClusterId cluster) {
    MetadataImage const* image = current_image(world, cluster);
    NameId const name = world.names.find(kOffsetsTopic);
    return image == nullptr || name == kNoName ? nullptr : find_topic(*image, name);
}

// The coordinator that leads this partition, if it is alive and has read its log.
GroupCoordinator const* coordinator_at(World const& world, std::int32_t partition, BrokerId leader,
                                       ClusterId cluster) {
    NodeId const node = node_of_server(world, leader, cluster);
    if (node == kNoNode || !node_of(world, node).is_alive) return nullptr;
    for (GroupShard const& shard : (*node_of(world, node).broker)->groups.shards) {
        if (shard.partition == partition && shard.is_loaded) return &*shard.coordinator;
    }
    return nullptr;
}

// The partition of __consumer_offsets that holds a group, and its leader; -1: there is none yet.
std::pair<std::int32_t, BrokerId> place_of(World const& world, NameId group, ClusterId cluster) {
    TopicImage const* topic = offsets_topic_of(world, cluster);
    if (topic == nullptr || topic->partitions.empty()) return {-1, kNoBroker};
    std::int32_t const partition = coordinator_partition(
        world.names.text(group), static_cast<std::int32_t>(topic->partitions.size()));
    return {partition, topic->partitions[static_cast<std::size_t>(partition)].leader};
}

GroupCoordinator const* coordinator_for(World const& world, NameId group, ClusterId cluster) {
    auto const [partition, leader] = place_of(world, group, cluster);
    return partition < 0 ? nullptr : coordinator_at(world, partition, leader, cluster);
}

std::vector<TopicPartition> named(World const& world, MetadataImage const& image,
                                  std::vector<TopicIdPartitions> const& topics) {
    std::vector<TopicPartition> partitions;
    for (TopicIdPartitions const& topic : topics) {
        TopicImage const* known = find_topic(image, topic.topic_id);
        if (known == nullptr) continue;
        for (std::int32_t const p : topic.partitions) partitions.push_back({known->name, p});
    }
    sort_by_name(partitions, world.names);
    return partitions;
}

std::vector<TopicIdPartitions> listed(OwnedPartitions const& owned) {
    std::vector<TopicIdPartitions> topics;
    for (auto const& [topic, partitions] : owned) {
        topics.push_back({topic, {}});
        for (auto const& [partition, epoch] : partitions) {
            topics.back().partitions.push_back(partition);
        }
    }
    return topics;
}

std::vector<TopicIdPartitions> listed(TopicIdAssignment const& assignment) {
    std::vector<TopicIdPartitions> topics;
    for (auto const& [topic, partitions] : assignment) topics.push_back({topic, partitions});
    return topics;
}

void view_classic(World const& world, ClassicGroup const& group, GroupView& view) {
    view.state = name_of(group.state);
    view.generation = group.generation_id;
    bool const is_stable = group.state == ClassicGroupState::stable;
    if (is_stable && group.protocol_name != kNoName) {
        view.assignor = world.names.text(group.protocol_name);
    }
    for (auto const& [id, member] : group.members) {
        GroupMemberView one;
        one.client_id = member.client_id;
        one.process = process_of(member);
        one.group_instance_id = member.group_instance_id;
        if (is_stable && member.assignment) one.assigned = member.assignment->assigned_partitions;
        sort_by_name(one.assigned, world.names);
        view.members.push_back(std::move(one));
    }
}

void view_consumer(World const& world, ConsumerGroup const& group, GroupView& view) {
    MetadataImage const& image = *current_image(world, view.cluster);
    view.is_consumer = true;
    view.state = name_of(state_of(group));
    view.generation = group.group_epoch;
    view.target_assignment_epoch = group.target_assignment_epoch;
    NodeId const node = node_of_server(world, view.coordinator, view.cluster);
    NameId const preferred = preferred_server_assignor(group);
    std::string const assignors = (*node_of(world, node).broker)->config->group.consumer.assignors;
    view.assignor = preferred != kNoName ? world.names.text(preferred)
                                         : assignors.substr(0, assignors.find(','));
    for (auto const& [id, member] : group.members) {
        GroupMemberView one;
        one.client_id = one.process = member.client_id;
        one.group_instance_id = member.instance_id;
        one.member_epoch = member.member_epoch;
        one.assigned = named(world, image, listed(member.assigned));
        auto const target = group.target_assignment.find(id);
        one.target = target == group.target_assignment.end()
                         ? std::vector<TopicPartition>{}
                         : named(world, image, listed(target->second));
        one.pending_revocation = named(world, image, listed(member.pending_revocation));
        view.members.push_back(std::move(one));
    }
}

GroupView view_in(World const& world, GroupCoordinator const& coordinator, NameId id,
                  BrokerId leader, ClusterId cluster) {
    GroupView view;
    view.group = id;
    view.cluster = cluster;
    view.coordinator = leader;
    view.state = "Empty";
    if (ClassicGroup const* classic = find_classic_group(coordinator, id)) {
        view_classic(world, *classic, view);
    } else if (ConsumerGroup const* consumer = find_consumer_group(coordinator, id)) {
        view_consumer(world, *consumer, view);
    }
    std::sort(view.members.begin(), view.members.end(),
              [&](GroupMemberView const& a, GroupMemberView const& b) {
                  return world.names.text(a.client_id) < world.names.text(b.client_id);
              });
    if (CommittedOffsets const* offsets = find_offsets(coordinator, id)) {
        for (auto const& [partition, committed] : *offsets) {
            view.committed.emplace_back(partition, committed.offset);
        }
    }
    std::sort(view.committed.begin(), view.committed.end(),
              [&](NamedOffset const& a, NamedOffset const& b) {
                  if (a.first.topic == b.first.topic) {
                      return a.first.partition < b.first.partition;
                  }
                  return world.names.text(a.first.topic) < world.names.text(b.first.topic);
              });
    return view;
}
}  // namespace

BrokerId coordinator_of(World const& world, NameId group, ClusterId cluster) {
    return place_of(world, group, cluster).second;
}

bool has_coordinator(World const& world, NameId group, ClusterId cluster) {
    return coordinator_for(world, group, cluster) != nullptr;
}

bool is_coordinator_away(World const& world, NameId group, ClusterId cluster) {
    return place_of(world, group, cluster).first >= 0 && !has_coordinator(world, group, cluster);
}

TopicPartition partition_of_group(World const& world, NameId group, ClusterId cluster) {
    return {world.names.find(kOffsetsTopic), place_of(world, group, cluster).first};
}

std::optional<GroupView> view_group(World const& world, NameId group) {
    for (GroupView& view : view_groups(world)) {
        if (view.group == group) return std::move(view);
    }
    return std::nullopt;
}

namespace {
std::vector<GroupView> groups_in(World const& world, ClusterId cluster) {
    std::vector<GroupView> views;
    TopicImage const* topic = offsets_topic_of(world, cluster);
    if (topic == nullptr) return views;
    for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
        BrokerId const leader = topic->partitions[i].leader;
        auto const* coordinator =
            coordinator_at(world, static_cast<std::int32_t>(i), leader, cluster);
        if (coordinator == nullptr) continue;
        std::vector<NameId> ids;
        for (auto const& [id, group] : coordinator->groups) ids.push_back(id);
        for (auto const& [id, offsets] : coordinator->offsets) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end() && !offsets->empty()) {
                ids.push_back(id);
            }
        }
        for (NameId const id : ids) {
            views.push_back(view_in(world, *coordinator, id, leader, cluster));
        }
    }
    std::sort(views.begin(), views.end(), [&](GroupView const& a, GroupView const& b) {
        return world.names.text(a.group) < world.names.text(b.group);
    });
    return views;
}
}  // namespace

std::vector<GroupView> view_groups(World const& world) {
    std::vector<GroupView> views;
    for (std::size_t i = 0; i < world.clusters.size(); ++i) {
        for (GroupView& view : groups_in(world, ClusterId{static_cast<std::int32_t>(i)})) {
            views.push_back(std::move(view));
        }
    }
    return views;
}

std::vector<NameId> groups_reading(World const& world, NameId topic, ClusterId cluster) {
    std::vector<NameId> groups;
    for (GroupView const& view : groups_in(world, cluster)) {
        bool reads =
            std::any_of(view.committed.begin(), view.committed.end(),
                        [&](NamedOffset const& each) { return each.first.topic == topic; });
        for (GroupMemberView const& member : view.members) {
            reads |= std::any_of(member.assigned.begin(), member.assigned.end(),
                                 [&](TopicPartition each) { return each.topic == topic; });
        }
        if (reads && !view.members.empty()) groups.push_back(view.group);
    }
    return groups;
}

bool may_be_read_unseen(World const& world, NameId topic, ClusterId cluster) {
    return std::any_of(world.nodes.begin(), world.nodes.end(), [&](Process const& process) {
        if (!process.consumer || process.cluster != cluster) return false;
        Consumer const& consumer = **process.consumer;
        auto const has = [&](std::vector<NameId> const& topics) {
            return std::find(topics.begin(), topics.end(), topic) != topics.end();
        };
        // A dead one remembers what it was made for only.
        bool const reads = has(consumer.membership.topics) || has(consumer.spec->subscribe) ||
                           consumer.metadata.pattern.is_set();
        return reads && consumer.membership.group != kNoName &&
               is_coordinator_away(world, consumer.membership.group, cluster);
    });
}

std::optional<Time> session_end(World const& world, NameId group, NameId process,
                                ClusterId cluster) {
    GroupCoordinator const* coordinator = coordinator_for(world, group, cluster);
    if (coordinator == nullptr) return std::nullopt;
    auto const of_one_called = [&](auto const& members, auto process_that_is) {
        std::optional<Time> end;
        for (auto const& [id, member] : members) {
            auto const timer = coordinator->timers.armed.find({GroupTimerKind::session, group, id});
            bool const is_armed = timer != coordinator->timers.armed.end();
            if (is_armed && process_that_is(member) == process) end = timer->second.at;
        }
        return end;
    };
    if (ClassicGroup const* classic = find_classic_group(*coordinator, group)) {
        return of_one_called(classic->members,
                             [](ClassicGroupMember const& member) { return process_of(member); });
    }
    ConsumerGroup const* consumer = find_consumer_group(*coordinator, group);
    if (consumer == nullptr) return std::nullopt;
    return of_one_called(consumer->members,
                         [](ConsumerGroupMember const& member) { return member.client_id; });
}

std::optional<std::int64_t> lag_of_group(World const& world, TopicPartition partition,
                                         Offset committed, ClusterId cluster) {
    BrokerId const leader = leader_of(world, partition, cluster);
    NodeId const node = node_of_server(world, leader, cluster);
    if (node == kNoNode || !node_of(world, node).is_alive) return std::nullopt;
    Partition const* replica = find_partition(**node_of(world, node).broker, partition);
    if (replica == nullptr) return std::nullopt;
    return replica->high_watermark - committed;
}

}  // namespace highwater
