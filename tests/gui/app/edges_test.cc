// What a person sees seldom and must never crash on: windows of hardly any size, clusters without
// topics and clients, and instants before anything that the recorded future speaks of exists.
#include <gtest/gtest.h>

#include "gui/view/ribbons.h"
#include "tests/gui/app/desk.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr Stage kStages[] = {Stage::cluster,  Stage::partitions, Stage::groups,
                             Stage::sequence, Stage::events,     Stage::compare};

constexpr char const* kHead = R"(format   = 1
title    = "Edges"
question = "What is there?"
seed     = 7
duration = "20s"
)";

// A cluster, no topic, no client; of controllers of its own or combined with the brokers.
std::string bare(int brokers, int controllers) {
    return std::string{kHead} + "[cluster]\nbrokers = " + std::to_string(brokers) +
           "\ncontrollers = " + std::to_string(controllers) + "\n";
}

DashboardOptions options_of_text(std::string const& text) {
    DashboardOptions options;
    options.file = "edges.toml";
    options.load = [text](std::string const& path) { return load_text(path, text); };
    return options;
}

DashboardOptions options_of_lesson(char const* name) {
    return options_for((scenarios_folder() / name).string());
}

std::vector<DashboardOptions> edge_scenarios() {
    std::vector<DashboardOptions> all;
    all.push_back(options_of_text(bare(1, 0)));
    all.push_back(options_of_text(bare(3, 3)));
    all.push_back(options_of_lesson("replication/leader-failover.toml"));
    all.push_back(options_of_lesson("groups/three-ways-to-join.toml"));
    all.push_back(options_of_lesson("challenges/orders-that-vanish.toml"));
    return all;
}

// Every stage, with and without its drawers, the curves and the console.
void draw_all(Desk& desk, App& app) {
    for (Stage const stage : kStages) {
        app.ui().stage = stage;
        for (bool const open : {false, true}) {
            app.ui().show_left = app.ui().show_console = app.ui().shows_plots = open;
            desk.draw(app);
        }
    }
}

void go(App& app, Time at) {
    app.player().seek(at);
    app.player().finish();
}

// Twelve seconds in which a topic and clients come into being long after the beginning.
App late() {
    App app{options_of_text(bare(3, 1))};
    app.ui().show_menu = false;
    std::int64_t second = 3;
    for (char const* phrase :
         {"exec kafka-topics --create --topic late --partitions 2 --replication-factor 2",
          "produce 3 to late-0 as newcomer acks=all", "join readers as reader-1 topics=late",
          "kill broker-2"}) {
        go(app, Time{} + seconds(++second));
        EXPECT_TRUE(app.player().try_phrase(phrase)) << phrase;
    }
    go(app, Time{} + seconds(12));
    return app;
}

TEST(SmallWindows, EveryStageDrawsAtEverySize) {
    constexpr int kSizes[][2] = {{400, 300}, {500, 600}, {640, 300}, {760, 440},
                                 {900, 600}, {160, 90},  {1, 1}};
    for (float const scale : {1.0F, 1.5F, 2.5F}) {
        Desk desk{{400, 300, scale}, false};
        for (DashboardOptions const& options : edge_scenarios()) {
            App app{options};
            for (Time const at : {Time{}, Time{} + seconds(10)}) {
                go(app, at);
                for (char const* selected : {"", "broker-1", "orders-0"}) {
                    app.ui().selection = find_by_name(app.player().timeline().world(), selected);
                    for (auto const& [width, height] : kSizes) {
                        desk.resize(width, height);
                        draw_all(desk, app);
                    }
                }
            }
        }
    }
}

TEST(SmallWindows, WhatLiesOverItDrawsToo) {
    for (Screen const& size : {Screen{400, 300, 1}, Screen{500, 300, 2.5F}, Screen{1, 1, 1}}) {
        Desk desk{size, false};
        App app{options_of_lesson("replication/leader-failover.toml")};
        go(app, Time{} + seconds(8));
        app.ui().notice = "kill broker-2 at 9.000 s · Ctrl Z goes back before it";
        app.ui().notice_seconds = 100;
        for (Action const action : {Action::lessons, Action::help, Action::simplified,
                                    Action::verdicts, Action::find, Action::lecture}) {
            app.act(action);
            for (int i = 0; i < 2; ++i) desk.draw(app);
            app.act(action);
            desk.draw(app);
        }
        app.ui().context_menu = find_by_name(app.player().timeline().world(), "broker-2");
        for (int i = 0; i < 3; ++i) desk.draw(app);
    }
}

// Back at the start, ribbons, marks, messages and facts of the recorded future speak of what the
// world does not know yet; and what was selected there does not exist.
TEST(RecordedFuture, IsToldWhereNothingOfItExists) {
    App app = late();
    Desk desk{{1920, 1080, 1}, false};
    draw_all(desk, app);
    for (char const* name : {"newcomer", "reader-1", "late-1", "broker-1"}) {
        go(app, Time{} + seconds(12));
        app.ui().selection = find_by_name(app.player().timeline().world(), name);
        if (auto const* node = std::get_if<SelectedNode>(&app.ui().selection)) {
            app.ui().sequence.node = app.ui().events.node = node->node;
        }
        if (auto const* partition = std::get_if<SelectedPartition>(&app.ui().selection)) {
            app.ui().sequence.partition = app.ui().events.partition = partition->partition;
            app.ui().events.topic = partition->partition.topic;
        }
        draw_all(desk, app);
        for (Time const at : {Time{}, Time{} + milliseconds(4'100), Time{} + seconds(6)}) {
            go(app, at);
            draw_all(desk, app);
            app.ui().context_menu = app.ui().selection;
            draw_all(desk, app);
            app.act(Action::why);
            draw_all(desk, app);
        }
        // The processes are about to start.
        app.player().seek(Time{} - kPrologue);
        app.player().finish();
        draw_all(desk, app);
        app.ui().sequence = app.ui().events = {};
        draw_all(desk, app);
    }
}

TEST(RecordedFuture, NamesItsTopicInTheRibbonsFromTheStart) {
    Player player{lesson("replication/leader-failover.toml")};
    player.seek(Time{} + seconds(10));
    player.finish();
    player.seek(Time{} - kPrologue);
    player.finish();
    Frame const frame = player.frame();
    ASSERT_FALSE(frame.history->lanes.empty());
    EXPECT_EQ(name_of(frame.history->lanes.front(), frame.who), "orders-0");
}

TEST(RecordedFuture, WhatIsSelectedInItCannotBeKilledYetAndIsNoCrash) {
    App app = late();
    app.ui().selection = find_by_name(app.player().timeline().world(), "newcomer");
    ASSERT_TRUE(std::holds_alternative<SelectedNode>(app.ui().selection));
    go(app, Time{} + seconds(1));
    app.act(Action::kill_selected);
    EXPECT_NE(app.ui().notice.find("newcomer"), std::string::npos) << app.ui().notice;
    app.ui().selection = SelectedPartition{{app.player().frame().who.names->find("late"), 0}};
    app.act(Action::kill_selected);
    EXPECT_NE(app.ui().notice.find("late"), std::string::npos) << app.ui().notice;
}

// Two futures that made different things: each is told by its own names.
TEST(RecordedFuture, OfAnotherBranchIsToldByItsOwnNames) {
    App app{options_of_text(bare(3, 1))};
    app.ui().show_menu = false;
    Desk desk{{1920, 1080, 1}, false};
    go(app, Time{} + seconds(2));
    app.player().run_phrase("exec kafka-topics --create --topic first --partitions 1");
    go(app, Time{} + seconds(10));
    app.player().mark();
    go(app, Time{} + seconds(2) - microseconds(1));
    app.player().run_phrase("exec kafka-topics --create --topic second --partitions 2");
    go(app, Time{} + seconds(10));
    draw_all(desk, app);
    go(app, Time{} + seconds(1));
    draw_all(desk, app);
    app.player().switch_branch(0);
    app.player().finish();
    draw_all(desk, app);
    go(app, Time{} + seconds(10));
    draw_all(desk, app);
}

}  // namespace
}  // namespace highwater::gui
