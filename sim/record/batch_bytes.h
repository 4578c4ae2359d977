// A record batch as Kafka's bytes, format v2 (DefaultRecordBatch, DefaultRecord): what lies in a
// .log file.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "record/record.h"

namespace highwater {

// The header tells codec and length as they are modelled (compression.h); the records behind it
// stand uncompressed whatever it says, as nothing here compresses.
Bytes encode(RecordBatch const& batch);

// What stands in a file, read without believing it.
struct DecodedRecord {
    Offset offset;
    std::int64_t timestamp_ms{};
    std::int32_t sequence{-1};
    std::int32_t key_size{-1};    // -1: null
    std::int32_t value_size{-1};  // -1: null
    RecordContent content;
};
struct DecodedBatch {
    RecordBatch header;  // without its records
    std::int32_t magic{};
    std::int32_t count{};
    std::uint32_t crc{};
    bool is_valid{};                      // the checksum is right
    std::optional<std::int64_t> horizon;  // when its tombstones may go (attribute bit 6)
    std::vector<DecodedRecord> records;
};
// The batch that begins there, and how many bytes it takes here: of a compressed one not what its
// length says. None: what follows is not a whole one.
std::optional<DecodedBatch> decode_batch(std::uint8_t const* bytes, std::size_t count,
                                         std::size_t& taken);

}  // namespace highwater
