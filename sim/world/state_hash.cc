// In a file of its own: hashing everything the world holds is the largest template of all.
#include "world/world.h"

namespace highwater {

std::uint64_t state_hash(World const& world) { return hash_of(world); }

}  // namespace highwater
