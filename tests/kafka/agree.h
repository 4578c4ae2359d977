// When does an observation of Highwater agree with one of the real cluster? Everything must be
// equal, but for what varied between repetitions of the recording, random ids, and the order of
// records that Kafka itself leaves open.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/kafka/compare.h"
#include "tests/kafka/recording.h"

namespace highwater {

// Compares `ours` with what was observed after step `index`. `aspect` is a key of `observed`
// ("answer", "metadata", "partitions", "logs", "offsets", "describe").
std::vector<Difference> disagreements(Recording const& recording, std::size_t index,
                                      std::string const& aspect, nlohmann::json const& ours);

}  // namespace highwater
