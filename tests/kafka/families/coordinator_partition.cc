#include "group/coordinator.h"
#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_coordinator_partition(nlohmann::json const& input) {
    std::string const id = input.at("id");
    return {
        {"javaStringHashCode", java_utf16_hash(id)},
        {"partition", coordinator_partition(id, input.at("partitionCount").get<std::int32_t>())}};
}

}  // namespace highwater
