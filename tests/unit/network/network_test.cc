#include "network/network.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

constexpr NodeId kClient{0};
constexpr NodeId kServer{1};
constexpr NodeId kOther{2};

Envelope request(NodeId from = kClient, NodeId to = kServer) {
    return {from, to, CorrelationId{1}, MetadataRequest{}};
}
Envelope answer(NodeId from = kServer, NodeId to = kClient) {
    return {from, to, CorrelationId{1}, MetadataResponse{}};
}
Delivery on_the_wire(Network& network, Envelope envelope) {
    std::uint32_t const connection = connection_of(network, envelope);
    return {std::move(envelope), connection, Time{}};
}

TEST(Route, TakesADrawnLatencyWithinTheRange) {
    Network network;
    Time now;
    for (int i = 0; i < 1'000; ++i) {
        Time const arrival = *route(network, 7, kClient, kServer, now);
        EXPECT_GE(arrival - now, network.latency_min);
        EXPECT_LE(arrival - now, network.latency_max);
        now = now + seconds(1);
    }
}

TEST(Route, NeverLetsAMessageOvertakeAnEarlierOneOfItsPair) {
    Network network;
    link_between(network, kClient, kServer).extra_delay = milliseconds(200);
    Time const slow = *route(network, 7, kClient, kServer, Time{});
    link_between(network, kClient, kServer).extra_delay = {};
    for (int i = 1; i < 100; ++i) {
        EXPECT_GE(*route(network, 7, kClient, kServer, Time{i}), slow);
    }
    EXPECT_LT(*route(network, 7, kServer, kClient, Time{1}), slow);  // the other way is another way
}

TEST(Route, DrawsByLinkSoThatOneLinkKnowsNothingOfAnother) {
    Network quiet;
    Network busy;
    for (int i = 0; i < 10; ++i) route(busy, 7, kOther, kServer, Time{});
    EXPECT_EQ(*route(quiet, 7, kClient, kServer, Time{}),
              *route(busy, 7, kClient, kServer, Time{}));
}

TEST(Route, ALostPacketComesARetransmissionLater) {
    Network network;
    link_between(network, kClient, kServer).loss_ppm = 200'000;
    int late = 0;
    Time now;
    for (int i = 0; i < 2'000; ++i) {
        now = now + seconds(600);
        if (*route(network, 7, kClient, kServer, now) - now >= kRetransmissionTimeout) ++late;
    }
    EXPECT_NEAR(late, 400, 60);
}

// A packet that was lost again and again comes a minute later. Its client has long given up and
// connected anew; TCP keeps order within a connection only.
TEST(Route, TheNextConnectionDoesNotWaitForTheLossesOfTheOneBefore) {
    Network network;
    Link& link = link_between(network, kClient, kServer);
    link.loss_ppm = 999'999;
    Time const late = *route(network, 7, kClient, kServer, Time{}, Channel::requests);
    ASSERT_GT(late, Time{} + seconds(60));
    link.loss_ppm = 0;
    Time const now = Time{} + seconds(2);
    EXPECT_GE(*route(network, 7, kClient, kServer, now, Channel::requests), late);
    EXPECT_LT(*route(network, 7, kClient, kServer, now, Channel::answers), now + seconds(1));
    close_connection(network, kClient, kServer);
    EXPECT_LT(*route(network, 7, kClient, kServer, now, Channel::requests), now + seconds(1));
}

TEST(Route, HoldsWhileTheLinkIsCutOneWayOnly) {
    Network network;
    link_between(network, kClient, kServer).is_cut = true;
    EXPECT_FALSE(route(network, 7, kClient, kServer, Time{}));
    EXPECT_TRUE(route(network, 7, kServer, kClient, Time{}));
}

TEST(Route, AnIsolatedProcessIsCutOffFromEverybodyButItself) {
    Network network;
    network.ports.resize(2);
    network.ports[1].is_isolated = true;
    EXPECT_FALSE(route(network, 7, kClient, kServer, Time{}));
    EXPECT_FALSE(route(network, 7, kServer, kClient, Time{}));
    EXPECT_FALSE(route(network, 7, kServer, kOther, Time{}));  // who was unknown until now
    EXPECT_TRUE(route(network, 7, kServer, kServer, Time{}));
    EXPECT_TRUE(route(network, 7, kClient, kOther, Time{}));
}

TEST(Connection, AnAnswerOnAClosedOneIsLost) {
    Network network;
    Delivery const asked = on_the_wire(network, request());
    EXPECT_EQ(arrive(network, asked, true), Arrival::accepted);
    Delivery const answered = on_the_wire(network, answer());
    close_connection(network, kClient, kServer);
    EXPECT_EQ(arrive(network, answered, true), Arrival::connection_closed);
    // The next request opens a new one, whose answers arrive.
    EXPECT_EQ(arrive(network, on_the_wire(network, request()), true), Arrival::accepted);
    EXPECT_EQ(arrive(network, on_the_wire(network, answer()), true), Arrival::accepted);
}

TEST(Connection, ARequestSentBeforeItsClientClosedStillArrives) {
    Network network;
    Delivery const asked = on_the_wire(network, request());
    close_connection(network, kClient, kServer);
    EXPECT_EQ(arrive(network, asked, true), Arrival::accepted);
}

TEST(Connection, ClosingReturnsTheRequestsThatACutHeld) {
    Network network;
    Link& link = link_between(network, kClient, kServer);
    link.held.emplace_back(on_the_wire(network, request()));
    link.held.emplace_back(on_the_wire(network, answer(kClient, kServer)));
    EXPECT_EQ(close_connection(network, kClient, kServer).size(), 1U);
    EXPECT_EQ(link_between(network, kClient, kServer).held.size(),
              1U);  // the answer goes elsewhere
}

TEST(DeadPeer, RefusesAConnectionOnce) {
    Network network;
    Delivery const first = on_the_wire(network, request());
    Delivery const second = on_the_wire(network, request());
    EXPECT_EQ(arrive(network, first, false), Arrival::refused);
    EXPECT_EQ(arrive(network, second, false), Arrival::refused_silently);
    EXPECT_TRUE(disconnect(network, {kClient, kServer, first.connection}));
    EXPECT_FALSE(disconnect(network, {kClient, kServer, first.connection}));
    // A new attempt is refused anew.
    EXPECT_EQ(arrive(network, on_the_wire(network, request()), false), Arrival::refused);
}

TEST(DeadPeer, ResetsTheClientsThatWereConnectedAndNobodyElse) {
    Network network;
    on_the_wire(network, request());
    on_the_wire(network, request(kServer, kOther));
    std::vector<PeerDisconnected> resets;
    end_process(network, kServer, resets);
    ASSERT_EQ(resets.size(), 1U);
    EXPECT_EQ(resets[0].node, kClient);
    EXPECT_EQ(resets[0].peer, kServer);
}

TEST(DeadPeer, ComesBackAndDoesNotAnswerForItsFormerLife) {
    Network network;
    Delivery const before = on_the_wire(network, request());
    std::vector<PeerDisconnected> resets;
    end_process(network, kServer, resets);
    EXPECT_EQ(arrive(network, before, true), Arrival::refused_silently);
    ASSERT_TRUE(disconnect(network, resets[0]));
    EXPECT_EQ(arrive(network, on_the_wire(network, request()), true), Arrival::accepted);
}

TEST(DeadPeer, AnAnswerToADeadClientIsLost) {
    Network network;
    arrive(network, on_the_wire(network, request()), true);
    Delivery const answered = on_the_wire(network, answer());
    std::vector<PeerDisconnected> resets;
    end_process(network, kClient, resets);
    EXPECT_EQ(arrive(network, answered, false), Arrival::connection_closed);
    EXPECT_EQ(arrive(network, answered, true), Arrival::connection_closed);  // it came back
}

}  // namespace
}  // namespace highwater
