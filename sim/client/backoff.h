// How long a client waits before it tries again (KIP-580, ExponentialBackoff): twice as long after
// each failure, up to a limit, with ±20 % of jitter so that clients do not come back in step.
#pragma once

#include <cstdint>

#include "base/fields.h"

namespace highwater {

struct Backoff {
    Duration initial;
    Duration max;
    static auto fields(auto& self) {
        return std::tuple{Field{"initial", self.initial}, Field{"max", self.max}};
    }
};

// After `failures` failures in a row (0: after the first). `bits` is a keyed draw.
Duration backoff(Backoff const& policy, std::int32_t failures, std::uint64_t bits);

}  // namespace highwater
