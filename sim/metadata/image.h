// What the metadata log says, replayed up to an offset (Kafka: MetadataImage,
// ReplicationControlManager's registrations). Controllers decide on it, brokers act on it and
// answer clients from it. Topics are shared until they change, so that copying an image costs a
// pointer per topic.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cow.h"
#include "base/cow_vector.h"
#include "base/fields.h"
#include "base/names.h"
#include "protocol/metadata_record.h"

namespace highwater {

struct BrokerRegistration {
    BrokerId id{kNoBroker};
    BrokerEpoch epoch{kNoBrokerEpoch};
    Uuid incarnation_id;
    NodeId node{kNoNode};
    NameId rack{kNoName};
    bool fenced{true};
    bool in_controlled_shutdown{};
    std::vector<Uuid> log_dirs;

    // Clients see it; it may lead and be in an ISR.
    bool is_active() const { return !fenced && !in_controlled_shutdown; }

    static auto fields(auto& self) {
        return std::tuple{Field{"id", self.id},
                          Field{"epoch", self.epoch},
                          Field{"incarnation_id", self.incarnation_id},
                          Field{"node", self.node},
                          Field{"rack", self.rack},
                          Field{"fenced", self.fenced},
                          Field{"in_controlled_shutdown", self.in_controlled_shutdown},
                          Field{"log_dirs", self.log_dirs}};
    }
};

struct TopicImage {
    NameId name{kNoName};
    Uuid id;
    CowVector<PartitionRegistration> partitions;  // by number
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"id", self.id},
                          Field{"partitions", self.partitions}};
    }
};

struct ConfigEntry {
    ConfigResourceType resource_type{};
    std::string resource_name;
    std::string name;
    std::string value;
    static auto fields(auto& self) {
        return std::tuple{Field{"resource_type", self.resource_type},
                          Field{"resource_name", self.resource_name}, Field{"name", self.name},
                          Field{"value", self.value}};
    }
};

struct ClientQuota {
    QuotaEntity entity;
    std::string key;
    QuotaValue value;
    static auto fields(auto& self) {
        return std::tuple{Field{"entity", self.entity}, Field{"key", self.key},
                          Field{"value", self.value}};
    }
};

struct FeatureLevel {
    std::string name;
    std::int16_t level{};
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"level", self.level}};
    }
};

struct MetadataImage {
    Offset next_offset;                              // every record below has been replayed
    std::vector<BrokerRegistration> brokers;         // by id
    std::vector<Cow<TopicImage>> topics;             // by name id
    std::vector<std::pair<Uuid, NameId>> topic_ids;  // by topic id, which is random
    std::vector<ConfigEntry> configs;                // by type, resource and name
    std::vector<FeatureLevel> features;              // in the order of the log
    ProducerId next_producer_id{0};
    std::vector<ClientQuota> client_quotas;  // by entity and key
    static auto fields(auto& self) {
        return std::tuple{Field{"next_offset", self.next_offset},
                          Field{"brokers", self.brokers},
                          Field{"topics", self.topics},
                          Field{"topic_ids", self.topic_ids},
                          Field{"configs", self.configs},
                          Field{"features", self.features},
                          Field{"next_producer_id", self.next_producer_id},
                          Field{"client_quotas", self.client_quotas}};
    }
};

// Replays the record at `offset`. One about something that does not exist changes nothing: the log
// of a quorum that lost its disks may begin in the middle of a story.
// The names are needed for configs, which go by text: those of a deleted topic go with it.
void apply(MetadataImage& image, MetadataRecord const& record, Offset offset, Names const& names);
void apply(MetadataImage& image, MetadataBatch const& batch, Names const& names);
// What a change record makes of a partition: epochs move here and nowhere else.
void apply(PartitionRegistration& partition, PartitionChangeRecord const& change);

// nullptr when there is no such thing. Pointers live until the image changes.
BrokerRegistration const* find_broker(MetadataImage const& image, BrokerId id);
TopicImage const* find_topic(MetadataImage const& image, NameId name);
TopicImage const* find_topic(MetadataImage const& image, Uuid id);
PartitionRegistration const* find_partition(MetadataImage const& image, TopicPartition partition);
std::string const* find_config(MetadataImage const& image, ConfigResourceType type,
                               std::string_view resource, std::string_view name);
// A topic's value: its own config, else this broker's dynamic one, else the cluster-wide default;
// nullptr: whatever the server's file says. `server_name` differs where Kafka's do
// (log.segment.bytes).
std::string const* resolve_topic_config(MetadataImage const& image, std::string_view topic,
                                        BrokerId broker, std::string_view topic_name,
                                        std::string_view server_name);
// min(min.insync.replicas, replication factor), with `server_default` where nobody set it.
std::int32_t effective_min_isr(MetadataImage const& image, std::string_view topic,
                               PartitionRegistration const& partition, std::int32_t server_default);

// Whether it has eligible leader replicas or knows who led last: what a ClearElrRecord takes away.
bool has_elr_data(PartitionRegistration const& partition);

// Registered, unfenced and not shutting down: may lead and be in an ISR.
bool is_active(MetadataImage const& image, BrokerId id);

bool contains(std::vector<BrokerId> const& brokers, BrokerId id);

}  // namespace highwater
