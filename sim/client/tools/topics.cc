// kafka-topics (TopicCommand): creates, enlarges, deletes, lists and describes topics.
#include <algorithm>

#include "base/java_hash.h"

#include "client/exceptions.h"
#include "client/tools/steps.h"
#include "client/tools/topic_filter.h"
#include "node/topic_config.h"

namespace highwater {

namespace {
std::vector<OptionSpec> const& known_options() {
    static std::vector<OptionSpec> const known = {{"alter", false},
                                                  {"at-min-isr-partitions", false},
                                                  {"bootstrap-server", true},
                                                  {"command-config", true},
                                                  {"config", true},
                                                  {"create", false},
                                                  {"delete", false},
                                                  {"delete-config", true},
                                                  {"describe", false},
                                                  {"exclude-internal", false},
                                                  {"if-exists", false},
                                                  {"if-not-exists", false},
                                                  {"list", false},
                                                  {"partition-size-limit-per-response", true},
                                                  {"partitions", true},
                                                  {"replica-assignment", true},
                                                  {"replication-factor", true},
                                                  {"topic", true},
                                                  {"topic-id", true},
                                                  {"topics-with-overrides", false},
                                                  {"unavailable-partitions", false},
                                                  {"under-min-isr-partitions", false},
                                                  {"under-replicated-partitions", false}};
    return known;
}

constexpr char kCollisionWarning[] =
    "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') "
    "could collide. To avoid issues it is best to use either, but not both.\n";

// Each option with those it cannot stand with, as TopicCommandOptions.checkInvalidArgs goes through
// them.
struct Exclusion {
    std::string_view used;
    std::vector<std::string_view> excluded;
};
std::vector<Exclusion> const& exclusions() {
    static std::vector<Exclusion> const all = {
        {"config", {"describe", "list", "delete"}},
        {"partitions", {"describe", "list", "delete"}},
        {"replication-factor", {"alter", "describe", "list", "delete"}},
        {"replica-assignment", {"describe", "list", "delete"}},
        {"under-replicated-partitions",
         {"alter", "create", "list", "delete", "topics-with-overrides"}},
        {"under-min-isr-partitions",
         {"alter", "create", "list", "delete", "topics-with-overrides"}},
        {"at-min-isr-partitions", {"alter", "create", "list", "delete", "topics-with-overrides"}},
        {"unavailable-partitions", {"alter", "create", "list", "delete", "topics-with-overrides"}},
        {"topics-with-overrides",
         {"alter", "create", "list", "delete", "under-replicated-partitions",
          "under-min-isr-partitions", "at-min-isr-partitions", "unavailable-partitions"}},
        {"if-exists", {"create", "list"}},
        {"if-not-exists", {"alter", "describe", "list", "delete"}},
        {"exclude-internal", {"alter", "create", "delete"}},
    };
    return all;
}

// Options that cannot stand together, or are missing; "" when all is well.
std::string complaint(Options const& options) {
    int actions = 0;
    for (std::string_view const action : {"create", "list", "alter", "describe", "delete"}) {
        actions += options.has(action) ? 1 : 0;
    }
    if (actions != 1) {
        return "Command must include exactly one action: --list, --describe, --create, --alter or "
               "--delete";
    }
    bool const has_topic = options.has("topic");
    if (options.has("describe") && options.has("if-exists") && !has_topic &&
        !options.has("topic-id")) {
        return "--topic or --topic-id is required to describe a topic";
    }
    if (!options.has("list") && !options.has("describe") && !has_topic) {
        return missing_argument("topic");
    }
    if (options.has("alter")) {
        if (options.has("config")) {
            return "Option combination \"[[bootstrap-server], [config]]\" can't be used with "
                   "option \"[alter]\" (To alter topic configurations, the kafka-configs tool can "
                   "be used.)";
        }
        if (!options.has("partitions")) return missing_argument("partitions");
    }
    for (Exclusion const& one : exclusions()) {
        std::string const wrong = excluded_by(options, one.used, one.excluded);
        if (!wrong.empty()) return wrong;
    }
    if (!options.has("create")) return {};
    return excluded_by(options, "replica-assignment", {"partitions", "replication-factor"});
}

Problem cannot_parse(std::string_view option, std::string const& text) {
    return {"Cannot parse argument '" + text + "' of option " + std::string{option}, {}};
}

// "1:2,2:3": the replicas of each partition. Kafka's tool checks them before it asks anybody.
Expected<std::vector<std::vector<BrokerId>>> parse_assignment(std::string const& text) {
    std::vector<std::vector<BrokerId>> assignment;
    for (std::string const& partition : split(text, ',')) {
        std::vector<BrokerId>& replicas = assignment.emplace_back();
        std::string shown;
        std::string duplicates;
        for (std::string const& word : split(partition, ':')) {
            std::int64_t id = 0;
            if (!parse_integer(word, id) || id < 0 || id > INT32_MAX) {
                return cannot_parse("replica-assignment", text);
            }
            BrokerId const broker{static_cast<std::int32_t>(id)};
            if (std::find(replicas.begin(), replicas.end(), broker) != replicas.end()) {
                duplicates += (duplicates.empty() ? "" : ",") + std::to_string(id);
            }
            replicas.push_back(broker);
            shown += (shown.empty() ? "" : ", ") + std::to_string(id);
        }
        if (!duplicates.empty()) {
            return Problem{
                "Partition replica lists may not contain duplicate entries: " + duplicates, {}};
        }
        if (replicas.size() != assignment.front().size()) {
            return Problem{"Partition " + std::to_string(assignment.size() - 1) +
                               " has different replication factor: [" + shown + "]",
                           {}};
        }
    }
    return assignment;
}

// A problem here is said as "Error while executing topic command".
Expected<NewTopic> parse_new_topic(Options const& options) {
    NewTopic topic;
    std::int64_t number = 0;
    if (options.has("partitions")) {
        if (!parse_integer(options.get("partitions"), number)) {
            return cannot_parse("partitions", options.get("partitions"));
        }
        if (number > INT32_MAX || number < INT32_MIN) {
            return cannot_parse("partitions", options.get("partitions"));
        }
        bool const creates = options.has("create");
        if (creates && number < 1) return Problem{"The partitions must be greater than 0", {}};
        topic.partitions = static_cast<std::int32_t>(number);
    }
    if (options.has("replication-factor")) {
        if (!parse_integer(options.get("replication-factor"), number)) {
            return cannot_parse("replication-factor", options.get("replication-factor"));
        }
        if (number < 1 || number > INT16_MAX) {
            return Problem{"The replication factor must be between 1 and 32767 inclusive", {}};
        }
        topic.replication_factor = static_cast<std::int16_t>(number);
    }
    if (options.has("replica-assignment")) {
        Expected<std::vector<std::vector<BrokerId>>> const assignment =
            parse_assignment(options.get("replica-assignment"));
        if (!assignment) return assignment.problem();
        topic.assignment = *assignment;
        if (options.has("create")) {
            topic.partitions = static_cast<std::int32_t>(topic.assignment.size());
        }
    }
    auto const configs = options.values.find("config");
    if (configs == options.values.end()) return topic;
    for (std::string const& config : configs->second) {
        auto const equals = config.find('=');
        if (equals == std::string::npos) {
            return Problem{
                "requirement failed: Invalid topic config: all configs to be added must "
                "be in the format \"key=val\".",
                {}};
        }
        std::string const name = config.substr(0, equals);
        std::string const value = config.substr(equals + 1);
        Expected<NoValue> const valid = validate_topic_config(name, value);
        if (!valid) return valid.problem();
        topic.configs.emplace_back(name, value);
    }
    return topic;
}

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
    ask(self, "describeTopics", DescribeTopicPartitionsRequest{make_payload(std::move(topics))},
        kNoNode, out);
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
        return finish(self, {list_topics(std::move(names)), {}, 0}, out);
    }
    if (names.empty() && !plan.topic_id.empty() && !plan.if_exists) {
        std::string const what = "TopicId '" + plan.topic_id + "' does not exist as expected";
        return finish(self, failure_text(plan, what), out);
    }
    if (names.empty() && !plan.topic.empty() && !plan.if_exists) {
        std::string const what = "Topic '" + plan.topic + "' does not exist as expected";
        return finish(self, failure_text(plan, what), out);
    }
    if (names.empty()) return finish(self, {}, out);
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
    finish(self, {describe_topics(plan.descriptions, plan.filter, plan.live_brokers), {}, 0}, out);
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
        if (is_fine) return finish(self, {plan.warning, {}, 0}, out);
        std::string const message =
            result.message.empty() ? std::string{exception_message(result.error)} : result.message;
        return finish(self, failure_text(plan, message), out);
    }
    std::string const done = creates ? "Created topic " + plan.topic + ".\n" : "";
    finish(self, {plan.warning + done, {}, 0}, out);
}
}  // namespace

void begin_topics(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, known_options());
    if (!options) return finish(self, usage(options.problem().message, known_options()), out);
    std::string const wrong = complaint(*options);
    if (!wrong.empty()) return finish(self, usage(wrong, known_options()), out);

    TopicsPlan plan;
    plan.topic = options->get("topic");
    plan.topic_id = options->get("topic-id");
    if (plan.topic_id == std::string(22, 'A')) plan.topic_id.clear();  // Uuid.ZERO_UUID
    plan.if_exists = options->has("if-exists");
    plan.if_not_exists = options->has("if-not-exists");
    plan.exclude_internal = options->has("exclude-internal");
    plan.filter = {options->has("under-replicated-partitions"),
                   options->has("unavailable-partitions"), options->has("under-min-isr-partitions"),
                   options->has("at-min-isr-partitions"), options->has("topics-with-overrides")};
    bool const creates = options->has("create");
    if (creates || options->has("alter")) {
        Expected<NewTopic> const topic = parse_new_topic(*options);
        if (creates && plan.topic.find_first_of("._") != std::string::npos) {
            plan.warning = kCollisionWarning;
        }
        if (!topic) return finish(self, failure_text(plan, topic.problem().message), out);
        plan.new_topic = *topic;
    }
    if (creates) {
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
