#include "client/compression_ratio.h"

#include <algorithm>

namespace highwater {

namespace {
constexpr std::int32_t kImprovingStep = 5'000;
constexpr std::int32_t kDeteriorateStep = 50'000;
// COMPRESSION_RATE_ESTIMATION_FACTOR, 1.05.
constexpr std::int64_t kMarginPercent = 105;
}  // namespace

std::int32_t compression_ratio(std::int32_t compressed, std::int32_t uncompressed) {
    if (uncompressed <= 0) return kUncompressedRatio;
    return static_cast<std::int32_t>(std::int64_t{compressed} * kUncompressedRatio / uncompressed);
}

std::int32_t updated_ratio(std::int32_t estimate, std::int32_t observed) {
    if (observed > estimate) return std::max(estimate + kDeteriorateStep, observed);
    return observed < estimate ? estimate - kImprovingStep : estimate;
}

std::int32_t estimated_size(std::int32_t uncompressed, std::int32_t estimate) {
    std::int64_t const size =
        std::int64_t{uncompressed} * estimate * kMarginPercent / 100 / kUncompressedRatio;
    return static_cast<std::int32_t>(std::min<std::int64_t>(size, INT32_MAX));
}

}  // namespace highwater
