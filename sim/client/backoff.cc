#include "client/backoff.h"

#include <algorithm>

#include "base/draw.h"

namespace highwater {

Duration backoff(Backoff const& policy, std::int32_t failures, std::uint64_t bits) {
    Duration term = std::min(policy.initial, policy.max);
    for (std::int32_t i = 0; i < failures && term < policy.max && term.us > 0; ++i) {
        term = std::min(term * 2, policy.max);
    }
    // 0.8 to 1.2, in millionths; the limit holds for the jittered value too.
    auto const factor_ppm = static_cast<std::int64_t>(800'000 + below(bits, 400'001));
    return std::min(microseconds(term.us * factor_ppm / 1'000'000), policy.max);
}

}  // namespace highwater
