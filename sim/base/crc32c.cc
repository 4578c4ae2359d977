#include "base/crc32c.h"

#include <array>

namespace highwater {

namespace {
// The polynomial 0x1EDC6F41 with its bits reversed, because the checksum takes the lowest bit
// first.
constexpr std::uint32_t kPolynomial = 0x82f63b78U;

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit) {
            remainder = (remainder & 1U) != 0 ? remainder >> 1 ^ kPolynomial : remainder >> 1;
        }
        table[byte] = remainder;
    }
    return table;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();
}  // namespace

std::uint32_t crc32c(std::uint8_t const* bytes, std::size_t count) {
    std::uint32_t crc = 0xffffffffU;
    for (std::size_t i = 0; i < count; ++i) crc = kTable[(crc ^ bytes[i]) & 0xffU] ^ crc >> 8;
    return crc ^ 0xffffffffU;
}

}  // namespace highwater
