// kafka-configs (ConfigCommand): what is set at topics and brokers, and setting it while they run.
// The quotas of clients, users and ips are in client_quotas.cc, groups in group_configs.cc; SCRAM
// credentials, loggers and client metrics are not simulated.
#include <algorithm>
#include <array>

#include "base/java_hash.h"
#include "client/exceptions.h"
#include "client/tools/steps.h"
#include "node/topic_name.h"

namespace highwater {

namespace {
constexpr Duration kPatience = seconds(30);
constexpr char kAlterConfigs[] = "incrementalAlterConfigs";

std::vector<OptionSpec> const& options_of_configs() {
    static std::vector<OptionSpec> const known = {{"add-config", true},
                                                  {"add-config-file", true},
                                                  {"all", false},
                                                  {"alter", false},
                                                  {"bootstrap-controller", true},
                                                  {"bootstrap-server", true},
                                                  {"broker", true},
                                                  {"broker-defaults", false},
                                                  {"broker-logger", true},
                                                  {"client", true},
                                                  {"client-defaults", false},
                                                  {"client-metrics", true},
                                                  {"command-config", true},
                                                  {"delete-config", true},
                                                  {"describe", false},
                                                  {"entity-default", false},
                                                  {"entity-name", true},
                                                  {"entity-type", true},
                                                  {"group", true},
                                                  {"help", false},
                                                  {"ip", true},
                                                  {"ip-defaults", false},
                                                  {"topic", true},
                                                  {"user", true},
                                                  {"user-defaults", false},
                                                  {"version", false}};
    return known;
}

// What the tool was asked about, before it is known to make sense.
struct Wanted {
    std::vector<std::string> types;
    std::vector<std::string> entities;
};

// --topic orders is short for --entity-type topics --entity-name orders.
struct EntityFlag {
    std::string_view flag;
    std::string_view type;
};
constexpr EntityFlag kEntityFlags[] = {{"topic", "topics"},
                                       {"client", "clients"},
                                       {"user", "users"},
                                       {"broker", "brokers"},
                                       {"broker-logger", "broker-loggers"},
                                       {"ip", "ips"},
                                       {"client-metrics", "client-metrics"},
                                       {"group", "groups"}};
constexpr EntityFlag kDefaultFlags[] = {{"client-defaults", "clients"},
                                        {"user-defaults", "users"},
                                        {"broker-defaults", "brokers"},
                                        {"ip-defaults", "ips"}};

bool has_entity_flag(Options const& options) {
    auto const is_said = [&](EntityFlag const& one) { return options.has(one.flag); };
    return std::any_of(std::begin(kEntityFlags), std::end(kEntityFlags), is_said) ||
           std::any_of(std::begin(kDefaultFlags), std::end(kDefaultFlags), is_said);
}

Wanted asked_of(Options const& options) {
    auto const all = [&](std::string_view name) {
        auto const at = options.values.find(name);
        return at == options.values.end() ? std::vector<std::string>{} : at->second;
    };
    Wanted asked{all("entity-type"), {}};
    std::vector<std::string> const names = all("entity-name");
    auto name = names.begin();
    for (std::string const& said : options.order) {
        if (said == "entity-name") asked.entities.push_back(*name++);
        if (said == "entity-default") asked.entities.emplace_back();
    }
    for (EntityFlag const& one : kEntityFlags) {
        if (!options.has(one.flag)) continue;
        asked.types.emplace_back(one.type);
        asked.entities.push_back(options.get(one.flag));
    }
    for (EntityFlag const& one : kDefaultFlags) {
        if (!options.has(one.flag)) continue;
        asked.types.emplace_back(one.type);
        asked.entities.emplace_back();
    }
    return asked;
}

bool is_integer(std::string const& text) {
    std::int64_t number = 0;
    return parse_integer(text, number) && number >= INT32_MIN && number <= INT32_MAX;
}

std::string wrong_type(std::string const& type) {
    constexpr std::array kTypes = {"topics", "clients",        "users",  "brokers",
                                   "ips",    "client-metrics", "groups", "broker-loggers"};
    std::string list;
    for (char const* const known : kTypes) {
        if (type == known) return {};
        list += (list.empty() ? "" : ", ") + std::string{known};
    }
    return "Invalid entity type " + type + ", the entity type must be one of " + list +
           " with a --bootstrap-server or --bootstrap-controller argument";
}

// 10.0.0.7, ::1, localhost: nobody else has an address here.
bool is_address(std::string const& host) {
    if (host == "localhost") return true;
    if (host.find(':') != std::string::npos) {
        return host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
    }
    std::vector<std::string> const bytes = split(host, '.');
    return bytes.size() == 4 &&
           std::all_of(bytes.begin(), bytes.end(), [](std::string const& byte) {
               std::int64_t number = -1;
               return parse_integer(byte, number) && number >= 0 && number <= 255;
           });
}

bool has_type(Wanted const& asked, std::string_view type) {
    return std::find(asked.types.begin(), asked.types.end(), type) != asked.types.end();
}

// Users, clients, brokers and ips: a default stands for all that have no config by name.
bool has_defaults(Wanted const& asked) {
    return has_type(asked, "users") || has_type(asked, "clients") || has_type(asked, "brokers") ||
           has_type(asked, "ips");
}

std::string wrong_types(Wanted const& asked) {
    for (std::size_t i = 0; i < asked.types.size(); ++i) {
        auto const end = asked.types.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(asked.types.begin(), end, asked.types[i]) == end) continue;
        return "Duplicate entity type(s) specified: " + asked.types[i];
    }
    for (std::string const& type : asked.types) {
        if (std::string wrong = wrong_type(type); !wrong.empty()) return wrong;
    }
    if (asked.types.empty()) return "At least one entity type must be specified";
    bool const is_pair = has_type(asked, "users") && has_type(asked, "clients");
    if (asked.types.size() > 2 || (asked.types.size() == 2 && !is_pair)) {
        return "Only 'users' and 'clients' entity types may be specified together";
    }
    for (std::string const& type : asked.types) {
        if (type == "topics" || type == "groups" || has_defaults({{type}, {}})) continue;
        return "Highwater simulates the configs of topics, brokers and groups and the quotas of "
               "clients, users and ips, not what there is of " +
               type;
    }
    return {};
}

bool is_for_controllers(Options const& options, Wanted const& asked) {
    if (!options.has("alter")) return false;
    bool const is_default = std::all_of(asked.entities.begin(), asked.entities.end(),
                                        [](std::string const& entity) { return entity.empty(); });
    return asked.types.front() == "topics" || (asked.types.front() == "brokers" && is_default);
}

// An IllegalArgumentException's words; "" when all is well.
std::string wrong_entities(Options const& options, Wanted const& asked) {
    if (std::string wrong = wrong_types(asked); !wrong.empty()) return wrong;
    std::string const& type = asked.types.front();
    if (has_entity_flag(options) && (options.has("entity-name") || options.has("entity-type") ||
                                     options.has("entity-default"))) {
        return "--entity-{type,name,default} should not be used in conjunction with specific "
               "entity flags";
    }
    for (std::string const& entity : asked.entities) {
        if (entity.empty()) continue;
        if (type == "brokers" && !is_integer(entity)) {
            return "The entity name for brokers must be a valid integer broker id, but it is: " +
                   entity;
        }
        if (type == "ips" && !is_address(entity)) {
            return "The entity name for ips must be a valid IP or resolvable host, but it is: " +
                   entity;
        }
    }
    if (options.has("bootstrap-controller") && !is_for_controllers(options, asked)) {
        return "Highwater asks controllers to alter the configs of topics and the defaults of all "
               "brokers; say --bootstrap-server for everything else";
    }
    if (options.has("describe") && !has_defaults(asked) && options.has("entity-default")) {
        return "--entity-default must not be specified with --describe of " + type;
    }
    if (!options.has("alter")) return {};
    bool const has_name = std::any_of(asked.entities.begin(), asked.entities.end(),
                                      [](std::string const& entity) { return !entity.empty(); });
    if (!has_defaults(asked) && !has_name) {
        return "An entity name must be specified with --alter of " + type;
    }
    if (asked.entities.empty()) {
        return "An entity-name or default entity must be specified with --alter of users, "
               "clients, brokers or ips";
    }
    return {};
}

std::string wrong_changes(Options const& options) {
    if (!options.has("alter")) return {};
    bool const adds = options.has("add-config");
    bool const adds_file = options.has("add-config-file");
    if (adds && adds_file) return "Only one of --add-config or --add-config-file must be specified";
    if (adds || adds_file || options.has("delete-config")) return {};
    return "At least one of --add-config, --add-config-file, or --delete-config must be specified "
           "with --alter";
}

std::string complaint_of_configs(Options const& options) {
    if (options.has("alter") == options.has("describe")) {
        return "Command must include exactly one action: --describe, --alter";
    }
    return excluded_by(options, "describe", {"add-config", "delete-config"});
}

// ---- what to change -----------------------------------------------------------------------------
std::string stripped(std::string const& text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// At the separators outside of square brackets.
std::vector<std::string> split_outside(std::string const& text, char separator) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (char const c : text) {
        if (c == '[') ++depth;
        if (c == ']' && depth > 0) --depth;
        if (c == separator && depth == 0) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

void set(std::vector<AlterConfigOp>& changes, AlterConfigOp change) {
    for (AlterConfigOp& known : changes) {
        bool const is_same = known.name == change.name && known.operation == ConfigOperation::set;
        if (is_same) {
            known.value = change.value;  // the last one holds
            return;
        }
    }
    changes.push_back(std::move(change));
}

Expected<NoValue> add_pair(std::string const& pair, std::vector<AlterConfigOp>& changes) {
    std::vector<std::string> const sides = split_outside(pair, '=');
    if (sides.size() != 2) {
        return Problem{
            "requirement failed: Invalid entity config: all configs to be added must be in the "
            "format \"key=val\" or  \"key=[val1,val2]\" to group values which contain commas.",
            {}};
    }
    std::string value = sides[1];
    value.erase(
        std::remove_if(value.begin(), value.end(), [](char c) { return c == '[' || c == ']'; }),
        value.end());
    set(changes, {stripped(sides[0]), ConfigOperation::set, stripped(value)});
    return NoValue{};
}

// The letters of a config's name, and '$', which loggers of inner classes have.
bool is_config_key(std::string const& name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-' || c == '$';
    });
}

// --delete-config, then --add-config or the lines of --add-config-file.
Expected<std::vector<AlterConfigOp>> changes_of(Options const& options, std::string const& file) {
    std::vector<AlterConfigOp> changes;
    if (options.has("delete-config")) {
        for (std::string const& said : options.values.find("delete-config")->second) {
            for (std::string const& name : split(said, ',')) {
                changes.push_back({stripped(name), ConfigOperation::remove, {}});
            }
        }
    }
    if (options.has("add-config-file")) {
        for (std::string const& line : split(file, '\n')) {
            std::string const text = stripped(line);
            if (text.empty() || text.front() == '#' || text.front() == '!') continue;
            // java.util.Properties: the key ends at the first '=', ':' or blank.
            std::string const name = text.substr(0, text.find_first_of("=: \t"));
            std::string value = stripped(text.substr(name.size()));
            bool const has_sign = !value.empty() && (value.front() == '=' || value.front() == ':');
            if (has_sign) value = stripped(value.substr(1));
            set(changes, {name, ConfigOperation::set, value});
        }
    }
    if (options.has("add-config")) {
        for (std::string const& pair : split_outside(options.get("add-config"), ',')) {
            Expected<NoValue> const added = add_pair(pair, changes);
            if (!added) return added.problem();
        }
    }
    for (AlterConfigOp const& op : changes) {
        if (op.operation != ConfigOperation::set || is_config_key(op.name)) continue;
        return Problem{"Invalid character found for config key: " + op.name, {}};
    }
    return changes;
}

// ---- what to print ------------------------------------------------------------------------------
std::string_view name_of(ConfigSource source) {
    switch (source) {
    case ConfigSource::topic: return "DYNAMIC_TOPIC_CONFIG";
    case ConfigSource::dynamic_broker: return "DYNAMIC_BROKER_CONFIG";
    case ConfigSource::dynamic_default_broker: return "DYNAMIC_DEFAULT_BROKER_CONFIG";
    case ConfigSource::static_broker: return "STATIC_BROKER_CONFIG";
    case ConfigSource::default_config: return "DEFAULT_CONFIG";
    case ConfigSource::group: return "DYNAMIC_GROUP_CONFIG";
    }
    return "UNKNOWN";
}

std::string config_line(DescribedConfig const& config, ConfigResourceType type) {
    // Those of a broker that nobody set and that have no default.
    bool const is_null =
        type == ConfigResourceType::broker && config.value.empty() && config.synonyms.empty();
    std::string synonyms;
    for (ConfigSynonym const& one : config.synonyms) {
        synonyms += (synonyms.empty() ? "" : ", ") + std::string{name_of(one.source)} + ":" +
                    one.name + "=" + one.value;
    }
    return "  " + config.name + "=" + (is_null ? "null" : config.value) +
           " sensitive=false synonyms={" + synonyms + "}\n";
}

bool is_topics(ConfigsPlan const& plan) { return plan.type == ConfigResourceType::topic; }
std::string plural(ConfigsPlan const& plan) { return is_topics(plan) ? "topics" : "brokers"; }
std::string singular(ConfigsPlan const& plan) { return is_topics(plan) ? "topic" : "broker"; }

std::string heading(ConfigsPlan const& plan, std::string const& entity) {
    if (entity.empty()) return "Default configs for " + plural(plan) + " in the cluster are:\n";
    return (plan.all ? "All" : "Dynamic") + std::string{" configs for "} + singular(plan) + " " +
           entity + " are:\n";
}

// ---- the steps ----------------------------------------------------------------------------------
void ask_who_is_there(Tool& self, bool topics, Effects& out) {
    ask(self, topics ? "listTopics" : "listNodes",
        MetadataRequest{topics, false, make_payload(std::vector<NameId>{})}, kNoNode, out);
}

// What a broker's own configs are changed by goes to that broker alone. To find it is part of the
// same call: one that nobody knows is waited for.
void find_broker(Tool& self, Effects& out) {
    ask(self, kAlterConfigs, MetadataRequest{false, false, make_payload(std::vector<NameId>{})},
        kNoNode, out, kPatience);
}

// The broker that a named one's configs are asked of, and set at: only itself.
NodeId node_of(Tool const& self, std::string const& id) {
    for (BrokerAddress const& broker : self.metadata.brokers) {
        if (std::to_string(broker.id.value) == id) return broker.node;
    }
    return kNoNode;
}

void describe_next(ConfigsPlan plan, Tool& self, Effects& out) {
    if (plan.entities.empty()) return finish(self, {plan.printed, {}, 0}, out);
    std::string const entity = plan.entities.front();
    plan.printed += heading(plan, entity);
    std::vector<ConfigResource> const resources{{plan.type, entity}};
    NodeId const to = is_topics(plan) || entity.empty() ? kNoNode : node_of(self, entity);
    self.plan = std::move(plan);
    ask(self, "describeConfigs", DescribeConfigsRequest{make_payload(resources)}, to, out,
        kPatience);
}

void described(ConfigsPlan plan, Tool& self, DescribedResource const& resource, Effects& out) {
    if (resource.error != ErrorCode::none) {
        ToolText const text =
            config_command_failed(plan.printed, plan.arguments, resource.error, resource.message);
        return finish(self, text, out);
    }
    ConfigSource const own = is_topics(plan)                  ? ConfigSource::topic
                             : resource.resource.name.empty() ? ConfigSource::dynamic_default_broker
                                                              : ConfigSource::dynamic_broker;
    plan.printed += config_lines(resource.configs, plan.type, plan.all, own);
    plan.entities.erase(plan.entities.begin());
    describe_next(std::move(plan), self, out);
}

void alter(ConfigsPlan const& plan, Tool& self, NodeId to, Effects& out) {
    std::vector<AlteredResource> resources{{{plan.type, plan.entities.front()}, plan.changes}};
    ask(self, kAlterConfigs, IncrementalAlterConfigsRequest{make_payload(std::move(resources))}, to,
        out, kPatience);
}

void altered(ConfigsPlan const& plan, Tool& self, AlterConfigsResult const& result,
             AdminCall const& call, Effects& out) {
    if (!is_altered(self, result, call, plan.arguments, out)) return;
    std::string const& entity = plan.entities.front();
    std::string const done =
        entity.empty()
            ? "Completed updating default config for " + plural(plan) + " in the cluster.\n"
            : "Completed updating config for " + singular(plan) + " " + entity + ".\n";
    finish(self, {done, {}, 0}, out);
}

void listed(ConfigsPlan plan, Tool& self, ClusterMetadata const& metadata, AdminCall const& call,
            Effects& out) {
    if (plan.alters) {
        NodeId const to = node_of(self, plan.entities.front());
        if (to == kNoNode) return ask_again(self, call, out);
        alter(plan, self, to, out);
        self.calls.back().deadline = call.deadline;
        return;
    }
    std::vector<std::string> present;
    if (is_topics(plan)) {
        for (TopicMetadata const& topic : metadata.topics) {
            present.push_back(out.names().text(topic.name));
        }
        std::sort(present.begin(), present.end());
        sort_as_hash_map(
            present, [](std::string const& name) -> auto const& { return name; });
    } else {
        for (BrokerAddress const& broker : metadata.brokers) {
            present.push_back(std::to_string(broker.id.value));
        }
        present.emplace_back();
    }
    if (!plan.names_one) {
        plan.entities = std::move(present);
    } else if (std::find(present.begin(), present.end(), plan.entities.front()) == present.end()) {
        return finish(self, no_such_entity(singular(plan), plan.entities.front()), out);
    }
    describe_next(std::move(plan), self, out);
}

void begin(ConfigsPlan plan, Tool& self, Effects& out) {
    bool const topics = is_topics(plan);
    bool const is_named = plan.names_one && !plan.entities.front().empty();
    if (topics && is_named) {
        if (auto const wrong = wrong_topic_name(plan.entities.front()); wrong && !plan.alters) {
            std::string const text =
                "Error while executing config command with args '" + plan.arguments + "'\n" +
                exception_class(ErrorCode::invalid_topic_exception) + ": " + *wrong + "\n";
            return finish(self, {{}, text, 1}, out);
        }
    }
    self.plan = plan;
    if (plan.alters && (topics || !is_named)) return alter(plan, self, kNoNode, out);
    if (!plan.alters && plan.all && topics && plan.names_one) {
        return describe_next(std::move(plan), self, out);
    }
    if (plan.alters) return find_broker(self, out);
    ask_who_is_there(self, topics, out);
}

GroupConfigsPlan group_plan_of(ConfigsPlan const& read) {
    GroupConfigsPlan plan;
    plan.alters = read.alters;
    plan.all = read.all;
    if (read.names_one) plan.group = read.entities.front();
    plan.changes = read.changes;
    plan.arguments = read.arguments;
    return plan;
}

ClientQuotasPlan quotas_of(ConfigsPlan const& read, Wanted const& asked) {
    ClientQuotasPlan plan;
    plan.types = asked.types;
    plan.names = asked.entities;
    plan.alters = read.alters;
    plan.arguments = read.arguments;
    for (AlterConfigOp const& op : read.changes) {
        if (op.operation == ConfigOperation::set) {
            plan.added.emplace_back(op.name, op.value);
        } else {
            plan.removed.push_back(op.name);
        }
    }
    return plan;
}
}  // namespace

std::string config_lines(std::vector<DescribedConfig> configs, ConfigResourceType type, bool all,
                         ConfigSource own) {
    std::sort(configs.begin(), configs.end(),
              [](DescribedConfig const& a, DescribedConfig const& b) { return a.name < b.name; });
    std::string lines;
    for (DescribedConfig const& config : configs) {
        if (all || config.source == own) lines += config_line(config, type);
    }
    return lines;
}

ToolText no_such_entity(std::string const& kind, std::string const& name) {
    return {
        "The " + kind + " '" + name + "' doesn't exist and doesn't have dynamic config.\n", {}, 0};
}

bool is_altered(Tool& self, AlterConfigsResult const& result, AdminCall const& call,
                std::string const& arguments, Effects& out) {
    if (result.error == ErrorCode::none) return true;
    bool const is_passing =
        result.error == ErrorCode::not_controller || result.error == ErrorCode::request_timed_out;
    if (is_passing) {
        ask_again(self, call, out);
    } else {
        finish(self, config_command_failed({}, arguments, result.error, result.message), out);
    }
    return false;
}

ToolText config_command_failed(std::string const& printed, std::string const& arguments,
                               ErrorCode error, std::string const& message) {
    std::string const what = exception_class(error) + ": " +
                             (message.empty() ? std::string{exception_message(error)} : message);
    return {printed,
            "Error while executing config command with args '" + arguments +
                "'\njava.util.concurrent.ExecutionException: " + what + "\nCaused by: " + what +
                "\n",
            1};
}

void begin_configs(Tool& self, Effects& out) {
    Expected<Options> const options = parse_options(self.call->arguments, options_of_configs());
    if (!options) return finish(self, {{}, options.problem().message + "\n", 1}, out);
    if (auto text = help_or_version(*options,
                                    "This tool helps to manipulate and describe entity config for "
                                    "a topic, client, user, broker, ip, client-metrics or group",
                                    options_of_configs())) {
        return finish(self, *std::move(text), out);
    }
    std::string wrong = complaint_of_configs(*options);
    if (!wrong.empty()) return finish(self, usage(wrong, options_of_configs()), out);
    Wanted const asked = asked_of(*options);
    wrong = wrong_entities(*options, asked);
    if (wrong.empty()) wrong = wrong_changes(*options);
    if (wrong.empty() && options->has("bootstrap-server") && options->has("bootstrap-controller")) {
        std::string const both =
            "You cannot specify both --bootstrap-controller and --bootstrap-server.";
        return finish(self, usage(both, options_of_configs()), out);
    }
    bool const is_matched = !options->has("alter") || asked.types.size() == asked.entities.size();
    if (wrong.empty() && !is_matched) {
        wrong = "An entity name must be specified for every entity type";
    }
    if (!wrong.empty()) return finish(self, {{}, wrong + "\n", 1}, out);

    ConfigsPlan plan;
    plan.type =
        asked.types.front() == "topics" ? ConfigResourceType::topic : ConfigResourceType::broker;
    plan.alters = options->has("alter");
    plan.all = options->has("all");
    plan.names_one = !asked.entities.empty();
    if (plan.names_one) plan.entities = {asked.entities.front()};
    for (std::size_t i = 1; i < self.call->arguments.size(); ++i) {
        plan.arguments += (i == 1 ? "" : " ") + self.call->arguments[i];
    }
    if (plan.alters) {
        Expected<std::vector<AlterConfigOp>> changes = changes_of(*options, self.call->input);
        if (!changes) return finish(self, {{}, changes.problem().message + "\n", 1}, out);
        plan.changes = *std::move(changes);
    }
    if (has_type(asked, "groups")) return begin_group_configs(group_plan_of(plan), self, out);
    bool const is_quota = !has_type(asked, "topics") && !has_type(asked, "brokers");
    if (is_quota) return begin_client_quotas(quotas_of(plan, asked), self, out);
    begin(std::move(plan), self, out);
}

void step(ConfigsPlan plan, Tool& self, AdminCall const& call, Message const& answer,
          Effects& out) {
    if (auto const* metadata = std::get_if<MetadataResponse>(&answer)) {
        return listed(std::move(plan), self, *metadata->metadata, call, out);
    }
    if (auto const* configs = std::get_if<DescribeConfigsResponse>(&answer)) {
        return described(std::move(plan), self, configs->resources->front(), out);
    }
    if (auto const* changed = std::get_if<IncrementalAlterConfigsResponse>(&answer)) {
        return altered(plan, self, changed->results->front(), call, out);
    }
}

}  // namespace highwater
