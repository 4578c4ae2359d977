// [[topic]].
#include <algorithm>

#include "base/limits.h"
#include "scenario/loader_parts.h"

namespace highwater {

namespace {

bool is_topic_name(std::string const& name) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return !name.empty() && name != "." && name != ".." &&
           name.size() <= static_cast<std::size_t>(limits::kNameBytes) &&
           name.find_first_not_of(kAllowed) == std::string::npos;
}

// assignment = [[1,2,3], [2,3,1]]: one list of broker ids per partition, the preferred leader
// first.
void load_assignment(TableReader& reader, Entry const& entry, std::int32_t brokers,
                     NewTopic& topic) {
    for (Value const& list : entry.value.items) {
        std::vector<BrokerId> replicas;
        if (list.kind != Value::Kind::array || list.items.empty()) {
            reader.report(list, "expected a list of broker ids", "write for example [1, 2, 3]");
            continue;
        }
        for (Value const& item : list.items) {
            bool const is_broker =
                item.kind == Value::Kind::integer && item.integer >= 1 && item.integer <= brokers;
            if (!is_broker) {
                reader.report(item, "no broker has this id", "have 1 … " + std::to_string(brokers));
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

// Those of the controllers, which create the topic.
ServerConfig::TopicDefaults::Compaction compaction_defaults(Loading const& loading,
                                                            std::size_t cluster) {
    for (NodeSpec const& node : loading.scenario.world.nodes) {
        bool const is_controller =
            node.is_controller && static_cast<std::size_t>(node.cluster.value) == cluster;
        if (is_controller) return node.config.topic.compaction;
    }
    return {};
}

void load_topic(Value const& table, Loading& loading, std::int64_t& partitions_before) {
    TableReader reader{table, table_keys::topic(), loading.errors};
    NewTopic topic;
    auto const name = reader.text("name");
    if (!name && table.find("name") == nullptr) reader.missing("name", "write name = \"orders\"");
    if (name && !is_topic_name(*name)) {
        reader.report(table.find("name")->value, "\"" + *name + "\" is not a topic's name",
                      "Kafka allows letters, digits, '.', '_' and '-', at most 249 of them");
    }
    if (name == "__cluster_metadata") {
        reader.report(table.find("name")->value,
                      "Creation of internal topic __cluster_metadata is prohibited.",
                      "it is the log of the controllers");
    }
    Names& names = loading.scenario.world.names;
    auto const cluster = static_cast<std::size_t>(loading.read_cluster(reader).value);
    ClusterShape const& shape = loading.clusters[cluster];
    if (name) {
        for (NewTopic const& other : loading.scenario.world.clusters[cluster].topics) {
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
        load_assignment(reader, *assignment, shape.brokers, topic);
    } else {
        topic.partitions = static_cast<std::int32_t>(
            reader.integer("partitions", 1, limits::kPartitionsOfTopic).value_or(1));
        topic.replication_factor = static_cast<std::int16_t>(
            reader.integer("replication-factor", 1, limits::kReplicationFactor).value_or(1));
        if (topic.replication_factor > shape.brokers) {
            reader.report(table.find("replication-factor")->value,
                          "replication factor " + std::to_string(topic.replication_factor) +
                              " with " + std::to_string(shape.brokers) +
                              (shape.brokers == 1 ? " broker" : " brokers"),
                          "a broker holds at most one replica of a partition");
        }
    }
    std::string owner = name.value_or("");
    if (name && !shape.name.empty()) owner = shape.name + "." + owner;
    topic.configs = checked_topic_config(config_of(reader, owner, loading),
                                         compaction_defaults(loading, cluster), loading.errors);
    reader.finish();
    partitions_before += topic.assignment.empty()
                             ? topic.partitions
                             : static_cast<std::int64_t>(topic.assignment.size());
    if (partitions_before > limits::kPartitions) {
        loading.errors.error(
            table.place, table.width,
            "more than " + std::to_string(limits::kPartitions) + " partitions in all");
    }
    if (name) loading.scenario.world.clusters[cluster].topics.push_back(std::move(topic));
}

}  // namespace

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
