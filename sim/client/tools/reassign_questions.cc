#include "client/tools/reassign_questions.h"

#include <algorithm>

#include "base/java_hash.h"
#include "client/tools/reassign_moves.h"

namespace highwater {

namespace {
using Stage = ReassignPlan::Stage;

constexpr char kLeaderRate[] = "leader.replication.throttled.rate";
constexpr char kFollowerRate[] = "follower.replication.throttled.rate";
constexpr char kDirectoryRate[] = "replica.alter.log.dirs.io.max.bytes.per.second";
constexpr char kLeaderReplicas[] = "leader.replication.throttled.replicas";
constexpr char kFollowerReplicas[] = "follower.replication.throttled.replicas";
}  // namespace

NamedPartition named(TopicPartition id, Effects const& out) {
    return {out.names().text(id.topic), id.partition};
}

TopicPartition id_of(NamedPartition const& partition, Effects& out) {
    return {out.intern(partition.topic), partition.partition};
}

std::vector<NamedPartition> partitions_of(ReassignPlan const& plan) {
    std::vector<NamedPartition> partitions;
    for (TargetReplicas const& target : plan.targets) partitions.push_back(target.partition);
    return partitions;
}

bool is_live(ReassignPlan const& plan, BrokerId id) {
    return std::any_of(plan.live.begin(), plan.live.end(),
                       [&](BrokerAddress const& broker) { return broker.id == id; });
}

// ---- questions ----------------------------------------------------------------------------------
void ask_what_moves(ReassignPlan plan, Tool& self, bool only_targets, Effects& out) {
    ListPartitionReassignmentsRequest request;
    if (only_targets) {
        std::vector<TopicPartition> ids;
        for (TargetReplicas const& target : plan.targets)
            ids.push_back(id_of(target.partition, out));
        request.partitions = make_payload(std::move(ids));
    }
    self.plan = std::move(plan);
    ask(self, "listPartitionReassignments", std::move(request), kNoNode, out);
}

void ask_about_topics(ReassignPlan plan, Tool& self, std::vector<std::string> names, Effects& out) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<NameId> topics;
    for (std::string const& name : names) topics.push_back(out.intern(name));
    self.plan = std::move(plan);
    ask(self, "describeTopicPartitions",
        DescribeTopicPartitionsRequest{make_payload(std::move(topics))}, kNoNode, out);
}

void ask_who_is_there(ReassignPlan plan, Tool& self, Effects& out) {
    Message request = MetadataRequest{false, false, make_payload(std::vector<NameId>{})};
    if (plan.to_controllers) request = DescribeClusterRequest{EndpointType::controller, false};
    self.plan = std::move(plan);
    ask(self, "listNodes", std::move(request), kNoNode, out);
}

// True when somebody was asked. A broker that is not there is not asked unless it must be.
bool ask_for_directories(ReassignPlan const& plan, Tool& self,
                         std::vector<ReplicaDirectory> const& replicas, Effects& out) {
    std::vector<BrokerId> brokers;
    for (ReplicaDirectory const& one : replicas) brokers.push_back(one.broker);
    std::sort(brokers.begin(), brokers.end());
    brokers.erase(std::unique(brokers.begin(), brokers.end()), brokers.end());
    self.plan = plan;
    for (BrokerId const broker : brokers) {
        std::vector<TopicPartition> ids;
        for (ReplicaDirectory const& one : replicas) {
            if (one.broker == broker) ids.push_back(id_of(one.partition, out));
        }
        ask_broker(self, "describeReplicaLogDirs",
                   DescribeLogDirsRequest{make_payload(std::move(ids))}, broker, out);
    }
    return !brokers.empty();
}

// The replicas that the partitions of the plan have now, on brokers that are there.
std::vector<ReplicaDirectory> present_replicas(ReassignPlan const& plan,
                                               std::vector<TargetReplicas> const& current) {
    std::vector<ReplicaDirectory> replicas;
    for (TargetReplicas const& one : current) {
        for (BrokerId const broker : one.replicas) {
            if (is_live(plan, broker)) replicas.push_back({one.partition, broker, {}});
        }
    }
    return replicas;
}

// ---- throttles ----------------------------------------------------------------------------------
namespace {
AlteredResource altered(ConfigResourceType type, std::string name,
                        std::vector<std::pair<char const*, std::string>> const& values) {
    AlteredResource resource{{type, std::move(name)}, {}};
    for (auto const& [config, value] : values) {
        resource.configs.push_back({config, ConfigOperation::set, value});
    }
    return resource;
}

AlteredResource cleared(ConfigResourceType type, std::string name,
                        std::vector<char const*> const& configs) {
    AlteredResource resource{{type, std::move(name)}, {}};
    for (char const* const config : configs) {
        resource.configs.push_back({config, ConfigOperation::remove, {}});
    }
    return resource;
}

void alter_configs(Tool& self, std::vector<AlteredResource> resources, Effects& out) {
    ask(self, "incrementalAlterConfigs",
        IncrementalAlterConfigsRequest{make_payload(std::move(resources))}, kNoNode, out);
}

// A broker's configs are set at that broker, which forwards them.
void alter_brokers(Tool& self, bool to_controllers, std::vector<AlteredResource> resources,
                   Effects& out) {
    if (to_controllers) return alter_configs(self, std::move(resources), out);
    for (AlteredResource& resource : resources) {
        std::int64_t id = 0;
        parse_integer(resource.resource.name, id);
        ask_broker(self, "incrementalAlterConfigs",
                   IncrementalAlterConfigsRequest{make_payload(std::vector{std::move(resource)})},
                   {static_cast<std::int32_t>(id)}, out);
    }
}

std::vector<std::string> topics_in_hash_order(ReassignPlan const& plan) {
    std::vector<std::string> topics;
    for (TargetReplicas const& target : plan.targets) {
        std::string const& topic = target.partition.topic;
        if (std::find(topics.begin(), topics.end(), topic) == topics.end()) topics.push_back(topic);
    }
    sort_as_hash_map(
        topics, [](std::string const& topic) -> auto const& { return topic; });
    return topics;
}
}  // namespace

// Which brokers the moves touched is not known any more, so all are cleared.
void clear_brokers(ReassignPlan plan, Tool& self, std::vector<BrokerId> brokers, Effects& out) {
    for (TargetReplicas const& target : plan.targets) {
        for (BrokerId const id : target.replicas) {
            if (std::find(brokers.begin(), brokers.end(), id) == brokers.end()) {
                brokers.push_back(id);
            }
        }
    }
    sort_as_hash_map(brokers, [](BrokerId id) { return id.value; });
    std::vector<std::string> names;
    std::vector<AlteredResource> resources;
    for (BrokerId const id : brokers) {
        names.push_back(std::to_string(id.value));
        resources.push_back(cleared(ConfigResourceType::broker, names.back(),
                                    {kLeaderRate, kFollowerRate, kDirectoryRate}));
    }
    plan.printed += clearing_throttles("broker", names);
    bool const to_controllers = plan.to_controllers;
    self.plan = std::move(plan);
    alter_brokers(self, to_controllers, std::move(resources), out);
}

void clear_throttles(ReassignPlan plan, Tool& self, Effects& out) {
    plan.stage = Stage::clearing_brokers;
    ask_who_is_there(std::move(plan), self, out);
}

bool clear_topics(ReassignPlan& plan, Tool& self, Effects& out) {
    std::vector<std::string> const topics = topics_in_hash_order(plan);
    std::vector<AlteredResource> resources;
    for (std::string const& topic : topics) {
        resources.push_back(
            cleared(ConfigResourceType::topic, topic, {kLeaderReplicas, kFollowerReplicas}));
    }
    plan.printed += clearing_throttles("topic", topics);
    plan.stage = Stage::clearing_topics;
    self.plan = plan;
    if (resources.empty()) return false;
    alter_configs(self, std::move(resources), out);
    return true;
}

void throttle_topics(ReassignPlan plan, Tool& self, Effects& out) {
    std::vector<AlteredResource> resources;
    for (auto const& [topic, lists] : throttled_replicas(moves_of(plan, out.names()))) {
        resources.push_back(
            altered(ConfigResourceType::topic, topic,
                    {{kLeaderReplicas, lists.leaders}, {kFollowerReplicas, lists.followers}}));
    }
    plan.stage = Stage::topic_throttles;
    self.plan = std::move(plan);
    alter_configs(self, std::move(resources), out);
}

void throttle_brokers(ReassignPlan plan, Tool& self, Effects& out) {
    std::string const rate = std::to_string(plan.throttle);
    std::vector<AlteredResource> resources;
    for (BrokerId const id : moving_brokers(moves_of(plan, out.names()))) {
        resources.push_back(altered(ConfigResourceType::broker, std::to_string(id.value),
                                    {{kLeaderRate, rate}, {kFollowerRate, rate}}));
    }
    plan.stage = Stage::broker_throttles;
    self.plan = std::move(plan);
    alter_brokers(self, false, std::move(resources), out);
}

bool throttle_directories(ReassignPlan plan, Tool& self, Effects& out) {
    std::vector<AlteredResource> resources;
    std::vector<BrokerId> brokers;
    for (ReplicaDirectory const& move : plan.moves) {
        if (std::find(brokers.begin(), brokers.end(), move.broker) != brokers.end()) continue;
        brokers.push_back(move.broker);
        resources.push_back(altered(ConfigResourceType::broker, std::to_string(move.broker.value),
                                    {{kDirectoryRate, std::to_string(plan.directory_throttle)}}));
    }
    if (resources.empty()) return false;
    plan.stage = Stage::directory_throttles;
    self.plan = std::move(plan);
    alter_brokers(self, false, std::move(resources), out);
    return true;
}

}  // namespace highwater
