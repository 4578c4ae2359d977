#include "record/batch_bytes.h"

#include <algorithm>

#include "base/crc32c.h"

namespace highwater {

namespace {
// base offset and length stand before what the length counts, the epoch, magic and checksum before
// what the checksum covers.
constexpr std::size_t kLogOverhead = 12;
constexpr std::size_t kCrcAt = 17;
constexpr std::size_t kAttributesAt = 21;
constexpr std::size_t kHeaderBytes = 61;
constexpr std::int8_t kMagic = 2;

constexpr std::int16_t kCompressionMask = 0x07;
constexpr std::int16_t kLogAppendTime = 0x08;
constexpr std::int16_t kTransactional = 0x10;
constexpr std::int16_t kControl = 0x20;
constexpr std::int16_t kDeleteHorizon = 0x40;

void put_nullable(Bytes& out, std::optional<std::string> const& text) {
    put_varint(out, text ? static_cast<std::int32_t>(text->size()) : -1);
    if (text) put_text(out, *text);
}

// A synthetic record has no key, and as many x as its size says.
RecordContent content_of(Records const& records, std::size_t i) {
    if (!records.contents.empty()) return records.contents[i];
    return {std::nullopt, std::string(static_cast<std::size_t>(records.value_size), 'x'), {}};
}

void put_record(Bytes& out, RecordContent const& content, std::int64_t timestamp_delta,
                std::int32_t offset_delta) {
    Bytes body;
    put_i8(body, 0);
    put_varlong(body, timestamp_delta);
    put_varint(body, offset_delta);
    put_nullable(body, content.key);
    put_nullable(body, content.value);
    put_varint(body, static_cast<std::int32_t>(content.headers.size()));
    for (Header const& header : content.headers) {
        put_nullable(body, header.key);
        put_nullable(body, header.value);
    }
    put_varint(out, static_cast<std::int32_t>(body.size()));
    out.insert(out.end(), body.begin(), body.end());
}

std::int16_t attributes_of(RecordBatch const& batch) {
    std::int32_t attributes = static_cast<std::int32_t>(batch.compression);
    if (batch.timestamp_type == TimestampType::log_append_time) attributes |= kLogAppendTime;
    if (batch.is_transactional) attributes |= kTransactional;
    if (batch.is_control()) attributes |= kControl;
    if (batch.delete_horizon_ms != kNoDeleteHorizon) attributes |= kDeleteHorizon;
    return static_cast<std::int16_t>(attributes);
}

void overwrite(Bytes& bytes, std::size_t at, Bytes const& with) {
    std::copy(with.begin(), with.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

std::optional<std::string> read_nullable(ByteReader& in, std::int32_t& size) {
    size = in.varint();
    return in.text(size);
}

bool read_record(ByteReader& in, DecodedBatch const& batch, DecodedRecord& record) {
    in.varint();  // its length
    in.i8();
    record.timestamp_ms = batch.header.base_timestamp_ms + in.varlong();
    if (batch.header.timestamp_type == TimestampType::log_append_time) {
        record.timestamp_ms = batch.header.max_timestamp_ms;
    }
    std::int32_t const delta = in.varint();
    record.offset = batch.header.base_offset + delta;
    if (batch.header.base_sequence >= 0) {
        std::int64_t const sequence = std::int64_t{batch.header.base_sequence} + delta;
        record.sequence = static_cast<std::int32_t>(sequence % (std::int64_t{INT32_MAX} + 1));
    }
    record.content.key = read_nullable(in, record.key_size);
    record.content.value = read_nullable(in, record.value_size);
    std::int32_t const headers = in.varint();
    for (std::int32_t i = 0; i < headers && in.ok(); ++i) {
        std::int32_t size = 0;
        Header header;
        header.key = read_nullable(in, size).value_or("");
        header.value = read_nullable(in, size);
        record.content.headers.push_back(std::move(header));
    }
    return in.ok();
}
}  // namespace

Bytes encode(RecordBatch const& batch) {
    Bytes out;
    out.reserve(static_cast<std::size_t>(batch.size_in_bytes));
    put_i64(out, batch.base_offset.value);
    put_i32(out, 0);
    put_i32(out, batch.partition_leader_epoch.value);
    put_i8(out, kMagic);
    put_u32(out, 0);
    put_i16(out, attributes_of(batch));
    put_i32(out, batch.last_offset_delta);
    put_i64(out, batch.base_timestamp_ms - batch.timestamp_shift());
    put_i64(out, batch.max_timestamp_ms);
    put_i64(out, batch.producer_id.value);
    put_i16(out, batch.producer_epoch);
    put_i32(out, batch.base_sequence);
    put_i32(out, batch.count());
    for (std::int32_t i = 0; i < batch.count(); ++i) {
        auto const at = static_cast<std::size_t>(i);
        std::int32_t const delta = batch.offset_deltas.empty() ? i : batch.offset_deltas[at];
        put_record(out, content_of(*batch.records, at),
                   batch.records->timestamp_delta_ms[at] + batch.timestamp_shift(), delta);
    }
    Bytes length;
    std::int32_t const size = batch.compression == Compression::none
                                  ? static_cast<std::int32_t>(out.size())
                                  : encoded_size(batch);
    put_i32(length, size - static_cast<std::int32_t>(kLogOverhead));
    overwrite(out, 8, length);
    Bytes crc;
    put_u32(crc, crc32c(out.data() + kAttributesAt, out.size() - kAttributesAt));
    overwrite(out, kCrcAt, crc);
    return out;
}

std::optional<DecodedBatch> decode_batch(std::uint8_t const* bytes, std::size_t count,
                                         std::size_t& taken) {
    if (count < kHeaderBytes) return std::nullopt;
    ByteReader in{bytes, count};
    DecodedBatch batch;
    RecordBatch& header = batch.header;
    header.base_offset = Offset{in.i64()};
    std::int32_t const length = in.i32();
    if (length < static_cast<std::int32_t>(kHeaderBytes - kLogOverhead)) return std::nullopt;
    std::size_t const size = static_cast<std::size_t>(length) + kLogOverhead;
    header.size_in_bytes = static_cast<std::int32_t>(size);
    header.partition_leader_epoch = LeaderEpoch{in.i32()};
    batch.magic = in.i8();
    batch.crc = in.u32();
    std::int16_t const attributes = in.i16();
    header.compression = static_cast<Compression>(attributes & kCompressionMask);
    bool const is_compressed = header.compression != Compression::none;
    if (!is_compressed && size > count) return std::nullopt;
    header.timestamp_type = (attributes & kLogAppendTime) != 0 ? TimestampType::log_append_time
                                                               : TimestampType::create_time;
    header.is_transactional = (attributes & kTransactional) != 0;
    if ((attributes & kControl) != 0) header.control = ControlType::abort;
    header.last_offset_delta = in.i32();
    header.base_timestamp_ms = in.i64();
    if ((attributes & kDeleteHorizon) != 0) batch.horizon = header.base_timestamp_ms;
    header.max_timestamp_ms = in.i64();
    header.producer_id = ProducerId{in.i64()};
    header.producer_epoch = in.i16();
    header.base_sequence = in.i32();
    batch.count = in.i32();
    std::size_t const body_size = (is_compressed ? count : size) - kHeaderBytes;
    ByteReader body{bytes + kHeaderBytes, body_size};
    for (std::int32_t i = 0; i < batch.count; ++i) {
        DecodedRecord record;
        if (!read_record(body, batch, record)) break;
        batch.records.push_back(std::move(record));
    }
    if (is_compressed && !body.ok()) return std::nullopt;
    taken = is_compressed ? count - body.left() : size;
    batch.is_valid = batch.crc == crc32c(bytes + kAttributesAt, taken - kAttributesAt);
    return batch;
}

}  // namespace highwater
