// The id of a log directory, which kafka-storage format writes into meta.properties (KIP-858). A
// directory that was emptied and formatted again is another one.
#pragma once

#include "base/hash.h"
#include "base/ids.h"

namespace highwater {

constexpr Uuid directory_id_after_wipe(Uuid id) { return {mix(id.high + 1), mix(id.low + 1)}; }

}  // namespace highwater
