// What one picture of the window costs the CPU, until the draw data is built: the graphics card's
// work is not ours, and there is none here.
#include <algorithm>
#include <string>
#include <vector>

#include "gui/app.h"
#include "scenario/loader.h"
#include "scenario/play.h"
#include "tests/bench/bench.h"

namespace highwater::bench {
namespace {

using gui::Stage;

constexpr int kPictures = 120;

// Five brokers and a load as in `steady`, on so many partitions.
std::string scenario_text(std::int32_t partitions, std::int32_t producers) {
    std::string text =
        "format = 1\ntitle = \"frame\"\nquestion = \"What does a picture cost?\"\n"
        "seed = 1\nduration = \"120s\"\n[cluster]\nbrokers = 5\ncontrollers = 3\n"
        "[[topic]]\nname = \"orders\"\nreplication-factor = 3\npartitions = ";
    text += std::to_string(partitions) + "\n";
    for (std::int32_t i = 1; i <= producers; ++i) {
        text += "[[producer]]\nname = \"producer-" + std::to_string(i) +
                "\"\ntopic = \"orders\"\nrate = \"500/s\"\n";
    }
    return text;
}

struct Costs {
    double median_ms{};
    double worst_ms{};
};

Costs costs_of(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2] * 1e3, seconds.back() * 1e3};
}

struct Table {
    gui::App app;
    gui::Offscreen screen{gui::ShotOptions{}};

    explicit Table(std::string text) : app{options_of(std::move(text))} {
        app.player().seek(Time{} + seconds(5));
        app.player().finish();
    }

    static gui::DashboardOptions options_of(std::string text) {
        gui::DashboardOptions options;
        options.file = "frame.toml";
        options.load = [text = std::move(text)](std::string const& path) {
            return load_scenario(path, text, {});
        };
        return options;
    }

    // CPU seconds of one picture; real time moves on by `elapsed`.
    double draw(double elapsed) {
        double const start = cpu_seconds();
        screen.run_frame([&] { app.run_frame({screen.fonts(), {}, {}, elapsed, false}); });
        return cpu_seconds() - start;
    }
};

void print_row(bool json, char const* what, std::int32_t partitions, char const* stage,
               Costs const& costs, double at_most_ms) {
    Row row{"frame"};
    row.text("what", what).integer("partitions", partitions).text("stage", stage);
    row.number("median_ms", costs.median_ms).number("worst_ms", costs.worst_ms);
    row.reached(costs.median_ms <= at_most_ms);
    row.print(json);
}

struct NamedStage {
    char const* name;
    Stage stage;
};
constexpr NamedStage kStages[] = {{"cluster", Stage::cluster},
                                  {"partitions", Stage::partitions},
                                  {"groups", Stage::groups},
                                  {"sequence", Stage::sequence},
                                  {"events", Stage::events}};

// Standing still, and with every view made again for every picture, as after a step.
void many_partitions(bool json, std::int32_t partitions, double at_most_ms) {
    Table table{scenario_text(partitions, 1)};
    for (NamedStage const& each : kStages) {
        table.app.ui().stage = each.stage;
        for (int i = 0; i < 4; ++i) table.draw(0);
        std::vector<double> still;
        for (int i = 0; i < kPictures; ++i) still.push_back(table.draw(0));
        print_row(json, "still", partitions, each.name, costs_of(still), at_most_ms);
        std::vector<double> stepping;
        for (int i = 0; i < kPictures; ++i) {
            table.app.player().step_forward(false);
            stepping.push_back(table.draw(0));
        }
        print_row(json, "stepping", partitions, each.name, costs_of(stepping), at_most_ms);
    }
}

// Playing at the speed of life: of 16 ms at most 8 are simulation, the rest is drawing.
void playing(bool json) {
    constexpr double kElapsed = 1.0 / 60;
    Table table{scenario_text(100, 20)};
    for (NamedStage const& each : kStages) {
        table.app.ui().stage = each.stage;
        table.app.player().play();
        for (int i = 0; i < 4; ++i) table.draw(kElapsed);
        std::vector<double> pictures;
        for (int i = 0; i < kPictures; ++i) pictures.push_back(table.draw(kElapsed));
        print_row(json, "playing", 100, each.name, costs_of(pictures), 16);
    }
}

// A shop that runs for an hour: three brokers, twenty partitions, 100 records a second, a group.
std::string hour_text() {
    return "format = 1\ntitle = \"hour\"\nquestion = \"Does it stay small?\"\n"
           "seed = 1\nduration = \"3600s\"\n[cluster]\nbrokers = 3\ncontrollers = 1\n"
           "[[topic]]\nname = \"orders\"\nreplication-factor = 3\npartitions = 20\n"
           "[[producer]]\nname = \"shop\"\ntopic = \"orders\"\nrate = \"100/s\"\n"
           "[[consumer]]\ngroup = \"billing\"\ntopics = [\"orders\"]\nmembers = 3\n";
}

double megabytes_since(std::int64_t before) {
    return static_cast<double>(allocated_bytes() - before) / 1e6;
}

// What of it is the cluster itself: all that its logs hold.
double world_alone_mb(std::string const& text, Duration until) {
    std::int64_t const before = allocated_bytes();
    Loaded const loaded = load_scenario("hour.toml", text, {});
    World world = start_world(*loaded.scenario);
    Runner runner;
    run_until(world, Time{} + until, runner);
    return megabytes_since(before);
}
}  // namespace

// One simulated hour at full speed with the window open: what it holds must not grow faster than
// the logs of the cluster do.
void hour(bool json) {
    std::int64_t const before = allocated_bytes();
    double const start = cpu_seconds();
    Table table{hour_text()};
    gui::Player& player = table.app.player();
    player.set_speed(1'000 * gui::kRealTime);
    for (int const minutes : {10, 20, 40, 60}) {
        Time const until = Time{} + seconds(60 * minutes);
        while (player.timeline().world().now < until) {
            player.play();
            table.draw(1.0 / 60);
        }
        double const held = megabytes_since(before);
        Row row{"hour"};
        row.integer("minutes", minutes).number("held_mb", held);
        row.number("of_it_world_mb", world_alone_mb(hour_text(), seconds(60 * minutes)));
        row.number("cpu_s", cpu_seconds() - start);
        row.print(json);
    }
}

// The aims: a picture with 1,000 partitions on the stage takes at most 2 ms, with 10,000 at most
// 10 ms, and one of a cluster that plays at the speed of life at most 16 ms.
void frame(bool json) {
    many_partitions(json, 1'000, 2);
    many_partitions(json, 10'000, 10);
    playing(json);
}

}  // namespace highwater::bench
