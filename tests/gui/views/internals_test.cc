// Kafka's own topics stand behind a lesson's, folded, on every stage that lists partitions.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/panels/cluster_layout.h"
#include "gui/view/cluster.h"
#include "gui/view/partitions.h"
#include "gui/view/ribbons.h"
#include "tests/gui/views/group_lesson.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

Scene& with_group() {
    static Scene* scene = [] {
        auto* made = new Scene{kGroupLesson};
        made->go_to(Time{10'000'000});
        return made;
    }();
    return *scene;
}

ClusterView view_of(Scene const& scene, TopicPartition focus = {kNoName, -1}) {
    LifeStory lives;
    Frame const frame = scene.frame();
    lives.follow(frame.trace);
    return cluster_view(frame, {6, 4, focus}, lives);
}

TEST(InternalTopics, ComeBehindALessonsOwn) {
    ServerIndex const servers{with_group().world()};
    auto const all = list_partitions(servers);
    ASSERT_EQ(all.size(), 56U);
    EXPECT_TRUE(std::none_of(all.begin(), all.begin() + 6,
                             [](ListedPartition const& each) { return each.is_internal; }));
    EXPECT_TRUE(std::all_of(all.begin() + 6, all.end(),
                            [](ListedPartition const& each) { return each.is_internal; }));
}

TEST(InternalTopics, AreOneRowOnABrokersCard) {
    ClusterView const view = view_of(with_group());
    EXPECT_EQ(view.all_partitions, 6);
    ASSERT_EQ(view.partitions.size(), 6U);
    for (ShownPartition const& each : view.partitions) {
        EXPECT_TRUE(each.name.starts_with("orders-")) << each.name;
    }
    for (BrokerCard const& broker : view.brokers) {
        EXPECT_TRUE(broker.tiles.empty());
        ASSERT_EQ(broker.internals.size(), 1U);
        EXPECT_EQ(broker.internals[0].name, "__consumer_offsets");
        EXPECT_TRUE(broker.internals[0].summary.starts_with("leads "))
            << broker.internals[0].summary;
    }
}

TEST(InternalTopics, TheSelectedPartitionHasItsRow) {
    TopicPartition const chosen = with_group().partition("__consumer_offsets", 7);
    ServerIndex const servers{with_group().world()};
    auto const shown = choose_partitions(servers, list_partitions(servers), 7, chosen);
    ASSERT_EQ(shown.size(), 7U);
    EXPECT_TRUE(shown.back().id == chosen);
}

TEST(InternalTopics, AreOneLineAmongThePartitionsUntilOneIsSelected) {
    World const& world = with_group().world();
    PartitionsList const folded = partitions_list(world, PartitionFilter::all);
    ASSERT_EQ(folded.entries.size(), 7U);
    EXPECT_EQ(folded.entries.back().folded, 50);
    EXPECT_EQ(folded.entries.back().folded_in_trouble, 0);
    NameId const topic = world.names.find("__consumer_offsets");
    PartitionsList const open = partitions_list(world, PartitionFilter::all, topic);
    EXPECT_EQ(open.entries.size(), 56U);
    EXPECT_EQ(open.entries.back().folded, 0);
}

TEST(InternalTopics, AreOneRibbonThatIsAsBadAsTheWorstOfThem) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    scene.give("kill broker-2");
    scene.go_to(Time{13'000'000});
    RunHistory history;
    extend(history, scene.frame().trace, scene.world());
    EXPECT_EQ(history.lanes.size(), 6U);
    EXPECT_EQ(history.internals.size(), 50U);
    ASSERT_EQ(history.summaries.size(), 1U);
    EXPECT_EQ(history.summaries[0].spans.back().health, Health::leader_dead);
    auto const lanes = lanes_for(history, 20);
    ASSERT_EQ(lanes.size(), 7U);
    EXPECT_EQ(name_of(*lanes.back(), scene.frame().who), "__consumer_offsets");
    TopicPartition const focus = scene.partition("__consumer_offsets", 3);
    EXPECT_EQ(lanes_for(history, 20, focus).size(), 8U);
    // With little room the lesson's own come first.
    for (HealthLane const* lane : lanes_for(history, 2)) EXPECT_GE(lane->partition.partition, 0);
}

TEST(InternalTopics, NothingOverlapsBesideThem) {
    for (auto const& [width, height] : {std::pair{1920, 1080}, std::pair{1280, 720}}) {
        ShotOptions options;
        options.width = width;
        options.height = height;
        float const right = width > 1500 ? 1548.0F : 1280.0F;
        Rect const area{372, 48, right, static_cast<float>(height) - 192};
        UiState ui;
        for (DrawPanel const panel : {draw_cluster, draw_partitions}) {
            auto const shot = shoot(with_group(), ui, panel, area, options);
            EXPECT_TRUE(shot.faults.empty()) << (shot.faults.empty() ? "" : shot.faults.front());
        }
    }
}

}  // namespace
}  // namespace highwater::gui
