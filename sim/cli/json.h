// JSON at the edge: the documents that scripts read.
#pragma once

#include <nlohmann/json.hpp>

#include "scenario/tree.h"

namespace highwater::cli {

using Json = nlohmann::ordered_json;

Json to_json(Tree const& tree);

}  // namespace highwater::cli
