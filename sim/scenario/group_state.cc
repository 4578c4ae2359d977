// Consumers and groups of `state --format json`.
#include "scenario/group_state.h"

#include <algorithm>

#include "client/group_member.h"
#include "scenario/groups.h"
#include "world/lookup.h"

namespace highwater {

namespace {
std::string partition_text(World const& world, TopicPartition partition) {
    return world.names.text(partition.topic) + "-" + std::to_string(partition.partition);
}

Tree partition_list(World const& world, std::vector<TopicPartition> const& partitions) {
    Tree list = Tree::list();
    for (TopicPartition const each : partitions) list.add(Tree::of(partition_text(world, each)));
    return list;
}

Tree name_or_nothing(World const& world, NameId name) {
    return name == kNoName ? Tree::nothing() : Tree::of(world.names.text(name));
}

Tree callbacks_of(World const& world, Membership const& membership) {
    Tree list = Tree::list();
    for (Callback const& callback : *membership.callbacks) {
        Tree entry = Tree::object();
        entry.add("event", Tree::of(callback_word(callback.kind)));
        entry.add("partitions", partition_list(world, callback.partitions));
        list.add(std::move(entry));
    }
    return list;
}

Tree member_of(World const& world, GroupMemberView const& member) {
    Tree entry = Tree::object();
    entry.add("client_id", name_or_nothing(world, member.client_id));
    entry.add("group_instance_id", name_or_nothing(world, member.group_instance_id));
    entry.add("member_epoch",
              member.member_epoch ? Tree::of(std::int64_t{*member.member_epoch}) : Tree::nothing());
    entry.add("assigned", partition_list(world, member.assigned));
    auto const if_known = [&](std::optional<std::vector<TopicPartition>> const& partitions) {
        return partitions ? partition_list(world, *partitions) : Tree::nothing();
    };
    entry.add("target", if_known(member.target));
    entry.add("pending_revocation", if_known(member.pending_revocation));
    return entry;
}

// What kafka-configs has set for the group itself.
Tree configs_of_group(World const& world, GroupView const& view) {
    Tree configs = Tree::object();
    MetadataImage const* image = current_image(world, view.cluster);
    if (image == nullptr) return configs;
    for (ConfigEntry const& entry : image->configs) {
        bool const is_its_own = entry.resource_type == ConfigResourceType::group &&
                                entry.resource_name == world.names.text(view.group);
        if (is_its_own) configs.add(entry.name, Tree::of(entry.value));
    }
    return configs;
}

Tree named_group(World const& world, GroupView const& view) {
    Tree entry = Tree::object();
    entry.add("group", Tree::of(world.names.text(view.group)));
    NameId const cluster = world.clusters[static_cast<std::size_t>(view.cluster.value)];
    if (cluster != kNoName) entry.add("cluster", Tree::of(world.names.text(cluster)));
    return entry;
}

Tree group_of(World const& world, GroupView const& view) {
    Tree entry = named_group(world, view);
    entry.add("type", Tree::of(view.is_consumer ? "Consumer" : "Classic"));
    entry.add("state", Tree::of(view.state));
    auto const number = [](std::int32_t value) { return Tree::of(std::int64_t{value}); };
    entry.add("generation", view.is_consumer ? Tree::nothing() : number(view.generation));
    entry.add("group_epoch", view.is_consumer ? number(view.generation) : Tree::nothing());
    entry.add("target_assignment_epoch", view.target_assignment_epoch
                                             ? number(*view.target_assignment_epoch)
                                             : Tree::nothing());
    entry.add("assignor", view.assignor.empty() ? Tree::nothing() : Tree::of(view.assignor));
    entry.add("coordinator", number(view.coordinator.value));
    entry.add("coordinator_available", Tree::of(true));
    entry.add("configs", configs_of_group(world, view));
    Tree members = Tree::list();
    for (GroupMemberView const& member : view.members) members.add(member_of(world, member));
    entry.add("members", std::move(members));
    Tree committed = Tree::object();
    Tree lags = Tree::object();
    for (auto const& [partition, offset] : view.committed) {
        std::string const name = partition_text(world, partition);
        committed.add(name, Tree::of(offset.value));
        auto const lag = lag_of_group(world, partition, offset, view.cluster);
        lags.add(name, lag ? Tree::of(*lag) : Tree::nothing());
    }
    entry.add("committed", std::move(committed));
    entry.add("lag", std::move(lags));
    return entry;
}

// The same keys, but its coordinator is dead, or still reads: what only it knows is unknown.
Tree silent_group_of(World const& world, GroupView const& view) {
    Tree entry = named_group(world, view);
    entry.add("type", Tree::of(view.is_consumer ? "Consumer" : "Classic"));
    for (char const* key :
         {"state", "generation", "group_epoch", "target_assignment_epoch", "assignor"}) {
        entry.add(key, Tree::nothing());
    }
    BrokerId const leader = coordinator_of(world, view.group, view.cluster);
    entry.add("coordinator",
              leader == kNoBroker ? Tree::nothing() : Tree::of(std::int64_t{leader.value}));
    entry.add("coordinator_available", Tree::of(false));
    entry.add("configs", configs_of_group(world, view));
    for (char const* key : {"members", "committed", "lag"}) entry.add(key, Tree::nothing());
    return entry;
}

// Groups whose members still take themselves for such, and that nobody can tell about.
std::vector<GroupView> silent_groups(World const& world) {
    std::vector<GroupView> silent;
    for (Process const& process : world.nodes) {
        if (!process.consumer || !process.is_alive) continue;
        Consumer const& consumer = **process.consumer;
        NameId const group = consumer.membership.group;
        bool const is_in_one = is_member(consumer) && consumer.membership.generation >= 0;
        if (!is_in_one || has_coordinator(world, group, process.cluster)) continue;
        bool const is_there = std::any_of(silent.begin(), silent.end(), [&](GroupView const& each) {
            return each.group == group && each.cluster == process.cluster;
        });
        if (is_there) continue;
        GroupView view;
        view.group = group;
        view.cluster = process.cluster;
        view.is_consumer = !speaks_classic(consumer);
        silent.push_back(std::move(view));
    }
    return silent;
}

// Cluster by cluster, by name.
bool stands_before(World const& world, GroupView const& a, GroupView const& b) {
    if (a.cluster != b.cluster) return a.cluster.value < b.cluster.value;
    return world.names.text(a.group) < world.names.text(b.group);
}
}  // namespace

std::string callback_word(CallbackKind kind) {
    switch (kind) {
    case CallbackKind::revoked: return "revoked";
    case CallbackKind::assigned: return "assigned";
    case CallbackKind::lost: break;
    }
    return "lost";
}

std::string consumer_word(Process const& process) {
    if (!process.is_alive) return "dead";
    if (process.is_paused) return "paused";
    Consumer const& consumer = **process.consumer;
    if (is_inside_close(consumer.application)) return "closing";
    if (consumer.application.is_stalled) return "stalled";
    if (!is_member(consumer)) return "assigned";
    switch (consumer.membership.state) {
    case JoinState::unjoined: return "unjoined";
    case JoinState::preparing_rebalance: return "preparing_rebalance";
    case JoinState::completing_rebalance: return "completing_rebalance";
    case JoinState::stable: return "stable";
    case JoinState::joining: return "joining";
    case JoinState::reconciling: return "reconciling";
    case JoinState::acknowledging: return "acknowledging";
    case JoinState::left: break;
    }
    return "left";
}

void add_membership(World const& world, Process const& process, Tree& entry) {
    Consumer const& consumer = **process.consumer;
    Membership const& membership = consumer.membership;
    bool const has_generation =
        process.is_alive && is_member(consumer) && membership.generation >= 0;
    entry.add("group", name_or_nothing(world, membership.group));
    entry.add("state", Tree::of(consumer_word(process)));
    entry.add("generation",
              has_generation ? Tree::of(std::int64_t{membership.generation}) : Tree::nothing());
    entry.add("callbacks", callbacks_of(world, membership));
}

Tree groups_of(World const& world) {
    std::vector<std::pair<GroupView, bool>> groups;  // whether its coordinator tells of it
    for (GroupView& view : view_groups(world)) groups.emplace_back(std::move(view), true);
    for (GroupView& view : silent_groups(world)) groups.emplace_back(std::move(view), false);
    std::sort(groups.begin(), groups.end(),
              [&](auto const& a, auto const& b) { return stands_before(world, a.first, b.first); });
    Tree list = Tree::list();
    for (auto const& [view, is_known] : groups) {
        list.add(is_known ? group_of(world, view) : silent_group_of(world, view));
    }
    return list;
}

}  // namespace highwater
