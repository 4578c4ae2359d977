// A run that was changed by hand and left for another lesson: Ctrl O goes back to it, as it was.
#include <gtest/gtest.h>

#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

std::string path_of(char const* lesson) { return (scenarios_folder() / lesson).string(); }

std::string const kFailover = path_of("replication/leader-failover.toml");
std::string const kOneRecord = path_of("basics/one-record.toml");

void go_to(App& app, Duration at) {
    app.player().seek(Time{} + at);
    app.player().finish();
}

std::uint64_t hash_of(App& app) { return app.player().timeline().world().history_hash; }

bool notice_has(App& app, char const* words) {
    return app.ui().notice.find(words) != std::string::npos;
}

TEST(LeftRuns, AreGoneBackToWithTheirCommandsAndAtTheirInstant) {
    App app{options_for(kFailover)};
    go_to(app, seconds(3));
    app.carry_out(RunPhrase{"kill broker-2"});
    go_to(app, seconds(9));
    app.carry_out(RunPhrase{"start broker-2"});
    go_to(app, seconds(12));
    go_to(app, milliseconds(5'250));
    app.act(Action::bookmark);
    std::uint64_t const hash = hash_of(app);
    std::string const title = app.player().scenario().title;

    app.carry_out(OpenScenario{kOneRecord});
    EXPECT_TRUE(notice_has(app, title.c_str())) << app.ui().notice;
    EXPECT_TRUE(notice_has(app, "Ctrl O goes back to it")) << app.ui().notice;
    EXPECT_EQ(app.player().clicked_commands(), 0);
    EXPECT_EQ(app.catalogue().left, title);

    app.act(Action::resume);
    EXPECT_EQ(app.player().scenario().title, title);
    EXPECT_EQ(app.player().clicked_commands(), 2);
    EXPECT_EQ(hash_of(app), hash);
    EXPECT_EQ(app.player().frame().cursor.at, Time{} + milliseconds(5'250));
    EXPECT_EQ(app.player().timeline().branch().end, Time{} + seconds(12));
    EXPECT_EQ(app.player().frame().bookmarks->size(), 1U);
    EXPECT_TRUE(notice_has(app, "as you left it, at 5.250 s")) << app.ui().notice;
    EXPECT_FALSE(app.player().take_hint());  // what was done then is no news
}

TEST(LeftRuns, KeepAllTheirFutures) {
    App app{options_for(kFailover)};
    go_to(app, seconds(3));
    app.carry_out(RunPhrase{"kill broker-2"});
    go_to(app, seconds(9));
    std::uint64_t const without = hash_of(app);
    go_to(app, seconds(4));
    app.carry_out(RunPhrase{"kill broker-3"});  // in the past: a branch of its own
    go_to(app, seconds(8));
    app.carry_out(NameBranch{1, "two are dead"});
    std::uint64_t const with = hash_of(app);
    ASSERT_NE(with, without);

    app.carry_out(OpenScenario{kOneRecord});
    app.act(Action::resume);
    ASSERT_EQ(app.player().timeline().branches().size(), 2U);
    EXPECT_EQ(app.player().timeline().branch().name, "two are dead");
    EXPECT_EQ(app.player().timeline().branch().forked_at, Time{} + seconds(4));
    EXPECT_EQ(hash_of(app), with);
    app.carry_out(SwitchBranch{0});
    go_to(app, seconds(9));
    EXPECT_EQ(hash_of(app), without);
    EXPECT_EQ(app.player().clicked_commands(), 1);
}

TEST(LeftRuns, OnlyWaitWhereSomethingWouldBeLost) {
    App app{options_for(kFailover)};
    go_to(app, seconds(3));
    app.carry_out(OpenScenario{kOneRecord});
    EXPECT_TRUE(app.ui().notice.empty()) << app.ui().notice;
    app.act(Action::resume);
    EXPECT_TRUE(notice_has(app, "No run was left")) << app.ui().notice;
    // What cannot be opened leaves nothing behind.
    go_to(app, seconds(1));
    app.carry_out(RunPhrase{"kill broker-1"});
    app.carry_out(OpenScenario{"nowhere.toml"});
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_TRUE(app.catalogue().left.empty());
}

TEST(LeftRuns, ComeInTurnAndAreBounded) {
    App app{options_for(kFailover)};
    auto const change = [&](int second) {
        go_to(app, seconds(second));
        app.carry_out(RunPhrase{"kill broker-1"});
    };
    auto const given_at = [&] { return app.player().timeline().branch().commands.front().at; };
    for (int second = 1; second <= 5; ++second) {
        change(second);
        app.carry_out(OpenScenario{kFailover});
    }
    // Four wait; the first of all is gone, and that is said.
    EXPECT_TRUE(notice_has(app, "is gone: 4 runs wait at most")) << app.ui().notice;
    change(6);
    for (int second : {5, 4, 3, 2, 6, 5}) {
        app.act(Action::resume);
        EXPECT_EQ(given_at(), Time{} + seconds(second)) << app.ui().notice;
    }
}

TEST(LeftRuns, TheMenuOfLessonsSaysWhichOneComesBack) {
    App app{options_for(kFailover)};
    Desk desk{{1280, 720, 1}, false};
    go_to(app, seconds(3));
    app.carry_out(RunPhrase{"kill broker-2"});
    std::string const title = app.player().scenario().title;
    app.carry_out(OpenScenario{kOneRecord});
    app.act(Action::lessons);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("Back to “" + title + "” as you left it  (Ctrl O)"));
    }
    desk.press(letter_key('O'), false, true);
    desk.draw(app);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_FALSE(app.ui().show_menu);
}

}  // namespace
}  // namespace highwater::gui
