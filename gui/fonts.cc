#include "gui/fonts.h"

#include <imgui_internal.h>  // ImTextCharFromUtf8

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace highwater::gui {
namespace {

namespace fs = std::filesystem;

struct Wanted {
    char const* name;                  // for people
    char const* debian;                // below a folder of fonts
    std::array<char const*, 2> files;  // other names it goes by
};

constexpr std::array<Wanted, kFaces> kWanted{{
    {"Inter", "opentype/inter/Inter-Regular.otf", {"Inter-Regular.otf", "Inter-Regular.ttf"}},
    {"Inter semibold",
     "opentype/inter/Inter-SemiBold.otf",
     {"Inter-SemiBold.otf", "Inter-SemiBold.ttf"}},
    {"JetBrains Mono",
     "truetype/jetbrains-mono/JetBrainsMono-Regular.ttf",
     {"JetBrainsMono-Regular.ttf", "JetBrainsMono-Regular.otf"}},
    {"JetBrains Mono medium",
     "truetype/jetbrains-mono/JetBrainsMono-Medium.ttf",
     {"JetBrainsMono-Medium.ttf", "JetBrainsMono-Medium.otf"}},
}};

// Basic Latin, Latin-1, Latin Extended-A; dashes, quotes and …; arrows; − ≠ ≤ ≥; ✓ and ✗.
constexpr ImWchar kGlyphs[] = {0x0020, 0x007E, 0x00A0, 0x017F, 0x2010, 0x2027, 0x2190,
                               0x2193, 0x2212, 0x2212, 0x2260, 0x2260, 0x2264, 0x2265,
                               0x2713, 0x2713, 0x2717, 0x2717, 0};

bool is_file(fs::path const& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

std::string find_below(fs::path const& folder, Wanted const& wanted) {
    constexpr int kMostFiles = 20000;  // a folder of fonts is small; a wrong one must not hang us
    std::error_code error;
    fs::recursive_directory_iterator at{folder, fs::directory_options::skip_permission_denied,
                                        error};
    for (int seen = 0; !error && at != fs::end(at) && seen < kMostFiles; ++seen) {
        fs::path const& path = at->path();
        for (char const* file : wanted.files) {
            if (path.filename() == file && is_file(path)) return path.string();
        }
        at.increment(error);
    }
    return {};
}

std::string find_one(std::vector<fs::path> const& folders, Wanted const& wanted) {
    for (fs::path const& folder : folders) {
        if (is_file(folder / wanted.debian)) return (folder / wanted.debian).string();
    }
    for (fs::path const& folder : folders) {
        std::string found = find_below(folder, wanted);
        if (!found.empty()) return found;
    }
    return {};
}

std::string read_file(std::string const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

// What the font file says about its own proportions, in parts of the em square. ImGui scales a font
// by ascender to descender, designers by the em: without these 16 px of Inter would come out as 13.
struct Proportions {
    float line = 1.2F;  // ascender to descender
    float cap_height = 0.72F;
    bool known = false;
};

std::uint32_t big_endian(std::string const& bytes, std::size_t at, std::size_t width) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        unsigned const byte = at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0;
        value = value << 8 | byte;
    }
    return value;
}

float short_at(std::string const& bytes, std::size_t at) {
    return static_cast<float>(static_cast<std::int16_t>(big_endian(bytes, at, 2)));
}

// Offset of a table in an OpenType file; 0 = not there.
std::size_t table(std::string const& bytes, char const (&tag)[5]) {
    std::size_t const tables = big_endian(bytes, 4, 2);
    for (std::size_t i = 0; i < tables; ++i) {
        std::size_t const row = 12 + i * 16;
        if (row + 16 <= bytes.size() && bytes.compare(row, 4, tag) == 0) {
            return big_endian(bytes, row + 8, 4);
        }
    }
    return 0;
}

Proportions proportions_of(std::string const& bytes) {
    Proportions result;
    std::size_t const head = table(bytes, "head");
    std::size_t const hhea = table(bytes, "hhea");
    std::size_t const os2 = table(bytes, "OS/2");
    float const em = head == 0 ? 0 : short_at(bytes, head + 18);
    float const line = hhea == 0 ? 0 : short_at(bytes, hhea + 4) - short_at(bytes, hhea + 6);
    if (em <= 0 || line <= 0) return result;
    result.known = true;
    result.line = line / em;
    if (os2 != 0 && big_endian(bytes, os2, 2) >= 2) {
        float const cap_height = short_at(bytes, os2 + 88) / em;
        if (cap_height > 0.3F && cap_height < 1) result.cap_height = cap_height;
    }
    return result;
}

ImFont* add_font(ImFontAtlas& atlas, std::string& bytes, float size, ImWchar const* glyphs) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;  // the atlas keeps its own copy
    // Twice the width, so that letters stand where the typeface puts them, not on whole pixels.
    config.OversampleH = 2;
    config.OversampleV = 1;
    // Thin strokes lose weight when blended linearly, light on dark most of all.
    config.RasterizerMultiply = 1.25F;
    return atlas.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), size, &config,
                                      glyphs);
}

SizedFont add_sized(ImFontAtlas& atlas, std::string& bytes, Proportions const& shape, float em,
                    ImWchar const* glyphs) {
    SizedFont sized;
    sized.em = em;
    if (shape.known) {
        sized.size = em * shape.line;
        sized.cap_height = em * shape.cap_height;
        sized.font = add_font(atlas, bytes, sized.size, glyphs);
        if (sized.font != nullptr) return sized;
    }
    ImFontConfig config;
    config.SizePixels = std::round(em);  // the built-in font is drawn for 13 pixels
    sized.size = config.SizePixels;
    sized.cap_height = em * 0.62F;
    sized.font = atlas.AddFontDefault(&config);
    return sized;
}

bool is_always_there(unsigned letter) {
    for (std::size_t i = 0; kGlyphs[i] != 0; i += 2) {
        if (letter >= kGlyphs[i] && letter <= kGlyphs[i + 1]) return true;
    }
    return false;
}

std::string warning_for(std::vector<std::string> const& missing) {
    if (missing.empty()) return {};
    std::string names;
    for (std::string const& name : missing) names += (names.empty() ? "" : ", ") + name;
    return "Fonts not found: " + names + ". Install fonts-inter and fonts-jetbrains-mono.";
}

}  // namespace

float FontSet::line_height(Type type) const {
    return std::round(type_px(type, lecture) * scale * 1.36F);
}

std::vector<fs::path> font_folders() {
    std::vector<fs::path> folders;
    if (char const* chosen = std::getenv("HIGHWATER_FONTS")) folders.emplace_back(chosen);
    folders.emplace_back("/usr/share/fonts");
    folders.emplace_back("/usr/local/share/fonts");
    if (char const* home = std::getenv("HOME")) {
        folders.push_back(fs::path{home} / ".local/share/fonts");
        folders.push_back(fs::path{home} / ".fonts");
        folders.push_back(fs::path{home} / "Library/Fonts");
    }
    folders.emplace_back("/Library/Fonts");
    folders.emplace_back("C:/Windows/Fonts");
    return folders;
}

FontFiles find_fonts(std::vector<fs::path> const& folders) {
    FontFiles files;
    for (std::size_t i = 0; i < kFaces; ++i) {
        files.faces[i] = find_one(folders, kWanted[i]);
        if (files.faces[i].empty()) files.missing.emplace_back(kWanted[i].name);
    }
    return files;
}

std::string extra_letters(std::string_view text) {
    std::set<unsigned> found;
    char const* at = text.data();
    char const* const end = at + text.size();
    while (at < end) {
        unsigned letter = 0;
        at += std::max(1, ImTextCharFromUtf8(&letter, at, end));
        if (letter >= 0x20 && letter <= IM_UNICODE_CODEPOINT_MAX && !is_always_there(letter)) {
            found.insert(letter);
        }
    }
    std::string letters;
    for (unsigned const letter : found) {
        char utf8[5];
        letters += ImTextCharToUtf8(utf8, letter);
    }
    return letters;
}

FontSet build_fonts(ImFontAtlas& atlas, FontFiles const& files, float scale, bool lecture,
                    std::string_view letters) {
    atlas.Clear();
    ImFontGlyphRangesBuilder wanted;
    wanted.AddRanges(kGlyphs);
    // Not of an empty view: its pointer may be null.
    if (!letters.empty()) wanted.AddText(letters.data(), letters.data() + letters.size());
    ImVector<ImWchar> glyphs;  // must live until the atlas is built
    wanted.BuildRanges(&glyphs);
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    FontSet set;
    set.scale = clamp_scale(scale);
    set.lecture = lecture;
    set.letters = letters;
    set.warning = warning_for(files.missing);

    // Body first: the first font of an atlas is the one ImGui's own widgets use.
    constexpr std::array<Type, kTypes> kOrder{Type::body, Type::label, Type::secondary,
                                              Type::card_title, Type::stage_title};
    for (std::size_t face = 0; face < kFaces; ++face) {
        std::string bytes =
            files.faces[face].empty() ? std::string{} : read_file(files.faces[face]);
        Proportions const shape = proportions_of(bytes);
        for (Type const type : kOrder) {
            float const em = type_px(type, lecture) * set.scale;
            SizedFont const sized = add_sized(atlas, bytes, shape, em, glyphs.Data);
            set.sized[face][static_cast<std::size_t>(type)] = sized;
        }
    }
    atlas.Build();
    for (auto& face : set.sized) {
        // ImGui draws the baseline at the ascent, rounded to whole pixels.
        for (SizedFont& sized : face) sized.ascent = std::floor(sized.font->Ascent + 0.5F);
    }
    return set;
}

}  // namespace highwater::gui
