// [protocol]: rules of Kafka's replication that a scenario takes away (node/protocol_switches.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater {

struct ProtocolRow {
    std::string_view key;
    std::string_view values;  // the first one is Kafka 4.3
    std::string_view help;
};
std::vector<ProtocolRow> const& protocol_rows();

// For `highwater help protocol`.
std::string protocol_reference();
// For `highwater help invariants`.
std::string invariant_text();

}  // namespace highwater
