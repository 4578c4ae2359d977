#include "tests/kafka/observe.h"
#include "tests/kafka/broker_ids.h"

#include <algorithm>
#include <string>

#include "group/assignors.h"
#include "scenario/group_state.h"
#include "scenario/groups.h"
#include "world/lookup.h"

namespace highwater {

using nlohmann::json;

namespace {

constexpr std::int64_t kMostBatchesListed = 40;

std::string name_of(World const& world, TopicPartition partition) {
    return world.names.text(partition.topic) + "-" + std::to_string(partition.partition);
}

template <typename Visit>
void for_each_partition(World const& world, Visit&& visit) {
    MetadataImage const* const image = current_image(world);
    if (image == nullptr) return;
    for (auto const& topic : image->topics) {
        if (world.names.text(topic->name).rfind("__", 0) == 0) continue;  // Kafka's own
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            visit(TopicPartition{topic->name, static_cast<std::int32_t>(i)}, topic->partitions[i]);
        }
    }
}

json log_of(Log const& log) {
    json out;
    out["logEndOffset"] = log.end_offset().value;
    out["segments"] = json::array();
    for (Segment const& segment : log.segments()) {
        out["segments"].push_back(segment.base_offset.value);
    }
    if (log.batches().size() > kMostBatchesListed) {
        out["batches"] = log.batches().size();
    } else {
        out["batches"] = json::array();
        for (std::int64_t i = 0; i < log.batches().size(); ++i) {
            RecordBatch const& batch = *log.batches()[i];
            out["batches"].push_back({batch.base_offset.value, batch.last_offset().value,
                                      batch.partition_leader_epoch.value});
        }
    }
    out["leaderEpochs"] = json::array();
    for (EpochEntry const& entry : log.epochs().entries) {
        out["leaderEpochs"].push_back({entry.epoch.value, entry.start_offset.value});
    }
    return out;
}

// The replica that would answer a client; nullptr when nobody would.
Partition const* answering_leader(World const& world, TopicPartition id, BrokerId leader) {
    NodeId const node = node_of_server(world, leader);
    if (node == kNoNode) return nullptr;
    Process const& process = node_of(world, node);
    if (!process.is_alive || process.is_paused || !process.broker) return nullptr;
    Partition const* const replica = find_partition(**process.broker, id);
    return replica != nullptr && replica->is_leader() ? replica : nullptr;
}

// Whose metadata log says most about what is committed.
Raft const* best_informed(World const& world) {
    if (NodeId const active = active_controller(world); active != kNoNode) {
        return &**node_of(world, active).raft;
    }
    Raft const* best = nullptr;
    for (Process const& process : world.nodes) {
        if (!process.raft) continue;
        Raft const& raft = **process.raft;
        if (best == nullptr || high_watermark(raft) > high_watermark(*best)) best = &raft;
    }
    return best;
}

}  // namespace

json observe_partitions(World const& world) {
    json out = json::object();
    for_each_partition(world, [&](TopicPartition id, PartitionRegistration const& partition) {
        out[name_of(world, id)] = {{"leader", partition.leader.value},
                                   {"leaderEpoch", partition.leader_epoch.value},
                                   {"partitionEpoch", partition.partition_epoch.value},
                                   {"isr", list_of(partition.isr)},
                                   {"replicas", list_of(partition.replicas)},
                                   {"elr", sorted_list_of(partition.elr)},
                                   {"lastKnownElr", sorted_list_of(partition.last_known_elr)}};
    });
    return out;
}

json observe_logs(World const& world) {
    json out = json::object();
    for (Process const& process : world.nodes) {
        if (!process.broker) continue;
        PartitionTable const& partitions = (*process.broker)->partitions;
        for (PartitionTable::Entry const& entry : partitions.entries()) {
            if (world.names.text(entry.id.topic).rfind("__", 0) == 0) continue;
            out[name_of(world, entry.id)][std::to_string(process.broker_id.value)] =
                log_of(partitions[entry.slot].log);
        }
    }
    return out;
}

json observe_offsets(World const& world) {
    json out = json::object();
    for_each_partition(world, [&](TopicPartition id, PartitionRegistration const& partition) {
        Partition const* const leader = answering_leader(world, id, partition.leader);
        json& offsets = out[name_of(world, id)];
        if (leader == nullptr) {
            offsets = {{"earliest", "Timeout"}, {"latest", "Timeout"}, {"lastStable", "Timeout"}};
        } else {
            // Without transactions everything below the high watermark is stable.
            offsets = {{"earliest", leader->log.start_offset().value},
                       {"latest", leader->high_watermark.value},
                       {"lastStable", leader->high_watermark.value}};
        }
    });
    return out;
}

ObservedMetadata observe_metadata(World const& world, Offset from, TopicNames& topics) {
    ObservedMetadata out{json::array(), from};
    Raft const* const raft = best_informed(world);
    if (raft == nullptr || high_watermark(*raft) <= from) return out;
    for (MetadataBatchRef const& batch : read(*raft, from, high_watermark(*raft))) {
        for (MetadataRecord const& record : batch->records) {
            json written = metadata_json(record, world.names, topics);
            if (!written.is_null()) out.records.push_back(std::move(written));
        }
        out.next = batch->next_offset();
    }
    return out;
}

json sorted_names(World const& world, std::vector<TopicPartition> partitions) {
    sort_by_name(partitions, world.names);
    json out = json::array();
    for (TopicPartition const partition : partitions) out.push_back(name_of(world, partition));
    return out;
}

json observe_groups(World const& world, json const& groups) {
    json out = json::object();
    for (json const& group : groups) {
        std::string const text = group.get<std::string>();
        json& entry = out[text];
        NameId const id = world.names.find(text);
        auto const view = id == kNoName ? std::nullopt : view_group(world, id);
        if (!view) {
            entry = {{"error", "GroupIdNotFound"}, {"committed", json::object()}};
            continue;
        }
        entry = {{"state", view->state},       {"type", view->is_consumer ? "Consumer" : "Classic"},
                 {"assignor", view->assignor}, {"coordinator", view->coordinator.value},
                 {"members", json::object()},  {"committed", json::object()}};
        if (view->is_consumer) {
            entry["groupEpoch"] = view->generation;
            entry["targetAssignmentEpoch"] = *view->target_assignment_epoch;
        }
        for (GroupMemberView const& member : view->members) {
            json one = {{"assigned", sorted_names(world, member.assigned)}};
            if (member.group_instance_id != kNoName) {
                one["groupInstanceId"] = world.names.text(member.group_instance_id);
            }
            if (member.member_epoch) one["memberEpoch"] = *member.member_epoch;
            if (member.target) one["target"] = sorted_names(world, *member.target);
            entry["members"][world.names.text(member.client_id)] = one;
        }
        for (auto const& [partition, offset] : view->committed) {
            entry["committed"][name_of(world, partition)] = offset.value;
        }
    }
    return out;
}

json observe_callbacks(World const& world, std::vector<Callback> const& callbacks) {
    json out = json::array();
    for (Callback const& callback : callbacks) {
        out.push_back({{"event", callback_word(callback.kind)},
                       {"partitions", sorted_names(world, callback.partitions)}});
    }
    return out;
}

json observe_members(World const& world, std::vector<NameId> const& members) {
    json out = json::object();
    for (NameId const name : members) {
        Consumer const& consumer = **node_of(world, find_node(world, name)).consumer;
        Application const& application = consumer.application;
        json& entry = out[world.names.text(name)];
        entry = {{"assigned", sorted_names(world, application.seen_assigned)},
                 {"generation", application.seen_generation},
                 {"processed", consumer.processed},
                 {"events", observe_callbacks(world, *consumer.membership.callbacks)}};
        if (!application.exception.empty()) entry["error"] = application.exception;
    }
    return out;
}

std::string observe_positions(World const& world, Consumer const& consumer) {
    std::string out;
    std::vector<TopicPartition> partitions;
    for (AssignedPartition const& each : consumer.partitions) partitions.push_back(each.partition);
    sort_by_name(partitions, world.names);
    for (TopicPartition const partition : partitions) {
        Offset const position = find_assigned(consumer, partition)->position;
        out += (out.empty() ? "" : ", ") + name_of(world, partition) + "=" +
               std::to_string(position.value);
    }
    return "{" + out + "}";
}

}  // namespace highwater
