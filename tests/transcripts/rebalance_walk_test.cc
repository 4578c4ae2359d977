// A rebalance, stepped event by event: one request, one answer, one callback at a time, and back
// again. The walk stands in the README.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "engine/timeline.h"
#include "protocol/message.h"
#include "tests/transcripts/readme.h"
#include "tests/worlds.h"
#include "trace/describe.h"
#include "world/lookup.h"

namespace highwater {
namespace {

constexpr Duration kJoins = seconds(12);

void add_member(World& world, Duration at, char const* name) {
    ConsumerSpec spec;
    spec.name = world.names.intern(name);
    spec.subscribe = {world.names.intern("orders")};
    spec.from = StartPosition::committed;
    spec.config.group.group_id = "billing";
    spec.config.group.partition_assignment_strategy = {"range"};
    spec.config.group.enable_auto_commit = false;
    worlds::at(world, at, AddConsumer{spec}, std::string{"consumer "} + name);
}

// "b-ba80da30-…" is "b-…" to a reader.
std::string without_uuid(std::string text) {
    static std::regex const uuid{"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"};
    return std::regex_replace(text, uuid, "…");
}

// What speaks of the group: its messages, what the coordinator decides, what members are told.
bool is_of_the_group(Fact const& fact) {
    if (auto const* sent = std::get_if<MessageSent>(&fact)) {
        static std::set<std::uint8_t> const kinds{
            message_kind_of<JoinGroupRequest>(),       message_kind_of<JoinGroupResponse>(),
            message_kind_of<SyncGroupRequest>(),       message_kind_of<SyncGroupResponse>(),
            message_kind_of<HeartbeatRequest>(),       message_kind_of<HeartbeatResponse>(),
            message_kind_of<FindCoordinatorRequest>(), message_kind_of<FindCoordinatorResponse>()};
        return kinds.count(sent->message_kind) > 0;
    }
    return std::holds_alternative<GroupMemberIdGiven>(fact) ||
           std::holds_alternative<GroupMemberJoined>(fact) ||
           std::holds_alternative<GroupRebalanceBegan>(fact) ||
           std::holds_alternative<GroupGenerationBegan>(fact) ||
           std::holds_alternative<GroupAssigned>(fact) ||
           std::holds_alternative<GroupRequestRefused>(fact) ||
           std::holds_alternative<PartitionsRevoked>(fact) ||
           std::holds_alternative<PartitionsAssigned>(fact);
}

std::string clock(Time at) {
    std::string us = std::to_string(at.us % 1'000'000);
    us.insert(0, 6 - us.size(), '0');
    return std::to_string(at.us / 1'000'000) + "." + us + " s";
}

std::string text_of(std::span<TracedFact const> facts, Describer const& who) {
    std::string text;
    for (TracedFact const& traced : facts) {
        if (!is_of_the_group(traced.fact)) continue;
        text += (text.empty() ? clock(traced.at) + "  " : "              ") +
                without_uuid(describe(traced, who)) + "\n";
    }
    return text;
}

// One event on: what it says of the group; nothing when it is about something else.
std::string step_of(Timeline& timeline) {
    std::uint64_t const before = timeline.trace().next_fact();
    timeline.step_forward();
    return text_of(timeline.trace().facts_since(before), describer_of(timeline.world()));
}

bool is_settled(World const& world) {
    std::size_t members = 0;
    for (Process const& process : world.nodes) {
        if (!process.consumer) continue;
        Consumer const& one = **process.consumer;
        bool const is_there =
            one.membership.state == JoinState::stable && one.partitions.size() == 1;
        members += is_there;
    }
    return members == 2;
}

TEST(RebalanceWalk, IsSteppedForthAndBack) {
    World world = build_world(worlds::cluster(4, {3, 1, 2, 3, 10'000}));
    add_member(world, {}, "a");
    add_member(world, kJoins, "b");
    Timeline timeline{std::move(world)};
    timeline.seek(Time{} + kJoins - microseconds(1));
    std::uint64_t const begin = timeline.event();
    timeline.seek_event(begin);
    std::uint64_t const hash = state_hash(timeline.world());

    std::string text = "```\n";
    std::vector<std::pair<std::uint64_t, std::string>> steps;
    for (int guard = 0; guard < 5'000 && !is_settled(timeline.world()); ++guard) {
        std::string step = step_of(timeline);
        if (step.empty()) continue;
        text += step;
        steps.emplace_back(timeline.event(), std::move(step));
    }
    ASSERT_TRUE(is_settled(timeline.world()));
    std::uint64_t const settled = state_hash(timeline.world());

    // Back, one event at a time, to before the last callback; and forth again: the same is told.
    std::uint64_t const end = timeline.event();
    while (timeline.event() >= steps.back().first) ASSERT_TRUE(timeline.step_back());
    timeline.step_forward();
    ASSERT_EQ(timeline.event(), steps.back().first);
    Trace const again = timeline.recall(timeline.event() - 1, timeline.event() - 1);
    EXPECT_EQ(text_of(again.facts(), describer_of(timeline.world())), steps.back().second);
    while (timeline.event() < end) timeline.step_forward();
    EXPECT_EQ(state_hash(timeline.world()), settled);
    // And all the way to before b came.
    timeline.seek_event(begin);
    EXPECT_EQ(state_hash(timeline.world()), hash);
    expect_in_readme("a rebalance, step by step", text + "```\n");
}

}  // namespace
}  // namespace highwater
