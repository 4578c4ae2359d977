// A content hash of plain values: the same bytes on every compiler, byte order and run. It is not
// cryptographic; it finds the first difference between two runs.
#pragma once

#include <cstdint>
#include <string_view>

namespace highwater {

// A well-mixed 64-bit permutation (the finaliser constants of splitmix64).
constexpr std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return x;
}

class Hasher {
public:
    constexpr void add(std::uint64_t word) { state_ = mix(state_ ^ word) + 0x9e3779b97f4a7c15ULL; }
    constexpr void add(std::string_view text) {
        add(text.size());
        std::uint64_t word = 0;
        int filled = 0;
        for (char const c : text) {
            word = word << 8 | static_cast<unsigned char>(c);
            if (++filled == 8) {
                add(word);
                word = 0;
                filled = 0;
            }
        }
        if (filled > 0) add(word);
    }
    constexpr std::uint64_t value() const { return mix(state_); }

private:
    std::uint64_t state_ = 0x6a09e667f3bcc908ULL;
};

}  // namespace highwater
