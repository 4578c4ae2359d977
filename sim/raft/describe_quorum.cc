// DescribeQuorum (55): what the leader knows of every replica of the metadata log (KIP-595).
#include <algorithm>

#include "raft/state.h"

namespace highwater {

namespace {
// An observer that has not fetched for so long is forgotten (OBSERVER_SESSION_TIMEOUT_MS).
constexpr Duration kObserverSessionTimeout = seconds(300);

QuorumReplica describe(ReplicaProgress const& replica, NameId host) {
    return {replica.id,      replica.directory_id, host,
            replica.log_end, replica.last_fetch,   replica.last_caught_up};
}

QuorumReplica describe_voter(Raft const& self, Voter const& voter, Time now) {
    if (voter.id == self.setup.id) {
        return {voter.id, kNoUuid, voter.host, self.log.end(), now, now};
    }
    for (ReplicaProgress const& replica : self.leading.replicas) {
        if (replica.id == voter.id) return describe(replica, voter.host);
    }
    return {voter.id, kNoUuid, voter.host, kNoOffset, std::nullopt, std::nullopt};
}
}  // namespace

DescribeQuorumResponse describe_quorum(Raft const& self, Time now, Duration clock_skew) {
    DescribeQuorumResponse response;
    if (!is_leader(self)) {
        response.error = ErrorCode::not_leader_or_follower;
        return response;
    }
    response.leader_id = self.setup.id;
    response.leader_epoch = self.quorum.epoch;
    response.high_watermark = self.leading.high_watermark;
    QuorumReplicas replicas;
    for (Voter const& voter : self.setup.voters) {
        replicas.current_voters.push_back(describe_voter(self, voter, now));
    }
    for (ReplicaProgress const& replica : self.leading.replicas) {
        bool const is_there =
            replica.last_fetch && now - *replica.last_fetch < kObserverSessionTimeout;
        if (node_of(self, replica.id) != kNoNode || !is_there) continue;
        replicas.observers.push_back(describe(replica, kNoName));
    }
    for (auto* list : {&replicas.current_voters, &replicas.observers}) {
        for (QuorumReplica& replica : *list) {
            if (replica.last_fetch) *replica.last_fetch = *replica.last_fetch + clock_skew;
            if (replica.last_caught_up)
                *replica.last_caught_up = *replica.last_caught_up + clock_skew;
        }
    }
    response.replicas = make_payload(std::move(replicas));
    return response;
}

}  // namespace highwater
