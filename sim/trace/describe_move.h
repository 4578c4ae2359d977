// The sentences of partitions that move (KIP-455); part of trace/describe.cc, which would be too
// long.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

std::string move_sentence(ReassignmentBegun const& fact, Describer const& who);
std::string move_sentence(ReassignmentDone const& fact, Describer const& who);
std::string move_sentence(ReassignmentCancelled const& fact, Describer const& who);

}  // namespace highwater
