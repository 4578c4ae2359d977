// The files of brokers, as bytes: made of what a log holds at the moment somebody reads them.
#pragma once

#include <optional>
#include <string>

#include "world/world.h"

namespace highwater {

// "…/broker-2/orders-0/00000000000000000000.log", or with the node's folder as in …/node-2/data/….
// None: there is no such file.
std::optional<std::string> read_broker_file(World const& world, std::string const& path);

}  // namespace highwater
