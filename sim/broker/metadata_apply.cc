// A broker becomes what the metadata log says (Kafka: MetadataLoader, BrokerMetadataPublisher,
// ReplicaManager.applyDelta). It replays batch after batch into its image; roles follow at once,
// but for the first time only after it has replayed its own registration: what it was in a former
// life must not come back for an instant.
#include <algorithm>
#include <utility>
#include <variant>

#include "broker/replicas.h"
#include "broker/throttle.h"
#include "metadata/snapshot.h"
#include "raft/raft.h"

namespace highwater {

namespace {
// What a stretch of the log touched.
struct Touched {
    std::vector<TopicPartition> partitions;
    std::vector<NameId> removed_topics;
    std::vector<NameId> grown_topics;  // that came or got more partitions
    bool configs{};
    bool everything{};  // a snapshot came in its place
};

void collect(MetadataImage const& image, MetadataRecord const& record, Names const& names,
             Touched& touched) {
    auto const touch = [&](Uuid topic_id, std::int32_t partition) {
        if (TopicImage const* topic = find_topic(image, topic_id)) {
            touched.partitions.push_back({topic->name, partition});
        }
    };
    if (auto const* created = std::get_if<PartitionRecord>(&record)) {
        touch(created->topic_id, created->partition_id);
        if (TopicImage const* topic = find_topic(image, created->topic_id)) {
            auto& grown = touched.grown_topics;
            if (grown.empty() || grown.back() != topic->name) grown.push_back(topic->name);
        }
    } else if (auto const* changed = std::get_if<PartitionChangeRecord>(&record)) {
        touch(changed->topic_id, changed->partition_id);
    } else if (auto const* removed = std::get_if<RemoveTopicRecord>(&record)) {
        if (TopicImage const* topic = find_topic(image, removed->topic_id)) {
            touched.removed_topics.push_back(topic->name);
        }
    } else if (auto const* cleared = std::get_if<ClearElrRecord>(&record)) {
        for (Cow<TopicImage> const& topic : image.topics) {
            bool const is_meant =
                cleared->topic_name.empty() || names.text(topic->name) == cleared->topic_name;
            for (std::size_t i = 0; is_meant && i < topic->partitions.size(); ++i) {
                if (!has_elr_data(topic->partitions[i])) continue;
                touched.partitions.push_back({topic->name, static_cast<std::int32_t>(i)});
            }
        }
    } else if (std::holds_alternative<ConfigRecord>(record)) {
        touched.configs = true;
    }
}

// The configs of one topic after the other; its partitions follow each other.
class TopicConfigs {
public:
    Cow<TopicConfig> const& of(NameId topic, Broker const& self, Effects const& out) {
        look_up(topic, self, out);
        return config_;
    }
    ThrottleLists const& throttled(NameId topic, Broker const& self, Effects const& out) {
        look_up(topic, self, out);
        return throttled_;
    }

private:
    void look_up(NameId topic, Broker const& self, Effects const& out) {
        if (topic == topic_) return;
        topic_ = topic;
        std::string const& name = out.names().text(topic);
        config_ = Cow{topic_config(*self.image, name, self.id, *self.config)};
        throttled_ = throttle_lists(*self.image, name);
    }

    NameId topic_{kNoName};
    Cow<TopicConfig> config_;
    ThrottleLists throttled_;
};

void become_leader(Broker& self, std::int32_t slot, bool is_news, bool is_new_leader,
                   Effects& out) {
    unfollow(self, slot);
    Partition const& partition = self.partitions[slot];
    if (is_news) {
        out.note(BecameLeader{partition.id, partition.leader_epoch, partition.leader_epoch_start});
    }
    advance_high_watermark(self, slot, self.id, out);
    TopicPartition const id = self.partitions[slot].id;
    if (is_new_leader && is_offsets_topic(id.topic, out)) {
        elect_group_shard(self, id.partition, out);
    }
}

void become_follower(Broker& self, std::int32_t slot, bool is_news, Effects& out) {
    Partition const& partition = self.partitions[slot];
    if (is_news) {
        out.note(BecameFollower{partition.id, partition.leader_epoch, partition.leader});
        fail_waiting_produces(self, slot, ErrorCode::not_leader_or_follower, out);
        TopicPartition const id = partition.id;
        if (is_offsets_topic(id.topic, out)) resign_group_shard(self, id.partition, out);
    }
    // A broker that is about to end follows only where it is still in sync.
    bool const is_leaving =
        self.lifecycle.state == BrokerState::controlled_shutdown &&
        std::find(partition.isr.begin(), partition.isr.end(), self.id) == partition.isr.end();
    if (partition.leader == kNoBroker || is_leaving) {
        unfollow(self, slot);
    } else {
        follow(self, slot, out);
    }
}

void remove_other_life(Broker& self, TopicPartition id, Uuid topic_id, Effects& out) {
    std::int32_t const slot = self.partitions.find(id);
    if (slot >= 0 && self.partitions[slot].topic_id != topic_id) delete_replica(self, slot, out);
}

void delete_reassigned(Broker& self, std::int32_t slot, Effects& out) {
    Partition const& partition = self.partitions[slot];
    out.note(ReplicaDeleted{partition.id, partition.log_end_offset()});
    delete_replica(self, slot, out);
}

void apply_partition(Broker& self, TopicPartition id, TopicConfigs& configs, Effects& out) {
    TopicImage const* topic = find_topic(*self.image, id.topic);
    PartitionRegistration const* state = find_partition(*self.image, id);
    if (topic == nullptr || state == nullptr) return;
    remove_other_life(self, id, topic->id, out);
    std::int32_t slot = self.partitions.find(id);
    if (!contains(state->replicas, self.id)) {
        if (slot >= 0) delete_reassigned(self, slot, out);
        return;
    }
    if (slot < 0) {
        Partition partition;
        partition.id = id;
        partition.topic_id = topic->id;
        slot = self.partitions.add(std::move(partition));
    }
    if (self.partitions[slot].role == PartitionRole::none) {
        refresh_throttles(self, slot, configs.throttled(id.topic, self, out));
    }
    Partition& partition = self.partitions.edit(slot);
    if (partition.role == PartitionRole::none) partition.config = configs.of(id.topic, self, out);
    LeaderEpoch const epoch_before = partition.leader_epoch;
    PartitionRole const role_before = partition.role;
    RoleChange const change = apply(partition,
                                    {state->leader, state->leader_epoch, state->partition_epoch,
                                     state->leader_recovery_state, state->replicas, state->isr},
                                    view_of(self, out.now()));
    if (change == RoleChange::ignored) return;
    bool const is_news = partition.role != role_before || partition.leader_epoch != epoch_before;
    if (change == RoleChange::follower) {
        become_follower(self, slot, is_news, out);
    } else {
        become_leader(self, slot, is_news, role_before != PartitionRole::leader, out);
    }
    wake_watchers(self, slot);
    wake_cleaner(self, slot, out);
}

void remove_topics(Broker& self, std::vector<NameId> const& topics, Effects& out) {
    for (NameId const name : topics) {
        std::vector<std::int32_t> slots;
        for (PartitionTable::Entry const& entry : self.partitions.entries()) {
            if (entry.id.topic == name) slots.push_back(entry.slot);
        }
        TopicImage const* present = find_topic(*self.image, name);
        for (std::int32_t const slot : slots) {
            // Made again within the same stretch of the log, it has another id and another log.
            bool const is_gone =
                present == nullptr || present->id != self.partitions[slot].topic_id;
            if (is_gone) delete_replica(self, slot, out);
        }
    }
}

void refresh_configs(Broker& self, Effects& out) {
    TopicConfigs configs;
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        Cow<TopicConfig> const& config = configs.of(entry.id.topic, self, out);
        if (self.partitions[entry.slot].config != config) {
            self.partitions.edit(entry.slot).config = config;
            wake_cleaner(self, entry.slot, out);
        }
        refresh_throttles(self, entry.slot, configs.throttled(entry.id.topic, self, out));
    }
}

// The first time, and after a snapshot: everything at once, and what the log does not know is a
// stray and goes.
void publish_all(Broker& self, Effects& out) {
    std::vector<std::int32_t> strays;
    std::vector<std::int32_t> reassigned;  // while this broker was away
    for (PartitionTable::Entry const& entry : self.partitions.entries()) {
        TopicImage const* topic = find_topic(*self.image, entry.id.topic);
        PartitionRegistration const* state = find_partition(*self.image, entry.id);
        bool const is_known = topic != nullptr && state != nullptr &&
                              topic->id == self.partitions[entry.slot].topic_id;
        if (is_known && contains(state->replicas, self.id)) continue;
        (is_known ? reassigned : strays).push_back(entry.slot);
    }
    for (std::int32_t const slot : strays) delete_replica(self, slot, out);
    for (std::int32_t const slot : reassigned) delete_reassigned(self, slot, out);
    TopicConfigs configs;
    for (Cow<TopicImage> const& topic : self.image->topics) {
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            apply_partition(self, {topic->name, static_cast<std::int32_t>(i)}, configs, out);
        }
    }
}

Touched replay(Broker& self, Raft const& raft, Offset high_watermark, Names const& names) {
    Touched touched;
    MetadataImage& image = self.image.edit();
    if (auto const snapshot = snapshot_to_load(raft, self.metadata_end)) {
        image = image_of(*snapshot, names);
        self.metadata_end = snapshot->id.end_offset;
        touched.everything = true;
    }
    for (MetadataBatchRef const& batch : read(raft, self.metadata_end, high_watermark)) {
        Offset offset = batch->base_offset;
        for (MetadataRecord const& record : batch->records) {
            if (offset >= self.metadata_end && offset < high_watermark) {
                // A topic or an ELR is named while it is there: before it goes, or after it came.
                // Before everything is published at once nobody asks what was touched.
                bool const goes = std::holds_alternative<RemoveTopicRecord>(record) ||
                                  std::holds_alternative<ClearElrRecord>(record);
                if (goes && self.is_published) collect(image, record, names, touched);
                apply(image, record, offset, names);
                if (!goes && self.is_published) collect(image, record, names, touched);
            }
            offset = offset + 1;
        }
    }
    self.metadata_end = high_watermark;
    auto& partitions = touched.partitions;
    // As a topic is made, they come in order.
    if (!std::is_sorted(partitions.begin(), partitions.end())) {
        std::sort(partitions.begin(), partitions.end());
    }
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    return touched;
}
}  // namespace

void maybe_publish(Broker& self, Effects& out) {
    Lifecycle& life = self.lifecycle;
    bool const has_replayed_itself =
        life.epoch != kNoBrokerEpoch && self.metadata_end.value > life.epoch.value;
    if (self.is_published || !has_replayed_itself) return;
    self.is_published = true;
    publish_all(self, out);
    if (life.state == BrokerState::starting) life.state = BrokerState::recovery;
    send_heartbeat(self, out);
}

void on_metadata(Broker& self, Raft const& raft, Offset high_watermark, Effects& out) {
    if (self.lifecycle.state == BrokerState::not_running || high_watermark <= self.metadata_end) {
        return;
    }
    Offset const from = self.metadata_end;
    Touched const touched = replay(self, raft, high_watermark, out.names());
    out.note(MetadataReplayed{from, high_watermark});
    if (!self.is_published) {
        maybe_publish(self, out);
    } else if (touched.everything) {
        publish_all(self, out);
        refresh_configs(self, out);
    } else {
        remove_topics(self, touched.removed_topics, out);
        if (touched.configs) refresh_configs(self, out);
        TopicConfigs configs;
        for (TopicPartition const id : touched.partitions) apply_partition(self, id, configs, out);
        on_group_topics_changed(self, touched.grown_topics, touched.removed_topics, out);
    }
    send_fetches(self, out);
    settle(self, out);
}

}  // namespace highwater
