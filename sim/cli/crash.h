// When the program itself is wrong: seed, build and the one command that repeats it, exit code 3.
#pragma once

#include <cstdint>
#include <string>

namespace highwater::cli {

void prepare_for_crash(int argc, char const* const* argv);
void remember_for_crash(std::uint64_t seed);
// A drawn scenario is in no file yet: a crash while it runs writes it there. Empty: no longer.
void keep_for_crash(std::string file, std::string text);

}  // namespace highwater::cli
