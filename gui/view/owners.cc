#include "gui/view/owners.h"

#include <algorithm>
#include <set>

#include "gui/view/clients.h"
#include "gui/view/overloaded.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Change = RunHistory::Change;
using Changes = std::vector<Change>;

Change of_client(Change::Kind kind, NodeId client, NameId group = kNoName) {
    Change change;
    change.kind = kind;
    change.client = client;
    change.group = group;
    return change;
}

// A member of a group of the cluster that the window shows; nullptr: something else. The consumers
// of the command-line tools come and go with their command: what they leave behind is no outage.
Consumer const* member_at(World const& world, NodeId node) {
    if (node == kNoNode) return nullptr;
    Process const& process = node_of(world, node);
    bool const is_here = process.cluster == kFirstCluster && !process.tool;
    if (!is_here || !process.consumer || !is_group_member(**process.consumer)) return nullptr;
    return &**process.consumer;
}

// By its client id, which is its process's name.
NodeId member_called(World const& world, NameId client) {
    for (Process const& process : world.nodes) {
        if (process.name == client && member_at(world, process.id) != nullptr) return process.id;
    }
    return kNoNode;
}

struct OwnerReader {
    TracedFact const& traced;
    World const& world;
    Describer const& who;
    Changes changes{};

    void each(Change::Kind kind, NameId group, std::vector<TopicPartition> const& partitions) {
        if (member_at(world, traced.node) == nullptr) return;
        for (TopicPartition const partition : partitions) {
            Change change = of_client(kind, traced.node, group);
            change.partition = partition;
            changes.push_back(change);
        }
    }

    // The same, of partitions that may not be subscribed to any more.
    void gives_up(NameId group, std::vector<TopicPartition> const& partitions) {
        each(Change::Kind::gives_up, group, partitions);
        Consumer const* consumer = member_at(world, traced.node);
        if (consumer == nullptr || !node_of(world, traced.node).is_alive) return;
        auto const& topics = consumer->membership.topics;
        std::set<NameId> dropped;
        for (TopicPartition const partition : partitions) {
            bool const is_subscribed =
                std::find(topics.begin(), topics.end(), partition.topic) != topics.end();
            if (!is_subscribed) dropped.insert(partition.topic);
        }
        for (NameId const topic : dropped) {
            Change change = of_client(Change::Kind::reads_no_more, traced.node, group);
            change.partition.topic = topic;
            changes.push_back(change);
        }
    }

    void starts() {
        if (member_at(world, traced.node) == nullptr) return;
        changes.push_back(of_client(Change::Kind::begins_anew, traced.node));
    }

    // From its first member on the group reads what that one subscribes to.
    void joins(NameId group, NameId name) {
        NodeId const client = member_called(world, name);
        if (client == kNoNode || who.cluster_of(traced.node) != kFirstCluster) return;
        Consumer const& consumer = *member_at(world, client);
        for (auto const* topics : {&consumer.spec->subscribe, &consumer.membership.topics}) {
            for (NameId const topic : *topics) {
                Change change = of_client(Change::Kind::reads, client, group);
                change.partition.topic = topic;
                changes.push_back(change);
            }
        }
    }

    void is_silent(bool silent, bool paused) {
        if (member_at(world, traced.node) == nullptr) return;
        Change change = of_client(Change::Kind::client, traced.node);
        change.answers = !silent;
        change.is_paused = paused;
        changes.push_back(change);
    }

    void read() {
        std::visit(
            Overloaded{
                [&](NodeStarted const&) { starts(); },
                [&](NodeKilled const&) { is_silent(true, false); },
                [&](NodePowerLost const&) { is_silent(true, false); },
                [&](NodeStopped const&) { is_silent(true, false); },
                [&](NodePaused const&) { is_silent(true, true); },
                [&](NodeResumed const&) { is_silent(false, false); },
                [&](PartitionsAssigned const& fact) {
                    each(Change::Kind::owns, fact.group, *fact.partitions);
                },
                [&](PartitionsRevoked const& fact) { gives_up(fact.group, *fact.partitions); },
                [&](PartitionsLost const& fact) { gives_up(fact.group, *fact.partitions); },
                [&](GroupMemberJoined const& fact) { joins(fact.group, fact.client); },
                [&](GroupMemberLeft const& fact) {
                    if (who.cluster_of(traced.node) != kFirstCluster) return;
                    NodeId const client = member_called(world, fact.client);
                    if (client == kNoNode) return;
                    changes.push_back(of_client(Change::Kind::left, client, fact.group));
                },
                [&](GroupDeleted const& fact) {
                    if (who.cluster_of(traced.node) != kFirstCluster) return;
                    changes.push_back(of_client(Change::Kind::group_gone, kNoNode, fact.group));
                },
                [](auto const&) {},
            },
            traced.fact);
    }
};

}  // namespace

std::vector<RunHistory::Change> owner_changes(TracedFact const& traced, World const& world,
                                              Describer const& who) {
    OwnerReader reader{traced, world, who};
    reader.read();
    return std::move(reader.changes);
}

void Owners::leaves(Group& group, NodeId client) {
    for (auto& [partition, owners] : group.owners) owners.erase(client);
}

void Owners::operator()(RunHistory::Change const& change) {
    switch (change.kind) {
    case Change::Kind::reads: groups_[change.group].topics.insert(change.partition.topic); return;
    case Change::Kind::owns: {
        Group& group = groups_[change.group];
        group.topics.insert(change.partition.topic);
        group.owners[change.partition].insert(change.client);
        return;
    }
    case Change::Kind::gives_up:
        groups_[change.group].owners[change.partition].erase(change.client);
        return;
    case Change::Kind::reads_no_more: {
        Group& group = groups_[change.group];
        NameId const topic = change.partition.topic;
        bool const has_readers = std::any_of(
            group.owners.begin(), group.owners.end(),
            [&](auto const& each) { return each.first.topic == topic && !each.second.empty(); });
        if (!has_readers) group.topics.erase(topic);
        return;
    }
    case Change::Kind::client:
        if (change.answers) {
            silent_.erase(change.client);
        } else {
            silent_[change.client] = change.is_paused ? Health::owner_paused : Health::owner_dead;
        }
        return;
    case Change::Kind::begins_anew:
        silent_.erase(change.client);
        for (auto& [name, group] : groups_) leaves(group, change.client);
        return;
    case Change::Kind::left:
        // One that is alive tells by its own callbacks; and a process that came back under the same
        // name keeps what it was given when its former membership ends.
        if (silent_.contains(change.client)) leaves(groups_[change.group], change.client);
        return;
    case Change::Kind::group_gone: groups_.erase(change.group); return;
    case Change::Kind::partition:
    case Change::Kind::min_isr:
    case Change::Kind::process:
    case Change::Kind::links:
    case Change::Kind::topic_gone: return;
    }
}

Health Owners::health_in(Group const& group, TopicPartition partition) const {
    auto const found = group.owners.find(partition);
    if (found == group.owners.end() || found->second.empty()) return Health::unowned;
    Health best = Health::unowned;
    for (NodeId const owner : found->second) {
        auto const silent = silent_.find(owner);
        best = std::min(best, silent == silent_.end() ? Health::healthy : silent->second);
    }
    return best;
}

Owners::Worst Owners::worst_of(TopicPartition partition) const {
    Worst worst;
    int readers = 0;
    for (auto const& [name, group] : groups_) {
        if (!group.topics.contains(partition.topic)) continue;
        ++readers;
        Health const health = health_in(group, partition);
        if (health > worst.health) worst = {health, name};
    }
    if (readers < 2) worst.group = kNoName;
    return worst;
}

}  // namespace highwater::gui
