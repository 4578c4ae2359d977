// Challenges, hints and languages in the window, under keys and mouse.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gui/view/challenge.h"
#include "gui/view/sequence_svg.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr Screen kScreen{1920, 1440, 1};  // the whole column, without scrolling

std::string challenge_file(std::string const& name) {
    return (scenarios_folder() / "challenges" / (name + ".toml")).string();
}

// A window whose files are kept in memory.
struct Room {
    std::map<std::string, std::string> written;

    App open(std::string const& path) {
        DashboardOptions options;
        options.lessons = {path};
        options.load = [](std::string const& file) { return load_lesson(file); };
        options.load_as = [](std::string const& file, std::string const& language,
                             std::optional<AnswerText> const& answer) {
            return load_text_as(file, text_of(file), language, answer);
        };
        options.write = [this](std::string const& file, std::string const& ending,
                               std::string const& text) -> Expected<std::string> {
            std::string const name = std::filesystem::path{file}.stem().string() + ending;
            written[name] = text;
            return name;
        };
        options.file = path;
        App app{std::move(options)};
        app.ui().show_menu = false;
        return app;
    }
};

void finish(App& app) {
    app.player().finish();
    app.take_finished();
}

bool click_text(Desk& desk, App& app, std::string const& begin) {
    for (int i = 0; i < 3; ++i) desk.draw(app);
    Rect const rect = find_text(desk, app, begin);
    if (is_empty(rect)) return false;
    desk.screen().move_mouse(rect.left + 4, rect.middle_y());
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    desk.draw(app);
    return true;
}

TEST(ChallengeInTheWindow, IsAnsweredByTypingAndHandedIn) {
    Room room;
    App app = room.open(challenge_file("orders-that-vanish"));
    Desk desk{kScreen, false};
    // The first line says what is so now.
    ASSERT_TRUE(click_text(desk, app, "1"));
    app.ui().challenge.types = 0;
    desk.draw(app);
    desk.draw(app);
    desk.screen().type("all");
    desk.draw(app);
    desk.draw(app);
    EXPECT_EQ(app.ui().challenge.values[0], "all");
    desk.press(Key::enter);
    desk.draw(app);
    EXPECT_EQ(app.ui().challenge.types, kTypesNothing);
    EXPECT_FALSE(app.player().is_playing());  // no letter was a command
    ASSERT_TRUE(click_text(desk, app, "Hand in"));
    finish(app);
    ASSERT_TRUE(app.ui().challenge.grade);
    EXPECT_TRUE(app.ui().challenge.grade->passes());
    EXPECT_TRUE(app.ui().notice.starts_with("Passed: all 3 goals are reached, with 1 change of 2."))
        << app.ui().notice;
    EXPECT_EQ(room.written.at("orders-that-vanish-answer.toml"),
              "format    = 1\nchallenge = \"orders-that-vanish\"\n\n[set]\n"
              "\"checkout.acks\" = \"all\"\n");
    EXPECT_FALSE(is_empty(find_text(desk, app, "✓ Passed")));
}

TEST(ChallengeInTheWindow, WithNothingChangedItSaysSoFirst) {
    Room room;
    App app = room.open(challenge_file("orders-that-vanish"));
    app.carry_out(HandIn{});
    EXPECT_TRUE(app.ui().notice.starts_with("Nothing is changed yet")) << app.ui().notice;
    EXPECT_TRUE(room.written.empty());
    app.carry_out(HandIn{});
    finish(app);
    EXPECT_TRUE(app.ui().challenge.grade);
    EXPECT_FALSE(room.written.empty());
}

TEST(ChallengeInTheWindow, GradesAsTheCommandLineDoes) {
    Room room;
    std::string const path = challenge_file("orders-that-vanish");
    App app = room.open(path);
    app.ui().challenge.values[3] = "2";  // orders.min.insync.replicas: asks nothing of acks=1
    app.carry_out(HandIn{});
    finish(app);
    ASSERT_TRUE(app.ui().challenge.grade);
    AnswerText const answer{"a", room.written.at("orders-that-vanish-answer.toml")};
    Loaded const loaded = load_text_as(path, text_of(path), {}, answer);
    ASSERT_TRUE(loaded.scenario);
    Grade const headless = grade(*loaded.scenario);
    EXPECT_EQ(summary_of(*app.ui().challenge.grade), summary_of(headless));
    EXPECT_FALSE(headless.passes());
    for (std::size_t i = 0; i < headless.goals.size(); ++i) {
        EXPECT_EQ(app.ui().challenge.grade->goals[i].found->sentence,
                  headless.goals[i].found->sentence);
    }
}

TEST(ChallengeInTheWindow, WhatIsClickedCountsAndWhatMayNotBeDoneIsRefused) {
    Room room;
    App app = room.open(challenge_file("the-queue-that-grows"));
    app.player().seek(Time{} + seconds(20));
    finish(app);
    app.carry_out(RunPhrase{"exec kafka-topics --alter --topic orders --partitions 5"});
    ChallengeView view =
        challenge_view(app.player().frame(), app.ui(), clicked_of(app.player().frame()));
    EXPECT_EQ(view.changes_label, "Changes · 1 of 3");
    EXPECT_FALSE(view.commands[0].is_wrong);
    app.carry_out(RunPhrase{"kill broker-1"});
    view = challenge_view(app.player().frame(), app.ui(), clicked_of(app.player().frame()));
    EXPECT_TRUE(view.commands[1].is_wrong);
    app.carry_out(HandIn{});
    EXPECT_FALSE(app.ui().challenge.grade);
    ASSERT_EQ(app.ui().challenge.problems.size(), 1U);
    EXPECT_TRUE(app.ui().challenge.problems[0].starts_with("this may not be done"));
    EXPECT_TRUE(room.written.empty());
}

TEST(ChallengeInTheWindow, WhatWasHandedInCanBeTakenBack) {
    Room room;
    App app = room.open(challenge_file("the-queue-that-grows"));
    app.player().seek(Time{} + seconds(20));
    finish(app);
    app.carry_out(RunPhrase{"exec kafka-topics --alter --topic orders --partitions 5"});
    app.carry_out(HandIn{});
    finish(app);
    ASSERT_EQ(app.ui().challenge.commands.size(), 1U);
    app.carry_out(TakeBack{0});
    EXPECT_TRUE(app.ui().challenge.commands.empty());
}

TEST(HintInTheWindow, IsOfferedShownAndLeft) {
    Room room;
    App app = room.open((scenarios_folder() / "groups/idle-members.toml").string());
    Desk desk{kScreen, false};
    app.player().seek(Time{} + milliseconds(9'500));
    finish(app);
    app.carry_out(RunPhrase{"join billing as late topics=orders"});
    desk.draw(app);
    ASSERT_TRUE(app.ui().hint);
    EXPECT_EQ(app.ui().hint->belief, "M11");
    std::size_t const branches = app.player().timeline().branches().size();
    ASSERT_TRUE(click_text(desk, app, "See it"));
    EXPECT_FALSE(app.ui().hint);
    finish(app);
    EXPECT_EQ(app.player().timeline().branches().size(), branches + 1);
    EXPECT_EQ(app.player().timeline().world().now - Time{}, milliseconds(29'500));
    EXPECT_NE(app.ui().notice.find("partitions of late = 0"), std::string::npos) << app.ui().notice;
    // Another one is left.
    app.carry_out(RunPhrase{"join billing as later topics=orders"});
    desk.draw(app);
    ASSERT_TRUE(app.ui().hint);
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(app.ui().hint);
}

TEST(HintInTheWindow, WhatIsRefusedGivesNothingToThinkAbout) {
    Room room;
    App app = room.open((scenarios_folder() / "groups/idle-members.toml").string());
    Desk desk{kScreen, false};
    app.player().seek(Time{} + seconds(9));
    finish(app);
    app.carry_out(RunPhrase{"produce 1 to orders-0 as p acks=all"});  // one replica: all is one
    desk.draw(app);
    EXPECT_FALSE(app.ui().hint);
}

TEST(LanguageInTheWindow, ChangesTheWordsAndNotTheRun) {
    Room room;
    App app = room.open((scenarios_folder() / "basics/one-record.toml").string());
    Desk desk{kScreen, false};
    app.player().seek(Time{} + seconds(3));
    finish(app);
    app.carry_out(RunPhrase{"kill broker-3"});
    std::uint64_t const hash = app.player().timeline().world().history_hash;
    app.carry_out(ChooseLanguage{"de"});
    EXPECT_EQ(app.player().scenario().title, "Ein Record: vom Producer zum Consumer");
    EXPECT_EQ(app.player().timeline().world().history_hash, hash);
    EXPECT_EQ(app.player().clicked_commands(), 1);
    EXPECT_EQ(app.catalogue().lessons[0].title, "Ein Record: vom Producer zum Consumer");
    EXPECT_FALSE(is_empty(find_text(desk, app, "Der Leader schrieb ihn")));
    app.carry_out(ChooseLanguage{});
    EXPECT_EQ(app.player().scenario().title, "One record: from a producer to a consumer");
}

// Letters of other scripts are loaded when a lesson has them.
TEST(LanguageInTheWindow, LettersThatALessonNeedsAreFound) {
    EXPECT_EQ(extra_letters("Größe – Łódź, naïve “quotes” …"), "");
    std::string const russian = extra_letters("ба аб");
    EXPECT_EQ(russian, "аб");  // each once, in order
    ImFontAtlas atlas;
    FontFiles const files = find_fonts(font_folders());
    if (!files.missing.empty()) GTEST_SKIP() << "no Inter here";
    FontSet const set = build_fonts(atlas, files, 1.0F, false, russian);
    EXPECT_NE(set.get(Face::words, Type::body).font->FindGlyphNoFallback(0x0430), nullptr);
    EXPECT_EQ(set.letters, russian);
    FontSet const plain = build_fonts(atlas, files, 1.0F, false);
    EXPECT_EQ(plain.get(Face::words, Type::body).font->FindGlyphNoFallback(0x0430), nullptr);
    for (ImWchar const letter : std::initializer_list<ImWchar>{0x00E4, 0x00DF, 0x0142, 0x201E}) {
        EXPECT_NE(plain.get(Face::words, Type::body).font->FindGlyphNoFallback(letter), nullptr);
    }
}

TEST(ExportInTheWindow, WritesWhatIsOnTheStage) {
    Room room;
    App app = room.open((scenarios_folder() / "basics/one-record.toml").string());
    app.player().seek(Time{} + seconds(3));
    finish(app);
    app.carry_out(Export{Export::What::facts_csv});
    app.carry_out(Export{Export::What::facts_json});
    app.carry_out(Export{Export::What::sequence});
    std::string const& csv = room.written.at("one-record-facts.csv");
    EXPECT_TRUE(csv.starts_with("event,at_us,node,"));
    EXPECT_NE(csv.find(",Acknowledged,"), std::string::npos);
    std::string const& json = room.written.at("one-record-facts.json");
    // One head and a row each; two brackets and an object each.
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n') + 1,
              std::count(json.begin(), json.end(), '\n'));
    std::string const& svg = room.written.at("one-record-messages.svg");
    EXPECT_TRUE(svg.starts_with("<svg xmlns="));
    EXPECT_NE(svg.find("writer"), std::string::npos);
    EXPECT_TRUE(svg.ends_with("</svg>\n"));
    EXPECT_NE(svg.find("paint-order: stroke"), std::string::npos);  // no line through the words
    EXPECT_EQ(app.ui().notice, "Saved as one-record-messages.svg");
}

}  // namespace
}  // namespace highwater::gui
