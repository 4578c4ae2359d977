// [[cluster]] or [cluster], [broker.N] and [network].
#include <algorithm>

#include "base/limits.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"
#include "scenario/units.h"

namespace highwater {

namespace {

constexpr std::int32_t kFirstControllerId = 3001;

void add_node(Loading& loading, NodeSpec node) {
    ClusterShape const& cluster = loading.clusters[static_cast<std::size_t>(node.cluster.value)];
    std::string name = cluster.name.empty() ? "" : cluster.name + ".";
    name += (node.is_broker ? "broker-" : "controller-") + std::to_string(node.id.value);
    node.name = loading.scenario.world.names.intern(name);
    loading.scenario.world.nodes.push_back(std::move(node));
    loading.names.emplace(name, Place{});
}

void load_racks(TableReader& reader, ClusterShape const& cluster, std::size_t first_node,
                Loading& loading) {
    if (reader.table().find("racks") == nullptr) return;
    std::vector<Value const*> const racks = reader.texts("racks");
    if (static_cast<std::int32_t>(racks.size()) != cluster.brokers) {
        reader.report(*reader.table().find("racks"),
                      std::to_string(racks.size()) + " racks for " +
                          std::to_string(cluster.brokers) + " brokers",
                      "name one for each broker, in the order of their ids");
        return;
    }
    for (std::size_t i = 0; i < racks.size(); ++i) {
        if (racks[i]->text.empty()) {
            reader.report(*racks[i], "a rack without a name", "write for example \"a\"");
        }
        NodeSpec& node = loading.scenario.world.nodes[first_node + i];
        node.rack = loading.scenario.world.names.intern(racks[i]->text);
    }
}

// One [cluster] or [[cluster]], its servers behind those of the clusters before.
// A missing table has been told, and stands for a usual cluster.
void load_one(Value const* written, std::string const& shown, ClusterShape shape,
              Loading& loading) {
    static Value const kNothing{};
    Value const& table = written != nullptr ? *written : kNothing;
    TableReader reader{table, table_keys::cluster(), loading.errors, shown};
    auto const brokers = reader.integer("brokers", 1, limits::kBrokers);
    if (written != nullptr && !brokers && table.find("brokers") == nullptr) {
        reader.missing("brokers", "write brokers = 3");
    }
    shape.brokers = static_cast<std::int32_t>(brokers.value_or(3));
    // Kafka's own quickstart is one process that is both; a lesson says which it wants.
    shape.controllers = static_cast<std::int32_t>(
        reader.integer("controllers", 0, limits::kControllers).value_or(0));
    NodeSpec node;
    node.cluster = ClusterId{static_cast<std::int32_t>(loading.clusters.size())};
    std::string const owner = shape.name.empty() ? "cluster" : "cluster." + shape.name;
    shape.config = config_of(reader, owner, loading);
    apply_config(node.config, shape.config, loading.errors);
    std::size_t const first_node = loading.scenario.world.nodes.size();
    loading.clusters.push_back(shape);
    for (std::int32_t i = 1; i <= shape.brokers; ++i) {
        node.id = BrokerId{i};
        node.is_broker = true;
        node.is_controller = shape.controllers == 0;
        add_node(loading, node);
    }
    for (std::int32_t i = 0; i < shape.controllers; ++i) {
        node.id = BrokerId{kFirstControllerId + i};
        node.is_broker = false;
        node.is_controller = true;
        add_node(loading, node);
    }
    load_racks(reader, shape, first_node, loading);
    reader.finish();
}

// A cluster's name becomes the first part of the names of its servers and topics.
std::string load_name(Value const& table, Loading& loading) {
    TableReader reader{table, table_keys::cluster(), loading.errors, "[[cluster]]"};
    auto const name = reader.text("name");
    if (!name) {
        if (table.find("name") == nullptr) reader.missing("name", "write name = \"west\"");
        return {};
    }
    Value const& where = table.find("name")->value;
    if (name->find('.') != std::string::npos) {
        reader.report(where, "a cluster's name has no dot",
                      "it stands in front of one: west.broker-1");
        return {};
    }
    return loading.claim_name(where, *name, reader) ? *name : std::string{};
}

void load_several(TableReader& root, Loading& loading) {
    std::vector<Value const*> const tables = root.tables("cluster");
    if (static_cast<std::int32_t>(tables.size()) > limits::kClusters) {
        root.report(*tables.back(), "more than " + std::to_string(limits::kClusters) + " clusters");
        return;
    }
    loading.scenario.world.clusters.clear();
    for (Value const* table : tables) {
        ClusterShape shape;
        shape.name = load_name(*table, loading);
        if (shape.name.empty()) shape.name = "cluster-" + std::to_string(loading.clusters.size());
        ClusterSpec spec;
        spec.name = loading.scenario.world.names.intern(shape.name);
        loading.scenario.world.clusters.push_back(std::move(spec));
        load_one(table, "[[cluster]]", std::move(shape), loading);
    }
}

// [broker.2.config]: one node's server.properties; `path` is what stands before the number.
void load_broker_tables(TableReader& root, std::vector<Entry> const& entries, ClusterId cluster,
                        std::string const& path, Loading& loading) {
    std::vector<std::string> known;
    for (NodeSpec const& node : loading.scenario.world.nodes) {
        if (node.cluster == cluster) known.push_back(std::to_string(node.id.value));
    }
    for (Entry const& entry : entries) {
        NodeSpec* found = nullptr;
        for (NodeSpec& node : loading.scenario.world.nodes) {
            bool const is_meant =
                node.cluster == cluster && std::to_string(node.id.value) == entry.key;
            if (is_meant) found = &node;
        }
        if (found == nullptr) {
            root.report(entry, "no broker or controller has the id `" + entry.key + "`",
                        advise_words(entry.key, known));
            continue;
        }
        std::string const shown = "[" + path + entry.key + "]";
        if (entry.value.kind != Value::Kind::table) {
            root.report(entry, shown + " must be a table");
            continue;
        }
        TableReader reader{entry.value, table_keys::broker(), loading.errors, shown};
        auto const& shape = loading.clusters[static_cast<std::size_t>(cluster.value)];
        apply_config(found->config, config_of(reader, "", loading), loading.errors, shape.config);
        reader.finish();
    }
}

// In a world of several clusters: [broker.west.2.config].
void load_broker_tables_by_cluster(TableReader& root, std::vector<Entry> const& entries,
                                   Loading& loading) {
    for (Entry const& entry : entries) {
        std::optional<ClusterId> const cluster = loading.find_cluster(entry.key);
        if (!cluster) {
            std::string const first = loading.clusters.front().name;
            root.report(entry, "no cluster is called `" + entry.key + "`",
                        "write [broker." + first + ".1.config]: the cluster, then the id");
        } else if (entry.value.kind != Value::Kind::table) {
            root.report(entry, "[broker." + entry.key + "] must be a table");
        } else {
            load_broker_tables(root, entry.value.entries, *cluster, "broker." + entry.key + ".",
                               loading);
        }
    }
}

}  // namespace

std::optional<ClusterId> Loading::find_cluster(std::string_view name) const {
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        if (clusters[i].name == name) return ClusterId{static_cast<std::int32_t>(i)};
    }
    return std::nullopt;
}

ClusterId Loading::read_cluster(TableReader& reader) {
    Entry const* entry = reader.find("cluster", Value::Kind::text);
    if (!has_named_clusters()) {
        if (entry != nullptr) {
            reader.report(
                *entry, "there is one cluster only, and it has no name",
                "leave `cluster` out, or write [[cluster]] name = \"" + entry->value.text + "\"");
        }
        return kFirstCluster;
    }
    std::vector<std::string> known;
    for (ClusterShape const& cluster : clusters) known.push_back(cluster.name);
    if (entry == nullptr) {
        if (reader.table().find("cluster") == nullptr) {
            reader.missing("cluster", "write cluster = \"" + known.front() + "\"");
        }
        return kFirstCluster;
    }
    std::optional<ClusterId> const found = find_cluster(entry->value.text);
    if (!found) {
        reader.report(entry->value, "no cluster is called `" + entry->value.text + "`",
                      advise_words(entry->value.text, known));
    }
    return found.value_or(kFirstCluster);
}

std::vector<WrittenConfig> config_of(TableReader& reader, std::string const& owner,
                                     Loading& loading) {
    std::vector<WrittenConfig> entries;
    if (Entry const* config = reader.find("config", Value::Kind::table)) {
        entries = flatten_config(config->value, loading.source, loading.errors);
    }
    note_for_challenge(entries, owner, loading);
    if (!owner.empty()) add_settings(entries, owner, loading.settings);
    return entries;
}

void load_cluster(Value const& root, TableReader& reader, Loading& loading) {
    Entry const* cluster = root.find("cluster");
    if (cluster != nullptr && cluster->value.kind == Value::Kind::array) {
        load_several(reader, loading);
    } else {
        if (cluster == nullptr) {
            reader.missing("cluster", "write [cluster] and below it brokers = 3");
        }
        Entry const* table = reader.find("cluster", Value::Kind::table);
        Entry const* name = table != nullptr ? table->value.find("name") : nullptr;
        if (name != nullptr) {
            reader.report(*name, "the only cluster needs no name",
                          "for several write [[cluster]] with a name in each");
        }
        load_one(table != nullptr ? &table->value : nullptr, "[cluster]", {}, loading);
    }
    // Only of a file with mistakes: nothing that follows has to ask again.
    if (loading.clusters.empty()) load_one(nullptr, "[cluster]", {}, loading);
    Entry const* brokers = reader.find("broker", Value::Kind::table);
    if (brokers == nullptr) return;
    if (loading.has_named_clusters()) {
        load_broker_tables_by_cluster(reader, brokers->value.entries, loading);
    } else {
        load_broker_tables(reader, brokers->value.entries, kFirstCluster, "broker.", loading);
    }
}

void load_network(TableReader& reader, Loading& loading) {
    Entry const* network = reader.find("network", Value::Kind::table);
    if (network == nullptr) return;
    TableReader of_network{network->value, table_keys::network(), loading.errors};
    if (auto const latency = of_network.quantity("latency", parse_duration_range)) {
        loading.scenario.world.network.latency_min = latency->low;
        loading.scenario.world.network.latency_max = latency->high;
    }
    of_network.finish();
}

}  // namespace highwater
