// What members and tools ask of the groups whose partition of __consumer_offsets this broker leads:
// FindCoordinator (10) and every request that goes to a coordinator (Kafka: KafkaApis,
// GroupCoordinatorService).
#include <algorithm>
#include <map>
#include <type_traits>

#include "broker/group_call.h"

namespace highwater {

std::optional<ClusterTopic> ImageTopics::find(NameId name) const {
    TopicImage const* topic = find_topic(image_, name);
    if (topic == nullptr) return std::nullopt;
    return ClusterTopic{name, topic->id, static_cast<std::int32_t>(topic->partitions.size())};
}

std::optional<ClusterTopic> ImageTopics::find(Uuid id) const {
    TopicImage const* topic = find_topic(image_, id);
    return topic == nullptr ? std::nullopt : find(topic->name);
}

std::vector<NameId> ImageTopics::names() const {
    std::vector<NameId> all;
    for (Cow<TopicImage> const& topic : image_.topics) all.push_back(topic->name);
    return all;
}

std::vector<NameId> ImageTopics::racks(Uuid topic_id, std::int32_t partition) const {
    std::vector<NameId> racks;
    TopicImage const* topic = find_topic(image_, topic_id);
    if (topic == nullptr || partition < 0) return racks;
    auto const number = static_cast<std::size_t>(partition);
    if (number >= topic->partitions.size()) return racks;
    for (BrokerId const replica : topic->partitions[number].replicas) {
        BrokerRegistration const* broker = find_broker(image_, replica);
        if (broker == nullptr || broker->rack == kNoName) continue;
        if (std::find(racks.begin(), racks.end(), broker->rack) == racks.end()) {
            racks.push_back(broker->rack);
        }
    }
    return racks;
}

namespace {
template <class Response>
Response with_error(Response const& response, ErrorCode error) {
    if constexpr (std::is_same_v<Response, OffsetCommitResponse>) {
        auto partitions = *response.partitions;
        for (OffsetCommitResponsePartition& partition : partitions) partition.error = error;
        return {make_payload(std::move(partitions))};
    } else if constexpr (std::is_same_v<Response, DeleteGroupsResponse>) {
        auto results = *response.results;
        for (DeletableGroupResult& result : results) result.error = error;
        return {make_payload(std::move(results))};
    } else if constexpr (requires { response.error; }) {
        Response answer{};
        answer.error = error;
        return answer;
    } else {
        return response;
    }
}

NameId host_of(Effects& out) { return out.intern("/127.0.0.1"); }

TopicImage const* offsets_topic(Broker const& self, Names const& names) {
    NameId const name = names.find(kOffsetsTopic);
    return name == kNoName ? nullptr : find_topic(*self.image, name);
}

// The shard of a group, or why this broker cannot answer for it.
ErrorCode locate(Broker& self, NameId group, Effects& out, GroupShard*& shard) {
    TopicImage const* topic = offsets_topic(self, out.names());
    if (topic == nullptr) return ErrorCode::not_coordinator;
    std::string const id = group == kNoName ? std::string{} : out.names().text(group);
    shard = find_group_shard(
        self, coordinator_partition(id, static_cast<std::int32_t>(topic->partitions.size())));
    if (shard == nullptr) return ErrorCode::not_coordinator;
    return shard->is_loaded ? ErrorCode::none : ErrorCode::coordinator_load_in_progress;
}

// So long nobody asks for the topic again.
constexpr Duration kTopicCreation = seconds(1);

// The first who looks for a coordinator makes the topic (AutoTopicCreationManager).
void create_offsets_topic(Broker& self, Effects& out) {
    if (out.now() < self.groups.topic_asked_until) return;
    self.groups.topic_asked_until = out.now() + kTopicCreation;
    GroupConfig::Offsets const& config = self.config->group.offsets;
    NewTopic topic;
    topic.name = out.intern(kOffsetsTopic);
    topic.partitions = config.topic_num_partitions;
    topic.replication_factor = config.topic_replication_factor;
    topic.configs = {{"compression.type", "producer"},
                     {"cleanup.policy", "compact"},
                     {"segment.bytes", std::to_string(config.topic_segment_bytes)}};
    forward(self, kNoNode, CorrelationId{},
            CreateTopicsRequest{make_payload(std::vector<NewTopic>{topic})}, out);
}

Coordinator coordinator_of(Broker& self, NameId key, Effects& out) {
    Coordinator found{key, kNoBroker, kNoNode, ErrorCode::coordinator_not_available, ""};
    TopicImage const* topic = offsets_topic(self, out.names());
    if (topic == nullptr) {
        create_offsets_topic(self, out);
        return found;
    }
    self.groups.topic_asked_until = kLongAgo;
    auto const count = static_cast<std::int32_t>(topic->partitions.size());
    std::int32_t const partition = coordinator_partition(out.names().text(key), count);
    BrokerId const leader = topic->partitions[static_cast<std::size_t>(partition)].leader;
    BrokerRegistration const* broker = find_broker(*self.image, leader);
    if (broker == nullptr || broker->fenced) return found;
    return {key, leader, broker->node, ErrorCode::none, ""};
}

// Membership and commits: the coordinator answers, now or when something else has happened. What
// this broker has to add to the answer, `complete` does.
template <class Request, class Complete>
void ask_coordinator(Broker& self, Envelope const& from, Request const& request, Effects& out,
                     Complete&& complete) {
    GroupShard* shard = nullptr;
    ErrorCode const error = locate(self, request.group_id, out, shard);
    if (error != ErrorCode::none) {
        bool const is_beat = std::is_same_v<Request, HeartbeatRequest>;
        // A group that is still being read has not forgotten this member.
        bool const is_fine = is_beat && error == ErrorCode::coordinator_load_in_progress;
        GroupResponse refusal = refuse(request, is_fine ? ErrorCode::none : error);
        complete(refusal);
        out.reply(from, to_message(std::move(refusal)));
        return;
    }
    RequestContext context;
    context.from = from.from;
    context.correlation_id = from.correlation_id;
    context.client_host = host_of(out);
    run_group_call(self, *shard, out, [&](GroupCoordinator& groups, CoordinatorCall& call) {
        handle(groups, context, request, call);
        for (GroupAnswer& answer : call.answers) {
            bool const is_this =
                answer.to == from.from && answer.correlation_id == from.correlation_id;
            if (is_this) complete(answer.response);
        }
    });
}

template <class Request>
void ask_coordinator(Broker& self, Envelope const& from, Request const& request, Effects& out) {
    ask_coordinator(self, from, request, out, [](GroupResponse&) {});
}

bool is_in_metadata(Broker const& self, TopicPartition partition) {
    TopicImage const* topic = find_topic(*self.image, partition.topic);
    return topic != nullptr && partition.partition >= 0 &&
           static_cast<std::size_t>(partition.partition) < topic->partitions.size();
}

// What the readers of one request are told of, read anew once for each partition.
class CommittedViews {
public:
    CommittedViews(Broker const& broker, Effects& out) : broker_{broker}, out_{out} {}
    GroupCoordinator const& of(GroupShard const& shard) {
        auto known = views_.find(shard.partition);
        if (known == views_.end()) {
            known = views_.emplace(shard.partition, committed_view(broker_, shard, out_)).first;
        }
        return *known->second;
    }

private:
    Broker const& broker_;
    Effects& out_;
    std::map<std::int32_t, Cow<GroupCoordinator>> views_;
};

// Asks find(view, group) for each group that this broker answers for.
template <class Described, class Find>
std::vector<Described> describe_each(Broker& self, std::vector<NameId> const& groups, Effects& out,
                                     Find&& find) {
    std::vector<Described> all;
    CommittedViews views{self, out};
    for (NameId const group : groups) {
        GroupShard* shard = nullptr;
        if (ErrorCode const error = locate(self, group, out, shard); error != ErrorCode::none) {
            Described described;
            described.error = error;
            described.group_id = group;
            all.push_back(std::move(described));
            continue;
        }
        all.push_back(find(views.of(*shard), group));
    }
    return all;
}
}  // namespace

Message refused_group_answer(Message const& answer, ErrorCode error) {
    return std::visit([&](auto const& response) { return Message{with_error(response, error)}; },
                      answer);
}

void handle(Broker& self, Envelope const& from, FindCoordinatorRequest const& request,
            Effects& out) {
    std::vector<Coordinator> found;
    for (NameId const key : *request.coordinator_keys) {
        if (request.key_type == CoordinatorType::group) {
            found.push_back(coordinator_of(self, key, out));
        } else {
            found.push_back({key, kNoBroker, kNoNode, ErrorCode::coordinator_not_available, ""});
        }
    }
    out.reply(from, FindCoordinatorResponse{make_payload(std::move(found))});
}

void handle(Broker& self, Envelope const& from, JoinGroupRequest const& request, Effects& out) {
    ask_coordinator(self, from, request, out);
}
void handle(Broker& self, Envelope const& from, SyncGroupRequest const& request, Effects& out) {
    ask_coordinator(self, from, request, out);
}
void handle(Broker& self, Envelope const& from, HeartbeatRequest const& request, Effects& out) {
    ask_coordinator(self, from, request, out);
}
void handle(Broker& self, Envelope const& from, LeaveGroupRequest const& request, Effects& out) {
    ask_coordinator(self, from, request, out);
}
void handle(Broker& self, Envelope const& from, ConsumerGroupHeartbeatRequest const& request,
            Effects& out) {
    ask_coordinator(self, from, request, out);
}

namespace {
// In front of what the coordinator answered: partitions that the metadata does not have.
template <class Response, class Answered>
void add_unknown(GroupResponse& response, std::vector<Answered> partitions) {
    auto& answer = std::get<Response>(response);
    partitions.insert(partitions.end(), answer.partitions->begin(), answer.partitions->end());
    answer.partitions = make_payload(std::move(partitions));
}
}  // namespace

// A coordinator takes any topic's offsets; the broker in front of it knows which topics there are.
void handle(Broker& self, Envelope const& from, OffsetCommitRequest const& request, Effects& out) {
    std::vector<OffsetCommitRequestPartition> known;
    std::vector<OffsetCommitResponsePartition> unknown;
    for (OffsetCommitRequestPartition const& each : *request.partitions) {
        if (is_in_metadata(self, each.partition)) {
            known.push_back(each);
        } else {
            unknown.push_back({each.partition, ErrorCode::unknown_topic_or_partition});
        }
    }
    if (unknown.empty()) return ask_coordinator(self, from, request, out);
    if (known.empty()) {
        return out.reply(from, OffsetCommitResponse{make_payload(std::move(unknown))});
    }
    OffsetCommitRequest rest = request;
    rest.partitions = make_payload(std::move(known));
    ask_coordinator(self, from, rest, out, [&](GroupResponse& response) {
        add_unknown<OffsetCommitResponse>(response, unknown);
    });
}

void handle(Broker& self, Envelope const& from, OffsetDeleteRequest const& request, Effects& out) {
    std::vector<TopicPartition> known;
    std::vector<OffsetDeleteResponsePartition> unknown;
    for (TopicPartition const partition : *request.partitions) {
        if (is_in_metadata(self, partition)) {
            known.push_back(partition);
        } else {
            unknown.push_back({partition, ErrorCode::unknown_topic_or_partition});
        }
    }
    // Without any the coordinator is still asked: it knows whether there is such a group.
    OffsetDeleteRequest rest = request;
    rest.partitions = make_payload(std::move(known));
    ask_coordinator(self, from, rest, out, [&](GroupResponse& response) {
        bool const is_refused = std::get<OffsetDeleteResponse>(response).error != ErrorCode::none;
        if (!is_refused) add_unknown<OffsetDeleteResponse>(response, unknown);
    });
}

void handle(Broker& self, Envelope const& from, OffsetFetchRequest const& request, Effects& out) {
    std::vector<OffsetFetchResponseGroup> groups;
    ImageTopics const topics{*self.image};
    std::vector<RequiredCommit> required;
    CommittedViews views{self, out};
    for (OffsetFetchRequestGroup const& group : *request.groups) {
        GroupShard* shard = nullptr;
        if (ErrorCode const error = locate(self, group.group_id, out, shard);
            error != ErrorCode::none) {
            groups.push_back({group.group_id, error, {}});
            continue;
        }
        CoordinatorCall const call{self.config->group, topics, out, {}, {}};
        // Nobody is told of an offset that may be lost. Consumers, who go on from it, wait until it
        // is committed; tools are told of the one before.
        if (!request.require_stable) {
            groups.push_back(fetch_offsets(views.of(*shard), group, false, call));
            continue;
        }
        groups.push_back(fetch_offsets(*shard->coordinator, group, true, call));
        for (RequiredCommit const& one : uncommitted_end(self, *shard, out)) {
            required.push_back(one);
        }
    }
    do_when_committed(self, std::move(required),
                      DeferredReply{from.from, from.correlation_id,
                                    OffsetFetchResponse{make_payload(std::move(groups))}},
                      out);
}

void handle(Broker& self, Envelope const& from, DescribeGroupsRequest const& request,
            Effects& out) {
    auto described = describe_each<DescribedGroup>(
        self, *request.groups, out, [&](GroupCoordinator const& view, NameId group) {
            return describe_group(view, group, out.names());
        });
    out.reply(from, DescribeGroupsResponse{make_payload(std::move(described))});
}

void handle(Broker& self, Envelope const& from, ConsumerGroupDescribeRequest const& request,
            Effects& out) {
    ImageTopics const topics{*self.image};
    auto described = describe_each<DescribedConsumerGroup>(
        self, *request.group_ids, out, [&](GroupCoordinator const& view, NameId group) {
            CoordinatorCall const call{self.config->group, topics, out, {}, {}};
            return describe_consumer_group(view, group, call);
        });
    out.reply(from, ConsumerGroupDescribeResponse{make_payload(std::move(described))});
}

void handle(Broker& self, Envelope const& from, ListGroupsRequest const& request, Effects& out) {
    std::vector<ListedGroup> all;
    ErrorCode error = ErrorCode::none;
    for (GroupShard const& shard : self.groups.shards) {
        if (!shard.is_loaded) {
            error = ErrorCode::coordinator_load_in_progress;
            continue;
        }
        auto const view = committed_view(self, shard, out);
        auto const listed = list_groups(*view, request.filters.get(), out);
        all.insert(all.end(), listed.begin(), listed.end());
    }
    if (error != ErrorCode::none) all.clear();
    out.reply(from, ListGroupsResponse{error, make_payload(std::move(all))});
}

void handle(Broker& self, Envelope const& from, DeleteGroupsRequest const& request, Effects& out) {
    std::vector<DeletableGroupResult> results;
    std::vector<RequiredCommit> required;
    for (NameId const group : *request.groups_names) {
        GroupShard* shard = nullptr;
        if (ErrorCode const error = locate(self, group, out, shard); error != ErrorCode::none) {
            results.push_back({group, error});
            continue;
        }
        DeletableGroupResult result{group, ErrorCode::none};
        ErrorCode const failed =
            run_group_call(self, *shard, out, [&](GroupCoordinator& groups, CoordinatorCall& call) {
                result = delete_group(groups, group, call);
            });
        if (failed != ErrorCode::none) result.error = convert_append_error(failed);
        results.push_back(result);
        for (RequiredCommit const& one : uncommitted_end(self, *shard, out)) {
            required.push_back(one);
        }
    }
    do_when_committed(self, std::move(required),
                      DeferredReply{from.from, from.correlation_id,
                                    DeleteGroupsResponse{make_payload(std::move(results))}},
                      out);
}

}  // namespace highwater
