#pragma once

#include <string>

namespace highwater {

// A step of a scenario that does one thing.
inline std::string step(std::string const& at, std::string const& phrase) {
    return "[[step]]\nat = \"" + at + "\"\ndo = '" + phrase + "'\n";
}

}  // namespace highwater
