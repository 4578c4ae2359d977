// Two futures beside each other: they are at the same instant, part where somebody did something,
// and each tells what happened in it alone.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/compare.h"
#include "gui/view/first_difference.h"
#include "tests/gui/app/desk.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Texts = std::vector<std::string>;

constexpr char const* kLesson = "replication/leader-failover.toml";

// The lesson to its tenth second; and another future in which broker-3 dies at four seconds.
App forked() {
    App app{options_for((scenarios_folder() / kLesson).string())};
    app.player().seek(Time{5'500'000});
    app.player().finish();
    app.player().seek(Time{4'000'000});
    app.player().finish();
    app.carry_out(RunPhrase{"kill broker-3"});
    app.player().seek(Time{5'000'000});
    app.player().finish();
    app.ui().stage = Stage::compare;
    return app;
}

bool is_alive(World const& world, char const* name) {
    return node_of(world, find_node(world, name)).is_alive;
}

TEST(Compare, TheOtherFutureStandsAtTheSameInstant) {
    App app = forked();
    app.player().compare_with(-1);
    OtherFuture const* other = app.player().frame().other;
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->name, "main");
    EXPECT_EQ(other->world.now, Time{5'000'000});
    EXPECT_TRUE(is_alive(other->world, "broker-3"));
    EXPECT_FALSE(is_alive(app.player().timeline().world(), "broker-3"));
    EXPECT_TRUE(other->commands.empty());
    EXPECT_EQ(other->commands_here, (std::vector<std::string>{"4.0 s kill broker-3"}));
}

TEST(Compare, ItIsTheRunThatTheOtherBranchIs) {
    App app = forked();
    app.player().compare_with(-1);
    std::uint64_t const hash = app.player().frame().other->world.history_hash;
    app.player().switch_branch(0);
    app.player().seek(Time{5'000'000});
    app.player().finish();
    EXPECT_EQ(app.player().timeline().world().history_hash, hash);
}

TEST(Compare, BothGoOnTogetherAndBackTogether) {
    App app = forked();
    for (std::int64_t const us : {5'100'000, 5'400'000, 4'500'000, 3'000'000, 9'000'000}) {
        app.player().seek(Time{us});
        app.player().finish();
        app.player().compare_with(-1);
        EXPECT_EQ(app.player().frame().other->world.now, Time{us});
    }
    // Beyond its recorded end the other one runs on by itself: the lesson kills broker-2 there.
    EXPECT_FALSE(is_alive(app.player().frame().other->world, "broker-2"));
}

TEST(Compare, TheFirstDifferenceIsWhatSomebodyDid) {
    App app = forked();
    app.player().compare_with(-1);
    CompareView const view = compare_view(app.player().frame(), 3);
    ASSERT_TRUE(view.exists);
    ASSERT_TRUE(view.first.is_known);
    EXPECT_EQ(view.first.time, "4.000 s");
    EXPECT_NE(view.first.here.find("broker-3"), std::string::npos) << view.first.here;
    EXPECT_EQ(view.first.because_here, "somebody asked for it");
    EXPECT_NE(view.first.there, view.first.here);
    EXPECT_EQ(view.here.commands, "4.0 s kill broker-3");
    EXPECT_EQ(view.there.names, Texts{"main"});
    ASSERT_EQ(view.partitions.size(), 3U);
    EXPECT_TRUE(view.partitions.front().differs);
    // broker-3 is dead here, and nobody has noticed: its partition comes first.
    EXPECT_EQ(view.partitions.front().name, "orders-2");
    EXPECT_EQ(compare_view(app.player().frame(), 1).all_partitions, 3U);
    EXPECT_EQ(setting_to_try(app.player().frame()), "checkout.acks=1");
    bool const killed = std::any_of(view.lone.begin(), view.lone.end(), [](LoneFact const& fact) {
        return !fact.is_there && fact.sentence.find("broker-3") != std::string::npos;
    });
    EXPECT_TRUE(killed);
}

TEST(Compare, TwoFuturesInWhichNothingWasDoneAreTheSame) {
    App app{options_for((scenarios_folder() / kLesson).string())};
    app.player().seek(Time{3'000'000});
    app.player().finish();
    app.player().fork("again");
    app.player().seek(Time{4'000'000});
    app.player().finish();
    app.player().compare_with(-1);
    CompareView const view = compare_view(app.player().frame(), 3);
    ASSERT_TRUE(view.exists);
    EXPECT_FALSE(view.first.is_known);
    EXPECT_TRUE(view.lone.empty());
    for (ComparedPartition const& each : view.partitions) EXPECT_FALSE(each.differs);
}

TEST(Compare, RecordsThatAreLostInOneFutureAreNamed) {
    constexpr char const* kAll = "checkout.acks=all";
    Player player{lesson("replication/acks-1-loses.toml")};
    player.set_against(lesson("replication/acks-1-loses.toml", {kAll}), kAll);
    player.seek(Time{25'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    CompareView const view = compare_view(player.frame(), 3);
    std::vector<LoneFact> lost;
    for (LoneFact const& fact : view.lone) {
        if (fact.is_lost) lost.push_back(fact);
    }
    // As many as the books say; with acks=all none.
    EXPECT_EQ(view.here.promises, "400 acknowledged · 2 lost");
    ASSERT_EQ(lost.size(), 2U);
    EXPECT_EQ(lost.front().sentence, "acknowledged, then lost: offset 43 of orders-1");
    EXPECT_FALSE(lost.front().is_there);
    EXPECT_TRUE(view.lone.front().is_lost);  // before what only happened
}

TEST(Compare, F7ShowsItAndNothingOverlaps) {
    for (Screen const screen : {Screen{1280, 720, 1}, Screen{1920, 1080, 1},
                                Screen{1920, 1080, 1.5F}, Screen{3840, 2160, 2.5F}}) {
        App app = forked();
        app.ui().stage = Stage::cluster;
        Desk desk{screen, false};
        desk.press(Key::f7);
        for (int i = 0; i < 4; ++i) desk.draw(app);
        ASSERT_EQ(app.ui().stage, Stage::compare);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("the other future")) << screen.width;
        EXPECT_TRUE(probe.has("FIRST DIFFERENCE")) << screen.width;
        for (TextPair const& pair : probe.overlaps()) {
            ADD_FAILURE() << screen.width << ": " << pair.first.text << " / " << pair.second.text;
        }
        for (PlacedText const& text : probe.clipped()) {
            ADD_FAILURE() << screen.width << ": " << text.text;
        }
    }
}

// ---- another configuration of the same script ---------------------------------------------------

constexpr char const* kSetting = "checkout.acks=1";

TEST(Against, BothConfigurationsGoOnTogetherAndBackTogether) {
    Player player{lesson(kLesson)};
    player.set_against(lesson(kLesson, {kSetting}), kSetting);
    for (std::int64_t const us : {3'000'000, 14'000'000, 6'500'000, 0, 9'000'000, 21'000'000}) {
        player.seek(Time{us});
        player.finish();
        player.compare_with(kConfiguration);
        OtherFuture const* other = player.frame().other;
        ASSERT_NE(other, nullptr);
        EXPECT_EQ(other->world.now, Time{us});
        // It is the run that the file makes with that setting, forwards and backwards.
        Player alone{lesson(kLesson, {kSetting})};
        alone.seek(Time{us});
        alone.finish();
        EXPECT_EQ(other->world.history_hash, alone.timeline().world().history_hash) << us;
    }
}

TEST(Against, WhatIsDoneByHandIsDoneInBoth) {
    Player player{lesson(kLesson)};
    player.set_against(lesson(kLesson, {kSetting}), kSetting);
    player.seek(Time{4'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    EXPECT_TRUE(is_alive(player.frame().other->world, "broker-3"));
    player.run_phrase("kill broker-3");
    player.seek(Time{5'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    EXPECT_FALSE(is_alive(player.frame().other->world, "broker-3"));
    player.seek(Time{3'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    EXPECT_TRUE(is_alive(player.frame().other->world, "broker-3"));
}

TEST(Against, TheFirstDifferentEventIsFoundWithBothReasons) {
    Player player{lesson(kLesson)};
    player.set_against(lesson(kLesson, {kSetting}), kSetting);
    player.seek(Time{12'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    CompareView const view = compare_view(player.frame(), 3);
    ASSERT_TRUE(view.exists);
    ASSERT_TRUE(view.first.is_known);
    EXPECT_NE(view.first.here, view.first.there);
    EXPECT_FALSE(view.first.because_here.empty() && view.first.because_there.empty());
    EXPECT_EQ(view.there.names, (Texts{kSetting, "acks=1", "=1"}));
    EXPECT_EQ(view.first.setting, kSetting);
    EXPECT_EQ(view.here.names, (Texts{"checkout.acks=all", "acks=all", "=all"}));
    // With acks=1 the leader answers at once; with acks=all it waits for its followers.
    EXPECT_NE(view.first.there.find("acknowledgement"), std::string::npos) << view.first.there;
    EXPECT_TRUE(view.first.here.starts_with("The same ")) << view.first.here;
}

// broker-2's last records stand at other offsets in the one and are lost in the other.
TEST(Against, TheCellsAroundTheFirstDifferentRecordAreShown) {
    Player player{lesson("replication/acks-1-loses.toml")};
    player.set_against(lesson("replication/acks-1-loses.toml", {"checkout.acks=all"}),
                       "checkout.acks=all");
    player.seek(Time{24'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    CompareView const view = compare_view(player.frame(), 3);
    EXPECT_EQ(view.here.names.front(), "checkout.acks=1");
    ComparedPartition const& first = view.partitions.front();
    EXPECT_EQ(first.name, "orders-1");
    EXPECT_FALSE(first.here.lost.empty());
    EXPECT_TRUE(first.there.lost.empty());
    ASSERT_GE(first.parting, 0);
    EXPECT_GT(first.span.highest - first.parting, 40);
    for (std::int64_t const most : {8, 16, 30}) {
        OffsetScale const scale = compared_scale(first, most);
        EXPECT_GE(first.parting, scale.first);
        EXPECT_LT(first.parting, scale.first + scale.count);
    }
    // Fenced some microseconds apart: that is the same thing.
    for (LoneFact const& fact : view.lone) {
        EXPECT_EQ(fact.sentence.find("fenced broker-2"), std::string::npos) << fact.sentence;
    }
    EXPECT_EQ(timeless("no heartbeat since 4.275148 s, in 9 ms."),
              timeless("no heartbeat since 4.274955 s, in 8 ms."));
    EXPECT_NE(timeless("offset 42 of orders-1"), timeless("offset 43 of orders-1"));
}

// v1 overtakes v0 without idempotence; what comes after the two stands at the same offsets in both.
TEST(Against, LogsThatHaveTheSameRecordsAgainHaveParted) {
    constexpr char const* kOvertaken = "producers/overtaken-in-flight.toml";
    constexpr char const* kIdempotent = "plain.enable.idempotence=true";
    Player player{lesson(kOvertaken)};
    player.set_against(lesson(kOvertaken, {kIdempotent}), kIdempotent);
    player.seek(Time{} + player.scenario().duration);
    player.finish();
    player.compare_with(kConfiguration);
    CompareView const view = compare_view(player.frame(), 3);
    ComparedPartition const& first = view.partitions.front();
    EXPECT_EQ(first.name, "fast-0");
    EXPECT_EQ(first.parting, 1);
}

// A config value is no event: what it leads to is.
TEST(Against, TheFirstDifferenceIsNeverTheSettingItself) {
    struct Case {
        char const* lesson;
        char const* setting;
    };
    for (Case const& each :
         {Case{"replication/min-insync-replicas.toml", "orders.min.insync.replicas=1"},
          Case{kLesson, "orders.min.insync.replicas=3"},
          Case{"replication/acks-1-loses.toml", "cluster.replica.lag.time.max.ms=5000"}}) {
        SCOPED_TRACE(each.setting);
        Player player{lesson(each.lesson)};
        player.set_against(lesson(each.lesson, {each.setting}), each.setting);
        player.seek(Time{} + player.scenario().duration);
        player.finish();
        player.compare_with(kConfiguration);
        FirstDifference const first = compare_view(player.frame(), 3).first;
        EXPECT_EQ(first.setting, each.setting);
        for (std::string const& told : {first.here, first.there}) {
            EXPECT_EQ(told.find("CONFIG_RECORD"), std::string::npos) << told;
            EXPECT_EQ(told.find(" is now "), std::string::npos) << told;
            EXPECT_EQ(told.find("The controller created topic"), std::string::npos) << told;
        }
    }
}

// Where the card is narrow the value stays, and it is the value that differs.
TEST(Against, TheValueIsNeverCutOff) {
    constexpr char const* kOvertaken = "producers/overtaken-in-flight.toml";
    App app{options_for((scenarios_folder() / kOvertaken).string())};
    app.player().seek(Time{35'000'000});
    app.player().finish();
    app.carry_out(CompareAgainst{"plain.enable.idempotence=true"});
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("FIRST DIFFERENCE"));
    EXPECT_TRUE(probe.has("=true"));
    EXPECT_TRUE(probe.has("=false"));
    EXPECT_TRUE(probe.overlaps().empty());
    EXPECT_TRUE(probe.clipped().empty());
}

TEST(Against, TheSameConfigurationIsTheSameRun) {
    Player player{lesson(kLesson)};
    player.set_against(lesson(kLesson, {"checkout.acks=all"}), "checkout.acks=all");
    player.seek(Time{12'000'000});
    player.finish();
    player.compare_with(kConfiguration);
    CompareView const view = compare_view(player.frame(), 3);
    EXPECT_FALSE(view.first.is_known) << view.first.here << " / " << view.first.there;
    EXPECT_TRUE(view.lone.empty());
}

TEST(Against, ThePaletteAsksForItAndMistakesAreTold) {
    App app{options_for((scenarios_folder() / kLesson).string())};
    Desk desk{{1920, 1080, 1}, false};
    app.player().seek(Time{12'000'000});
    app.player().finish();
    desk.press(letter_key('K'), false, true);
    desk.draw(app);
    app.ui().palette_text = std::string{"against "} + kSetting;
    desk.press(Key::enter);
    for (int i = 0; i < 4; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().stage, Stage::compare);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("FIRST DIFFERENCE"));
    EXPECT_TRUE(probe.overlaps().empty());
    EXPECT_TRUE(probe.clipped().empty());
    app.carry_out(CompareAgainst{"nobody.acks=1"});
    EXPECT_NE(app.ui().notice.find("nobody"), std::string::npos) << app.ui().notice;
}

TEST(Compare, WithOneFutureItSaysHowAnotherOneComesAbout) {
    App app{options_for((scenarios_folder() / kLesson).string())};
    app.ui().stage = Stage::compare;
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 3; ++i) desk.draw(app);
    EXPECT_EQ(app.player().frame().other, nullptr);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("Two futures"));
}

void click_on(Desk& desk, App& app, Rect const& rect) {
    desk.screen().move_mouse(rect.middle_x(), rect.middle_y());
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    for (int i = 0; i < 2; ++i) desk.draw(app);
}

// Also in a low window: partitions page by page, and of the list whole lines.
TEST(Compare, EveryPartitionAndEveryFactCanBeReached) {
    for (Screen const& screen : {Screen{1280, 720, 1}, {1920, 1080, 1}, {1280, 720, 1.5F}}) {
        SCOPED_TRACE(std::to_string(screen.height) + " × " + std::to_string(screen.scale));
        App app = forked();
        app.player().seek(Time{12'000'000});
        app.player().finish();
        Desk desk{screen, false};
        for (int i = 0; i < 4; ++i) desk.draw(app);
        std::vector<std::string> seen;
        for (int page = 0; page < 4; ++page) {
            LayoutProbe probe;
            desk.draw(app);
            for (TextPair const& pair : probe.overlaps()) {
                ADD_FAILURE() << pair.first.text << " / " << pair.second.text;
            }
            EXPECT_TRUE(probe.clipped().empty());
            for (char const* name : {"orders-0", "orders-1", "orders-2"}) {
                if (probe.has(name)) seen.push_back(name);
            }
            std::string words;
            for (PlacedText const& text : probe.texts()) {
                if (text.text.find(" of 3 · ") != std::string::npos) words = text.text;
            }
            if (words.empty()) break;
            Rect const next = find_text(desk, app, words);
            if (is_empty(next)) break;
            click_on(desk, app, next);
        }
        for (char const* name : {"orders-0", "orders-1", "orders-2"}) {
            EXPECT_NE(std::find(seen.begin(), seen.end(), name), seen.end()) << name;
        }
    }
}

TEST(Compare, OfTheListThereAreWholeLines) {
    App app = forked();
    app.player().seek(Time{12'000'000});
    app.player().finish();
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    Rect const label = find_text(desk, app, "ONLY IN THIS FUTURE");
    ASSERT_FALSE(is_empty(label));
    desk.screen().move_mouse(label.middle_x(), label.bottom + 30);
    for (int turn = 0; turn < 4; ++turn) {
        LayoutProbe probe;
        desk.draw(app);
        std::vector<float> lines;
        for (PlacedText const& text : probe.texts()) {
            if (text.rect.top <= label.bottom + 4 || text.rect.bottom > text.clip.bottom + 40) {
                continue;
            }
            if (text.rect.left < label.left - 2 || !text.scrolls) continue;
            EXPECT_GE(text.rect.top, text.clip.top - 1) << text.text;
            EXPECT_LE(text.rect.bottom, text.clip.bottom + 1) << text.text;
            lines.push_back(text.rect.top);
        }
        std::sort(lines.begin(), lines.end());
        EXPECT_GE(std::unique(lines.begin(), lines.end()) - lines.begin(), 2);
        ImGui::GetIO().MouseWheel = -1;
        for (int i = 0; i < 2; ++i) desk.draw(app);
    }
}

}  // namespace
}  // namespace highwater::gui
