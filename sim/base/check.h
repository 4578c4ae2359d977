// CHECK stays on in Release: a wrong program must stop loudly, with the place and the broken claim.
#pragma once

namespace highwater {

[[noreturn]] void check_failed(char const* claim, char const* file, int line);

// What a program does with a failed CHECK before it aborts (the command line prints seed and the
// command that repeats the run). The default prints to standard error.
using CheckHook = void (*)(char const* claim, char const* file, int line);
void set_check_hook(CheckHook hook);

}  // namespace highwater

#define CHECK(claim) \
    ((claim) ? static_cast<void>(0) : ::highwater::check_failed(#claim, __FILE__, __LINE__))
