#include "group/record_bytes.h"

#include <algorithm>

namespace highwater {

namespace {
// Partitions by topic, in the order in which the topics come.
void put_partitions(RecordWriter& writer, std::vector<TopicPartition> partitions) {
    std::stable_sort(partitions.begin(), partitions.end(), [&](auto a, auto b) {
        if (a.topic == b.topic) return a.partition < b.partition;
        return writer.text(a.topic) < writer.text(b.topic);
    });
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        if (i == 0 || partitions[i].topic != partitions[i - 1].topic) begins.push_back(i);
    }
    put_i32(writer.out, static_cast<std::int32_t>(begins.size()));
    for (std::size_t group = 0; group < begins.size(); ++group) {
        std::size_t const end = group + 1 < begins.size() ? begins[group + 1] : partitions.size();
        writer.string(partitions[begins[group]].topic);
        put_i32(writer.out, static_cast<std::int32_t>(end - begins[group]));
        for (std::size_t i = begins[group]; i < end; ++i) {
            put_i32(writer.out, partitions[i].partition);
        }
    }
}

std::vector<TopicPartition> read_partitions(RecordReader& reader) {
    std::vector<TopicPartition> partitions;
    std::int32_t const topics = reader.in.i32();
    for (std::int32_t i = 0; i < topics && reader.in.ok(); ++i) {
        NameId const topic = reader.name();
        std::int32_t const count = reader.in.i32();
        for (std::int32_t j = 0; j < count && reader.in.ok(); ++j) {
            partitions.push_back({topic, reader.in.i32()});
        }
    }
    return partitions;
}

// The cooperative assignor's user data is a generation alone.
Bytes encode(StickyAssignorUserData const& data, Names const& names) {
    RecordWriter writer{names, {}};
    if (!data.previous_assignment.empty()) put_partitions(writer, data.previous_assignment);
    put_i32(writer.out, data.generation);
    return writer.out;
}

StickyAssignorUserData decode_user_data(Bytes const& bytes, Names& names) {
    RecordReader reader{names, ByteReader{bytes}};
    StickyAssignorUserData data;
    if (bytes.size() > sizeof(std::int32_t)) data.previous_assignment = read_partitions(reader);
    data.generation = reader.in.i32();
    return data;
}
}  // namespace

std::string const& RecordWriter::text(NameId id) const {
    static std::string const none;
    return id == kNoName ? none : names.text(id);
}
void RecordWriter::string(std::string_view given) {
    put_i16(out, static_cast<std::int16_t>(given.size()));
    put_text(out, given);
}
void RecordWriter::nullable_string(NameId id) {
    if (id == kNoName) {
        put_i16(out, -1);
    } else {
        string(id);
    }
}
void RecordWriter::bytes(Bytes const& given) {
    put_i32(out, static_cast<std::int32_t>(given.size()));
    out.insert(out.end(), given.begin(), given.end());
}
void RecordWriter::compact_string(std::string_view given) {
    compact_length(given.size());
    put_text(out, given);
}
void RecordWriter::compact_nullable_string(NameId id) {
    if (id == kNoName) {
        put_unsigned_varint(out, 0);
    } else {
        compact_string(id);
    }
}
void RecordWriter::compact_bytes(Bytes const& given) {
    compact_length(given.size());
    out.insert(out.end(), given.begin(), given.end());
}
void RecordWriter::nullable_bytes(std::optional<Bytes> const& given) {
    if (given) {
        bytes(*given);
    } else {
        put_i32(out, -1);
    }
}
void RecordWriter::uuid(Uuid id) {
    put_i64(out, static_cast<std::int64_t>(id.high));
    put_i64(out, static_cast<std::int64_t>(id.low));
}
void RecordWriter::tag(std::uint32_t number, Bytes const& given) {
    put_unsigned_varint(out, number);
    put_unsigned_varint(out, given.size());
    out.insert(out.end(), given.begin(), given.end());
}

NameId RecordReader::name() {
    std::string const text = string();
    return text.empty() ? kNoName : names.intern(text);
}
NameId RecordReader::nullable_name() {
    auto const text = in.text(in.i16());
    return text ? names.intern(*text) : kNoName;
}
Bytes RecordReader::bytes() {
    std::string const text = in.text(in.i32()).value_or("");
    return {text.begin(), text.end()};
}
std::size_t RecordReader::compact_length() {
    std::uint64_t const length = in.unsigned_varint();
    return length == 0 ? 0 : static_cast<std::size_t>(length - 1);
}
std::string RecordReader::compact_string() {
    return in.text(static_cast<std::int64_t>(compact_length())).value_or("");
}
NameId RecordReader::compact_name() {
    std::string const text = compact_string();
    return text.empty() ? kNoName : names.intern(text);
}
Bytes RecordReader::compact_bytes() {
    std::string const text = compact_string();
    return {text.begin(), text.end()};
}
Uuid RecordReader::uuid() {
    auto const high = static_cast<std::uint64_t>(in.i64());
    auto const low = static_cast<std::uint64_t>(in.i64());
    return {high, low};
}

Bytes encode(ConsumerProtocolSubscription const& subscription, Names const& names) {
    std::optional<Bytes> user_data;
    if (subscription.user_data) user_data = encode(*subscription.user_data, names);
    return encode(subscription, user_data, names);
}

Bytes encode(ConsumerProtocolSubscription const& subscription,
             std::optional<Bytes> const& user_data, Names const& names) {
    RecordWriter writer{names, {}};
    std::int16_t const version = subscription.version;
    put_i16(writer.out, version);
    std::vector<std::string> topics;
    for (NameId const topic : subscription.topics) topics.push_back(writer.text(topic));
    std::sort(topics.begin(), topics.end());
    put_i32(writer.out, static_cast<std::int32_t>(topics.size()));
    for (std::string const& topic : topics) writer.string(topic);
    writer.nullable_bytes(user_data);
    if (version >= 1) put_partitions(writer, subscription.owned_partitions);
    if (version >= 2) put_i32(writer.out, subscription.generation_id);
    if (version >= 3) writer.nullable_string(subscription.rack_id);
    return writer.out;
}

ConsumerProtocolSubscription decode_subscription(Bytes const& bytes, Names& names) {
    RecordReader reader{names, ByteReader{bytes}};
    ConsumerProtocolSubscription subscription;
    std::int16_t const version = reader.in.i16();
    subscription.version = version;
    std::int32_t const topics = reader.in.i32();
    for (std::int32_t i = 0; i < topics && reader.in.ok(); ++i) {
        subscription.topics.push_back(reader.name());
    }
    auto const user_data = reader.in.text(reader.in.i32());
    if (user_data && !user_data->empty()) {
        subscription.user_data =
            decode_user_data(Bytes(user_data->begin(), user_data->end()), names);
    }
    if (version >= 1) subscription.owned_partitions = read_partitions(reader);
    if (version >= 2) subscription.generation_id = reader.in.i32();
    if (version >= 3) subscription.rack_id = reader.nullable_name();
    return subscription;
}

Bytes encode(ConsumerProtocolAssignment const& assignment, std::optional<Bytes> const& user_data,
             Names const& names) {
    RecordWriter writer{names, {}};
    put_i16(writer.out, assignment.version);
    put_partitions(writer, assignment.assigned_partitions);
    writer.nullable_bytes(user_data);
    return writer.out;
}

ConsumerProtocolAssignment decode_assignment(Bytes const& bytes, Names& names) {
    RecordReader reader{names, ByteReader{bytes}};
    ConsumerProtocolAssignment assignment;
    assignment.version = reader.in.i16();
    assignment.assigned_partitions = read_partitions(reader);
    return assignment;
}

}  // namespace highwater
