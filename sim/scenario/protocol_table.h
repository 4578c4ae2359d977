// [protocol]: rules of Kafka's replication that a scenario takes away (node/protocol_switches.h).
#pragma once

#include <string>

namespace highwater {

// For `highwater help protocol`.
std::string protocol_reference();
// For `highwater help invariants`.
std::string invariant_text();

}  // namespace highwater
