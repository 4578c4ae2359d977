// What a window must not say: what is untrue of a run that was changed by hand, and what is known
// of the future while the class is asked about it.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/app.h"
#include "gui/view/compare.h"
#include "gui/view/events.h"
#include "gui/view/lecture.h"
#include "gui/view/lesson.h"
#include "tests/gui/app/desk.h"
#include "tests/gui/app/lesson_files.h"

namespace highwater::gui {
namespace {

constexpr Screen kScreens[] = {{1920, 1080, 1}, {1280, 720, 1}, {1920, 1080, 1.5F}, {1000, 700, 1}};

void expect_calm(Desk& desk, App& app) {
    for (int i = 0; i < 3; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    for (TextPair const& pair : probe.overlaps()) {
        ADD_FAILURE() << pair.first.text << " / " << pair.second.text;
    }
    for (PlacedText const& text : probe.clipped()) ADD_FAILURE() << text.text;
}

// The three brokers die one after the other, and the script knows of one of them.
TEST(LessonView, WhatIsToldAfterAChangeByHandIsTheScripts) {
    Player player{lesson("replication/leader-failover.toml")};
    player.seek(Time{4'000'000});
    player.finish();
    EXPECT_EQ(changed_at(player.frame()), kNever);
    player.fork("mine");
    player.run_phrase("exec kafka-topics --list");
    player.finish();
    EXPECT_EQ(changed_at(player.frame()), kNever);  // who only looks changes nothing
    player.run_phrase("kill broker-2");
    player.seek(Time{10'000'000});
    player.finish();
    player.run_phrase("kill broker-3, broker-1");
    player.seek(Time{17'000'000});
    player.finish();
    EXPECT_EQ(changed_at(player.frame()), Time{4'000'000});
    LessonView const view = lesson_view(player.frame(), {});
    for (StoryRow const& row : view.story) {
        EXPECT_EQ(row.is_of_script, row.at > Time{4'000'000}) << row.line.sentence;
    }
    ASSERT_GE(view.story.size(), 3U);
    EXPECT_TRUE(view.prediction.is_of_script);
    LifeStory lives;
    lives.follow(player.frame().trace);
    EXPECT_TRUE(lecture_view(player.frame(), {}, lives, 6).is_of_script);
    player.seek(Time{3'000'000});
    player.finish();
    EXPECT_FALSE(lesson_view(player.frame(), {}).story.front().is_of_script);
}

TEST(LessonView, AChangedRunSaysSoOnceInTheColumnAndOnTheWall) {
    for (Screen const& screen : kScreens) {
        for (bool const lecture : {false, true}) {
            if (!lecture && screen.width < 1100) continue;  // the column is folded away
            App app{
                options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
            app.ui().lecture = lecture;
            app.player().seek(Time{4'000'000});
            app.player().finish();
            app.player().run_phrase("kill broker-2");
            app.player().seek(Time{17'000'000});
            app.player().finish();
            Desk desk{screen, lecture};
            expect_calm(desk, app);
            LayoutProbe probe;
            desk.draw(app);
            std::string const said = lecture ? kOfScript : "You have changed";
            auto const& texts = probe.texts();
            EXPECT_EQ(std::count_if(texts.begin(), texts.end(),
                                    [&](PlacedText const& text) {
                                        return text.text.find(said) != std::string::npos;
                                    }),
                      1)
                << screen.width << " × " << screen.scale;
        }
    }
}

TEST(LessonView, NothingOfTheFutureIsShownWhileAQuestionLiesBeforeIt) {
    for (std::string const& path : all_lessons()) {
        Scenario const scenario = *load_lesson(path).scenario;
        Player player{scenario};
        std::vector<Time> instants{Time{1'000'000}};
        for (LessonStep const& step : scenario.steps) {
            if (!step.ask.empty() && step.answer) instants.push_back(step.at - kBeforeQuestion);
        }
        for (Time const at : instants) {
            player.seek(at);
            player.finish();
            Frame const frame = player.frame();
            LessonView const view = lesson_view(frame, {});
            if (at != instants.front()) {
                EXPECT_TRUE(has_open_question(frame, {})) << path;
            }
            if (!has_open_question(frame, {})) continue;
            for (Lamp const& each : view.expectations) {
                if (each.verdict != Lamp::Verdict::waiting) continue;
                EXPECT_TRUE(each.claim.ends_with(" …")) << path << ": " << each.claim;
            }
            if (view.story.empty() || view.story.back().line.when != StoryLine::When::next)
                continue;
            EXPECT_TRUE(view.story.back().line.sentence.starts_with("at ")) << path;
        }
    }
}

TEST(Lecture, AQuestionDoesNotStandAboveTheAnswerToTheOneBefore) {
    Player player{lesson("groups/three-ways-to-join.toml")};
    LifeStory lives;
    auto const sentence = [&](Time at) {
        player.seek(at);
        player.finish();
        lives.follow(player.frame().trace);
        return lecture_view(player.frame(), {}, lives, 6).sentence;
    };
    EXPECT_TRUE(sentence(Time{19'500'000}).starts_with("All four."));
    EXPECT_EQ(sentence(Time{30'000'000}), "");
    EXPECT_NE(sentence(Time{36'000'000}), "");
}

TEST(Lecture, RowsWithoutRoomAreCountedAndNeverAllLeftOut) {
    struct Case {
        char const* lesson;
        Time at;
        Screen screen;
        char const* row;
        bool is_cut;
    };
    Case const cases[] = {
        {"replication/acks-1-loses.toml", Time{25'000'000}, {1920, 1080, 1.5F}, "broker-1", false},
        {"controllers/no-majority.toml",
         Time{10'000'000},
         {1280, 720, 1.5F},
         "controller-3001",
         true}};
    for (Case const& each : cases) {
        App app{options_for((scenarios_folder() / each.lesson).string())};
        app.ui().lecture = true;
        app.player().seek(each.at);
        app.player().finish();
        Desk desk{each.screen, true};
        expect_calm(desk, app);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has(each.row)) << each.lesson;
        auto const& texts = probe.texts();
        bool const is_counted = std::any_of(texts.begin(), texts.end(), [](PlacedText const& text) {
            return text.text.starts_with("and ") && text.text.ends_with(" more");
        });
        EXPECT_EQ(is_counted, each.is_cut) << each.lesson;
    }
}

TEST(TimeBar, TheRecordedFutureSaysNothingWhileAQuestionIsOpen) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.player().seek(Time{18'000'000});
    app.player().finish();
    app.player().seek(Time{6'000'000});
    app.player().finish();
    Desk desk{Screen{1920, 1080, 1}, false};
    for (int i = 0; i < 3; ++i) desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_FALSE(probe.has("orders-1 → broker-3"));
    }
    reveal(app.ui(), app.player().frame().questions->front().step);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("orders-1 → broker-3"));
}

// What has happened is seen while the class is still asked about it; what will happen is not.
TEST(Losses, AreToldByEveryStageOnceTheyAreThere) {
    App app{options_for((scenarios_folder() / "replication/acks-1-loses.toml").string())};
    Desk desk{{1920, 1080, 1}, false};
    auto const says = [&](Stage stage, bool lecture) {
        app.ui().stage = stage;
        app.ui().lecture = lecture;
        for (int i = 0; i < 3; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        return probe.has("2 acknowledged records lost");
    };
    for (bool const is_lost : {true, false}) {
        // The second time the loss lies in the recorded future.
        app.player().seek(Time{is_lost ? 24'000'000 : 6'500'000});
        app.player().finish();
        ASSERT_TRUE(has_open_question(app.player().frame(), app.ui()));
        EXPECT_EQ(says(Stage::cluster, false), is_lost);
        EXPECT_EQ(says(Stage::partitions, false), is_lost);
        EXPECT_EQ(says(Stage::cluster, true), is_lost);
    }
}

// The lesson to its end and back to its question: all that follows is recorded.
App at_the_question(char const* name) {
    App app{options_for((scenarios_folder() / name).string())};
    app.player().seek(Time{} + app.player().scenario().duration);
    app.player().finish();
    for (LessonStep const& step : app.player().scenario().steps) {
        if (step.ask.empty() || !step.answer) continue;
        app.player().seek(step.at - kBeforeQuestion);
        app.player().finish();
        break;
    }
    return app;
}

bool is_said(App& app, Stage stage, std::string const& words) {
    app.ui().stage = stage;
    Desk desk{Screen{1920, 1080, 1}, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    auto const& texts = probe.texts();
    return std::any_of(texts.begin(), texts.end(), [&](PlacedText const& text) {
        return text.text.find(words) != std::string::npos;
    });
}

TEST(Untold, WhatTheScriptIsGoingToDoStandsInNoListOfEvents) {
    App app = at_the_question("replication/a-rack-is-lost.toml");
    Frame const frame = app.player().frame();
    auto const pending = [&](bool hides_script) {
        std::string all;
        for (PendingEvent const& each :
             events_list(frame, {{}, Interest::key, hides_script}).pending) {
            all += each.words + "\n";
        }
        return all;
    };
    EXPECT_NE(pending(false).find("start broker-1"), std::string::npos);
    EXPECT_EQ(pending(true).find("start broker-1"), std::string::npos);
    EXPECT_NE(pending(true).find(kHiddenCommand), std::string::npos);
    EXPECT_FALSE(is_said(app, Stage::events, "start broker-1"));
    reveal(app.ui(), app.player().frame().questions->front().step);
    EXPECT_TRUE(is_said(app, Stage::events, "start broker-1"));
}

// The recorded messages behind the cursor, and the facts between them.
TEST(Untold, NoMessageIsDrawnThatIsYetToBeSent) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    Time const asked = Time{6'000'000} - kBeforeQuestion;
    app.player().seek(asked);
    app.player().finish();
    // The messages are read from the first picture of the stage on.
    EXPECT_FALSE(is_said(app, Stage::sequence, "killed"));
    app.player().seek(Time{6'010'000});
    app.player().finish();
    EXPECT_TRUE(is_said(app, Stage::sequence, "killed"));
    app.player().seek(asked);
    app.player().finish();
    EXPECT_FALSE(is_said(app, Stage::sequence, "killed"));
    reveal(app.ui(), app.player().frame().questions->front().step);
    EXPECT_TRUE(is_said(app, Stage::sequence, "killed"));
}

TEST(Untold, TwoFuturesAreComparedUpToTheQuestionOnly) {
    App app = at_the_question("replication/leader-failover.toml");
    app.player().seek(Time{4'000'000});
    app.player().finish();
    app.carry_out(RunPhrase{"kill broker-3"});
    for (Time const at : {Time{20'000'000}, Time{6'000'000} - kBeforeQuestion}) {
        app.player().seek(at);
        app.player().finish();
    }
    app.player().compare_with(-1);
    Frame const frame = app.player().frame();
    Time const now = frame.cursor.at;
    auto const has_later = [&](CompareView const& view) {
        return std::any_of(view.lone.begin(), view.lone.end(),
                           [&](LoneFact const& fact) { return fact.at > now; });
    };
    EXPECT_TRUE(has_later(compare_view(frame, 3)));
    EXPECT_FALSE(has_later(compare_view(frame, 3, now)));
    // A first difference is told as long as it has happened.
    EXPECT_TRUE(compare_view(frame, 3).first.is_known);
    EXPECT_FALSE(compare_view(frame, 3, Time{-1}).first.is_known);
}

// Which of many partitions have a ribbon would say which of them will be in trouble.
TEST(Untold, RibbonsAreChosenByWhatWasSeen) {
    RunHistory history;
    for (std::int32_t i = 0; i < 3; ++i) {
        HealthLane lane;
        lane.partition = {NameId{1}, i};
        lane.spans.push_back({Time{}, i == 0 ? Health::under_replicated : Health::healthy});
        if (i == 2) lane.spans.push_back({Time{5'000'000}, Health::no_leader});
        history.lanes.push_back(lane);
    }
    auto const shown = [&](Time until) {
        return lanes_for(history, 1, {}, until).front()->partition.partition;
    };
    EXPECT_EQ(shown(Time{4'000'000}), 0);
    EXPECT_EQ(shown(Time{5'000'000}), 2);
    EXPECT_EQ(shown(kNever), 2);
}

}  // namespace
}  // namespace highwater::gui
