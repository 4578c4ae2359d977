// Faults of single messages and of links: delay, duplicate, clog, swizzle, reorder.
#include <gtest/gtest.h>

#include "fault/fault.h"
#include "tests/unit/engine/running.h"

namespace highwater {
namespace {

Running started() {
    Running running{worlds::failover(7)};
    running.until(seconds(2));
    return running;
}

bool is_produce(Envelope const& envelope) {
    return std::holds_alternative<ProduceRequest>(envelope.message);
}

TEST(DelayedMessage, ArrivesLaterAndEverythingBehindItOnItsLinkToo) {
    Running running = started();
    EventId const arrival = running.in_flight(is_produce);
    Event const& event = running.world.queue[running.world.queue.find(arrival)];
    Time const due = event.at;
    Envelope const envelope = std::get<Delivery>(event.payload).envelope;
    ASSERT_TRUE(running.now(DelayMessage{arrival, seconds(1)}));
    auto const facts = running.all<MessageDelayed>();
    ASSERT_EQ(facts.size(), 1U);
    EXPECT_EQ(facts[0].arrives_at, due + seconds(1));
    // What the producer sends meanwhile waits behind it.
    running.go_on(milliseconds(900));
    for (EventId const id : on_the_wire(running.world, envelope.from, envelope.to)) {
        EXPECT_GE(running.world.queue[running.world.queue.find(id)].at, due + seconds(1));
    }
    running.until(seconds(5));
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

TEST(DelayedMessage, MustBeOnItsWay) {
    Running running = started();
    EXPECT_FALSE(running.now(DelayMessage{EventId{1}, seconds(1)}));
    EXPECT_FALSE(running.now(DuplicateMessage{EventId{1}}));
}

TEST(DuplicatedRequest, IsRecognisedWhereTheProducerIsIdempotent) {
    Running running = started();
    EventId const arrival = running.in_flight(is_produce);
    ASSERT_TRUE(running.now(DuplicateMessage{arrival}));
    EXPECT_EQ(running.count<DuplicateBatch>(), 0);
    running.until(seconds(5));
    EXPECT_EQ(running.count<DuplicateBatch>(), 1);
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

TEST(DuplicatedRequest, IsWrittenTwiceWhereItIsNot) {
    World world = build_world(worlds::cluster(7));
    ProducerSpec spec = worlds::producer(world.names, "checkout", 20);
    spec.config.enable_idempotence = false;
    worlds::at(world, {}, AddProducer{spec}, "producer");
    Running running{std::move(world)};
    running.until(seconds(2));
    std::int64_t const appended = running.count<BatchAppended>();
    EventId const arrival = running.in_flight(is_produce);
    Time const due = running.world.queue[running.world.queue.find(arrival)].at;
    ASSERT_TRUE(running.now(DuplicateMessage{arrival}));
    run_until(running.world, due, running.runner);
    EXPECT_EQ(running.count<BatchAppended>(), appended + 2);
    EXPECT_EQ(running.count<DuplicateBatch>(), 0);
}

TEST(DuplicatedRequest, CannotBeAnAnswer) {
    Running running = started();
    EventId const arrival =
        running.in_flight([](Envelope const& e) { return is_response(e.message); });
    EXPECT_FALSE(running.now(DuplicateMessage{arrival}));
}

TEST(AnyRequest, CanComeTwiceWithoutHarm) {
    Running running = started();
    for (int i = 0; i < 400; ++i) {
        EventId const arrival =
            running.in_flight([](Envelope const& e) { return !is_response(e.message); });
        running.now(DuplicateMessage{arrival});
        running.go_on(microseconds(7'919));
    }
    running.until(seconds(39));
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
    }
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

TEST(CloggedLink, HoldsAlsoWhatIsOnItsWayAndReleasesItInOrder) {
    Running running = started();
    EventId const arrival = running.in_flight(is_produce);
    Envelope const envelope =
        std::get<Delivery>(running.world.queue[running.world.queue.find(arrival)].payload).envelope;
    NodeId const from = envelope.from;
    NodeId const to = envelope.to;
    ClogLink clog;
    clog.from = worlds::node(from.value);
    clog.to = worlds::node(to.value);
    ASSERT_TRUE(running.now(clog));
    EXPECT_TRUE(on_the_wire(running.world, from, to).empty());
    EXPECT_TRUE(on_the_wire(running.world, to, from).empty());
    EXPECT_GE(find_link(running.world.network, from, to)->held.size(), 1U);
    EXPECT_FALSE(running.now(clog));
    running.go_on(seconds(1));
    UnclogLink unclog;
    unclog.from = clog.from;
    unclog.to = clog.to;
    ASSERT_TRUE(running.now(unclog));
    std::vector<EventId> const freed = on_the_wire(running.world, from, to);
    ASSERT_FALSE(freed.empty());
    Event const& first = running.world.queue[running.world.queue.find(freed.front())];
    EXPECT_EQ(std::get<Delivery>(first.payload).envelope.correlation_id, envelope.correlation_id);
    EXPECT_FALSE(running.now(unclog));
    running.until(seconds(5));
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

TEST(CloggedLink, IsFreedByHealingToo) {
    Running running = started();
    ASSERT_TRUE(running.now(ClogLink{worlds::node(0), worlds::node(1), false}));
    ASSERT_TRUE(running.now(HealLink{worlds::node(0), worlds::node(1), false}));
    EXPECT_FALSE(is_blocked(running.world.network, NodeId{0}, NodeId{1}));
    ASSERT_TRUE(running.now(ClogLink{worlds::node(0), worlds::node(1), true}));
    EXPECT_FALSE(is_blocked(running.world.network, NodeId{1}, NodeId{0}));
    ASSERT_TRUE(running.now(HealAll{}));
    EXPECT_FALSE(is_blocked(running.world.network, NodeId{0}, NodeId{1}));
}

TEST(Swizzle, FreesEverythingItClogs) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Running running{worlds::failover(seed)};
        running.until(seconds(1));
        ASSERT_TRUE(running.now(SwizzleLinks{seconds(3)}));
        running.until(milliseconds(2'500));
        bool any = false;
        for (NetworkPort const& port : running.world.network.ports) {
            for (Link const& link : port.links) any |= link.is_clogged;
        }
        EXPECT_TRUE(any) << seed;
        running.until(seconds(4));
        EXPECT_EQ(running.count<LinkClogged>(), running.count<LinkUnclogged>()) << seed;
        EXPECT_GE(running.count<LinkClogged>(), 2) << seed;
        EXPECT_EQ(running.count<CommandRefused>(), 0) << seed;
    }
}

// Calls deed(one, other) for each pair of servers.
template <class Deed>
void for_each_pair(World const& world, Deed&& deed) {
    for (Process const& one : world.nodes) {
        for (Process const& other : world.nodes) {
            bool const is_pair = one.is_server() && other.is_server() && one.id < other.id;
            if (is_pair) deed(worlds::node(one.id.value), worlds::node(other.id.value));
        }
    }
}

TEST(Swizzle, EndsWhenAllIsHealed) {
    Running running = started();
    ASSERT_TRUE(running.now(SwizzleLinks{seconds(3)}));
    ASSERT_TRUE(running.now(HealAll{})) << "although nothing is clogged yet";
    EXPECT_EQ(running.last_sentence(), "What was swizzled is left alone from now on.");
    running.until(seconds(6));
    EXPECT_EQ(running.count<LinkClogged>(), 0);
    EXPECT_FALSE(running.now(HealAll{}));
}

TEST(Swizzle, LeavesALinkThatSomebodyFreed) {
    for (bool const heals : {false, true}) {
        Running running = started();
        ASSERT_TRUE(running.now(SwizzleLinks{seconds(3)}));
        World const before = running.world;
        for_each_pair(before, [&](NodeTarget const& one, NodeTarget const& other) {
            if (heals) {
                running.now(HealLink{one, other, false});
            } else {
                running.now(UnclogLink{one, other, false});
            }
        });
        EXPECT_GE(running.count<SwizzleEnded>(), 2);
        running.until(seconds(6));
        EXPECT_EQ(running.count<LinkClogged>(), 0);
    }
}

TEST(Swizzle, LeavesWhatSomebodyElseClogged) {
    Running running = started();
    World const before = running.world;
    for_each_pair(before, [&](NodeTarget const& one, NodeTarget const& other) {
        ASSERT_TRUE(running.now(ClogLink{one, other, false}));
    });
    ASSERT_TRUE(running.now(SwizzleLinks{seconds(3)}));
    running.until(seconds(6));
    EXPECT_EQ(running.count<LinkUnclogged>(), 0);
}

TEST(Swizzle, DrawsTheSameAgain) {
    auto const run = [] {
        World world = worlds::failover(3);
        worlds::at(world, seconds(1), SwizzleLinks{seconds(3)}, "swizzle");
        Runner runner;
        run_until(world, Time{} + seconds(6), runner);
        return world.history_hash;
    };
    EXPECT_EQ(run(), run());
}

TEST(ReorderedLink, LetsConnectionsOvertakeAndKeepsEachInOrder) {
    Network network;
    NodeId const a{0};
    NodeId const b{1};
    set_reordering(link_between(network, a, b), milliseconds(50));
    bool overtakes = false;
    Time last_request{INT64_MIN};
    Time last_answer{INT64_MIN};
    for (int i = 0; i < 100; ++i) {
        Time const now{i * 1'000};
        Time const request = *route(network, 5, a, b, now, Channel::requests);
        Time const answer = *route(network, 5, a, b, now, Channel::answers);
        EXPECT_GE(request, last_request);
        EXPECT_GE(answer, last_answer);
        overtakes |= answer < request;
        last_request = request;
        last_answer = answer;
    }
    EXPECT_TRUE(overtakes);
    Time const end = *route(network, 5, a, b, Time{100'000}, Channel::whole_link);
    EXPECT_GE(end, last_request);
    EXPECT_GE(end, last_answer);
    set_reordering(link_between(network, a, b), {});
    EXPECT_GE(*route(network, 5, a, b, Time{100'000}, Channel::answers), end);
}

TEST(ReorderedLink, IsNoHarmToTheCluster) {
    Running running = started();
    for (std::int32_t const to : {1, 2, 3, 4}) {
        ASSERT_TRUE(running.now(ReorderLink{worlds::node(0), worlds::node(to), milliseconds(300)}));
        ASSERT_TRUE(running.now(ReorderLink{worlds::node(to), worlds::node(0), milliseconds(300)}));
    }
    EXPECT_FALSE(running.now(ReorderLink{worlds::node(0), worlds::node(1), milliseconds(300)}));
    running.until(seconds(39));
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        EXPECT_EQ(running.registration(partition).isr.size(), 3U);
    }
    EXPECT_EQ(running.count<RecordsFailed>(), 0);
}

}  // namespace
}  // namespace highwater
