// A cluster that nobody thought of: brokers, topics, configs, clients and faults drawn from a
// number, as the text of a scenario, so that whatever it finds can be run, read and minimised like
// any other file.
#pragma once

#include <cstdint>
#include <string>

namespace highwater {

std::string swarm_scenario(std::uint64_t number);

}  // namespace highwater
