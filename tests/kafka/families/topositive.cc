#include "record/murmur2.h"
#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_topositive(nlohmann::json const& input) {
    auto const n = input.at("n").get<std::int32_t>();
    return {{"toPositive", to_positive(n)}, {"abs", kafka_abs(n)}};
}

}  // namespace highwater
