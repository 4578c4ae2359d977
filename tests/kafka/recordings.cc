// Plays every recording of tests/kafka/recordings (or of the folder in HIGHWATER_RECORDINGS) on a
// simulated cluster and compares what was observed after each step.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/kafka/agree.h"
#include "tests/kafka/compare.h"
#include "tests/kafka/recording.h"
#include "tests/kafka/stage.h"

namespace highwater {
namespace {

using nlohmann::json;

// What is looked at after a step; a recording has those that mean something for it.
constexpr char const* kAspects[] = {"answer",  "metadata", "partitions", "logs",
                                    "offsets", "describe", "groups",     "members"};

void print(Recording const& recording, std::size_t index, char const* aspect,
           std::vector<Difference> const& found) {
    std::printf("%s, step %zu %s: %s\n", recording.name.c_str(), index,
                recording.steps[index].kind().c_str(), aspect);
    constexpr int kMostShown = 4;
    int shown = 0;
    for (Difference const& one : found) {
        if (++shown > kMostShown) break;
        std::printf("    %s\n      Kafka     %s\n      Highwater %s\n", one.path.c_str(),
                    one.kafka.c_str(), one.highwater.c_str());
    }
}

enum class Tell { differences, nothing };

void compare_step(Recording const& recording, std::size_t index, Stage const& stage, Tell tell,
                  Agreement& row) {
    for (char const* const aspect : kAspects) {
        bool const is_always_told =
            std::string_view{aspect} == "metadata" && !is_of_records_only(recording);
        if (!is_always_told && !recording.steps[index].observed.contains(aspect)) continue;
        if (recording.steps[index].kind() == "files") continue;
        ++row.compared;
        std::vector<Difference> const found =
            disagreements(recording, index, aspect, stage.observe(aspect));
        if (found.empty()) {
            ++row.agreed;
        } else if (tell == Tell::differences) {
            print(recording, index, aspect, found);
        }
    }
}

bool agrees(Agreement const& row) { return row.agreed == row.compared && row.note.empty(); }

Agreement play(Recording const& recording, std::uint64_t seed, Tell tell) {
    Agreement row{recording.name, 0, 0, 0, ""};
    try {
        Stage stage{recording, seed};
        for (std::size_t i = 0; i < recording.steps.size(); ++i) {
            if (i > 0) stage.play(recording.steps[i]);
            compare_step(recording, i, stage, tell, row);
        }
        for (std::string const& sentence : stage.violations()) {
            row.note = "violates an invariant";
            std::printf("%s: %s\n", row.name.c_str(), sentence.c_str());
        }
    } catch (std::exception const& error) {
        row.note = std::string{"cannot be played: "} + error.what();
    }
    return row;
}

constexpr std::uint64_t kFirstSeed = 1;

// A recording with members of KIP-848 is one draw of their ids; where it was played twice, equal
// members got different partitions (grp-migrate-up). Which of our draws is that of the recording:
struct Drawn {
    std::string_view recording;
    std::uint64_t seed;
};
constexpr Drawn kDrawn[] = {{"grp-consumer-uniform", 3}};

// The first draw that agrees with all of a recording; none of a hundred: 0.
std::uint64_t find_seed(Recording const& recording) {
    constexpr std::uint64_t kDraws = 100;
    if (!depends_on_member_ids(recording)) return 0;
    for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + kDraws; ++seed) {
        if (agrees(play(recording, seed, Tell::nothing))) return seed;
    }
    return 0;
}

// Of recordings that are not in the table the draw is looked for; ours must not need it.
std::uint64_t seed_to_play(Recording const& recording, bool is_ours) {
    for (Drawn const& each : kDrawn) {
        if (is_ours && each.recording == recording.name) return each.seed;
    }
    return is_ours ? kFirstSeed : std::max(find_seed(recording), kFirstSeed);
}

Agreement judge(std::filesystem::path const& path, bool is_ours, bool& failed) {
    Agreement row{path.stem().string(), 0, 0, 0, ""};
    auto const recording = read_recording(path);
    if (!recording) {
        failed = true;
        row.note = "is no recording";
        return row;
    }
    if (std::string const kind = unknown_step_kind(*recording); !kind.empty()) {
        failed = true;
        row.note = "unknown step " + kind;
        return row;
    }
    if (std::string const needs = needs_what_is_not_yet(*recording); !needs.empty()) {
        row.not_yet = static_cast<int>(recording->steps.size());
        row.note = "(needs " + needs + ")";
        return row;
    }
    std::uint64_t const seed = seed_to_play(*recording, is_ours);
    row = play(*recording, seed, Tell::differences);
    if (!agrees(row)) {
        failed = true;
        if (std::uint64_t const other = is_ours ? find_seed(*recording) : 0; other != 0) {
            row.note = "(would agree with seed " + std::to_string(other) + ": see kDrawn)";
        }
    } else if (seed != kFirstSeed) {
        row.note = "(with the member ids of seed " + std::to_string(seed) + ")";
    }
    return row;
}

// `only`: names of recordings; none: all of them.
int run(std::vector<std::string> const& only) {
    char const* const other = std::getenv("HIGHWATER_RECORDINGS");
    std::filesystem::path const folder =
        other ? other : std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/recordings";
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator{folder, error}) {
        bool const wanted = only.empty() || std::find(only.begin(), only.end(),
                                                      entry.path().stem().string()) != only.end();
        if (wanted && entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) {
        std::printf("no recordings in %s\n", folder.c_str());
        return 1;
    }
    bool failed = false;
    std::vector<Agreement> rows;
    for (auto const& path : files) rows.push_back(judge(path, other == nullptr, failed));
    print_table("recording", rows);
    return failed ? 1 : 0;
}

}  // namespace
}  // namespace highwater

int main(int argc, char** argv) {
    return highwater::run(std::vector<std::string>(argv + 1, argv + argc));
}
