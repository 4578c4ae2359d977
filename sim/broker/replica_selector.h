// Which replica a consumer shall read from (KIP-392, RackAwareReplicaSelector): one in its own
// rack, if there is one.
#pragma once

#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace highwater {

// A replica that could serve the fetch: the leader, or an ISR member whose log contains the offset.
struct ReadableReplica {
    BrokerId id{kNoBroker};
    NameId rack{kNoName};
    Offset log_end_offset;
    Duration since_caught_up;
};

// The leader, when no rack is said, when it is in that rack, or when nobody is; else the replica
// there that has most, was caught up last, has the largest id.
BrokerId select_replica(NameId client_rack, BrokerId leader,
                        std::vector<ReadableReplica> const& replicas);

}  // namespace highwater
