// The groups stage follows the lesson's question, and says what its film leaves out.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/groups.h"
#include "gui/view/lesson.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

class AskedGroup : public testing::Test {
protected:
    AskedGroup() : player{lesson("groups/three-ways-to-join.toml")} {}

    // Right where the nth question of the lesson is asked.
    void go_to_question(std::size_t nth) {
        for (LessonStep const& step : player.scenario().steps) {
            if (step.ask.empty() || nth-- > 0) continue;
            player.seek(step.at - kBeforeQuestion);
            player.finish();
            return;
        }
    }
    NameId group(char const* name) {
        GroupsView const view = groups_view(player.frame(), kNoName);
        for (NameId const each : view.groups) {
            if (player.frame().world.names.text(each) == name) return each;
        }
        return kNoName;
    }
    std::string shown() { return groups_view(player.frame(), ui).name; }

    Player player;
    UiState ui;
};

TEST_F(AskedGroup, IsShownWhateverWasChosenBefore) {
    player.seek(Time{3'000'000});
    player.finish();
    choose_group(player.frame(), ui, group("kip848"));
    EXPECT_EQ(shown(), "kip848");
    go_to_question(0);
    ASSERT_TRUE(has_open_question(player.frame(), ui));
    EXPECT_EQ(shown(), "eager");
    // Who wants to see another one while it is open sees it.
    choose_group(player.frame(), ui, group("coop"));
    EXPECT_EQ(shown(), "coop");
    choose_group(player.frame(), ui, group("kip848"));
    go_to_question(1);
    EXPECT_EQ(shown(), "coop");
}

TEST_F(AskedGroup, IsFoundByAMemberThatIsYetToCome) {
    Player idle{lesson("groups/idle-members.toml")};
    for (LessonStep const& step : idle.scenario().steps) {
        if (step.ask.empty()) continue;
        idle.seek(step.at - kBeforeQuestion);
        idle.finish();
        EXPECT_NE(wanted_group(idle.frame(), ui), kNoName) << step.ask;
    }
}

constexpr Screen kSizes[] = {{1280, 720, 1}, {1280, 720, 1.5F}, {3200, 1800, 2.5F}};

TEST(GroupsFilm, TheGenerationsThatItLeavesOutAreCountedAndAClickAway) {
    for (Screen const& screen : kSizes) {
        SCOPED_TRACE(std::to_string(screen.height) + " × " + std::to_string(screen.scale));
        App app{options_for((scenarios_folder() / "groups/a-rolling-restart.toml").string())};
        app.player().seek(Time{44'000'000});
        app.player().finish();
        app.ui().stage = Stage::groups;
        Desk desk{screen, false};
        for (int i = 0; i < 3; ++i) desk.draw(app);
        GroupsView const view = groups_view(app.player().frame(), app.ui());
        ASSERT_GT(view.frames.size(), 4U);
        auto const texts_begin = [&](std::string const& begin) {
            return !is_empty(find_text(desk, app, begin));
        };
        EXPECT_FALSE(texts_begin(view.frames.front().title + " "));
        for (std::size_t i = 0; i < view.frames.size(); ++i) {
            Rect const earlier = find_text(desk, app, "← ");
            if (is_empty(earlier)) break;
            desk.screen().move_mouse(earlier.middle_x(), earlier.middle_y());
            desk.draw(app);
            desk.screen().press_mouse(0, true);
            desk.draw(app);
            desk.screen().press_mouse(0, false);
            for (int draws = 0; draws < 2; ++draws) desk.draw(app);
            LayoutProbe probe;
            desk.draw(app);
            EXPECT_TRUE(probe.overlaps().empty());
            EXPECT_TRUE(probe.clipped().empty());
        }
        EXPECT_GT(app.ui().film.back, 0);
        EXPECT_TRUE(texts_begin(view.frames.front().title));
    }
}

TEST(GroupsFilm, WhenTimeGoesOnTheNewestAreShownAgain) {
    FilmPlace const place{NameId{3}, 9, 4};
    EXPECT_EQ(place.back_of(NameId{3}, 9), 4);
    EXPECT_EQ(place.back_of(NameId{3}, 10), 0);
    EXPECT_EQ(place.back_of(NameId{4}, 9), 0);
}

TEST(GroupsFilm, EpochsAreCalledEpochs) {
    GroupsView view;
    for (char const* title : {"generation 1", "epoch 2", "epoch 3"}) {
        FilmFrame frame;
        frame.title = title;
        view.frames.push_back(frame);
    }
    EXPECT_EQ(left_out_words(view, 0, 1, "earlier"), "1 earlier generation");
    EXPECT_EQ(left_out_words(view, 0, 3, "earlier"), "3 earlier generations");
    EXPECT_EQ(left_out_words(view, 1, 3, "later"), "2 later epochs");
}

}  // namespace
}  // namespace highwater::gui
