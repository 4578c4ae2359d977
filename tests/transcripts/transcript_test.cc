// The story of scenarios/**/NAME.toml is tests/transcripts/NAME.txt. With --rewrite it is written
// anew: read the diff, and commit only what you can explain.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/program.h"
#include "tests/transcripts/rewrites.h"

namespace highwater {

bool rewrites = false;

namespace {

namespace fs = std::filesystem;

std::string read(fs::path const& path) {
    std::ifstream stream{path, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<fs::path> scenarios() {
    std::vector<fs::path> found;
    fs::path const root = fs::path{HIGHWATER_SOURCE_DIR} / "scenarios";
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator{root}) {
        if (entry.path().extension() == ".toml") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

struct Told {
    std::string text;
    int exit{};
};

Told story_of(fs::path const& scenario) {
    std::ostringstream out;
    std::streambuf* const before = std::cout.rdbuf(out.rdbuf());
    cli::RunWish wish;
    wish.file = scenario.string();
    Told told;
    told.exit = cli::run_scenario(wish);
    std::cout.rdbuf(before);
    told.text = out.str();
    return told;
}

// The first line in which two texts differ, for a failure that can be read.
std::string first_difference(std::string const& expected, std::string const& actual) {
    std::istringstream a{expected};
    std::istringstream b{actual};
    std::string one;
    std::string other;
    for (int line = 1;; ++line) {
        bool const has_one = static_cast<bool>(std::getline(a, one));
        bool const has_other = static_cast<bool>(std::getline(b, other));
        if (!has_one && !has_other) return "none";
        if (has_one && has_other && one == other) continue;
        return "line " + std::to_string(line) + "\n  expected: " + (has_one ? one : "(the end)") +
               "\n  actual:   " + (has_other ? other : "(the end)");
    }
}

TEST(Transcripts, EveryScenarioTellsItsStoryAndKeepsItsPromises) {
    fs::path const folder = fs::path{HIGHWATER_SOURCE_DIR} / "tests" / "transcripts";
    std::vector<std::string> names;
    for (fs::path const& scenario : scenarios()) {
        SCOPED_TRACE(scenario.string());
        Told const told = story_of(scenario);
        // A challenge without an answer is not passed.
        bool const is_challenge = scenario.parent_path().filename() == "challenges";
        EXPECT_EQ(told.exit, is_challenge ? 1 : 0);
        std::string const name = scenario.stem().string();
        EXPECT_EQ(std::count(names.begin(), names.end(), name), 0) << "two scenarios of one name";
        names.push_back(name);
        fs::path const file = folder / (name + ".txt");
        if (rewrites) {
            std::ofstream{file, std::ios::binary} << told.text;
            continue;
        }
        std::string const expected = read(file);
        if (expected == told.text) continue;
        ADD_FAILURE() << file << " is not this run's story; first difference: "
                      << first_difference(expected, told.text)
                      << "\nIf the new story is right: tests/transcripts/transcript --rewrite";
    }
    for (fs::directory_entry const& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() != ".txt" || entry.path().filename() == "CMakeLists.txt") {
            continue;
        }
        std::string const name = entry.path().stem().string();
        EXPECT_EQ(std::count(names.begin(), names.end(), name), 1)
            << entry.path() << " tells of no scenario";
    }
}

TEST(Transcripts, TheSameFileTellsTheSameStoryTwice) {
    for (fs::path const& scenario : scenarios()) {
        EXPECT_EQ(story_of(scenario).text, story_of(scenario).text) << scenario;
    }
}

}  // namespace
}  // namespace highwater

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; ++i) highwater::rewrites |= std::string{argv[i]} == "--rewrite";
    return RUN_ALL_TESTS();
}
