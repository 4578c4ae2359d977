// Challenges and their answers: what may be changed, what is refused with its place, and the grade.
#include <gtest/gtest.h>

#include "scenario/grade.h"
#include "scenario/play.h"
#include "scenario/save_text.h"
#include "scenario/saved_run.h"
#include "tests/unit/scenario/has.h"

namespace highwater {
namespace {

// With acks=1 the leader alone has the record when it dies.
constexpr char kChallenge[] = R"(format = 1
title = "t"
duration = "30s"
[challenge]
task = "Nothing may be lost."
may-set = ["shop.acks", "orders.min.insync.replicas"]
may-do = ["exec kafka-configs --alter", "produce"]
budget = 2
from = "2s"
until = "20s"
[[challenge.goal]]
at = "25s"
say = "Nothing is lost."
expect = "acknowledged records lost = 0"
why = "Whom does shop wait for?"
[[challenge.goal]]
expect = "records acknowledged of shop >= 20"
[cluster]
brokers = 3
controllers = 1
[[topic]]
name = "orders"
assignment = [[1, 2, 3]]
[[producer]]
name = "shop"
topic = "orders"
rate = "20/s"
[producer.config]
acks = 1
[[step]]
at = "3s"
do = ["slow broker-1 to broker-2 by 300ms", "slow broker-1 to broker-3 by 300ms"]
[[step]]
at = "4s"
do = "kill broker-1"
[[step]]
at = "15s"
do = ["heal all", "start broker-1"]
)";

Loaded answered(std::string const& answer, std::string const& challenge = kChallenge) {
    LoadOptions options;
    options.answer = AnswerText{"mine.toml", answer};
    return load_scenario("scenarios/lost.toml", challenge, options);
}

std::string answer(std::string const& rest) { return "format = 1\nchallenge = \"lost\"\n" + rest; }

// The mistakes, as they are told.
std::string told(std::string const& text) {
    std::string all;
    Loaded const loaded = answered(text);
    EXPECT_FALSE(loaded.scenario);
    for (Diagnostic const& each : loaded.diagnostics) all += render(each);
    return all;
}

TEST(Challenge, WithoutAnAnswerItIsNotPassed) {
    Loaded const loaded = load_scenario("scenarios/lost.toml", kChallenge, {});
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    Grade const result = grade(*loaded.scenario);
    EXPECT_FALSE(result.passes());
    EXPECT_FALSE(result.is_answered);
    ASSERT_EQ(result.goals.size(), 2U);
    EXPECT_FALSE(result.goals[0].found->holds);
    EXPECT_EQ(result.goals[0].words, "Nothing is lost.");
    EXPECT_EQ(result.goals[0].why, "Whom does shop wait for?");
    EXPECT_TRUE(result.goals[1].found->holds);
    EXPECT_TRUE(has(summary_of(result), "1 of 2 goals is reached, without any answer"));
}

TEST(Challenge, ARightAnswerPasses) {
    Loaded const loaded = answered(answer("by = \"Ada\"\n[set]\nshop.acks = \"all\"\n"));
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    EXPECT_EQ(loaded.scenario->producers[0].config.acks, -1);
    Grade const result = grade(*loaded.scenario);
    EXPECT_TRUE(result.passes());
    EXPECT_EQ(result.by, "Ada");
    EXPECT_EQ(summary_of(result), "Passed: all 2 goals are reached, with 1 change of 2.");
}

TEST(Challenge, AWrongAnswerFailsAndSaysWhatToThinkAbout) {
    Loaded const loaded = answered(answer("[set]\norders.min.insync.replicas = 2\n"));
    ASSERT_TRUE(loaded.scenario);
    Grade const result = grade(*loaded.scenario);
    EXPECT_FALSE(result.passes());
    EXPECT_TRUE(has(result.goals[0].found->sentence, "acknowledged records lost = 0, but it is"));
    EXPECT_FALSE(result.goals[0].why.empty());
}

TEST(Challenge, CommandsOfAnAnswerAreCarriedOutAtTheirInstants) {
    Loaded const loaded = answered(
        answer("[[step]]\nat = \"2s\"\ndo = \"exec kafka-configs.sh --alter --entity-type topics "
               "--entity-name orders --add-config min.insync.replicas=3\"\n"));
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    auto const& commands = loaded.scenario->commands;
    ASSERT_FALSE(commands.empty());
    EXPECT_TRUE(std::holds_alternative<ExecTool>(commands[0].command.body));
    EXPECT_EQ(commands[0].at, Time{} + seconds(2));
    EXPECT_EQ(loaded.scenario->answer->changes(), 1);
    // Goals stand behind everything of their instant, and in the order of time.
    EXPECT_EQ(loaded.scenario->expectations[0].at, Time{} + seconds(25));
    EXPECT_EQ(loaded.scenario->challenge->goals[1].expectation, 1);
}

TEST(Answer, WhatMayNotBeChangedIsToldWithItsPlace) {
    std::string const text = told(answer("[set]\nshop.acks = \"all\"\nshop.retries = 3\n"));
    EXPECT_TRUE(has(text, "mine.toml:5:1: error: `shop.retries` may not be changed"));
    EXPECT_TRUE(has(text, "| ^^^^^^^^^^^^\n"));
    EXPECT_TRUE(has(text, "may be changed: `shop.acks`, `orders.min.insync.replicas`"));
    EXPECT_TRUE(has(told(answer("[set]\nshop.ack = 1\n")), "did you mean `shop.acks`?"));
}

TEST(Answer, TheFirstChangeBeyondTheBudgetIsTold) {
    std::string const text =
        told(answer("[set]\nshop.acks = \"all\"\norders.min.insync.replicas = 2\n"
                    "[[step]]\nat = \"5s\"\ndo = \"produce 1 to orders-0 as p\"\n"));
    EXPECT_TRUE(has(text, "mine.toml:8:6: error: this is change 3, and the budget is 2"));
}

TEST(Answer, WhatMayNotBeDoneOrNotThenIsTold) {
    EXPECT_TRUE(has(told(answer("[[step]]\nat = \"5s\"\ndo = \"kill broker-2\"\n")),
                    "mine.toml:5:6: error: this may not be done in this challenge"));
    EXPECT_TRUE(has(told(answer("[[step]]\nat = \"1s\"\ndo = \"produce 1 to orders-0 as p\"\n")),
                    "commands are given from 2s to 20s"));
    EXPECT_TRUE(has(told(answer("[[step]]\nat = \"5s\"\ndo = \"produce 1 too orders-0\"\n")),
                    "mine.toml:5:17: error:"));
}

TEST(Answer, UnknownKeysValuesAndOtherChallengesAreTold) {
    EXPECT_TRUE(has(told(answer("sett = 1\n")), "did you mean `set`?"));
    EXPECT_TRUE(has(told(answer("[set]\nshop.acks = \"some\"\n")), "mine.toml:4:1: error:"));
    EXPECT_TRUE(has(told("format = 1\nchallenge = \"found\"\n"),
                    "this answers `found`, and the challenge is `lost`"));
    EXPECT_TRUE(has(told("challenge = \"lost\"\n"), "an answer has no `format`"));
    EXPECT_TRUE(has(told("format = 1\n"), "write challenge = \"lost\""));
    EXPECT_TRUE(has(told("format = 1\nchallenge = \n"), "mine.toml:2:"));
    Loaded const lesson = answered(
        answer(""), "format = 1\ntitle = \"t\"\nduration = \"1s\"\n[cluster]\nbrokers = 1\n");
    ASSERT_FALSE(lesson.diagnostics.empty());
    EXPECT_TRUE(has(lesson.diagnostics[0].message, "is no challenge"));
}

TEST(Challenge, ItsOwnMistakesAreTold) {
    auto const with = [](std::string const& from, std::string const& to) {
        std::string text = kChallenge;
        text.replace(text.find(from), from.size(), to);
        std::string all;
        for (Diagnostic const& each : load_scenario("f.toml", text, {}).diagnostics) {
            all += render(each);
        }
        return all;
    };
    EXPECT_TRUE(has(with("\"shop.acks\"", "\"shopp.acks\""), "did you mean `shop`?"));
    EXPECT_TRUE(has(with("\"shop.acks\"", "\"shop.ack\""), "did you mean `shop.acks`?"));
    EXPECT_TRUE(has(with("\"produce\"", "\"prduce\""), "did you mean `produce`?"));
    EXPECT_TRUE(has(with("task = \"Nothing may be lost.\"\n", ""), "[challenge] has no `task`"));
    EXPECT_TRUE(has(with("records lost = 0", "recods lost = 0"), "`recods`"));
    EXPECT_TRUE(has(with("at = \"25s\"", "at = \"55s\""), "the run ends before this instant"));
}

TEST(Answer, WhatIsWrittenIsReadAgain) {
    GivenAnswer given;
    given.by = "Ada \"the first\"";
    given.settings = {{"shop.acks", "all"}};
    given.commands = {{Time{} + milliseconds(2'500), "produce 1 to orders-0 as p key=\"a b\""}};
    Loaded const loaded = answered(write_answer_file("lost", given));
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    EXPECT_EQ(loaded.scenario->answer->by, given.by);
    EXPECT_EQ(loaded.scenario->answer->commands[0].phrase, given.commands[0].phrase);
    EXPECT_EQ(loaded.scenario->answer->commands[0].at, given.commands[0].at);
    EXPECT_EQ(loaded.scenario->challenge->was[0], "1");
    EXPECT_EQ(loaded.scenario->challenge->was[1], "");
}

TEST(Answer, ASaveOfAnAnsweredRunIsTheSameRun) {
    Loaded const loaded = answered(answer("[set]\nshop.acks = \"all\"\n"));
    ASSERT_TRUE(loaded.scenario);
    Timeline timeline{start_world(*loaded.scenario)};
    timeline.run_until(Time{} + seconds(8));
    std::string const save = write_save(save_run(*loaded.scenario, {}, timeline));
    Expected<SavedRun> const run = load_saved_run(save, {});
    ASSERT_TRUE(run) << run.problem().message;
    Timeline again{start_world(run->scenario)};
    Expected<Verdict> const verdict = replay(again, *run);
    ASSERT_TRUE(verdict);
    EXPECT_TRUE(verdict->is_same) << verdict->explanation;
}

}  // namespace
}  // namespace highwater
