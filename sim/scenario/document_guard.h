// Refuses texts that a parser should not even see: too large, not UTF-8, nested without end.
#pragma once

#include "scenario/errors.h"

namespace highwater {

// False after it reported why.
bool is_safe_to_parse(SourceLines const& source, Errors& errors);

}  // namespace highwater
