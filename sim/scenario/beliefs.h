// What learners commonly believe, and a lesson corrects: `teaches = ["M4"]` names them by id.
#pragma once

#include <string_view>

namespace highwater {

// "acks=all waits for all replicas"; empty: no belief has this id.
std::string_view belief_of(std::string_view id);

}  // namespace highwater
