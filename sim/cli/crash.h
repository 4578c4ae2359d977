// When the program itself is wrong: seed, build and the one command that repeats it, exit code 3.
#pragma once

#include <cstdint>

namespace highwater::cli {

void prepare_for_crash(int argc, char const* const* argv);
void remember_for_crash(std::uint64_t seed);

}  // namespace highwater::cli
