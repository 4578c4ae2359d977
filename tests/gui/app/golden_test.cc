// The pictures of the first lesson, in small: what nobody meant to change does not change. Letters
// come from the system's fonts, and ImGui smooths edges by rsqrtss, which each maker of processors
// rounds in its own way: a few pixels of a picture are a shade lighter from machine to machine. So
// a picture is remembered by the mean colours of its cells, in which that does not show and any
// letter does. HIGHWATER_REWRITE=1 writes them anew: look at the pictures first (gui_app_shots).
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "gui/app.h"
#include "tests/gui/app/lesson_files.h"

namespace highwater::gui {
namespace {

std::string const kFile =
    std::string{HIGHWATER_SOURCE_DIR} + "/tests/gui/app/golden/one-record.txt";

std::map<std::string, std::string> read_golden() {
    std::map<std::string, std::string> golden;
    std::ifstream file{kFile};
    for (std::string name, hash; file >> name >> hash;) golden[name] = hash;
    return golden;
}

constexpr int kColumns = 40;
constexpr int kRows = 24;

// The mean red, green and blue of each cell, row by row, two hex digits each.
std::string cells_of(Image const& image) {
    constexpr char kDigits[] = "0123456789abcdef";
    int const width = image.width / kColumns;
    int const height = image.height / kRows;
    std::string cells;
    for (int cell = 0; cell < kColumns * kRows; ++cell) {
        std::array<int, 3> sum{};
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                std::uint8_t const* pixel =
                    image.pixel(cell % kColumns * width + x, cell / kColumns * height + y);
                for (std::size_t part = 0; part < 3; ++part) sum[part] += pixel[part];
            }
        }
        for (int const part : sum) {
            auto const mean = static_cast<std::size_t>(part / (width * height));
            cells += kDigits[mean / 16];
            cells += kDigits[mean % 16];
        }
    }
    return cells;
}

// Where they differ by more than one shade: "column 12, row 3".
std::vector<std::string> differences(std::string const& golden, std::string const& made) {
    if (golden.size() != made.size()) return {"everywhere"};
    std::vector<std::string> found;
    int const cells = kColumns * kRows;
    for (int cell = 0; cell < cells; ++cell) {
        bool differs = false;
        for (int part = 0; part < 3; ++part) {
            auto const at = static_cast<std::size_t>((cell * 3 + part) * 2);
            int const one = std::stoi(golden.substr(at, 2), nullptr, 16);
            int const other = std::stoi(made.substr(at, 2), nullptr, 16);
            differs = differs || std::abs(one - other) > 1;
        }
        if (!differs) continue;
        found.push_back("column " + std::to_string(cell % kColumns) + ", row " +
                        std::to_string(cell / kColumns));
    }
    return found;
}

std::map<std::string, std::string> draw_all() {
    std::map<std::string, std::string> made;
    Scenario const scenario = lesson("basics/one-record.toml");
    for (std::int64_t const at_ms : {0, 2'500, 6'000, 12'000}) {
        for (Mode const mode : {Mode::dark, Mode::light}) {
            for (bool const lecture : {false, true}) {
                ShotRequest request;
                request.at = Time{} + milliseconds(at_ms);
                request.width = 1280;
                request.height = 720;
                request.mode = mode;
                request.lecture = lecture;
                request.selected = "letters-0";
                auto const image = draw_shot(scenario, request);
                if (!image) throw std::runtime_error{image.problem().message};
                std::string name = std::to_string(at_ms) + "ms-";
                name += mode == Mode::dark ? "dark" : "light";
                if (lecture) name += "-lecture";
                made[name] = cells_of(*image);
            }
        }
    }
    return made;
}

TEST(GoldenPictures, OfOneRecord) {
    if (!find_fonts(font_folders()).missing.empty()) {
        GTEST_SKIP() << "needs fonts-inter and fonts-jetbrains-mono";
    }
    auto const made = draw_all();
    EXPECT_EQ(draw_all(), made);
    if (std::getenv("HIGHWATER_REWRITE") != nullptr) {
        std::ofstream file{kFile};
        for (auto const& [name, hash] : made) file << name << ' ' << hash << '\n';
        return;
    }
    auto const golden = read_golden();
    EXPECT_EQ(golden.size(), made.size());
    for (auto const& [name, cells] : made) {
        auto const known = golden.find(name);
        ASSERT_NE(known, golden.end()) << name;
        EXPECT_EQ(differences(known->second, cells), std::vector<std::string>{})
            << name << ": look at the pictures; HIGHWATER_REWRITE=1 accepts them";
    }
}

TEST(GoldenPictures, ALetterShowsInItsCellAndAShadeOfAnEdgeDoesNot) {
    Image image{1280, 720};
    std::string const plain = cells_of(image);
    for (int x = 100; x < 120; ++x) image.pixel(x, 50)[0] = 8;
    EXPECT_TRUE(differences(plain, cells_of(image)).empty());
    for (int y = 40; y < 52; ++y) {
        for (int x = 100; x < 106; ++x) image.pixel(x, y)[1] = 200;
    }
    EXPECT_EQ(differences(plain, cells_of(image)), std::vector<std::string>{"column 3, row 1"});
}

}  // namespace
}  // namespace highwater::gui
