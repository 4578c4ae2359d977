// kafka-topics (TopicCommand): creates, enlarges, deletes, lists and describes topics.
#include <algorithm>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/tools/java_exception.h"
#include "client/tools/steps.h"
#include "client/tools/topic_filter.h"
#include "client/tools/topics_input.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
constexpr char kListReassignments[] = "listPartitionReassignments";

constexpr char kDeleteConfig[] =
    "delete-config option is no longer supported and deprecated since version 4.0. The config will "
    "be fully removed in future releases.\n";
constexpr char kOnlyTopicId[] =
    "Only topic id will be used when both --topic and --topic-id are specified and topicId is not "
    "Uuid.ZERO_UUID\n";

constexpr char kCollisionWarning[] =
    "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') "
    "could collide. To avoid issues it is best to use either, but not both.\n";

void list_or_describe(Tool& self, Effects& out) {
    ask(self, "listTopics", MetadataRequest{true, false, make_payload(std::vector<NameId>{})},
        kNoNode, out);
}

// The topics that the pattern means, in the order the tool walks them in.
std::vector<std::string> chosen_topics(TopicsPlan const& plan, ClusterMetadata const& metadata,
                                       Effects& out) {
    Expected<TopicFilter> const filter = TopicFilter::parse(plan.topic);
    std::vector<std::string> names;
    for (TopicMetadata const& topic : metadata.topics) {
        std::string const& name = out.names().text(topic.name);
        if (plan.exclude_internal && is_internal_topic(name)) continue;
        if (!plan.topic_id.empty()) {
            if (base64(topic.topic_id) == plan.topic_id) names.push_back(name);
            continue;
        }
        if (!plan.topic.empty() && !(filter && filter->matches(name))) continue;
        names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

void describe(TopicsPlan plan, Tool& self, std::vector<std::string> names, Effects& out) {
    sort_as_hash_map(
        names, [](std::string const& name) -> auto const& { return name; });
    std::vector<NameId> topics;
    for (std::string const& name : names) {
        topics.push_back(out.names().find(name));
        TopicDescription description;
        description.name = name;
        plan.descriptions.push_back(std::move(description));
    }
    self.plan = std::move(plan);
    ask(self, "describeTopicPartitions",
        DescribeTopicPartitionsRequest{make_payload(std::move(topics))}, kNoNode, out);
}

// What is asked of each topic that grows. An assignment is of all partitions; the first ones are
// there already.
void alter(TopicsPlan plan, Tool& self, std::vector<std::string> const& names,
           ClusterMetadata const& metadata, Effects& out) {
    std::vector<NewPartitions> wanted;
    for (TopicMetadata const& topic : metadata.topics) {
        std::string const& name = out.names().text(topic.name);
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;
        NewPartitions& one = wanted.emplace_back();
        one.name = topic.name;
        one.count = plan.new_topic.partitions;
        if (plan.new_topic.assignment.empty()) continue;
        auto const& all = plan.new_topic.assignment;
        std::size_t const present = std::min(topic.partitions.size(), all.size());
        one.assignment = std::vector<std::vector<BrokerId>>(
            all.begin() + static_cast<std::ptrdiff_t>(present), all.end());
    }
    self.plan = std::move(plan);
    ask(self, "createPartitions", CreatePartitionsRequest{make_payload(std::move(wanted))}, kNoNode,
        out);
}

void listed(TopicsPlan plan, Tool& self, ClusterMetadata const& metadata, Effects& out) {
    std::vector<std::string> names = chosen_topics(plan, metadata, out);
    if (plan.action == TopicsPlan::Action::list) {
        return finish(self, {list_topics(std::move(names)), plan.complaint, 0}, out);
    }
    if (names.empty() && !plan.topic_id.empty() && !plan.if_exists) {
        std::string const what = "TopicId '" + plan.topic_id + "' does not exist as expected";
        return finish(self, failure_text(plan, what), out);
    }
    if (names.empty() && !plan.topic.empty() && !plan.if_exists) {
        std::string const what = "Topic '" + plan.topic + "' does not exist as expected";
        return finish(self, failure_text(plan, what), out);
    }
    if (names.empty()) return finish(self, {plan.warning, plan.complaint, 0}, out);
    if (plan.action == TopicsPlan::Action::remove) {
        std::vector<NameId> topics;
        for (std::string const& name : names) topics.push_back(out.names().find(name));
        ask(self, "deleteTopics", DeleteTopicsRequest{make_payload(std::move(topics))}, kNoNode,
            out);
        return;
    }
    if (plan.action == TopicsPlan::Action::alter) {
        return alter(std::move(plan), self, names, metadata, out);
    }
    for (BrokerAddress const& broker : metadata.brokers) plan.live_brokers.push_back(broker.id);
    describe(std::move(plan), self, std::move(names), out);
}

void described(TopicsPlan plan, Tool& self, std::vector<TopicMetadata> const& topics,
               Effects& out) {
    std::vector<ConfigResource> resources;
    auto& all = plan.descriptions;
    for (TopicDescription& description : all) {
        for (TopicMetadata const& topic : topics) {
            if (out.names().text(topic.name) != description.name) continue;
            description.topic_id = topic.topic_id;
            description.partitions = topic.partitions;
            // What moves is asked of the controller, as the last of all.
            for (PartitionMetadata& partition : description.partitions) {
                partition.adding_replicas.clear();
                partition.removing_replicas.clear();
            }
        }
        resources.push_back({ConfigResourceType::topic, description.name});
    }
    // Deleted between the two questions.
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](TopicDescription const& d) { return d.partitions.empty(); }),
              all.end());
    self.plan = std::move(plan);
    ask(self, "describeConfigs", DescribeConfigsRequest{make_payload(std::move(resources))},
        kNoNode, out);
}

void configs_described(TopicsPlan plan, Tool& self, std::vector<DescribedResource> const& resources,
                       Effects& out) {
    for (DescribedResource const& resource : resources) {
        for (TopicDescription& description : plan.descriptions) {
            if (description.name != resource.resource.name) continue;
            // The order of a HashMap of all of them.
            std::vector<DescribedConfig> configs = resource.configs;
            sort_as_hash_map(
                configs, [](DescribedConfig const& c) -> auto const& { return c.name; });
            for (DescribedConfig const& config : configs) {
                std::int64_t number = 0;
                if (config.name == "min.insync.replicas" && parse_integer(config.value, number)) {
                    description.min_insync_replicas = static_cast<std::int32_t>(number);
                }
                if (config.source == ConfigSource::default_config) continue;
                description.configs.emplace_back(config.name, config.value);
            }
        }
    }
    ListPartitionReassignmentsRequest request;
    std::vector<TopicPartition> partitions;
    for (TopicDescription const& description : plan.descriptions) {
        NameId const topic = out.names().find(description.name);
        for (PartitionMetadata const& one : description.partitions) {
            partitions.push_back({topic, one.partition});
        }
    }
    request.partitions = make_payload(std::move(partitions));
    plan.asks_what_moves = true;
    self.plan = std::move(plan);
    ask(self, kListReassignments, std::move(request), kNoNode, out);
}

// One that is done by now names nobody who is a replica any more, and nobody who is not yet.
bool is_in_progress(PartitionMetadata const& partition, OngoingPartitionReassignment const& one) {
    return std::any_of(partition.replicas.begin(), partition.replicas.end(), [&](BrokerId id) {
        auto const names = [&](std::vector<BrokerId> const& list) {
            return std::find(list.begin(), list.end(), id) != list.end();
        };
        return names(one.adding_replicas) || names(one.removing_replicas);
    });
}

void moving_listed(TopicsPlan plan, Tool& self,
                   std::vector<OngoingPartitionReassignment> const& moving, Effects& out) {
    for (OngoingPartitionReassignment const& one : moving) {
        for (TopicDescription& description : plan.descriptions) {
            if (description.name != out.names().text(one.partition.topic)) continue;
            for (PartitionMetadata& partition : description.partitions) {
                if (partition.partition != one.partition.partition) continue;
                if (!is_in_progress(partition, one)) continue;
                partition.adding_replicas = one.adding_replicas;
                partition.removing_replicas = one.removing_replicas;
            }
        }
    }
    std::string text = plan.warning;
    text += describe_topics(plan.descriptions, plan.filter, plan.live_brokers);
    finish(self, {std::move(text), plan.complaint, 0}, out);
}

// The result of --create, --alter or --delete: the first refusal ends the command.
void answered(TopicsPlan const& plan, Tool& self, std::vector<TopicResult> const& results,
              AdminCall const& call, Effects& out) {
    bool const creates = plan.action == TopicsPlan::Action::create;
    bool const removes = plan.action == TopicsPlan::Action::remove;
    for (TopicResult const& result : results) {
        if (result.error == ErrorCode::none) continue;
        if (result.error == ErrorCode::not_controller) return ask_again(self, call, out);
        bool const is_fine =
            (creates && plan.if_not_exists && result.error == ErrorCode::topic_already_exists) ||
            (removes && plan.if_exists && result.error == ErrorCode::unknown_topic_or_partition);
        if (is_fine) return finish(self, {plan.warning, plan.complaint, 0}, out);
        std::string const message =
            result.message.empty() ? std::string{exception_message(result.error)} : result.message;
        return finish(self, failure_text(plan, message), out);
    }
    std::string const done = creates ? "Created topic " + plan.topic + ".\n" : "";
    finish(self, {plan.warning + done, plan.complaint, 0}, out);
}
}  // namespace

void begin_topics(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, topics_options());
    if (!options) return finish(self, caught(option_exception(options.problem())), out);
    if (auto text = help_or_version(
            *options, "This tool helps to create, delete, describe, or change a topic.",
            topics_options())) {
        return finish(self, *std::move(text), out);
    }
    std::string const wrong = wrong_topics_options(*options);
    if (!wrong.empty()) return finish(self, usage(wrong, topics_options()), out);

    TopicsPlan plan;
    plan.topic = options->get("topic");
    plan.topic_id = options->get("topic-id");
    if (plan.topic_id == std::string(22, 'A')) plan.topic_id.clear();  // Uuid.ZERO_UUID
    if (options->has("delete-config")) plan.complaint = kDeleteConfig;
    if (!plan.topic_id.empty()) {
        Expected<Uuid> const id = parse_uuid(plan.topic_id);
        if (!id) return finish(self, failure_text(plan, id.problem().message), out);
    }
    plan.if_exists = options->has("if-exists");
    bool const names_both = options->has("topic") && options->has("topic-id");
    if (options->has("describe") && plan.if_exists && names_both) plan.warning = kOnlyTopicId;

    plan.if_not_exists = options->has("if-not-exists");
    plan.exclude_internal = options->has("exclude-internal");
    plan.filter = {options->has("under-replicated-partitions"),
                   options->has("unavailable-partitions"), options->has("under-min-isr-partitions"),
                   options->has("at-min-isr-partitions"), options->has("topics-with-overrides")};
    bool const creates = options->has("create");
    if (creates || options->has("alter")) {
        Expected<NewTopic> const topic = parse_new_topic(*options);
        if (!topic) return finish(self, failure_text(plan, topic.problem().message), out);
        plan.new_topic = *topic;
    }
    if (creates) {
        if (plan.topic.find_first_of("._") != std::string::npos) plan.warning = kCollisionWarning;
        std::string const wrong_count = wrong_counts(*options);
        if (!wrong_count.empty()) return finish(self, failure_text(plan, wrong_count), out);
        plan.action = TopicsPlan::Action::create;
        plan.new_topic.name = out.intern(plan.topic);
        std::vector<NewTopic> const topics{plan.new_topic};
        self.plan = std::move(plan);
        ask(self, "createTopics", CreateTopicsRequest{make_payload(topics)}, kNoNode, out);
        return;
    }
    plan.action = options->has("list")     ? TopicsPlan::Action::list
                  : options->has("alter")  ? TopicsPlan::Action::alter
                  : options->has("delete") ? TopicsPlan::Action::remove
                                           : TopicsPlan::Action::describe;
    std::string const wrong_number = wrong_describe_numbers(*options);
    if (!wrong_number.empty()) return finish(self, failure_text(plan, wrong_number), out);
    Expected<TopicFilter> const filter = TopicFilter::parse(plan.topic);
    if (!filter) return finish(self, failure_text(plan, filter.problem().message), out);
    self.plan = std::move(plan);
    list_or_describe(self, out);
}

void step(TopicsPlan plan, Tool& self, AdminCall const& call, Message const& answer, Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        return listed(std::move(plan), self, *metadata->metadata, out);
    }
    if (auto const* topics = std::get_if<DescribeTopicPartitionsResponse>(&answer)) {
        return described(std::move(plan), self, *topics->topics, out);
    }
    if (auto const* configs = std::get_if<DescribeConfigsResponse>(&answer)) {
        return configs_described(std::move(plan), self, *configs->resources, out);
    }
    if (auto const* moving = std::get_if<ListPartitionReassignmentsResponse>(&answer)) {
        bool const may_pass = moving->error == ErrorCode::not_controller ||
                              moving->error == ErrorCode::request_timed_out;
        if (may_pass) return ask_again(self, call, out);
        auto const& all = moving->reassignments;
        return moving_listed(std::move(plan), self,
                             all ? *all : std::vector<OngoingPartitionReassignment>{}, out);
    }
    if (auto const* created = std::get_if<CreateTopicsResponse>(&answer)) {
        return answered(plan, self, *created->topics, call, out);
    }
    if (auto const* grown = std::get_if<CreatePartitionsResponse>(&answer)) {
        return answered(plan, self, *grown->topics, call, out);
    }
    if (auto const* removed = std::get_if<DeleteTopicsResponse>(&answer)) {
        return answered(plan, self, *removed->topics, call, out);
    }
}

}  // namespace highwater
