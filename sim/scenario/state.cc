#include "scenario/state.h"

#include <algorithm>

#include "scenario/group_state.h"
#include "scenario/losses.h"
#include "world/lookup.h"

namespace highwater {

namespace {

constexpr std::int64_t kMostBatches = 40;

Tree broker_ids(std::vector<BrokerId> const& brokers) {
    Tree list = Tree::list();
    for (BrokerId const id : brokers) list.add(Tree::of(std::int64_t{id.value}));
    return list;
}

Tree offset_or_nothing(Offset offset) {
    return offset == kNoOffset ? Tree::nothing() : Tree::of(offset.value);
}

Tree id_or_nothing(BrokerId id) {
    return id == kNoBroker ? Tree::nothing() : Tree::of(std::int64_t{id.value});
}

std::string hex(std::uint64_t value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[value >> shift & 0xf];
    return text;
}

// Where clusters have names, everything says whose it is.
void add_cluster(Tree& entry, World const& world, ClusterId cluster) {
    NameId const name = world.clusters[static_cast<std::size_t>(cluster.value)];
    if (name != kNoName) entry.add("cluster", Tree::of(world.names.text(name)));
}

Tree controllers_of(World const& world) {
    Tree list = Tree::list();
    for (Process const& process : world.nodes) {
        if (!process.controller) continue;
        Raft const& raft = **process.raft;
        Tree controller = Tree::object();
        controller.add("id", Tree::of(std::int64_t{process.broker_id.value}));
        controller.add("alive", Tree::of(process.is_alive));
        controller.add("role", process.is_alive ? Tree::of(name_of(raft.role)) : Tree::nothing());
        controller.add("epoch", Tree::of(std::int64_t{epoch(raft).value}));
        controller.add("log_end_offset", Tree::of(raft.log.end().value));
        controller.add("high_watermark", offset_or_nothing(raft.high_watermark));
        controller.add("paused", Tree::of(process.is_paused));
        add_cluster(controller, world, process.cluster);
        list.add(std::move(controller));
    }
    return list;
}

// Clients whose connections this broker does not read, because a quota is exceeded.
Tree throttled_by(World const& world, Broker const& broker) {
    Tree list = Tree::list();
    for (MutedChannel const& muted : broker.quotas.clients.muted) {
        Tree entry = Tree::object();
        entry.add("client", Tree::of(world.names.text(node_of(world, muted.client).name)));
        entry.add("until_us", Tree::of(muted.until.us));
        entry.add("unread", Tree::of(static_cast<std::int64_t>(muted.unread.size())));
        list.add(std::move(entry));
    }
    return list;
}

// In microseconds, as all times here.
Tree cpu_of(std::int64_t ns) { return Tree::of(ns / 1'000); }

Tree throttle_of(World const& world, Connections const& connections) {
    Time const until = throttled_until(connections);
    return until > world.now ? Tree::of(until.us) : Tree::nothing();
}

Tree brokers_of(World const& world) {
    Tree list = Tree::list();
    for (Process const& process : world.nodes) {
        if (!process.broker) continue;
        MetadataImage const* image = current_image(world, process.cluster);
        Broker const& broker = **process.broker;
        BrokerRegistration const* registration =
            image == nullptr ? nullptr : find_broker(*image, process.broker_id);
        bool const is_known = registration != nullptr;
        // A dead one has nothing in memory; what it has fetched of the metadata log is on its disk.
        Offset const metadata = process.is_alive ? broker.metadata_end : (*process.raft)->log.end();
        Tree entry = Tree::object();
        entry.add("id", Tree::of(std::int64_t{process.broker_id.value}));
        entry.add("alive", Tree::of(process.is_alive));
        entry.add("paused", Tree::of(process.is_paused));
        entry.add("fenced", is_known ? Tree::of(registration->fenced) : Tree::nothing());
        entry.add("in_controlled_shutdown",
                  is_known ? Tree::of(registration->in_controlled_shutdown) : Tree::nothing());
        entry.add("rack", process.rack == kNoName ? Tree::nothing()
                                                  : Tree::of(world.names.text(process.rack)));
        entry.add("broker_epoch", is_known ? Tree::of(registration->epoch.value) : Tree::nothing());
        entry.add("metadata_offset", Tree::of(metadata.value));
        entry.add("clean_shutdown", process.is_alive || process.incarnation == 0
                                        ? Tree::nothing()
                                        : Tree::of(!process.ended_uncleanly));
        entry.add("throttled_clients", throttled_by(world, broker));
        entry.add("compression_cpu_us", cpu_of(compression_cpu_ns(broker)));
        add_cluster(entry, world, process.cluster);
        list.add(std::move(entry));
    }
    return list;
}

// ---- partitions --------------------------------------------------------------------------------
Tree pair_of(std::int64_t first, std::int64_t second) {
    Tree pair = Tree::list();
    pair.add(Tree::of(first));
    pair.add(Tree::of(second));
    return pair;
}

Tree copy_of(World const& world, ClusterId cluster, BrokerId id, TopicPartition partition) {
    Tree copy = Tree::object();
    copy.add("broker", Tree::of(std::int64_t{id.value}));
    NodeId const node = node_of_server(world, id, cluster);
    Process const* process = node == kNoNode ? nullptr : &node_of(world, node);
    copy.add("alive", Tree::of(process != nullptr && process->is_alive));
    Partition const* held = process == nullptr || !process->broker
                                ? nullptr
                                : find_partition(**process->broker, partition);
    if (held == nullptr) {
        for (char const* key :
             {"log_start_offset", "log_end_offset", "high_watermark", "first_dirty_offset"}) {
            copy.add(key, Tree::nothing());
        }
        for (char const* key : {"segments", "batches", "leader_epochs"})
            copy.add(key, Tree::list());
        return copy;
    }
    copy.add("log_start_offset", Tree::of(held->log.start_offset().value));
    copy.add("log_end_offset", Tree::of(held->log.end_offset().value));
    copy.add("high_watermark", Tree::of(held->high_watermark.value));
    copy.add("first_dirty_offset", offset_or_nothing(held->log.cleaner_checkpoint()));
    Tree segments = Tree::list();
    for (Segment const& segment : held->log.segments()) {
        segments.add(Tree::of(segment.base_offset.value));
    }
    copy.add("segments", std::move(segments));
    Tree batches = Tree::list();
    BatchList const& all = held->log.batches();
    for (std::int64_t i = std::max<std::int64_t>(0, all.size() - kMostBatches); i < all.size();
         ++i) {
        Tree batch = pair_of(all[i]->base_offset.value, all[i]->last_offset().value);
        batch.add(Tree::of(std::int64_t{all[i]->partition_leader_epoch.value}));
        batches.add(std::move(batch));
    }
    copy.add("batches", std::move(batches));
    Tree epochs = Tree::list();
    for (EpochEntry const& entry : held->log.epochs().entries) {
        epochs.add(pair_of(entry.epoch.value, entry.start_offset.value));
    }
    copy.add("leader_epochs", std::move(epochs));
    return copy;
}

Tree partition_of(World const& world, ClusterId cluster, TopicImage const& topic,
                  std::int32_t number) {
    PartitionRegistration const& partition = topic.partitions[static_cast<std::size_t>(number)];
    TopicPartition const id{topic.name, number};
    NodeId const leader_node = node_of_server(world, partition.leader, cluster);
    // What the leader itself says; a dead one says nothing.
    Partition const* leader = nullptr;
    if (leader_node != kNoNode && node_of(world, leader_node).is_alive) {
        leader = find_partition(**node_of(world, leader_node).broker, id);
    }
    Tree entry = Tree::object();
    entry.add("topic", Tree::of(world.names.text(topic.name)));
    entry.add("partition", Tree::of(std::int64_t{number}));
    entry.add("leader", id_or_nothing(partition.leader));
    entry.add("leader_epoch", Tree::of(std::int64_t{partition.leader_epoch.value}));
    entry.add("partition_epoch", Tree::of(std::int64_t{partition.partition_epoch.value}));
    entry.add("replicas", broker_ids(partition.replicas));
    entry.add("isr", broker_ids(partition.isr));
    entry.add("elr", broker_ids(partition.elr));
    entry.add("last_known_elr", broker_ids(partition.last_known_elr));
    entry.add("adding", broker_ids(partition.adding_replicas));
    entry.add("removing", broker_ids(partition.removing_replicas));
    bool const is_known = leader != nullptr;
    // Without transactions nothing is unstable: the last stable offset is the high watermark.
    entry.add("high_watermark",
              is_known ? Tree::of(leader->high_watermark.value) : Tree::nothing());
    entry.add("last_stable_offset",
              is_known ? Tree::of(leader->high_watermark.value) : Tree::nothing());
    entry.add("log_start_offset",
              is_known ? Tree::of(leader->log.start_offset().value) : Tree::nothing());
    Tree copies = Tree::list();
    for (BrokerId const replica : partition.replicas)
        copies.add(copy_of(world, cluster, replica, id));
    entry.add("copies", std::move(copies));
    add_cluster(entry, world, cluster);
    return entry;
}

void add_partitions(World const& world, ClusterId cluster, Tree& list) {
    MetadataImage const* image = current_image(world, cluster);
    if (image == nullptr) return;
    std::vector<TopicImage const*> topics;
    for (Cow<TopicImage> const& topic : image->topics) topics.push_back(&*topic);
    std::sort(topics.begin(), topics.end(), [&](TopicImage const* a, TopicImage const* b) {
        return world.names.text(a->name) < world.names.text(b->name);
    });
    for (TopicImage const* topic : topics) {
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            list.add(partition_of(world, cluster, *topic, static_cast<std::int32_t>(i)));
        }
    }
}

Tree partitions_of(World const& world) {
    Tree list = Tree::list();
    for (std::size_t i = 0; i < world.clusters.size(); ++i) {
        add_partitions(world, ClusterId{static_cast<std::int32_t>(i)}, list);
    }
    return list;
}

// ---- clients -----------------------------------------------------------------------------------
Tree producers_of(World const& world) {
    Tree list = Tree::list();
    for (Process const& process : world.nodes) {
        if (!process.producer) continue;
        Producer const& producer = **process.producer;
        Tree entry = Tree::object();
        entry.add("name", Tree::of(world.names.text(process.name)));
        entry.add("sent", Tree::of(producer.counts.sent));
        entry.add("acknowledged", Tree::of(producer.counts.acknowledged));
        entry.add("failed", Tree::of(producer.counts.failed));
        entry.add("in_flight", Tree::of(in_flight_records(producer)));
        entry.add("buffered", Tree::of(buffered_records(producer)));
        entry.add("duplicated", Tree::of(count_duplicated_records(world, process.id)));
        entry.add("acknowledged_and_lost", Tree::of(count_lost_records(world, process.id)));
        entry.add("alive", Tree::of(process.is_alive));
        entry.add("throttled_until_us", throttle_of(world, producer.connections));
        entry.add("compression_cpu_us", cpu_of(producer.compression_cpu_ns));
        add_cluster(entry, world, process.cluster);
        list.add(std::move(entry));
    }
    return list;
}

std::string partition_name(World const& world, TopicPartition partition) {
    return world.names.text(partition.topic) + "-" + std::to_string(partition.partition);
}

Tree consumers_of(World const& world) {
    Tree list = Tree::list();
    for (Process const& process : world.nodes) {
        if (!process.consumer) continue;
        Consumer const& consumer = **process.consumer;
        Tree assigned = Tree::list();
        Tree positions = Tree::object();
        Tree error = Tree::nothing();
        for (AssignedPartition const& each : consumer.partitions) {
            std::string const name = partition_name(world, each.partition);
            assigned.add(Tree::of(name));
            positions.add(name, offset_or_nothing(each.position));
            if (each.error != ErrorCode::none) error = Tree::of(std::string{name_of(each.error)});
        }
        if (consumer.read.error != ErrorCode::none) {
            error = Tree::of(std::string{name_of(consumer.read.error)});
        }
        if (!consumer.application.exception.empty()) {
            error = Tree::of(consumer.application.exception);
        }
        Tree entry = Tree::object();
        entry.add("name", Tree::of(world.names.text(process.name)));
        add_membership(world, process, entry);
        entry.add("assigned", std::move(assigned));
        entry.add("positions", std::move(positions));
        entry.add("processed", Tree::of(consumer.processed));
        entry.add("error", std::move(error));
        entry.add("throttled_until_us", throttle_of(world, consumer.connections));
        entry.add("compression_cpu_us", cpu_of(consumer.compression_cpu_ns));
        add_cluster(entry, world, process.cluster);
        list.add(std::move(entry));
    }
    return list;
}

// ---- quotas ------------------------------------------------------------------------------------
void add_quotas(World const& world, ClusterId cluster, Tree& list) {
    MetadataImage const* image = current_image(world, cluster);
    if (image == nullptr) return;
    for (ClientQuota const& quota : image->client_quotas) {
        Tree entity = Tree::object();
        for (QuotaEntityPart const& part : quota.entity) {
            entity.add(part.entity_type,
                       part.entity_name ? Tree::of(*part.entity_name) : Tree::nothing());
        }
        Tree entry = Tree::object();
        entry.add("entity", std::move(entity));
        entry.add("key", Tree::of(quota.key));
        entry.add("value", Tree::of(plain_text(quota.value)));
        add_cluster(entry, world, cluster);
        list.add(std::move(entry));
    }
}

Tree client_quotas_of(World const& world) {
    Tree list = Tree::list();
    for (std::size_t i = 0; i < world.clusters.size(); ++i) {
        add_quotas(world, ClusterId{static_cast<std::int32_t>(i)}, list);
    }
    return list;
}

}  // namespace

std::string state_word(World const& world, Process const& process) {
    if (!process.is_alive) return "dead";
    if (process.is_paused) return "paused";
    if (!process.broker) return "alive";
    MetadataImage const* image = current_image(world, process.cluster);
    BrokerRegistration const* registration =
        image == nullptr ? nullptr : find_broker(*image, process.broker_id);
    return registration == nullptr || registration->fenced ? "fenced" : "alive";
}

Tree state_of(World const& world, EventId event) {
    Tree state = Tree::object();
    state.add("at_us", Tree::of(world.now.us));
    state.add("event", Tree::of(static_cast<std::int64_t>(event.value)));
    state.add("history_hash", Tree::of(hex(world.history_hash)));
    state.add("kafka", Tree::of("4.3"));
    state.add("controllers", controllers_of(world));
    state.add("brokers", brokers_of(world));
    state.add("partitions", partitions_of(world));
    state.add("producers", producers_of(world));
    state.add("consumers", consumers_of(world));
    state.add("groups", groups_of(world));
    state.add("client_quotas", client_quotas_of(world));
    return state;
}

}  // namespace highwater
