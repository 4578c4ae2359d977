// Facts for other programs: a table for a spreadsheet, or one JSON object a line.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

// "event,at_us,node,kind,interest,partition,text" and a line end.
std::string fact_csv_head();
std::string fact_as_csv(TracedFact const& traced, Describer const& who);
// As `run --facts` writes it.
std::string fact_as_json(TracedFact const& traced, Describer const& who);

}  // namespace highwater
