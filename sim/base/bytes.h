// Kafka's way of writing integers: big-endian fixed sizes, and zigzag LEB128 ("varint", "varlong")
// as in protocol buffers (org.apache.kafka.common.utils.ByteUtils).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace highwater {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t zigzag(std::int32_t value) {
    return static_cast<std::uint32_t>(value) << 1 ^ static_cast<std::uint32_t>(value >> 31);
}
constexpr std::uint64_t zigzag(std::int64_t value) {
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

// How many bytes a value takes; sizes of batches are made of these without writing a byte.
constexpr std::int32_t unsigned_varint_size(std::uint64_t value) {
    std::int32_t bytes = 1;
    for (; value >= 0x80; value >>= 7) ++bytes;
    return bytes;
}
constexpr std::int32_t varint_size(std::int32_t value) {
    return unsigned_varint_size(zigzag(value));
}
constexpr std::int32_t varlong_size(std::int64_t value) {
    return unsigned_varint_size(zigzag(value));
}

void put_i8(Bytes& out, std::int8_t value);
void put_i16(Bytes& out, std::int16_t value);
void put_i32(Bytes& out, std::int32_t value);
void put_u32(Bytes& out, std::uint32_t value);
void put_i64(Bytes& out, std::int64_t value);
void put_unsigned_varint(Bytes& out, std::uint64_t value);
void put_varint(Bytes& out, std::int32_t value);
void put_varlong(Bytes& out, std::int64_t value);
void put_text(Bytes& out, std::string_view text);

// Reads front to back. After the first impossible read everything reads as zero and ok() is false,
// so a decoder looks once, at its end.
class ByteReader {
public:
    ByteReader(std::uint8_t const* bytes, std::size_t count) : at_{bytes}, end_{bytes + count} {}
    explicit ByteReader(Bytes const& bytes) : ByteReader(bytes.data(), bytes.size()) {}

    std::int8_t i8() { return static_cast<std::int8_t>(fixed(1)); }
    std::int16_t i16() { return static_cast<std::int16_t>(fixed(2)); }
    std::int32_t i32() { return static_cast<std::int32_t>(fixed(4)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
    std::int64_t i64() { return static_cast<std::int64_t>(fixed(8)); }
    std::uint64_t unsigned_varint(int max_bytes = 5);
    std::int32_t varint();
    std::int64_t varlong();
    // A length of bytes; none if it is negative (null) or longer than what is left (then not ok).
    std::optional<std::string> text(std::int64_t length);

    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    bool ok() const { return ok_; }
    void fail() { ok_ = false; }

private:
    std::uint64_t fixed(std::size_t count);

    std::uint8_t const* at_;
    std::uint8_t const* end_;
    bool ok_{true};
};

}  // namespace highwater
