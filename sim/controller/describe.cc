// What a controller tells of itself and of the quorum, without writing anything: DescribeQuorum
// (55), DescribeCluster (60, KIP-919), ApiVersions (18). Its voters are fixed by configuration
// (kraft.version 0), so RemoveRaftVoter (81, KIP-853) is refused.
#include "controller/active.h"
#include "metadata/features.h"

namespace highwater {

void handle(Controller&, Raft& raft, Envelope const& from, DescribeQuorumRequest const&,
            Effects& out) {
    out.reply(from, describe_quorum(raft, out.now(), out.wall_clock() - out.now()));
}

void handle(Controller& self, Raft&, Envelope const& from, RemoveRaftVoterRequest const&,
            Effects& out) {
    RemoveRaftVoterResponse answer;
    if (self.role == ControllerRole::standby) {
        out.reply(from, not_controller(answer));
        return;
    }
    answer.error = ErrorCode::unsupported_version;
    answer.message = make_payload(std::string{
        "Cluster doesn't support removing voter because the kraft.version feature is 0"});
    out.reply(from, answer);
}

void handle(Controller& self, Raft& raft, Envelope const& from,
            DescribeClusterRequest const& request, Effects& out) {
    DescribeClusterResponse answer;
    answer.endpoint_type = EndpointType::controller;
    answer.cluster_id = self.setup.cluster_id;
    answer.controller_id = leader_id(raft);
    if (request.endpoint_type != EndpointType::controller) {
        answer.error = ErrorCode::mismatched_endpoint_type;
    } else {
        std::vector<ClusterNode> nodes;
        for (Voter const& voter : raft.setup.voters) {
            nodes.push_back({voter.id, voter.node, voter.host, kNoName, false});
        }
        answer.nodes = make_payload(std::move(nodes));
    }
    out.reply(from, std::move(answer));
}

void handle(Controller& self, Raft&, Envelope const& from, ApiVersionsRequest const&,
            Effects& out) {
    ApiVersionsResponse answer;
    answer.finalized_features_epoch = self.image.next_offset - 1;
    answer.features = make_payload(describe_features(self.image));
    out.reply(from, std::move(answer));
}

}  // namespace highwater
