// golden PROGRAM [--rewrite]: runs every command that stands in tests/golden/**/*.txt and compares
// what it prints, then the hash of every scenario's run. With --rewrite the files are made to say
// what is.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/hashes.h"
#include "tests/golden/transcript.h"

namespace highwater::golden {
namespace {

std::string const kRoot = HIGHWATER_SOURCE_DIR "/";

std::vector<std::string> all_texts() {
    std::filesystem::path const root{kRoot};
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{root / "tests/golden"}) {
        std::string const name = entry.path().filename().string();
        if (!name.ends_with(".txt") || name == "CMakeLists.txt" || name == "hashes.txt") continue;
        found.push_back(std::filesystem::relative(entry.path(), root).generic_string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string play(std::string const& text, std::string const& program) {
    std::vector<Block> blocks = parse(text);
    for (Block& block : blocks) {
        if (!block.command.empty()) block.output = run(block.command, program);
    }
    return format(blocks);
}

// True when the file says what is, or now does.
bool settle(std::string const& file, std::string const& actual, bool rewrite) {
    std::string const expected = read_file(kRoot + file);
    if (expected == actual) return true;
    if (rewrite) {
        write_file(kRoot + file, actual);
        std::printf("rewritten: %s\n", file.c_str());
        return true;
    }
    if (expected.empty()) {
        std::printf("%s is missing\n", file.c_str());
    } else {
        std::printf("%s, %s\n", file.c_str(), first_difference(expected, actual).c_str());
    }
    return false;
}

int compare_all(std::string const& program, bool rewrite) {
    std::vector<std::string> const texts = all_texts();
    int failed = 0;
    for (std::string const& file : texts) {
        if (!settle(file, play(read_file(kRoot + file), program), rewrite)) ++failed;
    }
    std::vector<std::string> const scenarios = all_scenarios();
    if (!settle("tests/golden/hashes.txt", golden_hashes(scenarios, program), rewrite)) ++failed;
    std::printf("%zu texts and %zu hashes, %d files differ\n", texts.size(), scenarios.size(),
                failed);
    if (failed > 0)
        std::printf("Meant? Run ./dev rewrite, read the diff, commit what you can explain.\n");
    return failed > 0 || texts.empty() || scenarios.empty() ? 1 : 0;
}

}  // namespace
}  // namespace highwater::golden

int main(int argc, char** argv) {
    if (argc < 2) {
        std::printf("usage: golden PROGRAM [--rewrite]\n");
        return 2;
    }
    bool const rewrite = argc > 2 && std::string_view{argv[2]} == "--rewrite";
    return highwater::golden::compare_all(argv[1], rewrite);
}
