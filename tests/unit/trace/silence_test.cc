// Who silenced a node: only what still held.
#include "trace/silence.h"

#include <gtest/gtest.h>

namespace highwater {
namespace {

constexpr NodeId kBroker{0};
constexpr NodeId kController{1};
constexpr NodeId kThird{2};

// What happened, one fact an event, in this order; facts of a process say whose they are.
struct Happening {
    Fact fact;
    NodeId node{kNoNode};
};

std::optional<std::uint64_t> silence_after(std::vector<Happening> const& story) {
    Trace trace;
    std::uint64_t id = 0;
    for (Happening const& each : story) {
        ++id;
        std::vector<Fact> facts{each.fact};
        trace.append({.id = EventId{id},
                      .cause = {},
                      .at = Time{static_cast<std::int64_t>(id)},
                      .node = each.node},
                     facts);
    }
    return find_silence(trace, trace.next_fact(), kBroker, kController);
}

Fact groups_cut(std::vector<NodeId> from, std::vector<NodeId> to) {
    return GroupsCut{make_payload(NodeGroups{std::move(from), std::move(to)}), false};
}

TEST(Silence, IsTheLastThingThatStillHeld) {
    EXPECT_EQ(silence_after({{NodeKilled{}, kBroker}}), 0U);
    EXPECT_EQ(silence_after({{LinkCut{kBroker, kController}}, {NodePaused{}, kBroker}}), 1U);
    EXPECT_EQ(silence_after({{LinkCut{kController, kBroker}}}), 0U);
    EXPECT_EQ(silence_after({{LinkCut{kBroker, kNoNode}}}), 0U);
    EXPECT_EQ(silence_after({{LinkLossy{kBroker, kController, 990'000}}}), 0U);
    EXPECT_EQ(silence_after({{LinkSlowed{kBroker, kNoNode, seconds(9)}}}), 0U);
}

TEST(Silence, OfWhoIsDeadAlreadyIsNoLinksDoing) {
    EXPECT_EQ(silence_after({{NodeKilled{}, kBroker}, {LinkCut{kBroker, kController}}}), 0U);
    EXPECT_EQ(
        silence_after(
            {{NodeKilled{}, kBroker}, {NodeStarted{}, kBroker}, {LinkCut{kBroker, kController}}}),
        2U);
}

TEST(Silence, IsNotWhatHasEnded) {
    EXPECT_EQ(silence_after({{LinkCut{kBroker, kController}}, {LinkHealed{kBroker, kController}}}),
              std::nullopt);
    EXPECT_EQ(silence_after({{LinkCut{kBroker, kController}},
                             {LinkHealed{kBroker, kController}},
                             {LinkLossy{kBroker, kController, 990'000}}}),
              2U);
    EXPECT_EQ(silence_after({{LinkClogged{kBroker, kController, 3}},
                             {LinkUnclogged{kBroker, kController, 3}}}),
              std::nullopt);
    EXPECT_EQ(silence_after({{LinkSlowed{kBroker, kController, seconds(9)}},
                             {LinkSlowed{kBroker, kController, {}}}}),
              std::nullopt);
    EXPECT_EQ(silence_after({{LinkLossy{kBroker, kController, 990'000}},
                             {LinkLossy{kBroker, kController, 0}}}),
              std::nullopt);
    EXPECT_EQ(silence_after({{NodePaused{}, kBroker}, {NodeResumed{}, kBroker}}), std::nullopt);
    EXPECT_EQ(silence_after({{NodeKilled{}, kBroker}, {NodeStarted{}, kBroker}}), std::nullopt);
}

TEST(Silence, OfALinkOutlivesARestart) {
    EXPECT_EQ(
        silence_after(
            {{LinkCut{kBroker, kController}}, {NodeKilled{}, kBroker}, {NodeStarted{}, kBroker}}),
        0U);
}

TEST(Silence, ConcernsTheTwoOnly) {
    EXPECT_EQ(silence_after({{LinkCut{kBroker, kThird}}, {LinkCut{kThird, kController}}}),
              std::nullopt);
    EXPECT_EQ(silence_after({{NodeKilled{}, kThird}}), std::nullopt);
}

TEST(Silence, OfGroupsEndsLinkByLinkOrWhole) {
    EXPECT_EQ(silence_after({{groups_cut({kBroker, kThird}, {kController})}}), 0U);
    EXPECT_EQ(silence_after({{groups_cut({kController}, {kBroker})}}), 0U);
    EXPECT_EQ(silence_after({{groups_cut({kBroker}, {kThird})}}), std::nullopt);
    EXPECT_EQ(silence_after({{groups_cut({kBroker, kThird}, {})}}), 0U);
    EXPECT_EQ(silence_after({{groups_cut({kBroker, kController}, {})}}), std::nullopt);
    EXPECT_EQ(silence_after({{groups_cut({kBroker, kThird}, {})}, {LinkHealed{kBroker, kNoNode}}}),
              std::nullopt);
    Fact const healed =
        GroupsHealed{make_payload(NodeGroups{{kBroker, kThird}, {kController}}), false};
    EXPECT_EQ(silence_after({{groups_cut({kBroker, kThird}, {kController})}, {healed}}),
              std::nullopt);
}

TEST(Silence, OfARingIsThatOfThoseWhoAreNoNeighbours) {
    NodeId const fourth{3};
    Fact const ring =
        RingCut{make_payload(std::vector<NodeId>{kBroker, kThird, kController, fourth})};
    EXPECT_EQ(silence_after({{ring}}), 0U);
    EXPECT_EQ(
        silence_after(
            {{RingCut{make_payload(std::vector<NodeId>{kBroker, kController, kThird, fourth})}}}),
        std::nullopt);
}

}  // namespace
}  // namespace highwater
