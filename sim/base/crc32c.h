// CRC-32C (Castagnoli), the checksum of record batches v2 and of Kafka's own checkpoint files.
#pragma once

#include <cstdint>
#include <vector>

namespace highwater {

std::uint32_t crc32c(std::uint8_t const* bytes, std::size_t count);
inline std::uint32_t crc32c(std::vector<std::uint8_t> const& bytes) {
    return crc32c(bytes.data(), bytes.size());
}

}  // namespace highwater
