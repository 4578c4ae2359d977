#include "protocol/metadata_bytes.h"

namespace highwater {

namespace {
constexpr std::int64_t kBatchOverhead = 61;
constexpr std::int8_t kFrameVersion = 1;
constexpr std::int16_t kPlaintext = 0;
constexpr std::int16_t kPort = 9092;

// The features of a broker of 4.3, see metadata/features.cc.
std::vector<BrokerFeature> const& features_of_4_3() {
    static std::vector<BrokerFeature> const features = {{"eligible.leader.replicas.version", 0, 1},
                                                        {"group.version", 0, 1},
                                                        {"kraft.version", 0, 1},
                                                        {"metadata.version", 7, 30},
                                                        {"share.version", 0, 1},
                                                        {"streams.version", 0, 1},
                                                        {"transaction.version", 0, 2}};
    return features;
}

// Writes fields, or only counts their bytes: sizes are asked for far more often than bytes.
class FieldWriter {
public:
    FieldWriter(Names const& names, Bytes* out) : names_{names}, out_{out} {}

    std::int64_t size() const { return size_; }

    void int8(std::int64_t value) {
        if (out_ != nullptr) put_i8(*out_, static_cast<std::int8_t>(value));
        size_ += 1;
    }
    void int16(std::int16_t value) {
        if (out_ != nullptr) put_i16(*out_, value);
        size_ += 2;
    }
    void int32(std::int32_t value) {
        if (out_ != nullptr) put_i32(*out_, value);
        size_ += 4;
    }
    void int64(std::int64_t value) {
        if (out_ != nullptr) put_i64(*out_, value);
        size_ += 8;
    }
    void unsigned_varint(std::uint64_t value) {
        if (out_ != nullptr) put_unsigned_varint(*out_, value);
        size_ += unsigned_varint_size(value);
    }
    void string(std::string_view text) {
        unsigned_varint(text.size() + 1);
        if (out_ != nullptr) put_text(*out_, text);
        size_ += static_cast<std::int64_t>(text.size());
    }
    void nullable_string(std::optional<std::string> const& text) {
        if (text) {
            string(*text);
        } else {
            unsigned_varint(0);
        }
    }
    void name(NameId id) { string(names_.text(id)); }
    void length(std::size_t count) { unsigned_varint(count + 1); }

    void value(Uuid id) {
        int64(static_cast<std::int64_t>(id.high));
        int64(static_cast<std::int64_t>(id.low));
    }
    void value(BrokerId id) { int32(id.value); }
    void value(std::int8_t number) { int8(number); }
    void value(LeaderRecoveryState state) { int8(static_cast<std::int8_t>(state)); }
    template <class T>
    void value(std::vector<T> const& list) {
        length(list.size());
        for (T const& one : list) value(one);
    }

    // A tagged field is its number, its length and its bytes; `visit` names those of a record in
    // the order of their numbers, once to count them and once to write them.
    template <class Visit>
    void tags(Visit visit) {
        std::uint64_t count = 0;
        visit([&](std::uint64_t, auto const* field) { count += field == nullptr ? 0 : 1; });
        unsigned_varint(count);
        visit([&](std::uint64_t number, auto const* field) {
            if (field == nullptr) return;
            FieldWriter counted{names_, nullptr};
            counted.value(*field);
            unsigned_varint(number);
            unsigned_varint(static_cast<std::uint64_t>(counted.size()));
            value(*field);
        });
    }
    void no_tags() { unsigned_varint(0); }

private:
    Names const& names_;
    Bytes* out_;
    std::int64_t size_{};
};

// A tagged field that is left out when it has its default.
template <class T>
T const* if_there(std::optional<T> const& field, bool has_version = true) {
    return field && has_version ? &*field : nullptr;
}
template <class T>
std::vector<T> const* if_any(std::vector<T> const& list, bool has_version = true) {
    return list.empty() || !has_version ? nullptr : &list;
}
template <class T>
T const* unless_default(T const& value, bool has_version = true) {
    return value == T{} || !has_version ? nullptr : &value;
}

struct Layout {
    std::uint32_t api_key{};
    std::int16_t newest_version{};
};
constexpr std::uint32_t kNoApiKey = UINT32_MAX;

struct LayoutOf {
    Layout operator()(RegisterBrokerRecord const&) const { return {0, 3}; }
    Layout operator()(UnregisterBrokerRecord const&) const { return {1, 0}; }
    Layout operator()(TopicRecord const&) const { return {2, 0}; }
    Layout operator()(PartitionRecord const&) const { return {3, 2}; }
    Layout operator()(ConfigRecord const&) const { return {4, 0}; }
    Layout operator()(PartitionChangeRecord const&) const { return {5, 2}; }
    Layout operator()(RemoveTopicRecord const&) const { return {9, 0}; }
    Layout operator()(FeatureLevelRecord const&) const { return {12, 0}; }
    Layout operator()(ClientQuotaRecord const&) const { return {14, 0}; }
    Layout operator()(ProducerIdsRecord const&) const { return {15, 0}; }
    Layout operator()(BrokerRegistrationChangeRecord const&) const { return {17, 2}; }
    Layout operator()(NoOpRecord const&) const { return {20, 0}; }
    Layout operator()(ClearElrRecord const&) const { return {28, 0}; }
    Layout operator()(LeaderChangeMessage const&) const { return {kNoApiKey, 0}; }
};
Layout layout_of(MetadataRecord const& record) { return std::visit(LayoutOf{}, record); }

// The fields in the order of Kafka's schemas.
struct PutFields {
    FieldWriter& out;
    std::int16_t version{};
    std::optional<BrokerEndpoint> const& endpoint;

    void operator()(RegisterBrokerRecord const& r) const {
        constexpr std::int8_t kIsMigratingZkBroker = 0;
        out.value(r.broker_id);
        if (version >= 2) out.int8(kIsMigratingZkBroker);
        out.value(r.incarnation_id);
        out.int64(r.broker_epoch.value);
        out.length(1);
        out.string("PLAINTEXT");
        out.string(endpoint ? endpoint->host : "broker-" + std::to_string(r.broker_id.value));
        out.int16(kPort);
        out.int16(kPlaintext);
        out.no_tags();
        auto const& features = endpoint ? endpoint->features : features_of_4_3();
        out.length(features.size());
        for (BrokerFeature const& feature : features) {
            out.string(feature.name);
            out.int16(feature.min_version);
            out.int16(feature.max_version);
            out.no_tags();
        }
        if (r.rack == kNoName) {
            out.nullable_string(std::nullopt);
        } else {
            out.name(r.rack);
        }
        out.int8(r.fenced ? 1 : 0);
        if (version >= 1) out.int8(r.in_controlled_shutdown ? 1 : 0);
        out.tags([&](auto put) { put(0, if_any(r.log_dirs, version >= 3)); });
    }
    void operator()(UnregisterBrokerRecord const& r) const {
        out.value(r.broker_id);
        out.int64(r.broker_epoch.value);
        out.no_tags();
    }
    void operator()(BrokerRegistrationChangeRecord const& r) const {
        out.value(r.broker_id);
        out.int64(r.broker_epoch.value);
        out.tags([&](auto put) {
            put(0, unless_default(r.fenced));
            put(1, unless_default(r.in_controlled_shutdown, version >= 1));
        });
    }
    void operator()(TopicRecord const& r) const {
        out.name(r.name);
        out.value(r.topic_id);
        out.no_tags();
    }
    void operator()(RemoveTopicRecord const& r) const {
        out.value(r.topic_id);
        out.no_tags();
    }
    void operator()(PartitionRecord const& record) const {
        PartitionRegistration const& r = *record.registration;
        out.int32(record.partition_id);
        out.value(record.topic_id);
        out.value(r.replicas);
        out.value(r.isr);
        out.value(r.removing_replicas);
        out.value(r.adding_replicas);
        out.value(r.leader);
        out.int32(r.leader_epoch.value);
        out.int32(r.partition_epoch.value);
        if (version >= 1) out.value(r.directories);
        out.tags([&](auto put) {
            put(0, unless_default(r.leader_recovery_state));
            put(1, if_any(r.elr, version >= 2));
            put(2, if_any(r.last_known_elr, version >= 2));
        });
    }
    void operator()(PartitionChangeRecord const& r) const {
        out.int32(r.partition_id);
        out.value(r.topic_id);
        out.tags([&](auto put) {
            put(0, if_there(r.isr));
            put(1, if_there(r.leader));
            put(2, if_there(r.replicas));
            put(3, if_there(r.removing_replicas));
            put(4, if_there(r.adding_replicas));
            put(5, if_there(r.leader_recovery_state));
            put(6, if_there(r.eligible_leader_replicas, version >= 2));
            put(7, if_there(r.last_known_elr, version >= 2));
            put(8, if_there(r.directories, version >= 1));
        });
    }
    void operator()(ConfigRecord const& r) const {
        out.int8(static_cast<std::int8_t>(r.resource_type));
        out.string(r.resource_name);
        out.string(r.name);
        out.nullable_string(r.value);
        out.no_tags();
    }
    void operator()(FeatureLevelRecord const& r) const {
        out.string(r.name);
        out.int16(r.feature_level);
        out.no_tags();
    }
    void operator()(ClearElrRecord const& r) const {
        out.string(r.topic_name);
        out.no_tags();
    }
    void operator()(ProducerIdsRecord const& r) const {
        out.value(r.broker_id);
        out.int64(r.broker_epoch.value);
        out.int64(r.next_producer_id.value);
        out.no_tags();
    }
    void operator()(ClientQuotaRecord const& r) const {
        out.length(r.entity.size());
        for (QuotaEntityPart const& part : r.entity) {
            out.string(part.entity_type);
            out.nullable_string(part.entity_name);
            out.no_tags();
        }
        out.string(r.key);
        out.int64(static_cast<std::int64_t>(double_bits(r.value)));
        out.int8(r.remove ? 1 : 0);
        out.no_tags();
    }
    void operator()(NoOpRecord const&) const { out.no_tags(); }
    // Version 0 has neither the voters' keys nor their directories; all of them have granted.
    void operator()(LeaderChangeMessage const& r) const {
        out.int16(0);
        out.value(r.leader_id);
        for (int list = 0; list < 2; ++list) {
            out.length(r.voters.size());
            for (BrokerId const voter : r.voters) {
                out.value(voter);
                out.no_tags();
            }
        }
        out.no_tags();
    }
};

void put_record(FieldWriter& out, MetadataRecord const& record, std::int16_t version,
                std::optional<BrokerEndpoint> const& endpoint) {
    Layout const layout = layout_of(record);
    if (layout.api_key != kNoApiKey) {
        out.unsigned_varint(kFrameVersion);
        out.unsigned_varint(layout.api_key);
        out.unsigned_varint(static_cast<std::uint64_t>(version));
    }
    std::visit(PutFields{out, version, endpoint}, record);
}
}  // namespace

std::int16_t newest_version(MetadataRecord const& record) {
    return layout_of(record).newest_version;
}

Bytes encode(MetadataRecord const& record, std::int16_t version, Names const& names,
             std::optional<BrokerEndpoint> const& endpoint) {
    Bytes bytes;
    FieldWriter out{names, &bytes};
    put_record(out, record, version, endpoint);
    return bytes;
}

std::int64_t size_in_bytes(std::vector<MetadataRecord> const& records, Names const& names) {
    constexpr std::int64_t kControlKey = 4;  // its version and type
    std::int64_t bytes = kBatchOverhead;
    std::int32_t offset_delta = 0;
    for (MetadataRecord const& record : records) {
        Layout const layout = layout_of(record);
        FieldWriter counted{names, nullptr};
        put_record(counted, record, layout.newest_version, std::nullopt);
        auto const value = static_cast<std::int32_t>(counted.size());
        // Attributes, no time between them, offset, the key (none but of control records), the
        // value with its length, no headers.
        std::int64_t const key = layout.api_key == kNoApiKey ? kControlKey : 0;
        std::int64_t const body =
            1 + 1 + varint_size(offset_delta++) + 1 + key + varint_size(value) + value + 1;
        bytes += varint_size(static_cast<std::int32_t>(body)) + body;
    }
    return bytes;
}

}  // namespace highwater
