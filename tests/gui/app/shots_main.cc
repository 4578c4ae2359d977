// gui_app_shots <folder> [name-part]: pictures of the whole dashboard to look at.
#include <cstdio>
#include <string>
#include <tuple>

#include "gui/app.h"
#include "tests/gui/app/lesson_files.h"
#include "tests/gui/views/group_lesson.h"

namespace {

using namespace highwater;
using namespace highwater::gui;

struct Wanted {
    char const* name;
    char const* lesson;
    std::int64_t ms;
    int width;
    int height;
    char const* selected;
    bool lecture;
    Stage stage;
};

constexpr char const* kGroup = "group";  // no lesson of its own: what the tests of the groups see

Scenario wanted_lesson(std::string const& name) {
    if (name != kGroup) return lesson(name);
    return *std::move(load_text("group.toml", kGroupLesson).scenario);
}

constexpr Wanted kWanted[] = {
    {"one-1080", "basics/one-record.toml", 2'000, 1920, 1080, "", false, Stage::cluster},
    {"one-720", "basics/one-record.toml", 4'000, 1280, 720, "", false, Stage::cluster},
    {"failover-6", "replication/leader-failover.toml", 6'000, 1920, 1080, "orders-1", false,
     Stage::cluster},
    {"failover-20", "replication/leader-failover.toml", 20'000, 1920, 1080, "orders-1", false,
     Stage::cluster},
    {"failover-20-720", "replication/leader-failover.toml", 20'000, 1280, 720, "", false,
     Stage::cluster},
    {"failover-10-720", "replication/leader-failover.toml", 10'000, 1280, 720, "orders-1", false,
     Stage::partitions},
    {"group-stable-1080", kGroup, 19'000, 1920, 1080, "", false, Stage::groups},
    {"group-joined-1080", kGroup, 40'000, 1920, 1080, "orders-1", false, Stage::groups},
    {"group-joined-720", kGroup, 40'000, 1280, 720, "", false, Stage::groups},
    {"group-drawer-720", kGroup, 40'000, 1280, 720, "orders-1", false, Stage::groups},
    {"group-cluster-1080", kGroup, 40'000, 1920, 1080, "", false, Stage::cluster},
    {"group-cluster-720", kGroup, 40'000, 1280, 720, "", false, Stage::cluster},
    {"group-partitions-1080", kGroup, 40'000, 1920, 1080, "", false, Stage::partitions},
    {"group-sequence-1080", kGroup, 21'000, 1920, 1080, "", false, Stage::sequence},
    {"sequence-1080", "replication/leader-failover.toml", 5'000, 1920, 1080, "", false,
     Stage::sequence},
    {"sequence-720", "replication/leader-failover.toml", 5'000, 1280, 720, "", false,
     Stage::sequence},
    {"moving-720", "replication/moving-a-partition.toml", 12'000, 1280, 720, "", false,
     Stage::partitions},
    {"failover-narrow", "replication/leader-failover.toml", 10'000, 1000, 720, "", false,
     Stage::cluster},
    {"failover-lecture", "replication/leader-failover.toml", 20'000, 1280, 720, "orders-1", true,
     Stage::cluster},
};

// What lies over the dashboard, each opened as a key opens it.
void draw_overlays(std::string const& folder) {
    for (Mode const mode : {Mode::dark, Mode::light}) {
        for (auto const& [name, action, typed] :
             {std::tuple{"menu", Action::lessons, ""},
              {"simplified", Action::simplified, ""},
              {"verdicts", Action::verdicts, ""},
              {"console", Action::console, ""},
              {"compare", Action::stage_compare, ""},
              {"difference", Action::stage_events, ""},
              {"plots", Action::plots, ""},
              {"help", Action::help, ""},
              {"palette", Action::find, ""},
              {"palette-kill", Action::find, "kill "},
              {"palette-until", Action::find, "until leader of orders-1 is broker-3"}}) {
            DashboardOptions options;
            options.lessons = all_lessons();
            options.load = [](std::string const& path) { return load_lesson(path); };
            options.file = (scenarios_folder() / "replication/leader-failover.toml").string();
            options.mode = mode;
            App app{std::move(options)};
            app.player().seek(Time{} + seconds(3));
            app.player().finish();
            if (action == Action::stage_compare) {
                app.carry_out(Fork{""});
                app.carry_out(RunPhrase{"kill broker-2"});
                app.carry_out(SeekTime{Time{} + seconds(20)});
                app.player().finish();
            }
            if (action == Action::stage_events) app.carry_out(MarkHere{});
            if (action == Action::plots || action == Action::stage_events) {
                app.carry_out(SeekTime{Time{} + seconds(20)});
                app.player().finish();
            }
            app.act(action);
            app.ui().palette_text = typed;
            if (action == Action::console) {
                for (char const* line : {"leader of orders-1", "kafka-topics --describe"}) {
                    app.ui().console_text = line;
                    KeyPress enter;
                    enter.key = Key::enter;
                    app.press(enter);
                    app.player().finish();
                    app.take_finished();
                }
                app.ui().console_text = "kafka-consumer-groups --";
            }
            ShotOptions shot_options;
            shot_options.width = 1280;
            shot_options.height = 720;
            shot_options.mode = mode;
            Image const image = render_offscreen(shot_options, [&](FontSet const& fonts) {
                app.run_frame({fonts, {}, {}, 0, false});
            });
            auto const written = write_png(
                folder + "/over-" + name + (mode == Mode::dark ? "-dark.png" : "-light.png"),
                image);
            if (!written) std::fprintf(stderr, "%s\n", written.problem().message.c_str());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    std::string const part = argc > 2 ? argv[2] : "";
    if (part.empty() || part == "over") draw_overlays(argv[1]);
    for (Wanted const& wanted : kWanted) {
        if (std::string{wanted.name}.find(part) == std::string::npos) continue;
        for (Mode const mode : {Mode::dark, Mode::light}) {
            ShotRequest request;
            request.at = Time{} + milliseconds(wanted.ms);
            request.width = wanted.width;
            request.height = wanted.height;
            request.mode = mode;
            request.selected = wanted.selected;
            request.lecture = wanted.lecture;
            request.stage = wanted.stage;
            request.out = std::string{argv[1]} + "/" + wanted.name +
                          (mode == Mode::dark ? "-dark.png" : "-light.png");
            auto const made = shot(wanted_lesson(wanted.lesson), request);
            if (!made) std::fprintf(stderr, "%s\n", made.problem().message.c_str());
        }
    }
    return 0;
}
