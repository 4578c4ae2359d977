// [cluster], [broker.N], [network] and [[topic]].
#include "base/limits.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"
#include "scenario/units.h"

namespace highwater {

namespace {

constexpr std::int32_t kFirstControllerId = 3001;

// The config table of `reader`, and what --set says of `owner`.
std::vector<WrittenConfig> config_of(TableReader& reader, std::string const& owner,
                                     Loading& loading) {
    std::vector<WrittenConfig> entries;
    if (Entry const* config = reader.find("config", Value::Kind::table)) {
        entries = flatten_config(config->value, loading.source);
    }
    if (!owner.empty()) add_settings(entries, owner, loading.settings);
    return entries;
}

void add_node(Loading& loading, std::int32_t id, bool is_broker, bool is_controller,
              ServerConfig const& config) {
    Names& names = loading.scenario.world.names;
    std::string const name = (is_broker ? "broker-" : "controller-") + std::to_string(id);
    NodeSpec node;
    node.id = BrokerId{id};
    node.name = names.intern(name);
    node.is_broker = is_broker;
    node.is_controller = is_controller;
    node.config = config;
    loading.scenario.world.nodes.push_back(std::move(node));
    loading.names.emplace(name, Place{});
}

void load_racks(TableReader& reader, Loading& loading) {
    if (reader.table().find("racks") == nullptr) {
        reader.find("racks");
        return;
    }
    std::vector<Value const*> const racks = reader.texts("racks");
    if (static_cast<std::int32_t>(racks.size()) != loading.brokers) {
        reader.report(*reader.table().find("racks"),
                      std::to_string(racks.size()) + " racks for " +
                          std::to_string(loading.brokers) + " brokers",
                      "name one for each broker, in the order of their ids");
        return;
    }
    for (std::size_t i = 0; i < racks.size(); ++i) {
        loading.scenario.world.nodes[i].rack = loading.scenario.world.names.intern(racks[i]->text);
    }
}

// [broker.2.config]: one node's server.properties.
void load_broker_tables(TableReader& root, Loading& loading) {
    Entry const* brokers = root.find("broker", Value::Kind::table);
    if (brokers == nullptr) return;
    std::vector<std::string> known;
    for (NodeSpec const& node : loading.scenario.world.nodes) {
        known.push_back(std::to_string(node.id.value));
    }
    for (Entry const& entry : brokers->value.entries) {
        NodeSpec* found = nullptr;
        for (NodeSpec& node : loading.scenario.world.nodes) {
            if (std::to_string(node.id.value) == entry.key) found = &node;
        }
        if (found == nullptr) {
            root.report(entry, "no broker or controller has the id `" + entry.key + "`",
                        advise_words(entry.key, known));
            continue;
        }
        if (entry.value.kind != Value::Kind::table) {
            root.report(entry, "[broker." + entry.key + "] must be a table");
            continue;
        }
        TableReader reader{entry.value, "[broker." + entry.key + "]", loading.errors};
        apply_config(found->config, config_of(reader, "", loading), loading.errors);
        reader.finish();
    }
}

// ---- topics -------------------------------------------------------------------------------------
bool is_topic_name(std::string const& name) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return !name.empty() && name != "." && name != ".." &&
           name.size() <= static_cast<std::size_t>(limits::kNameBytes) &&
           name.find_first_not_of(kAllowed) == std::string::npos;
}

// assignment = [[1,2,3], [2,3,1]]: one list of broker ids per partition, the preferred leader
// first.
void load_assignment(TableReader& reader, Entry const& entry, Loading& loading, NewTopic& topic) {
    for (Value const& list : entry.value.items) {
        std::vector<BrokerId> replicas;
        if (list.kind != Value::Kind::array || list.items.empty()) {
            reader.report(list, "expected a list of broker ids", "write for example [1, 2, 3]");
            continue;
        }
        for (Value const& item : list.items) {
            bool const is_broker = item.kind == Value::Kind::integer && item.integer >= 1 &&
                                   item.integer <= loading.brokers;
            if (!is_broker) {
                reader.report(item, "no broker has this id",
                              "have 1 … " + std::to_string(loading.brokers));
                continue;
            }
            BrokerId const id{static_cast<std::int32_t>(item.integer)};
            for (BrokerId const other : replicas) {
                if (other == id) {
                    reader.report(item, "broker-" + std::to_string(id.value) +
                                            " cannot hold two replicas of one partition");
                }
            }
            replicas.push_back(id);
        }
        bool const differs =
            !topic.assignment.empty() && topic.assignment.front().size() != replicas.size();
        if (differs) {
            reader.report(list, "partitions of one topic have equally many replicas");
        }
        topic.assignment.push_back(std::move(replicas));
    }
    if (entry.value.items.empty()) reader.report(entry.value, "a topic has at least one partition");
    for (char const* key : {"partitions", "replication-factor"}) {
        if (Entry const* other = reader.find(key)) {
            reader.report(*other, "`" + std::string{key} + "` follows from `assignment`",
                          "leave it out");
        }
    }
}

bool collide(std::string a, std::string b) {
    std::replace(a.begin(), a.end(), '.', '_');
    std::replace(b.begin(), b.end(), '.', '_');
    return a == b;
}

// "orders-1" of "orders".
bool is_partition_of(std::string const& name, std::string const& topic) {
    return name.size() > topic.size() + 1 && name.compare(0, topic.size(), topic) == 0 &&
           name[topic.size()] == '-' &&
           name.find_first_not_of("0123456789", topic.size() + 1) == std::string::npos;
}

void load_topic(Value const& table, Loading& loading, std::int64_t& partitions_before) {
    TableReader reader{table, "[[topic]]", loading.errors};
    NewTopic topic;
    auto const name = reader.text("name");
    if (!name && table.find("name") == nullptr) reader.missing("name", "write name = \"orders\"");
    if (name && !is_topic_name(*name)) {
        reader.report(table.find("name")->value, "\"" + *name + "\" is not a topic's name",
                      "Kafka allows letters, digits, '.', '_' and '-', at most 249 of them");
    }
    Names& names = loading.scenario.world.names;
    if (name) {
        for (NewTopic const& other : loading.scenario.world.topics) {
            if (names.text(other.name) == *name) {
                reader.report(table.find("name")->value, "there are two topics \"" + *name + "\"");
            } else if (std::string const& text = names.text(other.name); collide(text, *name)) {
                reader.report(table.find("name")->value,
                              "\"" + *name + "\" collides with the topic \"" + text + "\"",
                              "Kafka's metrics take '.' and '_' for the same character");
            } else if (is_partition_of(*name, text) || is_partition_of(text, *name)) {
                reader.report(
                    table.find("name")->value,
                    "\"" + *name + "\" and \"" + text + "\": one could be a partition of the other",
                    "phrases call partitions orders-0, so choose another name");
            }
        }
        topic.name = names.intern(*name);
    }
    if (Entry const* assignment = reader.find("assignment", Value::Kind::array)) {
        load_assignment(reader, *assignment, loading, topic);
    } else {
        topic.partitions = static_cast<std::int32_t>(
            reader.integer("partitions", 1, limits::kPartitionsOfTopic).value_or(1));
        topic.replication_factor = static_cast<std::int16_t>(
            reader.integer("replication-factor", 1, limits::kReplicationFactor).value_or(1));
        if (topic.replication_factor > loading.brokers) {
            reader.report(table.find("replication-factor")->value,
                          "replication factor " + std::to_string(topic.replication_factor) +
                              " with " + std::to_string(loading.brokers) +
                              (loading.brokers == 1 ? " broker" : " brokers"),
                          "a broker holds at most one replica of a partition");
        }
    }
    topic.configs =
        checked_topic_config(config_of(reader, name.value_or(""), loading), loading.errors);
    reader.finish();
    partitions_before += topic.assignment.empty()
                             ? topic.partitions
                             : static_cast<std::int64_t>(topic.assignment.size());
    if (partitions_before > limits::kPartitions) {
        loading.errors.error(
            table.place, table.width,
            "more than " + std::to_string(limits::kPartitions) + " partitions in all");
    }
    if (name) loading.scenario.world.topics.push_back(std::move(topic));
}

}  // namespace

void load_cluster(Value const& root, TableReader& reader, Loading& loading) {
    static Value const kNothing{};
    Entry const* cluster = reader.find("cluster", Value::Kind::table);
    TableReader of_cluster{cluster != nullptr ? cluster->value : kNothing, "[cluster]",
                           loading.errors};
    if (cluster == nullptr && root.find("cluster") == nullptr) {
        reader.missing("cluster", "write [cluster] and below it brokers = 3");
    }
    auto const brokers = of_cluster.integer("brokers", 1, limits::kBrokers);
    if (cluster != nullptr && !brokers && cluster->value.find("brokers") == nullptr) {
        of_cluster.missing("brokers", "write brokers = 3");
    }
    loading.brokers = static_cast<std::int32_t>(brokers.value_or(3));
    // Kafka's own quickstart is one process that is both; a lesson says which it wants.
    loading.controllers = static_cast<std::int32_t>(
        of_cluster.integer("controllers", 0, limits::kControllers).value_or(0));

    ServerConfig config;
    apply_config(config, config_of(of_cluster, "cluster", loading), loading.errors);
    for (std::int32_t i = 1; i <= loading.brokers; ++i) {
        add_node(loading, i, true, loading.controllers == 0, config);
    }
    for (std::int32_t i = 0; i < loading.controllers; ++i) {
        add_node(loading, kFirstControllerId + i, false, true, config);
    }
    load_racks(of_cluster, loading);
    of_cluster.finish();
    load_broker_tables(reader, loading);
}

void load_network(TableReader& reader, Loading& loading) {
    Entry const* network = reader.find("network", Value::Kind::table);
    if (network == nullptr) return;
    TableReader of_network{network->value, "[network]", loading.errors};
    if (auto const latency = of_network.quantity("latency", parse_duration_range)) {
        loading.scenario.world.network.latency_min = latency->low;
        loading.scenario.world.network.latency_max = latency->high;
    }
    of_network.finish();
}

void load_topics(TableReader& reader, Loading& loading) {
    std::int64_t partitions = 0;
    std::vector<Value const*> const tables = reader.tables("topic");
    if (static_cast<std::int32_t>(tables.size()) > limits::kTopics) {
        reader.report(*tables.back(), "more than " + std::to_string(limits::kTopics) + " topics");
        return;
    }
    for (Value const* table : tables) load_topic(*table, loading, partitions);
}

}  // namespace highwater
