#include "gui/view/written_config.h"

#include "node/topic_config.h"
#include "scenario/config_table.h"
#include "scenario/document.h"

namespace highwater::gui {
namespace {

std::string text_in(Value const& table, char const* key) {
    Entry const* found = table.find(key);
    return found == nullptr ? "" : found->value.text;
}

// Whom `highwater run --set` calls how, and where its config stands.
struct ConfigOwnerTable {
    std::string name;
    Value const* table{};
    std::string cluster;  // of a topic: who has the cluster's config
};

std::string cluster_owner(std::string const& name) {
    return name.empty() ? "cluster" : "cluster." + name;
}

// A topic of a named cluster is called west.orders, and the cluster cluster.west.
ConfigOwnerTable owner_of(std::string const& kind, Value const& table) {
    std::string const name = text_in(table, "name");
    if (kind == "cluster") return {cluster_owner(name), &table, ""};
    if (kind == "consumer") return {name.empty() ? text_in(table, "group") : name, &table, ""};
    if (kind != "topic") return {name, &table, ""};
    std::string const cluster = text_in(table, "cluster");
    return {cluster.empty() ? name : cluster + "." + name, &table, cluster_owner(cluster)};
}

std::vector<ConfigOwnerTable> owners_in(Value const& root) {
    std::vector<ConfigOwnerTable> owners;
    for (Entry const& entry : root.entries) {
        bool const is_one = entry.value.kind == Value::Kind::table;
        if (is_one) owners.push_back(owner_of(entry.key, entry.value));
        for (Value const& each : entry.value.items) {
            if (each.kind == Value::Kind::table) owners.push_back(owner_of(entry.key, each));
        }
    }
    return owners;
}

std::optional<std::string> config_in(Value const& table, std::string_view key,
                                     SourceLines const& source) {
    Entry const* config = table.find("config");
    if (config == nullptr || config->value.kind != Value::Kind::table) return {};
    Errors ignored{source};  // the loader has told of them
    for (WrittenConfig const& each : flatten_config(config->value, source, ignored)) {
        if (each.name == key) return each.value;
    }
    return {};
}

}  // namespace

WrittenConfigKey written_config(std::string const& text, std::string const& name) {
    WrittenConfigKey written;
    SourceLines const source{"", text};
    Errors ignored{source};
    std::optional<Value> const root = parse_document(source, ignored);
    if (!root) return written;
    std::vector<ConfigOwnerTable> const owners = owners_in(*root);
    ConfigOwnerTable const* found = nullptr;
    for (ConfigOwnerTable const& each : owners) {
        bool const is_it = !each.name.empty() && name.starts_with(each.name + ".");
        if (is_it && (found == nullptr || each.name.size() > found->name.size())) found = &each;
    }
    if (found == nullptr) return written;
    written.owner = found->name;
    written.key = name.substr(found->name.size() + 1);
    written.value = config_in(*found->table, written.key, source);
    TopicConfigDef const* def = find_topic_config(written.key);
    if (found->cluster.empty() || def == nullptr || def->server_name.empty()) return written;
    for (ConfigOwnerTable const& each : owners) {
        if (each.name != found->cluster) continue;
        written.default_of_cluster = config_in(*each.table, def->server_name, source);
    }
    return written;
}

}  // namespace highwater::gui
