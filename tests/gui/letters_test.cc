// Whatever the dashboard writes can be drawn: a letter that is in no glyph range comes out as "?".
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gui/fonts.h"

namespace highwater::gui {
namespace {

namespace fs = std::filesystem;

std::string read(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// What stands between quotes, comments left out. Good enough for a house that has no raw strings
// with quotes in them on the stage.
std::string literals_of(std::string const& source) {
    std::string literals;
    bool is_text = false;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (!is_text && source.compare(i, 2, "//") == 0) {
            i = std::min(source.find('\n', i), source.size());
        } else if (!is_text && source.compare(i, 3, "'\"'") == 0) {
            i += 2;
        } else if (source[i] == '"') {
            is_text = !is_text;
        } else if (is_text && source[i] == '\\') {
            ++i;
        } else if (is_text) {
            literals += source[i];
        }
    }
    return literals;
}

TEST(Letters, EveryLetterThatTheDashboardWritesIsAlwaysThere) {
    // A browser draws the one, and the menu loads what the names of languages need.
    std::vector<std::string> const others = {"sequence_svg.cc", "lessons_menu.cc"};
    for (auto const& entry :
         fs::recursive_directory_iterator{fs::path{HIGHWATER_SOURCE_DIR} / "gui"}) {
        std::string const name = entry.path().filename().string();
        if (!name.ends_with(".cc") && !name.ends_with(".h")) continue;
        if (std::find(others.begin(), others.end(), name) != others.end()) continue;
        EXPECT_EQ(extra_letters(literals_of(read(entry.path()))), "") << name;
    }
}

TEST(Letters, BothFacesHaveTheTickAndTheCross) {
    FontFiles const files = find_fonts(font_folders());
    if (!files.missing.empty()) GTEST_SKIP() << "no Inter here";
    ImFontAtlas atlas;
    FontSet const set = build_fonts(atlas, files, 1.0F, false);
    for (Face const face : {Face::words, Face::words_strong, Face::mono, Face::mono_strong}) {
        for (ImWchar const letter : {ImWchar{0x2713}, ImWchar{0x2717}}) {
            EXPECT_NE(set.get(face, Type::body).font->FindGlyphNoFallback(letter), nullptr);
        }
    }
}

}  // namespace
}  // namespace highwater::gui
