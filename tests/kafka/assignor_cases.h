// Replays the families of the client-side assignors.
#pragma once

#include <nlohmann/json.hpp>

#include "group/assignors.h"

namespace highwater {

nlohmann::json replay_assignor(AssignorKind kind, nlohmann::json const& input);

}  // namespace highwater
