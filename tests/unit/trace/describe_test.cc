// Sentences are the program's voice: these are the ones a teacher reads aloud.
#include "trace/describe.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

struct Cluster {
    Names names;
    Describer who;
    NameId orders = names.intern("orders");

    Cluster() {
        who.names = &names;
        for (int id = 1; id <= 3; ++id) {
            who.nodes.push_back({names.intern("broker-" + std::to_string(id)), BrokerId{id}});
        }
        who.nodes.push_back({names.intern("checkout"), kNoBroker});
    }
    std::string say(int node, Fact fact) {
        return describe({EventId{1}, Time{}, NodeId{node}, std::move(fact)}, who);
    }
};

TEST(Describe, AnElectionNamesTheRule) {
    Cluster cluster;
    auto const replicas = make_payload(Replicas{{BrokerId{2}, BrokerId{3}, BrokerId{1}},
                                                {BrokerId{2}, BrokerId{3}, BrokerId{1}},
                                                {BrokerId{3}, BrokerId{1}},
                                                {}});
    LeaderElected const elected{
        {cluster.orders, 1},         BrokerId{2}, BrokerId{3}, LeaderEpoch{1}, BrokerId{2},
        ChangeReason::broker_fenced, false,       replicas};
    EXPECT_EQ(cluster.say(0, elected),
              "The controller elected broker-3 leader of orders-1 in epoch 1, because broker-2 was "
              "fenced: it is the first live replica of [2, 3, 1] that is in the ISR.");
}

TEST(Describe, AFaultSaysWhatUndoesIt) {
    Cluster cluster;
    NodeId const one{0};
    NodeId const two{1};
    struct Case {
        Fact fault;
        std::string undo;
    };
    auto const groups = make_payload(NodeGroups{{one, two}, {NodeId{2}}});
    auto const island = make_payload(NodeGroups{{one, two}, {}});
    std::vector<Case> const cases{
        {NodeKilled{}, "broker-1 was killed. Undo: `start broker-1`."},
        {NodePowerLost{},
         "The machine of broker-1 lost power: what was not flushed to its disk is gone. Undo, but "
         "for what is lost: `start broker-1`."},
        {ShutdownRequested{},
         "broker-1 was asked to shut down. Undo, once it has stopped: `start broker-1`."},
        {NodePaused{}, "broker-1 was paused. Undo: `resume broker-1`."},
        {NodeWiped{}, "The log directories of broker-1 were emptied. This cannot be undone."},
        {ClockSkewed{milliseconds(300)},
         "The clock of broker-1 is now 300 ms ahead. Undo: `skew broker-1 by 0s`."},
        {LinkCut{one, two},
         "The link from broker-1 to broker-2 was cut. Undo: `heal broker-1 to broker-2`."},
        {LinkCut{one, kNoNode}, "broker-1 was cut off from everybody. Undo: `heal broker-1`."},
        {LinkClogged{one, two, 0},
         "The link from broker-1 to broker-2 is clogged. Undo: `unclog broker-1 to broker-2`."},
        {LinkSlowed{one, kNoNode, milliseconds(200)},
         "Messages to and from broker-1 take 200 ms longer. Undo: `slow broker-1 by 0s`."},
        {LinkSlowed{one, two, milliseconds(200)},
         "Messages from broker-1 to broker-2 take 200 ms longer. Undo: `slow broker-1 to broker-2 "
         "by 0s`."},
        {LinkLossy{one, two, 50'000},
         "5 % of the packets from broker-1 to broker-2 get lost. Undo: `lose 0% from broker-1 to "
         "broker-2`."},
        {LinkReordering{one, two, milliseconds(50)},
         "Connections from broker-1 to broker-2 overtake each other by up to 50 ms. Undo: "
         "`reorder broker-1 to broker-2 by 0s`."},
        {GroupsCut{groups, false},
         "Nothing passes between broker-1 and broker-2 on one side and broker-3 on the other any "
         "more. Undo: `heal broker-1, broker-2 from broker-3`."},
        {GroupsCut{groups, true},
         "Nothing passes from broker-1 and broker-2 to broker-3 any more. Undo: `heal broker-1, "
         "broker-2 to broker-3`."},
        {GroupsCut{island, false},
         "broker-1 and broker-2 were cut off from everybody else. Undo: `heal broker-1, "
         "broker-2`."},
        {RingCut{make_payload(std::vector<NodeId>{one, two, NodeId{2}, NodeId{3}})},
         "broker-1, broker-2, broker-3 and checkout form a ring: each reaches only its two "
         "neighbours in it. Undo: `heal ring broker-1, broker-2, broker-3, checkout`."},
        // What was changed goes back to what it was.
        {ClockSkewed{milliseconds(300), Duration{-2'000'000}},
         "The clock of broker-1 is now 300 ms ahead. Undo: `skew broker-1 by -2s`."},
        {LinkSlowed{one, kNoNode, milliseconds(9), milliseconds(5)},
         "Messages to and from broker-1 take 9 ms longer. Undo: `slow broker-1 by 5ms`."},
        {LinkLossy{one, two, 50'000, 2'500},
         "5 % of the packets from broker-1 to broker-2 get lost. Undo: `lose 0.25% from broker-1 "
         "to broker-2`."},
        {LinkReordering{one, two, milliseconds(50), microseconds(1'500)},
         "Connections from broker-1 to broker-2 overtake each other by up to 50 ms. Undo: "
         "`reorder broker-1 to broker-2 by 1500us`."},
        // Healing does not tell one cut from another.
        {LinkCut{one, kNoNode, true},
         "broker-1 was cut off from everybody. Undo: `heal broker-1`, which also heals what was "
         "cut or clogged before."},
        {GroupsCut{groups, true, true},
         "Nothing passes from broker-1 and broker-2 to broker-3 any more. Undo: `heal broker-1, "
         "broker-2 to broker-3`, which also heals what was cut or clogged before."}};
    for (Case const& c : cases) EXPECT_EQ(cluster.say(0, c.fault), c.undo);
}

TEST(Describe, WhatUndoesAFaultSaysNoUndo) {
    Cluster cluster;
    EXPECT_EQ(cluster.say(0, ClockSkewed{}), "The clock of broker-1 is exact again.");
    EXPECT_EQ(cluster.say(0, LinkSlowed{NodeId{0}, kNoNode, {}}),
              "Messages to and from broker-1 are as fast as before.");
    EXPECT_EQ(cluster.say(0, LinkLossy{NodeId{0}, NodeId{1}, 0}),
              "No packets from broker-1 to broker-2 get lost any more.");
    EXPECT_EQ(describe_alone({EventId{1}, Time{}, NodeId{0}, NodeKilled{}}, cluster.who),
              "broker-1 was killed.");
}

TEST(Describe, FencingSaysWhenTheBrokerWasLastHeard) {
    Cluster cluster;
    EXPECT_EQ(cluster.say(0, BrokerFenced{BrokerId{2}, Time{5'500'000}, false, false}),
              "The controller fenced broker-2: no heartbeat since 5.500 s.");
    EXPECT_EQ(cluster.say(0, BrokerFenced{BrokerId{2}, Time{5'500'000}, false, true}),
              "The controller fenced broker-2: it has waited for a first heartbeat since 5.500 s.");
}

TEST(Describe, OneRecordIsSingular) {
    Cluster cluster;
    EXPECT_EQ(
        cluster.say(3, RecordsFailed{{cluster.orders, 0}, ErrorCode::request_timed_out, 1, 1}),
        "checkout gave up on 1 record for orders-0: REQUEST_TIMED_OUT.");
    EXPECT_EQ(cluster.say(0, BatchAppended{{cluster.orders, 0}, Offset{4}, Offset{4}, NodeId{3}}),
              "broker-1 appended offset 4 to orders-0 for checkout.");
    EXPECT_EQ(cluster.say(0, BatchAppended{{cluster.orders, 0}, Offset{4}, Offset{6}, NodeId{3}}),
              "broker-1 appended offsets 4–6 to orders-0 for checkout.");
}

TEST(Describe, ARecordThatFailedBeforeItHadAPartitionIsOfItsTopic) {
    Cluster cluster;
    EXPECT_EQ(
        cluster.say(3, RecordsFailed{{cluster.orders, -1}, ErrorCode::message_too_large, 1, 1}),
        "checkout gave up on 1 record for orders: MESSAGE_TOO_LARGE.");
    cluster.who.clusters = {cluster.names.intern("west"), cluster.names.intern("east")};
    EXPECT_EQ(cluster.who.partition({cluster.orders, -1}), "west.orders");
    EXPECT_EQ(cluster.who.partition({cluster.orders, 1}), "west.orders-1");
}

TEST(Describe, WhatSendItselfThrewIsSaidInItsOwnWords) {
    Cluster cluster;
    auto const said = [&](ErrorCode error, std::string exception) {
        RecordsFailed failed{{cluster.orders, 0}, error, 1, 1, make_payload(std::move(exception))};
        return cluster.say(3, failed);
    };
    EXPECT_EQ(said(ErrorCode::invalid_config,
                   "java.lang.IllegalArgumentException: Attempt to allocate 16384 bytes, but there "
                   "is a hard limit of 1000 on memory allocations."),
              "checkout gave up on 1 record for orders-0: IllegalArgumentException (Attempt to "
              "allocate 16384 bytes, but there is a hard limit of 1000 on memory allocations).");
    EXPECT_EQ(said(ErrorCode::request_timed_out,
                   "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in "
                   "metadata after 500 ms.\nCaused by: something"),
              "checkout gave up on 1 record for orders-0: REQUEST_TIMED_OUT (Topic orders not "
              "present in metadata after 500 ms).");
    EXPECT_EQ(said(ErrorCode::request_timed_out,
                   "org.apache.kafka.clients.producer.BufferExhaustedException: Failed to allocate "
                   "16384 bytes within the configured max blocking time 500 ms. Total memory: 1"),
              "checkout gave up on 1 record for orders-0: REQUEST_TIMED_OUT (Failed to allocate "
              "16384 bytes within the configured max blocking time 500 ms).");
}

TEST(Describe, ACleaningSaysWhatWentAndWhatStays) {
    Cluster cluster;
    LogCleaned cleaned{{cluster.orders, 0}, Offset{0}, Offset{6}, 3, 2, 0, 0, 100, false};
    EXPECT_EQ(cluster.say(0, cleaned),
              "broker-1 compacts orders-0 below offset 6 (100% of its bytes dirty): 2 records go, "
              "as a later one has the key; 3 stay where they were.");
    cleaned = {{cluster.orders, 0}, Offset{6}, Offset{7}, 1, 0, 1, 1, 20, true};
    EXPECT_EQ(cluster.say(0, cleaned),
              "broker-1 compacts orders-0 below offset 7 (dirty for longer than "
              "max.compaction.lag.ms): no key has a later record there; 1 tombstone goes after "
              "delete.retention.ms; 1 stays where it was (1 tombstone).");
}

// An empty partition of __consumer_offsets changes its leader like any other; one with groups has a
// new coordinator for them, which the story must tell.
TEST(Describe, ACoordinatorThatTakesOverGroupsIsAKeyFact) {
    Cluster cluster;
    TopicPartition const partition{cluster.names.intern("__consumer_offsets"), 0};
    EXPECT_EQ(interest_of(GroupCoordinatorLoaded{partition, 0, 0}), Interest::notable);
    GroupCoordinatorLoaded const loaded{partition, 1, 2};
    EXPECT_EQ(interest_of(loaded), Interest::key);
    EXPECT_EQ(cluster.say(1, loaded),
              "broker-2 coordinates the groups of __consumer_offsets-0 now: it read 1 group and 2 "
              "offsets from it.");
}

TEST(Describe, EveryKindHasAMeaning) {
    std::vector<FactHelp> const facts = fact_reference();
    ASSERT_EQ(facts.size(), std::variant_size_v<FactVariant>);
    for (FactHelp const& each : facts) {
        EXPECT_FALSE(each.kind.empty());
        EXPECT_EQ(each.meaning.back(), '.') << each.kind;
    }
    EXPECT_EQ(kind_of(Fact{LeaderElected{}}), "LeaderElected");
    EXPECT_EQ(kind_of(Fact{CommandRefused{}}), "CommandRefused");
    EXPECT_EQ(kind_of(Fact{MessageSent{}}), "MessageSent");
    EXPECT_EQ(kind_of(Fact{HighWatermarkAdvanced{}}), "HighWatermarkAdvanced");
}

TEST(Describe, TimesShowMicrosecondsOnlyWhenTheyMatter) {
    EXPECT_EQ(format_time(Time{9'104'210}), "9.104210 s");
    EXPECT_EQ(format_time(Time{9'104'000}), "9.104 s");
    EXPECT_EQ(format_time(Time{-250'000}), "-0.250 s");
    EXPECT_EQ(format_duration(milliseconds(200)), "200 ms");
    EXPECT_EQ(format_duration(seconds(9)), "9 s");
    EXPECT_EQ(format_duration(Duration{512}), "512 µs");
}

TEST(Describe, ResponsesStandBehindTheirRequests) {
    EXPECT_FALSE(is_response(ProduceRequest{}));
    EXPECT_TRUE(is_response(ProduceResponse{}));
    EXPECT_FALSE(is_response(ElectLeadersRequest{}));
    EXPECT_TRUE(is_response(ElectLeadersResponse{}));
    EXPECT_TRUE(is_response(RaftFetchResponse{}));
    EXPECT_TRUE(is_response(DescribeConfigsResponse{}));
}

}  // namespace
}  // namespace highwater
