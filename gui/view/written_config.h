// What a scenario's file itself says of a config, for who shows it beside another value.
#pragma once

#include <optional>
#include <string>

namespace highwater::gui {

// "1" of acks of the producer checkout; none: the file leaves it to the default.
std::optional<std::string> written_config(std::string const& text, std::string const& owner,
                                          std::string const& key);

}  // namespace highwater::gui
