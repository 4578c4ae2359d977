// What undoes a fault, as the phrase that one would type.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

// "Undo: `start broker-2`." or "This cannot be undone."; empty when the fact is no fault.
std::string undo_of(TracedFact const& traced, Describer const& who);

}  // namespace highwater
