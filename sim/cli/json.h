// JSON at the edge: the documents and facts that scripts read.
#pragma once

#include <nlohmann/json.hpp>

#include "scenario/tree.h"
#include "trace/describe.h"

namespace highwater::cli {

using Json = nlohmann::ordered_json;

Json to_json(Tree const& tree);
// {"event": 412, "at_us": …, "node": "broker-1", "kind": "LeaderElected", …, "text": "…"}
Json to_json(TracedFact const& traced, Describer const& who);

}  // namespace highwater::cli
