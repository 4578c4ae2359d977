// A healthy world to damage, and the rows of the table that damages it.
#pragma once

#include <vector>

#include "tests/unit/build.h"
#include "tests/worlds.h"
#include "world/lookup.h"

namespace highwater::negative {

// Four brokers and three controllers, two groups of two members, one of each protocol; some seconds
// of traffic, nothing wrong so far.
struct Stage {
    World world;
    Checks checks;
    TopicPartition id;

    Stage() {
        worlds::Shape shape;
        shape.brokers = 4;
        world = build_world(worlds::cluster(7, shape));
        worlds::at(world, {}, AddProducer{worlds::producer(world.names, "checkout", 50)}, "p");
        worlds::at(world, {}, AddConsumer{worlds::consumer(world.names, "auditor")}, "c");
        add_group("readers", GroupProtocol::classic);
        add_group("watchers", GroupProtocol::consumer);
        Runner runner;
        runner.checks = &checks;
        run_until(world, Time{} + seconds(12), runner);
        // The producer sticks to one partition at a time: that with the most records.
        id = {world.names.find("orders"), 0};
        for (std::int32_t i = 1; i < 3; ++i) {
            TopicPartition const other{id.topic, i};
            if (end_of(other) > end_of(id)) id = other;
        }
    }

    Offset end_of(TopicPartition partition) const {
        BrokerId const leads = find_partition(checks.of(kFirstCluster).image, partition)->leader;
        return find_partition(**node_of(world, node(leads)).broker, partition)->log_end_offset();
    }
    PartitionRegistration const& registration() const {
        return *find_partition(checks.of(kFirstCluster).image, id);
    }
    BrokerId replica(std::size_t place) const { return registration().replicas[place]; }
    NodeId node(BrokerId broker) const { return node_of_server(world, broker); }
    NodeId leader() const { return node(registration().leader); }
    NodeId follower() const {
        BrokerId const leads = registration().leader;
        return node(replica(0) == leads ? replica(1) : replica(0));
    }
    Partition& edit(NodeId at) {
        Broker& broker = node_of(world, at).broker->edit();
        return broker.partitions.edit(broker.partitions.find(id));
    }
    void add_group(std::string const& name, GroupProtocol protocol) {
        for (char const* const nth : {"-1", "-2"}) {
            ConsumerSpec spec;
            spec.name = world.names.intern(name + nth);
            spec.subscribe = {world.names.find("orders")};
            spec.config.auto_offset_reset.to = OffsetReset::earliest;
            spec.config.group.group_id = name;
            spec.config.group.group_protocol = protocol;
            worlds::at(world, {}, AddConsumer{spec}, "member");
        }
    }
    NameId group(char const* name) const { return world.names.find(name); }
    // Whoever coordinates it.
    NodeId coordinator(char const* name) const {
        for (Process const& process : world.nodes) {
            if (process.broker && shard_of(**process.broker, name) >= 0) return process.id;
        }
        return kNoNode;
    }
    int shard_of(Broker const& broker, char const* name) const {
        auto const& shards = broker.groups.shards;
        for (std::size_t i = 0; i < shards.size(); ++i) {
            auto const& groups = shards[i].coordinator->groups;
            if (groups.find(group(name)) != groups.end()) return static_cast<int>(i);
        }
        return -1;
    }
    GroupCoordinator& edit_coordinator(char const* name) {
        Broker& broker = node_of(world, coordinator(name)).broker->edit();
        auto const place = static_cast<std::size_t>(shard_of(broker, name));
        return broker.groups.shards[place].coordinator.edit();
    }
    template <class SomeGroup>
    SomeGroup& edit_group(char const* name) {
        return std::get<SomeGroup>(edit_coordinator(name).groups.at(group(name)).edit());
    }
    NodeId client(char const* name) const { return find_node(world, name); }

    // One event at a node.
    void happen(NodeId at, std::vector<Fact> const& facts, EventPayload const& payload = {}) {
        TracedEvent event;
        event.id = world.queue.next_id();
        event.at = world.now;
        event.node = at;
        observe(checks, world, event, payload, facts);
    }
    // A voter sees these records committed.
    void commit(std::vector<MetadataRecord> records) {
        NodeId const at = active_controller(world);
        Raft& raft = node_of(world, at).raft->edit();
        raft.log.append(make_payload(
            MetadataBatch{raft.log.end(), raft.quorum.epoch, world.now, std::move(records)}));
        raft.high_watermark = raft.log.end();
        raft.leading.high_watermark = raft.log.end();
        happen(at, {});
    }
    PartitionChangeRecord change() const {
        PartitionChangeRecord record;
        record.topic_id = find_topic(checks.of(kFirstCluster).image, id.topic)->id;
        record.partition_id = id.partition;
        return record;
    }
    // The same batch, sent by a process of this world.
    RecordBatch sent(RecordBatch batch) const {
        Records records = *batch.records;
        records.producer = client("checkout");
        batch.records = std::make_shared<Records const>(std::move(records));
        return batch;
    }
    // The leader takes a batch.
    void append(RecordBatch const& batch) {
        Partition& partition = edit(leader());
        Offset const base = partition.log_end_offset();
        partition.log.append(build::at(base, partition.leader_epoch, sent(batch)), INT64_MAX);
        happen(leader(), {BatchAppended{id, base, base, kNoNode, partition.leader_epoch, 0}});
    }
};

struct Row {
    InvariantId id;
    void (*damage)(Stage&);
};

// Of groups, and of what must happen within a time.
std::vector<Row> group_rows();
std::vector<Row> progress_rows();

}  // namespace highwater::negative
