// Where servers listen, as the tools print it: broker-1:9092, controller-3001:9093.
#pragma once

#include <cstdint>

namespace highwater {

inline constexpr std::int32_t kBrokerPort = 9092;
inline constexpr std::int32_t kControllerPort = 9093;

}  // namespace highwater
