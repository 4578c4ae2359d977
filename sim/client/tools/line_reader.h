// Records from lines of text, as the console producer reads them (LineMessageReader).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "client/spec.h"

namespace highwater {

// `properties`: parse.key, key.separator, parse.headers, …, null.marker. The problem is the message
// of Kafka's exception.
Expected<std::vector<DataRecord>> read_lines_of(
    std::string const& text, std::vector<std::pair<std::string, std::string>> const& properties);

}  // namespace highwater
