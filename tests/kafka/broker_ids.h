// Lists of brokers as the vectors and recordings write them: [1, 2, 3].
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/ids.h"

namespace highwater {

inline std::vector<BrokerId> brokers_of(nlohmann::json const& list) {
    std::vector<BrokerId> ids;
    for (nlohmann::json const& id : list) ids.push_back({id.get<std::int32_t>()});
    return ids;
}

inline nlohmann::json list_of(std::vector<BrokerId> const& brokers) {
    nlohmann::json list = nlohmann::json::array();
    for (BrokerId const id : brokers) list.push_back(id.value);
    return list;
}

inline nlohmann::json sorted_list_of(std::vector<BrokerId> brokers) {
    std::sort(brokers.begin(), brokers.end());
    return list_of(brokers);
}

}  // namespace highwater
