// Records from a file: JSON Lines (one object a line) or CSV (a header, then rows). The whole line
// is the record's value, one of its fields the key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "client/spec.h"
#include "scenario/errors.h"

namespace highwater {

// "../data/orders.jsonl" without detours. Absolute names and more leading `..` than `folders_up`
// are refused: a stranger's scenario must not read what lies outside of its folder.
Expected<std::string> normalise_data_name(std::string_view name, std::int32_t folders_up);

// `key` may be empty: records without keys. Mistakes are told with the line of the data file.
std::vector<DataRecord> read_data_file(std::string const& name, std::string_view text,
                                       std::string const& key, Errors& errors);

}  // namespace highwater
