// Comparing what Kafka did with what Highwater does.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace highwater {

struct Difference {
    std::string path;  // a JSON pointer into the expected value
    std::string kafka;
    std::string highwater;
};

std::vector<Difference> differences(nlohmann::json const& kafka, nlohmann::json const& highwater);

// One line of the table that ends a run.
struct Agreement {
    std::string name;
    int agreed{};
    int compared{};
    int not_yet{};
    std::string note;
};

void print_table(std::string const& heading, std::vector<Agreement> const& rows);

}  // namespace highwater
