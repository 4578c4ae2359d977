// The pictures of the first lesson, as hashes: what nobody meant to change does not change. The
// rasteriser makes the same bytes on every machine; the letters come from the system's fonts.
// HIGHWATER_REWRITE=1 writes them anew: look at the pictures first (gui_app_shots).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

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

std::string hex(std::uint64_t value) {
    std::stringstream text;
    text << std::hex << value;
    return text.str();
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
                made[name] = hex(hash_of(*image));
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
    EXPECT_EQ(draw_all(), made);  // the same bytes again
    if (std::getenv("HIGHWATER_REWRITE") != nullptr) {
        std::ofstream file{kFile};
        for (auto const& [name, hash] : made) file << name << ' ' << hash << '\n';
        return;
    }
    EXPECT_EQ(read_golden(), made) << "look at the pictures; HIGHWATER_REWRITE=1 accepts them";
}

}  // namespace
}  // namespace highwater::gui
