// Consumers and groups of `state --format json`.
#include "scenario/group_state.h"

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

Tree group_of(World const& world, GroupView const& view) {
    Tree entry = Tree::object();
    entry.add("group", Tree::of(world.names.text(view.group)));
    NameId const cluster = world.clusters[static_cast<std::size_t>(view.cluster.value)];
    if (cluster != kNoName) entry.add("cluster", Tree::of(world.names.text(cluster)));
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
    Tree list = Tree::list();
    for (GroupView const& view : view_groups(world)) list.add(group_of(world, view));
    return list;
}

}  // namespace highwater
