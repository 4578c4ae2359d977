// What the controller writes into __cluster_metadata, and every broker replays: the records of
// org.apache.kafka.common.metadata, with the fields that matter here.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/cow.h"
#include "base/fields.h"
#include "protocol/payload.h"
#include "protocol/quota_value.h"

namespace highwater {

struct FeatureLevelRecord {
    std::string name;
    std::int16_t feature_level{};
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"feature_level", self.feature_level}};
    }
};

struct RegisterBrokerRecord {
    BrokerId broker_id{kNoBroker};
    Uuid incarnation_id;
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    NodeId node{kNoNode};  // the listener's address
    NameId rack{kNoName};
    bool fenced{true};
    bool in_controlled_shutdown{};
    std::vector<Uuid> log_dirs;
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"incarnation_id", self.incarnation_id},
                          Field{"broker_epoch", self.broker_epoch},
                          Field{"node", self.node},
                          Field{"rack", self.rack},
                          Field{"fenced", self.fenced},
                          Field{"in_controlled_shutdown", self.in_controlled_shutdown},
                          Field{"log_dirs", self.log_dirs}};
    }
};

struct UnregisterBrokerRecord {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch}};
    }
};

struct BrokerRegistrationChangeRecord {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    std::int8_t fenced{};                  // 1 fence, -1 unfence, 0 no change
    std::int8_t in_controlled_shutdown{};  // 1 yes, 0 no change
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch}, Field{"fenced", self.fenced},
                          Field{"in_controlled_shutdown", self.in_controlled_shutdown}};
    }
};

struct TopicRecord {
    NameId name{kNoName};
    Uuid topic_id;
    static auto fields(auto& self) {
        return std::tuple{Field{"name", self.name}, Field{"topic_id", self.topic_id}};
    }
};

struct RemoveTopicRecord {
    Uuid topic_id;
    static auto fields(auto& self) { return std::tuple{Field{"topic_id", self.topic_id}}; }
};

enum class LeaderRecoveryState : std::int8_t { recovered = 0, recovering = 1 };

// The state of a partition that a controller keeps (Kafka: PartitionRegistration, the fields of a
// PartitionRecord).
struct PartitionRegistration {
    std::vector<BrokerId> replicas;  // the order is the preference
    std::vector<BrokerId> isr;
    std::vector<BrokerId> adding_replicas;
    std::vector<BrokerId> removing_replicas;
    std::vector<BrokerId> elr;             // hold everything below the high watermark (KIP-966)
    std::vector<BrokerId> last_known_elr;  // in practice the last leader
    std::vector<Uuid> directories;         // of each replica
    BrokerId leader{kNoBroker};
    LeaderRecoveryState leader_recovery_state{};
    LeaderEpoch leader_epoch{};
    PartitionEpoch partition_epoch{};
    static auto fields(auto& self) {
        return std::tuple{Field{"replicas", self.replicas},
                          Field{"isr", self.isr},
                          Field{"adding_replicas", self.adding_replicas},
                          Field{"removing_replicas", self.removing_replicas},
                          Field{"elr", self.elr},
                          Field{"last_known_elr", self.last_known_elr},
                          Field{"directories", self.directories},
                          Field{"leader", self.leader},
                          Field{"leader_recovery_state", self.leader_recovery_state},
                          Field{"leader_epoch", self.leader_epoch},
                          Field{"partition_epoch", self.partition_epoch}};
    }
};

// The record and every image that replayed it share the registration.
struct PartitionRecord {
    Uuid topic_id;
    std::int32_t partition_id{};
    Cow<PartitionRegistration> registration;
    static auto fields(auto& self) {
        return std::tuple{Field{"topic_id", self.topic_id},
                          Field{"partition_id", self.partition_id},
                          Field{"registration", self.registration}};
    }
};

// Only the fields that change are present.
struct PartitionChangeRecord {
    Uuid topic_id;
    std::int32_t partition_id{};
    std::optional<std::vector<BrokerId>> isr;
    std::optional<BrokerId> leader;  // kNoBroker: nobody; present means leader epoch + 1
    std::optional<std::vector<BrokerId>> replicas;
    std::optional<std::vector<BrokerId>> removing_replicas;
    std::optional<std::vector<BrokerId>> adding_replicas;
    std::optional<LeaderRecoveryState> leader_recovery_state;
    std::optional<std::vector<BrokerId>> eligible_leader_replicas;
    std::optional<std::vector<BrokerId>> last_known_elr;
    std::optional<std::vector<Uuid>> directories;
    static auto fields(auto& self) {
        return std::tuple{Field{"topic_id", self.topic_id},
                          Field{"partition_id", self.partition_id},
                          Field{"isr", self.isr},
                          Field{"leader", self.leader},
                          Field{"replicas", self.replicas},
                          Field{"removing_replicas", self.removing_replicas},
                          Field{"adding_replicas", self.adding_replicas},
                          Field{"leader_recovery_state", self.leader_recovery_state},
                          Field{"eligible_leader_replicas", self.eligible_leader_replicas},
                          Field{"last_known_elr", self.last_known_elr},
                          Field{"directories", self.directories}};
    }
};

enum class ConfigResourceType : std::int8_t { topic = 2, broker = 4, group = 32 };

struct ConfigRecord {
    ConfigResourceType resource_type{};
    std::string resource_name;  // topic, group or node id; "" is the cluster-wide broker default
    std::string name;
    std::optional<std::string> value;  // none: deleted
    static auto fields(auto& self) {
        return std::tuple{Field{"resource_type", self.resource_type},
                          Field{"resource_name", self.resource_name}, Field{"name", self.name},
                          Field{"value", self.value}};
    }
};

// Whom a client quota is for (KIP-546): {user: ANONYMOUS, client-id: the default of all others}.
inline constexpr char kQuotaUser[] = "user";
inline constexpr char kQuotaClientId[] = "client-id";
inline constexpr char kQuotaIp[] = "ip";
struct QuotaEntityPart {
    std::string entity_type;
    std::optional<std::string> entity_name;  // none: of all that have no quota by name
    static auto fields(auto& self) {
        return std::tuple{Field{"entity_type", self.entity_type},
                          Field{"entity_name", self.entity_name}};
    }
};
using QuotaEntity = std::vector<QuotaEntityPart>;  // by type

struct ClientQuotaRecord {
    QuotaEntity entity;
    std::string key;  // producer_byte_rate, …
    QuotaValue value;
    bool remove{};
    static auto fields(auto& self) {
        return std::tuple{Field{"entity", self.entity}, Field{"key", self.key},
                          Field{"value", self.value}, Field{"remove", self.remove}};
    }
};

// The minimum ISR changed, and with it what the eligible leader replicas were eligible by
// (KIP-966).
struct ClearElrRecord {
    std::string topic_name;  // "": of every topic
    static auto fields(auto& self) { return std::tuple{Field{"topic_name", self.topic_name}}; }
};

struct ProducerIdsRecord {
    BrokerId broker_id{kNoBroker};
    BrokerEpoch broker_epoch{kNoBrokerEpoch};
    ProducerId next_producer_id{};
    static auto fields(auto& self) {
        return std::tuple{Field{"broker_id", self.broker_id},
                          Field{"broker_epoch", self.broker_epoch},
                          Field{"next_producer_id", self.next_producer_id}};
    }
};

// Raft's own control record: the first of each epoch; nothing of older epochs commits before it.
struct LeaderChangeMessage {
    BrokerId leader_id{kNoBroker};
    std::vector<BrokerId> voters;
    static auto fields(auto& self) {
        return std::tuple{Field{"leader_id", self.leader_id}, Field{"voters", self.voters}};
    }
};

struct NoOpRecord {
    static auto fields(auto&) { return std::tuple{}; }
};

using MetadataRecord =
    std::variant<FeatureLevelRecord, RegisterBrokerRecord, UnregisterBrokerRecord,
                 BrokerRegistrationChangeRecord, TopicRecord, RemoveTopicRecord, PartitionRecord,
                 PartitionChangeRecord, ConfigRecord, ClearElrRecord, ProducerIdsRecord,
                 LeaderChangeMessage, NoOpRecord, ClientQuotaRecord>;

// "PARTITION_CHANGE_RECORD".
char const* name_of(MetadataRecord const& record);

// Written, replicated and committed as one. Each record takes one offset.
struct MetadataBatch {
    Offset base_offset{};
    LeaderEpoch epoch{};
    Time appended_at{};
    std::vector<MetadataRecord> records;
    std::int64_t size_in_bytes{};  // reckoned once, when it is written
    Offset next_offset() const { return base_offset + static_cast<std::int64_t>(records.size()); }
    static auto fields(auto& self) {
        return std::tuple{Field{"base_offset", self.base_offset}, Field{"epoch", self.epoch},
                          Field{"appended_at", self.appended_at}, Field{"records", self.records},
                          Field{"size_in_bytes", self.size_in_bytes}};
    }
};

using MetadataBatchRef = Payload<MetadataBatch>;

// A snapshot's name: it holds what all records below an offset came to, the last of that epoch.
struct SnapshotId {
    Offset end_offset{kNoOffset};
    LeaderEpoch epoch{kNoEpoch};
    friend bool operator==(SnapshotId const& a, SnapshotId const& b) {
        return a.end_offset == b.end_offset && a.epoch == b.epoch;
    }
    static auto fields(auto& self) {
        return std::tuple{Field{"end_offset", self.end_offset}, Field{"epoch", self.epoch}};
    }
};

// A .checkpoint file (KIP-630): the records that make an image from nothing.
struct MetadataSnapshot {
    SnapshotId id;
    Time last_contained_log_time;
    std::vector<MetadataRecord> records;
    std::int64_t size_in_bytes{};
    static auto fields(auto& self) {
        return std::tuple{
            Field{"id", self.id}, Field{"last_contained_log_time", self.last_contained_log_time},
            Field{"records", self.records}, Field{"size_in_bytes", self.size_in_bytes}};
    }
};

using MetadataSnapshotRef = Payload<MetadataSnapshot>;

}  // namespace highwater
