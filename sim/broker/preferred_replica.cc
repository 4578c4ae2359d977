#include "broker/preferred_replica.h"

#include "broker/replica_selector.h"

namespace highwater {

BrokerId preferred_replica(Broker const& self, Partition const& partition,
                           FetchSession const& session, Offset fetch_offset, Time now) {
    bool const selects =
        self.config->replication.selector_class == ReplicaSelectorClass::rack_aware;
    if (!selects || session.is_follower() || !partition.is_leader()) return kNoBroker;
    if (session.rack == kNoName) return kNoBroker;
    std::vector<ReadableReplica> replicas{
        {self.id, self.rack, partition.log_end_offset(), Duration{}}};
    for (RemoteReplica const& follower : partition.followers) {
        // One outside the ISR may lag for ever, and its readers with it.
        bool const has_it = contains(partition.isr, follower.id) &&
                            follower.log_end_offset >= fetch_offset &&
                            follower.log_start_offset <= fetch_offset;
        BrokerRegistration const* broker = find_broker(*self.image, follower.id);
        if (!has_it || broker == nullptr || broker->fenced) continue;
        replicas.push_back(
            {follower.id, broker->rack, follower.log_end_offset, now - follower.last_caught_up});
    }
    BrokerId const chosen = select_replica(session.rack, self.id, replicas);
    return chosen == self.id ? kNoBroker : chosen;
}

}  // namespace highwater
