// Keyed randomness: a draw is a pure function of (seed, purpose, who, nth). Killing one broker does
// not reshuffle the latencies of unrelated links, so a what-if fork differs only by its cause.
#pragma once

#include <cstdint>

#include "base/check.h"
#include "base/hash.h"
#include "base/time.h"

namespace highwater {

// What a draw is for. Append only: the numbers are part of every recorded hash.
enum class Draw : std::uint32_t {
    latency = 1,
    loss,
    election_timeout,
    sticky_partition,
    retry_jitter,
    uuid,
    record_key,
    record_value,
    replica_placement,
    processing_time,
    workload,
    test,
    message_fault,
    reordering,
    swizzle,
    random_fault,
    console_group,
};

constexpr std::uint64_t draw(std::uint64_t seed, Draw purpose, std::uint64_t who,
                             std::uint64_t nth) {
    std::uint64_t x = mix(seed + 0x9e3779b97f4a7c15ULL);
    x = mix(x ^ (static_cast<std::uint64_t>(purpose) * 0xd6e8feb86659fd93ULL));
    x = mix(x ^ (who + 0xa0761d6478bd642fULL));
    return mix(x ^ (nth * 0xe7037ed1a0b428dbULL + 1));
}

// Uniform in [0, bound). The bias of the multiplication is below bound / 2^64.
constexpr std::uint64_t below(std::uint64_t bits, std::uint64_t bound) {
    CHECK(bound > 0);
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(static_cast<Wide>(bits) * bound >> 64);
}

// Uniform in [low, high], both included.
constexpr Duration between(std::uint64_t bits, Duration low, Duration high) {
    CHECK(low <= high);
    auto const span = static_cast<std::uint64_t>(high.us - low.us) + 1;
    return low + microseconds(static_cast<std::int64_t>(below(bits, span)));
}

}  // namespace highwater
