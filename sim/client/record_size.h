// What a record will take in a batch of format v2, computed while the batch is still being filled
// (DefaultRecord.sizeInBytes). The producer closes a batch before the next record would not fit.
#pragma once

#include <cstdint>

#include "record/record.h"

namespace highwater {

inline constexpr std::int32_t kBatchOverheadBytes = 61;
// The most that length, attributes and the two deltas of one record can take.
inline constexpr std::int32_t kRecordOverheadMaxBytes = 21;

// Bytes of a zigzag varint.
std::int32_t varint_size(std::int64_t value);

// Key, value and headers with their own lengths, without the deltas.
std::int32_t body_size(RecordContent const& content);
// The same of a keyless record with a value of so many bytes and no headers.
std::int32_t synthetic_body_size(std::int32_t value_size);

// One whole record at this place in its batch.
std::int32_t record_size(std::int32_t body, std::int64_t timestamp_delta_ms,
                         std::int32_t offset_delta);
// A batch of this record alone, at most: what max.request.size and the buffer pool count.
std::int32_t batch_size_upper_bound(std::int32_t body);

}  // namespace highwater
