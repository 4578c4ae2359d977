#include "tests/transcripts/readme.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/transcripts/rewrites.h"

namespace highwater {

void expect_in_readme(std::string_view name, std::string const& text) {
    std::string const begin_mark = "<!-- " + std::string{name} + ": made by ./dev rewrite -->\n";
    std::string const end_mark = "<!-- end of " + std::string{name} + " -->\n";
    std::filesystem::path const file = HIGHWATER_SOURCE_DIR "/README.md";
    std::ostringstream read;
    read << std::ifstream{file, std::ios::binary}.rdbuf();
    std::string readme = read.str();
    std::size_t const begin = readme.find(begin_mark);
    std::size_t const end = readme.find(end_mark);
    ASSERT_NE(begin, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    std::size_t const from = begin + begin_mark.size();
    if (rewrites) {
        readme.replace(from, end - from, text);
        std::ofstream{file, std::ios::binary} << readme;
        return;
    }
    EXPECT_EQ(readme.substr(from, end - from), text) << "./dev rewrite mends it";
}

}  // namespace highwater
