// The folder of lessons, for the window: which scenarios there are, and new ones beside them.
#pragma once

#include <string>
#include <vector>

#include "base/expected.h"
#include "scenario/catalogue.h"

namespace highwater::cli {

// Every .toml below the scenarios folder: HIGHWATER_SCENARIOS, the folder `scenarios` where the
// program was called, or the one of the tree that it was built in. Sorted; empty: there is none.
std::vector<std::string> lesson_files();

// Those, read and in the order in which they are taught.
std::vector<LessonEntry> read_lessons();

// Writes a scenario and the exact save of its run beside `path` under names that are free
// ("…-mine.toml" and "…-mine.save", "…-mine-2.toml") and says which. Nothing is ever overwritten.
Expected<std::string> write_beside(std::string const& path, std::string const& scenario,
                                   std::string const& exact_save);

// Writes a text beside `path` under a name that is free ("NAME-answer.toml", "NAME-answer-2.toml":
// `ending` is "-answer.toml") and says which.
Expected<std::string> write_new(std::string const& path, std::string const& ending,
                                std::string const& text);

}  // namespace highwater::cli
