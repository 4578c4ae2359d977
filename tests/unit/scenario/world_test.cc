// Queries, state, losses and saved runs on worlds that really run.
#include <gtest/gtest.h>

#include "scenario/losses.h"
#include "scenario/play.h"
#include "scenario/save_text.h"
#include "scenario/state.h"
#include "scenario/verbs.h"
#include "scenario/why_phrase.h"
#include "tests/unit/scenario/good_scenario.h"
#include "tests/unit/scenario/step.h"
#include "world/lookup.h"

namespace highwater {
namespace {

// Three brokers, one partition led by broker-1, and what the test adds.
Scenario small(std::string const& more) {
    Loaded loaded = load(
        "format = 1\ntitle = \"t\"\nduration = \"60s\"\n[cluster]\nbrokers = 3\ncontrollers = 1\n"
        "[[topic]]\nname = \"orders\"\nassignment = [[1, 2, 3]]\n"
        "[topic.config]\nmin.insync.replicas = 1\n" +
        more);
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    return loaded.scenario ? *std::move(loaded.scenario) : Scenario{};
}

struct Play {
    explicit Play(std::string const& more) : scenario{small(more)}, world{start_world(scenario)} {}
    void until(Duration at) {
        Runner runner;
        ASSERT_EQ(run_until(world, Time{} + at, runner), RunStatus::reached);
    }
    std::string answer_to(std::string const& phrase) {
        Names names = world.names;
        auto const query = parse_query(phrase, scope_of(world, names));
        if (auto const* problem = std::get_if<PhraseProblem>(&query)) return problem->message;
        return write_answer(answer(world, std::get<Query>(query)));
    }
    Scenario scenario;
    World world;
};

TEST(Answers, SayOfATopicThatIsGoneOrNeverWasThatItIs) {
    Play play{step("1s", "exec kafka-topics --create --topic cars --replica-assignment 1:2") +
              step("2s", "exec kafka-topics --delete --topic orders")};
    auto const ask = [&](std::string const& phrase) {
        PhraseScope const scope = scope_of(play.scenario);
        auto const query = parse_query(phrase, scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&query)) return problem->message;
        return write_answer(answer(play.world, std::get<Query>(query)));
    };
    play.until(milliseconds(1'500));
    EXPECT_EQ(ask("owner of orders-0"), "\"none\"") << "nobody reads it";
    EXPECT_EQ(play.answer_to("leader of cars-0"), "broker-1");
    play.until(seconds(5));
    for (char const* question : {"leader of orders-0", "isr of orders-0", "owner of orders-0",
                                 "high watermark of orders-0", "partition of key C-17 in orders"}) {
        EXPECT_EQ(ask(question), "unknown: topic orders was deleted") << question;
    }
    EXPECT_EQ(ask("leader of bikes-0"), "no topic is called `bikes`");
    PhraseScope scope = scope_of(play.scenario);
    scope.add_topic("bikes", -1, kFirstCluster);
    scope.add_topic("cars", -1, kFirstCluster);
    auto const judged = [&](char const* phrase) {
        auto const expectation = parse_expectation(phrase, scope);
        return check(play.world, std::get<Expectation>(expectation));
    };
    Judgement const owner = judged("owner of orders-0 is none");
    EXPECT_FALSE(owner.holds);
    EXPECT_EQ(owner.sentence,
              "owner of orders-0 is none, but it is unknown: topic orders was deleted");
    EXPECT_EQ(write_answer(judged("leader of bikes-0 is none").actual),
              "unknown: topic bikes does not exist");
    EXPECT_EQ(write_answer(judged("leader of cars-4 is none").actual),
              "unknown: topic cars has no partition 4");
}

TEST(Answers, FollowTheWorld) {
    Play play{step("1s", "produce 3 to orders-0 as p") + step("5s", "kill broker-1") +
              step("7s", "exec kafka-topics --list") + step("8s", "read orders-0 from earliest")};
    play.until(seconds(4));
    EXPECT_EQ(play.answer_to("leader of orders-0"), "broker-1");
    EXPECT_EQ(play.answer_to("isr of orders-0"), "[1, 2, 3]");
    EXPECT_EQ(play.answer_to("replicas of orders-0"), "[1, 2, 3]");
    EXPECT_EQ(play.answer_to("elr of orders-0"), "[]");
    EXPECT_EQ(play.answer_to("log end offset of orders-0"), "3");
    EXPECT_EQ(play.answer_to("high watermark of orders-0"), "3");
    EXPECT_EQ(play.answer_to("log end offset of orders-0 on broker-3"), "3");
    EXPECT_EQ(play.answer_to("last stable offset of orders-0"), "3");
    EXPECT_EQ(play.answer_to("epochs of orders-0 on broker-2"), "[[0, 0]]");
    EXPECT_EQ(play.answer_to("leader of orders-0 believed by p"), "broker-1");
    EXPECT_EQ(play.answer_to("controller"), "controller-3001");
    EXPECT_EQ(play.answer_to("records acknowledged of p"), "3");
    EXPECT_EQ(play.answer_to("records in flight of p"), "0");
    EXPECT_EQ(play.answer_to("exit of the last tool"), "unknown");
    play.until(seconds(6));
    // The controller still counts on the dead leader, which can tell nobody its high watermark.
    EXPECT_EQ(play.answer_to("leader of orders-0"), "broker-1");
    EXPECT_EQ(play.answer_to("state of broker-1"), "dead");
    EXPECT_EQ(play.answer_to("high watermark of orders-0"), "unknown");
    EXPECT_EQ(play.answer_to("log end offset of orders-0 on broker-1"), "3");
    play.until(seconds(30));
    EXPECT_EQ(play.answer_to("leader of orders-0"), "broker-2");
    EXPECT_EQ(play.answer_to("leader epoch of orders-0"), "1");
    EXPECT_EQ(play.answer_to("isr of orders-0"), "[2, 3]");
    EXPECT_EQ(play.answer_to("exit of the last tool"), "0");
    EXPECT_EQ(play.answer_to("output of the last tool"), "\"orders\n\"");
    EXPECT_EQ(play.answer_to("records consumed of reader-1"), "3");
    EXPECT_EQ(play.answer_to("position of reader-1 in orders-0"), "3");
}

TEST(Answers, TellARecordsValueAndWhyAnotherWasNotWritten) {
    Play play{step("1s", "produce 2 to orders-0 as p acks=1 value=tea") +
              step("2s", "kill broker-3")};
    play.until(milliseconds(1'900));
    EXPECT_EQ(play.answer_to("record at 1 of orders-0 on broker-2"), "\"tea\"");
    EXPECT_EQ(play.answer_to("record at 2 of orders-0 on broker-2"), "unknown");
    EXPECT_EQ(play.answer_to("last error of p"), "\"NONE\"");
    Play refused{
        "[[topic]]\nname = \"strict\"\nassignment = [[1, 2]]\n"
        "[topic.config]\nmin.insync.replicas = 2\n" +
        step("1s", "kill broker-2") + step("15s", "produce 1 to strict-0 as p acks=all retries=0")};
    refused.until(seconds(20));
    EXPECT_EQ(refused.answer_to("last error of p"), "\"NOT_ENOUGH_REPLICAS\"");
    EXPECT_EQ(refused.answer_to("record at 0 of strict-0 on broker-1"), "unknown");
}

TEST(Answers, AFencedBrokerIsAliveAndNotCountedOn) {
    Play play{step("1s", "isolate broker-3")};
    play.until(seconds(20));
    EXPECT_EQ(play.answer_to("state of broker-3"), "fenced");
    EXPECT_EQ(play.answer_to("state of broker-2"), "alive");
}

TEST(Losses, ATopicThatTakesADeletedOnesNameHasNotLostItsRecords) {
    Play play{step("1s", "produce 5 to orders-0 as p") +
              step("5s", "exec kafka-topics --delete --topic orders") +
              step("9s", "exec kafka-topics --create --topic orders --replica-assignment 2:3")};
    play.until(seconds(4));
    EXPECT_EQ(promise_books(play.world).safe, 5);
    play.until(seconds(20));
    EXPECT_EQ(play.answer_to("leader of orders-0"), "broker-2");
    EXPECT_EQ(count_lost_records(play.world), 0);
    EXPECT_EQ(promise_books(play.world).deleted, 5);
}

TEST(Losses, AnAcknowledgementMayOutliveItsTopic) {
    std::string const record = " as p acks=1 metadata.max.age.ms=500";
    Play play{
        "[[topic]]\nname = \"other\"\nassignment = [[2]]\n" +
        step("1s", "produce 1 to orders" + record) + step("1s", "produce 1 to other" + record) +
        step("5s", "slow broker-1 to p by 6s") + step("5.1s", "produce 1 to orders" + record) +
        step("5.5s", "exec kafka-topics --bootstrap-server broker-2:9092 --delete --topic orders")};
    play.until(seconds(12));
    EXPECT_EQ(play.answer_to("records acknowledged of p"), "3");
    // p asks for the topic, which is made anew before the answer comes.
    EXPECT_NE(play.answer_to("leader of orders-0"), "unknown");
    EXPECT_EQ(count_lost_records(play.world), 0);
}

TEST(Losses, NameTheRecordAndSayWhy) {
    Play play{step("1s", "produce 1 to orders-0 as p acks=1 key=first") +
              step("2s", "pause broker-2") + step("2s", "pause broker-3") +
              step("3s", "produce 2 to orders-0 as p key=late") + step("4s", "kill broker-1") +
              step("4s", "resume broker-2") + step("4s", "resume broker-3")};
    play.until(seconds(4));
    EXPECT_EQ(count_lost_records(play.world), 0);
    play.until(seconds(30));
    std::vector<LostRecord> const lost = lost_records(play.world);
    ASSERT_EQ(lost.size(), 2U);
    EXPECT_EQ(lost[0].nth, 2U);
    EXPECT_EQ(lost[0].key, "late");
    EXPECT_EQ(lost[0].offset, Offset{1});
    EXPECT_EQ(lost[0].why, LostRecord::Reason::log_ends_before);
    EXPECT_EQ(
        describe(lost[0], describer_of(play.world)),
        "Record 2 of p (key late), acknowledged with acks=1 at offset 1 of orders-0, is lost: "
        "broker-2 leads now, and its log ends at offset 1.");
    EXPECT_EQ(play.answer_to("acknowledged records lost"), "2");
    EXPECT_EQ(play.answer_to("acknowledged records lost of p"), "2");
    EXPECT_EQ(count_duplicated_records(play.world, find_node(play.world, "p")), 0);
}

TEST(Losses, ADeletedTopicIsNoLoss) {
    Play play{step("1s", "produce 2 to orders-0 as p") +
              step("5s", "exec kafka-topics --delete --topic orders")};
    play.until(seconds(20));
    EXPECT_EQ(play.answer_to("records acknowledged of p"), "2");
    EXPECT_EQ(count_lost_records(play.world), 0);
}

TEST(Play, AnExpectationSeesWhatStandsBeforeIt) {
    Scenario const scenario =
        small("[[step]]\nat = \"3s\"\nexpect = \"state of broker-2 is alive\"\n" +
              step("3s", "kill broker-2") +
              "[[step]]\nat = \"3s\"\nexpect = \"state of broker-2 is dead\"\n" +
              step("3s", "start broker-2") +
              "[[step]]\nat = \"3s\"\nexpect = [\"state of broker-1 is alive\"]\n");
    World world = start_world(scenario);
    Runner runner;
    for (TimedExpectation const& each : scenario.expectations) {
        ASSERT_EQ(run_to(world, moment_of(scenario, each), runner), RunStatus::reached);
        Judgement const judgement = check(world, each.expectation);
        EXPECT_TRUE(judgement.holds) << judgement.sentence;
    }
    EXPECT_EQ(world.now, Time{} + seconds(3));
}

TEST(State, ClientsAndCopiesAreThere) {
    Play play{step("1s", "produce 3 to orders-0 as p") + step("2s", "kill broker-3")};
    play.until(seconds(3));
    Tree const state = state_of(play.world, EventId{7});
    EXPECT_EQ(state.find("event")->number, 7);
    Tree const& broker = state.find("brokers")->items[2];
    EXPECT_FALSE(broker.find("alive")->boolean);
    EXPECT_FALSE(broker.find("clean_shutdown")->boolean);
    Tree const& partition = state.find("partitions")->items[0];
    EXPECT_EQ(partition.find("leader")->number, 1);
    EXPECT_EQ(partition.find("copies")->items[2].find("log_end_offset")->number, 3);
    EXPECT_EQ(state.find("producers")->items[0].find("acknowledged")->number, 3);
}

TEST(SaveText, WhatWasTypedPlaysAgain) {
    Scenario scenario = small(step("1s", "produce 3 to orders-0 as p"));
    scenario.world.seed = 99;  // as --seed 99 would
    Timeline timeline{start_world(scenario)};
    timeline.run_until(Time{} + seconds(2));
    for (char const* phrase :
         {"produce 2 to orders-0 as q key=\"a b\"", "kill broker-1", "say It \"died\"."}) {
        Names names = timeline.world().names;
        auto const command = read_phrase(phrase, timeline.world(), names);
        ASSERT_TRUE(command) << phrase;
        timeline.give(*command, &names);
        timeline.run_until(timeline.world().now + seconds(1));
    }
    timeline.run_until(Time{} + seconds(30));

    std::string const text = to_scenario_text(scenario, timeline.branch().commands);
    Loaded const again = load(text);
    for (Diagnostic const& each : again.diagnostics) ADD_FAILURE() << render(each) << text;
    ASSERT_TRUE(again.scenario);
    EXPECT_EQ(again.scenario->world.seed, 99U);
    World replayed = start_world(*again.scenario);
    Runner runner;
    run_until(replayed, Time{} + seconds(30), runner);
    auto const summary = [](World const& world) {
        MetadataImage const& image = *current_image(world);
        PartitionRegistration const& partition = image.topics[0]->partitions[0];
        auto const node = find_node(world, "q");
        return std::tuple{partition.leader.value, partition.isr.size(),
                          (*node_of(world, node).producer)->counts.acknowledged};
    };
    EXPECT_EQ(summary(replayed), summary(timeline.world()));
    EXPECT_EQ(std::get<0>(summary(replayed)), 2);
}

TEST(SaveText, TextsAreQuotedAsTomlWantsThem) {
    EXPECT_EQ(quote_toml("a \"b\" \\ c\n\x01"), "\"a \\\"b\\\" \\\\ c\\n\\u0001\"");
}

TEST(WhyPhrases, OfABrokerTellWhatHappenedThere) {
    Scenario const scenario =
        small(step("1s", "produce 3 to orders-0 as p") + step("5s", "kill broker-1") +
              step("20s", "produce 2 to orders-0 as p"));
    World world = start_world(scenario);
    Trace trace;
    Runner runner;
    runner.trace = &trace;
    ASSERT_EQ(run_until(world, Time{} + seconds(30), runner), RunStatus::reached);
    Describer const who = describer_of(world);
    auto const told = [&](std::string const& phrase) {
        auto const question = parse_why(phrase, scope_of(world, world.names));
        auto const fact = fact_behind(trace, who, std::get<WhyQuestion>(question));
        return fact ? why(trace, who, *fact).front().sentence : std::string{};
    };
    EXPECT_EQ(told("log end offset of orders-0 on broker-1").find("broker-1 appended"), 0U);
    EXPECT_EQ(told("log end offset of orders-0 on broker-2").find("broker-2 appended"), 0U);
    EXPECT_NE(told("log end offset of orders-0 on broker-3").find("broker-3"), std::string::npos);
    EXPECT_NE(told("high watermark of orders-0 on broker-3").find("broker-3"), std::string::npos);
}

TEST(WhyPhrases, AreReadLikeQueries) {
    Play play{""};
    play.until(seconds(1));
    Names names = play.world.names;
    PhraseScope const scope = scope_of(play.world, names);
    auto const question = parse_why("high watermark of orders-0 on broker-2", scope);
    ASSERT_TRUE(std::holds_alternative<WhyQuestion>(question));
    EXPECT_EQ(std::get<WhyQuestion>(question).broker, BrokerId{2});
    EXPECT_TRUE(std::holds_alternative<PhraseProblem>(parse_why("the weather", scope)));
    EXPECT_TRUE(std::holds_alternative<PhraseProblem>(parse_why("leader of orders-9", scope)));
    EXPECT_TRUE(std::holds_alternative<PhraseProblem>(parse_why("", scope)));
}

}  // namespace
}  // namespace highwater
