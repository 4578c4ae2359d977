// A family of golden vectors: given `input` of a case, what does Highwater answer, in the shape of
// the case's `expected`? An input that a replay does not know is an exception, never a guess.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace highwater {

struct Family {
    std::string name;
    nlohmann::json (*replay)(nlohmann::json const& input);
};

// One for each file of tests/kafka/families.
std::vector<Family> const& built_families();

}  // namespace highwater
