// Resetting a group's offsets by dragging the committed mark: what Kafka's tool refuses, the window
// refuses with the tool's own words, and the run stays as it is.
#include <gtest/gtest.h>

#include <algorithm>

#include "scenario/groups.h"
#include "tests/gui/app/desk.h"
#include "tests/gui/views/group_lesson.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr char const* kPath = "group.toml";

App group_at(Time at, std::string const& more = {}) {
    DashboardOptions options;
    options.load = [more](std::string const& path) { return load_text(path, kGroupLesson + more); };
    options.file = kPath;
    App app{std::move(options)};
    app.player().seek(at);
    app.player().finish();
    return app;
}

std::int64_t committed(App& app, std::int32_t partition) {
    World const& world = app.player().timeline().world();
    auto const view = view_group(world, world.names.find("billing"));
    if (!view) return -1;
    for (auto const& [id, offset] : view->committed) {
        if (id.partition == partition) return offset.value;
    }
    return -1;
}

void settle(Desk& desk, App& app) {
    for (int i = 0; i < 2'000 && app.player().is_busy(); ++i) desk.draw(app);
    for (int i = 0; i < 3; ++i) desk.draw(app);
}

bool is_told(Desk& desk, App& app, char const* begin) {
    LayoutProbe probe;
    desk.draw(app);
    return std::any_of(probe.texts().begin(), probe.texts().end(),
                       [&](PlacedText const& each) { return each.text.starts_with(begin); });
}

// Takes the committed mark of orders-1, which has most records, to the left by so many pixels.
void hold(Desk& desk, App& app, float by) {
    for (int i = 0; i < 4; ++i) desk.draw(app);
    LayoutProbe probe;
    desk.draw(app);
    std::vector<Rect> labels;
    for (PlacedText const& text : probe.texts()) {
        if (text.text.starts_with("committed ")) labels.push_back(text.rect);
    }
    ASSERT_GT(labels.size(), 1U);
    // The mark stands at the end of its words.
    float const x = labels[1].right + 10;
    float const y = labels[1].middle_y();
    desk.screen().move_mouse(x, y);
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().move_mouse(x - by, y);
    for (int i = 0; i < 2; ++i) desk.draw(app);
}

void let_go(Desk& desk, App& app) {
    desk.screen().press_mouse(0, false);
    desk.draw(app);
    settle(desk, app);
}

void drag(Desk& desk, App& app, float by) {
    hold(desk, app, by);
    let_go(desk, app);
}

// Where the mark will be stands there only while nothing else says that it was moved.
bool says_what_comes(Desk& desk, App& app) {
    LayoutProbe probe;
    desk.draw(app);
    return std::any_of(probe.texts().begin(), probe.texts().end(), [](PlacedText const& each) {
        return each.text.ends_with(", when the tool has run");
    });
}

TEST(ResetOffsets, IsRefusedWhileTheGroupIsActiveWithKafkasOwnWords) {
    App app = group_at(Time{40'000'000});
    app.ui().stage = Stage::groups;
    Desk desk{{1920, 1080, 1}, false};
    drag(desk, app, 60);
    EXPECT_EQ(app.ui().notice,
              "Error: Assignments can only be reset if the group 'billing' is inactive, but the "
              "current state is Stable.");
    EXPECT_EQ(app.player().clicked_commands(), 0);
    EXPECT_FALSE(says_what_comes(desk, app));
}

TEST(ResetOffsets, MovesTheCommittedOffsetOfAnEmptyGroup) {
    App app = group_at(Time{40'000'000});
    for (char const* leave : {"leave billing-1", "leave billing-2", "leave billing-3"}) {
        app.carry_out(RunPhrase{leave});
    }
    app.player().seek(Time{45'000'000});
    app.player().finish();
    std::int64_t const before = committed(app, 1);
    ASSERT_GT(before, 10);
    app.ui().stage = Stage::groups;
    Desk desk{{1920, 1080, 1}, false};
    drag(desk, app, 200);
    EXPECT_NE(app.ui().notice.find("--reset-offsets --to-offset"), std::string::npos)
        << app.ui().notice;
    EXPECT_EQ(app.player().clicked_commands(), 4);
    EXPECT_TRUE(says_what_comes(desk, app));
    app.player().seek(Time{50'000'000});
    app.player().finish();
    EXPECT_LT(committed(app, 1), before);
    EXPECT_FALSE(says_what_comes(desk, app));
}

TEST(ResetOffsets, EscapePutsTheMarkBack) {
    App app = group_at(Time{40'000'000});
    app.ui().stage = Stage::groups;
    app.ui().selection = find_by_name(app.player().timeline().world(), "broker-1");
    Desk desk{{1920, 1080, 1}, false};
    hold(desk, app, 60);
    EXPECT_TRUE(is_told(desk, app, "reset to "));
    desk.press(Key::escape);
    desk.draw(app);
    EXPECT_FALSE(is_told(desk, app, "reset to "));
    let_go(desk, app);
    EXPECT_TRUE(app.ui().notice.empty()) << app.ui().notice;  // no tool was asked
    EXPECT_TRUE(app.ui().has_selection());                    // only the mark was let go
    // The next drag is one again.
    drag(desk, app, 60);
    EXPECT_FALSE(app.ui().notice.empty());
}

TEST(ResetOffsets, TheStateThatIsInTheWayStandsWhereTheMarkIs) {
    App app = group_at(Time{40'000'000});
    app.ui().stage = Stage::groups;
    Desk desk{{1920, 1080, 1}, false};
    EXPECT_TRUE(is_told(desk, app, "no reset now: the group is Stable"));
    hold(desk, app, 60);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(std::any_of(probe.texts().begin(), probe.texts().end(), [](auto const& each) {
        return each.text.ends_with(": refused, the group is Stable");
    }));
    let_go(desk, app);
    EXPECT_TRUE(is_told(desk, app, "refused: the group is Stable, not Empty"));
    app.player().step_forward(false);
    EXPECT_FALSE(is_told(desk, app, "refused: "));  // of another instant
    app.carry_out(OpenScenario{kPath});
    EXPECT_TRUE(app.ui().refused.phrase.empty());  // and of another run
}

// A member that the script starts at this very instant has joined before the tool asks.
TEST(ResetOffsets, WhatTheGroupBecameWhileTheToolAskedIsSaid) {
    App app = group_at(Time{40'000'000},
                       "\n[[step]]\nat = \"55s\"\ndo = \"join billing as "
                       "billing-4 topics=orders\"\n");
    for (char const* leave : {"leave billing-1", "leave billing-2", "leave billing-3"}) {
        app.carry_out(RunPhrase{leave});
    }
    app.player().seek(Time{54'999'999});
    app.player().finish();
    app.ui().stage = Stage::groups;
    Desk desk{{1920, 1080, 1}, false};
    EXPECT_TRUE(is_told(desk, app, "drag a committed mark to reset offsets"));
    drag(desk, app, 200);
    EXPECT_TRUE(app.ui().notice.starts_with("Error: Assignments can only be reset"))
        << app.ui().notice;
    EXPECT_TRUE(is_told(desk, app, "refused: Empty at this instant, but "));
}

}  // namespace
}  // namespace highwater::gui
