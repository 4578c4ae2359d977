// The keys of a scenario file, table by table: what the loader may ask for, what it reports as
// unknown otherwise, and what `highwater help scenario` says of each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater {

struct KeyHelp {
    std::string_view key;
    std::string values;  // "TEXT", "1 … 100"
    std::string help;
    std::string_view otherwise;  // what holds without it; "": nothing worth a word
};

struct TableKeys {
    std::string_view topic;  // of `highwater help scenario TOPIC`; several tables may share it
    std::string_view name;   // as messages call it: [[producer]]
    std::string_view about;
    std::vector<KeyHelp> keys;

    bool has(std::string_view key) const;
};

namespace table_keys {
TableKeys const& file();  // those above every table, and the tables themselves
TableKeys const& cluster();
TableKeys const& broker();
TableKeys const& network();
TableKeys const& topic();
TableKeys const& producer();
TableKeys const& keys_in_turn();
TableKeys const& keys_by_zipf();
TableKeys const& keys_with_a_hot_one();
TableKeys const& record();
TableKeys const& group_of_consumers();
TableKeys const& lone_consumer();
TableKeys const& step();
TableKeys const& protocol();  // protocol_table.cc
TableKeys const& challenge();
TableKeys const& goal();
TableKeys const& answer();
TableKeys const& step_of_answer();
}  // namespace table_keys

// In the order in which they are told.
std::vector<TableKeys const*> const& all_table_keys();

}  // namespace highwater
