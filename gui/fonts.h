// The typefaces: found on the system, never shipped. Inter for words, JetBrains Mono for whatever a
// tool would print. Missing ones are replaced by ImGui's own font, and `warning` says so in words
// that belong on the screen.
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
    std::vector<std::string> missing;       // what a person would call them
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
    std::string letters;  // that were asked for, beside those that are always there
    std::string warning;  // one line for the screen; empty when all was found
    std::array<std::array<SizedFont, kTypes>, kFaces> sized;

    SizedFont const& get(Face face, Type type) const {
        return sized[static_cast<std::size_t>(face)][static_cast<std::size_t>(type)];
    }
    float line_height(Type type) const;
};

// Replaces what is in the atlas and builds it. The first font of the atlas, ImGui's default, is the
// words face at body size. `letters`: what a lesson in Greek or Russian needs beside the Latin ones
// (extra_letters); loading all that the fonts have would take seconds and most of a texture.
FontSet build_fonts(ImFontAtlas& atlas, FontFiles const& files, float scale, bool lecture,
                    std::string_view letters = {});

// The letters of a text that are not always there, each once and in order, as UTF-8.
std::string extra_letters(std::string_view text);

}  // namespace highwater::gui
