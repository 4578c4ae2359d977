#include "metadata/snapshot.h"

namespace highwater {

namespace {
RegisterBrokerRecord record_of(BrokerRegistration const& broker) {
    return {broker.id,     broker.incarnation_id,         broker.epoch,   broker.node, broker.rack,
            broker.fenced, broker.in_controlled_shutdown, broker.log_dirs};
}

PartitionRecord record_of(PartitionRegistration const& partition, Uuid topic_id,
                          std::int32_t number) {
    return {topic_id,
            number,
            partition.replicas,
            partition.isr,
            partition.adding_replicas,
            partition.removing_replicas,
            partition.elr,
            partition.last_known_elr,
            partition.directories,
            partition.leader,
            partition.leader_recovery_state,
            partition.leader_epoch,
            partition.partition_epoch};
}
}  // namespace

std::vector<MetadataRecord> snapshot_records(MetadataImage const& image) {
    std::vector<MetadataRecord> records;
    for (FeatureLevel const& feature : image.features) {
        records.push_back(FeatureLevelRecord{feature.name, feature.level});
    }
    for (BrokerRegistration const& broker : image.brokers) records.push_back(record_of(broker));
    for (Cow<TopicImage> const& topic : image.topics) {
        records.push_back(TopicRecord{topic->name, topic->id});
        std::int32_t number = 0;
        for (PartitionRegistration const& partition : topic->partitions) {
            records.push_back(record_of(partition, topic->id, number++));
        }
    }
    for (ConfigEntry const& config : image.configs) {
        records.push_back(
            ConfigRecord{config.resource_type, config.resource_name, config.name, config.value});
    }
    if (image.next_producer_id != ProducerId{0}) {
        records.push_back(ProducerIdsRecord{kNoBroker, kNoBrokerEpoch, image.next_producer_id});
    }
    return records;
}

MetadataImage image_of(MetadataSnapshot const& snapshot, Names const& names) {
    MetadataImage image;
    for (MetadataRecord const& record : snapshot.records) apply(image, record, Offset{}, names);
    image.next_offset = snapshot.id.end_offset;
    return image;
}

}  // namespace highwater
