// What became of acknowledged records, as the stages that show no records say it.
#include <gtest/gtest.h>

#include "gui/view/losses_shown.h"
#include "scenario/losses.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

TEST(Losses, AreCountedAtThePartitionThatHasLostThem) {
    Scene scene{"replication/acks-1-loses.toml"};
    scene.go_to(Time{5'000'000});
    EXPECT_TRUE(losses_shown(scene.world()).partitions.empty());
    scene.go_to(Time{29'500'000});
    LossesShown const shown = losses_shown(scene.world());
    std::int64_t const lost = count_lost_records(scene.world());
    ASSERT_GT(lost, 0);
    EXPECT_EQ(shown.of(scene.partition("orders", 1)), lost);
    EXPECT_EQ(shown.of(scene.partition("orders", 0)), 0);
}

TEST(Losses, AreSaidInWordsOfTheRoomThereIs) {
    EXPECT_EQ(losses_words(0), "");
    EXPECT_EQ(losses_words(1), "1 acknowledged record lost");
    EXPECT_EQ(losses_words(1'200), "1,200 acknowledged records lost");
    EXPECT_EQ(short_losses_words(2), "2 lost");
    EXPECT_EQ(short_losses_words(0), "");
}

}  // namespace
}  // namespace highwater::gui
