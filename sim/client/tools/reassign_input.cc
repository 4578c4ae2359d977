#include "client/tools/reassign_input.h"

#include <algorithm>

#include "client/tools/json_decoder.h"
#include "client/tools/steps.h"

namespace highwater {

std::vector<OptionSpec> const& reassign_options() {
    static std::vector<OptionSpec> const known = {{"additional", false},
                                                  {"bootstrap-controller", true},
                                                  {"bootstrap-server", true},
                                                  {"broker-list", true},
                                                  {"cancel", false},
                                                  {"command-config", true},
                                                  {"disable-rack-aware", false},
                                                  {"disallow-replication-factor-change", false},
                                                  {"execute", false},
                                                  {"generate", false},
                                                  {"help", false},
                                                  {"list", false},
                                                  {"preserve-throttles", false},
                                                  {"reassignment-json-file", true},
                                                  {"replica-alter-log-dirs-throttle", true},
                                                  {"throttle", true},
                                                  {"timeout", true},
                                                  {"topics-to-move-json-file", true},
                                                  {"verify", false},
                                                  {"version", false}};
    return known;
}

namespace {
struct ActionRules {
    std::string_view action;
    std::vector<std::string_view> required;
    std::vector<std::string_view> permitted;
};
// In the order in which the complaint lists the actions.
std::vector<ActionRules> const& action_rules() {
    static std::vector<ActionRules> const all = {
        {"generate", {"topics-to-move-json-file", "broker-list"}, {"disable-rack-aware"}},
        {"execute",
         {"reassignment-json-file"},
         {"additional", "throttle", "replica-alter-log-dirs-throttle", "timeout",
          "disallow-replication-factor-change"}},
        {"verify", {"reassignment-json-file"}, {"preserve-throttles"}},
        {"cancel", {"reassignment-json-file"}, {"preserve-throttles", "timeout"}},
        {"list", {}, {}}};
    return all;
}

bool has(std::vector<std::string_view> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}
}  // namespace

std::string wrong_reassign_options(Options const& options) {
    ActionRules const* chosen = nullptr;
    int actions = 0;
    std::string names;
    for (ActionRules const& rules : action_rules()) {
        names += (names.empty() ? "--" : ", --") + std::string{rules.action};
        if (!options.has(rules.action)) continue;
        chosen = &rules;
        ++actions;
    }
    if (actions != 1) return "Command must include exactly one action: " + names;
    if (options.has("bootstrap-server") && options.has("bootstrap-controller")) {
        return "Please don't specify both --bootstrap-server and --bootstrap-controller";
    }
    for (std::string_view const required : chosen->required) {
        if (!options.has(required)) return missing_argument(required);
    }
    std::vector<std::string_view> const everywhere = {"bootstrap-server", "bootstrap-controller",
                                                      "command-config"};
    for (auto const& [name, values] : options.values) {
        bool const fits = name == chosen->action || has(everywhere, name) ||
                          has(chosen->required, name) || has(chosen->permitted, name);
        if (fits) continue;
        return "Option \"[" + name + "]\" can't be used with action \"[" +
               std::string{chosen->action} + "]\"";
    }
    return {};
}

namespace {
// The list of a file of version 1; none is the same as an empty one.
std::vector<JsonValue> const& versioned_list(Decoder& decoder, JsonValue const& file,
                                             char const* name) {
    static std::vector<JsonValue> const none;
    if (file.kind != JsonValue::Kind::object) {
        decoder.expected("JSON object", file);
        return none;
    }
    JsonValue const* version = file.find("version");
    std::int64_t const number = version != nullptr ? decoder.integer(*version) : 1;
    if (number != 1) {
        decoder.fail(kAdminOperation,
                     "Not supported version field value " + std::to_string(number));
        return none;
    }
    JsonValue const* found = file.find(name);
    return found != nullptr ? decoder.array(*found) : none;
}

// Of the file of partitions, unlike of others, it is told what is wrong with it.
std::optional<JsonValue> read_partitions_file(std::string const& text, Decoder& decoder) {
    JsonDocument file = parse_json(text);
    if (file.value) return std::move(file.value);
    bool const is_parse_error = file.failure.type.find("StreamConstraints") == std::string::npos;
    std::string const cause = file.failure.type + ": " + file.failure.message;
    decoder.problem = is_parse_error ? Thrown{kAdminOperation, file.failure.message, {cause}}
                                     : Thrown{file.failure.type, file.failure.message, {}};
    return std::nullopt;
}

std::optional<JsonValue> read_file(std::string const& text, Decoder& decoder) {
    std::optional<JsonValue> file = read_json(text);
    if (!file) decoder.fail(kAdminOperation, "The input string is not a valid JSON");
    return file;
}

// "[1, 2]".
template <class Item, class Text>
std::string set_text(std::vector<Item> const& items, Text text_of) {
    std::string text;
    for (Item const& item : items) text += (text.empty() ? "" : ", ") + text_of(item);
    return "[" + text + "]";
}

template <class Item>
std::vector<Item> duplicates(std::vector<Item> const& items) {
    std::vector<Item> twice;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const end = items.begin() + static_cast<std::ptrdiff_t>(i);
        bool const was_there = std::find(items.begin(), end, items[i]) != end;
        bool const is_known = std::find(twice.begin(), twice.end(), items[i]) != twice.end();
        if (was_there && !is_known) twice.push_back(items[i]);
    }
    return twice;
}
}  // namespace

std::optional<Thrown> wrong_reassign_numbers(Options const& options) {
    for (char const* const number : {"throttle", "replica-alter-log-dirs-throttle", "timeout"}) {
        std::int64_t value = 0;
        if (options.has(number) && !parse_integer(options.get(number), value)) {
            return no_number(number, options.get(number));
        }
    }
    return std::nullopt;
}

std::optional<Thrown> read_reassignment(std::string const& text, ReassignPlan& plan) {
    Decoder decoder;
    std::optional<JsonValue> const file = read_partitions_file(text, decoder);
    if (!file) return decoder.problem;
    for (JsonValue const& item : versioned_list(decoder, *file, "partitions")) {
        TargetReplicas target;
        target.partition.topic = decoder.string(decoder.member(item, "topic"));
        target.partition.partition =
            static_cast<std::int32_t>(decoder.integer(decoder.member(item, "partition")));
        for (JsonValue const& replica : decoder.array(decoder.member(item, "replicas"))) {
            target.replicas.push_back(decoder.broker(replica));
        }
        if (JsonValue const* const paths = item.find("log_dirs")) {
            std::vector<std::string> directories;
            for (JsonValue const& path : decoder.array(*paths)) {
                directories.push_back(decoder.string(path));
            }
            if (directories.size() != target.replicas.size()) {
                auto const id = [](BrokerId broker) { return std::to_string(broker.value); };
                auto const same = [](std::string const& path) { return path; };
                decoder.fail(kAdminCommandFailed, "Size of replicas list " +
                                                      set_text(target.replicas, id) +
                                                      " is different from size of log dirs list " +
                                                      set_text(directories, same) +
                                                      " for partition " + target.partition.text());
                return decoder.problem;
            }
            for (std::size_t i = 0; i < directories.size(); ++i) {
                if (directories[i] == "any") continue;
                plan.moves.push_back({target.partition, target.replicas[i], directories[i]});
            }
        }
        if (decoder.problem) return decoder.problem;
        plan.targets.push_back(std::move(target));
    }
    return decoder.problem;
}

std::optional<Thrown> check_targets(std::vector<TargetReplicas> const& targets) {
    auto const refuse = [](std::string message) {
        return Thrown{kAdminCommandFailed, std::move(message)};
    };
    if (targets.empty()) return refuse("Partition reassignment list cannot be empty");
    std::vector<NamedPartition> partitions;
    std::string twice;
    for (TargetReplicas const& target : targets) {
        if (target.replicas.empty()) return refuse("Partition replica list cannot be empty");
        partitions.push_back(target.partition);
        std::vector<BrokerId> const same = duplicates(target.replicas);
        if (same.empty()) continue;
        twice += (twice.empty() ? "" : ". ") + target.partition.text() +
                 " contains multiple entries for " + broker_list(same);
    }
    std::vector<NamedPartition> const same = duplicates(partitions);
    if (!same.empty()) {
        return refuse("Partition reassignment contains duplicate topic partitions: " +
                      name_list(same, ","));
    }
    if (twice.empty()) return std::nullopt;
    return refuse("Partition replica lists may not contain duplicate entries: " + twice);
}

std::optional<Thrown> read_topics_to_move(std::string const& text, std::string const& brokers,
                                          ReassignPlan& plan) {
    for (std::string const& word : split(brokers, ',')) {
        std::int64_t id = 0;
        if (!parse_integer(word, id) || id > INT32_MAX || id < INT32_MIN) {
            return Thrown{"java.lang.NumberFormatException", "For input string: \"" + word + "\""};
        }
        plan.brokers.push_back({static_cast<std::int32_t>(id)});
    }
    std::vector<BrokerId> const same = duplicates(plan.brokers);
    if (!same.empty()) {
        auto const id = [](BrokerId broker) { return std::to_string(broker.value); };
        return Thrown{kAdminCommandFailed,
                      "Broker list contains duplicate entries: " + set_text(same, id)};
    }
    Decoder decoder;
    std::optional<JsonValue> const file = read_file(text, decoder);
    if (!file) return decoder.problem;
    for (JsonValue const& item : versioned_list(decoder, *file, "topics")) {
        plan.topics.push_back(decoder.string(decoder.member(item, "topic")));
    }
    if (decoder.problem) return decoder.problem;
    std::vector<std::string> const twice = duplicates(plan.topics);
    if (twice.empty()) return std::nullopt;
    auto const name = [](std::string const& topic) { return topic; };
    return Thrown{kAdminCommandFailed, "List of topics to reassign contains duplicate entries: " +
                                           set_text(twice, name)};
}

std::optional<Thrown> read_offsets(std::string const& text, std::vector<DeletedRecords>& wanted) {
    Decoder decoder;
    std::optional<JsonValue> const file = read_file(text, decoder);
    if (!file) return decoder.problem;
    std::vector<JsonValue> const& list = versioned_list(decoder, *file, "partitions");
    if (!decoder.problem && file->find("partitions") == nullptr) {
        decoder.fail(kAdminOperation, "Missing partitions field");
    }
    std::vector<NamedPartition> partitions;
    for (JsonValue const& item : list) {
        DeletedRecords one;
        one.partition.topic = decoder.string(decoder.member(item, "topic"));
        one.partition.partition =
            static_cast<std::int32_t>(decoder.integer(decoder.member(item, "partition")));
        one.offset = {decoder.integer(decoder.member(item, "offset"), INT64_MAX)};
        partitions.push_back(one.partition);
        wanted.push_back(std::move(one));
    }
    if (decoder.problem) return decoder.problem;
    std::vector<NamedPartition> const twice = duplicates(partitions);
    if (twice.empty()) return std::nullopt;
    return Thrown{kAdminCommandFailed,
                  "Offset json file contains duplicate topic partitions: " + name_list(twice, ",")};
}

}  // namespace highwater
