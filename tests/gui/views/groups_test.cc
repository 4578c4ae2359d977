// The groups stage: the film strip of a rebalance, and where a group stands in its partitions.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gui/view/clients.h"
#include "gui/view/cluster.h"
#include "gui/view/group_film.h"
#include "gui/view/groups.h"
#include "gui/view/why_chain.h"
#include "tests/gui/views/group_lesson.h"
#include "tests/gui/views/scene.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using Change = OwnedChip::Change;

constexpr char const* kStaticLesson = R"(format   = 1
title    = "A static member is replaced"
question = "Does anything move?"
seed     = 1
duration = "110s"

[cluster]
brokers     = 1
controllers = 1
[cluster.config]
offsets.topic.replication.factor = 1

[[topic]]
name       = "orders"
assignment = [[1], [1]]

[[producer]]
name  = "checkout"
topic = "orders"
rate  = "5/s"
start = "3s"

[[consumer]]
group   = "g"
topics  = ["orders"]
members = 2
static  = true
[consumer.config]
group.protocol = "classic"

[[step]]
at = "20s"
do = "kill g-1"

[[step]]
at = "25s"
do = "join g as g-9 topics=orders group.instance.id=g-1 group.protocol=classic"

[[step]]
at = "40s"
do = "kill g-9"
)";

Scene& joined() {
    static Scene* scene = [] {
        auto* made = new Scene{kGroupLesson};
        made->go_to(Time{40'000'000});
        return made;
    }();
    return *scene;
}

std::int64_t count(FilmFrame const& frame, Change change) {
    std::int64_t found = 0;
    for (MemberBox const& box : frame.members) {
        found += std::count_if(box.chips.begin(), box.chips.end(),
                               [&](OwnedChip const& chip) { return chip.change == change; });
    }
    return found;
}

MemberBox const* box(FilmFrame const& frame, std::string const& name) {
    auto const found = std::find_if(frame.members.begin(), frame.members.end(),
                                    [&](MemberBox const& each) { return each.name == name; });
    return found == frame.members.end() ? nullptr : &*found;
}

TEST(GroupsStage, NamesTheGroupItsProtocolItsStateAndItsCoordinator) {
    GroupsView const view = groups_view(joined().frame(), kNoName);
    ASSERT_EQ(view.groups.size(), 1U);
    EXPECT_EQ(view.name, "billing");
    EXPECT_EQ(view.state, "Stable");
    EXPECT_TRUE(view.about.starts_with("classic protocol · cooperative-sticky · coordinator "))
        << view.about;
}

TEST(GroupsStage, ACooperativeRebalanceFirstGivesBackThenTakesOver) {
    GroupsView const view = groups_view(joined().frame(), kNoName);
    ASSERT_GE(view.frames.size(), 3U);
    EXPECT_EQ(view.frames.front().phase, "first assignment");
    FilmFrame const& last = view.frames.back();
    FilmFrame const& before = view.frames[view.frames.size() - 2];
    // The third member joined, and two of six partitions go to it.
    EXPECT_EQ(before.cause, "billing-3 joins");
    EXPECT_EQ(count(before, Change::revoked), 2);
    EXPECT_EQ(count(before, Change::gained), 0);
    EXPECT_EQ(before.phase, "first rebalance: give back");
    ASSERT_NE(box(before, "billing-3"), nullptr);
    EXPECT_EQ(box(before, "billing-3")->note, "idle");
    EXPECT_EQ(count(last, Change::gained), 2);
    EXPECT_EQ(count(last, Change::kept), 4);
    ASSERT_NE(box(last, "billing-3"), nullptr);
    EXPECT_EQ(box(last, "billing-3")->note, "2 partitions");
    EXPECT_TRUE(last.is_now);
    EXPECT_FALSE(before.is_now);
}

TEST(GroupsStage, TheStripEndsAtTheCursor) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{19'000'000});
    GroupsView const before = groups_view(scene.frame(), kNoName);
    ASSERT_FALSE(before.frames.empty());
    for (FilmFrame const& frame : before.frames) {
        EXPECT_EQ(box(frame, "billing-3"), nullptr);
    }
    scene.go_to(Time{40'000'000});
    Frame frame = scene.frame();
    std::size_t const all = groups_view(frame, kNoName).frames.size();
    EXPECT_GT(all, before.frames.size());
    NameId const group = before.shown;
    frame.cursor.nth = before.frames.back().nth + 1;
    EXPECT_EQ(film_of(*frame.groups, group, frame.cursor.nth, frame.who).size(),
              before.frames.size());
}

TEST(GroupsStage, EveryPartitionHasALineWithItsReaderAndItsLag) {
    GroupsView const view = groups_view(joined().frame(), kNoName);
    ASSERT_EQ(view.offsets.size(), 6U);
    for (OffsetLine const& line : view.offsets) {
        EXPECT_TRUE(line.is_known);
        EXPECT_TRUE(line.owner.starts_with("billing-")) << line.owner;
        EXPECT_GE(line.committed, 0);
        EXPECT_GE(line.position, line.committed);
        EXPECT_EQ(line.lag, line.high_watermark - line.committed);
        EXPECT_GE(line.log_end, line.high_watermark);
    }
}

TEST(GroupsStage, AMemberThatDiesIsGoneAndAnotherOneTakesItsPartitions) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{40'000'000});
    scene.give("kill billing-2");
    scene.go_to(Time{120'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    auto const heard = std::find_if(
        view.frames.begin(), view.frames.end(),
        [](FilmFrame const& frame) { return frame.cause == "billing-2 is not heard any more"; });
    ASSERT_NE(heard, view.frames.end());
    ASSERT_NE(box(*heard, "billing-2"), nullptr);
    EXPECT_TRUE(box(*heard, "billing-2")->is_gone);
    EXPECT_EQ(count(*heard, Change::revoked), 2);
    for (OffsetLine const& line : view.offsets) EXPECT_NE(line.owner, "billing-2");
}

// The coordinator has given its partition to another one, and it has not polled yet.
TEST(GroupsStage, AMemberThatWasExpelledStillBelievesThatItOwns) {
    Scene scene{"groups/the-poll-timeout-storm.toml"};
    scene.go_to(Time{23'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    ASSERT_EQ(view.offsets.size(), 1U);
    EXPECT_EQ(view.offsets[0].owner, "billing-2");
    EXPECT_EQ(view.offsets[0].believer, "billing-1");
    ASSERT_FALSE(view.frames.empty());
    MemberBox const* expelled = box(view.frames.back(), "billing-1");
    ASSERT_NE(expelled, nullptr);
    EXPECT_TRUE(expelled->is_gone);
    EXPECT_EQ(expelled->belief, "believes it owns orders-0");
    ASSERT_NE(box(view.frames.back(), "billing-2"), nullptr);
    EXPECT_TRUE(box(view.frames.back(), "billing-2")->belief.empty());
}

TEST(GroupsStage, WhatWasTakenOverIsNoNewsAnyMore) {
    Scene scene{kGroupLesson};
    bool const begins = scene.step_until([](Scene const& each) {
        GroupsView const view = groups_view(each.frame(), kNoName);
        return !view.frames.empty() && view.frames.back().phase == "take over";
    });
    ASSERT_TRUE(begins);
    FilmFrame const last = groups_view(joined().frame(), kNoName).frames.back();
    EXPECT_EQ(last.phase, "taken over");
    for (OwnedChip const& chip : box(last, "billing-3")->chips) EXPECT_TRUE(chip.is_done);
}

// Its client id in Kafka's tools stays that of the process it was at first.
TEST(GroupsStage, AStaticMemberIsTheProcessThatTookItsPlace) {
    Scene scene{kStaticLesson};
    scene.go_to(Time{20'000'000});
    GroupsView const before = groups_view(scene.frame(), kNoName);
    ASSERT_NE(box(before.frames.back(), "g-1"), nullptr);
    scene.go_to(Time{38'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    ASSERT_EQ(view.frames.size(), before.frames.size());  // nobody assigned anew
    FilmFrame const& now = view.frames.back();
    EXPECT_EQ(box(now, "g-1"), nullptr);
    ASSERT_NE(box(now, "g-9"), nullptr);
    EXPECT_FALSE(box(now, "g-9")->is_gone);
    EXPECT_TRUE(box(now, "g-9")->belief.empty()) << box(now, "g-9")->belief;
    EXPECT_EQ(now.phase, "first assignment");
    std::int64_t of_it = 0;
    for (OffsetLine const& line : view.offsets) {
        EXPECT_NE(line.owner, "g-1");
        EXPECT_TRUE(line.is_owner_told);
        EXPECT_TRUE(line.believer.empty()) << line.believer;
        EXPECT_GE(line.position, 0);
        of_it += line.owner == "g-9" ? 1 : 0;
    }
    EXPECT_EQ(of_it, 1);
    // It dies, and what it had goes to the other one: g-1 is nobody's name any more.
    scene.go_to(Time{100'000'000});
    FilmFrame const last = groups_view(scene.frame(), kNoName).frames.back();
    EXPECT_EQ(box(last, "g-1"), nullptr);
    ASSERT_NE(box(last, "g-9"), nullptr);
    EXPECT_TRUE(box(last, "g-9")->is_gone);
}

TEST(GroupsStage, TheGroupThatTheLessonAsksAboutIsShownFirst) {
    std::string text = kGroupLesson;
    std::string const question = "Which partitions move, and who waits?";
    text.replace(text.find(question), question.size(), "How far is billing?");
    text.insert(text.find("[[step]]"),
                "[[consumer]]\ngroup = \"archive\"\ntopics = [\"orders\"]\n\n");
    Scene scene{text};
    scene.go_to(Time{15'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    ASSERT_EQ(view.groups.size(), 2U);
    EXPECT_EQ(view.name, "billing");
    NameId const archive = view.groups[0];
    EXPECT_EQ(groups_view(scene.frame(), archive).name, "archive");
}

TEST(GroupsStage, WithoutItsCoordinatorTheGroupIsUnknownAndTheStripStays) {
    Scene scene{kGroupLesson};
    scene.go_to(Time{40'000'000});
    std::size_t const frames = groups_view(scene.frame(), kNoName).frames.size();
    scene.give("kill coordinator of billing");
    scene.go_to(Time{41'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    EXPECT_EQ(view.state, "unknown");
    EXPECT_TRUE(view.about.starts_with("its coordinator ")) << view.about;
    EXPECT_EQ(view.frames.size(), frames);
}

TEST(GroupsStage, TheNewProtocolTellsWhoWaitsForWhat) {
    std::string text = kGroupLesson;
    std::string const classic = "partition.assignment.strategy = \"cooperative-sticky\"";
    text.replace(text.find(classic), classic.size(), "group.protocol = \"consumer\"");
    std::string const member = "partition.assignment.strategy=cooperative-sticky";
    text.replace(text.find(member), member.size(), "group.protocol=consumer");
    Scene scene{text};
    scene.go_to(Time{20'000'000});
    bool awaited = false;
    auto const waits = [&](Scene const& each) {
        GroupsView const view = groups_view(each.frame(), kNoName);
        return !view.frames.empty() && count(view.frames.back(), Change::awaited) > 0 &&
               box(view.frames.back(), "billing-3") != nullptr;
    };
    for (int i = 0; i < 60 && !awaited; ++i) {
        scene.go_to(scene.world().now + milliseconds(100));
        awaited = waits(scene);
    }
    EXPECT_TRUE(awaited);
    scene.go_to(Time{50'000'000});
    GroupsView const view = groups_view(scene.frame(), kNoName);
    EXPECT_TRUE(view.about.starts_with("consumer protocol (KIP-848)")) << view.about;
    FilmFrame const& last = view.frames.back();
    EXPECT_EQ(last.phase, "all have what they should");
    EXPECT_EQ(count(last, Change::awaited), 0);
    ASSERT_NE(box(last, "billing-3"), nullptr);
    EXPECT_EQ(box(last, "billing-3")->note, "2 partitions");
}

TEST(GroupsStage, NothingOverlapsAtAnySize) {
    for (auto const& [width, height, scale] :
         {std::tuple{1920, 1080, 1.0F}, std::tuple{1280, 720, 1.0F}, std::tuple{1280, 720, 1.5F},
          std::tuple{2880, 1620, 1.5F}, std::tuple{3840, 2160, 2.5F}}) {
        ShotOptions options;
        options.width = width;
        options.height = height;
        options.scale = scale;
        auto const wide = static_cast<float>(width) / scale;
        auto const high = static_cast<float>(height) / scale;
        Rect const area{wide > 1100 ? 372.0F : 0.0F, 48, wide > 1500 ? wide - 372 : wide,
                        high - 192};
        UiState ui;
        auto const shot = shoot(joined(), ui, draw_groups, area, options);
        EXPECT_TRUE(shot.faults.empty())
            << width << " " << scale << ": " << (shot.faults.empty() ? "" : shot.faults.front());
    }
}

// Who owns what, and why: of the member that came, of the one that gave up, and of the partition.
TEST(Why, AMemberAndItsGroupAreExplained) {
    Scene const& scene = joined();
    Frame const frame = scene.frame();
    auto const answers = [&](Selection const& selection) {
        std::map<std::string, WhyAnswer> found;
        for (WhyTopic const& topic : why_topics(frame, selection)) {
            found[topic.title] = why_answer(frame, topic);
        }
        return found;
    };
    auto of_member = answers(SelectedNode{scene.node("billing-3")});
    auto const& state = of_member["Why is billing Stable?"].steps;
    ASSERT_GE(state.size(), 3U);
    EXPECT_NE(state.front().sentence.find("by cooperative-sticky"), std::string::npos);
    auto const& partitions = of_member["Why has billing-3 these partitions?"].steps;
    ASSERT_GE(partitions.size(), 3U);
    EXPECT_EQ(partitions.front().sentence.substr(0, 19), "billing-3 is given ");
    EXPECT_EQ(of_member.count("Why is it generation 3?"), 1U);
    auto of_partition = answers(SelectedPartition{scene.partition("orders", 0)});
    auto const& owner = of_partition["Who reads it in billing, and why?"].steps;
    ASSERT_FALSE(owner.empty());
    EXPECT_NE(owner.front().sentence.find(" is given "), std::string::npos);
}

TEST(GroupsStage, ADraggedMarkIsACallOfKafkasTool) {
    EXPECT_EQ(reset_phrase("billing", "orders", 2, 84),
              "exec kafka-consumer-groups --group billing --topic orders:2 --reset-offsets "
              "--to-offset 84 --execute");
}

TEST(ClientCards, SayWhyALagIsUnknown) {
    Scene scene{kGroupLesson};
    auto const tells = [](std::string const& text) {
        return [text](Scene const& at) {
            Frame const frame = at.frame();
            Process const* member = find_process(frame.world, at.node("billing-1"));
            if (member == nullptr) return false;
            ClientCard const card = client_card(frame, ServerIndex{frame.world}, *member, nullptr);
            return card.second.find(text) != std::string::npos;
        };
    };
    EXPECT_TRUE(scene.step_until(tells("no position: lag unknown")));
    EXPECT_TRUE(scene.step_until(tells("lag unknown · position")));
    EXPECT_TRUE(scene.step_until(tells(" · lag 0")));
}

TEST(ClientCards, HaveFewerWordsForNarrowCards) {
    Scene scene{kGroupLesson};
    std::string short_words;
    auto const seeks = [&](Scene const& at) {
        Frame const frame = at.frame();
        Process const* member = find_process(frame.world, at.node("billing-1"));
        if (member == nullptr) return false;
        ClientCard const card = client_card(frame, ServerIndex{frame.world}, *member, nullptr);
        short_words = card.short_trouble;
        return card.trouble == "looks for its group's coordinator";
    };
    EXPECT_TRUE(scene.step_until(seeks));
    EXPECT_EQ(short_words, "seeks coordinator");
}

TEST(ClientCards, WithLittleRoomThoseThatTheLessonSpeaksOfAreShown) {
    Scene scene{"groups/three-ways-to-join.toml"};
    scene.go_to(Time{20'000'000});
    std::vector<std::string> names;
    LifeStory const lives;
    ClusterView const view = cluster_view(scene.frame(), {4, 4, {}}, lives);
    for (ClientCard const& each : view.clients) names.push_back(each.name);
    EXPECT_EQ(names, (std::vector<std::string>{"coop-1", "kip848-1", "coop-2", "kip848-2"}));
    EXPECT_EQ(view.clients_not_shown.size(), 2U);
}

}  // namespace
}  // namespace highwater::gui
