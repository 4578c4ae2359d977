// What a recording says of its cluster and clients, as this program's own specs and configs.
#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/kafka/recording.h"
#include "world/spec.h"

namespace highwater {

std::string text_of(nlohmann::json const& value);

template <typename T>
T must(Expected<T> const& result, std::string const& what) {
    if (!result) throw std::runtime_error(what + ": " + result.problem().message);
    return *result;
}

WorldSpec spec_of(Recording const& recording, std::uint64_t seed);
// With the defaults of tests/kafka/recordings/README.md.
ProducerConfig producer_config(nlohmann::json const& config);
ConsumerConfig member_config(nlohmann::json const& action);

}  // namespace highwater
