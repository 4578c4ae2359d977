// The sentences of trace/log_fact.h; part of trace/describe.cc, which would be too long.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

std::string log_sentence(LogTruncated const& fact, NodeId here, Describer const& who);
std::string log_sentence(RecordsDeleted const& fact, NodeId here, Describer const& who);
std::string log_sentence(SegmentsDeleted const& fact, NodeId here, Describer const& who);
std::string log_sentence(LogCleaned const& fact, NodeId here, Describer const& who);

}  // namespace highwater
