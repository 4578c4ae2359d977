#include "record/compression.h"

#include <algorithm>
#include <iterator>

namespace highwater {

namespace {
// Of texts such as JSON or log lines. A codec looks back for what it has seen before: the first
// bytes of a batch hold little of that, those that follow repeat names and phrases. Every batch is
// a frame of its own, which knows nothing of the batches before it.
struct CodecModel {
    std::int32_t frame_bytes;        // around the data: magic, lengths, checksum
    std::int32_t first_permille;     // what is left of the first kFirstBytes
    std::int32_t further_permille;   // and of what follows
    std::int32_t bytes_of_a_record;  // each differs from the last in its offset at least
    std::int32_t compress_ns_per_kib;
    std::int32_t decompress_ns_per_kib;
};
constexpr std::int32_t kFirstBytes = 1'024;

constexpr CodecModel kNone{0, 1'000, 1'000, 0, 0, 0};
// A header of 10 bytes and a trailer of 8 (RFC 1952). Small, and by far the slowest: some 40 MB/s.
constexpr CodecModel kGzip{18, 700, 250, 2, 25'000, 4'000};
// The header that snappy-java writes takes 16 bytes, and each block has a length. Without an
// entropy coder what is left is more; some 400 MB/s.
constexpr CodecModel kSnappy{20, 850, 420, 3, 2'500, 1'000};
// Magic, descriptor, a block's length and an end mark; the fastest to read again.
constexpr CodecModel kLz4{15, 850, 400, 3, 2'000, 500};
// As small as gzip at some 300 MB/s (KIP-110).
constexpr CodecModel kZstd{12, 680, 230, 2, 3'500, 1'000};

CodecModel const& model_of(Compression codec) {
    switch (codec) {
    case Compression::none: break;
    case Compression::gzip: return kGzip;
    case Compression::snappy: return kSnappy;
    case Compression::lz4: return kLz4;
    case Compression::zstd: return kZstd;
    }
    return kNone;
}

// Rounded up, so that something never becomes nothing.
std::int64_t share(std::int64_t bytes, std::int32_t permille) {
    return (bytes * permille + 999) / 1'000;
}

std::int64_t time_for(std::int64_t bytes, std::int32_t ns_per_kib) {
    return (bytes * ns_per_kib + 1'023) / 1'024;
}

constexpr std::string_view kCodecs[] = {"none", "gzip", "snappy", "lz4", "zstd"};
constexpr std::string_view kBrokerTypes[] = {"producer", "uncompressed", "gzip",
                                             "snappy",   "lz4",          "zstd"};
}  // namespace

std::string_view name_of(Compression codec) {
    auto const at = static_cast<std::size_t>(codec);
    return at < std::size(kCodecs) ? kCodecs[at] : "unknown";
}

std::string_view name_of(BrokerCompressionType type) {
    return kBrokerTypes[static_cast<std::size_t>(type)];
}

std::optional<BrokerCompressionType> broker_compression_type(std::string_view name) {
    auto const at = std::find(std::begin(kBrokerTypes), std::end(kBrokerTypes), name);
    if (at == std::end(kBrokerTypes)) return std::nullopt;
    return static_cast<BrokerCompressionType>(at - std::begin(kBrokerTypes));
}

Compression target_compression(BrokerCompressionType type, Compression source) {
    switch (type) {
    case BrokerCompressionType::producer: break;
    case BrokerCompressionType::uncompressed: return Compression::none;
    case BrokerCompressionType::gzip: return Compression::gzip;
    case BrokerCompressionType::snappy: return Compression::snappy;
    case BrokerCompressionType::lz4: return Compression::lz4;
    case BrokerCompressionType::zstd: return Compression::zstd;
    }
    return source;
}

std::int32_t compressed_size(Compression codec, std::int32_t bytes, std::int32_t count) {
    // A batch of which compaction has left nothing is its header alone.
    if (codec == Compression::none || count == 0) return bytes;
    CodecModel const& model = model_of(codec);
    std::int64_t const first = std::min(bytes, kFirstBytes);
    std::int64_t const size = model.frame_bytes + share(first, model.first_permille) +
                              share(bytes - first, model.further_permille) +
                              std::int64_t{model.bytes_of_a_record} * count;
    return static_cast<std::int32_t>(std::min<std::int64_t>(size, INT32_MAX));
}

std::int64_t compression_ns(Compression codec, std::int64_t bytes) {
    return time_for(bytes, model_of(codec).compress_ns_per_kib);
}

std::int64_t decompression_ns(Compression codec, std::int64_t bytes) {
    return time_for(bytes, model_of(codec).decompress_ns_per_kib);
}

}  // namespace highwater
