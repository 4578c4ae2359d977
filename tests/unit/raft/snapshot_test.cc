// Snapshots of the metadata log (KIP-630): who makes them, who fetches them, and what may go then.
#include <gtest/gtest.h>

#include "protocol/metadata_bytes.h"
#include "raft/raft.h"
#include "tests/unit/raft/quorum.h"

namespace highwater {
namespace {

// Three voters of whom one leads, and so many records.
Quorum busy_quorum(std::int32_t records, std::int32_t observers = 0) {
    Quorum quorum{3, observers};
    quorum.run_for(seconds(5));
    for (std::int32_t i = 0; i < records; ++i) {
        quorum.write(*quorum.leader(), a_topic(i));
        quorum.run_for(milliseconds(50));
    }
    return quorum;
}

void snapshot(Quorum& quorum, Raft& raft) {
    Effects out;
    Names names = topic_names();
    out.begin(quorum.now, 1, raft.setup.node, names, false);
    create_snapshot(raft, high_watermark(raft), a_topic(1), SnapshotReason::max_interval, out);
}

std::int32_t some_follower(Quorum& quorum) {
    for (Raft const& raft : quorum.nodes) {
        if (is_voter(raft) && !is_leader(raft)) return raft.setup.id.value;
    }
    return 0;
}

std::int32_t fetched_snapshots(Quorum const& quorum) {
    std::int32_t count = 0;
    for (Fact const& fact : quorum.facts) {
        count += std::holds_alternative<MetadataSnapshotFetched>(fact) ? 1 : 0;
    }
    return count;
}

TEST(MetadataSnapshot, AWipedVoterFetchesItInsteadOfTheLog) {
    Quorum quorum = busy_quorum(20);
    snapshot(quorum, *quorum.leader());
    Offset const end = quorum.leader()->log.latest_snapshot()->id.end_offset;
    std::int32_t const wiped = some_follower(quorum);
    quorum.kill(wiped);
    wipe(quorum.node(wiped));
    quorum.start_again(wiped);
    quorum.run_for(seconds(3));
    quorum.write(*quorum.leader(), a_topic(99));
    quorum.run_for(seconds(1));
    EXPECT_EQ(fetched_snapshots(quorum), 1);
    EXPECT_EQ(quorum.node(wiped).log.start(), end);
    EXPECT_EQ(quorum.node(wiped).log.end(), quorum.leader()->log.end());
    EXPECT_EQ(high_watermark(quorum.node(wiped)), high_watermark(*quorum.leader()));
    // It has replayed nothing, so the snapshot comes before the log.
    EXPECT_EQ(snapshot_to_load(quorum.node(wiped), Offset{}),
              quorum.leader()->log.latest_snapshot());
    EXPECT_EQ(snapshot_to_load(quorum.node(wiped), end), nullptr);
}

TEST(MetadataSnapshot, WhoWasAwayWhileTheLogWasCleanedFetchesIt) {
    Quorum quorum = busy_quorum(5, 1);
    constexpr std::int32_t kObserver = 4;
    quorum.kill(kObserver);
    Offset const known = quorum.node(kObserver).log.end();
    Raft& leader = *quorum.leader();
    leader.setup.config.metadata_max_retention_bytes = 1;
    for (std::int32_t round = 0; round < 2; ++round) {
        for (std::int32_t i = 0; i < 100; ++i) {
            quorum.write(leader, a_topic(i));
            quorum.run_for(milliseconds(50));
        }
        snapshot(quorum, leader);
    }
    Effects out;
    Names names = topic_names();
    out.begin(quorum.now, 1, leader.setup.node, names, false);
    clean_log(leader, out);
    ASSERT_GT(leader.log.start(), known);
    EXPECT_EQ(leader.log.snapshots().size(), 1U);  // the newest stays, however much it is
    quorum.start_again(kObserver);
    quorum.run_for(seconds(2));
    EXPECT_EQ(fetched_snapshots(quorum), 1);
    EXPECT_EQ(quorum.node(kObserver).log.end(), leader.log.end());
    EXPECT_EQ(quorum.node(kObserver).log.last_epoch(), leader.log.last_epoch());
}

TEST(MetadataSnapshot, ALogThatBeginsWithOneStillVotesAndLeads) {
    Quorum quorum = busy_quorum(10);
    snapshot(quorum, *quorum.leader());
    std::int32_t const wiped = some_follower(quorum);
    quorum.kill(wiped);
    wipe(quorum.node(wiped));
    quorum.start_again(wiped);
    quorum.run_for(seconds(3));
    for (std::int32_t id = 1; id <= 3; ++id) {
        if (id != wiped && is_leader(quorum.node(id))) quorum.kill(id);
    }
    quorum.run_for(seconds(8));
    ASSERT_NE(quorum.leader(), nullptr);
    Offset const before = high_watermark(*quorum.leader());
    quorum.write(*quorum.leader(), a_topic(77));
    quorum.run_for(seconds(1));
    EXPECT_GT(high_watermark(*quorum.leader()), before);
    EXPECT_EQ(quorum.node(wiped).log.end(), quorum.leader()->log.end());
}

// Two of three lost their disks: what they agree on is the history now.
TEST(MetadataSnapshot, AMajorityThatKnowsNothingOfItWins) {
    Quorum quorum = busy_quorum(30);
    snapshot(quorum, *quorum.leader());
    std::int32_t const kept = some_follower(quorum);
    for (std::int32_t id = 1; id <= 3; ++id) quorum.kill(id);
    Raft& raft = quorum.node(kept);
    raft.log.restart_from(make_payload(
        MetadataSnapshot{{raft.log.end(), raft.log.last_epoch()}, Time{}, a_topic(1), 100}));
    for (std::int32_t id = 1; id <= 3; ++id) {
        if (id == kept) continue;
        wipe(quorum.node(id));
        quorum.node(id).quorum.epoch = raft.quorum.epoch;
        quorum.start_again(id);
    }
    quorum.run_for(seconds(8));
    ASSERT_NE(quorum.leader(), nullptr);
    quorum.start_again(kept);
    quorum.run_for(seconds(8));
    EXPECT_EQ(quorum.node(kept).log.start(), Offset{});
    EXPECT_EQ(quorum.node(kept).log.end(), quorum.leader()->log.end());
}

TEST(MetadataLog, GoesByAgeAndByBytesButKeepsTheNewestSnapshot) {
    MetadataLog log;
    auto const fill = [&](std::int32_t batches) {
        for (std::int32_t i = 0; i < batches; ++i) {
            log.append(make_payload(MetadataBatch{log.end(),
                                                  LeaderEpoch{1},
                                                  Time{},
                                                  {NoOpRecord{}},
                                                  size_in_bytes({NoOpRecord{}}, Names{})}));
        }
    };
    auto const add = [&](std::int64_t at) {
        MetadataSnapshot snapshot{{log.end(), LeaderEpoch{1}}, Time{} + seconds(at), {}, 100};
        log.add_snapshot(make_payload(std::move(snapshot)));
    };
    constexpr std::int64_t kForEver = -1;
    fill(100);
    add(10);
    Time const later = Time{} + seconds(1'000);
    EXPECT_FALSE(log.clean(later, 1, 1));  // one is never too much
    fill(100);
    add(20);
    EXPECT_FALSE(log.clean(later, kForEver, kForEver));
    EXPECT_FALSE(log.clean(Time{} + seconds(20), 10'000, kForEver));
    std::int64_t const bytes = log.size_in_bytes();
    EXPECT_EQ(bytes, 200 * 72);  // what kafka-dump-log shows of a no-op batch
    EXPECT_TRUE(log.clean(Time{} + seconds(21), 10'000, kForEver));
    EXPECT_EQ(log.start(), Offset{200});
    EXPECT_LT(log.size_in_bytes(), bytes);
    EXPECT_EQ(log.last_epoch(), LeaderEpoch{1});
    EXPECT_EQ(log.end_of(LeaderEpoch{1}).end, Offset{200});
    fill(1);
    EXPECT_EQ(log.read(Offset{}, log.end()).size(), 1U);
    EXPECT_EQ(log.end_of(LeaderEpoch{0}).end, Offset{200});  // of what went before
}

TEST(MetadataLog, TakesSixtyOneBytesForABatchAndMoreForItsRecords) {
    PartitionChangeRecord change;
    change.isr = std::vector<BrokerId>{{2}, {3}};
    change.leader = BrokerId{2};
    // tests/kafka/vectors/internal_records.json: its value takes 41 bytes, the record 7 more.
    EXPECT_EQ(size_in_bytes({change}, Names{}), 61 + 41 + 7);
}

TEST(Raft, APeerThatNeverAnswersIsGivenUpThoughTheAskerChangesItsRole) {
    Quorum quorum{3};
    quorum.isolate(1);
    quorum.run_for(seconds(8));
    std::int32_t given_up = 0;
    for (Fact const& fact : quorum.facts) {
        auto const* timeout = std::get_if<RequestTimedOut>(&fact);
        if (timeout != nullptr && timeout->message_kind == message_kind_of<VoteRequest>()) {
            ++given_up;
        }
    }
    EXPECT_GE(given_up, 2);
    for (PendingRequest const& waiting : quorum.node(1).pending.waiting) {
        EXPECT_GT(waiting.deadline, quorum.now);
    }
}

TEST(Raft, AnAnswerToAFormerRoleCountsForNothing) {
    Raft raft = make_raft({BrokerId{1},
                           NodeId{0},
                           {{BrokerId{1}, NodeId{0}, kNoName},
                            {BrokerId{2}, NodeId{1}, kNoName},
                            {BrokerId{3}, NodeId{2}, kNoName}},
                           {},
                           {}});
    Names names;
    Time now;
    Effects first;
    first.begin(now, 1, NodeId{0}, names, false);
    start(raft, first);
    Effects asking;
    asking.begin(now = now + seconds(2), 1, NodeId{0}, names, false);
    on_timer(raft, {TimerKind::election_timeout, 0}, asking);
    ASSERT_EQ(raft.role, RaftRole::prospective);
    ASSERT_EQ(asking.outgoing().size(), 2U);
    CorrelationId const old = asking.outgoing().front().correlation_id;
    for (int i = 0; i < 2; ++i) {  // in vain, then once more
        Effects out;
        out.begin(now = now + seconds(2), 1, NodeId{0}, names, false);
        on_timer(raft, {TimerKind::election_timeout, 0}, out);
    }
    ASSERT_EQ(raft.role, RaftRole::prospective);
    Effects out;
    out.begin(now, 1, NodeId{0}, names, false);
    Envelope const late{NodeId{1}, NodeId{0}, old, VoteResponse{}};
    handle(raft, late, VoteResponse{ErrorCode::none, kNoBroker, {}, true, true}, out);
    EXPECT_EQ(raft.role, RaftRole::prospective);
    EXPECT_EQ(raft.granted.size(), 1U);
}

TEST(DescribeQuorum, ShowsVotersWithoutDirectoriesAndObserversWithTheirs) {
    Quorum quorum{3, 1};
    quorum.node(4).setup.directory_id = {7, 7};
    quorum.run_for(seconds(5));
    DescribeQuorumResponse const told = describe_quorum(*quorum.leader(), quorum.now);
    ASSERT_EQ(told.error, ErrorCode::none);
    EXPECT_EQ(told.leader_id, quorum.leader()->setup.id);
    EXPECT_EQ(told.replicas->current_voters.size(), 3U);
    for (QuorumReplica const& voter : told.replicas->current_voters) {
        EXPECT_EQ(voter.replica_directory_id, kNoUuid);
        EXPECT_EQ(voter.log_end_offset, quorum.leader()->log.end());
    }
    ASSERT_GE(told.replicas->observers.size(), 1U);
    EXPECT_EQ(told.replicas->observers.back().replica_directory_id, (Uuid{7, 7}));
    std::int32_t const follower = some_follower(quorum);
    EXPECT_EQ(describe_quorum(quorum.node(follower), quorum.now).error,
              ErrorCode::not_leader_or_follower);
}

TEST(DescribeQuorum, ForgetsAnObserverThatWasAwayForFiveMinutes) {
    Quorum quorum{1, 1};
    quorum.run_for(seconds(2));
    quorum.kill(2);
    quorum.run_for(seconds(200));
    EXPECT_EQ(describe_quorum(*quorum.leader(), quorum.now).replicas->observers.size(), 1U);
    quorum.run_for(seconds(101));
    EXPECT_TRUE(describe_quorum(*quorum.leader(), quorum.now).replicas->observers.empty());
}

}  // namespace
}  // namespace highwater
