#include "world/world.h"

namespace highwater {

std::uint64_t state_hash(World const& world) { return hash_of(world); }

}  // namespace highwater
