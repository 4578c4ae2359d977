// What became of acknowledged records, as the stages that show no records say it.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/lecture.h"
#include "gui/view/losses_shown.h"
#include "scenario/losses.h"
#include "tests/gui/views/group_lesson.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

TEST(Losses, AreCountedAtThePartitionThatHasLostThem) {
    Scene scene{"replication/acks-1-loses.toml"};
    scene.go_to(Time{5'000'000});
    EXPECT_TRUE(losses_shown(scene.world()).empty());
    scene.go_to(Time{29'500'000});
    std::vector<LostRecord> const shown = losses_shown(scene.world());
    std::int64_t const lost = count_lost_records(scene.world());
    ASSERT_GT(lost, 0);
    EXPECT_EQ(losses_of(shown, scene.partition("orders", 1)), lost);
    EXPECT_EQ(losses_of(shown, scene.partition("orders", 0)), 0);
}

TEST(Losses, AreSaidInWordsOfTheRoomThereIs) {
    EXPECT_EQ(losses_words(0), "");
    EXPECT_EQ(losses_words(1), "1 acknowledged record lost");
    EXPECT_EQ(losses_words(1'200), "1,200 acknowledged records lost");
    EXPECT_EQ(short_losses_words(2), "2 lost");
    EXPECT_EQ(short_losses_words(0), "");
}

LectureView on_the_wall(Scene& scene, Time at, std::size_t most_rows = 6) {
    scene.go_to(at);
    Frame const frame = scene.frame();
    LifeStory lives;
    lives.follow(frame.trace);
    return lecture_view(frame, UiState{}, lives, most_rows, losses_shown(frame.world));
}

TEST(Lecture, LossesAreSaidAtThePartition) {
    Scene scene{"replication/acks-1-loses.toml"};
    LectureView const before = on_the_wall(scene, Time{5'000'000});
    ASSERT_EQ(before.partitions.size(), 1U);
    EXPECT_EQ(before.partitions.front().lost, "");
    LectureView const view = on_the_wall(scene, Time{29'500'000});
    ASSERT_EQ(view.partitions.size(), 1U);
    EXPECT_EQ(view.partitions.front().name, "orders-1");
    EXPECT_EQ(view.partitions.front().lost, losses_words(count_lost_records(scene.world())));
}

// "Of huddled-0 two copies are in rack a; spread-0 has one in each rack." The question says “both”.
TEST(Lecture, AQuestionAboutTwoPartitionsShowsBoth) {
    Scene scene{"replication/a-rack-is-lost.toml"};
    LectureView const view = on_the_wall(scene, Time{15'999'999});
    ASSERT_EQ(view.partitions.size(), 2U);
    EXPECT_EQ(view.partitions[0].name, "huddled-0");
    EXPECT_EQ(view.partitions[1].name, "spread-0");
    ASSERT_EQ(view.rows.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(view.rows[i].of, i < 3 ? 0 : 1) << i;
    EXPECT_EQ(view.about, "");
    // With little room what is dead goes before the leaders do.
    std::vector<std::size_t> const kept = rows_with_room(view, 4);
    EXPECT_EQ(kept, (std::vector<std::size_t>{0, 2, 4, 5}));
    // Where there is no room for both, one of them is whole.
    LectureView const low = on_the_wall(scene, Time{15'999'999}, 5);
    ASSERT_EQ(low.partitions.size(), 1U);
    EXPECT_EQ(low.about, "huddled-0");
}

TEST(Lecture, AQuestionAboutTwoGroupsShowsTheMembersOfBoth) {
    Scene scene{"groups/three-ways-to-join.toml"};
    LectureView const view = on_the_wall(scene, Time{31'000'000});
    auto const has = [&](std::string const& begin) {
        return std::any_of(view.rows.begin(), view.rows.end(),
                           [&](LectureRow const& row) { return row.name.starts_with(begin); });
    };
    EXPECT_TRUE(has("coop-"));
    EXPECT_TRUE(has("kip848-"));
}

// Members of a group with a long name, on a narrow wall.
TEST(Lecture, LongNamesAreNotCut) {
    std::string text = kGroupLesson;
    std::string const long_name = "payments-of-the-northern-shops";
    for (std::size_t at = 0; (at = text.find("billing", at)) != std::string::npos;) {
        text.replace(at, 7, long_name);
        at += long_name.size();
    }
    text += "\n[[step]]\nat = \"21s\"\nsay = \"" + long_name + " reads.\"\n";
    Scene scene{text};
    scene.go_to(Time{30'000'000});
    for (auto const& [width, height, scale] :
         {std::tuple{1024, 720, 1.0F}, std::tuple{1280, 720, 1.0F}, std::tuple{1536, 1080, 1.5F}}) {
        ShotOptions options;
        options.width = width;
        options.height = height;
        options.scale = scale;
        options.lecture = true;
        UiState ui;
        PanelShot const shot = shoot(
            scene, ui, draw_lecture,
            {0, 0, static_cast<float>(width) / scale, static_cast<float>(height) / scale}, options);
        EXPECT_TRUE(shot.faults.empty()) << (shot.faults.empty() ? "" : shot.faults.front());
        EXPECT_TRUE(shot.shortened.empty())
            << width << ": " << (shot.shortened.empty() ? "" : shot.shortened.front());
    }
}

}  // namespace
}  // namespace highwater::gui
