// An exact save with its scenario: what a run was made of and the hash that it must come to again.
// (What a person edits and reads is a scenario file: save_text.h.)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/save.h"
#include "scenario/loader.h"

namespace highwater {

struct SavedRun {
    SaveFile save;
    Scenario scenario;
};

// The present branch of a run of this scenario. `settings` are those of --set, without the seed.
SaveFile save_run(Scenario const& scenario, std::vector<std::string> const& settings,
                  Timeline const& timeline);

bool looks_like_a_save(std::string_view text);

// Reads a save and the scenario in it. A problem also when a data file is another one by now, or
// when the save wants to run for longer than its scenario does.
Expected<SavedRun> load_saved_run(std::string_view text, LoadOptions options);

// Runs it again, on a new timeline of its scenario.
Expected<Verdict> replay(Timeline& timeline, SavedRun const& run);

}  // namespace highwater
