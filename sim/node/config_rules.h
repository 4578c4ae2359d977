// What Kafka asks of each config before it lets a server or a client start: its type, and the
// values that are valid. Configs that have an effect here have members of these types, and checks
// of their own (config.cc); of the others nothing but this is known.
#pragma once

#include <string_view>

#include "node/config.h"
#include "node/config_names.h"

namespace highwater {

// As Kafka's own list says it: "int" and "[0,...]". Both are empty where any text is taken: of
// plain strings, lists, passwords and classes, which would have to be looked for.
struct ConfigRule {
    std::string_view type;
    std::string_view valid;
};

// Of a topic's configs there is more (topic_config.h).
ConfigRule config_rule(ConfigScope scope, std::string_view name);

Expected<NoValue> check_config(ConfigScope scope, std::string_view name, std::string_view value);

}  // namespace highwater
