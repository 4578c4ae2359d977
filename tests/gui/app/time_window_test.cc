// The time bar looks at a part of the run, and never loses the cursor.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/time_window.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

class Window : public testing::Test {
protected:
    Window()
        : app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())} {
        go_to(seconds(12));
    }
    void go_to(Duration time) {
        app.player().seek(Time{} + time);
        app.player().finish();
    }
    Frame frame() { return app.player().frame(); }

    App app;
};

TEST_F(Window, IsTheWholeLessonUntilOneLooksCloser) {
    EXPECT_EQ(shown_window(frame(), {}), (TimeWindow{0, 30'000'000}));
    TimeWindow const half = zoomed(frame(), {}, 12'000'000, 1);
    EXPECT_EQ(half, (TimeWindow{6'000'000, 21'000'000}));  // what is at 12 s stays where it is
    EXPECT_TRUE(zoomed(frame(), half, 12'000'000, -1).is_whole());
    // No closer than messages are fast.
    TimeWindow const closest = zoomed(frame(), {}, 12'000'000, 100);
    EXPECT_GE(closest.to_us - closest.from_us, 1'000);
    EXPECT_LT(closest.to_us - closest.from_us, 4'000);
}

TEST_F(Window, GoesAlongAndKeepsTheCursor) {
    TimeWindow const part = zoomed(frame(), {}, 12'000'000, 2);
    EXPECT_EQ(moved(frame(), part, 100).to_us, 30'000'000);
    EXPECT_EQ(moved(frame(), part, -100).from_us, 0);
    EXPECT_TRUE(moved(frame(), {}, 1).is_whole());
    go_to(seconds(29));
    TimeWindow const shown = shown_window(frame(), part);
    EXPECT_EQ(shown.to_us - shown.from_us, part.to_us - part.from_us);
    EXPECT_LE(shown.from_us, 29'000'000);
    EXPECT_GE(shown.to_us, 29'000'000);
}

TEST_F(Window, KeysZoomAndNothingLeavesTheAxis) {
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 2; ++i) desk.draw(app);
    app.act(Action::zoom_in);
    app.act(Action::zoom_in);
    for (bool const plots : {false, true}) {
        app.ui().shows_plots = plots;
        for (int i = 0; i < 2; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("whole run"));
        EXPECT_TRUE(probe.overlaps().empty());
        EXPECT_TRUE(probe.clipped().empty());
    }
    app.act(Action::zoom_out);
    app.act(Action::zoom_out);
    EXPECT_TRUE(app.ui().time.is_whole());
}

// At ×1 a message is under way for less than two pictures.
TEST(Speed, WhoPlaysTooQuicklyForMessagesIsToldHowToSeeThem) {
    App app{options_for((scenarios_folder() / "replication/leader-failover.toml").string())};
    Desk desk{{1280, 720, 1}, false};
    auto const says = [&](char const* text) {
        for (int i = 0; i < 2; ++i) desk.draw(app);
        LayoutProbe probe;
        desk.draw(app);
        return probe.has(text);
    };
    constexpr char const* kHint = "×1/100 shows messages on their way";
    EXPECT_FALSE(says(kHint));  // nothing moves
    app.act(Action::play_or_pause);
    EXPECT_TRUE(says(kHint));
    app.player().set_speed(10'000);
    EXPECT_FALSE(says(kHint));
}

// "#4798" is the number that everybody writes and that `event` takes; how many have happened is
// said as a count.
TEST_F(Window, TheLastEventHasTheNumberThatCommandsTake) {
    Desk desk{{1280, 720, 1}, false};
    for (int i = 0; i < 2; ++i) desk.draw(app);
    std::string const number = "#" + std::to_string(frame().cursor.event.value);
    std::uint64_t const nth = frame().cursor.nth;
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has(number));
    auto const& texts = probe.texts();
    EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [](PlacedText const& text) {
        return text.text.starts_with(" · ") && text.text.ends_with(" events");
    }));
    EXPECT_TRUE(probe.clipped().empty());
    go_to(seconds(3));
    app.carry_out(SeekEvent{EventId{std::stoull(number.substr(1))}});
    app.player().finish();
    EXPECT_EQ(frame().cursor.nth, nth);
}

}  // namespace
}  // namespace highwater::gui
