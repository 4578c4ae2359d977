// The typefaces: found on the system, never shipped. Inter for words, JetBrains Mono for whatever a
// tool would print, Font Awesome for a few icons. Missing ones are replaced by ImGui's own font,
// and `warning` says so in words that belong on the screen.
#pragma once

#include <imgui.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "gui/theme.h"

namespace highwater::gui {

enum class Face { words, words_strong, mono, mono_strong };
constexpr std::size_t kFaces = 4;

struct FontFiles {
    std::array<std::string, kFaces> faces;  // empty = not found
    std::string icons;
    std::vector<std::string> missing;  // what a person would call them
};

// Looks in the folders in turn, in each first where Debian puts the file, then anywhere below.
FontFiles find_fonts(std::vector<std::filesystem::path> const& folders);
// The folders where systems keep fonts, HIGHWATER_FONTS (a folder) before all.
std::vector<std::filesystem::path> font_folders();

// One face at one size, with what is needed to align it with others. Pixels on the screen.
struct SizedFont {
    ImFont* font = nullptr;
    float size = 0;  // what ImGui calls the size: ascender to descender
    float em = 0;
    float ascent = 0;      // top of ImGui's line to the baseline
    float cap_height = 0;  // baseline to the top of an H
};

struct FontSet {
    float scale = 1;
    bool lecture = false;
    bool has_icons = false;
    std::string warning;  // one line for the screen; empty when all was found
    std::array<std::array<SizedFont, kTypes>, kFaces> sized;

    SizedFont const& get(Face face, Type type) const {
        return sized[static_cast<std::size_t>(face)][static_cast<std::size_t>(type)];
    }
    float line_height(Type type) const;
};

// Replaces what is in the atlas and builds it. The first font of the atlas, ImGui's default, is the
// words face at body size.
FontSet build_fonts(ImFontAtlas& atlas, FontFiles const& files, float scale, bool lecture);

// A few Font Awesome 4 icons; each is drawn beside a word, never instead of one.
namespace icon {
constexpr char const* kFind = "\xef\x80\x82";      // U+F002
constexpr char const* kOpen = "\xef\x81\xbc";      // U+F07C
constexpr char const* kSave = "\xef\x83\x87";      // U+F0C7
constexpr char const* kSettings = "\xef\x80\x93";  // U+F013
constexpr char const* kFork = "\xef\x84\xa6";      // U+F126
constexpr char const* kBook = "\xef\x80\xad";      // U+F02D
constexpr char const* kPicture = "\xef\x80\xbe";   // U+F03E
constexpr char const* kPin = "\xef\x82\x8d";       // U+F08D
}  // namespace icon

}  // namespace highwater::gui
