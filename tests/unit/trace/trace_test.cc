#include "trace/trace.h"

#include <gtest/gtest.h>

#include "trace/why.h"

namespace highwater {
namespace {

void happen(Trace& trace, std::uint64_t id, std::uint64_t cause, Time at, std::vector<Fact> facts,
            NodeId node = NodeId{0}) {
    trace.append({.id = EventId{id}, .cause = EventId{cause}, .at = at, .node = node}, facts);
}

TEST(Trace, FactsAreFoundByInstantAndEvent) {
    Trace trace;
    happen(trace, 7, 3, Time{100}, {NodeKilled{}, NodePaused{}});
    happen(trace, 5, 7, Time{200}, {NodeStarted{}});  // ids are not in the order of time

    EXPECT_EQ(trace.next_fact(), 3U);
    EXPECT_EQ(trace.facts_between(Time{101}, Time{300}).size(), 1U);
    EXPECT_EQ(trace.facts_of(EventId{7}).size(), 2U);
    ASSERT_NE(trace.find(EventId{5}), nullptr);
    EXPECT_EQ(trace.find(EventId{5})->cause, EventId{7});
    EXPECT_EQ(trace.find(EventId{6}), nullptr);
}

TEST(Trace, TheOldestAreDroppedAndNumbersStay) {
    Trace trace{{.events = 1'000, .facts = 1'000}};
    for (std::uint64_t id = 1; id <= 20'000; ++id) {
        happen(trace, id, id - 1, Time{static_cast<std::int64_t>(id)}, {NodeStarted{}});
    }
    EXPECT_EQ(trace.next_fact(), 20'000U);
    EXPECT_GT(trace.first_fact(), 18'000U);
    EXPECT_EQ(trace.find(EventId{5}), nullptr);
    ASSERT_NE(trace.find(EventId{19'999}), nullptr);
    EXPECT_EQ(trace.facts_of(EventId{19'999}).front().at, Time{19'999});
}

TEST(Trace, AFutureThatGoesDifferentlyIsForgottenFirst) {
    Trace trace;
    for (std::uint64_t id = 1; id <= 10; ++id) {
        happen(trace, id, 0, Time{static_cast<std::int64_t>(id)}, {NodeStarted{}});
    }
    trace.forget_from(4);
    EXPECT_EQ(trace.next_fact(), 4U);
    happen(trace, 5, 0, Time{5}, {NodeKilled{}});
    EXPECT_TRUE(std::holds_alternative<NodeKilled>(trace.facts().back().fact));
}

// The story of a failover, told by hand: the chain must lead from the leader back to the kill.
TEST(Why, ALeaderIsExplainedBackToTheKill) {
    Names names;
    Describer who{&names, {}};
    for (int id = 1; id <= 3; ++id) {
        who.nodes.push_back({names.intern("broker-" + std::to_string(id)), BrokerId{id}});
    }
    TopicPartition const partition{names.intern("orders"), 1};
    auto const replicas = make_payload(Replicas{});

    Trace trace;
    happen(trace, 1, 0, Time{6'000'000}, {NodeKilled{}}, NodeId{1});
    happen(trace, 2, 0, Time{9'000'000},
           {LeaderElected{partition, BrokerId{2}, BrokerId{3}, LeaderEpoch{1}, BrokerId{2},
                          ChangeReason::broker_fenced, false, replicas},
            BrokerFenced{BrokerId{2}, Time{5'500'000}, false, false}});

    auto const effect = fact_behind(trace, who, {WhySubject::leader, partition, kNoBroker, kNever});
    ASSERT_TRUE(effect.has_value());
    std::vector<WhyLink> const chain = why(trace, who, *effect);
    ASSERT_EQ(chain.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<LeaderElected>(chain[0].traced.fact));
    EXPECT_TRUE(std::holds_alternative<BrokerFenced>(chain[1].traced.fact));
    EXPECT_TRUE(std::holds_alternative<NodeKilled>(chain[2].traced.fact));

    EXPECT_FALSE(
        fact_behind(trace, who, {WhySubject::leader, partition, kNoBroker, Time{8'999'999}}));
}

// Three voters and two brokers, by hand.
struct Quorum {
    Names names;
    Describer who;
    Trace trace;
    std::uint64_t next{1};
    TopicPartition partition;

    Quorum() {
        who.names = &names;
        for (int id = 1; id <= 3; ++id) {
            who.nodes.push_back({names.intern("controller-" + std::to_string(id)), BrokerId{id}});
        }
        for (int id = 4; id <= 5; ++id) {
            who.nodes.push_back({names.intern("broker-" + std::to_string(id)), BrokerId{id}});
        }
        who.nodes.push_back({names.intern("checkout"), kNoBroker});
        partition = {names.intern("orders"), 0};
        for (int node = 0; node < 3; ++node) {
            auto const role = node == 0 ? RaftRole::leader : RaftRole::follower;
            tell({RaftRoleChanged{.to = role}}, node);
        }
        tell({ControllerElected{BrokerId{1}, LeaderEpoch{1}}}, 0);
    }
    void tell(std::vector<Fact> facts, int node = -1) {
        happen(trace, next, 0, Time{static_cast<std::int64_t>(next) * 1'000'000}, std::move(facts),
               node < 0 ? kNoNode : NodeId{node});
        ++next;
    }
    std::vector<std::string> chain(WhyQuestion const& question) {
        std::vector<std::string> sentences;
        auto const fact = fact_behind(trace, who, question);
        if (!fact) return sentences;
        for (WhyLink const& link : why(trace, who, *fact)) sentences.push_back(link.sentence);
        return sentences;
    }
    std::string root(WhyQuestion const& question) {
        std::vector<std::string> const all = chain(question);
        return all.empty() ? "nothing" : all.back();
    }
    WhyQuestion asking(WhySubject subject) const {
        WhyQuestion question;
        question.subject = subject;
        question.partition = partition;
        return question;
    }
    std::string why_controller() { return root(asking(WhySubject::controller)); }
    void resign(ResignReason reason, int epoch = 1) {
        tell({ControllerResigned{BrokerId{1}, LeaderEpoch{epoch}, reason}}, 0);
    }
    void elect_another() { tell({ControllerElected{BrokerId{2}, LeaderEpoch{2}}}, 1); }
};

TEST(Why, AControllerThatResignedIsExplainedByWhatCutItOff) {
    Quorum quorum;
    quorum.tell({LinkCut{NodeId{0}, NodeId{3}}});  // to a broker: it does not matter
    quorum.tell({LinkCut{NodeId{0}, kNoNode}});
    quorum.tell({LinkHealed{NodeId{0}, NodeId{3}}});
    quorum.resign(ResignReason::no_majority);
    quorum.elect_another();
    EXPECT_EQ(quorum.why_controller(), "controller-1 was cut off from everybody.");
}

TEST(Why, AControllerThatResignedIsExplainedByTheVoterThatDiedLast) {
    Quorum quorum;
    quorum.tell({NodeKilled{}}, 1);
    quorum.tell({NodeKilled{}}, 2);
    quorum.tell({NodeKilled{}}, 3);  // a broker has no vote
    quorum.resign(ResignReason::no_majority);
    quorum.tell({NodeStarted{}}, 1);
    quorum.elect_another();
    EXPECT_EQ(quorum.why_controller(), "controller-3 was killed.");
}

TEST(Why, AControllerThatResignedIsExplainedByTheVoterWithWhomTheMajorityWasGone) {
    Quorum quorum;
    // Five voters in all: the broker and the next node vote, too.
    for (int const node : {3, 4}) {
        quorum.tell({RaftRoleChanged{.to = RaftRole::follower}}, node);
    }
    for (int const node : {4, 2, 1, 3}) quorum.tell({NodeKilled{}}, node);
    quorum.resign(ResignReason::no_majority);
    quorum.elect_another();
    EXPECT_EQ(quorum.why_controller(), "controller-2 was killed.");
}

// Its records were cut off again: nobody ever led by that election.
TEST(Why, WhatADeposedControllerDecidedIsNoReason) {
    Quorum quorum;
    auto const elected = [&](int broker, int epoch) {
        LeaderElected fact{};
        fact.partition = quorum.partition;
        fact.to = BrokerId{broker};
        fact.epoch = LeaderEpoch{epoch};
        fact.replicas = make_payload(Replicas{});
        return fact;
    };
    auto const appended = [](std::int64_t base) {
        MetadataAppended fact{};
        fact.base_offset = Offset{base};
        return fact;
    };
    quorum.tell({elected(4, 1), appended(10)}, 0);
    quorum.tell({elected(5, 2)}, 0);  // lingers, and is appended with the next event
    quorum.tell({appended(11)}, 0);
    auto const leader = [&] {
        auto const fact = fact_behind(quorum.trace, quorum.who, quorum.asking(WhySubject::leader));
        return std::get<LeaderElected>(quorum.trace.facts()[*fact].fact).to;
    };
    EXPECT_EQ(leader(), BrokerId{5});
    quorum.tell({MetadataTruncated{Offset{12}, Offset{11}}}, 0);
    EXPECT_EQ(leader(), BrokerId{4});
    quorum.tell({elected(3, 3)}, 0);
    EXPECT_EQ(leader(), BrokerId{3});
    quorum.tell({MetadataTruncated{Offset{12}, Offset{11}}}, 0);  // before it was appended
    EXPECT_EQ(leader(), BrokerId{4});
}

TEST(Why, ADeadControllerIsNotTheActiveOneAnyMore) {
    Quorum quorum;
    quorum.tell({NodeKilled{}}, 1);  // a follower
    EXPECT_EQ(quorum.chain(quorum.asking(WhySubject::controller)).front(),
              "controller-1 is the active controller, epoch 1.");
    quorum.tell({NodeKilled{}}, 0);
    EXPECT_EQ(quorum.chain(quorum.asking(WhySubject::controller)).front(),
              "controller-1 was killed.");
}

TEST(Why, AControllerThatStoodStillItselfResignsBecauseOfThat) {
    Quorum quorum;
    quorum.tell({NodePaused{}}, 0);
    quorum.tell({NodeResumed{}}, 0);
    quorum.resign(ResignReason::no_majority);
    quorum.elect_another();
    EXPECT_EQ(quorum.why_controller(), "controller-1 was paused.");
}

TEST(Why, ABrokerComesBackByTheLinkToTheControllerNotByTheLastThatHealed) {
    Quorum quorum;
    quorum.tell({LinkCut{NodeId{3}, NodeId{0}}});
    quorum.tell({LinkCut{NodeId{3}, NodeId{4}}});
    quorum.tell({LinkHealed{NodeId{3}, NodeId{0}}});
    quorum.tell({LinkHealed{NodeId{3}, NodeId{4}}});
    quorum.tell({BrokerUnfenced{BrokerId{4}}}, 0);
    WhyQuestion question = quorum.asking(WhySubject::broker_state);
    question.broker = BrokerId{4};
    EXPECT_EQ(quorum.root(question), "The link from broker-4 to controller-1 works again.");
}

TEST(Why, TheElrAndThePartitionEpochHaveTheirOwnFacts) {
    Quorum quorum;
    auto const change = [&](std::vector<BrokerId> isr, std::vector<BrokerId> elr, int epoch) {
        auto const replicas = make_payload(
            Replicas{{BrokerId{4}, BrokerId{5}}, {BrokerId{4}}, std::move(isr), std::move(elr)});
        return IsrChanged{quorum.partition, PartitionEpoch{epoch}, BrokerId{5},
                          ChangeReason::broker_fenced, replicas};
    };
    quorum.tell({change({}, {BrokerId{5}}, 1)}, 0);
    quorum.tell({change({}, {BrokerId{5}}, 2)}, 0);
    quorum.tell({change({BrokerId{4}}, {}, 3)}, 0);  // of the ELR alone
    quorum.tell({ReassignmentBegun{quorum.partition, make_payload(Move{})}}, 0);
    auto const behind = [&](WhySubject subject) {
        return fact_behind(quorum.trace, quorum.who, quorum.asking(subject));
    };
    auto const first = quorum.trace.next_fact() - 4;
    EXPECT_EQ(behind(WhySubject::elr), first + 2);
    EXPECT_EQ(behind(WhySubject::isr), first + 1);
    EXPECT_EQ(behind(WhySubject::partition_epoch), first + 3);
    EXPECT_EQ(behind(WhySubject::replicas), first + 3);
    EXPECT_EQ(behind(WhySubject::leader), std::nullopt);
}

TEST(Why, TheLastErrorOfAProducerIsTheLastThatFailed) {
    Quorum quorum;
    quorum.tell({RecordsFailed{quorum.partition, ErrorCode::request_timed_out, 1, 1}}, 5);
    WhyQuestion question = quorum.asking(WhySubject::last_error);
    question.client = quorum.names.intern("checkout");
    EXPECT_EQ(quorum.root(question),
              "checkout gave up on 1 record for orders-0: REQUEST_TIMED_OUT.");
}

}  // namespace
}  // namespace highwater
