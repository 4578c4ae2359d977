// Which room may include which: the links of CMakeLists.txt, followed to their end.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace highwater::tidy {

using RoomOrder = std::map<std::string, std::set<std::string>>;  // room → all rooms left of it

// Reads lines such as `highwater_room(trace DEPS protocol storage)`. Rooms come after those that
// they name, as in the build itself.
RoomOrder read_room_order(std::string_view cmake);

}  // namespace highwater::tidy
