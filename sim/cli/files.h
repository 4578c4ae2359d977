// Files, for the only room that opens any: bounded reads, and every failure as a message with a
// place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/loader.h"

namespace highwater::cli {

// At most `most_bytes + 1` bytes: the reader sees that there is more. A directory, a missing or an
// unreadable file is a Problem.
Expected<std::string> read_file(std::string const& path, std::int64_t most_bytes);

// How to load a scenario that stands at `path`: its data files lie beside or below the scenarios.
LoadOptions options_beside(std::string const& path, std::vector<std::string> const& settings);
// Reads and understands a scenario; prints what is wrong to standard error. None: exit code 2.
std::optional<Scenario> open_scenario(std::string const& path,
                                      std::vector<std::string> const& settings);
std::optional<Scenario> open_scenario_with(std::string const& path, LoadOptions const& options);
// The same for who shows mistakes otherwise.
Loaded load_scenario_file(std::string const& path, std::vector<std::string> const& settings);
Loaded load_scenario_with(std::string const& path, LoadOptions const& options);

void print_diagnostics(std::vector<Diagnostic> const& diagnostics);
// A problem of the command line itself: "highwater: error: …", and advice.
int refuse(std::string const& message, std::string const& advice = {});
// A phrase of the command line with a caret under its mistake.
int refuse_phrase(std::string const& option, std::string const& phrase,
                  PhraseProblem const& problem);

}  // namespace highwater::cli
