#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace highwater {

namespace {
CheckHook hook_of_program = nullptr;
}

void set_check_hook(CheckHook hook) { hook_of_program = hook; }

void check_failed(char const* claim, char const* file, int line) {
    if (hook_of_program != nullptr) hook_of_program(claim, file, line);
    std::fprintf(stderr, "CHECK failed: %s (%s:%d)\n", claim, file, line);
    std::abort();
}

}  // namespace highwater
