// gui_gallery <folder>: the three pages of the gallery in both themes, as PNG files to look at.
#include <cstdio>
#include <string>

#include "gui/raster/png.h"
#include "gui/shot.h"
#include "tests/gui/gallery.h"

namespace {

using namespace highwater::gui;

bool write_page(std::string const& folder, char const* name, Mode mode, float scale, bool lecture,
                void (*draw)(Theme const&, FontSet const&)) {
    ShotOptions options;
    options.scale = scale;
    options.mode = mode;
    options.lecture = lecture;
    options.width = static_cast<int>((lecture ? 1280 : 1920) * scale);
    options.height = static_cast<int>((lecture ? 720 : 1080) * scale);
    Image const image =
        render_offscreen(options, [&](FontSet const& fonts) { draw(theme_of(mode), fonts); });
    std::string const path = folder + "/" + name + (mode == Mode::dark ? "-dark-" : "-light-") +
                             std::to_string(static_cast<int>(scale * 100)) + ".png";
    auto const written = write_png(path, image);
    if (!written) std::fprintf(stderr, "%s\n", written.problem().message.c_str());
    return static_cast<bool>(written);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: gui_gallery <folder>\n");
        return 2;
    }
    bool good = true;
    for (Mode const mode : {Mode::dark, Mode::light}) {
        for (float const scale : {1.0F, 1.5F, 2.5F}) {
            good = write_page(argv[1], "cluster", mode, scale, false, draw_gallery_cluster) && good;
            good = write_page(argv[1], "details", mode, scale, false, draw_gallery_details) && good;
            good = write_page(argv[1], "lecture", mode, scale, true, draw_gallery_lecture) && good;
        }
    }
    return good ? 0 : 1;
}
