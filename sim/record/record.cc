#include "record/record.h"

#include "base/bytes.h"

namespace highwater {

namespace {
constexpr std::int32_t kBatchHeaderBytes = 61;

std::int32_t text_size(std::string const& text) {
    auto const length = static_cast<std::int32_t>(text.size());
    return varint_size(length) + length;
}
std::int32_t nullable_size(std::optional<std::string> const& text) {
    return text ? text_size(*text) : varint_size(-1);
}

// What follows a record's length (DefaultRecord.sizeOfBodyInBytes).
std::int32_t body_size(Records const& records, std::size_t i, std::int32_t offset_delta,
                       std::int64_t timestamp_shift) {
    // One byte of attributes, the two deltas, then key, value and headers.
    std::int32_t size = 1 + varlong_size(records.timestamp_delta_ms[i] + timestamp_shift) +
                        varint_size(offset_delta);
    if (records.contents.empty()) {
        return size + varint_size(-1) + varint_size(records.value_size) + records.value_size +
               varint_size(0);
    }
    RecordContent const& content = records.contents[i];
    size += nullable_size(content.key) + nullable_size(content.value);
    size += varint_size(static_cast<std::int32_t>(content.headers.size()));
    for (Header const& header : content.headers) {
        size += text_size(header.key) + nullable_size(header.value);
    }
    return size;
}
}  // namespace

std::int32_t RecordBatch::last_sequence() const {
    if (base_sequence < 0) return -1;
    auto const last = static_cast<std::int64_t>(base_sequence) + last_offset_delta;
    return static_cast<std::int32_t>(last % (std::int64_t{INT32_MAX} + 1));
}

std::int32_t encoded_size(Records const& records) {
    std::int32_t size = kBatchHeaderBytes;
    for (std::size_t i = 0; i < records.nth.size(); ++i) {
        std::int32_t const body = body_size(records, i, static_cast<std::int32_t>(i), 0);
        size += varint_size(body) + body;
    }
    return size;
}

std::int32_t uncompressed_size(RecordBatch const& batch) {
    std::int32_t size = 0;
    for (std::int32_t i = 0; i < batch.count(); ++i) {
        auto const delta = static_cast<std::int32_t>(batch.offset_of(i) - batch.base_offset);
        std::int32_t const body =
            body_size(*batch.records, static_cast<std::size_t>(i), delta, batch.timestamp_shift());
        size += varint_size(body) + body;
    }
    return size;
}

std::int32_t encoded_size(RecordBatch const& batch) {
    return kBatchHeaderBytes +
           compressed_size(batch.compression, uncompressed_size(batch), batch.count());
}

}  // namespace highwater
