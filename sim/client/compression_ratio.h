// How well the records of a topic compress, as far as a producer knows: it fills a batch by this
// estimate, as only a closed one tells its size (Kafka: CompressionRatioEstimator). Kafka keeps it
// for each topic and codec of a process; here each producer is a process and has one codec.
#pragma once

#include <cstdint>

namespace highwater {

// In millionths. Every topic begins as if compression saved nothing.
inline constexpr std::int32_t kUncompressedRatio = 1'000'000;

std::int32_t compression_ratio(std::int32_t compressed, std::int32_t uncompressed);

// The estimate after a batch: in small steps down, in large ones up, because a batch that turns out
// larger than max.message.bytes must be split, and one that could have held more costs little.
std::int32_t updated_ratio(std::int32_t estimate, std::int32_t observed);

// What a builder reckons that its records will take, with a margin
// (MemoryRecordsBuilder.estimatedBytesWritten).
std::int32_t estimated_size(std::int32_t uncompressed, std::int32_t estimate);

}  // namespace highwater
