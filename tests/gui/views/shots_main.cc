// gui_stage_shots <folder>: the stages of the first lesson at telling instants, as PNG files to look
// at. Prints what the layout probe finds.
#include <cstdio>
#include <string>

#include "gui/raster/png.h"
#include "tests/gui/views/scene.h"
#include "world/lookup.h"

namespace {

using namespace highwater;
using namespace highwater::gui;

struct Size {
    char const* name;
    int width;
    int height;
    Rect stage;
    Rect column;
};
Size const kSizes[] = {
    {"1920", 1920, 1080, {372, 48, 1548, 888}, {1548, 48, 1920, 888}},
    {"1280", 1280, 720, {372, 48, 1280, 528}, {908, 48, 1280, 528}},
};

int g_faults = 0;

// A panel in its place; its neighbours' places stay empty.
void write(Scene const& scene, UiState const& ui, DrawPanel panel, Rect const& area,
           ShotOptions const& options, std::string const& path) {
    UiState copy = ui;
    PanelShot const shot = shoot(scene, copy, panel, area, options);
    if (!write_png(path, shot.image)) std::fprintf(stderr, "cannot write %s\n", path.c_str());
    for (std::string const& fault : shot.faults) {
        std::printf("%s: %s\n", path.c_str(), fault.c_str());
        ++g_faults;
    }
}

void write_all(Scene const& scene, UiState ui, std::string const& prefix, bool small_too) {
    for (Size const& size : kSizes) {
        if (!small_too && size.width < 1500) continue;
        for (Mode const mode : {Mode::dark, Mode::light}) {
            ShotOptions options;
            options.width = size.width;
            options.height = size.height;
            options.mode = mode;
            ui.mode = mode;
            std::string const tail =
                std::string{"-"} + size.name + (mode == Mode::dark ? "-dark.png" : "-light.png");
            write(scene, ui, draw_cluster, size.stage, options, prefix + "-cluster" + tail);
            write(scene, ui, draw_partitions, size.stage, options, prefix + "-partitions" + tail);
            write(scene, ui, draw_inspector, size.column, options, prefix + "-inspector" + tail);
            options.lecture = true;
            if (size.width == 1280) {
                write(scene, ui, draw_lecture, {0, 0, 1280, 720}, options,
                      prefix + "-lecture" + tail);
            }
        }
    }
}

bool led_by(Scene const& scene, BrokerId leader) {
    MetadataImage const* image = current_image(scene.world());
    PartitionRegistration const* found =
        image == nullptr ? nullptr : find_partition(*image, scene.partition("orders", 1));
    return found != nullptr && found->leader == leader;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: gui_stage_shots <folder>\n");
        return 2;
    }
    std::string const folder = std::string{argv[1]} + "/";
    Scene scene{"replication/leader-failover.toml"};
    UiState ui;
    scene.go_to(Time{5'000'900});
    ui.selection = SelectedPartition{scene.partition("orders", 1)};
    write_all(scene, ui, folder + "1-calm", true);

    scene.go_to(Time{7'000'000});
    ui.selection = SelectedReplica{scene.partition("orders", 1), BrokerId{2}};
    write_all(scene, ui, folder + "2-dead", false);

    if (scene.step_until([](Scene const& s) { return led_by(s, BrokerId{3}); })) {
        ui.selection = SelectedPartition{scene.partition("orders", 1)};
        write_all(scene, ui, folder + "3-elected", true);
        ui.selection = SelectedNode{scene.node("broker-2")};
        for (int i = 0; i < 12; ++i) scene.step();
        write_all(scene, ui, folder + "4-after", false);
    }
    scene.go_to(Time{20'500'000});
    ui.selection = SelectedNode{scene.node("checkout")};
    write_all(scene, ui, folder + "5-back", false);

    ui.selection = SelectedNode{scene.node("broker-1")};
    ui.context_menu = ui.selection;
    write_all(scene, ui, folder + "6-menu", false);
    std::printf("%d faults of layout\n", g_faults);
    return 0;
}
