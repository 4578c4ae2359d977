// Kafka's message formats as the coordinator's records use them: the old one with lengths of two or
// four bytes, and the flexible one with varints and tagged fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/names.h"
#include "protocol/consumer_protocol.h"

namespace highwater {

struct RecordWriter {
    Names const& names;
    Bytes out;

    std::string const& text(NameId id) const;
    void string(std::string_view text);           // two bytes of length
    void string(NameId id) { string(text(id)); }  // kNoName: ""
    void nullable_string(NameId id);              // kNoName: null
    void bytes(Bytes const& bytes);               // four bytes of length
    void compact_string(std::string_view text);   // length + 1 as a varint
    void compact_string(NameId id) { compact_string(text(id)); }
    void compact_nullable_string(NameId id);
    void compact_bytes(Bytes const& bytes);
    void nullable_bytes(std::optional<Bytes> const& bytes);
    void compact_length(std::size_t length) { put_unsigned_varint(out, length + 1); }
    void uuid(Uuid id);
    void tags(std::uint32_t count = 0) { put_unsigned_varint(out, count); }
    // A tagged field: its number, its length, its bytes.
    void tag(std::uint32_t number, Bytes const& bytes);
    std::string take() const { return {out.begin(), out.end()}; }
};

// Reads what RecordWriter writes; `names` learns what nobody has said yet.
struct RecordReader {
    Names& names;
    ByteReader in;

    std::string string() { return in.text(in.i16()).value_or(""); }
    NameId name();           // "": kNoName
    NameId nullable_name();  // null: kNoName
    Bytes bytes();
    std::string compact_string();
    NameId compact_name();
    Bytes compact_bytes();
    std::size_t compact_length();  // 0 for null
    Uuid uuid();
    // Hands each tagged field to `visit` with its number and bytes.
    template <class Visit>
    void tags(Visit visit) {
        std::uint64_t const count = in.unsigned_varint();
        for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
            auto const number = static_cast<std::uint32_t>(in.unsigned_varint());
            auto const length = static_cast<std::int64_t>(in.unsigned_varint());
            std::string const body = in.text(length).value_or("");
            visit(number, Bytes(body.begin(), body.end()));
        }
    }
    void skip_tags() {
        tags([](std::uint32_t, Bytes const&) {});
    }
};

// ConsumerProtocol's own formats, two bytes of version in front. User data belongs to the assignor:
// that of the sticky ones is a part of the subscription, others may bring any bytes.
Bytes encode(ConsumerProtocolSubscription const& subscription, Names const& names);
Bytes encode(ConsumerProtocolSubscription const& subscription,
             std::optional<Bytes> const& user_data, Names const& names);
Bytes encode(ConsumerProtocolAssignment const& assignment, std::optional<Bytes> const& user_data,
             Names const& names);
ConsumerProtocolSubscription decode_subscription(Bytes const& bytes, Names& names);
ConsumerProtocolAssignment decode_assignment(Bytes const& bytes, Names& names);

}  // namespace highwater
