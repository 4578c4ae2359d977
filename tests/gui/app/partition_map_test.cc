// All partitions at once: what their marks say, how many share one, and how one gets there.
#include "gui/view/partition_map.h"

#include <gtest/gtest.h>

#include "gui/app.h"
#include "gui/widgets/layout_probe.h"
#include "gui/widgets/mark_grid.h"
#include "tests/gui/app/desk.h"

namespace highwater::gui {
namespace {

App at(char const* file, Duration time) {
    App app{options_for((scenarios_folder() / file).string())};
    app.player().seek(Time{} + time);
    app.player().finish();
    return app;
}

TEST(MarkGrid, EachHasItsMarkWhileThereIsRoomThenSeveralShareOne) {
    Rect const place{10, 20, 110, 70};
    MarkGrid const roomy = fit_marks(place, 12, 20, 5);
    EXPECT_EQ(roomy.each, 1U);
    EXPECT_EQ(roomy.across, 6U);  // two rows of the largest that fit
    EXPECT_LE(roomy.height(12), place.height());
    MarkGrid const crowded = fit_marks(place, 10'000, 20, 5);
    EXPECT_EQ(crowded.pitch, 5);
    EXPECT_EQ(crowded.each, 50U);  // 20 in a row, 10 rows
    EXPECT_LE(crowded.height(10'000), place.height());
    EXPECT_LE(crowded.marks(10'000), 200U);
    for (Rect const& odd : {Rect{0, 0, 0, 0}, Rect{0, 0, -5, -5}}) {
        EXPECT_GE(fit_marks(odd, 0, 20, 5).each, 1U);
        EXPECT_EQ(fit_marks(odd, 0, 20, 5).marks(0), 0U);
        EXPECT_EQ(fit_marks(odd, 9, 20, 5).marks(9), 1U);
    }
}

TEST(MarkGrid, AMarkIsFoundWhereItStands) {
    MarkGrid const grid = fit_marks({10, 20, 110, 70}, 12, 20, 5);
    for (std::size_t mark = 0; mark < 12; ++mark) EXPECT_EQ(grid.at(grid.centre(mark), 12), mark);
    EXPECT_EQ(grid.at({9, 21}, 12), 12U);
    EXPECT_EQ(grid.at({11, 69}, 12), 12U);
    EXPECT_EQ(grid.at({500, 21}, 12), 12U);
}

TEST(PartitionMap, CountsByTopicAndTheWorstSpeaksForThoseThatShareAMark) {
    App app = at("replication/leader-failover.toml", milliseconds(7'000));
    PartitionMap const map = partition_map(app.player().frame().world, PartitionFilter::all);
    ASSERT_EQ(map.topics.size(), 1U);
    EXPECT_EQ(map.topics[0].name, "orders");
    EXPECT_EQ(map.topics[0].words, "3 partitions · 1 without a leader");
    EXPECT_EQ(map.topics[0].meaning, Meaning::lost);
    EXPECT_EQ(map.of(map.topics[0]).size(), 3U);
    EXPECT_EQ(worst_of(map.marks).health, PartitionHealth::leader_dead);
    EXPECT_EQ(worst_of(std::span{map.marks}.first(1)).id, map.marks[0].id);
    PartitionMap const bad = partition_map(app.player().frame().world, PartitionFilter::no_leader);
    EXPECT_EQ(bad.marks.size(), 1U);
}

// The map counts as the filters above it do: who has no leader may lack replicas, too.
TEST(PartitionMap, SaysTheSameNumbersAsTheFilters) {
    App app = at("replication/leader-failover.toml", milliseconds(5'000));
    for (char const* phrase : {"kill broker-2", "kill broker-3"}) app.player().run_phrase(phrase);
    app.player().seek(Time{18'000'000});
    app.player().finish();
    World const& world = app.player().frame().world;
    PartitionsList const list = partitions_list(world, PartitionFilter::all);
    ASSERT_GT(list.under_replicated, 0);
    EXPECT_NE(partition_map(world, PartitionFilter::all)
                  .topics[0]
                  .words.find(std::to_string(list.under_replicated) + " under-replicated"),
              std::string::npos);
}

TEST(PartitionMap, IsWhereTheWayOutEndsAndAClickedMarkIsSelected) {
    App app = at("replication/leader-failover.toml", milliseconds(7'000));
    Desk desk{{1280, 720, 1}, false};
    app.ui().stage = Stage::partitions;
    for (int i = 0; i < -kWidestCells; ++i) app.act(Action::zoom_out);
    EXPECT_FALSE(app.ui().shows_map.value_or(false));
    app.act(Action::zoom_out);
    EXPECT_TRUE(app.ui().shows_map.value_or(false));
    for (int i = 0; i < 2; ++i) desk.draw(app);
    {
        LayoutProbe probe;
        desk.draw(app);
        EXPECT_TRUE(probe.has("3 partitions · 1 without a leader"));
        EXPECT_FALSE(probe.has("follower · in sync"));  // no replica by itself
    }
    // The first mark stands under the topic's name, at the left.
    Rect const stage = places_of(1280, 720, 1, app.ui()).stage;
    desk.screen().move_mouse(stage.left + 24 + 11, stage.top + 58 + 28 + 11);
    desk.draw(app);
    desk.screen().press_mouse(0, true);
    desk.draw(app);
    desk.screen().press_mouse(0, false);
    for (int i = 0; i < 2; ++i) desk.draw(app);
    auto const* selected = std::get_if<SelectedPartition>(&app.ui().selection);
    ASSERT_NE(selected, nullptr);
    EXPECT_EQ(selected->partition.partition, 0);
    LayoutProbe probe;
    desk.draw(app);
    EXPECT_TRUE(probe.has("orders-0"));  // its replicas stand under the map
    app.act(Action::zoom_in);
    EXPECT_FALSE(app.ui().shows_map.value_or(true));
}

}  // namespace
}  // namespace highwater::gui
