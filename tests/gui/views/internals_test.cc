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

// ---- who of a group has a partition
// --------------------------------------------------------------

std::vector<std::string> told_of(RunHistory const& history, std::size_t lane, Time since) {
    std::vector<std::string> told;
    for (HealthSpan const& span : history.lanes[lane].spans) {
        if (span.from < since) continue;
        told.push_back(std::string{words_of(span.health)});
    }
    return told;
}

RunHistory history_of(Scene const& scene) {
    RunHistory history;
    extend(history, scene.frame().trace, scene.world());
    return history;
}

using Told = std::vector<std::string>;

TEST(OwnersRibbon, APartitionOfADeadConsumerIsUnownedUntilAnotherOneHasIt) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::healthy);
    scene.give("kill billing-1");
    scene.go_to(Time{13'000'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::owner_dead);
    scene.go_to(Time{80'000'000});
    RunHistory const history = history_of(scene);
    Told const told = told_of(history, 0, Time{12'000'000});
    EXPECT_EQ(told, (Told{"owner dead", "unowned", "healthy"}));
    // Of the one that lives, nothing is taken away.
    EXPECT_EQ(told_of(history, 3, Time{12'000'000}), Told{});
}

TEST(OwnersRibbon, AFrozenConsumerHasItUntilItsGroupGivesItUp) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    scene.give("pause billing-1");
    scene.go_to(Time{13'000'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::owner_paused);
    scene.give("resume billing-1");
    scene.go_to(Time{14'000'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::healthy);
}

TEST(OwnersRibbon, UnownedIsAnOutlineWithItsWordAndItsTime) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    scene.give("shutdown billing-1");
    scene.give("shutdown billing-2");
    scene.go_to(Time{15'000'000});
    RunHistory const history = history_of(scene);
    ASSERT_EQ(history.lanes[0].spans.back().health, Health::unowned);
    auto const segments = segments_of(history.lanes[0], Time{}, Time{15'000'000}, Time{15'000'000});
    ASSERT_FALSE(segments.empty());
    EXPECT_TRUE(segments.back().hollow);
    EXPECT_TRUE(segments.back().words.starts_with("unowned · ")) << segments.back().words;
}

// Where two groups read it, the one that misses it is named.
TEST(OwnersRibbon, OfSeveralGroupsTheOneThatMissesItIsNamed) {
    Scene scene{"groups/two-groups.toml"};
    scene.go_to(Time{22'000'000});
    RunHistory const history = history_of(scene);
    Names const& names = scene.world().names;
    Time const now{22'000'000};
    auto const segments = segments_of(history.lanes[0], Time{}, now, now, &names);
    ASSERT_FALSE(segments.empty());
    EXPECT_TRUE(segments.back().words.starts_with("unowned in shipping · "))
        << segments.back().words;
    // Before, there was one group only.
    EXPECT_TRUE(std::none_of(segments.begin(), segments.end(), [](RibbonSegment const& each) {
        return each.words.find("in billing") != std::string::npos;
    }));
}

// What replicas are out of is worse than that nobody reads.
TEST(OwnersRibbon, TheWorstOfReplicasAndOwnersIsSaid) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    scene.give("kill billing-1");
    scene.give("kill broker-1");
    scene.go_to(Time{12'500'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::leader_dead);
}

// A group that is not there yet owns nothing, and misses nothing.
TEST(OwnersRibbon, BeforeTheFirstMemberJoinsNobodyMissesAnything) {
    Scene scene{"groups/the-poll-timeout-storm.toml"};
    scene.go_to(Time{10'000'000});
    std::vector<HealthSpan> const spans = history_of(scene).lanes[0].spans;
    ASSERT_EQ(spans.size(), 3U);
    EXPECT_EQ(spans[0].health, Health::healthy);
    EXPECT_EQ(spans[1].health, Health::unowned);
    EXPECT_GT(spans[1].from, Time{2'000'000});
    EXPECT_EQ(spans[2].health, Health::healthy);
}

TEST(OwnersRibbon, AToolThatReadsLeavesNoOutageBehind) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{12'000'000});
    scene.give("exec kafka-console-consumer --topic orders --max-messages 3");
    scene.go_to(Time{18'000'000});
    EXPECT_EQ(history_of(scene).lanes[0].spans.back().health, Health::healthy);
}

}  // namespace
}  // namespace highwater::gui
