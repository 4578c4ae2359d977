#include "record/murmur2.h"

#include "tests/kafka/families.h"

namespace highwater {

nlohmann::json replay_murmur2(nlohmann::json const& input) {
    auto const hex = input.at("key_hex").get<std::string>();
    std::string key;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        key += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    nlohmann::json partitions;
    for (std::int32_t const count : {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 50, 100}) {
        partitions[std::to_string(count)] = partition_for_key(key, count);
    }
    return {{"murmur2", murmur2(key)},
            {"toPositive", to_positive(murmur2(key))},
            {"partition_by_count", partitions}};
}

}  // namespace highwater
