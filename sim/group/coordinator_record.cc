#include "group/coordinator_record.h"

#include "group/record_bytes.h"

namespace highwater {

namespace {
// A key's first two bytes say what record it is (CoordinatorRecordType).
enum class Key : std::int16_t {
    offset_commit_v0 = 0,
    offset_commit = 1,
    group_metadata = 2,
    consumer_group_metadata = 3,
    consumer_group_member_metadata = 5,
    consumer_group_target_assignment_metadata = 6,
    consumer_group_target_assignment_member = 7,
    consumer_group_current_member_assignment = 8,
    consumer_group_regular_expression = 16
};

RecordWriter begin(Names const& names, Key key) {
    RecordWriter writer{names, {}};
    put_i16(writer.out, static_cast<std::int16_t>(key));
    return writer;
}
RecordWriter begin_value(Names const& names, std::int16_t version) {
    RecordWriter writer{names, {}};
    put_i16(writer.out, version);
    return writer;
}
Bytes integer(std::int64_t number) {
    Bytes bytes;
    put_i64(bytes, number);
    return bytes;
}

void put(RecordWriter& writer, std::vector<AssignedTopicPartitions> const& lists) {
    writer.compact_length(lists.size());
    for (AssignedTopicPartitions const& list : lists) {
        writer.uuid(list.topic_id);
        writer.compact_length(list.partitions.size());
        for (std::int32_t const number : list.partitions) put_i32(writer.out, number);
        bool const has_epochs = !list.assignment_epochs.empty();
        writer.tags(has_epochs ? 1 : 0);
        if (!has_epochs) continue;
        RecordWriter epochs{writer.names, {}};
        epochs.compact_length(list.assignment_epochs.size());
        for (std::int32_t const epoch : list.assignment_epochs) put_i32(epochs.out, epoch);
        writer.tag(0, epochs.out);
    }
}

// Values that have been written in several versions: the one that 4.3 writes.
constexpr std::int16_t kOffsetCommitVersion = 4;
constexpr std::int16_t kGroupMetadataVersion = 3;

struct Encode {
    Names const& names;
    std::optional<std::int16_t> asked;  // for a version of the value

    std::int16_t version_or(std::int16_t newest) const { return asked.value_or(newest); }

    static RecordContent content(RecordWriter const& key, RecordWriter const& value, bool exists) {
        RecordContent made;
        made.key = key.take();
        if (exists) made.value = value.take();
        return made;
    }

    RecordContent operator()(OffsetCommitRecord const& record) const {
        RecordWriter key = begin(names, Key::offset_commit);
        key.string(record.group);
        key.string(record.partition.topic);
        put_i32(key.out, record.partition.partition);
        std::int16_t const version = version_or(kOffsetCommitVersion);
        RecordWriter value = begin_value(names, version);
        if (record.value) put(value, *record.value, version);
        return content(key, value, record.value.has_value());
    }
    void put(RecordWriter& value, OffsetCommitValue const& commit, std::int16_t version) const {
        bool const is_flexible = version >= 4;
        put_i64(value.out, commit.offset.value);
        if (version >= 3) put_i32(value.out, commit.leader_epoch.value);
        if (is_flexible) {
            value.compact_string(commit.metadata);
        } else {
            value.string(commit.metadata);
        }
        put_i64(value.out, commit.commit_timestamp_ms);
        if (version == 1) put_i64(value.out, commit.expire_timestamp_ms);
        if (!is_flexible) return;
        bool const has_id = commit.topic_id != kNoUuid;
        value.tags(has_id ? 1 : 0);
        RecordWriter id{names, {}};
        id.uuid(commit.topic_id);
        if (has_id) value.tag(0, id.out);
    }

    RecordContent operator()(GroupMetadataRecord const& record) const {
        RecordWriter key = begin(names, Key::group_metadata);
        key.string(record.group);
        std::int16_t const version = version_or(kGroupMetadataVersion);
        RecordWriter value = begin_value(names, version);
        if (record.value) put(value, *record.value, version);
        return content(key, value, record.value.has_value());
    }
    // Version 4 has the same fields as 3, in the flexible format.
    void put(RecordWriter& value, GroupMetadataValue const& group, std::int16_t version) const {
        bool const is_flexible = version >= 4;
        put_string(value, group.protocol_type, is_flexible);
        put_i32(value.out, group.generation);
        put_nullable_string(value, group.protocol, is_flexible);
        put_nullable_string(value, group.leader, is_flexible);
        if (version >= 2) put_i64(value.out, group.current_state_timestamp_ms);
        if (is_flexible) {
            value.compact_length(group.members.size());
        } else {
            put_i32(value.out, static_cast<std::int32_t>(group.members.size()));
        }
        for (GroupMetadataMember const& member : group.members) put(value, member, version);
        if (is_flexible) value.tags();
    }
    void put(RecordWriter& value, GroupMetadataMember const& member, std::int16_t version) const {
        bool const is_flexible = version >= 4;
        put_string(value, member.member_id, is_flexible);
        if (version >= 3) put_nullable_string(value, member.group_instance_id, is_flexible);
        put_string(value, member.client_id, is_flexible);
        put_string(value, member.client_host, is_flexible);
        if (version >= 1) put_i32(value.out, member.rebalance_timeout_ms);
        put_i32(value.out, member.session_timeout_ms);
        Bytes const subscription =
            member.subscription ? encode(*member.subscription, names) : Bytes{};
        Bytes const assignment =
            member.assignment ? encode(*member.assignment, std::nullopt, names) : Bytes{};
        if (is_flexible) {
            value.compact_bytes(subscription);
            value.compact_bytes(assignment);
            value.tags();
        } else {
            value.bytes(subscription);
            value.bytes(assignment);
        }
    }
    static void put_string(RecordWriter& value, NameId text, bool is_flexible) {
        is_flexible ? value.compact_string(text) : value.string(text);
    }
    static void put_nullable_string(RecordWriter& value, NameId text, bool is_flexible) {
        is_flexible ? value.compact_nullable_string(text) : value.nullable_string(text);
    }

    RecordContent operator()(ConsumerGroupMetadataRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_metadata);
        key.string(record.group);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) {
            put_i32(value.out, record.value->epoch);
            bool const has_hash = record.value->metadata_hash != 0;
            value.tags(has_hash ? 1 : 0);
            if (has_hash) value.tag(0, integer(record.value->metadata_hash));
        }
        return content(key, value, record.value.has_value());
    }

    RecordContent operator()(ConsumerGroupMemberMetadataRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_member_metadata);
        key.string(record.group);
        key.string(record.member);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) put(value, *record.value);
        return content(key, value, record.value.has_value());
    }
    void put(RecordWriter& value, ConsumerGroupMemberMetadataValue const& member) const {
        value.compact_nullable_string(member.instance_id);
        value.compact_nullable_string(member.rack_id);
        value.compact_string(member.client_id);
        value.compact_string(member.client_host);
        value.compact_length(member.subscribed_topic_names.size());
        for (NameId const topic : member.subscribed_topic_names) value.compact_string(topic);
        if (member.subscribed_topic_regex.empty()) {
            put_unsigned_varint(value.out, 0);
        } else {
            value.compact_string(member.subscribed_topic_regex);
        }
        put_i32(value.out, member.rebalance_timeout_ms);
        value.compact_nullable_string(member.server_assignor);
        value.tags(member.classic_member_metadata ? 1 : 0);
        if (!member.classic_member_metadata) return;
        ClassicMemberMetadata const& classic = *member.classic_member_metadata;
        RecordWriter inner{names, {}};
        put_i8(inner.out, 1);  // a nullable struct that is there
        put_i32(inner.out, classic.session_timeout_ms);
        inner.compact_length(classic.supported_protocols.size());
        for (JoinGroupRequestProtocol const& protocol : classic.supported_protocols) {
            inner.compact_string(protocol.name);
            inner.compact_bytes(protocol.metadata ? encode(*protocol.metadata, names) : Bytes{});
            inner.tags();
        }
        inner.tags();
        value.tag(0, inner.out);
    }

    RecordContent operator()(ConsumerGroupTargetAssignmentMetadataRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_target_assignment_metadata);
        key.string(record.group);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) {
            put_i32(value.out, record.value->assignment_epoch);
            bool const has_time = record.value->assignment_timestamp_ms != 0;
            value.tags(has_time ? 1 : 0);
            if (has_time) value.tag(0, integer(record.value->assignment_timestamp_ms));
        }
        return content(key, value, record.value.has_value());
    }

    RecordContent operator()(ConsumerGroupTargetAssignmentMemberRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_target_assignment_member);
        key.string(record.group);
        key.string(record.member);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) {
            value.compact_length(record.value->size());
            for (TopicIdPartitions const& list : *record.value) {
                value.uuid(list.topic_id);
                value.compact_length(list.partitions.size());
                for (std::int32_t const number : list.partitions) put_i32(value.out, number);
                value.tags();
            }
            value.tags();
        }
        return content(key, value, record.value.has_value());
    }

    RecordContent operator()(ConsumerGroupCurrentMemberAssignmentRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_current_member_assignment);
        key.string(record.group);
        key.string(record.member);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) {
            put_i32(value.out, record.value->member_epoch);
            put_i32(value.out, record.value->previous_member_epoch);
            put_i8(value.out, static_cast<std::int8_t>(record.value->state));
            highwater::put(value, record.value->assigned_partitions);
            highwater::put(value, record.value->partitions_pending_revocation);
            value.tags();
        }
        return content(key, value, record.value.has_value());
    }

    RecordContent operator()(ConsumerGroupRegularExpressionRecord const& record) const {
        RecordWriter key = begin(names, Key::consumer_group_regular_expression);
        key.string(record.group);
        key.string(record.regular_expression);
        RecordWriter value = begin_value(names, version_or(0));
        if (record.value) {
            value.compact_length(record.value->topics.size());
            for (NameId const topic : record.value->topics) value.compact_string(topic);
            put_i64(value.out, record.value->version);
            put_i64(value.out, record.value->timestamp_ms);
            value.tags();
        }
        return content(key, value, record.value.has_value());
    }
};
}  // namespace

RecordContent encode(CoordinatorRecord const& record, Names const& names,
                     std::optional<std::int16_t> value_version) {
    return std::visit(Encode{names, value_version}, record);
}

}  // namespace highwater
