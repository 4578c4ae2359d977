// What is simplified here, knowingly, and why: shown by `highwater help simplified`, by the window
// (I) and in the README, which a test holds against this table.
#pragma once

#include <string_view>
#include <vector>

namespace highwater {

struct Simplification {
    std::string_view topic;
    std::string_view what;
    std::string_view why;
};

std::vector<Simplification> const& simplifications();

}  // namespace highwater
