// The partition changes that follow when a broker is fenced, unfenced, shut down or registered anew
// (Kafka: ReplicationControlManager.generateLeaderAndIsrUpdates).
#include <algorithm>

#include "controller/active.h"

namespace highwater {

namespace {
bool is_concerned(PartitionRegistration const& partition, BrokerChange const& change) {
    switch (change.concerned) {
    case Concerned::in_isr: return contains(partition.isr, change.broker);
    case Concerned::in_elr: return contains(partition.elr, change.broker);
    case Concerned::leaderless: return partition.leader == kNoBroker;
    }
    return false;
}

// While the records are being made the image still shows the old state of the broker they are
// about.
bool may_lead(MetadataImage const& image, BrokerId id, BrokerChange const& change) {
    if (id == change.to_remove || id == change.unclean_shutdown) return false;
    return id == change.to_add || is_active(image, id);
}

template <class MayLead>
PartitionQuestion ask_about(Controller const& self, PartitionRegistration const& partition,
                            TopicConfig const& config, MayLead may_lead_here) {
    PartitionQuestion question{partition, {}, {}, 1, true, {}, {}, {}, {}, {}, {}, true};
    for (BrokerId const id : partition.replicas) {
        if (may_lead_here(id)) question.acceptable_leaders.push_back(id);
    }
    question.min_isr = config.min_insync_replicas;
    question.elr_enabled = is_elr_enabled(self);
    return question;
}
}  // namespace

PartitionQuestion question_of(Controller const& self, PartitionRegistration const& partition,
                              TopicConfig const& config) {
    return ask_about(self, partition, config,
                     [&](BrokerId id) { return is_active(self.image, id); });
}

Uuid default_directory(MetadataImage const& image, BrokerId broker) {
    BrokerRegistration const* registration = find_broker(image, broker);
    if (registration == nullptr || registration->log_dirs.size() != 1) return kNoUuid;
    return registration->log_dirs.front();
}

void set_directories(MetadataImage const& image, PartitionRegistration const& before,
                     PartitionChangeRecord& change) {
    if (!change.replicas) return;
    std::vector<Uuid> directories;
    for (BrokerId const replica : *change.replicas) {
        auto const at = std::find(before.replicas.begin(), before.replicas.end(), replica);
        auto const index = static_cast<std::size_t>(at - before.replicas.begin());
        directories.push_back(index < before.directories.size()
                                  ? before.directories[index]
                                  : default_directory(image, replica));
    }
    if (directories != before.directories) change.directories = std::move(directories);
}

std::optional<MetadataRecord> change_record(MetadataImage const& image,
                                            PartitionQuestion const& question, Uuid topic_id,
                                            std::int32_t partition) {
    std::optional<PartitionChangeRecord> change = decide(question);
    if (!change) return std::nullopt;
    set_directories(image, question.before, *change);
    change->topic_id = topic_id;
    change->partition_id = partition;
    return *std::move(change);
}

void add_partition_changes(Controller const& self, BrokerChange const& change,
                           std::vector<MetadataRecord>& records, Effects const& out) {
    for (auto const& [topic_id, name] : self.image.topic_ids) {
        TopicImage const& topic = *find_topic(self.image, name);
        std::optional<TopicConfig> config;  // looked up once a topic, and only if it is concerned
        for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
            PartitionRegistration const& partition = topic.partitions[i];
            if (!is_concerned(partition, change)) continue;
            if (!config) config = config_of(self, topic, out);
            PartitionQuestion question = ask_about(self, partition, *config, [&](BrokerId id) {
                return may_lead(self.image, id, change);
            });
            if (config->unclean_leader_election_enable) question.election = Election::unclean;
            question.target_isr =
                without(partition.isr, {change.to_remove, change.unclean_shutdown});
            if (change.unclean_shutdown != kNoBroker) {
                question.unclean_shutdown = {change.unclean_shutdown};
            }
            auto record =
                change_record(self.image, question, topic.id, static_cast<std::int32_t>(i));
            if (record) records.push_back(*std::move(record));
        }
    }
}

}  // namespace highwater
