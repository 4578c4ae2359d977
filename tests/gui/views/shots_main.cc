// gui_stage_shots <folder>: the stages of the first lesson at telling instants, as PNG files to
// look at. Prints what the layout probe finds.
#include <chrono>
#include <cstdio>
#include <string>

#include "gui/raster/png.h"
#include "gui/view/cluster.h"
#include "gui/view/inspector.h"
#include "gui/view/messages.h"
#include "gui/view/partitions.h"
#include "gui/view/promises.h"
#include "gui/view/why_chain.h"
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

// What the view models cost, made anew: the promise is 2 ms at 1,000 partitions.
void measure(Scene const& scene, int partitions) {
    LifeStory lives;
    Frame const frame = scene.frame();
    lives.follow(frame.trace);
    auto const time = [&](char const* name, auto&& make) {
        auto const start = std::chrono::steady_clock::now();
        constexpr int kTimes = 20;
        for (int i = 0; i < kTimes; ++i) make();
        std::chrono::duration<double, std::milli> const took =
            std::chrono::steady_clock::now() - start;
        std::printf("%d partitions: %s %.3f ms\n", partitions, name, took.count() / kTimes);
    };
    Selection const selection = SelectedPartition{scene.partition("orders", 1)};
    time("cluster", [&] { (void)cluster_view(frame, {3, 4, {}}, lives); });
    time("messages", [&] { (void)messages_view(frame, 10); });
    time("partitions", [&] { (void)partitions_list(frame.world, PartitionFilter::all); });
    time("inspector", [&] { (void)inspect(frame, selection, true); });
    time("promises", [&] { (void)promises(frame, {}); });
    time("why", [&] {
        for (WhyTopic const& topic : why_topics(frame, selection)) (void)why_answer(frame, topic);
    });
}

bool led_by(Scene const& scene, BrokerId leader) {
    MetadataImage const* image = current_image(scene.world());
    PartitionRegistration const* found =
        image == nullptr ? nullptr : find_partition(*image, scene.partition("orders", 1));
    return found != nullptr && found->leader == leader;
}

// At least so many messages with something to say between the cards.
bool is_busy(Scene const& scene) {
    int loud = 0;
    for (MessagePill const& pill : messages_view(scene.frame(), 20).shown) {
        loud += pill.is_quiet || pill.fate != MessagePill::Fate::travels ? 0 : 1;
    }
    return loud >= 2;
}

std::string crowd(int brokers, int partitions, int producers) {
    std::string text = "format = 1\ntitle = \"A crowd\"\nquestion = \"Who leads orders-1?\"\n";
    text += "duration = \"30s\"\nseed = 3\n[cluster]\nbrokers = " + std::to_string(brokers);
    text += "\ncontrollers = 3\n[[topic]]\nname = \"orders\"\nreplication-factor = 3\n";
    text += "partitions = " + std::to_string(partitions) + "\n";
    for (int i = 1; i <= producers; ++i) {
        text += "[[producer]]\nname = \"shop-" + std::to_string(i) + "\"\ntopic = \"orders\"\n";
        text += "rate = \"200/s\"\n";
    }
    return text;
}

void write_crowd(int brokers, int partitions, int producers, std::string const& prefix) {
    Scene scene{crowd(brokers, partitions, producers)};
    scene.go_to(Time{3'000'000});
    scene.give("kill broker-2");
    scene.go_to(Time{3'004'000});
    scene.step_until(is_busy, 20'000);
    UiState ui;
    ui.selection = SelectedPartition{scene.partition("orders", 1)};
    write_all(scene, ui, prefix, true);
    measure(scene, partitions);
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

    if (scene.step_until(is_busy)) write_all(scene, ui, folder + "1-messages", true);
    measure(scene, 3);

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
    ui.context_menu.reset();

    scene.give("cut broker-1 from broker-3");
    scene.give("slow broker-2 to broker-1 by 200ms");
    scene.give("pause auditor");
    scene.go_to(Time{22'000'000});
    ui.selection = SelectedLink{scene.node("broker-1"), scene.node("broker-3")};
    write_all(scene, ui, folder + "7-cut", true);

    write_crowd(3, 12, 2, folder + "8-dozen");
    write_crowd(9, 40, 7, folder + "9-nine");
    write_crowd(5, 1000, 4, folder + "9-thousand");
    std::printf("%d faults of layout\n", g_faults);
    return 0;
}
