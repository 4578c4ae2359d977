#include "cli/crash.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>

#include "base/check.h"
#include "cli/build_name.h"
#include "cli/exit_code.h"

namespace highwater::cli {

namespace {

struct Repeat {
    std::string command;
    std::string seed{"not read yet"};
    std::string file;
    std::string text;
};

Repeat& repeat() {
    static Repeat one;
    return one;
}

// As a shell takes it.
std::string quoted(std::string const& argument) {
    constexpr char const* kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
    if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) {
        return argument;
    }
    std::string text = "'";
    for (char const c : argument) text += c == '\'' ? "'\\''" : std::string(1, c);
    return text + "'";
}

std::string command_after_keeping() {
    if (repeat().file.empty()) return repeat().command;
    std::ofstream out{repeat().file, std::ios::binary};
    out << repeat().text;
    out.close();
    return out ? "highwater run " + quoted(repeat().file) : repeat().command;
}

void report(char const* claim, char const* file, int line) {
    std::cout.flush();
    std::cerr
        << "highwater: internal error: " << claim << " does not hold (" << file << ":" << line
        << ")\n      seed   " << repeat().seed << "\n      build  " << build_name()
        << "\n      repeat " << command_after_keeping()
        << "\n      This is a mistake of the program, not of your file. Please report it with "
           "these lines.\n";
    std::cerr.flush();
    std::_Exit(kInternalError);
}

}  // namespace

void prepare_for_crash(int argc, char const* const* argv) {
    for (int i = 0; i < argc; ++i) {
        repeat().command += (i == 0 ? "" : " ") + quoted(argv[i]);
    }
    set_check_hook(report);
}

void remember_for_crash(std::uint64_t seed) { repeat().seed = std::to_string(seed); }

void keep_for_crash(std::string file, std::string text) {
    repeat().file = std::move(file);
    repeat().text = std::move(text);
}

}  // namespace highwater::cli
