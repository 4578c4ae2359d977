#include "client/tools/topics_input.h"

#include <algorithm>

#include "base/text.h"
#include "client/tools/steps.h"
#include "node/topic_config.h"

namespace highwater {

std::vector<OptionSpec> const& topics_options() {
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
                                                  {"help", false},
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
                                                  {"under-replicated-partitions", false},
                                                  {"version", false}};
    return known;
}

namespace {
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
}  // namespace

std::string wrong_topics_options(Options const& options) {
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

namespace {
Problem cannot_parse(std::string_view option, std::string const& text) {
    return {"Cannot parse argument '" + text + "' of option " + std::string{option}, {}};
}

// "1:2,2:3": the replicas of each partition. Kafka's tool checks them before it asks anybody.
Expected<std::vector<std::vector<BrokerId>>> parse_assignment(std::string const& text) {
    // Java's split leaves out what is empty at the end.
    auto const parts_of = [](std::string const& list, char separator) {
        std::vector<std::string> parts = split(list, separator);
        while (parts.size() > 1 && parts.back().empty()) parts.pop_back();
        return parts;
    };
    std::vector<std::vector<BrokerId>> assignment;
    for (std::string const& partition : parts_of(text, ',')) {
        std::vector<BrokerId>& replicas = assignment.emplace_back();
        std::string shown;
        std::string duplicates;
        for (std::string const& part : parts_of(partition, ':')) {
            std::string const word{trimmed(part)};
            std::int64_t id = 0;
            if (!parse_integer(word, id) || id < INT32_MIN || id > INT32_MAX) {
                return Problem{"For input string: \"" + word + "\"", {}};
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
}  // namespace

std::string wrong_describe_numbers(Options const& options) {
    std::string_view const option = "partition-size-limit-per-response";
    std::int64_t number = 0;
    if (!options.has("describe") || !options.has(option)) return {};
    std::string const value = options.get(option);
    bool const fits = parse_integer(value, number) && number >= INT32_MIN && number <= INT32_MAX;
    return fits ? "" : cannot_parse(option, value).message;
}

std::string wrong_counts(Options const& options) {
    std::int64_t number = 0;
    bool const has_factor = parse_integer(options.get("replication-factor"), number);
    if (has_factor && (number < 1 || number > INT16_MAX)) {
        return "The replication factor must be between 1 and 32767 inclusive";
    }
    bool const has_partitions = parse_integer(options.get("partitions"), number);
    return has_partitions && number < 1 ? "The partitions must be greater than 0" : "";
}

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
        topic.partitions = static_cast<std::int32_t>(number);
    }
    if (options.has("replication-factor")) {
        if (!parse_integer(options.get("replication-factor"), number)) {
            return cannot_parse("replication-factor", options.get("replication-factor"));
        }
        if (number > INT32_MAX || number < INT32_MIN) {
            return cannot_parse("replication-factor", options.get("replication-factor"));
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
        // Java's split leaves out what is empty at the end.
        auto const equals = config.find('=');
        bool const is_pair = equals != std::string::npos && equals + 1 < config.size() &&
                             config.find('=', equals + 1) == std::string::npos;
        if (!is_pair) {
            return Problem{
                "requirement failed: Invalid topic config: all configs to be added must "
                "be in the format \"key=val\".",
                {}};
        }
        std::string const name{trimmed(config.substr(0, equals))};
        std::string const value{trimmed(config.substr(equals + 1))};
        Expected<NoValue> const valid = validate_topic_config(name, value);
        if (!valid) return valid.problem();
        topic.configs.emplace_back(name, value);
    }
    // Kafka's tool knows the defaults of Kafka, not those of the brokers.
    Expected<NoValue> const together = validate_together(topic.configs, {});
    if (!together) return together.problem();
    return topic;
}

}  // namespace highwater
