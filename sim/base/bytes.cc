#include "base/bytes.h"

namespace highwater {

namespace {
void put_fixed(Bytes& out, std::uint64_t value, int count) {
    for (int i = count - 1; i >= 0; --i) {
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}
}  // namespace

void put_i8(Bytes& out, std::int8_t value) { out.push_back(static_cast<std::uint8_t>(value)); }
void put_i16(Bytes& out, std::int16_t value) {
    put_fixed(out, static_cast<std::uint64_t>(value), 2);
}
void put_i32(Bytes& out, std::int32_t value) {
    put_fixed(out, static_cast<std::uint64_t>(value), 4);
}
void put_u32(Bytes& out, std::uint32_t value) { put_fixed(out, value, 4); }
void put_i64(Bytes& out, std::int64_t value) {
    put_fixed(out, static_cast<std::uint64_t>(value), 8);
}

void put_unsigned_varint(Bytes& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80U));
    }
    out.push_back(static_cast<std::uint8_t>(value));
}
void put_varint(Bytes& out, std::int32_t value) { put_unsigned_varint(out, zigzag(value)); }
void put_varlong(Bytes& out, std::int64_t value) { put_unsigned_varint(out, zigzag(value)); }
void put_text(Bytes& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
}

std::uint64_t ByteReader::fixed(std::size_t count) {
    if (!ok_ || left() < count) {
        ok_ = false;
        return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | *at_++;
    return value;
}

std::uint64_t ByteReader::unsigned_varint(int max_bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < max_bytes; ++i) {
        auto const byte = fixed(1);
        if (!ok_) return 0;
        value |= (byte & 0x7fU) << (7 * i);
        if ((byte & 0x80U) == 0) return value;
    }
    ok_ = false;  // longer than the type allows
    return 0;
}

std::int32_t ByteReader::varint() {
    auto const raw = static_cast<std::uint32_t>(unsigned_varint(5));
    return static_cast<std::int32_t>(raw >> 1 ^ (~(raw & 1U) + 1U));
}

std::int64_t ByteReader::varlong() {
    auto const raw = unsigned_varint(10);
    return static_cast<std::int64_t>(raw >> 1 ^ (~(raw & 1U) + 1U));
}

std::optional<std::string> ByteReader::text(std::int64_t length) {
    if (length < 0) return std::nullopt;
    if (!ok_ || static_cast<std::uint64_t>(length) > left()) {
        ok_ = false;
        return std::nullopt;
    }
    std::string text(at_, at_ + length);
    at_ += length;
    return text;
}

}  // namespace highwater
