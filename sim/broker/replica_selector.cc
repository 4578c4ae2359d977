#include "broker/replica_selector.h"

namespace highwater {

namespace {
bool is_better(ReadableReplica const& a, ReadableReplica const& b) {
    if (a.log_end_offset != b.log_end_offset) return a.log_end_offset > b.log_end_offset;
    if (a.since_caught_up != b.since_caught_up) return a.since_caught_up < b.since_caught_up;
    return a.id > b.id;
}
}  // namespace

BrokerId select_replica(NameId client_rack, BrokerId leader,
                        std::vector<ReadableReplica> const& replicas) {
    if (client_rack == kNoName) return leader;
    ReadableReplica const* best = nullptr;
    for (ReadableReplica const& replica : replicas) {
        if (replica.rack != client_rack) continue;
        if (replica.id == leader) return leader;
        if (best == nullptr || is_better(replica, *best)) best = &replica;
    }
    return best != nullptr ? best->id : leader;
}

}  // namespace highwater
