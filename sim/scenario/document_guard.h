// Refuses texts that a parser should not even see: too large, not UTF-8, nested without end.
#pragma once

#include "scenario/errors.h"

namespace highwater {

// "more than 262144 bytes (256 KiB)": reading ends there, so nobody knows how many there are.
std::string more_than(std::int64_t bytes);

// False after it reported why.
bool is_safe_to_parse(SourceLines const& source, Errors& errors);

}  // namespace highwater
