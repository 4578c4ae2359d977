// What the program's exit codes mean; the same for every subcommand (SCENARIOS.md).
#pragma once

namespace highwater::cli {

inline constexpr int kGood = 0;
inline constexpr int kFailed = 1;         // an expectation does not hold
inline constexpr int kBadInput = 2;       // with position and advice
inline constexpr int kInternalError = 3;  // with seed, build and the one command that repeats it

}  // namespace highwater::cli
