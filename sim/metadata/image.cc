#include "metadata/image.h"

#include <algorithm>

#include "base/check.h"
#include "metadata/client_quota.h"

namespace highwater {

namespace {
template <class Items, class Key, class KeyOf>
auto position(Items& items, Key const& key, KeyOf key_of) {
    return std::lower_bound(
        items.begin(), items.end(), key,
        [&](auto const& item, Key const& wanted) { return key_of(item) < wanted; });
}

auto const kIdOfBroker = [](BrokerRegistration const& broker) { return broker.id; };
auto const kNameOfTopic = [](Cow<TopicImage> const& topic) { return topic->name; };
auto const kIdOfTopic = [](std::pair<Uuid, NameId> const& entry) { return entry.first; };

// What the entries are sorted by; looking one up copies no string.
struct ConfigKey {
    ConfigResourceType resource_type;
    std::string_view resource_name;
    std::string_view name;
};

ConfigKey key_of(ConfigEntry const& entry) {
    return {entry.resource_type, entry.resource_name, entry.name};
}

bool is_before(ConfigKey const& a, ConfigKey const& b) {
    if (a.resource_type != b.resource_type) return a.resource_type < b.resource_type;
    int const by_resource = a.resource_name.compare(b.resource_name);
    return by_resource != 0 ? by_resource < 0 : a.name < b.name;
}

// The first entry at or after the key.
template <class Entries>
auto config_at(Entries& entries, ConfigKey const& key) {
    return std::lower_bound(entries.begin(), entries.end(), key,
                            [](ConfigEntry const& entry, ConfigKey const& wanted) {
                                return is_before(key_of(entry), wanted);
                            });
}

bool has_elr(TopicImage const& topic) {
    return std::any_of(topic.partitions.begin(), topic.partitions.end(), has_elr_data);
}

void clear_elr(TopicImage& topic) {
    PartitionChangeRecord change;
    change.eligible_leader_replicas = std::vector<BrokerId>{};
    change.last_known_elr = std::vector<BrokerId>{};
    for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
        if (has_elr_data(topic.partitions[i])) apply(topic.partitions.edit(i), change);
    }
}

struct Apply {
    MetadataImage& image;
    Names const& names;

    void operator()(FeatureLevelRecord const& record) const {
        for (FeatureLevel& feature : image.features) {
            if (feature.name != record.name) continue;
            feature.level = record.feature_level;
            return;
        }
        image.features.push_back({record.name, record.feature_level});
    }
    void operator()(RegisterBrokerRecord const& record) const {
        auto at = position(image.brokers, record.broker_id, kIdOfBroker);
        if (at == image.brokers.end() || at->id != record.broker_id) {
            at = image.brokers.insert(at, BrokerRegistration{});
        }
        *at = {
            record.broker_id, record.broker_epoch, record.incarnation_id,         record.node,
            record.rack,      record.fenced,       record.in_controlled_shutdown, record.log_dirs};
    }
    void operator()(UnregisterBrokerRecord const& record) const {
        auto const at = position(image.brokers, record.broker_id, kIdOfBroker);
        if (at != image.brokers.end() && at->id == record.broker_id) image.brokers.erase(at);
    }
    void operator()(BrokerRegistrationChangeRecord const& record) const {
        auto const at = position(image.brokers, record.broker_id, kIdOfBroker);
        bool const is_meant = at != image.brokers.end() && at->id == record.broker_id &&
                              at->epoch == record.broker_epoch;
        if (!is_meant) return;
        if (record.fenced != 0) at->fenced = record.fenced > 0;
        if (record.in_controlled_shutdown > 0) at->in_controlled_shutdown = true;
    }
    void operator()(TopicRecord const& record) const {
        auto const at = position(image.topics, record.name, kNameOfTopic);
        image.topics.insert(at, Cow<TopicImage>{{record.name, record.topic_id, {}}});
        auto const id = position(image.topic_ids, record.topic_id, kIdOfTopic);
        image.topic_ids.insert(id, {record.topic_id, record.name});
    }
    void operator()(RemoveTopicRecord const& record) const {
        auto const id = position(image.topic_ids, record.topic_id, kIdOfTopic);
        if (id == image.topic_ids.end() || id->first != record.topic_id) return;
        std::string const& name = names.text(id->second);
        auto& configs = image.configs;
        configs.erase(std::remove_if(configs.begin(), configs.end(),
                                     [&](ConfigEntry const& entry) {
                                         return entry.resource_type == ConfigResourceType::topic &&
                                                entry.resource_name == name;
                                     }),
                      configs.end());
        image.topics.erase(position(image.topics, id->second, kNameOfTopic));
        image.topic_ids.erase(id);
    }
    void operator()(PartitionRecord const& record) const {
        TopicImage* topic = edit_topic(record.topic_id);
        if (topic == nullptr || record.partition_id < 0) return;
        topic->partitions.set(static_cast<std::size_t>(record.partition_id), record.registration);
    }
    void operator()(PartitionChangeRecord const& record) const {
        TopicImage* topic = edit_topic(record.topic_id);
        auto const index = static_cast<std::size_t>(record.partition_id);
        if (topic == nullptr || index >= topic->partitions.size()) return;
        apply(topic->partitions.edit(index), record);
    }
    void operator()(ConfigRecord const& record) const {
        ConfigEntry entry{record.resource_type, record.resource_name, record.name,
                          record.value.value_or("")};
        auto const at = config_at(image.configs, key_of(entry));
        bool const exists = at != image.configs.end() && !is_before(key_of(entry), key_of(*at));
        if (record.value && exists) {
            at->value = *record.value;
        } else if (record.value) {
            image.configs.insert(at, std::move(entry));
        } else if (exists) {
            image.configs.erase(at);
        }
    }
    void operator()(ClearElrRecord const& record) const {
        for (Cow<TopicImage>& topic : image.topics) {
            bool const is_meant =
                record.topic_name.empty() || names.text(topic->name) == record.topic_name;
            if (is_meant && has_elr(*topic)) clear_elr(topic.edit());
        }
    }
    void operator()(ProducerIdsRecord const& record) const {
        image.next_producer_id = record.next_producer_id;
    }
    void operator()(ClientQuotaRecord const& record) const {
        auto const is_earlier = [](ClientQuota const& quota, ClientQuotaRecord const& wanted) {
            if (comes_before(quota.entity, wanted.entity)) return true;
            return quota.entity == wanted.entity && quota.key < wanted.key;
        };
        auto& quotas = image.client_quotas;
        auto const at = std::lower_bound(quotas.begin(), quotas.end(), record, is_earlier);
        bool const exists =
            at != quotas.end() && at->entity == record.entity && at->key == record.key;
        if (!record.remove && exists) {
            at->value = record.value;
        } else if (!record.remove) {
            quotas.insert(at, {record.entity, record.key, record.value});
        } else if (exists) {
            quotas.erase(at);
        }
    }
    void operator()(LeaderChangeMessage const&) const {}
    void operator()(NoOpRecord const&) const {}

private:
    TopicImage* edit_topic(Uuid id) const {
        auto const found = position(image.topic_ids, id, kIdOfTopic);
        if (found == image.topic_ids.end() || found->first != id) return nullptr;
        return &position(image.topics, found->second, kNameOfTopic)->edit();
    }
};
}  // namespace

void apply(MetadataImage& image, MetadataRecord const& record, Offset offset, Names const& names) {
    std::visit(Apply{image, names}, record);
    image.next_offset = offset + 1;
}

void apply(MetadataImage& image, MetadataBatch const& batch, Names const& names) {
    Offset offset = batch.base_offset;
    for (MetadataRecord const& record : batch.records) {
        apply(image, record, offset, names);
        offset = offset + 1;
    }
}

void apply(PartitionRegistration& partition, PartitionChangeRecord const& change) {
    if (change.replicas) {
        // A replica keeps its directory wherever it stands in the new order.
        std::vector<Uuid> directories;
        for (BrokerId const replica : *change.replicas) {
            auto const old =
                std::find(partition.replicas.begin(), partition.replicas.end(), replica);
            auto const index = static_cast<std::size_t>(old - partition.replicas.begin());
            directories.push_back(
                index < partition.directories.size() ? partition.directories[index] : kNoUuid);
        }
        partition.replicas = *change.replicas;
        partition.directories = std::move(directories);
    }
    if (change.directories) partition.directories = *change.directories;
    if (change.isr) partition.isr = *change.isr;
    if (change.eligible_leader_replicas) partition.elr = *change.eligible_leader_replicas;
    if (change.last_known_elr) partition.last_known_elr = *change.last_known_elr;
    if (change.adding_replicas) partition.adding_replicas = *change.adding_replicas;
    if (change.removing_replicas) partition.removing_replicas = *change.removing_replicas;
    if (change.leader_recovery_state) {
        partition.leader_recovery_state = *change.leader_recovery_state;
    }
    if (change.leader) {
        partition.leader = *change.leader;
        ++partition.leader_epoch.value;
    }
    ++partition.partition_epoch.value;
}

BrokerRegistration const* find_broker(MetadataImage const& image, BrokerId id) {
    auto const at = position(image.brokers, id, kIdOfBroker);
    return at == image.brokers.end() || at->id != id ? nullptr : &*at;
}

TopicImage const* find_topic(MetadataImage const& image, NameId name) {
    auto const at = position(image.topics, name, kNameOfTopic);
    return at == image.topics.end() || (*at)->name != name ? nullptr : &**at;
}

TopicImage const* find_topic(MetadataImage const& image, Uuid id) {
    auto const at = position(image.topic_ids, id, kIdOfTopic);
    if (at == image.topic_ids.end() || at->first != id) return nullptr;
    return find_topic(image, at->second);
}

PartitionRegistration const* find_partition(MetadataImage const& image, TopicPartition partition) {
    TopicImage const* topic = find_topic(image, partition.topic);
    auto const index = static_cast<std::size_t>(partition.partition);
    if (topic == nullptr || partition.partition < 0 || index >= topic->partitions.size()) {
        return nullptr;
    }
    return &topic->partitions[index];
}

bool has_elr_data(PartitionRegistration const& partition) {
    return !partition.elr.empty() || !partition.last_known_elr.empty();
}

bool is_active(MetadataImage const& image, BrokerId id) {
    BrokerRegistration const* broker = find_broker(image, id);
    return broker != nullptr && broker->is_active();
}

std::string const* find_config(MetadataImage const& image, ConfigResourceType type,
                               std::string_view resource, std::string_view name) {
    ConfigKey const wanted{type, resource, name};
    auto const at = config_at(image.configs, wanted);
    return at == image.configs.end() || is_before(wanted, key_of(*at)) ? nullptr : &at->value;
}

bool contains(std::vector<BrokerId> const& brokers, BrokerId id) {
    return std::find(brokers.begin(), brokers.end(), id) != brokers.end();
}

}  // namespace highwater
