// An event as a sentence, for those whose facts say nothing: what set it off, and where.
#pragma once

#include <string>

#include "trace/describe.h"
#include "trace/trace.h"

namespace highwater::gui {

// "The Fetch answer of broker-1 arrived at broker-3.", "A timer of broker-1 fired: the fetcher asks
// its leader again."
std::string describe_event(TracedEvent const& event, Describer const& who);

}  // namespace highwater::gui
