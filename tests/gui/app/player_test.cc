// Time travel as the window does it: nothing is lost, nothing depends on how one came there.
#include "gui/player.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/gui/app/lesson_files.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

constexpr char const* kFailover = "replication/leader-failover.toml";
constexpr char const* kOneRecord = "basics/one-record.toml";

Time at_ms(std::int64_t ms) { return Time{} + milliseconds(ms); }

void go(Player& player, std::int64_t ms) {
    player.seek(at_ms(ms));
    player.finish();
}

TEST(Player, ALessonBeginsAtZeroWithItsClusterFormed) {
    Player const player{lesson(kFailover)};
    EXPECT_EQ(player.timeline().world().now, Time{});
    EXPECT_NE(active_controller(player.timeline().world()), kNoNode);
}

TEST(Player, StepBackReturnsToTheSameState) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    std::vector<std::uint64_t> hashes;
    for (int i = 0; i < 25; ++i) {
        hashes.push_back(state_hash(player.timeline().world()));
        player.step_forward(false);
    }
    for (int i = 25; i-- > 1;) {
        player.step_back(false);
        EXPECT_EQ(state_hash(player.timeline().world()), hashes[static_cast<std::size_t>(i)]) << i;
    }
}

TEST(Player, TheGlowShowsTheLastEventOnly) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    player.step_forward(false);
    Frame const frame = player.frame();
    ASSERT_NE(frame.previous, nullptr);
    EXPECT_EQ(frame.previous->counters.events + 1, frame.world.counters.events);
    player.step_back(false);
    EXPECT_EQ(player.frame().previous->counters.events + 1, player.frame().world.counters.events);
}

TEST(Player, ACommandInThePastForksAndKeepsTheOldFuture) {
    Player player{lesson(kFailover)};
    go(player, 5'000);
    std::uint64_t const old_future = player.timeline().world().history_hash;
    go(player, 3'000);
    player.run_phrase("kill broker-1");
    ASSERT_EQ(player.frame().branches.size(), 2U);
    EXPECT_EQ(player.frame().branches[1].name, "kill broker-1");
    EXPECT_FALSE(node_of(player.timeline().world(), NodeId{0}).is_alive);
    go(player, 5'000);
    EXPECT_NE(player.timeline().world().history_hash, old_future);
    player.switch_branch(0);
    go(player, 5'000);
    EXPECT_EQ(player.timeline().world().history_hash, old_future);
    EXPECT_TRUE(node_of(player.timeline().world(), NodeId{0}).is_alive);
}

TEST(Player, ACommandAtTheEndOfABranchGoesOnWithIt) {
    Player player{lesson(kFailover)};
    go(player, 3'000);
    player.run_phrase("pause broker-3");
    EXPECT_EQ(player.frame().branches.size(), 1U);
    EXPECT_EQ(player.clicked_commands(), 1);
}

TEST(Player, WhatWasClickedIsSavedAsAScenario) {
    Player player{lesson(kOneRecord)};
    go(player, 1'500);
    player.run_phrase("kill broker-1");
    std::string const text = player.as_scenario();
    EXPECT_NE(text.find("at = \"1.500001s\""), std::string::npos) << text;
    EXPECT_NE(text.find("do = \"kill broker-1\""), std::string::npos);
    std::string const path = (scenarios_folder() / kOneRecord).string();
    Loaded loaded = load_text(path, text);
    ASSERT_TRUE(loaded.scenario);
    Player again{*std::move(loaded.scenario)};
    go(again, 1'600);
    EXPECT_FALSE(node_of(again.timeline().world(), NodeId{0}).is_alive);
}

TEST(Player, AnExactSaveIsTheSameRunAgain) {
    Player player{lesson(kOneRecord)};
    go(player, 1'500);
    player.run_phrase("kill broker-1");
    go(player, 2'000);
    player.run_phrase("start broker-1");
    go(player, 6'000);
    Expected<SaveFile> save = read_save(player.as_save());
    ASSERT_TRUE(save);
    Player again{lesson(kOneRecord)};
    EXPECT_EQ(again.resume(*save), "The saved run, the same to its last event.");
    EXPECT_EQ(again.timeline().world().history_hash, player.timeline().world().history_hash);
    EXPECT_EQ(again.clicked_commands(), 2);
    save->end_hash ^= 1;
    Player other{lesson(kOneRecord)};
    EXPECT_NE(other.resume(*save).find("differs"), std::string::npos);
}

TEST(Player, AMisspeltPhraseSaysSoAndChangesNothing) {
    Player player{lesson(kOneRecord)};
    go(player, 1'000);
    std::uint64_t const before = state_hash(player.timeline().world());
    EXPECT_NE(player.run_phrase("kil broker-1").find("did you mean `kill`"), std::string::npos);
    EXPECT_NE(player.run_phrase("kill broker-9").find("broker-1"), std::string::npos);
    EXPECT_EQ(state_hash(player.timeline().world()), before);
    EXPECT_EQ(player.clicked_commands(), 0);
}

TEST(Player, UndoGoesBackBeforeTheCommandAndForkLeavesItOut) {
    Player player{lesson(kOneRecord)};
    go(player, 1'000);
    player.run_phrase("kill broker-1");
    go(player, 2'000);
    player.undo();
    EXPECT_TRUE(node_of(player.timeline().world(), NodeId{0}).is_alive);
    player.fork("without");
    go(player, 2'000);
    EXPECT_TRUE(node_of(player.timeline().world(), NodeId{0}).is_alive);
    player.switch_branch(0);
    go(player, 2'000);
    EXPECT_FALSE(node_of(player.timeline().world(), NodeId{0}).is_alive);
}

TEST(Player, RunUntilStopsAtTheFirstEventWhereItHolds) {
    Player player{lesson(kFailover)};
    go(player, 7'000);
    player.run_until("leader of orders-1 is broker-3");
    player.finish();
    World const& world = player.timeline().world();
    TopicPartition const orders1{world.names.find("orders"), 1};
    EXPECT_EQ(leader_of(world, orders1), BrokerId{3});
    World const before = player.timeline().world_at_event(player.timeline().event() - 1);
    EXPECT_NE(leader_of(before, orders1), BrokerId{3});
}

TEST(Player, LampsAreOpenUntilTheirInstantAndHoldAtTheEnd) {
    Player player{lesson(kFailover)};
    for (ExpectationState const& each : player.frame().expectations) {
        EXPECT_EQ(each.lamp, ExpectationState::Lamp::open) << each.text;
    }
    go(player, 30'000);
    for (ExpectationState const& each : player.frame().expectations) {
        EXPECT_EQ(each.lamp, ExpectationState::Lamp::holds) << each.text << " is " << each.actual;
    }
    go(player, 1'000);
    for (ExpectationState const& each : player.frame().expectations) {
        EXPECT_EQ(each.lamp, ExpectationState::Lamp::open) << each.text;
    }
}

TEST(Player, SteppingJudgesAsPlayingDoes) {
    Player stepping{lesson(kOneRecord)};
    while (stepping.step_forward(false).empty()) {
    }
    Player seeking{lesson(kOneRecord)};
    go(seeking, 60'000);
    ASSERT_EQ(stepping.frame().expectations.size(), seeking.frame().expectations.size());
    for (std::size_t i = 0; i < seeking.frame().expectations.size(); ++i) {
        EXPECT_EQ(stepping.frame().expectations[i].actual, seeking.frame().expectations[i].actual);
    }
}

TEST(Player, AQuestionKnowsItsTruthBeforeItHappens) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    ASSERT_EQ(player.frame().questions->size(), 1U);
    QuestionState const& question = player.frame().questions->front();
    EXPECT_EQ(question.choices,
              (std::vector<std::string>{"broker-1", "broker-2", "broker-3", "nobody"}));
    EXPECT_EQ(question.truth, 2);
    EXPECT_TRUE(question.because.empty());
    go(player, 20'000);
    EXPECT_NE(player.frame().questions->front().because.find("broker-3"), std::string::npos);
}

TEST(Player, AnotherFaultChangesTheTruth) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    player.run_phrase("kill broker-3");
    player.finish();
    QuestionState const& question = player.frame().questions->front();
    EXPECT_NE(question.choices[static_cast<std::size_t>(question.truth)], "broker-3");
}

TEST(Player, PlayingPausesAtAQuestion) {
    Player player{lesson(kFailover)};
    player.set_speed(10'000'000);
    player.play();
    for (int i = 0; i < 1'000 && player.is_playing(); ++i) player.update(0.1);
    EXPECT_EQ(player.timeline().world().now, at_ms(6'000) - microseconds(1));
    EXPECT_TRUE(player.play().empty());
    for (int i = 0; i < 1'000 && player.is_playing(); ++i) player.update(0.1);
    EXPECT_EQ(player.timeline().world().now, at_ms(30'000));
    EXPECT_FALSE(player.play().empty());  // says that it ends here
}

TEST(Player, AFrameSimulatesNoLongerThanItsBudget) {
    double now = 0;
    Player player{lesson(kFailover), [&] { return now += 0.003; }};
    player.set_speed(kFastest);
    player.play();
    Time const before = player.timeline().world().now;
    player.update(0.1);
    EXPECT_GT(player.timeline().world().now, before);
    EXPECT_LT(player.timeline().world().now, at_ms(5'999));
    EXPECT_TRUE(player.is_playing());
}

TEST(Player, ShiftArrowsGoFromOneThingThatMattersToTheNext) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    player.step_forward(true);
    player.finish();
    std::uint64_t const first = player.timeline().event();
    player.step_forward(true);
    player.finish();
    EXPECT_GT(player.timeline().event(), first);
    player.step_back(true);
    EXPECT_EQ(player.timeline().event(), first);
}

TEST(Player, TheClickerGoesThroughTheStory) {
    Player player{lesson(kFailover)};
    std::vector<std::int64_t> instants;
    for (int i = 0; i < 12; ++i) {
        player.next_beat();
        player.finish();
        instants.push_back(player.timeline().world().now.ms());
    }
    EXPECT_TRUE(std::is_sorted(instants.begin(), instants.end()));
    EXPECT_EQ(instants.front(), 2'000);
    EXPECT_EQ(instants.back(), 30'000);
    player.previous_beat();
    EXPECT_LT(player.timeline().world().now.ms(), 30'000);
}

// "leader dead from 6000", for every span since `from`.
std::vector<std::string> spans_since(HealthLane const& lane, Time from) {
    std::vector<std::string> told;
    for (HealthSpan const& span : lane.spans) {
        if (span.from < from) continue;
        told.push_back(std::string{words_of(span.health)} + " from " +
                       std::to_string(span.from.ms()));
    }
    return told;
}

// The metadata names broker-2 until the controller has fenced it and elects another in one stroke:
// at no instant does the partition have no leader.
TEST(Bookmarks, AreSetTakenAwayAndGoneTo) {
    Player player{lesson(kFailover)};
    EXPECT_NE(player.next_bookmark().find("Ctrl D"), std::string::npos);
    go(player, 6'000);
    player.bookmark();
    go(player, 11'500);
    EXPECT_TRUE(player.bookmark().starts_with("Bookmark 2 at 11.500 s"));
    go(player, 3'000);
    EXPECT_TRUE(player.bookmark().starts_with("Bookmark 1 at 3.000 s"));
    ASSERT_EQ(player.frame().bookmarks->size(), 3U);
    EXPECT_TRUE(player.next_bookmark().empty());
    EXPECT_EQ(player.timeline().world().now, at_ms(6'000));
    player.next_bookmark();
    EXPECT_EQ(player.timeline().world().now, at_ms(11'500));
    EXPECT_FALSE(player.next_bookmark().empty());
    EXPECT_EQ(player.timeline().world().now, at_ms(11'500));
    player.previous_bookmark();
    EXPECT_EQ(player.timeline().world().now, at_ms(6'000));
    player.bookmark();
    EXPECT_EQ(player.frame().bookmarks->size(), 2U);
    player.previous_bookmark();
    EXPECT_EQ(player.timeline().world().now, at_ms(3'000));
    EXPECT_FALSE(player.previous_bookmark().empty());
}

// The clock stands between two events as well as right behind one.
TEST(Bookmarks, LeadToTheEventAndToTheInstant) {
    Player player{lesson(kFailover)};
    go(player, 6'000);
    player.step_forward(false);
    player.step_forward(false);
    std::uint64_t const event = player.timeline().event();
    Time const at = player.timeline().world().now;
    player.bookmark();
    go(player, 9'000);
    player.previous_bookmark();
    EXPECT_EQ(player.timeline().event(), event);
    EXPECT_EQ(player.timeline().world().now, at);
}

TEST(Bookmarks, ABranchKeepsThoseBeforeItBegan) {
    Player player{lesson(kFailover)};
    go(player, 3'000);
    player.bookmark();
    go(player, 9'000);
    player.bookmark();
    go(player, 5'000);
    player.fork("other");
    EXPECT_EQ(player.frame().bookmarks->size(), 1U);
    player.switch_branch(0);
    EXPECT_EQ(player.frame().bookmarks->size(), 2U);
}

TEST(Ribbons, TheLeaderIsDeadFromTheKillToTheElection) {
    Player player{lesson(kFailover)};
    go(player, 30'000);
    RunHistory const& history = *player.frame().history;
    ASSERT_EQ(history.lanes.size(), 3U);
    std::vector<std::string> const told = spans_since(history.lanes[1], Time{});
    ASSERT_GE(told.size(), 2U);
    EXPECT_EQ(told[0], "leader dead from 6000");
    EXPECT_TRUE(told[1].starts_with("under-replicated from 1")) << told[1];
    for (HealthSpan const& span : history.lanes[1].spans) {
        if (span.from >= Time{}) {
            EXPECT_NE(span.health, Health::no_leader);
        }
        if (span.health == Health::leader_dead) {
            // As long as it lasts, the world says so, too.
            World const world = player.timeline().world_at(span.from + seconds(1));
            EXPECT_EQ(leader_of(world, history.lanes[1].partition), BrokerId{2});
        }
    }
    EXPECT_EQ(history.lanes[0].spans.front().health, Health::healthy);
    bool const killed =
        std::any_of(history.marks.begin(), history.marks.end(),
                    [](auto const& mark) { return mark.mark.words == "kill broker-2"; });
    EXPECT_TRUE(killed);
}

// Nobody in sync is left: the metadata names no leader, and only then the ribbon says so.
TEST(Ribbons, NoLeaderIsSaidWhenTheMetadataNamesNone) {
    Player player{lesson("replication/unclean-election.toml")};
    go(player, 60'000);
    bool found = false;
    for (HealthLane const& lane : player.frame().history->lanes) {
        for (HealthSpan const& span : lane.spans) {
            if (span.from < Time{} || span.health != Health::no_leader) continue;
            found = true;
            World const world = player.timeline().world_at(span.from);
            EXPECT_EQ(leader_of(world, lane.partition), kNoBroker);
        }
    }
    EXPECT_TRUE(found);
}

TEST(Ribbons, AFrozenLeaderIsPausedAndNotDead) {
    Player player{lesson(kFailover)};
    go(player, 3'000);
    player.run_phrase("pause broker-2");
    go(player, 4'000);
    player.run_phrase("resume broker-2");
    go(player, 5'000);
    std::vector<std::string> const told =
        spans_since(player.frame().history->lanes[1], at_ms(2'900));
    ASSERT_GE(told.size(), 2U);
    EXPECT_EQ(told[0], "leader paused from 3000");
    EXPECT_EQ(told[1], "healthy from 4000");
}

// As with a kill: the process is gone, and the metadata still names it.
TEST(Ribbons, AnUnpluggedLeaderIsDead) {
    Player player{lesson(kFailover)};
    go(player, 3'000);
    player.run_phrase("unplug broker-2");
    go(player, 4'000);
    std::vector<std::string> const told =
        spans_since(player.frame().history->lanes[1], at_ms(2'900));
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0], "leader dead from 3000");
}

// acks=all cannot succeed: first it waits for those that are dead and still in the ISR, then it is
// refused, because too few are left.
TEST(Ribbons, NothingIsGreenWhileNothingCanBeCommitted) {
    Player player{lesson("replication/min-insync-replicas.toml")};
    go(player, 45'000);
    std::vector<std::string> const told =
        spans_since(player.frame().history->lanes[0], at_ms(7'900));
    ASSERT_GE(told.size(), 4U);
    EXPECT_EQ(told[0], "high watermark waits from 8000");                        // for the first
    EXPECT_TRUE(told[1].starts_with("high watermark waits from 1")) << told[1];  // the other one
    EXPECT_TRUE(told[2].starts_with("under min ISR from 1")) << told[2];
    EXPECT_TRUE(told[3].starts_with("under-replicated from 3")) << told[3];
}

TEST(Ribbons, TheySayForWhomTheHighWatermarkWaitsAndWhy) {
    std::pair<char const*, std::string> const kCases[] = {
        {"pause broker-3", "broker-3 paused"},
        {"kill broker-3", "broker-3 dead"},
        {"cut broker-3 from broker-1", "link to broker-3 cut"},
        {"isolate broker-3", "link to broker-3 cut"},
        {"slow broker-3 by 400ms", "link to broker-3 slow"},
    };
    for (auto const& [phrase, why] : kCases) {
        Player player{lesson(kFailover)};
        go(player, 3'000);
        player.run_phrase(phrase);
        go(player, 3'500);
        // broker-1 leads orders-0.
        HealthLane const& lane = player.frame().history->lanes[0];
        auto const segments = segments_of(lane, Time{}, at_ms(30'000), at_ms(3'500));
        ASSERT_FALSE(segments.empty());
        EXPECT_EQ(segments.back().words, "high watermark waits: " + why + " · 500 ms") << phrase;
        player.run_phrase("heal all");
        player.run_phrase("resume broker-3");
        go(player, 3'600);
        bool const is_dead = why == "broker-3 dead";
        EXPECT_EQ(player.frame().history->lanes[0].spans.back().health == Health::healthy, !is_dead)
            << phrase;
    }
}

TEST(Ribbons, ALabelCountsUpToTheCursorOnly) {
    Player player{lesson(kFailover)};
    go(player, 30'000);
    HealthLane const& lane = player.frame().history->lanes[1];
    auto const label = [&](std::int64_t now_ms) {
        std::string found;
        for (RibbonSegment const& each : segments_of(lane, Time{}, at_ms(30'000), at_ms(now_ms))) {
            if (each.meaning == Meaning::dead) found = each.words;
        }
        return found;
    };
    EXPECT_EQ(label(10'600), "leader dead · 4.6 s");
    EXPECT_EQ(label(5'000), "leader dead");
    EXPECT_NE(label(30'000), label(10'600));
}

TEST(Ribbons, AMarkLeadsToItsEvent) {
    Player player{lesson("replication/acks-1-loses.toml")};
    go(player, 20'000);
    auto const marks = player.frame().history->marks;
    auto const killed = std::find_if(marks.begin(), marks.end(), [](auto const& mark) {
        return mark.mark.words == "kill broker-2";
    });
    ASSERT_NE(killed, marks.end());
    player.seek_place(killed->nth);
    EXPECT_EQ(player.timeline().world().now, at_ms(6'000));
    EXPECT_FALSE(
        node_of(player.timeline().world(), find_node(player.timeline().world(), "broker-2"))
            .is_alive);
}

TEST(Ribbons, CuttingAndRunningAgainMakesTheSame) {
    Player player{lesson(kFailover)};
    go(player, 20'000);
    RunHistory const whole = *player.frame().history;
    go(player, 3'000);
    player.fork("again");
    EXPECT_TRUE(player.frame().history->changes.size() < whole.changes.size());
    go(player, 20'000);
    RunHistory const& again = *player.frame().history;
    ASSERT_EQ(again.lanes.size(), whole.lanes.size());
    for (std::size_t i = 0; i < whole.lanes.size(); ++i) {
        ASSERT_EQ(again.lanes[i].spans.size(), whole.lanes[i].spans.size());
        for (std::size_t j = 0; j < whole.lanes[i].spans.size(); ++j) {
            EXPECT_EQ(again.lanes[i].spans[j].from, whole.lanes[i].spans[j].from);
            EXPECT_EQ(again.lanes[i].spans[j].health, whole.lanes[i].spans[j].health);
        }
    }
    EXPECT_EQ(again.key_events, whole.key_events);
}

}  // namespace
}  // namespace highwater::gui
