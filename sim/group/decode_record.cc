// The records of __consumer_offsets read back from their bytes; record_bytes.cc and
// coordinator_record.cc write them.
#include "group/coordinator_record.h"
#include "group/record_bytes.h"

namespace highwater {

namespace {
// CoordinatorRecordType, see coordinator_record.cc.
constexpr std::int16_t kOffsetCommitKeys = 1;  // and 0, which has the same fields

std::int64_t integer(Bytes const& bytes) { return ByteReader{bytes}.i64(); }

std::vector<AssignedTopicPartitions> read_assigned(RecordReader& reader) {
    std::vector<AssignedTopicPartitions> lists;
    std::size_t const topics = reader.compact_length();
    for (std::size_t topic = 0; topic < topics && reader.in.ok(); ++topic) {
        AssignedTopicPartitions& list = lists.emplace_back();
        list.topic_id = reader.uuid();
        std::size_t const count = reader.compact_length();
        for (std::size_t i = 0; i < count && reader.in.ok(); ++i) {
            list.partitions.push_back(reader.in.i32());
        }
        reader.tags([&](std::uint32_t number, Bytes const& bytes) {
            if (number != 0) return;
            RecordReader epochs{reader.names, ByteReader{bytes}};
            std::size_t const epoch_count = epochs.compact_length();
            for (std::size_t i = 0; i < epoch_count && epochs.in.ok(); ++i) {
                list.assignment_epochs.push_back(epochs.in.i32());
            }
        });
    }
    return lists;
}

OffsetCommitValue read_offset(RecordReader& reader, std::int16_t version) {
    OffsetCommitValue value;
    value.offset.value = reader.in.i64();
    if (version >= 3) value.leader_epoch.value = reader.in.i32();
    value.metadata = version >= 4 ? reader.compact_string() : reader.string();
    value.commit_timestamp_ms = reader.in.i64();
    if (version == 1) value.expire_timestamp_ms = reader.in.i64();
    if (version < 4) return value;
    reader.tags([&](std::uint32_t number, Bytes const& bytes) {
        if (number == 0) value.topic_id = RecordReader{reader.names, ByteReader{bytes}}.uuid();
    });
    return value;
}

// A string of the old format or, from version 4 on, of the flexible one; "" and null: kNoName.
NameId name_of_version(RecordReader& reader, std::int16_t version) {
    return version >= 4 ? reader.compact_name() : reader.name();
}

GroupMetadataMember read_group_member(RecordReader& reader, std::int16_t version) {
    bool const is_flexible = version >= 4;
    GroupMetadataMember member;
    member.member_id = name_of_version(reader, version);
    if (version >= 3) member.group_instance_id = name_of_version(reader, version);
    member.client_id = name_of_version(reader, version);
    member.client_host = name_of_version(reader, version);
    if (version >= 1) member.rebalance_timeout_ms = reader.in.i32();
    member.session_timeout_ms = reader.in.i32();
    Bytes const subscription = is_flexible ? reader.compact_bytes() : reader.bytes();
    if (!subscription.empty()) {
        member.subscription = make_payload(decode_subscription(subscription, reader.names));
    }
    Bytes const assignment = is_flexible ? reader.compact_bytes() : reader.bytes();
    if (!assignment.empty()) {
        member.assignment = make_payload(decode_assignment(assignment, reader.names));
    }
    if (is_flexible) reader.skip_tags();
    return member;
}

GroupMetadataValue read_group(RecordReader& reader, std::int16_t version) {
    GroupMetadataValue value;
    value.protocol_type = name_of_version(reader, version);
    value.generation = reader.in.i32();
    value.protocol = name_of_version(reader, version);
    value.leader = name_of_version(reader, version);
    if (version >= 2) value.current_state_timestamp_ms = reader.in.i64();
    auto const members = version >= 4 ? static_cast<std::int64_t>(reader.compact_length())
                                      : std::int64_t{reader.in.i32()};
    for (std::int64_t i = 0; i < members && reader.in.ok(); ++i) {
        value.members.push_back(read_group_member(reader, version));
    }
    return value;
}

ClassicMemberMetadata read_classic(Bytes const& bytes, Names& names) {
    RecordReader reader{names, ByteReader{bytes}};
    ClassicMemberMetadata classic;
    reader.in.i8();
    classic.session_timeout_ms = reader.in.i32();
    std::size_t const protocols = reader.compact_length();
    for (std::size_t i = 0; i < protocols && reader.in.ok(); ++i) {
        JoinGroupRequestProtocol protocol;
        protocol.name = reader.compact_name();
        Bytes const metadata = reader.compact_bytes();
        if (!metadata.empty()) {
            protocol.metadata = make_payload(decode_subscription(metadata, names));
        }
        reader.skip_tags();
        classic.supported_protocols.push_back(std::move(protocol));
    }
    return classic;
}

ConsumerGroupMemberMetadataValue read_member(RecordReader& reader) {
    ConsumerGroupMemberMetadataValue value;
    value.instance_id = reader.compact_name();
    value.rack_id = reader.compact_name();
    value.client_id = reader.compact_name();
    value.client_host = reader.compact_name();
    std::size_t const topics = reader.compact_length();
    for (std::size_t i = 0; i < topics && reader.in.ok(); ++i) {
        value.subscribed_topic_names.push_back(reader.compact_name());
    }
    value.subscribed_topic_regex = reader.compact_string();
    value.rebalance_timeout_ms = reader.in.i32();
    value.server_assignor = reader.compact_name();
    reader.tags([&](std::uint32_t number, Bytes const& bytes) {
        if (number == 0) value.classic_member_metadata = read_classic(bytes, reader.names);
    });
    return value;
}

std::vector<TopicIdPartitions> read_target(RecordReader& reader) {
    std::vector<TopicIdPartitions> lists;
    std::size_t const count = reader.compact_length();
    for (std::size_t i = 0; i < count && reader.in.ok(); ++i) {
        TopicIdPartitions list;
        list.topic_id = reader.uuid();
        std::size_t const numbers = reader.compact_length();
        for (std::size_t j = 0; j < numbers && reader.in.ok(); ++j) {
            list.partitions.push_back(reader.in.i32());
        }
        reader.skip_tags();
        lists.push_back(std::move(list));
    }
    return lists;
}

ConsumerGroupCurrentMemberAssignmentValue read_current(RecordReader& reader) {
    ConsumerGroupCurrentMemberAssignmentValue value;
    value.member_epoch = reader.in.i32();
    value.previous_member_epoch = reader.in.i32();
    value.state = static_cast<MemberState>(reader.in.i8());
    value.assigned_partitions = read_assigned(reader);
    value.partitions_pending_revocation = read_assigned(reader);
    return value;
}

ConsumerGroupRegularExpressionValue read_regular_expression(RecordReader& reader) {
    ConsumerGroupRegularExpressionValue value;
    std::size_t const topics = reader.compact_length();
    for (std::size_t i = 0; i < topics && reader.in.ok(); ++i) {
        value.topics.push_back(reader.compact_name());
    }
    value.version = reader.in.i64();
    value.timestamp_ms = reader.in.i64();
    return value;
}

std::optional<CoordinatorRecord> read(std::int16_t kind, RecordReader& key, RecordReader* value,
                                      std::int16_t version) {
    NameId const group = key.name();
    if (kind <= kOffsetCommitKeys) {
        OffsetCommitRecord record{group, {}, std::nullopt};
        record.partition.topic = key.name();
        record.partition.partition = key.in.i32();
        if (value != nullptr) record.value = read_offset(*value, version);
        return record;
    }
    switch (kind) {
    case 2: {
        GroupMetadataRecord record{group, std::nullopt};
        if (value != nullptr) record.value = read_group(*value, version);
        return record;
    }
    case 3: {
        ConsumerGroupMetadataRecord record{group, std::nullopt};
        if (value == nullptr) return record;
        record.value.emplace().epoch = value->in.i32();
        value->tags([&](std::uint32_t number, Bytes const& bytes) {
            if (number == 0) record.value->metadata_hash = integer(bytes);
        });
        return record;
    }
    case 5: {
        ConsumerGroupMemberMetadataRecord record{group, key.name(), std::nullopt};
        if (value != nullptr) record.value = read_member(*value);
        return record;
    }
    case 6: {
        ConsumerGroupTargetAssignmentMetadataRecord record{group, std::nullopt};
        if (value == nullptr) return record;
        record.value.emplace().assignment_epoch = value->in.i32();
        value->tags([&](std::uint32_t number, Bytes const& bytes) {
            if (number == 0) record.value->assignment_timestamp_ms = integer(bytes);
        });
        return record;
    }
    case 7: {
        ConsumerGroupTargetAssignmentMemberRecord record{group, key.name(), std::nullopt};
        if (value != nullptr) record.value = read_target(*value);
        return record;
    }
    case 8: {
        ConsumerGroupCurrentMemberAssignmentRecord record{group, key.name(), std::nullopt};
        if (value != nullptr) record.value = read_current(*value);
        return record;
    }
    case 16: {
        ConsumerGroupRegularExpressionRecord record{group, key.string(), std::nullopt};
        if (value != nullptr) record.value = read_regular_expression(*value);
        return record;
    }
    default: return std::nullopt;
    }
}
}  // namespace

std::optional<CoordinatorRecord> decode(RecordContent const& content, Names& names) {
    if (!content.key) return std::nullopt;
    Bytes const key_bytes(content.key->begin(), content.key->end());
    RecordReader key{names, ByteReader{key_bytes}};
    std::int16_t const kind = key.in.i16();
    if (kind < 0) return std::nullopt;
    if (!content.value) {
        auto const tombstone = read(kind, key, nullptr, 0);
        return key.in.ok() ? tombstone : std::nullopt;
    }
    Bytes const value_bytes(content.value->begin(), content.value->end());
    RecordReader value{names, ByteReader{value_bytes}};
    std::int16_t const version = value.in.i16();
    auto const record = read(kind, key, &value, version);
    return key.in.ok() && value.in.ok() ? record : std::nullopt;
}

}  // namespace highwater
