#include "record/murmur2.h"

#include "base/check.h"

namespace highwater {

namespace {
constexpr std::uint32_t kSeed = 0x9747b28c;
constexpr std::uint32_t kMultiplier = 0x5bd1e995;
constexpr int kShift = 24;

std::uint32_t byte_at(std::string_view key, std::string_view::size_type i) {
    return static_cast<unsigned char>(key[i]);
}
}  // namespace

std::int32_t murmur2(std::string_view key) {
    auto const size = key.size();
    std::uint32_t hash = kSeed ^ static_cast<std::uint32_t>(size);
    auto at = std::string_view::size_type{0};
    for (; at + 4 <= size; at += 4) {
        std::uint32_t word = byte_at(key, at) | byte_at(key, at + 1) << 8 |
                             byte_at(key, at + 2) << 16 | byte_at(key, at + 3) << 24;
        word *= kMultiplier;
        word ^= word >> kShift;
        word *= kMultiplier;
        hash *= kMultiplier;
        hash ^= word;
    }
    if (at < size) {  // one to three bytes are left, the first of them lowest
        for (auto i = size; i-- > at;) hash ^= byte_at(key, i) << (8 * (i - at));
        hash *= kMultiplier;
    }
    hash ^= hash >> 13;
    hash *= kMultiplier;
    hash ^= hash >> 15;
    return static_cast<std::int32_t>(hash);
}

std::int32_t partition_for_key(std::string_view key, std::int32_t partitions) {
    CHECK(partitions > 0);
    return to_positive(murmur2(key)) % partitions;
}

}  // namespace highwater
