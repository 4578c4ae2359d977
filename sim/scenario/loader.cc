#include "scenario/loader.h"

#include <algorithm>

#include "base/limits.h"
#include "broker/group_shards.h"
#include "scenario/answer_reading.h"
#include "scenario/beliefs.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"
#include "scenario/units.h"

namespace highwater {

namespace {

Diagnostic setting_problem(std::string const& written, std::string message, std::string advice) {
    return {Diagnostic::Severity::error, "--set",           {1, 1}, characters_in(written),
            std::move(message),          std::move(advice), written};
}

// "seed=7" is taken at once; the others wait for the table they belong to.
void read_settings(Loading& loading) {
    for (std::string const& written : loading.options.settings) {
        std::size_t const equals = written.find('=');
        if (equals == std::string::npos || equals == 0) {
            loading.errors.add(setting_problem(written, "not key=value",
                                               "write for example --set checkout.acks=1"));
            continue;
        }
        Setting setting{written, written.substr(0, equals), written.substr(equals + 1), false};
        if (setting.name == "seed") {
            auto const seed = parse_integer(setting.value);
            if (!seed || *seed < 0) {
                loading.errors.add(
                    setting_problem(written, "a seed is a whole number from 0 on", ""));
            } else {
                loading.scenario.world.seed = static_cast<std::uint64_t>(*seed);
            }
            setting.is_used = true;
        }
        loading.settings.push_back(std::move(setting));
    }
}

void refuse_unused_settings(Loading& loading) {
    for (Setting const& setting : loading.settings) {
        if (setting.is_used) continue;
        Problem const problem =
            no_config_owner(setting.name.substr(0, setting.name.find('.')), loading);
        loading.errors.add(setting_problem(setting.written, problem.message, problem.advice));
    }
}

// A file may want just that, but mostly it is the one line that is missing: Kafka's default is 3.
void warn_of_groups_without_offsets_topic(Value const& root, Loading& loading) {
    Entry const* cluster = root.find("cluster");
    if (cluster == nullptr || loading.has_named_clusters() || loading.scope.groups.empty()) return;
    if (loading.scope.find_topic(kOffsetsTopic) != nullptr) return;  // the file makes it
    std::int32_t brokers = 0;
    std::int32_t wanted = 0;
    for (NodeSpec const& node : loading.scenario.world.nodes) {
        if (!node.is_broker) continue;
        ++brokers;
        wanted = node.config.group.offsets.topic_replication_factor;
    }
    if (wanted <= brokers) return;
    loading.errors.warning(
        cluster->place, 1,
        "no group can form: __consumer_offsets wants " + std::to_string(wanted) +
            " replicas, and there " +
            (brokers == 1 ? "is 1 broker" : "are " + std::to_string(brokers) + " brokers"),
        "set offsets.topic.replication.factor below [cluster.config]");
}

// "": no member of a group is called so.
std::string group_of_member(std::string const& name, Loading const& loading) {
    for (ConsumerSpec const& each : loading.scenario.consumers) {
        bool const is_member = !each.subscribe.empty() || !each.pattern.empty();
        if (is_member && loading.scenario.world.names.text(each.name) == name) {
            return each.config.group.group_id;
        }
    }
    return "";
}

void check_kafka(TableReader& reader, Loading& loading) {
    loading.scenario.kafka = "4.3";
    Entry const* entry = reader.find("kafka", Value::Kind::text);
    if (entry == nullptr || entry->value.text == "4.3") return;
    if (entry->value.text == "3.9-zookeeper") {
        reader.report(entry->value, "ZooKeeper is not in this version: it comes later",
                      "write kafka = \"4.3\"");
    } else {
        reader.report(entry->value, "no semantics called \"" + entry->value.text + "\"",
                      "have \"4.3\"");
    }
}

// M1 … M34 of the list of misconceptions.
void check_teaches(TableReader& reader, Loading& loading) {
    for (Value const* id : reader.texts("teaches")) {
        if (belief_of(id->text).empty()) {
            reader.report(*id, "\"" + id->text + "\" is not the id of a misconception",
                          "write for example \"M4\"");
        }
        auto const& named = loading.scenario.teaches;
        if (std::find(named.begin(), named.end(), id->text) != named.end()) {
            reader.report(*id, "\"" + id->text + "\" is named twice", "keep one of them");
        }
        loading.scenario.teaches.push_back(id->text);
    }
}

void load_head(TableReader& reader, Loading& loading) {
    Scenario& scenario = loading.scenario;
    check_format(reader);
    scenario.title = loading.translations.prose(reader, "title");
    if (scenario.title.empty() && reader.table().find("title") == nullptr) {
        reader.missing("title", "say what the lesson shows");
    }
    scenario.question = loading.translations.prose(reader, "question");
    check_teaches(reader, loading);
    for (Value const* name : reader.texts("after")) scenario.after.push_back(name->text);
    if (auto const order = reader.integer("order", 1, limits::kMenuOrder)) {
        scenario.order = static_cast<std::int32_t>(*order);
    }
    check_kafka(reader, loading);
    bool const seed_is_set =
        std::any_of(loading.settings.begin(), loading.settings.end(),
                    [](Setting const& setting) { return setting.name == "seed"; });
    auto const seed = reader.integer("seed", 0, INT64_MAX);
    if (seed && !seed_is_set) scenario.world.seed = static_cast<std::uint64_t>(*seed);
    scenario.duration = seconds(60);
    if (auto const duration = reader.quantity("duration", parse_duration)) {
        scenario.duration = *duration;
    } else if (reader.table().find("duration") == nullptr) {
        reader.missing("duration", "write for example duration = \"60s\"");
    }
    if (auto const healed = reader.quantity("healed", parse_duration)) {
        scenario.healed = Time{} + *healed;
        if (*healed > scenario.duration) {
            reader.report(reader.table().find("healed")->value,
                          "it is healed only after the end of the scenario",
                          "duration is " + write_duration(scenario.duration));
        }
    }
}

}  // namespace

std::vector<ConfigOwner> config_owners(Loading const& loading) {
    std::vector<ConfigOwner> owners{{"cluster", ConfigScope::broker}};
    for (PhraseScope::Node const& each : loading.scope.nodes) {
        if (each.kind == PhraseScope::Kind::producer) {
            owners.push_back({each.name, ConfigScope::producer});
        } else if (each.kind == PhraseScope::Kind::consumer &&
                   group_of_member(each.name, loading).empty()) {
            owners.push_back({each.name, ConfigScope::consumer});
        }
    }
    for (std::string const& group : loading.scope.groups) {
        owners.push_back({group, ConfigScope::consumer});
    }
    for (PhraseScope::Topic const& topic : loading.scope.topics) {
        owners.push_back({topic.name, ConfigScope::topic});
    }
    return owners;
}

Problem no_config_owner(std::string const& name, Loading const& loading) {
    if (std::string const group = group_of_member(name, loading); !group.empty()) {
        return {"`" + name + "` has no config of its own: the members of a group share one",
                "write `" + group + "` for all of them"};
    }
    std::vector<std::string> names;
    for (ConfigOwner const& owner : config_owners(loading)) names.push_back(owner.name);
    return {"`" + name + "` is no producer, consumer, group or topic, nor `cluster`",
            advise_words(name, names)};
}

void check_format(TableReader& reader) {
    Entry const* entry = reader.find("format", Value::Kind::integer);
    if (entry == nullptr) {
        if (reader.table().find("format") == nullptr) {
            reader.missing("format", "write format = 1 at the top");
        }
        return;
    }
    if (entry->value.integer == 1) return;
    reader.report(
        entry->value, "this program reads format 1, not " + std::to_string(entry->value.integer),
        entry->value.integer > 1 ? "a newer highwater reads this file" : "write format = 1");
}

bool Loading::claim_name(Value const& where, std::string const& name, TableReader& reader) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (name.empty() || name.size() > static_cast<std::size_t>(limits::kNameBytes) ||
        name.find_first_not_of(kAllowed) != std::string::npos) {
        reader.report(where, "\"" + name + "\" is not a name",
                      "use letters, digits, '.', '_' and '-', at most " +
                          std::to_string(limits::kNameBytes) + " of them");
        return false;
    }
    for (char const* reserved : {"all", "controller-leader", "leader", "coordinator", "cluster"}) {
        if (name == reserved) {
            reader.report(where, "\"" + name + "\" means something in phrases", "choose another");
            return false;
        }
    }
    auto const [existing, is_new] = names.emplace(name, where.place);
    if (!is_new) {
        // The servers have their names from [cluster], not from a line of their own.
        bool const is_server = existing->second == Place{};
        reader.report(where, "the name \"" + name + "\" is taken",
                      is_server
                          ? "a server of the cluster has it already"
                          : "line " + std::to_string(existing->second.line) + " has it already");
        return false;
    }
    std::size_t const dash = name.rfind('-');
    PhraseScope::Topic const* topic =
        dash == std::string::npos ? nullptr : scope.find_topic(name.substr(0, dash));
    bool const is_number = topic != nullptr && dash + 1 < name.size() &&
                           name.find_first_not_of("0123456789", dash + 1) == std::string::npos;
    if (is_number) {
        reader.report(where, "\"" + name + "\" would also name a partition of " + topic->name,
                      "choose another");
        return false;
    }
    return true;
}

namespace {
// In characters, as carets go.
std::int32_t width_of(Value const& text, PhraseProblem const& problem) {
    auto const begin = static_cast<std::size_t>(problem.begin);
    if (begin >= text.text.size()) return 1;
    std::string_view const culprit =
        std::string_view{text.text}.substr(begin, static_cast<std::size_t>(problem.width));
    return std::max(1, characters_in(culprit));
}
}  // namespace

void report_phrase(Value const& text, PhraseProblem const& problem, Loading& loading) {
    report_phrase(text, problem, loading.source, loading.errors);
}

void report_phrase(Value const& text, PhraseProblem const& problem, SourceLines const& source,
                   Errors& errors) {
    Place const place = place_within(source, text, static_cast<std::size_t>(problem.begin));
    errors.error(place, width_of(text, problem), problem.message, problem.advice);
}

void report_warnings(Value const& text, PhraseScope& scope, SourceLines const& source,
                     Errors& errors) {
    for (PhraseProblem const& problem : scope.warnings) {
        Place const place = place_within(source, text, static_cast<std::size_t>(problem.begin));
        errors.warning(place, width_of(text, problem), problem.message, problem.advice);
    }
    scope.warnings.clear();
}

PhraseScope scope_of(Scenario& scenario) {
    PhraseScope scope;
    scope.names = &scenario.world.names;
    for (std::size_t i = 0; i < scenario.world.nodes.size(); ++i) {
        NodeSpec const& node = scenario.world.nodes[i];
        scope.nodes.push_back(
            {scenario.world.names.text(node.name),
             node.is_broker ? PhraseScope::Kind::broker : PhraseScope::Kind::controller,
             NodeId{static_cast<std::int32_t>(i)},
             node.id,
             {},
             node.cluster});
        if (node.rack != kNoName) scope.add_rack(scenario.world.names.text(node.rack));
    }
    for (std::size_t i = 0; i < scenario.world.clusters.size(); ++i) {
        ClusterSpec const& cluster = scenario.world.clusters[i];
        ClusterId const id{static_cast<std::int32_t>(i)};
        if (cluster.name != kNoName) {
            scope.clusters.push_back({scenario.world.names.text(cluster.name), id});
        }
        for (NewTopic const& topic : cluster.topics) {
            std::int32_t const partitions =
                topic.assignment.empty() ? topic.partitions
                                         : static_cast<std::int32_t>(topic.assignment.size());
            scope.add_topic(scenario.world.names.text(topic.name), partitions, id);
        }
    }
    auto const add_client = [&](NameId name, PhraseScope::Kind kind, ClusterId cluster) {
        scope.nodes.push_back(
            {scenario.world.names.text(name), kind, kNoNode, kNoBroker, {}, cluster});
    };
    for (ProducerSpec const& each : scenario.producers) {
        add_client(each.name, PhraseScope::Kind::producer, each.cluster);
        scope.nodes.back().producer = each.config;
    }
    for (ConsumerSpec const& each : scenario.consumers) {
        add_client(each.name, PhraseScope::Kind::consumer, each.cluster);
        std::string const& group = each.config.group.group_id;
        bool const is_new =
            std::find(scope.groups.begin(), scope.groups.end(), group) == scope.groups.end();
        if (!group.empty() && is_new) scope.groups.push_back(group);
        // One of them may not exist yet: nobody knows how many partitions it will have.
        PhraseScope const own = scope.of_cluster(each.cluster);
        for (NameId const topic : each.subscribe) {
            std::string const& name = scenario.world.names.text(topic);
            if (own.find_topic(name) == nullptr) scope.add_topic(name, -1, each.cluster);
        }
    }
    return scope;
}

Loaded load_scenario(std::string const& file, std::string_view text, LoadOptions const& options) {
    // A byte order mark is no character of the file.
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    SourceLines const source{file, text.substr(0, limits::kScenarioFileBytes + 1)};
    Errors errors{source};
    auto const root = parse_document(source, errors);
    if (!root) return {std::nullopt, errors.sorted(), {}};

    Loading loading{source, options, errors, {}, {}, {}, {}, {}, Translations{options.language},
                    nullptr};
    loading.scenario.file = file;
    loading.scenario.text = text;
    read_settings(loading);
    TableReader reader{*root, table_keys::file(), errors};
    load_head(reader, loading);
    load_challenge(reader, loading);
    std::optional<AnswerReading> answer;
    if (options.answer) {
        answer.emplace(*options.answer);
        answer->read(loading);
    }
    // A misspelt [[topic]] would be told again at every phrase that names the topic.
    if (!reader.finish()) return {std::nullopt, errors.sorted(), {}};
    load_cluster(*root, reader, loading);
    load_network(reader, loading);
    load_protocol(reader, loading);
    load_topics(reader, loading);
    loading.scope = scope_of(loading.scenario);
    declare_topics_of_steps(*root, loading.scope);
    load_producers(reader, loading);
    load_consumers(reader, loading);
    loading.scope = scope_of(loading.scenario);
    declare_topics_of_steps(*root, loading.scope);
    check_challenge(loading);
    load_steps(reader, loading);
    if (answer) {
        answer->give_commands(loading);
        answer->report_to(errors);
    }
    load_goals(loading);
    sort_by_time(loading.scenario);
    refuse_unused_settings(loading);
    warn_of_groups_without_offsets_topic(*root, loading);
    loading.scenario.language = options.language;
    loading.scenario.languages = loading.translations.languages();

    Loaded loaded;
    loaded.diagnostics = errors.sorted();
    loaded.untranslated = loading.translations.missing_in(source);
    if (!errors.has_error()) loaded.scenario = std::move(loading.scenario);
    return loaded;
}

}  // namespace highwater
