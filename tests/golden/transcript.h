// A transcript is a text for people in which commands stand with what they print:
//
//     Prose, as much as is useful.
//
//     $ highwater explain scenarios/basics/one-record.toml --event 412
//     ----
//     what it printed
//     ----
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace highwater::golden {

struct Block {
    std::string prose;    // before the command, with its line breaks
    std::string command;  // "highwater run …"; empty: the prose after the last one
    std::string output;
};

std::vector<Block> parse(std::string_view text);
std::string format(std::vector<Block> const& blocks);

// Runs a command of a transcript with the program at `program`, from the root of the repository.
// Standard error counts too, and an exit code that is not 0 is told in a last line.
std::string run(std::string const& command, std::string const& program);

// The first line in which two texts differ, told with both versions.
std::string first_difference(std::string_view expected, std::string_view actual);

std::string read_file(std::string const& path);
void write_file(std::string const& path, std::string_view text);

}  // namespace highwater::golden
