// Records from lines of text, as the console producer reads them (LineMessageReader).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "client/spec.h"

namespace highwater {

// What was read before a line that is no record, if there is one.
struct LinesRead {
    std::vector<DataRecord> records;
    std::string broken_off;  // the message of Kafka's exception about that line; "": all was read
};

// `properties`: parse.key, key.separator, parse.headers, …, null.marker. The problem is the message
// of the exception that the properties themselves cause, before any line is read.
Expected<LinesRead> read_lines_of(
    std::string const& text, std::vector<std::pair<std::string, std::string>> const& properties);

}  // namespace highwater
