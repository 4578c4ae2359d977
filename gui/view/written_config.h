// What a scenario's file itself says of a config, for who shows it beside another value.
#pragma once

#include <optional>
#include <string>

namespace highwater::gui {

// "west.orders.min.insync.replicas", taken apart by the names that the file gives: they may hold
// dots as config keys do.
struct WrittenConfigKey {
    std::string owner;                 // "west.orders"; empty: the file names nobody like that
    std::string key;                   // "min.insync.replicas"
    std::optional<std::string> value;  // none: the file leaves it to the default
    std::optional<std::string> default_of_cluster;  // what the brokers' own config says of a topic
};
WrittenConfigKey written_config(std::string const& text, std::string const& name);

}  // namespace highwater::gui
