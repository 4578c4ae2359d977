// What is simplified is said in the README as on the command line and in the window.
#include <gtest/gtest.h>

#include "scenario/simplified.h"
#include "tests/transcripts/readme.h"

namespace highwater {
namespace {

TEST(Simplified, IsSaidInTheReadme) {
    std::string table = "| What | Here | Why |\n| --- | --- | --- |\n";
    for (Simplification const& each : simplifications()) {
        table += "| " + std::string{each.topic} + " | " + std::string{each.what} + " | " +
                 std::string{each.why} + " |\n";
    }
    expect_in_readme("what is simplified", table);
}

}  // namespace
}  // namespace highwater
