#include "cli/build_name.h"

// CMake passes the commit when it configures inside a clone.
#ifndef HIGHWATER_COMMIT
#define HIGHWATER_COMMIT "unknown"
#endif

#ifdef __clang__
#define HIGHWATER_COMPILER "clang " __clang_version__
#else
#define HIGHWATER_COMPILER "g++ " __VERSION__
#endif

namespace highwater::cli {

char const* build_name() { return "commit " HIGHWATER_COMMIT ", " HIGHWATER_COMPILER; }

}  // namespace highwater::cli
