// What a person at the desk relies on: the story is in reach, letters go where they are typed, a
// panel begins at its top, and what is said is so.
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>

#include "gui/view/lesson.h"
#include "gui/view/lessons_menu.h"
#include "tests/gui/app/desk.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr char const* kFailover = "replication/leader-failover.toml";

App open(char const* lesson) { return App{options_for((scenarios_folder() / lesson).string())}; }

void draw(Desk& desk, App& app, int frames = 3) {
    for (int i = 0; i < frames; ++i) desk.draw(app);
}

void go(App& app, Time at) {
    app.player().seek(at);
    app.player().finish();
}

bool sees(Desk& desk, App& app, std::string const& begin) {
    return !is_empty(find_text(desk, app, begin));
}

void click(Desk& desk, App& app, float x, float y) {
    desk.screen().move_mouse(x, y);
    draw(desk, app, 1);
    desk.screen().press_mouse(0, true);
    draw(desk, app, 2);
    desk.screen().press_mouse(0, false);
    draw(desk, app, 2);
}

// ---- narrow windows -----------------------------------------------------------------------------

TEST(NarrowWindow, TheWayToTheStoryIsAlwaysThere) {
    for (int const width : {820, 900, 1000, 1099}) {
        App app = open(kFailover);
        Desk desk{{width, 700, 1}, false};
        draw(desk, app);
        EXPECT_TRUE(sees(desk, app, "story")) << width;
        EXPECT_TRUE(sees(desk, app, "find")) << width;
        EXPECT_TRUE(sees(desk, app, "keys")) << width;
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.overlaps().empty()) << width;
    }
}

TEST(NarrowWindow, AQuestionThatStopsPlayOpensTheStory) {
    App app = open("basics/one-record.toml");
    Desk desk{{1000, 700, 1}, false};
    draw(desk, app);
    EXPECT_FALSE(app.ui().show_left);
    desk.press(Key::space);
    for (int i = 0; i < 2'000 && (i < 10 || app.player().is_playing()); ++i) desk.draw(app);
    draw(desk, app);
    ASSERT_NE(open_question(app.player().frame(), app.ui()), nullptr);
    EXPECT_TRUE(app.ui().show_left);
    EXPECT_TRUE(sees(desk, app, "PREDICT"));
    // It can be closed, and stays so.
    desk.press(Key::tab);
    draw(desk, app);
    EXPECT_FALSE(app.ui().show_left);
}

// ---- the console --------------------------------------------------------------------------------

TEST(ConsoleKeys, AClickAnywhereInItKeepsThemAndOneBesideItIsSeen) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    go(app, Time{5'000'000});
    desk.press(letter_key('J'), false, true);
    draw(desk, app);
    desk.screen().type("kill bro");
    draw(desk, app);
    DashboardPlaces const places = places_of(1280, 720, 1, app.ui());
    click(desk, app, places.console.middle_x(), places.console.top + 60);  // on what was printed
    EXPECT_TRUE(app.ui().types_console);
    desk.press(letter_key('R'));
    desk.screen().type("ker-1");
    draw(desk, app);
    EXPECT_EQ(app.ui().console_text, "kill broker-1");
    EXPECT_EQ(app.player().timeline().world().now, Time{5'000'000});  // R restarted nothing
    EXPECT_FALSE(sees(desk, app, "click or Ctrl J to type"));
    click(desk, app, places.stage.middle_x(), places.stage.bottom - 10);
    EXPECT_FALSE(app.ui().types_console);
    EXPECT_TRUE(sees(desk, app, "click or Ctrl J to type"));
    click(desk, app, places.console.middle_x(), places.console.top + 60);
    EXPECT_TRUE(app.ui().types_console);
}

// A slow frame takes a whole line and its Enter.
TEST(ConsoleKeys, EnterWaitsForTheLettersBeforeIt) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    desk.press(letter_key('J'), false, true);
    draw(desk, app);
    desk.screen().type("seek 2s");
    for (int i = 0; i < 7; ++i) desk.press(Key::character);
    desk.press(Key::enter);
    draw(desk, app);
    EXPECT_EQ(app.player().timeline().world().now, Time{2'000'000});
    EXPECT_EQ(app.ui().console_text, "");
}

TEST(ConsoleHeight, ItsEdgeIsDragged) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    desk.press(letter_key('J'), false, true);
    draw(desk, app);
    float const top = places_of(1280, 720, 1, app.ui()).console.top;
    desk.screen().move_mouse(700, top + 3);
    draw(desk, app, 2);
    desk.screen().press_mouse(0, true);
    draw(desk, app, 1);
    for (float const y : {top - 20, top - 60}) {
        desk.screen().move_mouse(700, y);
        draw(desk, app, 2);
    }
    desk.screen().press_mouse(0, false);
    draw(desk, app, 1);
    EXPECT_NEAR(places_of(1280, 720, 1, app.ui()).console.top, top - 60, 5);
    // No further than something of the stage is left, in any window.
    app.ui().console_height = 5'000;
    EXPECT_GE(places_of(1280, 720, 1, app.ui()).stage.height(), 90);
    EXPECT_GE(places_of(300, 200, 2.5F, app.ui()).stage.height(), 0);
}

TEST(ConsoleLines, TablesAreNotBroken) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    go(app, Time{5'000'000});
    desk.press(letter_key('J'), false, true);
    draw(desk, app);
    desk.screen().type("kafka-topics --describe");
    draw(desk, app);
    desk.press(Key::enter);
    for (int i = 0; i < 2'000 && (i < 10 || app.player().is_busy()); ++i) desk.draw(app);
    LayoutProbe probe;
    draw(desk, app, 1);
    auto const& lines = app.console().lines();
    auto const printed = std::count_if(lines.begin(), lines.end(), [&](ConsoleLine const& line) {
        return line.kind == ConsoleLine::Kind::printed && probe.has(line.text);
    });
    EXPECT_GE(printed, 4);
}

// ---- panels begin at their top ------------------------------------------------------------------

TEST(Scrolling, WhatIsSelectedAnewIsShownFromItsTop) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    go(app, Time{5'000'000});
    World const& world = app.player().timeline().world();
    auto const select = [&](char const* name) {
        app.ui().selection = find_by_name(world, name);
        app.ui().show_right = true;
        draw(desk, app);
    };
    select("broker-1");
    app.ui().show_all_fields = true;
    draw(desk, app);
    ASSERT_TRUE(sees(desk, app, "SELECTED"));
    desk.screen().move_mouse(100, 300);
    for (int i = 0; i < 10; ++i) {
        ImGui::GetIO().MouseWheel = -5;
        desk.draw(app);
    }
    ImGui::GetIO().MouseWheel = 0;
    draw(desk, app);
    ASSERT_FALSE(sees(desk, app, "SELECTED"));
    app.player().step_forward(false);  // the same thing a moment later stays where it is
    draw(desk, app);
    EXPECT_FALSE(sees(desk, app, "SELECTED"));
    select("broker-2");
    EXPECT_TRUE(sees(desk, app, "SELECTED"));
}

// ---- what is said is so -------------------------------------------------------------------------

TEST(RunUntil, SaysWhenItIsReachedAndWhenItIsNot) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    draw(desk, app);
    auto const end_of = [&](char const* condition) {
        app.act(Action::restart);
        draw(desk, app);
        app.carry_out(RunUntil{condition});
        for (int i = 0; i < 20'000 && (i < 3 || app.player().is_busy()); ++i) desk.draw(app);
        draw(desk, app);
        return app.ui().notice;
    };
    std::string const reached = end_of("leader of orders-1 is broker-3");
    EXPECT_TRUE(reached.starts_with("Reached at ")) << reached;
    EXPECT_TRUE(reached.ends_with(": leader of orders-1 is broker-3")) << reached;
    std::string const never = end_of("leader epoch of orders-1 = 99");
    EXPECT_EQ(never, "The lesson ends, and “leader epoch of orders-1 = 99” was not reached.");
    app.act(Action::restart);
    // No frame in between: on a quick machine one is enough to come to the end.
    app.carry_out(RunUntil{"leader epoch of orders-1 = 99"});
    EXPECT_TRUE(app.ui().notice.starts_with("Running until ")) << app.ui().notice;
    app.player().pause();  // as Space does, a frame later
    draw(desk, app, 1);
    EXPECT_TRUE(app.ui().notice.starts_with("Stopped at ")) << app.ui().notice;
}

TEST(Overlays, TimeStandsStillWhileOneLooksForSomething) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    desk.press(Key::space);
    draw(desk, app, 5);
    Time const before = app.player().timeline().world().now;
    EXPECT_GT(before, Time{});
    for (Action const action : {Action::find, Action::lessons}) {
        app.act(action);
        draw(desk, app, 5);
        EXPECT_EQ(app.player().timeline().world().now, before);
        app.act(action);
    }
    draw(desk, app, 5);
    EXPECT_GT(app.player().timeline().world().now, before);
}

// ---- the lessons --------------------------------------------------------------------------------

TEST(LessonSearch, TitlesComeFirst) {
    Catalogue catalogue;
    auto const add = [&](char const* topic, char const* title, char const* question) {
        LessonEntry entry;
        entry.topic = topic;
        entry.title = title;
        entry.question = question;
        catalogue.lessons.push_back(std::move(entry));
    };
    add("A", "One", "Why do orders vanish that were there?");
    add("A", "Two", "Who knows?");
    add("B", "All of the orders that vanish", "?");
    add("A", "Orders that vanish", "?");
    add("B", "That vanish: orders", "?");
    std::vector<std::int32_t> found;
    std::vector<bool> headed;
    for (MenuRow const& row : rows_of(catalogue, "orders that")) {
        found.push_back(row.lesson);
        headed.push_back(row.begins_topic);
    }
    EXPECT_EQ(found, (std::vector<std::int32_t>{3, 2, 4, 0}));
    EXPECT_EQ(headed, (std::vector<bool>{true, true, false, true}));
    EXPECT_EQ(rows_of(catalogue, "").front().lesson, 0);  // unsearched, as they are taught
}

TEST(LessonLanguages, TheMenuSaysWhichLessonsHaveThem) {
    App app = open("basics/one-record.toml");
    Desk desk{{1280, 720, 1}, false};
    app.act(Action::lessons);
    draw(desk, app);
    std::size_t const told = told_in(app.catalogue(), "de");
    ASSERT_GT(told, 0U);
    ASSERT_LT(told, app.catalogue().lessons.size());
    EXPECT_TRUE(sees(desk, app, "Deutsch (" + std::to_string(told) + " of "));
    EXPECT_TRUE(sees(desk, app, "open · Deutsch · "));
}

// ---- the menu of a right click ------------------------------------------------------------------

TEST(ContextMenuKeys, ArrowsChooseAndEnterRuns) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    go(app, Time{5'000'000});
    World const& world = app.player().timeline().world();
    auto const orders = std::get<SelectedPartition>(find_by_name(world, "orders-1")).partition;
    app.ui().context_menu = SelectedReplica{orders, BrokerId{2}};
    draw(desk, app);
    ASSERT_TRUE(app.ui().is_context_menu_open);
    // "Show the partition", "Show broker-2", "Kill broker-2".
    for (int i = 0; i < 3; ++i) desk.press(Key::down);
    draw(desk, app);
    EXPECT_TRUE(app.ui().is_context_menu_open);
    EXPECT_EQ(app.player().speed_ppm(), kRealTime);  // down is not "slower" here
    desk.press(Key::enter);
    draw(desk, app);
    EXPECT_FALSE(app.ui().is_context_menu_open);
    EXPECT_FALSE(node_of(app.player().timeline().world(), find_node(world, "broker-2")).is_alive);
    // Other keys close it and do what they always do.
    app.ui().context_menu = SelectedReplica{orders, BrokerId{1}};
    draw(desk, app);
    desk.press(Key::f3);
    draw(desk, app);
    EXPECT_FALSE(app.ui().is_context_menu_open);
    EXPECT_EQ(app.ui().stage, Stage::partitions);
}

// ---- what a hand finds out ----------------------------------------------------------------------

// At 5 s an event still waits behind the cursor: the command is carried out all the same.
TEST(Hands, ACommandIsDoneWhenItIsSaidThatItIs) {
    App app = open("replication/acks-1-loses.toml");
    go(app, Time{4'900'000});
    for (int i = 0; i < 4'000 && app.player().timeline().world().now < Time{5'000'000}; ++i) {
        app.act(Action::step_on);
    }
    World const& world = app.player().timeline().world();
    ASSERT_EQ(world.now, Time{5'000'000});
    ASSERT_EQ(world.queue.next_at(), world.now);
    app.player().run_phrase("kill broker-2");
    EXPECT_FALSE(find_process(app.player().timeline().world(),
                              find_node(app.player().timeline().world(), "broker-2"))
                     ->is_alive);
}

TEST(Hands, TwoBranchesAreNotCalledTheSame) {
    App app = open(kFailover);
    go(app, Time{8'000'000});
    for (int i = 0; i < 3; ++i) {
        app.player().switch_branch(0);
        go(app, Time{4'000'000});
        app.player().run_phrase("kill broker-1");
    }
    auto const& branches = app.player().timeline().branches();
    ASSERT_EQ(branches.size(), 4U);
    EXPECT_EQ(branches[1].name, "kill broker-1");
    EXPECT_EQ(branches[2].name, "kill broker-1 (2)");
    EXPECT_EQ(branches[3].name, "kill broker-1 (3)");
}

TEST(Hands, TheSequenceIsThereAfterLectureMode) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    go(app, Time{13'310'000});
    draw(desk, app);
    app.act(Action::lecture);
    draw(desk, app);
    app.act(Action::stage_sequence);
    draw(desk, app);
    app.act(Action::close);
    draw(desk, app, 4);
    EXPECT_TRUE(sees(desk, app, "Fetch orders"));
}

TEST(Hands, EscapeTakesAwayTheFilterOfTheEvents) {
    App app = open(kFailover);
    app.ui().stage = Stage::events;
    app.ui().events.words = "broker-2";
    app.act(Action::close);
    EXPECT_TRUE(app.ui().events == StageFilter{});
}

TEST(Hands, AQuestionWithAWrongNameIsAnsweredAsAQuestion) {
    App app = open(kFailover);
    go(app, Time{5'000'000});
    ConsoleCall const wrong = read_console("leader of orders-7", app.player().frame());
    EXPECT_EQ(wrong.kind, ConsoleCall::Kind::problem);
    EXPECT_EQ(wrong.text.find("unknown verb"), std::string::npos) << wrong.text;
    EXPECT_NE(wrong.text.find("partition 7"), std::string::npos) << wrong.text;
    EXPECT_NE(read_console("leeder of orders-1", app.player().frame()).text.find("unknown verb"),
              std::string::npos);
    ConsoleCall const until =
        read_console("run until leader of orders-1 is broker-3", app.player().frame());
    EXPECT_EQ(until.kind, ConsoleCall::Kind::request);
    EXPECT_TRUE(std::holds_alternative<RunUntil>(until.request));
}

TEST(Hands, ALongNoticeLeavesTheWindowAlone) {
    App app = open(kFailover);
    Desk desk{{1280, 720, 1}, false};
    app.ui().notice = std::string(3'000, 'x');
    app.ui().notice_seconds = 60;
    draw(desk, app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.clipped().empty());
    EXPECT_TRUE(probe.overlaps().empty());
    EXPECT_TRUE(sees(desk, app, "broker-1"));
}

}  // namespace
}  // namespace highwater::gui
