// Exact saves as files: written beside a scenario, read from anywhere.
#pragma once

#include <string>

#include "base/expected.h"
#include "scenario/saved_run.h"

namespace highwater::cli {

// "….save".
bool is_save_file(std::string const& path);
// Data files are looked for beside the save, then where its scenario was.
Expected<SavedRun> read_saved_run(std::string const& path);

}  // namespace highwater::cli
