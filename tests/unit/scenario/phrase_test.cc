#include <gtest/gtest.h>

#include "scenario/query.h"
#include "scenario/query_table.h"
#include "scenario/verbs.h"

namespace highwater {
namespace {

struct Fixture {
    Names names;
    PhraseScope scope;
    Fixture() {
        using Kind = PhraseScope::Kind;
        scope.names = &names;
        for (int i = 1; i <= 3; ++i) {
            scope.nodes.push_back(
                {"broker-" + std::to_string(i), Kind::broker, NodeId{i - 1}, BrokerId{i}});
        }
        scope.nodes.push_back({"controller-3001", Kind::controller, NodeId{3}, BrokerId{3001}});
        scope.nodes.push_back(
            {"west.controller-3001", Kind::controller, NodeId{4}, BrokerId{3001}});
        scope.nodes.push_back({"checkout", Kind::producer, kNoNode, kNoBroker});
        scope.nodes.push_back({"auditor", Kind::consumer, kNoNode, kNoBroker});
        scope.nodes.push_back({"billing-1", Kind::consumer, kNoNode, kNoBroker});
        scope.groups = {"billing"};
        scope.topics.push_back({"orders", 3});
        scope.topics.push_back({"big-orders", 1});
        scope.racks = {"a", "b"};
    }
    CommandBody command(std::string const& phrase) {
        auto parsed = parse_command(phrase, scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            ADD_FAILURE() << phrase << ": " << problem->message;
            return HealAll{};
        }
        EXPECT_EQ(std::get<Command>(parsed).phrase, phrase);
        return std::get<Command>(parsed).body;
    }
    PhraseProblem problem(std::string const& phrase) {
        auto parsed = parse_command(phrase, scope);
        EXPECT_TRUE(std::holds_alternative<PhraseProblem>(parsed)) << phrase;
        return std::holds_alternative<PhraseProblem>(parsed) ? std::get<PhraseProblem>(parsed)
                                                             : PhraseProblem{};
    }
};

TEST(Verbs, EveryExampleOfTheTableParses) {
    for (Verb const& verb : verbs()) {
        Fixture fixture;
        std::string const example{verb.example};
        bool const joins = example.rfind("join ", 0) == 0;
        if (!joins) fixture.command("join billing as billing-3 topics=orders");
        fixture.command(example);
    }
}

TEST(Phrases, AQuoteWithinQuotesIsWrittenTwice) {
    struct Case {
        char const* phrase;
        std::vector<std::string> words;
    };
    Case const cases[] = {
        {R"(value="say ""hello"" now")", {R"(value=say "hello" now)"}},
        {R"(value="it's ""so""")", {R"(value=it's "so")"}},
        {R"(value="""a")", {R"(value="a)"}},
        {"'don''t go' on", {"don't go", "on"}},
        {R"(value="" next)", {"value=", "next"}},
        {R"(don't stop)", {"don't", "stop"}},
    };
    for (Case const& each : cases) {
        std::vector<Word> words;
        ASSERT_FALSE(split_words(each.phrase, words)) << each.phrase;
        std::vector<std::string> texts;
        for (Word const& word : words) texts.push_back(word.text);
        EXPECT_EQ(texts, each.words) << each.phrase;
    }
    std::vector<Word> words;
    EXPECT_TRUE(split_words(R"(value="a"")", words));
}

TEST(Verbs, TargetsAreMeantAtTheInstant) {
    Fixture fixture;
    auto const kill = std::get<KillNode>(fixture.command("kill leader of orders-1"));
    EXPECT_EQ(kill.target.kind, NodeTarget::Kind::leader_of);
    EXPECT_EQ(kill.target.partition.partition, 1);
    auto const pause = std::get<PauseNode>(fixture.command("pause controller-leader"));
    EXPECT_EQ(pause.target.kind, NodeTarget::Kind::controller_leader);
    auto const client = std::get<KillNode>(fixture.command("kill checkout"));
    EXPECT_EQ(client.target.kind, NodeTarget::Kind::named);
    EXPECT_EQ(fixture.names.text(client.target.name), "checkout");
    auto const cut = std::get<CutLink>(fixture.command("cut leader of big-orders-0 to broker-3"));
    EXPECT_TRUE(cut.one_way);
    EXPECT_EQ(cut.to.node, NodeId{2});
}

TEST(Verbs, NetworkQuantities) {
    Fixture fixture;
    EXPECT_EQ(std::get<SlowNode>(fixture.command("slow broker-2 by 200ms")).by, milliseconds(200));
    EXPECT_EQ(std::get<LoseMessages>(fixture.command("lose 5% from broker-1 to broker-3")).loss_ppm,
              50'000);
    EXPECT_EQ(std::get<DropMessage>(fixture.command("drop message 412")).arrival, EventId{412});
}

TEST(Verbs, ProduceTakesConfigsKeyAndValue) {
    Fixture fixture;
    auto const wish = std::get<ProduceRecords>(
        fixture.command("produce 3 to orders-1 as p acks=1 key=C-17 value=\"a b\""));
    EXPECT_EQ(wish.count, 3);
    EXPECT_EQ(wish.partition, 1);
    EXPECT_EQ(wish.key, "C-17");
    EXPECT_EQ(wish.value, "a b");
    EXPECT_EQ(wish.config.acks, 1);
    EXPECT_EQ(fixture.names.text(wish.producer), "p");
    // A producer's configs never change, so the nameless ones are told apart by them.
    auto const first = std::get<ProduceRecords>(fixture.command("produce 1 to orders acks=1"));
    auto const second = std::get<ProduceRecords>(fixture.command("produce 1 to orders"));
    EXPECT_NE(first.producer, second.producer);
    EXPECT_EQ(fixture.problem("produce 1 to orders as p acks=all").message,
              "`p` exists already, and a producer's configs never change");
    EXPECT_EQ(fixture.problem("produce 1 to orders as auditor").message,
              "`auditor` is not a producer");
}

TEST(Verbs, ProseKeepsItsQuotes) {
    Fixture fixture;
    EXPECT_EQ(std::get<SayText>(fixture.command("say It's \"dead\".")).text, "It's \"dead\".");
}

TEST(Verbs, ExecSplitsLikeAShell) {
    Fixture fixture;
    auto const exec = std::get<ExecTool>(
        fixture.command("exec kafka-topics --create --topic more --config 'a=b c'"));
    ASSERT_EQ(exec.arguments.size(), 6U);
    EXPECT_EQ(exec.arguments[5], "a=b c");
    EXPECT_NE(fixture.scope.find_topic("more"), nullptr);
}

// Kafka's subscribe() takes any name; a near miss is a slip all the same.
TEST(Verbs, ATopicThatIsNotThereYetCanBeSubscribedTo) {
    Fixture fixture;
    auto const told =
        std::get<AskConsumer>(fixture.command("subscribe billing-1 topics=orders,late"));
    ASSERT_EQ(told.call.topics.size(), 2U);
    EXPECT_EQ(fixture.names.text(told.call.topics[1]), "late");
    ASSERT_EQ(fixture.scope.warnings.size(), 1U);
    EXPECT_EQ(fixture.scope.warnings.front().message, "no topic is called `late` yet");
    EXPECT_EQ(fixture.scope.warnings.front().begin, 20);
    fixture.command("pause billing-1 late-7");  // nobody knows how many it will have
    fixture.command("commit billing-1 late-0 at 3");
    EXPECT_EQ(fixture.problem("subscribe billing-1 topics=order").advice, "did you mean `orders`?");
}

TEST(Verbs, AWarningStandsUnderItsWord) {
    Fixture fixture;
    fixture.command("produce 3 to orders as p acks=1 metadata.max.idle.ms=300000");
    ASSERT_EQ(fixture.scope.warnings.size(), 1U);
    PhraseProblem const& warning = fixture.scope.warnings.front();
    EXPECT_EQ(warning.message, "`metadata.max.idle.ms` has no effect in this simulator");
    EXPECT_EQ(warning.begin, 32);
    EXPECT_EQ(warning.width, 20);
}

// A file would be read on one machine and not on the next.
TEST(Verbs, AStepHandsAFileOverAsText) {
    Fixture fixture;
    auto const json = fixture.problem(
        "exec kafka-reassign-partitions --execute --reassignment-json-file move.json");
    EXPECT_EQ(json.message, "a step reads no files, so there is no `move.json`");
    EXPECT_EQ(json.advice, "write the JSON itself in its place, in single quotes, or behind <<<");
    EXPECT_EQ(json.begin, 66);
    auto const lines =
        fixture.problem("exec kafka-configs --alter --topic orders --add-config-file=a.properties");
    EXPECT_EQ(lines.message, "a step reads no files, so there is no `a.properties`");
    EXPECT_EQ(lines.advice, "write its lines behind <<<, with \\n between them");
    auto const read = std::get<ExecTool>(
        fixture.command("exec kafka-configs --alter --topic orders --add-config-file a.properties "
                        "<<< \"retention.ms=1000\\nsegment.ms=2000\""));
    EXPECT_EQ(read.input, "retention.ms=1000\nsegment.ms=2000\n");
    fixture.command(
        "exec kafka-reassign-partitions --execute --reassignment-json-file '{\"version\":1}'");
}

TEST(Verbs, MistakesPointAtTheWord) {
    struct Case {
        char const* phrase;
        std::int32_t begin;
        char const* message;
        char const* advice;
    };
    Case const cases[] = {
        {"kil broker-2", 0, "unknown verb `kil`", "did you mean `kill`?"},
        {"join billing as b", 16, "`b` subscribes to nothing",
         "say topics=orders or pattern=orders-.* behind it"},
        {"join billing as b topics=order", 18, "no topic is called `order`",
         "did you mean `orders`?"},
        {"kill", 5, "expected a broker, controller or client here",
         "have broker-1, broker-2, broker-3, controller-3001, west.controller-3001, checkout, "
         "auditor, billing-1, controller-leader, rack, coordinator of billing"},
        {"kill broker-2 now", 14, "did not expect `now` here",
         "several nodes are separated by commas"},
        {"cut broker-1 from broker-1", 18, "both ends are the same node", ""},
        {"slow broker-1 by 200", 17, "\"200\" has no unit",
         "write for example 200s or 200ms; units are us, ms, s, min, h, d"},
        {"lose 500% from broker-1 to broker-2", 5, "\"500%\" is more than 100%", ""},
        {"kill coordinator of sales", 20, "no group is called `sales`", "have billing"},
        {"seek checkout orders-0 to 3", 5, "`checkout` is not a consumer",
         "have auditor, billing-1"},
        {"read orders-9 from 3", 5, "orders has no partition 9", "have orders-0 … orders-2"},
        {"commit auditor nowhere-0", 15, "no topic is called `nowhere`", "have orders, big-orders"},
        {"pause auditor orders-8", 14, "orders has no partition 8", "have orders-0 … orders-2"},
        {"exec kafka-console-producer --topic orders <<<", 43, "nothing stands behind <<<",
         "write <<< \"first line\\nsecond line\", or leave <<< out"},
        {"produce 0 to orders", 8, "`0` is not between 1 and 100000", ""},
        {"produce 3 to orders acks", 20, "expected key=value, not `acks`",
         "a config is written acks=all"},
        {"say \"open", 0, "", ""},
        {"mark 'x", 5, "this quote is never closed", "a quote within quotes is written twice"},
        {"", 0, "an empty phrase", "write for example kill broker-2"},
    };
    for (Case const& each : cases) {
        if (std::string{each.message}.empty()) continue;
        Fixture fixture;
        PhraseProblem const problem = fixture.problem(each.phrase);
        EXPECT_EQ(problem.begin, each.begin) << each.phrase;
        EXPECT_EQ(problem.message, each.message) << each.phrase;
        EXPECT_EQ(problem.advice, each.advice) << each.phrase;
    }
}

TEST(Verbs, CompletionKnowsWhatMayFollow) {
    Fixture fixture;
    EXPECT_EQ(complete_command("ki", fixture.scope), (std::vector<std::string>{"kill"}));
    EXPECT_EQ(complete_command("cut broker-1 ", fixture.scope),
              (std::vector<std::string>{"from", "to", "into"}));
    EXPECT_EQ(complete_command("kill check", fixture.scope),
              (std::vector<std::string>{"checkout"}));
    EXPECT_EQ(complete_command("heal a", fixture.scope),
              (std::vector<std::string>{"auditor", "all"}));
    EXPECT_TRUE(complete_command("explode ", fixture.scope).empty());
}

TEST(Queries, EveryExampleOfTheTableParses) {
    Fixture fixture;
    for (QueryUsage const& usage : query_usages()) {
        bool const needs_clusters = usage.usage.find("CLUSTER") != std::string_view::npos;
        fixture.scope.clusters.clear();
        if (needs_clusters) fixture.scope.clusters.push_back({"west", kFirstCluster});
        auto const parsed = parse_expectation(usage.example, fixture.scope);
        if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
            ADD_FAILURE() << usage.example << ": " << problem->message;
            continue;
        }
        auto const row = static_cast<std::size_t>(std::get<Expectation>(parsed).query.row);
        EXPECT_EQ(query_usages()[row].id, usage.id) << usage.example;
    }
}

Expectation expectation(std::string const& phrase) {
    Fixture fixture;
    auto parsed = parse_expectation(phrase, fixture.scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&parsed)) {
        ADD_FAILURE() << phrase << ": " << problem->message;
        return {};
    }
    return std::get<Expectation>(parsed);
}

TEST(Queries, SetsCompareAsSetsAndListsAsLists) {
    Answer isr;
    isr.kind = AnswerKind::brokers;
    isr.numbers = {3, 1};
    EXPECT_TRUE(holds(expectation("isr of orders-1 is [1, 3]"), isr));
    EXPECT_TRUE(holds(expectation("isr of orders-1 is [broker-1,broker-3]"), isr));
    EXPECT_FALSE(holds(expectation("isr of orders-1 is [1]"), isr));
    EXPECT_TRUE(holds(expectation("isr of orders-1 is not [1]"), isr));
    EXPECT_TRUE(holds(expectation("isr of orders-1 contains broker-3"), isr));
    EXPECT_FALSE(holds(expectation("isr of orders-1 contains 2"), isr));
    Answer replicas = isr;
    replicas.kind = AnswerKind::replicas;
    EXPECT_FALSE(holds(expectation("replicas of orders-1 is [1, 3]"), replicas));
}

TEST(Queries, NumbersHaveAnOrderAndTheUnknownHoldsNothing) {
    Answer number;
    number.kind = AnswerKind::number;
    number.number = 5;
    EXPECT_TRUE(holds(expectation("high watermark of orders-1 >= 5"), number));
    EXPECT_FALSE(holds(expectation("high watermark of orders-1 < 5"), number));
    number.is_known = false;
    EXPECT_FALSE(holds(expectation("high watermark of orders-1 >= 5"), number));
    EXPECT_FALSE(holds(expectation("high watermark of orders-1 != 5"), number));
}

TEST(Queries, MistakesPointAtTheWord) {
    struct Case {
        char const* phrase;
        std::int32_t begin;
        char const* message;
    };
    Case const cases[] = {
        {"leadr of orders-1 is broker-3", 0, "unknown query `leadr`"},
        {"leader of orders-1", 18, "nothing is compared here"},
        {"leader of orders-1 is", 21, "the expected value is missing here"},
        {"leader of orders-1 >= broker-3", 19, "`>=` does not fit `leader of orders-1`"},
        {"leader epoch of orders-1 = one", 27, "\"one\" is not a whole number"},
        {"isr of orders-1 is [1, 9]", 19, "`[1, 9]` is not a list of brokers"},
        {"isr of orders-1 is [1, 2", 19, "`[1, 2` is not a list of brokers"},
        {"state of broker-2 is tired", 21, "`tired` is not a state"},
        {"records sent of auditor > 0", 16, "`auditor` is not a producer"},
        {"high watermark of orders-1 on broker-9 > 0", 30, "no broker is called `broker-9`"},
        {"is broker-3", 0, "a query is missing here"},
        {"epochs of orders-1 on broker-3 is [[0, 0], [1]]", 34, "an epoch has no start offset"},
    };
    for (Case const& each : cases) {
        Fixture fixture;
        auto const parsed = parse_expectation(each.phrase, fixture.scope);
        auto const* problem = std::get_if<PhraseProblem>(&parsed);
        ASSERT_NE(problem, nullptr) << each.phrase;
        EXPECT_EQ(problem->begin, each.begin) << each.phrase;
        EXPECT_EQ(problem->message, each.message) << each.phrase;
    }
}

TEST(Queries, AnswersHaveAnInstant) {
    Fixture fixture;
    auto const parsed = parse_timed_query("leader of orders-1 at 20s", fixture.scope);
    ASSERT_TRUE(std::holds_alternative<TimedQuery>(parsed));
    EXPECT_EQ(std::get<TimedQuery>(parsed).at, Time{} + seconds(20));
    EXPECT_TRUE(std::holds_alternative<PhraseProblem>(
        parse_timed_query("leader of orders-1", fixture.scope)));
}

}  // namespace
}  // namespace highwater
