// What keeps a node from being heard, read backwards from the trace.
#pragma once

#include <cstdint>
#include <optional>

#include "trace/trace.h"

namespace highwater {

// The number of the last fact before `number` that silenced `node` towards `listener` and still
// held then: it died or stood still, or a link between the two was cut, clogged, slowed or made
// lossy. None when nothing of the kind is known.
std::optional<std::uint64_t> find_silence(Trace const& trace, std::uint64_t number, NodeId node,
                                          NodeId listener);

}  // namespace highwater
