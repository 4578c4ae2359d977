// What compression does to the records of a batch: how many bytes are left, and how much time of a
// processor it takes. Both are modelled. The bytes that a real library makes depend on its version,
// and most values here are only sizes, so nothing is compressed: a codec is a few figures.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace highwater {

enum class Compression : std::uint8_t { none, gzip, snappy, lz4, zstd };
// "none", "gzip" …; "unknown" for a number that is no codec.
std::string_view name_of(Compression codec);

// compression.type of a topic or broker, where `producer` keeps what the producer chose.
enum class BrokerCompressionType : std::uint8_t { producer, uncompressed, gzip, snappy, lz4, zstd };
std::string_view name_of(BrokerCompressionType type);
std::optional<BrokerCompressionType> broker_compression_type(std::string_view name);
// The codec in which a leader writes what came with `source`.
Compression target_compression(BrokerCompressionType type, Compression source);

// The bytes that `count` records of so many bytes take. Of several small batches each begins anew,
// so one large batch takes less than they do; `none` takes what there is. More bytes or more
// records never take less.
std::int32_t compressed_size(Compression codec, std::int32_t bytes, std::int32_t count);

// Nanoseconds of one processor for so many uncompressed bytes. They are reckoned and shown, but
// nobody waits for them: all processors are infinitely fast here.
std::int64_t compression_ns(Compression codec, std::int64_t bytes);
std::int64_t decompression_ns(Compression codec, std::int64_t bytes);

}  // namespace highwater
