// The partitions stage: what becomes of records on each replica, and how well replicated it all is.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/view/cluster.h"
#include "gui/view/lecture.h"
#include "gui/view/partitions.h"
#include "gui/view/ribbons.h"
#include "gui/view/written_config.h"
#include "tests/gui/views/scene.h"

namespace highwater::gui {
namespace {

constexpr char const* kAcksOneAndNone = R"(format   = 1
title    = "What was promised"
question = "Which records are lost?"
seed     = 1
duration = "60s"

[cluster]
brokers     = 2
controllers = 1

[[topic]]
name       = "orders"
assignment = [[1, 2]]
[topic.config]
unclean.leader.election.enable = true

[[step]]
at = "2s"
do = "produce 3 to orders as p acks=all"

[[step]]
at = "5s"
do = "kill broker-2"

[[step]]
at = "16s"
do = "produce 2 to orders as q acks=1"

[[step]]
at = "17s"
do = "produce 4 to orders as z acks=0"

[[step]]
at = "20s"
do = "kill broker-1"

[[step]]
at = "22s"
do = "start broker-2"
)";

// As the window has it: with the history of the run.
PartitionBlock block_of(Scene const& scene, char const* topic, RunHistory& history) {
    extend(history, scene.timeline().trace(), scene.world());
    Frame frame = scene.frame();
    frame.history = &history;
    return partition_block(frame, ServerIndex{scene.world()}, scene.partition(topic, 0),
                           lost_records(scene.world()));
}

ReplicaLine const& line_of(PartitionBlock const& block, std::string const& broker) {
    return *std::find_if(block.replicas.begin(), block.replicas.end(),
                         [&](ReplicaLine const& line) { return line.name == broker; });
}

std::vector<std::int64_t> crossed(OffsetBar const& bar) {
    std::vector<std::int64_t> offsets;
    for (std::int64_t offset = 0; offset < 100; ++offset) {
        if (bar.is_crossed(offset)) offsets.push_back(offset);
    }
    return offsets;
}

using Offsets = std::vector<std::int64_t>;

TEST(RecordCells, WhatTheLeaderHasNotIsCrossedAndWhatWasPromisedIsLost) {
    Scene scene{"replication/diverging-logs.toml"};
    RunHistory history;
    scene.go_to(Time{3'900'000});
    EXPECT_TRUE(crossed(line_of(block_of(scene, "orders", history), "broker-1").bar).empty());
    scene.go_to(Time{13'000'000});  // broker-2 leads, and ends at 3
    PartitionBlock block = block_of(scene, "orders", history);
    ReplicaLine const& old_leader = line_of(block, "broker-1");
    EXPECT_EQ(crossed(old_leader.bar), (Offsets{3, 4}));
    EXPECT_EQ(block.lost, "2 acknowledged records lost");
    EXPECT_EQ(old_leader.crossed, CrossedAs::lost);
    EXPECT_EQ(old_leader.note, "2 lost · 2 ahead");
    EXPECT_NE(cell_words(old_leader, 4).find("lost"), std::string::npos);
    // The place where the leader would have them.
    EXPECT_EQ(crossed(line_of(block, "broker-2").bar), (Offsets{3, 4}));
    scene.go_to(Time{19'000'000});  // other records stand there now
    block = block_of(scene, "orders", history);
    EXPECT_TRUE(crossed(line_of(block, "broker-2").bar).empty());
    EXPECT_EQ(crossed(line_of(block, "broker-1").bar), (Offsets{3, 4}));
    scene.go_to(Time{29'000'000});  // broker-1 has cut them off and copied the others
    block = block_of(scene, "orders", history);
    EXPECT_TRUE(crossed(line_of(block, "broker-1").bar).empty());
    EXPECT_EQ(block.lost, "2 acknowledged records lost");
    EXPECT_EQ(line_of(block, "broker-1").note, "2 truncated at 20.0 s");
}

// Two were acknowledged with acks=1, the first of acks=0 never was: none of the three was
// replicated.
TEST(RecordCells, OnlyWhatWasAcknowledgedIsLost) {
    Scene scene{kAcksOneAndNone};
    RunHistory history;
    scene.go_to(Time{40'000'000});
    PartitionBlock const block = block_of(scene, "orders", history);
    ReplicaLine const& line = line_of(block, "broker-1");
    EXPECT_EQ(block.lost, "2 acknowledged records lost");
    EXPECT_EQ(crossed(line.bar), (Offsets{3, 4, 5, 6, 7, 8}));
    ASSERT_EQ(line.lost.size(), 1U);
    EXPECT_EQ(line.lost[0].begin, 3);
    EXPECT_EQ(line.lost[0].end, 5);
    EXPECT_EQ(line.note.rfind("2 lost · 4 more not in the leader's log", 0), 0U) << line.note;
    EXPECT_NE(cell_words(line, 4).find("lost: "), std::string::npos);
    EXPECT_EQ(cell_words(line, 5).find("lost"), std::string::npos) << cell_words(line, 5);
    EXPECT_NE(cell_words(line, 5).find("not in the leader's log"), std::string::npos);
}

TEST(RecordCells, WhatWasCutOffStaysCrossedUntilSomethingElseStandsThere) {
    Scene scene{"replication/diverging-logs.toml"};
    RunHistory history;
    scene.go_to(Time{20'000'000});
    ASSERT_TRUE(scene.step_until([&](Scene const& now) {
        return !now.timeline().trace().events().empty() &&
               block_of(now, "orders", history).replicas[0].truncated.end > 0;
    }));
    scene.step();
    scene.step();
    ReplicaLine const line = line_of(block_of(scene, "orders", history), "broker-1");
    EXPECT_EQ(line.bar.log_end, 3);
    EXPECT_EQ(crossed(line.bar), (Offsets{3, 4}));
    EXPECT_EQ(cell_words(line, 4), "offset 4 · truncated");
    EXPECT_EQ(cell_words(line, 2).rfind("offset 2 · leader epoch 0", 0), 0U);
}

TEST(RecordCells, ADeadBrokersHighWatermarkIsTheOneOnItsDisk) {
    Scene scene{"replication/diverging-logs.toml"};
    scene.go_to(Time{13'000'000});
    RunHistory history;
    PartitionBlock const block = block_of(scene, "orders", history);
    EXPECT_EQ(high_watermark_name(line_of(block, "broker-1").bar), "HW on disk");
    EXPECT_EQ(high_watermark_name(line_of(block, "broker-1").bar, true), "HW·disk");
    EXPECT_EQ(high_watermark_name(line_of(block, "broker-2").bar), "HW");
    EXPECT_EQ(high_watermark_name(line_of(block, "broker-2").bar, true), "HW");
    OffsetBar const& bar = line_of(block, "broker-1").bar;
    std::vector<BarLabel> const labels = bar_labels(bar, {{0, 16}, 0, 19}, 400, 8);
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [](BarLabel const& label) {
        return label.text.rfind("HW on disk", 0) == 0;
    }));
}

// ---- where two logs part ------------------------------------------------------------------------

// One batch per list: the numbers of its records, 0 for one that compaction took out.
Log log_of(std::vector<std::vector<std::uint32_t>> const& batches) {
    Log log;
    for (std::vector<std::uint32_t> const& numbers : batches) {
        Records records;
        RecordBatch batch;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (numbers[i] == 0) continue;
            records.nth.push_back(numbers[i]);
            records.timestamp_delta_ms.push_back(0);
            batch.offset_deltas.push_back(static_cast<std::int32_t>(i));
        }
        bool const is_whole = records.nth.size() == numbers.size();
        if (is_whole) batch.offset_deltas.clear();
        records.producer = NodeId{7};
        batch.base_offset = log.end_offset();
        batch.last_offset_delta = static_cast<std::int32_t>(numbers.size()) - 1;
        batch.partition_leader_epoch = LeaderEpoch{0};
        batch.records = std::make_shared<Records const>(records);
        log.append(std::make_shared<RecordBatch const>(batch), INT64_MAX);
    }
    return log;
}

TEST(Parting, IsTheFirstDifferenceEvenWhereLogsHaveTheSameRecordsAgain) {
    Log const ordered = log_of({{1}, {2}, {3}, {4}, {5}, {6}});
    EXPECT_EQ(parting_of(ordered, log_of({{1}, {3}, {2}, {4}, {5}, {6}}), is_same_record), 1);
    EXPECT_EQ(parting_of(ordered, log_of({{1}, {3}, {2}, {4}, {5}, {6}}), is_replicated_record), 1);
    // Batches are cut otherwise; the records are the same, as far as both reach.
    EXPECT_EQ(parting_of(ordered, log_of({{1, 2, 3}, {4, 5}}), is_same_record), 5);
    EXPECT_EQ(parting_of(ordered, ordered, is_same_record), 6);
}

TEST(Parting, InACompactedBatchARecordIsFoundByItsOffset) {
    Log const whole = log_of({{1, 2, 3, 4}, {5}});
    Log const compacted = log_of({{1, 0, 3, 4}, {5}});
    EXPECT_EQ(parting_of(compacted, log_of({{1, 0, 3, 4}, {5}}), is_same_record), 5);
    EXPECT_EQ(parting_of(compacted, log_of({{1, 0, 3, 9}, {5}}), is_same_record), 3);
    EXPECT_EQ(parting_of(whole, compacted, is_same_record), 1);  // a hole is no record
    // Each broker compacts by itself: that is no divergence.
    EXPECT_EQ(parting_of(whole, compacted, is_replicated_record), 5);
    EXPECT_EQ(parting_of(whole, log_of({{1, 0, 9, 4}, {5}}), is_replicated_record), 2);
}

// ---- what a file says of a config ---------------------------------------------------------------

TEST(WrittenConfig, OfATopicIsItsClustersConfigWhereItHasNoneItself) {
    std::string const text =
        "[cluster.config]\nmin.insync.replicas = 2\nlog.retention.ms = 5\n"
        "[[topic]]\nname = \"orders\"\n[topic.config]\n"
        "cleanup.policy = \"compact\"\n"
        "[[producer]]\nname = \"checkout\"\n[producer.config]\nacks = 1\n";
    WrittenConfigKey const replicas = written_config(text, "orders.min.insync.replicas");
    EXPECT_EQ(replicas.owner, "orders");
    EXPECT_FALSE(replicas.value);
    EXPECT_EQ(replicas.default_of_cluster, "2");
    // A broker has it under another name.
    EXPECT_EQ(written_config(text, "orders.retention.ms").default_of_cluster, "5");
    EXPECT_EQ(written_config(text, "orders.cleanup.policy").value, "compact");
    EXPECT_FALSE(written_config(text, "orders.segment.bytes").default_of_cluster);
    EXPECT_EQ(written_config(text, "checkout.acks").value, "1");
    EXPECT_EQ(written_config(text, "cluster.min.insync.replicas").value, "2");
    EXPECT_TRUE(written_config(text, "seed").owner.empty());
}

TEST(WrittenConfig, NamesMayHaveDots) {
    std::string const text =
        "[[cluster]]\nname = \"west\"\n[cluster.config]\n"
        "min.insync.replicas = 2\n"
        "[[topic]]\nname = \"orders\"\ncluster = \"west\"\n"
        "[[topic]]\nname = \"orders.old\"\ncluster = \"west\"\n"
        "[topic.config]\nmin.insync.replicas = 1\n";
    WrittenConfigKey const west = written_config(text, "west.orders.min.insync.replicas");
    EXPECT_EQ(west.owner, "west.orders");
    EXPECT_EQ(west.key, "min.insync.replicas");
    EXPECT_EQ(west.default_of_cluster, "2");
    EXPECT_EQ(written_config(text, "west.orders.old.min.insync.replicas").value, "1");
    EXPECT_EQ(written_config(text, "cluster.west.min.insync.replicas").value, "2");
}

// ---- how well replicated ------------------------------------------------------------------------

// While it is moved a partition has more replicas than it shall have: those that are added are not
// missed until they have copied it.
TEST(MovingReplicas, AreCalledThatAndAreNotMissed) {
    Scene scene{"replication/moving-a-partition.toml"};
    scene.go_to(Time{12'000'000});
    RunHistory history;
    PartitionBlock const block = block_of(scene, "orders", history);
    ASSERT_EQ(block.replicas.size(), 4U);
    EXPECT_EQ(line_of(block, "broker-4").words, "being added");
    EXPECT_EQ(line_of(block, "broker-3").words, "being removed · in sync");
    EXPECT_EQ(line_of(block, "broker-2").words, "follower · in sync");
    EXPECT_EQ(block.health, PartitionHealth::not_preferred);
    PartitionsList const list = partitions_list(scene.world(), PartitionFilter::all);
    EXPECT_EQ(list.under_replicated, 0);
}

TEST(UnderReplicated, CountsWhateverElseIsWrong) {
    Scene scene{"replication/min-insync-replicas.toml"};
    scene.go_to(Time{29'000'000});
    RunHistory history;
    EXPECT_EQ(block_of(scene, "orders", history).trouble, "under min ISR");
    EXPECT_EQ(partitions_list(scene.world(), PartitionFilter::all).under_replicated, 1);
    scene.give("kill broker-1");  // the leader, and nobody notices for nine seconds
    scene.go_to(Time{29'500'000});
    PartitionsList const list = partitions_list(scene.world(), PartitionFilter::under_replicated);
    EXPECT_EQ(list.under_replicated, 1);
    EXPECT_EQ(list.no_leader, 1);
    ASSERT_EQ(list.entries.size(), 1U);
    EXPECT_EQ(list.entries[0].health, PartitionHealth::leader_dead);
}

// ---- lecture mode -------------------------------------------------------------------------------

LectureView lecture_at(Scene& scene, Time at) {
    scene.go_to(at);
    Frame const frame = scene.frame();
    LifeStory lives;
    lives.follow(frame.trace);
    return lecture_view(frame, UiState{}, lives, 6);
}

TEST(LectureRows, ControllersAreShownWhereTheSentenceSpeaksOfThem) {
    Scene scene{"controllers/the-controller-dies.toml"};
    LectureView const view = lecture_at(scene, Time{2'000'000});
    ASSERT_GE(view.rows.size(), 3U);
    std::int64_t active = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(view.rows[i].name.find("300") != std::string::npos) << view.rows[i].name;
        active += view.rows[i].is_leader ? 1 : 0;
    }
    EXPECT_EQ(active, 1);
}

TEST(LectureRows, NameThePartitionAndTellHowAClientIs) {
    Scene scene{"replication/moving-a-partition.toml"};
    EXPECT_EQ(lecture_at(scene, Time{12'500'000}).about, "orders-0");
    Scene groups{"groups/idle-members.toml"};
    LectureView const view = lecture_at(groups, Time{34'000'000});
    EXPECT_EQ(view.about, "");
    ASSERT_EQ(view.rows.size(), 4U);
    EXPECT_EQ(view.rows[0].words, "member of billing");
    EXPECT_EQ(view.rows[1].facts, "reads nothing");  // billing-2 has stopped
    EXPECT_TRUE(view.rows[1].is_dead);
}

// Cells glow for what the last step has touched, or while it is seen running.
TEST(RecordCells, AfterAJumpNothingGlows) {
    Scene scene{"replication/leader-failover.toml"};
    scene.go_to(Time{5'000'000});
    World const before = scene.world();
    scene.go_to(Time{8'000'000});
    Frame frame = scene.frame();
    frame.previous = &before;
    LifeStory lives;
    auto const glows = [&] {
        ClusterView const view = cluster_view(frame, {3, 4, {}}, lives);
        return std::any_of(view.brokers.begin(), view.brokers.end(), [](BrokerCard const& each) {
            return std::any_of(each.rows.begin(), each.rows.end(), [](ReplicaRow const& row) {
                return row.changed || row.bar.touched.begin < row.bar.touched.end;
            });
        });
    };
    EXPECT_FALSE(glows());
    frame.cursor.playing = true;
    EXPECT_TRUE(glows());
}

}  // namespace
}  // namespace highwater::gui
