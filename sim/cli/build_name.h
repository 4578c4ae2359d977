// Which build this is: for --version and for reports of internal errors.
#pragma once

namespace highwater::cli {

// "commit 3759efa, g++ 12.2.0".
char const* build_name();

}  // namespace highwater::cli
