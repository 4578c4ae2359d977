// Fetch from follower (KIP-392): the leader sends a consumer to a replica nearer to it.
#pragma once

#include "broker/broker.h"

namespace highwater {

// Whom this consumer shall read the partition from; kNoBroker: this leader itself
// (ReplicaManager.findPreferredReadReplica).
BrokerId preferred_replica(Broker const& self, Partition const& partition,
                           FetchSession const& session, Offset fetch_offset, Time now);

}  // namespace highwater
