// tests/golden/hashes.txt: one line a scenario, the hash of everything that happened in its run. A
// change that was not meant to change a run must leave it as it is.
#pragma once

#include <string>
#include <vector>

namespace highwater::golden {

// All scenarios below scenarios/, relative to the root, in order.
std::vector<std::string> all_scenarios();

// What the file should say.
std::string golden_hashes(std::vector<std::string> const& scenarios, std::string const& program);

}  // namespace highwater::golden
