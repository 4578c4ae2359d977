// The console: what is typed is carried out, what tools print is shown, what is clicked is written
// down as a command.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/console.h"
#include "tests/gui/app/desk.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Kind = ConsoleLine::Kind;

App failover_at(Time at) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.player().seek(at);
    app.player().finish();
    return app;
}

void type(Desk& desk, App& app, std::string const& line) {
    desk.screen().type(line);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().console_text, line);
    desk.press(Key::enter);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    // A tool runs aside, in slices.
    for (int i = 0; i < 2'000 && app.player().is_busy(); ++i) desk.draw(app);
    desk.draw(app);
}

bool says(App const& app, Kind kind, std::string const& part) {
    auto const& lines = app.console().lines();
    return std::any_of(lines.begin(), lines.end(), [&](ConsoleLine const& line) {
        return line.kind == kind && line.text.find(part) != std::string::npos;
    });
}

void open_console(Desk& desk, App& app) {
    desk.press(letter_key('J'), false, true);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    ASSERT_TRUE(app.ui().show_console);
}

TEST(Console, AToolAnswersOfTheInstantAndLeavesNoTraceInTheRun) {
    App app = failover_at(Time{5'000'000});
    Desk desk{{1280, 720, 1}, false};
    open_console(desk, app);
    std::uint64_t const events = app.player().timeline().event();
    type(desk, app, "kafka-topics --describe --topic orders");
    EXPECT_TRUE(says(app, Kind::typed, "kafka-topics --describe --topic orders"));
    EXPECT_TRUE(says(app, Kind::printed, "PartitionCount: 3")) << app.console().lines().size();
    EXPECT_EQ(app.player().timeline().event(), events);
    EXPECT_EQ(app.player().clicked_commands(), 0);
}

TEST(Console, AToolThatChangesTheClusterChangesTheRun) {
    App app = failover_at(Time{5'000'000});
    Desk desk{{1280, 720, 1}, false};
    open_console(desk, app);
    type(desk, app, "kafka-topics --create --topic returns --partitions 2");
    EXPECT_TRUE(says(app, Kind::printed, "Created topic returns."));
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_NE(app.player().as_scenario().find("exec kafka-topics --create --topic returns"),
              std::string::npos);
}

TEST(Console, QuestionsAreAnsweredAndFaultsAreInflicted) {
    App app = failover_at(Time{5'000'000});
    Desk desk{{1280, 720, 1}, false};
    open_console(desk, app);
    type(desk, app, "leader of orders-1");
    EXPECT_TRUE(says(app, Kind::said, "broker-2"));
    type(desk, app, "kill broker-2");
    World const& world = app.player().timeline().world();
    EXPECT_FALSE(node_of(world, find_node(world, "broker-2")).is_alive);
    type(desk, app, "kill broker-9");
    EXPECT_TRUE(says(app, Kind::problem, "broker-9"));
    type(desk, app, "seek 2s");
    EXPECT_EQ(app.player().timeline().world().now, Time{2'000'000});
}

TEST(Console, EveryClickWritesItsCommand) {
    App app = failover_at(Time{5'000'000});
    app.ui().selection = SelectedNode{find_node(app.player().timeline().world(), "broker-1")};
    app.act(Action::step_on);
    app.act(Action::kill_selected);
    app.carry_out(SeekTime{Time{3'000'000}});
    app.carry_out(SeekTime{Time{3'500'000}});
    app.carry_out(Do{Action::restart});
    std::vector<std::string> twins;
    for (ConsoleLine const& line : app.console().lines()) {
        if (line.kind == Kind::clicked) twins.push_back(line.text);
    }
    EXPECT_EQ(twins, (std::vector<std::string>{"step", "kill broker-1", "seek 3.5s", "restart"}));
    // Each of them can be typed.
    for (std::string const& twin : twins) {
        ConsoleCall const call = read_console(twin, app.player().frame());
        EXPECT_NE(call.kind, ConsoleCall::Kind::problem) << twin;
    }
}

TEST(Console, CompletesToolsOptionsTopicsAndVerbs) {
    App app = failover_at(Time{5'000'000});
    Frame const frame = app.player().frame();
    auto const has = [&](std::string_view typed, std::string_view word) {
        auto const words = complete_console(typed, frame);
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    EXPECT_TRUE(has("kafka-t", "kafka-topics"));
    EXPECT_TRUE(has("kafka-topics --des", "--describe"));
    EXPECT_TRUE(has("kafka-topics --describe --topic ", "orders"));
    EXPECT_TRUE(has("kill ", "broker-2"));
    EXPECT_TRUE(has("leader of ", "orders-1"));
    EXPECT_EQ(completed("kafka-top", {"kafka-topics"}), "kafka-topics ");
    EXPECT_EQ(completed("kafka-topics --d", {"--describe", "--delete"}), "kafka-topics --de");
    EXPECT_EQ(completed("xyz", {}), "xyz");
}

TEST(Console, TheArrowsBringBackWhatWasTyped) {
    Console console;
    console.typed("one", {});
    console.typed("two", {});
    EXPECT_EQ(console.older("dra"), "two");
    EXPECT_EQ(console.older("two"), "one");
    EXPECT_EQ(console.older("one"), "one");
    EXPECT_EQ(console.newer("one"), "two");
    EXPECT_EQ(console.newer("two"), "dra");
    EXPECT_EQ(console.newer("dra"), "dra");
}

TEST(Console, ItsLettersAreNoKeysAndEscapeClosesIt) {
    App app = failover_at(Time{5'000'000});
    Desk desk{{1280, 720, 1}, false};
    open_console(desk, app);
    desk.press(letter_key('R'));
    desk.press(Key::space);
    desk.draw(app);
    EXPECT_EQ(app.player().timeline().world().now, Time{5'000'000});
    EXPECT_FALSE(app.player().is_playing());
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(app.ui().show_console);
}

TEST(Console, CoversNothing) {
    for (Screen const screen : {Screen{1280, 720, 1}, Screen{1920, 1080, 1},
                                Screen{1920, 1080, 1.5F}, Screen{3840, 2160, 2.5F}}) {
        App app = failover_at(Time{5'000'000});
        Desk desk{screen, false};
        open_console(desk, app);
        type(desk, app, "help");
        type(desk, app, "kafka-topics --describe");
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.overlaps().empty())
            << screen.width << ": " << probe.overlaps().front().first.text << " / "
            << probe.overlaps().front().second.text;
        for (PlacedText const& cut : probe.clipped()) {
            // Tables go on sideways.
            EXPECT_TRUE(says(app, Kind::printed, cut.text)) << screen.width << ": " << cut.text;
        }
    }
}

}  // namespace
}  // namespace highwater::gui
