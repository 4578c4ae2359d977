// What has been inflicted on a world and not been undone. Who asks whether it recovers (liveness)
// must know first that nothing holds it back.
#pragma once

#include "world/world.h"

namespace highwater {

// A server is down, frozen or has a wrong clock, or the network is cut, slow, lossy or clogged
// somewhere.
bool is_anything_broken(World const& world);

}  // namespace highwater
