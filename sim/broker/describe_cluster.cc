// DescribeCluster (60) and ApiVersions (18): who belongs to the cluster and what it has agreed on,
// as far as this broker has replayed the metadata log.
#include "broker/replicas.h"
#include "metadata/features.h"

namespace highwater {

void handle(Broker& self, Envelope const& from, DescribeClusterRequest const& request,
            Effects& out) {
    DescribeClusterResponse answer;
    answer.cluster_id = self.cluster_id;
    if (request.endpoint_type != EndpointType::broker) {
        answer.error = ErrorCode::mismatched_endpoint_type;
        out.reply(from, std::move(answer));
        return;
    }
    std::vector<ClusterNode> nodes;
    for (BrokerRegistration const& broker : self.image->brokers) {
        if (broker.fenced && !request.include_fenced_brokers) continue;
        nodes.push_back({broker.id, broker.node, kNoName, broker.rack, broker.fenced});
    }
    answer.nodes = make_payload(std::move(nodes));
    out.reply(from, std::move(answer));
}

void handle(Broker& self, Envelope const& from, ApiVersionsRequest const&, Effects& out) {
    ApiVersionsResponse answer;
    answer.finalized_features_epoch = self.metadata_end - 1;
    answer.features = make_payload(describe_features(*self.image));
    out.reply(from, std::move(answer));
}

}  // namespace highwater
