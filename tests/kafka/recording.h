// One recording of a real cluster: what was done, step by step, and what was observed after it.
// recordings/README.md explains the format.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace highwater {

struct RecordedStep {
    nlohmann::json action;  // null: the state before the first step
    nlohmann::json observed;
    std::string kind() const;  // "kill", "produce", …; "" before the first step
};

struct Recording {
    std::string name;
    int repetitions{};
    nlohmann::json cluster;
    nlohmann::json groups;  // that were described
    std::vector<RecordedStep> steps;
    std::map<std::string, nlohmann::json> varies;  // JSON pointer into `steps` → the values seen
};

// Nothing when the file is no recording.
std::optional<Recording> read_recording(std::filesystem::path const& path);

// What the recording needs and Highwater does not have yet; empty: it must be played and agree.
std::string needs_what_is_not_yet(Recording const& recording);

// Whether it is played without a look at the files, and told nothing of the metadata log meanwhile.
bool is_of_records_only(Recording const& recording);

// The first step kind that no recording has had so far; empty: all are known.
std::string unknown_step_kind(Recording const& recording);

// Whether members of KIP-848 took part: they choose random ids, and the order in which Kafka walks
// them decides who of equal members gets what.
bool depends_on_member_ids(Recording const& recording);

}  // namespace highwater
