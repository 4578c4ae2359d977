// Replays every golden vector of tests/kafka/vectors (or of the folder in HIGHWATER_VECTORS) and
// compares. What is not built yet stands in one list here, which may only shrink.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/kafka/compare.h"
#include "tests/kafka/families.h"

namespace highwater {
namespace {

using nlohmann::json;

struct NotYet {
    std::string_view family;
    // Of a case's input: its version, its topic, or the tool whose output it is; empty: the whole
    // family.
    std::string_view which;
    std::string_view needs;
};

constexpr NotYet kNotYet[] = {
    {"internal_records", "__transaction_state", "transactions"},
    {"kraft_raft", "3.x", "the quorum before 4.0"},
    {"log_files", "", "the files of a log directory"},
    {"log_segment", "", "the files of a log directory"},
    {"record_batch", "", "the bytes of a batch"},
    {"txn_coordinator", "", "transactions"},
    {"zk_controller", "", "the ZooKeeper road"},
};
static_assert(std::size(kNotYet) <= 7, "it only shrinks: lower this number with it");

// "3.x" of the version, "kafka-topics" of the tool "kafka-topics --describe", the topic.
std::vector<std::string> marks_of(json const& input) {
    std::vector<std::string> marks;
    if (!input.is_object()) return marks;
    for (char const* const key : {"version", "tool", "topic"}) {
        if (!input.contains(key) || !input.at(key).is_string()) continue;
        std::string const text = input.at(key);
        marks.push_back(text.substr(0, text.find(' ')));
    }
    return marks;
}

NotYet const* not_yet(std::string_view family, json const& input) {
    std::vector<std::string> const marks = marks_of(input);
    for (NotYet const& row : kNotYet) {
        if (row.family != family) continue;
        bool const is_meant = std::find(marks.begin(), marks.end(), row.which) != marks.end();
        if (row.which.empty() || is_meant) return &row;
    }
    return nullptr;
}

// True when the case agrees.
bool replay(Family const& family, json const& test) {
    std::string const name = family.name + ": " + test.value("name", "(no name)");
    json ours;
    try {
        ours = family.replay(test.at("input"));
    } catch (std::exception const& error) {
        std::printf("%s\n    cannot be replayed: %s\n", name.c_str(), error.what());
        return false;
    }
    std::vector<Difference> const found = differences(test.at("expected"), ours);
    if (found.empty()) return true;
    std::printf("%s\n", name.c_str());
    constexpr int kMostShown = 6;
    int shown = 0;
    for (Difference const& one : found) {
        if (++shown > kMostShown) break;
        std::printf("    %s: Kafka %s, Highwater %s\n", one.path.c_str(), one.kafka.c_str(),
                    one.highwater.c_str());
    }
    return false;
}

Agreement replay_file(std::filesystem::path const& path, bool& failed) {
    Agreement row{path.stem().string(), 0, 0, 0, ""};
    auto const& families = built_families();
    auto const family = std::find_if(families.begin(), families.end(),
                                     [&](Family const& one) { return one.name == row.name; });
    std::ifstream in{path};
    json const file = json::parse(in, nullptr, false);
    if (!file.is_object() || !file.contains("cases")) {
        row.note = "is no file of vectors";
        failed = true;
        return row;
    }
    for (json const& test : file.at("cases")) {
        NotYet const* const later = not_yet(row.name, test.at("input"));
        bool const whole = later && later->which.empty();
        if (later && !(whole && family != families.end())) {
            ++row.not_yet;
            row.note = "(needs " + std::string{later->needs} + ")";
            continue;
        }
        if (family == families.end()) {
            row.note = "nothing replays this family";
            failed = true;
            return row;
        }
        if (whole) {
            row.note = "is built: take it off the list of what is not yet";
            failed = true;
        }
        ++row.compared;
        if (replay(*family, test)) {
            ++row.agreed;
        } else {
            failed = true;
        }
    }
    return row;
}

int run() {
    char const* const other = std::getenv("HIGHWATER_VECTORS");
    std::filesystem::path const folder =
        other ? other : std::string{HIGHWATER_SOURCE_DIR} + "/tests/kafka/vectors";
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator{folder, error}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    if (files.empty()) {
        std::printf("no vectors in %s\n", folder.c_str());
        return 1;
    }
    bool failed = false;
    std::vector<Agreement> rows;
    for (auto const& path : files) rows.push_back(replay_file(path, failed));
    print_table("family", rows);
    return failed ? 1 : 0;
}

}  // namespace
}  // namespace highwater

int main() { return highwater::run(); }
