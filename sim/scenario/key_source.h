// How a workload's keys are written: "customer-{1..50}", { cycle = … }, { zipf = …, exponent =
// "1.1" }, { hot = "k", share = "90%", rest = … }.
#pragma once

#include <optional>

#include "client/spec.h"
#include "scenario/document.h"
#include "scenario/table_reader.h"

namespace highwater {

// Mistakes are reported; none then.
std::optional<KeySource> read_keys(Value const& value, Errors& errors);

// "customer-{1..3}" is customer-1, customer-2, customer-3.
Expected<std::vector<std::string>> expand_keys(std::string_view pattern);

// Cumulative weights of 1/1^s, 1/2^s, … with s in thousandths, by integers alone.
std::vector<std::uint32_t> zipf_weights(std::size_t count, std::int32_t exponent_thousandths);

}  // namespace highwater
