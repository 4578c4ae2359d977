// From a text to a Scenario, or to all of its mistakes. Pure: files are read by whoever calls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.h"

namespace highwater {

struct LoadOptions {
    // The content of a data file, by its name relative to the scenario ("../data/orders.jsonl").
    std::function<Expected<std::string>(std::string const& name)> read_data;
    // How many leading `..` a data file's name may have: the scenarios folder is not left.
    std::int32_t folders_up{};
    // --set: "checkout.acks=1", "cluster.replica.lag.time.max.ms=10000", "seed=7".
    std::vector<std::string> settings;
};

struct Loaded {
    std::optional<Scenario> scenario;  // none if there is an error among the diagnostics
    std::vector<Diagnostic> diagnostics;
};

Loaded load_scenario(std::string const& file, std::string_view text, LoadOptions const& options);

}  // namespace highwater
