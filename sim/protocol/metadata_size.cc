// How many bytes metadata records take as Kafka 4.3 writes them: snapshots are made by what was
// written since the last one, and old ones go by what they take. The frame is three numbers (frame
// version, api key, record version), then the fields; what is not always there is a tagged field.
// A listener is reckoned as PLAINTEXT://broker-N:9092.
#include "protocol/metadata_record.h"

namespace highwater {

namespace {
constexpr std::int64_t kBatchOverhead = 61;
constexpr std::int64_t kFrame = 3;
constexpr std::int64_t kInt8 = 1;
constexpr std::int64_t kInt16 = 2;
constexpr std::int64_t kInt32 = 4;
constexpr std::int64_t kInt64 = 8;
constexpr std::int64_t kUuid = 16;
constexpr std::int64_t kNoTags = 1;  // their number

constexpr std::int64_t unsigned_varint(std::uint64_t value) {
    std::int64_t bytes = 1;
    for (; value >= 0x80; value >>= 7) ++bytes;
    return bytes;
}
constexpr std::int64_t varint(std::int64_t value) {  // zigzag
    return unsigned_varint(static_cast<std::uint64_t>(value) << 1 ^
                           static_cast<std::uint64_t>(value >> 63));
}
std::int64_t string(std::string const& text) {
    return unsigned_varint(text.size() + 1) + static_cast<std::int64_t>(text.size());
}
constexpr std::int64_t array(std::size_t count, std::int64_t each) {
    return unsigned_varint(count + 1) + static_cast<std::int64_t>(count) * each;
}
std::int64_t brokers(std::vector<BrokerId> const& ids) { return array(ids.size(), kInt32); }
// A tag, its length, its value.
std::int64_t tagged(std::int64_t value) {
    return 1 + unsigned_varint(static_cast<std::uint64_t>(value)) + value;
}
std::int64_t tagged_brokers(std::vector<BrokerId> const& ids) {
    return ids.empty() ? 0 : tagged(brokers(ids));
}
std::int64_t tagged_brokers(std::optional<std::vector<BrokerId>> const& ids) {
    return ids ? tagged(brokers(*ids)) : 0;
}

// Names are interned; the room of the records does not know their letters.
constexpr std::int64_t kName = 1 + 8;
constexpr std::int64_t kEndpoint = (1 + 9) + (1 + 8) + 2 + kInt16 + kNoTags;
constexpr std::int64_t kFeatures = 7;
constexpr std::int64_t kFeature = (1 + 20) + 2 * kInt16 + kNoTags;

struct FieldsOf {
    std::int64_t operator()(FeatureLevelRecord const& r) const {
        return string(r.name) + kInt16 + kNoTags;
    }
    std::int64_t operator()(RegisterBrokerRecord const& r) const {
        std::int64_t const rack = r.rack == kNoName ? 1 : kName;
        std::int64_t const dirs = r.log_dirs.empty() ? 0 : tagged(array(r.log_dirs.size(), kUuid));
        return kInt32 + kInt8 + kUuid + kInt64 + array(1, kEndpoint) + array(kFeatures, kFeature) +
               rack + 2 * kInt8 + kNoTags + dirs;
    }
    std::int64_t operator()(UnregisterBrokerRecord const&) const {
        return kInt32 + kInt64 + kNoTags;
    }
    std::int64_t operator()(BrokerRegistrationChangeRecord const& r) const {
        return kInt32 + kInt64 + kNoTags + (r.fenced != 0 ? tagged(kInt8) : 0) +
               (r.in_controlled_shutdown != 0 ? tagged(kInt8) : 0);
    }
    std::int64_t operator()(TopicRecord const&) const { return kName + kUuid + kNoTags; }
    std::int64_t operator()(RemoveTopicRecord const&) const { return kUuid + kNoTags; }
    std::int64_t operator()(PartitionRecord const& record) const {
        PartitionRegistration const& r = *record.registration;
        bool const recovers = r.leader_recovery_state != LeaderRecoveryState::recovered;
        return 4 * kInt32 + kUuid + brokers(r.replicas) + brokers(r.isr) +
               brokers(r.removing_replicas) + brokers(r.adding_replicas) +
               array(r.directories.size(), kUuid) + kNoTags + (recovers ? tagged(kInt8) : 0) +
               tagged_brokers(r.elr) + tagged_brokers(r.last_known_elr);
    }
    std::int64_t operator()(PartitionChangeRecord const& r) const {
        std::int64_t const directories =
            r.directories ? tagged(array(r.directories->size(), kUuid)) : 0;
        return kInt32 + kUuid + kNoTags + tagged_brokers(r.isr) + (r.leader ? tagged(kInt32) : 0) +
               tagged_brokers(r.replicas) + tagged_brokers(r.removing_replicas) +
               tagged_brokers(r.adding_replicas) + (r.leader_recovery_state ? tagged(kInt8) : 0) +
               tagged_brokers(r.eligible_leader_replicas) + tagged_brokers(r.last_known_elr) +
               directories;
    }
    std::int64_t operator()(ConfigRecord const& r) const {
        return kInt8 + string(r.resource_name) + string(r.name) + (r.value ? string(*r.value) : 1) +
               kNoTags;
    }
    std::int64_t operator()(ClearElrRecord const& r) const {
        return string(r.topic_name) + kNoTags;
    }
    std::int64_t operator()(ProducerIdsRecord const&) const {
        return kInt32 + 2 * kInt64 + kNoTags;
    }
    // A control record: no frame but a key, and two lists of voters with their directories.
    std::int64_t operator()(LeaderChangeMessage const& r) const {
        return 2 * kInt16 - kFrame + kInt16 + kInt32 +
               2 * array(r.voters.size(), kInt32 + kUuid + kNoTags) + kNoTags;
    }
    std::int64_t operator()(NoOpRecord const&) const { return kNoTags; }
    std::int64_t operator()(ClientQuotaRecord const& r) const {
        constexpr std::int64_t kFloat64 = 8;
        std::int64_t entity = array(r.entity.size(), kNoTags);
        for (QuotaEntityPart const& part : r.entity) {
            entity += string(part.entity_type) + (part.entity_name ? string(*part.entity_name) : 1);
        }
        return entity + string(r.key) + kFloat64 + kInt8 + kNoTags;
    }
};
}  // namespace

std::int64_t size_in_bytes(std::vector<MetadataRecord> const& records) {
    std::int64_t bytes = kBatchOverhead;
    std::int64_t offset_delta = 0;
    for (MetadataRecord const& record : records) {
        std::int64_t const value = kFrame + std::visit(FieldsOf{}, record);
        // Attributes, no time between them, offset, no key, the value with its length, no headers.
        std::int64_t const body = 1 + 1 + varint(offset_delta++) + 1 + varint(value) + value + 1;
        bytes += varint(body) + body;
    }
    return bytes;
}

}  // namespace highwater
