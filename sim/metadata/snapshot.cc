#include "metadata/snapshot.h"

namespace highwater {

namespace {
RegisterBrokerRecord record_of(BrokerRegistration const& broker) {
    return {broker.id,     broker.incarnation_id,         broker.epoch,   broker.node, broker.rack,
            broker.fenced, broker.in_controlled_shutdown, broker.log_dirs};
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
        for (std::size_t i = 0; i < topic->partitions.size(); ++i) {
            records.push_back(PartitionRecord{topic->id, static_cast<std::int32_t>(i),
                                              topic->partitions.shared(i)});
        }
    }
    for (ConfigEntry const& config : image.configs) {
        records.push_back(
            ConfigRecord{config.resource_type, config.resource_name, config.name, config.value});
    }
    for (ClientQuota const& quota : image.client_quotas) {
        records.push_back(ClientQuotaRecord{quota.entity, quota.key, quota.value, false});
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
