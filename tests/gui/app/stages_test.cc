// The stages of messages and of events under keys and mouse.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

constexpr Screen kScreen{1920, 1080, 1};

App failover_at(Time at) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    app.player().seek(at);
    app.player().finish();
    return app;
}

void click(Desk& desk, App& app, float x, float y) {
    desk.screen().move_mouse(x, y);
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    desk.draw(app);
}

// Where a text stands that begins so; on the stage, for side columns tell of the same things.
Rect find_on_stage(Desk& desk, App& app, std::string const& begin, float least_x = 380) {
    LayoutProbe probe;
    desk.draw(app);
    for (PlacedText const& each : probe.texts()) {
        if (each.text.starts_with(begin) && each.rect.left > least_x && each.rect.right < 1548 &&
            each.rect.top > 200 && !is_empty(cut_to(each.rect, each.clip))) {
            return each.rect;
        }
    }
    return {};
}

TEST(StageKeys, F5AndF6ShowTheStagesAndQTheQuietMessages) {
    App app = failover_at(Time{13'300'000});
    Desk desk{kScreen, false};
    desk.press(Key::f5);
    desk.draw(app);
    EXPECT_EQ(app.ui().stage, Stage::sequence);
    desk.press(letter_key('Q'));
    desk.draw(app);
    EXPECT_TRUE(app.ui().shows_quiet);
    desk.press(letter_key('Q'));
    desk.draw(app);
    EXPECT_FALSE(app.ui().shows_quiet);
    desk.press(Key::f6);
    desk.draw(app);
    EXPECT_EQ(app.ui().stage, Stage::events);
}

// The first member makes __consumer_offsets appear. Its place was kept.
TEST(ClusterStage, RowsStandStillWhenKafkasOwnTopicAppears) {
    App app{options_for((scenarios_folder() / "challenges/the-queue-that-grows.toml").string())};
    Desk desk{{1280, 720, 1}, false};
    desk.draw(app);
    float const before = find_on_stage(desk, app, "orders-0").top;
    app.player().seek(Time{20'000'000});
    app.player().finish();
    desk.draw(app);
    EXPECT_GT(find_on_stage(desk, app, "__consumer_offsets").top, before);
    EXPECT_EQ(find_on_stage(desk, app, "orders-0").top, before);
}

TEST(TimeBar, ABookmarkIsAPennantThatIsClicked) {
    App app = failover_at(Time{5'000'000});
    Desk desk{kScreen, false};
    desk.press(letter_key('D'), false, true);
    desk.draw(app);
    EXPECT_NE(app.ui().notice.find("Bookmark 1 at 5.000 s"), std::string::npos) << app.ui().notice;
    app.player().seek(Time{9'000'000});
    app.player().finish();
    Rect number;
    LayoutProbe probe;
    desk.draw(app);
    for (PlacedText const& each : probe.texts()) {
        if (each.text == "1" && each.rect.top > 888 && each.rect.left > 300) number = each.rect;
    }
    ASSERT_FALSE(is_empty(number));
    EXPECT_TRUE(probe.overlaps().empty());
    click(desk, app, number.left - 8, number.middle_y());
    EXPECT_EQ(app.player().timeline().world().now, Time{5'000'000});
    app.player().seek(Time{2'000'000});
    app.player().finish();
    desk.press(Key::right, false, true);
    desk.draw(app);
    EXPECT_EQ(app.player().timeline().world().now, Time{5'000'000});
}

TEST(EventsStage, AClickOnARowJumpsThereAndSelectsIt) {
    App app = failover_at(Time{13'300'000});
    app.ui().stage = Stage::events;
    app.ui().events_interest = 2;
    Desk desk{kScreen, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    Rect const row = find_on_stage(desk, app, "The controller elected broker-3 leader of orders-1");
    ASSERT_FALSE(is_empty(row));
    std::uint64_t const before = app.player().timeline().event();
    click(desk, app, row.left + 20, row.middle_y());
    EXPECT_LT(app.player().timeline().event(), before);
    ASSERT_TRUE(std::holds_alternative<SelectedEvent>(app.ui().selection));
    EventId const selected = std::get<SelectedEvent>(app.ui().selection).event;
    EXPECT_EQ(app.player().frame().cursor.event, selected);
    // It stays where it was clicked.
    for (int i = 0; i < 3; ++i) desk.draw(app);
    Rect const again =
        find_on_stage(desk, app, "The controller elected broker-3 leader of orders-1");
    EXPECT_NEAR(again.top, row.top, 80);
}

TEST(EventsStage, ALongSentenceIsFoldedAndTheLastRowIsReached) {
    for (Screen const& screen : {Screen{1280, 720, 1}, Screen{1280, 720, 1.5F}, kScreen}) {
        App app = failover_at(Time{13'310'000});
        app.ui().stage = Stage::events;
        // As long as it is open, what the lesson does next is not told.
        reveal(app.ui(), app.player().frame().questions->front().step);
        Desk desk{screen, false};
        for (int i = 0; i < 4; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        for (PlacedText const& text : probe.cut_short()) {
            bool const is_on_list = text.rect.left > 500 && text.scrolls;
            EXPECT_FALSE(is_on_list && text.whole.ends_with('.')) << text.whole;
        }
        EXPECT_TRUE(probe.overlaps().empty());
        // Down to the end, then up to the beginning.
        app.ui().events_moves.pages = 4'000;
        for (int i = 0; i < 3; ++i) desk.draw(app);
        probe.reset();
        desk.draw(app);
        EXPECT_TRUE(probe.has("start broker-2"));
        app.ui().events_moves.pages = -4'000;
        for (int i = 0; i < 3; ++i) desk.draw(app);
        probe.reset();
        desk.draw(app);
        EXPECT_TRUE(probe.has("broker-1 started.")) << screen.width;
    }
}

TEST(EventsStage, WordsAreTypedArrowsChooseAndEnterJumps) {
    App app = failover_at(Time{13'300'000});
    Desk desk{kScreen, false};
    desk.press(letter_key('F'), false, true);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().stage, Stage::events);
    EXPECT_TRUE(app.ui().types_filter);
    desk.press(Key::space);  // a letter, not the key that plays
    desk.draw(app);
    EXPECT_FALSE(app.player().is_playing());
    desk.screen().type("fenced broker-2");
    desk.draw(app);
    EXPECT_EQ(app.ui().events.words, "fenced broker-2");
    desk.press(Key::up);
    desk.draw(app);
    desk.press(Key::enter);
    desk.draw(app);
    EXPECT_TRUE(std::holds_alternative<SelectedEvent>(app.ui().selection));
    EXPECT_LT(app.player().timeline().world().now, Time{13'300'000});
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(app.ui().types_filter);
    EXPECT_EQ(app.ui().events.words, "fenced broker-2");  // Escape leaves; the list stays as it is
}

TEST(Palette, WhatTabCompletesIsGoneOnWithBehindIt) {
    App app = failover_at(Time{5'000'000});
    Desk desk{kScreen, false};
    desk.press(letter_key('K'), false, true);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    desk.screen().type("kil");
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().palette_text, "kil");
    desk.press(Key::tab);
    for (int i = 0; i < 3; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().palette_text, "kill ");
    desk.screen().type("b");
    for (int i = 0; i < 2; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().palette_text, "kill b");
}

TEST(EventsStage, AMarkedInstantShowsWhatDiffers) {
    App app = failover_at(Time{5'000'000});
    Desk desk{kScreen, false};
    desk.press(letter_key('M'));
    for (int i = 0; i < 3; ++i) desk.draw(app);
    EXPECT_EQ(app.ui().stage, Stage::events);
    app.player().seek(Time{13'300'000});
    app.player().finish();
    for (int i = 0; i < 3; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("What differs from"));
    EXPECT_TRUE(probe.has("leader"));
    EXPECT_TRUE(probe.overlaps().empty());
    app.carry_out(MarkHere{true});
    probe.reset();
    desk.draw(app);
    EXPECT_FALSE(probe.has("What differs from"));
}

// Colours of a picture along a line between two places, which must be one.
bool is_of_one_colour(Image const& image, Colour colour, float left, float right, float y) {
    for (auto x = static_cast<int>(left); x < static_cast<int>(right); ++x) {
        std::uint8_t const* at = image.pixel(x, static_cast<int>(y));
        if (IM_COL32(at[0], at[1], at[2], 255) != colour) return false;
    }
    return true;
}

TEST(SequenceStage, NoArrowIsSeenThroughWords) {
    for (Screen const& screen : {Screen{1280, 720, 1}, kScreen}) {
        App app = failover_at(Time{13'310'000});
        app.ui().stage = Stage::sequence;
        Desk desk{screen, false};
        for (int i = 0; i < 4; ++i) desk.draw(app);
        LayoutProbe probe;
        Image const image = desk.screen().picture([&] {
            app.run_frame({desk.screen().fonts(), {}, {}, 1.0 / 60, false, 1.0 / 60});
        });
        int labels = 0;
        for (PlacedText const& each : probe.texts()) {
            bool const is_label =
                each.text.starts_with("ack ") || each.text.starts_with("Fetch ") ||
                each.text.starts_with("Produce ") || each.text.starts_with("records ");
            if (!is_label || each.rect.top < each.clip.top + 4) continue;
            ++labels;
            EXPECT_TRUE(is_of_one_colour(image, theme_of(Mode::dark).background, each.rect.left,
                                         each.rect.right, each.rect.top - 2))
                << each.text;
        }
        EXPECT_GT(labels, 6);
    }
}

TEST(SequenceStage, AClickOnAMessageJumpsToItsSendingAndSelectsIt) {
    App app = failover_at(Time{5'000'000});
    app.ui().stage = Stage::sequence;
    Desk desk{kScreen, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    Rect const label = find_on_stage(desk, app, "ack orders");
    ASSERT_FALSE(is_empty(label));
    click(desk, app, label.middle_x(), label.middle_y());
    ASSERT_TRUE(std::holds_alternative<SelectedMessage>(app.ui().selection));
    EventId const arrival = std::get<SelectedMessage>(app.ui().selection).arrival;
    EXPECT_FALSE(app.player().timeline().world().queue.find(arrival) == kNoEvent);
    EXPECT_LT(app.player().timeline().world().now, Time{5'000'000});
}

// From the back row: nothing beside an arrow is in smaller letters than its words.
TEST(SequenceStage, TimesAreAsLargeAsWords) {
    App app = failover_at(Time{13'270'000});
    app.ui().stage = Stage::sequence;
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 4; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    float words = 0;
    for (PlacedText const& text : probe.texts()) {
        if (text.text.starts_with("Fetch ")) words = text.em;
    }
    ASSERT_GT(words, 0);
    int times = 0;
    for (PlacedText const& text : probe.texts()) {
        bool const is_on_stage = text.rect.left > 380 && text.rect.top > 140 && text.rect.top < 500;
        bool const is_time = text.text.starts_with("13.");
        if (!is_on_stage || !is_time) continue;
        EXPECT_GE(text.em, words) << text.text;
        ++times;
    }
    EXPECT_GE(times, 2);
}

}  // namespace
}  // namespace highwater::gui
