// A save is what determines a run, and what it must come to: the scenario, its seed, the commands
// with their places, the expected hash and a trail of it. A few KB of text that can be pasted into
// a post. Loading runs it again and says whether the run is still the same, or which event differs
// first.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expected.h"
#include "engine/timeline.h"

namespace highwater {

struct SavedCommand {
    EventId event{};
    std::uint64_t after_events{};
    Time at;
    std::string phrase;
};

struct SaveFile {
    std::string scenario;       // its name, for people
    std::string scenario_text;  // the file itself: the save stands alone
    std::uint64_t seed{};
    std::vector<std::pair<std::string, std::string>> settings;      // what --set changed
    std::vector<std::pair<std::string, std::uint64_t>> data_files;  // name and hash of their bytes
    std::vector<SavedCommand> commands;
    std::uint64_t end_event{};
    Time end;
    std::uint64_t end_hash{};
    Trail trail;
};

// Fills in what the timeline's present branch knows; the caller adds the scenario.
SaveFile save_of(Timeline const& timeline);

std::string write_save(SaveFile const& save);
// A problem names the line.
Expected<SaveFile> read_save(std::string_view text);

// Reads a phrase as the scenario's `do` does; may add names.
using PhraseReader = std::function<Expected<Command>(std::string_view phrase, Names& names)>;

struct Verdict {
    bool is_same{};
    std::uint64_t agreed_events{};  // the first so many are the same
    std::uint64_t differs_by{};     // and after so many they are not
    std::string explanation;        // empty when it is the same
};

// Runs a new timeline of the save's scenario to the save's end, giving its commands on the way.
Expected<Verdict> replay_save(Timeline& timeline, SaveFile const& save, PhraseReader const& read);

}  // namespace highwater
