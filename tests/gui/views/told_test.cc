// Sentences and marks that would be untrue of what they stand beside.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/event_words.h"
#include "gui/view/inspector.h"
#include "gui/view/lecture.h"
#include "gui/view/partition_state.h"
#include "gui/view/promises.h"
#include "gui/view/ribbons.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

// "broker-2 dies now": of three partitions the one that the lesson makes its claims about.
TEST(Lecture, WhereOnlyABrokerIsNamedThePartitionOfTheExpectationsIsShown) {
    Scene scene{"replication/acks-1-loses.toml"};
    LifeStory lives;
    for (std::int64_t const us : {6'500'000, 8'000'000}) {
        scene.go_to(Time{us});
        Frame const frame = scene.frame();
        lives.follow(frame.trace);
        LectureView const view = lecture_view(frame, UiState{}, lives, 5);
        EXPECT_EQ(view.partition, scene.partition("orders", 1)) << us;
    }
}

TEST(Ribbons, PartitionsThatGoToNobodyAreNoElections) {
    Scene scene{"replication/leader-failover.toml"};
    scene.go_to(Time{3'000'000});
    scene.give("kill broker-1");
    scene.give("kill broker-2");
    scene.go_to(Time{20'000'000});
    scene.give("kill broker-3");
    scene.go_to(Time{40'000'000});
    RunHistory history;
    extend(history, scene.frame().trace, scene.world());
    std::vector<std::string> words;
    for (RunHistory::Mark const& mark : history.marks) words.push_back(mark.mark.words);
    for (RunHistory::Mark const& mark : history.marks) {
        bool const is_lost = mark.mark.words.ends_with("without leader");
        EXPECT_EQ(mark.mark.words.find("none"), std::string::npos) << mark.mark.words;
        EXPECT_TRUE(!is_lost || mark.mark.meaning == Meaning::lost) << mark.mark.words;
    }
    EXPECT_TRUE(std::any_of(words.begin(), words.end(), [](std::string const& each) {
        return each.ends_with("without leader");
    }));
}

// broker-2 is back, not in sync, and has all that was acknowledged: there is no high watermark that
// the records could be above.
TEST(Promises, RecordsOfAPartitionThatNobodyLeadsWaitForALeader) {
    Scene scene{"replication/leader-failover.toml"};
    scene.go_to(Time{4'000'000});
    scene.give("kill broker-2");
    scene.go_to(Time{10'000'000});
    scene.give("kill broker-3, broker-1");
    scene.go_to(Time{29'500'000});
    Promises const shown = promises(scene.frame(), {});
    ASSERT_EQ(shown.risk_words.size(), 1U);
    EXPECT_EQ(shown.risk_words.front(),
              "80 records wait for a leader: who is elected next decides what stays.");
    EXPECT_EQ(shown.at_risk, 80);
}

TEST(Ribbons, WhatIsRecordedIsDrawnWithoutWordsAndMeaning) {
    std::vector<RibbonSegment> const known{{0, 10, Meaning::in_sync, "", false},
                                           {10, 20, Meaning::lost, "no leader", false},
                                           {20, 30, Meaning::at_risk, "under-replicated", false}};
    std::vector<RibbonSegment> const shown = without_future(known, Time{15});
    ASSERT_EQ(shown.size(), 3U);
    EXPECT_EQ(shown[1].words, "no leader");
    EXPECT_EQ(shown[1].to_us, 15);
    EXPECT_EQ(shown[2].from_us, 15);
    EXPECT_EQ(shown[2].to_us, 30);
    EXPECT_EQ(shown[2].meaning, Meaning::plain);
    EXPECT_EQ(shown[2].words, "");
}

// Nobody writes to letters-0 any more, and its followers fetch all the time.
TEST(Inspector, AnIdleFollowerIsCaughtUpAsOfItsLastFetch) {
    Scene scene{"basics/one-record.toml"};
    scene.go_to(Time{20'000'000});
    ServerIndex const servers{scene.world()};
    std::int64_t looked_at = 0;
    for (ListedPartition const& each : list_partitions(servers)) {
        InspectorView const view =
            inspect_replica({scene.world(), scene.frame().trace, scene.frame().who}, each.id,
                            each.registration->leader);
        for (InspectorSection const& section : view.sections) {
            for (InspectorField const& field : section.fields) {
                if (!field.note.starts_with("caught up ")) continue;
                ++looked_at;
                EXPECT_TRUE(field.note.ends_with(" ms ago")) << field.note;
            }
        }
    }
    EXPECT_GT(looked_at, 0);
}

TEST(Events, ACommandIsToldWithItsPhrase) {
    Scene scene{"basics/one-record.toml"};
    scene.go_to(Time{30'000'000});
    Frame const frame = scene.frame();
    std::int64_t told = 0;
    for (TracedEvent const& event : frame.trace.events()) {
        if (event.kind != EventKind::command) continue;
        std::string const words = describe_event(event, frame);
        EXPECT_EQ(words.find("A command"), std::string::npos) << words;
        told += words.starts_with("“produce 1 to ") ? 1 : 0;
    }
    EXPECT_GT(told, 0);
}

TEST(Events, TheInspectorSaysWhoKilledABroker) {
    Scene scene{"replication/leader-failover.toml"};
    scene.go_to(Time{6'000'000});
    Frame const frame = scene.frame();
    std::string words;
    for (TracedEvent const& event : frame.trace.events()) {
        if (event.kind != EventKind::command || event.at != Time{6'000'000}) continue;
        for (InspectorSection const& section :
             inspect(frame, SelectedEvent{event.id}, false).sections) {
            for (InspectorField const& field : section.fields) words += field.name + "\n";
        }
    }
    EXPECT_NE(words.find("“kill broker-2” was carried out: the lesson asks for it."),
              std::string::npos)
        << words;
}

}  // namespace
}  // namespace highwater::gui
