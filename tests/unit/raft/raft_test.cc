#include "raft/raft.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "raft/rules.h"
#include "tests/unit/raft/quorum.h"

namespace highwater {
namespace {

// No epoch ever has two leaders.
void expect_one_leader_an_epoch(Quorum const& quorum) {
    std::map<LeaderEpoch, BrokerId> leaders;
    for (Fact const& fact : quorum.facts) {
        auto const* change = std::get_if<RaftRoleChanged>(&fact);
        if (change == nullptr || change->to != RaftRole::leader) continue;
        auto const [known, is_new] = leaders.emplace(change->epoch, change->leader);
        EXPECT_TRUE(is_new || known->second == change->leader) << change->epoch.value;
    }
}

// What is committed anywhere is the same everywhere.
void expect_equal_prefixes(Quorum const& quorum) {
    for (Raft const& a : quorum.nodes) {
        for (Raft const& b : quorum.nodes) {
            Offset const both = std::min(high_watermark(a), high_watermark(b),
                                         [](Offset x, Offset y) { return x < y; });
            auto const left = read(a, Offset{}, both);
            auto const right = read(b, Offset{}, both);
            ASSERT_EQ(left.size(), right.size());
            for (std::size_t i = 0; i < left.size(); ++i) EXPECT_TRUE(*left[i] == *right[i]);
        }
    }
}

TEST(Raft, ASingleVoterLeadsAtOnce) {
    Quorum quorum{1};
    ASSERT_TRUE(is_leader(quorum.node(1)));
    EXPECT_EQ(epoch(quorum.node(1)), LeaderEpoch{1});
    EXPECT_EQ(high_watermark(quorum.node(1)), Offset{1});
    quorum.write(quorum.node(1), a_topic(7));
    EXPECT_EQ(high_watermark(quorum.node(1)), Offset{1});
    quorum.run_for(milliseconds(25));
    EXPECT_EQ(high_watermark(quorum.node(1)), Offset{2});
    quorum.kill(1);
    quorum.start_again(1);
    EXPECT_TRUE(is_leader(quorum.node(1)));
    EXPECT_EQ(epoch(quorum.node(1)), LeaderEpoch{2});
}

TEST(Raft, ThreeVotersElectOneWithinTwoElectionTimeouts) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Quorum quorum{3, 0, seed};
        quorum.run_for(seconds(5));
        Raft* leader = quorum.leader();
        ASSERT_NE(leader, nullptr) << seed;
        for (Raft const& raft : quorum.nodes) {
            EXPECT_EQ(leader_id(raft), leader->setup.id);
            EXPECT_EQ(epoch(raft), epoch(*leader));
            EXPECT_EQ(high_watermark(raft), Offset{1});
        }
        expect_one_leader_an_epoch(quorum);
    }
}

TEST(Raft, ObserversLearnOfACommitWithoutWaitingForTheEndOfTheirFetch) {
    Quorum quorum{3, 2};
    quorum.run_for(seconds(5));
    Raft* leader = quorum.leader();
    ASSERT_NE(leader, nullptr);
    quorum.write(*leader, a_topic(7));
    quorum.run_for(milliseconds(25 + 8));
    for (Raft const& raft : quorum.nodes) EXPECT_EQ(high_watermark(raft), Offset{2});
    EXPECT_EQ(quorum.node(4).role, RaftRole::observer);
    EXPECT_EQ(leader_id(quorum.node(4)), leader->setup.id);
}

TEST(Raft, WhenTheLeaderDiesAnotherTakesOverAndWhatWasCommittedStays) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Quorum quorum{3, 1, seed};
        quorum.run_for(seconds(5));
        Raft* old = quorum.leader();
        ASSERT_NE(old, nullptr);
        LeaderEpoch const old_epoch = epoch(*old);
        quorum.write(*old, a_topic(7));
        quorum.run_for(milliseconds(100));
        std::int32_t const dead = old->setup.id.value;
        quorum.kill(dead);
        quorum.run_for(seconds(8));
        Raft* leader = quorum.leader();
        ASSERT_NE(leader, nullptr) << seed;
        EXPECT_GT(epoch(*leader), old_epoch);
        EXPECT_EQ(high_watermark(*leader), Offset{3});
        EXPECT_EQ(leader_id(quorum.node(4)), leader->setup.id);
        EXPECT_EQ(high_watermark(quorum.node(4)), Offset{3});
        quorum.start_again(dead);
        quorum.run_for(seconds(4));
        EXPECT_EQ(quorum.node(dead).role, RaftRole::follower);
        EXPECT_EQ(high_watermark(quorum.node(dead)), Offset{3});
        expect_one_leader_an_epoch(quorum);
        expect_equal_prefixes(quorum);
    }
}

TEST(Raft, AnIsolatedLeaderResignsAndItsUncommittedRecordsAreTruncated) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    Raft* old = quorum.leader();
    ASSERT_NE(old, nullptr);
    std::int32_t const id = old->setup.id.value;
    quorum.isolate(id);
    quorum.write(*old, a_topic(7));
    // Three seconds after a majority had fetched, which was up to half a second ago.
    quorum.run_for(milliseconds(2'400));
    EXPECT_TRUE(is_leader(quorum.node(id)));
    quorum.run_for(milliseconds(700));
    EXPECT_FALSE(is_leader(quorum.node(id)));
    EXPECT_EQ(quorum.node(id).resigned_because, ResignReason::no_majority);
    quorum.run_for(seconds(6));
    Raft* leader = quorum.leader();
    ASSERT_NE(leader, nullptr);
    quorum.write(*leader, a_topic(8));
    quorum.heal();
    quorum.run_for(seconds(6));
    EXPECT_EQ(quorum.node(id).log.end(), quorum.leader()->log.end());
    bool truncated = false;
    for (Fact const& fact : quorum.facts) {
        truncated = truncated || std::holds_alternative<MetadataTruncated>(fact);
    }
    EXPECT_TRUE(truncated);
    expect_one_leader_an_epoch(quorum);
    expect_equal_prefixes(quorum);
}

TEST(Raft, AFollowerThatWasIsolatedDoesNotRaiseTheEpochWhenItComesBack) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    Raft* leader = quorum.leader();
    ASSERT_NE(leader, nullptr);
    LeaderEpoch const before = epoch(*leader);
    std::int32_t const follower = leader->setup.id == BrokerId{1} ? 2 : 1;
    quorum.isolate(follower);
    quorum.run_for(seconds(30));
    EXPECT_EQ(epoch(quorum.node(follower)), before);
    quorum.heal();
    quorum.run_for(seconds(5));
    EXPECT_EQ(quorum.leader(), leader);
    EXPECT_EQ(epoch(*leader), before);
    EXPECT_EQ(quorum.node(follower).role, RaftRole::follower);
}

TEST(Raft, WithoutAMajorityNothingIsCommitted) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    Raft* leader = quorum.leader();
    ASSERT_NE(leader, nullptr);
    std::int32_t const id = leader->setup.id.value;
    for (std::int32_t other = 1; other <= 3; ++other) {
        if (other != id) quorum.kill(other);
    }
    Offset const before = high_watermark(*leader);
    quorum.write(*leader, a_topic(7));
    quorum.run_for(seconds(20));
    EXPECT_EQ(quorum.leader(), nullptr);
    EXPECT_EQ(high_watermark(quorum.node(id)), before);
    quorum.start_again(id == 1 ? 2 : 1);
    quorum.run_for(seconds(10));
    ASSERT_NE(quorum.leader(), nullptr);
    // The record survived on the one that had it, which alone has the longer log and is elected.
    EXPECT_EQ(quorum.leader()->setup.id, BrokerId{id});
    EXPECT_GT(high_watermark(*quorum.leader()), before + 1);
}

TEST(Raft, ALeaderThatIsShutDownNamesItsSuccessors) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    Raft* old = quorum.leader();
    ASSERT_NE(old, nullptr);
    std::int32_t const id = old->setup.id.value;
    Effects out;
    Names names;
    out.begin(quorum.now, 1, old->setup.node, names, true);
    request_shutdown(*old, out);
    std::int32_t told = 0;
    for (Effects::Outgoing const& sent : out.outgoing()) {
        auto const* request = std::get_if<EndQuorumEpochRequest>(&sent.message);
        if (request == nullptr) continue;  // fetches that waited are refused
        ++told;
        EXPECT_EQ(request->preferred_successors->size(), 2U);
    }
    EXPECT_EQ(told, 2);
    EXPECT_EQ(quorum.node(id).resigned_because, ResignReason::shutdown);
}

// It stays to vote, and goes when it knows who leads now; who follows somebody goes at once, and
// who finds nobody after five seconds.
TEST(Raft, ALeaderThatIsShutDownEndsWhenAnotherLeads) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    auto const is_alive = [&](std::int32_t id) {
        return quorum.alive[static_cast<std::size_t>(id - 1)];
    };
    std::int32_t const first = quorum.leader()->setup.id.value;
    quorum.shut_down(first);
    EXPECT_TRUE(is_alive(first));
    quorum.run_for(seconds(3));
    ASSERT_NE(quorum.leader(), nullptr);
    std::int32_t const second = quorum.leader()->setup.id.value;
    EXPECT_NE(second, first);
    EXPECT_FALSE(is_alive(first));

    std::int32_t const follower = 6 - first - second;
    quorum.shut_down(follower);
    EXPECT_FALSE(is_alive(follower));
    quorum.shut_down(second);
    quorum.run_for(milliseconds(4'999));
    EXPECT_TRUE(is_alive(second));
    quorum.run_for(milliseconds(1));
    EXPECT_FALSE(is_alive(second));
}

// Whoever asked for its vote while it was away asks again, and waits for no new election timeout.
TEST(Raft, AVoterThatComesBackIsAskedForItsVoteAgain) {
    std::int32_t asking = 0;
    std::int32_t quick = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Quorum quorum{3, 0, seed};
        quorum.run_for(seconds(5));
        std::int32_t const id = quorum.leader()->setup.id.value;
        std::int32_t const other = id % 3 + 1;
        quorum.kill(id);
        quorum.kill(other);
        quorum.run_for(seconds(20));
        Raft const& survivor = quorum.node(other % 3 + 1);
        bool const asks = survivor.role == RaftRole::prospective;
        quorum.start_again(other);
        quorum.run_for(milliseconds(600));
        asking += asks ? 1 : 0;
        quick += asks && quorum.leader() != nullptr ? 1 : 0;
    }
    // But where its own time is over just then.
    EXPECT_GE(asking, 5);
    EXPECT_GE(quick * 3, asking * 2) << quick << " of " << asking;
}

// The leader it remembers is dead, and the new one has no reason to hurry.
TEST(Raft, AVoterThatRemembersADeadLeaderAsksAnotherWhoLeads) {
    Quorum quorum{3};
    quorum.run_for(seconds(5));
    std::int32_t const old = quorum.leader()->setup.id.value;
    std::int32_t const restarted = old % 3 + 1;
    quorum.kill(restarted);
    quorum.start_again(restarted);
    quorum.kill(old);
    quorum.run_for(milliseconds(1'400));
    quorum.kill(restarted);
    quorum.run_for(seconds(10));
    quorum.start_again(old);
    quorum.run_for(seconds(5));
    Raft const* const leader = quorum.leader();
    ASSERT_NE(leader, nullptr);
    quorum.start_again(restarted);
    quorum.run_for(milliseconds(200));
    EXPECT_EQ(quorum.node(restarted).quorum.leader, leader->setup.id);
}

TEST(Raft, ManyFaultsNeverMakeTwoLeadersOrTwoHistories) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        Quorum quorum{5, 1, seed};
        std::int32_t written = 0;
        for (std::uint64_t step = 0; step < 60; ++step) {
            std::uint64_t const bits = draw(seed, Draw::test, 1, step);
            auto const id =
                static_cast<std::int32_t>(1 + below(draw(seed, Draw::test, 2, step), 5));
            switch (below(bits, 6)) {
            case 0:
                if (quorum.alive[static_cast<std::size_t>(id - 1)]) quorum.kill(id);
                break;
            case 1:
            case 2:
                if (!quorum.alive[static_cast<std::size_t>(id - 1)]) quorum.start_again(id);
                break;
            case 3: quorum.isolate(id); break;
            case 4: quorum.heal(); break;
            default:
                if (Raft* leader = quorum.leader()) quorum.write(*leader, a_topic(++written));
            }
            quorum.run_for(milliseconds(
                static_cast<std::int64_t>(below(draw(seed, Draw::test, 3, step), 4'000))));
            expect_equal_prefixes(quorum);
        }
        quorum.heal();
        for (std::int32_t id = 1; id <= 5; ++id) {
            if (!quorum.alive[static_cast<std::size_t>(id - 1)]) quorum.start_again(id);
        }
        quorum.run_for(seconds(20));
        Raft* leader = quorum.leader();
        ASSERT_NE(leader, nullptr) << seed;
        for (Raft const& raft : quorum.nodes) {
            EXPECT_EQ(leader_id(raft), leader->setup.id) << seed;
            EXPECT_EQ(high_watermark(raft), leader->log.end()) << seed;
        }
        expect_one_leader_an_epoch(quorum);
        expect_equal_prefixes(quorum);
    }
}

TEST(Raft, TheSameSeedGivesTheSameQuorum) {
    Quorum a{3, 2, 9};
    Quorum b{3, 2, 9};
    a.run_for(seconds(10));
    b.run_for(seconds(10));
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
        EXPECT_EQ(hash_of(a.nodes[i]), hash_of(b.nodes[i]));
        EXPECT_TRUE(a.nodes[i] == b.nodes[i]);
    }
}

}  // namespace
}  // namespace highwater
