// What was clicked in the window, as a scenario file again: the file as it was written, and a
// [[step]] for each command that a person gave. (An exact save with hashes is engine/save.h; this
// one is for reading, teaching and editing.)
#pragma once

#include <string>
#include <vector>

#include "engine/timeline.h"
#include "scenario/scenario.h"

namespace highwater {

std::string to_scenario_text(Scenario const& scenario, std::vector<GivenCommand> const& commands);

// A text as a TOML string with its quotes.
std::string quote_toml(std::string_view text);
// The text in such quotes; empty where it is none.
std::string unquote_toml(std::string_view quoted);

// Reads a phrase as `do` does, for a world that runs: for the console, and for engine/save.h.
Expected<Command> read_phrase(std::string_view phrase, World const& world, Names& names);

}  // namespace highwater
