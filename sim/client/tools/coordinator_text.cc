#include "client/tools/coordinator_text.h"

#include "base/bytes.h"
#include "base/ids.h"
#include "client/tools/format.h"

namespace highwater {

namespace {
constexpr std::int16_t kNewestOffsetCommitKey = 1;  // and 0, which has the same fields
constexpr std::int16_t kGroupMetadataKey = 2;

ByteReader reader_of(std::string const& bytes) {
    return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}

std::string quoted(std::string const& text) {
    std::string json = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += c;
    }
    return json + "\"";
}

std::string string_of(ByteReader& in) { return quoted(in.text(in.i16()).value_or("")); }
std::string nullable_string_of(ByteReader& in) {
    auto const text = in.text(in.i16());
    return text ? quoted(*text) : "null";
}

std::string base64_of(std::string const& bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::string::size_type i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::string::size_type j = 0; j < 3; ++j) {
            group =
                group << 8 | (i + j < bytes.size() ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
        }
        for (std::string::size_type j = 0; j < 4; ++j) {
            bool const is_padding = i + j > bytes.size();
            text += is_padding ? '=' : kDigits[group >> (18 - 6 * j) & 63U];
        }
    }
    return text;
}
std::string bytes_of(ByteReader& in) { return quoted(base64_of(in.text(in.i32()).value_or(""))); }

std::string record_text(std::int16_t type, std::string const& key, std::int16_t version,
                        std::string const& value) {
    std::string const shown =
        value.empty() ? "null"
                      : "{\"version\":" + std::to_string(version) + ",\"data\":" + value + "}";
    return "{\"key\":{\"type\":" + std::to_string(type) + ",\"data\":" + key +
           "},\"value\":" + shown + "}";
}

std::string offset_value(ByteReader& in, std::int16_t version) {
    bool const is_flexible = version >= 4;
    std::string text = "{\"offset\":" + std::to_string(in.i64());
    if (version >= 3) text += ",\"leaderEpoch\":" + std::to_string(in.i32());
    auto const length =
        is_flexible ? static_cast<std::int64_t>(in.unsigned_varint()) - 1 : std::int64_t{in.i16()};
    text += ",\"metadata\":" + quoted(in.text(length).value_or(""));
    text += ",\"commitTimestamp\":" + std::to_string(in.i64());
    if (is_flexible) {
        Uuid topic_id;
        std::uint64_t const tags = in.unsigned_varint();
        for (std::uint64_t i = 0; i < tags && in.ok(); ++i) {
            std::uint64_t const number = in.unsigned_varint();
            std::string const field =
                in.text(static_cast<std::int64_t>(in.unsigned_varint())).value_or("");
            if (number != 0) continue;
            ByteReader id = reader_of(field);
            topic_id.high = static_cast<std::uint64_t>(id.i64());
            topic_id.low = static_cast<std::uint64_t>(id.i64());
        }
        text += ",\"topicId\":" + quoted(base64(topic_id));
    }
    return text + "}";
}

using ShowBytes = std::string (*)(ByteReader& in);

// {"topic":…,"partitions":[…]} of each.
std::string partitions_text(ByteReader& in) {
    std::string topics;
    std::int32_t const count = in.i32();
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        topics +=
            (i == 0 ? "" : ",") + std::string{"{\"topic\":"} + string_of(in) + ",\"partitions\":[";
        std::int32_t const partitions = in.i32();
        for (std::int32_t j = 0; j < partitions && in.ok(); ++j) {
            topics += (j == 0 ? "" : ",") + std::to_string(in.i32());
        }
        topics += "]}";
    }
    return "[" + topics + "]";
}

std::string nullable_bytes_of(ByteReader& in) {
    auto const bytes = in.text(in.i32());
    return bytes ? quoted(base64_of(*bytes)) : "null";
}

// ConsumerProtocolSubscription.
std::string subscription_text(ByteReader& outer) {
    std::string const bytes = outer.text(outer.i32()).value_or("");
    ByteReader in = reader_of(bytes);
    std::int16_t const version = in.i16();
    std::string topics;
    std::int32_t const count = in.i32();
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        topics += (i == 0 ? "" : ",") + string_of(in);
    }
    std::string text = "{\"topics\":[" + topics + "],\"userData\":" + nullable_bytes_of(in);
    if (version >= 1) text += ",\"ownedPartitions\":" + partitions_text(in);
    if (version >= 2) text += ",\"generationId\":" + std::to_string(in.i32());
    if (version >= 3) text += ",\"rackId\":" + nullable_string_of(in);
    return text + "}";
}

// ConsumerProtocolAssignment.
std::string assignment_json(ByteReader& outer) {
    std::string const bytes = outer.text(outer.i32()).value_or("");
    ByteReader in = reader_of(bytes);
    in.i16();
    std::string const assigned = partitions_text(in);
    return "{\"assignedPartitions\":" + assigned + ",\"userData\":" + nullable_bytes_of(in) + "}";
}

// What members bring is bytes to the console's formatter, and understood by dump-log.
struct MemberBytes {
    ShowBytes subscription;
    ShowBytes assignment;
};

std::string member_text(ByteReader& in, MemberBytes const& show) {
    std::string text = "{\"memberId\":" + string_of(in);
    text += ",\"groupInstanceId\":" + nullable_string_of(in);
    text += ",\"clientId\":" + string_of(in);
    text += ",\"clientHost\":" + string_of(in);
    text += ",\"rebalanceTimeout\":" + std::to_string(in.i32());
    text += ",\"sessionTimeout\":" + std::to_string(in.i32());
    text += ",\"subscription\":" + show.subscription(in);
    return text + ",\"assignment\":" + show.assignment(in) + "}";
}

std::string group_value(ByteReader& in, MemberBytes const& show) {
    std::string text = "{\"protocolType\":" + string_of(in);
    text += ",\"generation\":" + std::to_string(in.i32());
    text += ",\"protocol\":" + nullable_string_of(in);
    text += ",\"leader\":" + nullable_string_of(in);
    text += ",\"currentStateTimestamp\":" + std::to_string(in.i64());
    std::string members;
    std::int32_t const count = in.i32();
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        members += (i == 0 ? "" : ",") + member_text(in, show);
    }
    return text + ",\"members\":[" + members + "]}";
}
std::string offset_key(ByteReader& in) {
    std::string text = "{\"group\":" + string_of(in);
    text += ",\"topic\":" + string_of(in);
    return text + ",\"partition\":" + std::to_string(in.i32()) + "}";
}
std::string group_key(ByteReader& in) { return "{\"group\":" + string_of(in) + "}"; }

// CoordinatorRecordSerde.readVersion and readMessage. A number that is cut short has no message of
// its own in Java.
std::string no_version_of(std::string const& name) {
    return "Could not read version from " + name + "'s buffer.";
}
std::string no_message_of(std::string const& name, std::int16_t version) {
    return "Could not read record with version " + std::to_string(version) + " from " + name +
           "'s buffer due to: null.";
}

// CoordinatorRecordMessageFormatter.writeTo.
FormattedRecord formatted(std::optional<std::string> const& key,
                          std::optional<std::string> const& value, std::int16_t first_type,
                          std::int16_t last_type, std::string (*key_text)(ByteReader&),
                          std::string (*value_text)(ByteReader&, std::int16_t)) {
    if (!key) return {};
    ByteReader in = reader_of(*key);
    std::int16_t const type = in.i16();
    if (!in.ok()) return {{}, no_version_of("key")};
    if (type < first_type || type > last_type) return {};
    std::string const shown_key = key_text(in);
    if (!in.ok()) return {{}, no_message_of("key", type)};
    if (!value) return {record_text(type, shown_key, 0, {}), {}};
    ByteReader body = reader_of(*value);
    std::int16_t const version = body.i16();
    if (!body.ok()) return {{}, no_version_of("value")};
    std::string const shown_value = value_text(body, version);
    if (!body.ok()) return {{}, no_message_of("value", version)};
    return {record_text(type, shown_key, version, shown_value), {}};
}
}  // namespace

std::string coordinator_record_text(std::optional<std::string> const& key,
                                    std::optional<std::string> const& value) {
    if (!key) return {};
    ByteReader in = reader_of(*key);
    std::int16_t const type = in.i16();
    bool const is_offset = type >= 0 && type <= kNewestOffsetCommitKey;
    if (!is_offset && type != kGroupMetadataKey) return {};
    std::string const data = is_offset ? offset_key(in) : group_key(in);
    std::string const shown =
        " key: {\"type\":\"" + std::to_string(type) + "\",\"data\":" + data + "} payload: ";
    if (!value) return shown + "<DELETE>";
    ByteReader body = reader_of(*value);
    std::int16_t const version = body.i16();
    std::string const payload = is_offset ? offset_value(body, version)
                                          : group_value(body, {subscription_text, assignment_json});
    return shown + "{\"version\":\"" + std::to_string(version) + "\",\"data\":" + payload + "}";
}

FormattedRecord offset_commit_text(std::optional<std::string> const& key,
                                   std::optional<std::string> const& value) {
    return formatted(key, value, 0, kNewestOffsetCommitKey, offset_key, offset_value);
}

FormattedRecord group_metadata_text(std::optional<std::string> const& key,
                                    std::optional<std::string> const& value) {
    return formatted(key, value, kGroupMetadataKey, kGroupMetadataKey, group_key,
                     [](ByteReader& in, std::int16_t) {
                         return group_value(in, {bytes_of, bytes_of});
                     });
}

}  // namespace highwater
