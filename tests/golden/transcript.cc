#include "tests/golden/transcript.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace highwater::golden {

namespace {

constexpr std::string_view kPrompt = "$ highwater ";
constexpr std::string_view kFence = "----";

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream in{std::string{text}};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

std::vector<Block> parse(std::string_view text) {
    std::vector<std::string> const lines = lines_of(text);
    std::vector<Block> blocks;
    Block block;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with(kPrompt)) {
            block.prose += lines[i] + "\n";
            continue;
        }
        block.command = lines[i].substr(2);
        // A command that nobody ran yet may stand without its output.
        if (i + 1 < lines.size() && lines[i + 1] == kFence) {
            for (i += 2; i < lines.size() && lines[i] != kFence; ++i) {
                block.output += lines[i] + "\n";
            }
        }
        blocks.push_back(std::move(block));
        block = {};
    }
    if (!block.prose.empty()) blocks.push_back(std::move(block));
    return blocks;
}

std::string format(std::vector<Block> const& blocks) {
    std::string text;
    for (Block const& block : blocks) {
        text += block.prose;
        if (block.command.empty()) continue;
        text += "$ " + block.command + "\n" + std::string{kFence} + "\n" + block.output +
                std::string{kFence} + "\n";
    }
    return text;
}

namespace {

// Where this clone lies is not part of what the program says.
std::string without_root(std::string text) {
    std::string_view const root = HIGHWATER_SOURCE_DIR "/";
    for (std::size_t at = text.find(root); at != text.npos; at = text.find(root, at)) {
        text.erase(at, root.size());
    }
    return text;
}

}  // namespace

std::string run(std::string const& command, std::string const& program) {
    std::string const arguments = command.substr(std::string_view{"highwater"}.size());
    std::string const call =
        "cd '" HIGHWATER_SOURCE_DIR "' && '" + program + "'" + arguments + " 2>&1";
    std::FILE* const pipe = popen(call.c_str(), "r");
    if (pipe == nullptr) return "cannot be run\n";
    std::string output;
    char buffer[4096];
    while (std::size_t const got = std::fread(buffer, 1, sizeof buffer, pipe)) {
        output.append(buffer, got);
    }
    int const status = pclose(pipe);
    if (!output.empty() && output.back() != '\n') output += '\n';
    int const code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code != 0) output += "exit " + std::to_string(code) + "\n";
    return without_root(std::move(output));
}

std::string first_difference(std::string_view expected, std::string_view actual) {
    std::vector<std::string> const before = lines_of(expected);
    std::vector<std::string> const now = lines_of(actual);
    for (std::size_t i = 0; i < std::max(before.size(), now.size()); ++i) {
        std::string const was = i < before.size() ? before[i] : "(end)";
        std::string const is = i < now.size() ? now[i] : "(end)";
        if (was != is) {
            return "line " + std::to_string(i + 1) + "\n    was  " + was + "\n    is   " + is;
        }
    }
    return "nothing but a line end";
}

std::string read_file(std::string const& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void write_file(std::string const& path, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
    std::ofstream{path, std::ios::binary} << text;
}

}  // namespace highwater::golden
