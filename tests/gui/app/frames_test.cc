// Whole frames without a window: every lesson at several instants, sizes and scales, with whatever
// can lie over them. No letter over another, none cut off, none too small to read.
#include <gtest/gtest.h>

#include "gui/app.h"
#include "gui/view/lesson.h"
#include "gui/view/palette.h"
#include "scenario/verbs.h"
#include "tests/gui/app/desk.h"
#include "tests/gui/app/lesson_files.h"

namespace highwater::gui {
namespace {

constexpr Screen kScreens[] = {{1920, 1080, 1}, {1280, 720, 1}, {1920, 1080, 1.5F}, {1000, 700, 1}};

std::string describe(std::vector<TextPair> const& pairs) {
    std::string text;
    for (TextPair const& pair : pairs) {
        text += "\n  “" + pair.first.text + "” over “" + pair.second.text + "” at " +
                std::to_string(static_cast<int>(pair.first.rect.left)) + "," +
                std::to_string(static_cast<int>(pair.first.rect.top));
    }
    return text;
}

std::string describe(std::vector<PlacedText> const& texts) {
    std::string text;
    for (PlacedText const& each : texts) text += "\n  “" + each.text + "”";
    return text;
}

void expect_calm(Desk& desk, App& app, float scale, std::string const& where) {
    for (int i = 0; i < 3; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_FALSE(probe.texts().empty()) << where;
    auto const overlaps = probe.overlaps();
    auto const clipped = probe.clipped();
    auto const small = probe.smaller_than(12.9F * scale);
    EXPECT_TRUE(overlaps.empty()) << where << describe(overlaps);
    EXPECT_TRUE(clipped.empty()) << where << describe(clipped);
    EXPECT_TRUE(small.empty()) << where << describe(small);
}

class Frames : public testing::TestWithParam<std::string> {};

TEST_P(Frames, NothingOverlapsNothingIsCutOff) {
    for (Screen const& screen : kScreens) {
        App app{options_for(GetParam())};
        Desk desk{screen, false};
        Duration const whole = app.player().scenario().duration;
        for (int tenth : {0, 2, 4, 6, 8, 10}) {
            app.player().seek(Time{} + whole * tenth / 10);
            app.player().finish();
            std::string const where = GetParam() + " at " + std::to_string(tenth) + "/10 on " +
                                      std::to_string(screen.width) + "×" +
                                      std::to_string(screen.scale);
            app.ui().selection = {};
            app.ui().stage = Stage::cluster;
            expect_calm(desk, app, screen.scale, where);
            app.ui().stage = Stage::partitions;
            app.ui().selection = find_by_name(app.player().timeline().world(), "broker-1");
            expect_calm(desk, app, screen.scale, where + " partitions, broker-1");
            app.ui().shows_quiet = tenth % 4 == 0;
            app.ui().stage = Stage::sequence;
            expect_calm(desk, app, screen.scale, where + " sequence");
            app.ui().events_interest = tenth / 2 % 3;
            app.ui().stage = Stage::events;
            expect_calm(desk, app, screen.scale, where + " events");
        }
    }
}

TEST_P(Frames, LectureModeIsReadableFromTheBackRow) {
    App app{options_for(GetParam())};
    app.ui().lecture = true;
    Desk desk{{1280, 720, 1}, true};
    for (int tenth : {0, 3, 6, 10}) {
        app.player().seek(Time{} + app.player().scenario().duration * tenth / 10);
        app.player().finish();
        expect_calm(desk, app, 1, GetParam() + " lecture");
    }
}

std::string name_of_lesson(testing::TestParamInfo<std::string> const& info) {
    std::string name = std::filesystem::path{info.param}.stem().string();
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Lessons, Frames, testing::ValuesIn(all_lessons()), name_of_lesson);

TEST(Overlays, AreCalmOnEveryScreen) {
    for (Screen const& screen : kScreens) {
        App app{options_for("")};
        Desk desk{screen, false};
        EXPECT_TRUE(app.ui().show_menu);
        expect_calm(desk, app, screen.scale, "menu");
        app.ui().show_menu = false;
        app.act(Action::help);
        expect_calm(desk, app, screen.scale, "help");
        app.act(Action::help);
        app.act(Action::find);
        for (char const* typed :
             {"", "kill ", "kill broker-1", "until quorum", "nonsense", "12s"}) {
            app.ui().palette_text = typed;
            expect_calm(desk, app, screen.scale, std::string{"palette "} + typed);
        }
    }
}

TEST(Menu, BeginsWithOneRecordAndOpensWithArrowAndEnter) {
    App app{options_for("")};
    Desk desk{kScreens[0], false};
    desk.draw(app);
    ASSERT_GE(app.catalogue().lessons.size(), 2U);
    EXPECT_NE(app.catalogue().lessons.front().path.find("one-record"), std::string::npos);
    EXPECT_EQ(app.catalogue().open, 0);
    desk.press(Key::down);
    desk.press(Key::enter);
    desk.draw(app);
    EXPECT_FALSE(app.ui().show_menu);
    EXPECT_EQ(app.catalogue().open, 1);
    EXPECT_EQ(app.player().timeline().world().now, Time{});
}

TEST(Menu, FindsByAnyWord) {
    App app{options_for("")};
    EXPECT_EQ(rows_of(app.catalogue(), "LEADER dies").size() > 0, true);
    EXPECT_TRUE(rows_of(app.catalogue(), "no such words").empty());
}

TEST(Keys, PlayStepPredictKillForkAndSave) {
    std::string saved;
    DashboardOptions options =
        options_for((scenarios_folder() / "replication/leader-failover.toml").string());
    options.save = [&](std::string const&, std::string const& text,
                       std::string const&) -> Expected<std::string> {
        saved = text;
        return std::string{"mine.toml"};
    };
    App app{std::move(options)};
    Desk desk{kScreens[0], false};
    desk.draw(app);
    desk.press(Key::space);
    desk.draw(app);
    EXPECT_TRUE(app.player().is_playing());
    for (int i = 0; i < 5; ++i) desk.draw(app);
    desk.press(Key::space);
    desk.draw(app);
    EXPECT_FALSE(app.player().is_playing());
    EXPECT_GT(app.player().timeline().world().now, Time{});

    desk.press(Key::right);
    desk.press(Key::right);
    desk.press(Key::left);
    std::uint64_t const before = app.player().timeline().event();
    desk.draw(app);
    EXPECT_EQ(app.player().timeline().event(), before + 1);

    app.player().seek(Time{} + seconds(6));
    app.player().finish();
    desk.press(letter_key('3'));
    desk.draw(app);
    ASSERT_EQ(app.ui().predictions.size(), 1U);
    EXPECT_EQ(app.ui().predictions.front().choice, 2);

    app.ui().selection = find_by_name(app.player().timeline().world(), "broker-3");
    desk.press(letter_key('K'));
    desk.draw(app);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_NE(app.ui().notice.find("kill broker-3"), std::string::npos);
    desk.press(letter_key('B'));
    desk.draw(app);
    EXPECT_GE(app.player().clicked_commands(), 2);
    desk.press(letter_key('S'), false, true);
    desk.draw(app);
    EXPECT_NE(saved.find("do = \"kill broker-3\""), std::string::npos);
    std::size_t const branches = app.player().frame().branches.size();
    desk.press(letter_key('F'));
    desk.draw(app);
    EXPECT_EQ(app.player().frame().branches.size(), branches + 1);
}

// Nothing is drawn again unless something changes; a notice ends when its time is over, however
// long the window has slept.
TEST(Idle, AWindowSleepsUntilSomethingIsDue) {
    App app{options_for((scenarios_folder() / "basics/one-record.toml").string())};
    Desk desk{kScreens[0], false};
    FrameWish wish = desk.draw(app);
    for (int i = 0; i < 3; ++i) wish = desk.draw(app);
    EXPECT_FALSE(wish.draw_again);
    EXPECT_GE(wish.wake_after_s, 30);
    desk.press(letter_key('K'));
    wish = desk.draw(app);
    ASSERT_FALSE(app.ui().notice.empty());
    EXPECT_LE(wish.wake_after_s, 10);
    desk.sleep(wish.wake_after_s);
    wish = desk.draw(app);
    EXPECT_LE(app.ui().notice_seconds, 0);
    EXPECT_GE(wish.wake_after_s, 30);
    desk.press(Key::space);
    wish = desk.draw(app);
    EXPECT_TRUE(wish.draw_again);
}

TEST(Keys, AreTextWhileThePaletteIsOpen) {
    App app{options_for((scenarios_folder() / "basics/one-record.toml").string())};
    Desk desk{kScreens[0], false};
    desk.press(letter_key('K'), false, true);
    desk.draw(app);
    EXPECT_TRUE(app.ui().show_palette);
    desk.press(letter_key('R'));
    desk.press(Key::space);
    desk.draw(app);
    EXPECT_FALSE(app.player().is_playing());
    app.ui().palette_text = "pause broker-1";
    desk.press(Key::enter);
    desk.draw(app);
    EXPECT_FALSE(app.ui().show_palette);
    EXPECT_EQ(app.player().clicked_commands(), 1);
}

TEST(Palette, OffersVerbsNamesTimesAndConditions) {
    Player player{lesson("replication/leader-failover.toml")};
    auto const first = [&](char const* typed) {
        PaletteView const view = palette_view(typed, player.frame());
        return view.rows.empty() ? std::string{} : view.rows.front().text;
    };
    EXPECT_EQ(first("kill broker-2"), "kill broker-2");
    EXPECT_EQ(first("12s"), "go to 12s");
    EXPECT_EQ(first("until leader of orders-1 is broker-3"),
              "until leader of orders-1 is broker-3");
    EXPECT_EQ(first("orders-2"), "orders-2");
    EXPECT_EQ(first("kil"), "kill");
    EXPECT_FALSE(palette_view("kill broker-77", player.frame()).problem.empty());
    EXPECT_GT(palette_view("", player.frame()).rows.size(), 20U);
    PaletteView const nothing = palette_view("csee nw", player.frame());
    EXPECT_TRUE(nothing.rows.empty());
    EXPECT_NE(nothing.problem.find("csee nw"), std::string::npos) << nothing.problem;
}

TEST(Palette, AVerbAloneGoesOnAndOpensNoLesson) {
    Player player{lesson("replication/leader-failover.toml")};
    for (Verb const& verb : verbs()) {
        std::string_view const word = verb.usage.substr(0, verb.usage.find(' '));
        PaletteView const view = palette_view(word, player.frame());
        ASSERT_FALSE(view.rows.empty()) << word;
        PaletteRow::Kind const kind = view.rows.front().kind;
        EXPECT_TRUE(kind == PaletteRow::Kind::run || kind == PaletteRow::Kind::complete) << word;
    }
}

TEST(Palette, UntilShowsWhatCanBeWaitedForInThisCluster) {
    Player player{lesson("replication/leader-failover.toml")};
    player.seek(Time{} + seconds(3));
    player.finish();
    auto const texts = [&](char const* typed) {
        std::vector<std::string> all;
        PaletteView const view = palette_view(typed, player.frame());
        EXPECT_TRUE(view.problem.empty()) << typed << ": " << view.problem;
        for (PaletteRow const& row : view.rows) {
            if (row.text.starts_with("until ")) all.push_back(row.text);
        }
        return all;
    };
    std::vector<std::string> const examples = texts("until ");
    EXPECT_GT(examples.size(), 15U);
    EXPECT_NE(std::find(examples.begin(), examples.end(), "until leader of orders-1 is broker-3"),
              examples.end());
    // Every example runs as it stands.
    for (std::string const& example : examples) {
        PaletteView const view = palette_view(example, player.frame());
        ASSERT_FALSE(view.rows.empty()) << example;
        EXPECT_EQ(view.rows.front().kind, PaletteRow::Kind::run) << example;
    }
    EXPECT_EQ(texts("until isr of orders-2").front(), "until isr of orders-2 is [1, 2]");
    EXPECT_EQ(texts("until isr of ord").front(), "until isr of orders-0");
    PaletteView const time = palette_view("until 5.9s", player.frame());
    ASSERT_FALSE(time.rows.empty());
    EXPECT_EQ(time.rows.front().text, "until 5.9s");
    ASSERT_TRUE(std::holds_alternative<Request>(time.rows.front().then));
    auto const& request = std::get<Request>(time.rows.front().then);
    ASSERT_TRUE(std::holds_alternative<SeekTime>(request));
    EXPECT_EQ(std::get<SeekTime>(request).at, Time{5'900'000});
    EXPECT_FALSE(palette_view("until wurst", player.frame()).problem.empty());
}

TEST(LessonView, TheComingQuestionIsNextAndTheClockStandsAtItsInstant) {
    Player player{lesson("replication/acks-1-loses.toml")};
    player.seek(Time{4'700'000});
    player.finish();
    LessonView view = lesson_view(player.frame(), {});
    ASSERT_FALSE(view.story.empty());
    EXPECT_EQ(view.story.back().line.when, StoryLine::When::next);
    EXPECT_TRUE(view.story.back().line.sentence.starts_with("The way from broker-2"));
    player.next_beat();
    player.finish();
    EXPECT_EQ(player.timeline().world().now, Time{5'999'999});
    EXPECT_EQ(shown_time(player.frame()), Time{6'000'000});
    view = lesson_view(player.frame(), {});
    EXPECT_TRUE(view.has_prediction);
    // Not its sentence: that would be the answer.
    EXPECT_TRUE(view.story.back().line.sentence.starts_with("at "));
    player.step_forward(false);
    EXPECT_EQ(shown_time(player.frame()), player.timeline().world().now);
}

TEST(Shot, ACommandThatCannotBeCarriedOutIsToldToTheCaller) {
    ShotRequest request;
    request.at = Time{} + seconds(3);
    request.width = 640;
    request.height = 400;
    Scenario const scenario = lesson("replication/leader-failover.toml");
    for (char const* phrase : {"wurst", "kill broker-9", "start broker-1"}) {
        request.run_phrase = phrase;
        EXPECT_FALSE(draw_shot(scenario, request)) << phrase;
    }
}

TEST(Notice, CoversNothing) {
    for (Screen const& screen : kScreens) {
        App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
        Desk desk{screen, false};
        app.player().seek(Time{} + seconds(9));
        app.player().finish();
        for (Stage const stage :
             {Stage::cluster, Stage::partitions, Stage::sequence, Stage::events}) {
            app.ui().stage = stage;
            app.ui().notice = "kill broker-2 at 9.000 s · Ctrl Z goes back before it";
            app.ui().notice_seconds = 100;
            for (int i = 0; i < 3; ++i) desk.draw(app);
            LayoutProbe probe;
            desk.draw(app);
            auto const notice = std::find_if(
                probe.texts().begin(), probe.texts().end(),
                [&](PlacedText const& each) { return each.text.starts_with("kill broker-2 at"); });
            ASSERT_NE(notice, probe.texts().end());
            for (PlacedText const& each : probe.texts()) {
                if (&each == &*notice || each.layer == notice->layer) continue;
                Rect const seen = cut_to(each.rect, each.clip);
                EXPECT_TRUE(is_empty(cut_to(seen, notice->rect)))
                    << "over “" << each.text << "” on " << screen.width << "×" << screen.scale;
            }
        }
    }
}

// The first broker's card stands where it stood, however long the notice is; paused there is room
// for all of it.
TEST(Notice, MovesNothingWhileTimeRuns) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.player().seek(Time{} + seconds(3));
    app.player().finish();
    app.player().set_speed(kSlowest);
    app.act(Action::play_or_pause);
    Desk desk{{1280, 720, 1}, false};
    float const before = find_text(desk, app, "checkout").top;
    std::string text = "kill broker-2 at 9.000 s";
    for (int i = 0; i < 12; ++i) text += " · another part of a long notice";
    app.ui().notice = text;
    app.ui().notice_seconds = 100;
    EXPECT_EQ(find_text(desk, app, "checkout").top, before);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.overlaps().empty());
        EXPECT_TRUE(probe.clipped().empty());
        EXPECT_FALSE(probe.has(text));
    }
    app.act(Action::play_or_pause);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_LT(find_text(desk, app, "checkout").top, before);
    app.act(Action::lecture);
    Desk hall{{1280, 720, 1}, true};
    for (int i = 0; i < 2; ++i) hall.draw(app);
    LayoutProbe probe;
    hall.draw(app);
    EXPECT_TRUE(probe.overlaps().empty());
    EXPECT_TRUE(probe.clipped().empty());
}

TEST(Notice, GoesWithItsStage) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.carry_out(RunPhrase{"kill broker-2"});
    EXPECT_GT(app.ui().notice_seconds, 0);
    app.act(Action::stage_cluster);  // it is the stage already
    EXPECT_GT(app.ui().notice_seconds, 0);
    app.act(Action::stage_events);
    EXPECT_LE(app.ui().notice_seconds, 0);
    app.act(Action::stage_cluster);
    app.act(Action::mark_instant);  // what is said of the new stage stays
    EXPECT_EQ(app.ui().stage, Stage::events);
    EXPECT_GT(app.ui().notice_seconds, 0);
}

TEST(ContextMenu, EscapeClosesItBeforeAnythingElse) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    Desk desk{kScreens[0], false};
    app.ui().selection = find_by_name(app.player().timeline().world(), "broker-2");
    app.ui().context_menu = app.ui().selection;
    for (int i = 0; i < 3; ++i) desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        ASSERT_TRUE(probe.has("kill broker-2"));
    }
    desk.press(Key::escape);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_FALSE(probe.has("kill broker-2"));
    EXPECT_FALSE(std::holds_alternative<std::monostate>(app.ui().selection));
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(app.ui().selection));
}

TEST(LessonView, AnOpenExpectationDoesNotGiveTheAnswerAway) {
    Player player{lesson("replication/leader-failover.toml")};
    player.seek(Time{} + milliseconds(11'000));
    player.finish();
    UiState ui;
    LessonView view = lesson_view(player.frame(), ui);
    ASSERT_TRUE(view.has_prediction);
    EXPECT_FALSE(view.prediction.is_revealed);
    bool hidden = false;
    for (Lamp const& each : view.expectations) {
        EXPECT_NE(each.claim, "leader of orders-1 is broker-3");
        hidden = hidden || each.claim == "leader of orders-1 …";
    }
    EXPECT_TRUE(hidden);
    reveal(ui, view.prediction.step);
    view = lesson_view(player.frame(), ui);
    EXPECT_TRUE(view.prediction.is_revealed);
    EXPECT_EQ(view.prediction.answers[2].note, "✓ true answer");
}

TEST(Lecture, AQuestionComesWithItsAnswersAndAClickGivesOne) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.ui().lecture = true;
    app.player().seek(Time{} + milliseconds(11'000));
    app.player().finish();
    Desk desk{{1280, 720, 1}, true};
    for (int i = 0; i < 2; ++i) desk.draw(app);
    ASSERT_TRUE(app.ui().predictions.empty());
    Rect answer;
    {
        LayoutProbe probe;
        desk.draw(app);
        // The key stands before the answer; no row of the wall begins with one.
        auto const key = std::find_if(probe.texts().begin(), probe.texts().end(),
                                      [](PlacedText const& each) { return each.text == "3"; });
        ASSERT_NE(key, probe.texts().end());
        answer = key->rect;
    }
    desk.screen().move_mouse(answer.middle_x(), answer.middle_y());
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    ASSERT_EQ(app.ui().predictions.size(), 1U);
    EXPECT_EQ(app.ui().predictions.front().choice, 2);
    reveal(app.ui(), app.ui().predictions.front().step);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("✓ true, as you said"));
}

TEST(Narrow, WhatIsSelectedMakesRoomForANewQuestion) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    Desk desk{kScreens[1], false};
    app.ui().selection = find_by_name(app.player().timeline().world(), "broker-2");
    app.ui().show_right = true;
    desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("← lesson"));
    }
    app.player().seek(Time{} + milliseconds(11'000));
    app.player().finish();
    for (int i = 0; i < 2; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_FALSE(probe.has("← lesson"));
    EXPECT_TRUE(probe.has("broker-2 is about to die. Who will lead"));
    // It stays selected, and comes back when it is asked for.
    app.act(Action::why);
    desk.draw(app);
    LayoutProbe again;
    desk.draw(app);
    EXPECT_TRUE(again.has("← lesson"));
}

TEST(Narrow, TheKeyOfTheStorySaysThatAQuestionWaits) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    Desk desk{{1000, 700, 1}, false};
    auto const shows = [&](char const* text) {
        for (int i = 0; i < 2; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.overlaps().empty());
        return probe.has(text);
    };
    EXPECT_TRUE(shows("story"));
    app.player().seek(Time{} + milliseconds(11'000));
    app.player().finish();
    EXPECT_TRUE(shows("story"));  // it has opened, and can be read
    app.act(Action::story);
    EXPECT_TRUE(shows("question"));
    EXPECT_TRUE(shows("?"));
    app.act(Action::story);
    EXPECT_TRUE(shows("story"));
    // What is selected stands before it; the key brings the lesson back at once.
    app.ui().selection = find_by_name(app.player().timeline().world(), "broker-2");
    app.ui().show_right = true;
    EXPECT_TRUE(shows("question"));
    app.act(Action::story);
    EXPECT_FALSE(shows("question"));
}

TEST(DashboardPlaces, ColumnsFoldIntoDrawers) {
    UiState ui;
    ui.selection = SelectedNode{NodeId{0}};
    DashboardPlaces places = places_of(1920, 1080, 1, ui);
    EXPECT_FALSE(places.right_is_drawer);
    EXPECT_FLOAT_EQ(places.stage.width(), 1920 - 2 * 372);
    places = places_of(1400, 900, 1, ui);
    EXPECT_TRUE(places.right_is_drawer);
    EXPECT_FALSE(places.left_is_drawer);
    // What is selected stands in the place of the lesson: the stage stays as it is.
    EXPECT_TRUE(places.left_shows_inspector);
    EXPECT_TRUE(is_empty(places.right));
    EXPECT_FLOAT_EQ(places.stage.width(), 1400 - 372);
    // Without room for a column, an open drawer hides nothing, until too little is left.
    EXPECT_FALSE(places_of(1000, 700, 1, ui).left_shows_inspector);
    EXPECT_FLOAT_EQ(places_of(1000, 700, 1, ui).stage.width(), 1000 - 372);
    EXPECT_FLOAT_EQ(places_of(700, 700, 1, ui).stage.width(), 700);
    // Of two drawers one is open.
    ui.show_left = true;
    EXPECT_TRUE(is_empty(places_of(1000, 700, 1, ui).left));
    EXPECT_TRUE(is_empty(places_of(700, 700, 1, ui).left));
    ui.show_right = false;
    EXPECT_FALSE(is_empty(places_of(700, 700, 1, ui).left));
    ui.show_left = false;
    ui.show_right = true;
    ui.selection = {};
    EXPECT_FALSE(places_of(1400, 900, 1, ui).left_shows_inspector);
    EXPECT_FLOAT_EQ(places_of(1400, 900, 1, ui).stage.right, 1400);
    EXPECT_TRUE(is_empty(places_of(1400, 900, 1, ui).right));
    EXPECT_TRUE(places_of(1000, 700, 1, ui).left_is_drawer);
    EXPECT_TRUE(places_of(1920, 1080, 2, ui).left_is_drawer);
}

}  // namespace
}  // namespace highwater::gui
