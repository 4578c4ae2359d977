// What groups did with records, on worlds that really run: processed, twice, passed over.
#include <gtest/gtest.h>

#include "client/processed.h"
#include "scenario/play.h"
#include "tests/unit/scenario/good_scenario.h"
#include "tests/unit/scenario/step.h"

namespace highwater {
namespace {

TEST(RecordRanges, WhatGoesOnBecomesPartOfTheLastOneAndARepetitionDoesNot) {
    std::vector<RecordRange> ranges;
    TopicPartition const orders{NameId{1}, 0};
    TopicPartition const letters{NameId{2}, 0};
    add_range(ranges, {letters, Offset{0}, Offset{5}, 5});
    add_range(ranges, {orders, Offset{0}, Offset{10}, 10});
    add_range(ranges, {orders, Offset{10}, Offset{12}, 2});
    add_range(ranges, {orders, Offset{5}, Offset{12}, 7});
    add_range(ranges, {letters, Offset{5}, Offset{6}, 1});
    ASSERT_EQ(ranges.size(), 3U);
    EXPECT_EQ(ranges[0].to, Offset{12});
    EXPECT_EQ(ranges[0].records, 12);
    EXPECT_EQ(ranges[1].from, Offset{5});
    EXPECT_EQ(ranges[2].records, 6);
}

// One broker and the topic orders with two partitions; the group billing reads them.
Scenario with_group(std::string const& group, std::string const& more) {
    Loaded loaded = load(
        "format = 1\ntitle = \"t\"\nduration = \"60s\"\n[cluster]\nbrokers = 1\ncontrollers = 1\n"
        "[cluster.config]\noffsets.topic.replication.factor = 1\n"
        "[[topic]]\nname = \"orders\"\nassignment = [[1], [1]]\n"
        "[[consumer]]\ngroup = \"billing\"\ntopics = [\"orders\"]\n" +
        group + more);
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    return loaded.scenario ? *std::move(loaded.scenario) : Scenario{};
}

struct GroupPlay {
    explicit GroupPlay(Scenario of) : scenario{std::move(of)}, world{start_world(scenario)} {}
    std::string answer_at(Duration at, std::string const& phrase) {
        Runner runner;
        EXPECT_EQ(run_until(world, Time{} + at, runner), RunStatus::reached);
        Names names = world.names;
        auto const query = parse_query(phrase, scope_of(world, names));
        if (auto const* problem = std::get_if<PhraseProblem>(&query)) return problem->message;
        return write_answer(answer(world, std::get<Query>(query)));
    }
    Scenario scenario;
    World world;
};

TEST(GroupBooks, ACrashBeforeTheCommitMakesTheNextLifeDoItAgain) {
    GroupPlay play{
        with_group("commit = \"sync\"\n[consumer.config]\nauto.offset.reset = \"earliest\"\n"
                   "enable.auto.commit = false\nsession.timeout.ms = 6000\n",
                   step("10s", "crash billing-1 at before-commit") +
                       step("11s", "produce 1 to orders-0 as p") + step("13s", "start billing-1"))};
    EXPECT_EQ(play.answer_at(seconds(9), "partitions of billing-1"), "2");
    EXPECT_EQ(play.answer_at(seconds(12), "records processed by billing"), "1");
    EXPECT_EQ(play.answer_at(seconds(12), "records processed twice by billing"), "0");
    EXPECT_EQ(play.answer_at(seconds(40), "records processed by billing"), "2");
    EXPECT_EQ(play.answer_at(seconds(40), "records processed twice by billing"), "1");
    EXPECT_EQ(play.answer_at(seconds(40), "records skipped by billing"), "0");
}

TEST(GroupBooks, WhatIsCommittedUnprocessedIsSkipped) {
    GroupPlay play{
        with_group("processing-time = \"1s\"\n", step("10s", "produce 4 to orders-0 as p") +
                                                     step("12s", "commit billing-1 orders-0 at 4") +
                                                     step("12500ms", "crash billing-1"))};
    EXPECT_EQ(play.answer_at(seconds(11), "records skipped by billing"), "0");
    EXPECT_EQ(play.answer_at(seconds(20), "committed offset of billing in orders-0"), "4");
    std::string const done = play.answer_at(seconds(20), "records processed by billing");
    EXPECT_EQ(
        std::stoi(done) + std::stoi(play.answer_at(seconds(20), "records skipped by billing")), 4);
    EXPECT_LT(std::stoi(done), 4);
}

TEST(Members, CommitByTheClockAndRejoinAlsoWhileTheyAlwaysHaveRecords) {
    GroupPlay play{
        with_group("processing-time = \"1s\"\n[consumer.config]\nmax.poll.records = 1\n"
                   "auto.commit.interval.ms = 2000\n",
                   step("10s", "produce 40 to orders-0 as p") +
                       step("15s", "join billing as late topics=orders"))};
    EXPECT_EQ(play.answer_at(seconds(2), "lag of billing"), "unknown");  // nothing is committed
    EXPECT_NE(play.answer_at(seconds(14), "committed offset of billing in orders-0"), "0");
    EXPECT_EQ(play.answer_at(seconds(25), "generation of billing"), "2");
    EXPECT_EQ(play.answer_at(seconds(25), "partitions of late"), "1");
}

// KIP-814: the leader of a group comes back as the static member that it was.
TEST(Members, AStaticLeaderThatRestartsLeavesTheGenerationAsItIs) {
    GroupPlay play{with_group("members = 2\nstatic = true\n",
                              step("10s", "shutdown billing-1") + step("12s", "start billing-1") +
                                  step("14s", "shutdown billing-2") +
                                  step("16s", "start billing-2"))};
    EXPECT_EQ(play.answer_at(seconds(9), "generation of billing"), "1");
    EXPECT_EQ(play.answer_at(seconds(40), "generation of billing"), "1");
    EXPECT_EQ(play.answer_at(seconds(40), "partitions of billing-1"), "1");
}

TEST(Answers, SayWhereAKeyGoesAndGoElsewhereWithMorePartitions) {
    GroupPlay play{with_group("", step("10s", "produce 2 to orders as p key=Max") +
                                      step("12s",
                                           "exec kafka-topics --alter --topic orders "
                                           "--partitions 4") +
                                      step("14s", "produce 1 to orders-3 as p"))};
    EXPECT_EQ(play.answer_at(seconds(11), "partitions with records of orders"), "1");
    std::string const before = play.answer_at(seconds(11), "partition of key Max in orders");
    EXPECT_EQ(play.answer_at(seconds(11), "log end offset of " + before.substr(1, 8)), "2");
    EXPECT_NE(play.answer_at(seconds(13), "partition of key Max in orders"), before);
    EXPECT_EQ(play.answer_at(seconds(15), "partitions with records of orders"), "2");
}

}  // namespace
}  // namespace highwater
