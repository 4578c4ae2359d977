// Metadata (3) and DescribeTopicPartitions (75): who leads what, as far as this broker has replayed
// the metadata log. Another broker may know more, or less (Kafka: KRaftMetadataCache).
#include <utility>

#include "broker/replicas.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
PartitionMetadata describe(MetadataImage const& image, PartitionRegistration const& partition,
                           std::int32_t number, bool with_eligible_leaders) {
    PartitionMetadata described;
    described.partition = number;
    described.leader = partition.leader;
    described.leader_epoch = partition.leader_epoch;
    described.replicas = partition.replicas;
    described.isr = partition.isr;
    if (partition.leader == kNoBroker) described.error = ErrorCode::leader_not_available;
    for (BrokerId const id : partition.replicas) {
        BrokerRegistration const* broker = find_broker(image, id);
        if (broker == nullptr || broker->fenced) described.offline_replicas.push_back(id);
    }
    if (with_eligible_leaders) {
        described.eligible_leader_replicas = partition.elr;
        described.last_known_elr = partition.last_known_elr;
        described.adding_replicas = partition.adding_replicas;
        described.removing_replicas = partition.removing_replicas;
    }
    return described;
}

TopicMetadata describe(MetadataImage const& image, TopicImage const& topic,
                       bool with_eligible_leaders) {
    TopicMetadata described;
    described.name = topic.name;
    described.topic_id = topic.id;
    described.partitions.reserve(topic.partitions.size());
    for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
        described.partitions.push_back(describe(
            image, topic.partitions[i], static_cast<std::int32_t>(i), with_eligible_leaders));
    }
    return described;
}

// `names`: the topics asked for; none: all there are.
std::vector<TopicMetadata> describe_topics(MetadataImage const& image,
                                           std::vector<NameId> const* names,
                                           bool with_eligible_leaders, Names const& texts) {
    std::vector<TopicMetadata> described;
    if (names == nullptr) {
        described.reserve(image.topics.size());
        for (Cow<TopicImage> const& topic : image.topics) {
            described.push_back(describe(image, *topic, with_eligible_leaders));
        }
        return described;
    }
    for (NameId const name : *names) {
        if (TopicImage const* topic = find_topic(image, name)) {
            described.push_back(describe(image, *topic, with_eligible_leaders));
        } else {
            // A name that no topic can have is told from one that is not there yet: the client need
            // not ask again.
            ErrorCode const error = wrong_topic_name(texts.text(name))
                                        ? ErrorCode::invalid_topic_exception
                                        : ErrorCode::unknown_topic_or_partition;
            described.push_back({error, name, kNoUuid, {}});
        }
    }
    return described;
}

// auto.create.topics.enable: the topic is asked for; the client hears of it when it asks again.
void create_missing(Broker& self, std::vector<TopicMetadata> const& topics, Effects& out) {
    std::vector<NewTopic> missing;
    for (TopicMetadata const& topic : topics) {
        if (topic.error != ErrorCode::unknown_topic_or_partition) continue;
        NewTopic wanted;
        wanted.name = topic.name;
        wanted.partitions = self.config->num_partitions;
        wanted.replication_factor = self.config->default_replication_factor;
        missing.push_back(std::move(wanted));
    }
    if (missing.empty()) return;
    for (Forwarded const& one : self.forwards.waiting) {
        if (one.client == kNoNode) return;  // one at a time: the client will ask again
    }
    forward(self, kNoNode, {}, CreateTopicsRequest{make_payload(std::move(missing))}, out);
}
}  // namespace

void handle(Broker& self, Envelope const& from, MetadataRequest const& request, Effects& out) {
    ClusterMetadata metadata;
    for (BrokerRegistration const& broker : self.image->brokers) {
        if (!broker.fenced) metadata.brokers.push_back({broker.id, broker.node, broker.rack});
    }
    if (!metadata.brokers.empty()) {
        // A client has no use for the controller, so any broker is named to spread the load.
        auto const bits = out.draw(Draw::workload, static_cast<std::uint64_t>(self.node.value),
                                   from.correlation_id.value);
        metadata.controller = metadata.brokers[below(bits, metadata.brokers.size())].id;
    }
    static std::vector<NameId> const kNone;
    std::vector<NameId> const* names = request.topics ? request.topics.get() : &kNone;
    metadata.topics =
        describe_topics(*self.image, request.all_topics ? nullptr : names, false, out.names());
    if (request.allow_auto_topic_creation && self.config->auto_create_topics_enable) {
        create_missing(self, metadata.topics, out);
    }
    out.reply(from, MetadataResponse{make_payload(std::move(metadata))});
}

void handle(Broker& self, Envelope const& from, DescribeTopicPartitionsRequest const& request,
            Effects& out) {
    out.reply(from, DescribeTopicPartitionsResponse{make_payload(
                        describe_topics(*self.image, request.topics.get(), true, out.names()))});
}

}  // namespace highwater
