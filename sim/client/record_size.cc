#include "client/record_size.h"

namespace highwater {

namespace {
std::int32_t size_of(std::string const& text) {
    auto const bytes = static_cast<std::int32_t>(text.size());
    return varint_size(bytes) + bytes;
}
std::int32_t size_of(std::optional<std::string> const& text) {
    return text ? size_of(*text) : varint_size(-1);
}
}  // namespace

std::int32_t varint_size(std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
    std::int32_t bytes = 1;
    for (; bits >= 0x80; bits >>= 7) ++bytes;
    return bytes;
}

std::int32_t body_size(RecordContent const& content) {
    auto const headers = static_cast<std::int64_t>(content.headers.size());
    std::int32_t size = size_of(content.key) + size_of(content.value) + varint_size(headers);
    for (Header const& header : content.headers)
        size += size_of(header.key) + size_of(header.value);
    return size;
}

std::int32_t synthetic_body_size(std::int32_t value_size) {
    return varint_size(-1) + varint_size(value_size) + value_size + varint_size(0);
}

std::int32_t record_size(std::int32_t body, std::int64_t timestamp_delta_ms,
                         std::int32_t offset_delta) {
    std::int32_t const size =
        1 + varint_size(timestamp_delta_ms) + varint_size(offset_delta) + body;
    return varint_size(size) + size;
}

std::int32_t batch_size_upper_bound(std::int32_t body) {
    return kBatchOverheadBytes + kRecordOverheadMaxBytes + body;
}

}  // namespace highwater
