#include "gui/view/written_config.h"

#include "scenario/config_table.h"
#include "scenario/document.h"

namespace highwater::gui {
namespace {

bool is_called(Value const& table, std::string const& owner) {
    for (char const* key : {"name", "group"}) {
        Entry const* found = table.find(key);
        if (found != nullptr && found->value.text == owner) return true;
    }
    return false;
}

std::optional<std::string> config_in(Value const& table, std::string const& key,
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

std::optional<std::string> written_config(std::string const& text, std::string const& owner,
                                          std::string const& key) {
    SourceLines const source{"", text};
    Errors ignored{source};
    std::optional<Value> const root = parse_document(source, ignored);
    if (!root) return {};
    for (Entry const& entry : root->entries) {
        // [cluster] is called by its table, [[topic]] and clients by what they are named.
        if (entry.key == owner && entry.value.kind == Value::Kind::table) {
            return config_in(entry.value, key, source);
        }
        for (Value const& table : entry.value.items) {
            if (table.kind == Value::Kind::table && is_called(table, owner)) {
                return config_in(table, key, source);
            }
        }
    }
    return {};
}

}  // namespace highwater::gui
