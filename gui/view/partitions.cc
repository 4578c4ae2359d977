#include "gui/view/partitions.h"

#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

bool lets_through(PartitionFilter filter, PartitionHealth health) {
    switch (filter) {
    case PartitionFilter::all: return true;
    case PartitionFilter::no_leader:
        return health == PartitionHealth::no_leader || health == PartitionHealth::leader_dead;
    case PartitionFilter::under_replicated: return health == PartitionHealth::under_replicated;
    case PartitionFilter::not_preferred: return health == PartitionHealth::not_preferred;
    }
    return true;
}

void fold(std::vector<PartitionEntry>& entries, PartitionEntry const& entry) {
    bool const is_first =
        entries.empty() || entries.back().folded == 0 || entries.back().id.topic != entry.id.topic;
    if (is_first) {
        entries.push_back(entry);
        entries.back().replicas = 0;
    }
    PartitionEntry& all = entries.back();
    ++all.folded;
    all.folded_in_trouble += meaning_of(entry.health) == Meaning::in_sync ? 0 : 1;
    if (entry.health <= all.health) return;
    all.id = entry.id;
    all.health = entry.health;
}

std::string note_of(PartitionRegistration const& registration, BrokerId broker,
                    Partition const* held, Partition const* leader) {
    std::string note;
    auto const add = [&](std::string const& text) {
        if (!note.empty()) note += " · ";
        note += text;
    };
    if (contains(registration.elr, broker)) add("ELR");
    if (contains(registration.adding_replicas, broker)) add("being added");
    if (contains(registration.removing_replicas, broker)) add("being removed");
    if (held != nullptr && leader != nullptr && held != leader) {
        std::int64_t const behind = leader->log_end_offset() - held->log_end_offset();
        if (behind > 0) add(grouped(behind) + " behind");
        if (behind < 0) add(grouped(-behind) + " ahead");
    }
    return note;
}

ReplicaLine replica_line(Frame const& frame, ServerIndex const& servers,
                         PartitionRegistration const& registration, BrokerId broker,
                         TopicPartition id) {
    ReplicaLine line;
    line.broker = broker;
    Process const* process = servers.server(broker);
    line.node = process == nullptr ? kNoNode : process->id;
    line.name = frame.who.broker(broker);
    Partition const* held = servers.replica(broker, id);
    Partition const* leader =
        servers.is_alive(registration.leader) ? servers.replica(registration.leader, id) : nullptr;
    ReplicaRole const role = role_of(servers, broker, registration, held);
    line.meaning = meaning_of(role);
    line.words = words_of(role, held);
    if (broker == registration.replicas.front()) line.place = "preferred";
    line.note = note_of(registration, broker, held, leader);
    Partition const* before = nullptr;
    auto const place = static_cast<std::size_t>(line.node.value);
    if (frame.previous != nullptr && process != nullptr && place < frame.previous->nodes.size() &&
        frame.previous->nodes[place].broker) {
        before = find_partition(**frame.previous->nodes[place].broker, id);
        line.changed = held != nullptr && before != nullptr && before->role != held->role;
    }
    line.bar = bar_of(held, before, process == nullptr || !process->is_alive);
    return line;
}

}  // namespace

PartitionsList partitions_list(World const& world, PartitionFilter filter, NameId open) {
    ServerIndex const servers{world};
    PartitionsList list;
    for (ListedPartition const& partition : list_partitions(servers)) {
        PartitionHealth const health = health_of(servers, *partition.registration);
        ++list.all;
        if (health == PartitionHealth::no_leader || health == PartitionHealth::leader_dead) {
            ++list.no_leader;
        }
        if (health == PartitionHealth::under_replicated) ++list.under_replicated;
        if (health == PartitionHealth::not_preferred) ++list.not_preferred;
        if (!lets_through(filter, health)) continue;
        PartitionEntry entry;
        entry.id = partition.id;
        entry.health = health;
        entry.replicas = static_cast<std::int32_t>(partition.registration->replicas.size());
        if (partition.is_internal && partition.id.topic != open) {
            fold(list.entries, entry);
        } else {
            list.entries.push_back(entry);
        }
    }
    return list;
}

PartitionBlock partition_block(Frame const& frame, ServerIndex const& servers, TopicPartition id) {
    PartitionBlock block;
    block.id = id;
    block.name = frame.who.partition(id);
    PartitionRegistration const* registration = registration_of(servers, id);
    if (registration == nullptr) return block;
    block.health = health_of(servers, *registration);
    block.trouble = words_of(block.health);
    block.state = registration->leader == kNoBroker
                      ? "nobody leads"
                      : "led by " + frame.who.broker(registration->leader);
    block.state += " · leader epoch ";
    block.state += std::to_string(registration->leader_epoch.value);
    block.state += " · partition epoch ";
    block.state += std::to_string(registration->partition_epoch.value);
    block.isr = "ISR " + listed(registration->isr) + " of " + listed(registration->replicas);
    block.span = span_of(servers, {id, registration});
    for (BrokerId const broker : registration->replicas) {
        block.replicas.push_back(replica_line(frame, servers, *registration, broker, id));
    }
    return block;
}

}  // namespace highwater::gui
