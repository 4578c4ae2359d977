#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/scenario/good_scenario.h"

namespace highwater {
namespace {

TEST(Loader, ReadsTheWholeScenario) {
    Loaded const loaded = load(kGoodScenario);
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    Scenario const& scenario = *loaded.scenario;
    Names const& names = scenario.world.names;
    EXPECT_EQ(scenario.title, "A leader dies");
    EXPECT_EQ(scenario.world.seed, 7U);
    EXPECT_EQ(scenario.duration, seconds(30));
    ASSERT_EQ(scenario.world.nodes.size(), 6U);
    EXPECT_EQ(names.text(scenario.world.nodes[1].name), "broker-2");
    EXPECT_EQ(names.text(scenario.world.nodes[1].rack), "b");
    EXPECT_EQ(names.text(scenario.world.nodes[3].name), "controller-3001");
    EXPECT_FALSE(scenario.world.nodes[0].is_controller);
    EXPECT_EQ(scenario.world.nodes[0].config.replica_lag_time_max_ms, 10'000);
    EXPECT_EQ(scenario.world.network.latency_max, milliseconds(2));
    ASSERT_EQ(scenario.world.clusters[0].topics.size(), 1U);
    EXPECT_EQ(scenario.world.clusters[0].topics[0].configs[0].first, "min.insync.replicas");
    ASSERT_EQ(scenario.producers.size(), 1U);
    EXPECT_EQ(scenario.producers[0].interval, milliseconds(50));
    EXPECT_EQ(scenario.producers[0].data->size(), 2U);
    EXPECT_EQ(scenario.producers[0].data->front().key, "C-1");
    ASSERT_EQ(scenario.consumers.size(), 1U);
    EXPECT_EQ(scenario.consumers[0].from, StartPosition::earliest);
    ASSERT_EQ(scenario.commands.size(), 4U);  // say, ask, kill, cut
    EXPECT_TRUE(std::holds_alternative<KillNode>(scenario.commands[2].command.body));
    ASSERT_EQ(scenario.expectations.size(), 2U);
    EXPECT_EQ(scenario.expectations[0].commands_before, 4);
    EXPECT_EQ(scenario.steps[0].answer->at, Time{} + seconds(20));
}

std::string with_records(std::string const& lines) {
    return "format = 1\ntitle = \"t\"\nduration = \"20s\"\n[cluster]\nbrokers = 1\n"
           "controllers = 1\n[[topic]]\nname = \"orders\"\nassignment = [[1]]\n"
           "[[producer]]\nname = \"p\"\ntopic = \"orders\"\nrate = \"1/s\"\n" +
           lines;
}

TEST(Loader, RecordsMayBeAList) {
    Loaded const loaded = load(
        with_records("records = [\"tea\", {key = \"Max\", value = \"mate\"}]\nrepeat = true\n"));
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    ProducerSpec const& spec = loaded.scenario->producers[0];
    ASSERT_TRUE(spec.data);
    ASSERT_EQ(spec.data->size(), 2U);
    EXPECT_EQ((*spec.data)[0].key, std::nullopt);
    EXPECT_EQ((*spec.data)[0].value, "tea");
    EXPECT_EQ((*spec.data)[1].key, "Max");
    EXPECT_EQ((*spec.data)[1].value, "mate");
    EXPECT_TRUE(spec.repeat_data);
    EXPECT_EQ(spec.max_records, -1);  // a list that does not repeat ends by itself
}

TEST(Loader, AListOfRecordsSaysItAll) {
    struct Case {
        char const* lines;
        char const* told;
    };
    for (Case const& each :
         {Case{"records = []\n", "`records` is empty"},
          {"records = [7]\n", "a record is a text or a table, this is a whole number"},
          {"records = [{key = \"k\"}]\n", "a record has no `value`"},
          {"records = [{value = \"v\", topic = \"t\"}]\n", "unknown key `topic` in a record"},
          {"records = [\"a\"]\nvalue-size = \"10B\"\n",
           "`value-size` beside a list of `records`: they say it all"}}) {
        Loaded const loaded = load(with_records(each.lines));
        EXPECT_FALSE(loaded.scenario) << each.lines;
        ASSERT_FALSE(loaded.diagnostics.empty()) << each.lines;
        EXPECT_EQ(loaded.diagnostics.front().message, each.told);
    }
}

// What Kafka refuses although each value is right by itself.
TEST(Loader, ConfigsMustFitEachOther) {
    struct Case {
        char const* line;
        char const* instead;
        char const* message;
    };
    Case const cases[] = {
        {"replica.lag.time.max.ms = 10_000", "replica.lag.time.max.ms = 400",
         "replica.fetch.wait.max.ms should always be less than or equal to "
         "replica.lag.time.max.ms to prevent frequent changes in ISR"},
        {"replica.lag.time.max.ms = 10_000", "log.retention.hours = 0",
         "log.retention.ms must be unlimited (-1) or, greater than or equal to 1"},
        {"replica.lag.time.max.ms = 10_000",
         "replica.lag.time.max.ms = 10_000\n[broker.2.config]\n"
         "replica.fetch.wait.max.ms = 20_000",
         "replica.fetch.wait.max.ms should always be less than or equal to "
         "replica.lag.time.max.ms to prevent frequent changes in ISR"},
        {"from   = \"earliest\"", "from = 0\nconfig.enable.auto.commit = true",
         "enable.auto.commit cannot be set to true when default group id (null) is used."},
        {"acks = \"all\"", "acks = \"1\"\ntransactional.id = \"till\"",
         "Cannot set a transactional.id without also enabling idempotence."},
        {"min.insync.replicas = 2", "min.compaction.lag.ms = 500\nmax.compaction.lag.ms = 100",
         "conflict topic config setting min.compaction.lag.ms (500) > max.compaction.lag.ms (100)"},
        {"min.insync.replicas = 2", "remote.storage.enable = true",
         "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with "
         "remote log storage."}};
    for (Case const& each : cases) {
        Loaded const loaded = load(spoil(each.line, each.instead));
        EXPECT_FALSE(loaded.scenario) << each.instead;
        EXPECT_TRUE(std::any_of(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                                [&](Diagnostic const& told) {
                                    return told.severity == Diagnostic::Severity::error &&
                                           told.message == each.message;
                                }))
            << each.message;
    }
}

TEST(Loader, ASessionShorterThanTwoHeartbeatsIsOnlyAWarning) {
    Loaded const loaded =
        load(spoil("replica.lag.time.max.ms = 10_000", "broker.session.timeout.ms = 3_000"));
    EXPECT_TRUE(loaded.scenario);
    ASSERT_EQ(loaded.diagnostics.size(), 1U);
    EXPECT_EQ(loaded.diagnostics[0].severity, Diagnostic::Severity::warning);
    EXPECT_EQ(loaded.diagnostics[0].advice,
              "broker.heartbeat.interval.ms is 2000, broker.session.timeout.ms 3000");
}

TEST(Loader, WhatCannotBeMeantIsToldWithItsPlace) {
    struct Case {
        char const* line;
        char const* instead;
        char const* message;
        std::int32_t line_number;
        bool is_warning;
    };
    Case const cases[] = {
        {"seed     = 7", "healed = \"31s\"", "it is healed only after the end of the scenario", 4,
         false},
        {"seed     = 7", "teaches = [\"M1\", \"M1\"]", "\"M1\" is named twice", 4, false},
        {"\"c\"]", "\"\"]", "a rack without a name", 10, false},
        {"rate  = \"20/s\"", "rate = \"20/s\"\nstart = \"30s\"",
         "it never starts: the scenario has ended by then", 28, true},
        {"from   = \"earliest\"", "start = \"31s\"",
         "it never starts: the scenario has ended by then", 36, true}};
    for (Case const& each : cases) {
        Loaded const loaded = load(spoil(each.line, each.instead));
        EXPECT_EQ(loaded.scenario.has_value(), each.is_warning) << each.message;
        ASSERT_EQ(loaded.diagnostics.size(), 1U) << each.message;
        EXPECT_EQ(loaded.diagnostics[0].message, each.message);
        EXPECT_EQ(loaded.diagnostics[0].place.line, each.line_number) << each.message;
    }
}

TEST(Loader, WithoutControllersTheBrokersAreBoth) {
    Loaded const loaded = load(spoil("controllers = 3", "controllers = 0"));
    ASSERT_TRUE(loaded.scenario);
    ASSERT_EQ(loaded.scenario->world.nodes.size(), 3U);
    EXPECT_TRUE(loaded.scenario->world.nodes[0].is_controller);
}

TEST(Loader, StepsOfOneInstantKeepTheOrderOfTheFile) {
    Loaded const loaded =
        load(spoil("at = \"20s\"", "at = \"6s\"") + "[[step]]\nat = \"3s\"\ndo = \"heal all\"\n");
    ASSERT_TRUE(loaded.scenario);
    Scenario const& scenario = *loaded.scenario;
    EXPECT_TRUE(std::holds_alternative<HealAll>(scenario.commands[0].command.body));
    EXPECT_EQ(scenario.commands[0].at, Time{} + seconds(3));
    // Behind heal all and the four commands of its own instant.
    EXPECT_EQ(scenario.expectations[0].commands_before, 5);
    EXPECT_EQ(scenario.steps[0].phrases[0], "heal all");
}

TEST(Loader, SettingsWinOverTheFile) {
    LoadOptions options = good_options();
    options.settings = {"checkout.acks=1", "cluster.replica.lag.time.max.ms=5000", "seed=9",
                        "orders.min.insync.replicas=1"};
    Loaded const loaded = load(kGoodScenario, options);
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    ASSERT_TRUE(loaded.scenario);
    EXPECT_EQ(loaded.scenario->producers[0].config.acks, 1);
    EXPECT_EQ(loaded.scenario->world.nodes[0].config.replica_lag_time_max_ms, 5'000);
    EXPECT_EQ(loaded.scenario->world.seed, 9U);
    EXPECT_EQ(loaded.scenario->world.clusters[0].topics[0].configs.back().second, "1");
}

TEST(Loader, PhrasesMayNameWhatEarlierPhrasesMake) {
    Loaded const loaded =
        load(spoil("\"cut broker-1 from broker-3\"",
                   "\"exec kafka-topics --create --topic more --replica-assignment 1:2,2:3\", "
                   "\"produce 3 to more-1 as p acks=all\", \"produce 1 to more as p\", "
                   "\"pause p\", \"read more-0 from earliest\""));
    for (Diagnostic const& each : loaded.diagnostics) ADD_FAILURE() << render(each);
    EXPECT_TRUE(loaded.scenario);
}

// What is wrong with a file, exactly as it is told.
TEST(Loader, EveryMistakeHasPlaceMessageAndAdvice) {
    struct Case {
        char const* from;
        char const* to;
        char const* told;
    };
    Case const cases[] = {
        {"format   = 1", "format   = 2",
         "good.toml:1:12: error: this program reads format 1, not 2\n"
         "    1 | format   = 2\n      |            ^\n"
         "      = a newer highwater reads this file\n"},
        {"title ", "titel ",
         "good.toml:1:1: error: a scenario has no `title`\n    1 | format   = 1\n      | ^\n"
         "      = say what the lesson shows\n"
         "good.toml:2:1: error: unknown key `titel` in a scenario\n"
         "    2 | titel    = \"A leader dies\"\n      | ^^^^^\n"
         "      = did you mean `title`?\n"},
        {"\"30s\"", "\"30\"",
         "good.toml:5:12: error: \"30\" has no unit\n    5 | duration = \"30\"\n"
         "      |            ^^^^\n"
         "      = write for example 30s or 30ms; units are us, ms, s, min, h, d\n"},
        {"[[topic]]", "[[topik]]",
         "good.toml:17:3: error: unknown key `topik` in a scenario\n"
         "   17 | [[topik]]\n      |   ^^^^^\n      = did you mean `topic`?\n"},
        {"replication-factor = 3", "replication-factor = 5",
         "good.toml:20:22: error: replication factor 5 with 3 brokers\n"
         "   20 | replication-factor = 5\n      |                      ^\n"
         "      = a broker holds at most one replica of a partition\n"},
        {"kill broker-2", "kil broker-2",
         "good.toml:43:8: error: unknown verb `kil`\n"
         "   43 | do = [\"kil broker-2\", \"cut broker-1 from broker-3\"]\n"
         "      |        ^^^\n      = did you mean `kill`?\n"},
        {"kill broker-2", "kill brokr-2",
         "good.toml:43:13: error: no node is called `brokr-2`\n"
         "   43 | do = [\"kill brokr-2\", \"cut broker-1 from broker-3\"]\n"
         "      |             ^^^^^^^\n      = did you mean `broker-2`?\n"},
        {"cut broker-1 from", "cut broker-1 frm",
         "good.toml:43:38: error: expected `from`, `to` or `into`, not `frm`\n"
         "   43 | do = [\"kill broker-2\", \"cut broker-1 frm broker-3\"]\n"
         "      |                                      ^^^\n      = did you mean `from`?\n"},
        {"leader of orders-1 is", "leader of order-1 is",
         "good.toml:48:14: error: no topic is called `order`\n"
         "   48 |   \"leader of order-1 is broker-3\",\n      |              ^^^^^^^\n"
         "      = did you mean `orders`?\n"},
        {"leader of orders-1 is", "leadr of orders-1 is",
         "good.toml:48:4: error: unknown query `leadr`\n"
         "   48 |   \"leadr of orders-1 is broker-3\",\n      |    ^^^^^\n"
         "      = did you mean `leader`?\n"},
        {"is broker-3", "is broker-9",
         "good.toml:48:26: error: no broker or controller is called `broker-9`\n"
         "   48 |   \"leader of orders-1 is broker-9\",\n"
         "      |                          ^^^^^^^^\n"
         "      = have broker-1, broker-2, broker-3, controller-3001, controller-3002, "
         "controller-3003\n"},
        {"lost = 0", "lost contains 0", "good.toml:49:30: error: `contains` does not fit "},
        {"answer = \"leader of orders-1 at 20s\"", "choices = [\"broker-1\"]",
         "good.toml:42:12: error: `choices` without `answer`\n"},
        {"at 20s\"", "at 20s\"\nchoices = [\"broker-1\", \"broker-8\"]",
         "good.toml:43:25: error: no broker or controller is called `broker-8`\n"},
        {"at 20s\"", "at 20s\"\nchoices = [\"1\", \"2\", \"3\", \"none\", \"1\"]",
         "good.toml:43:35: error: a question has at most 4 choices\n"},
        {"seed     = 7", "seed     = 7\norder = 0",
         "good.toml:5:9: error: `order` must be between 1 and 9999, not 0\n"},
        {"\"orders-0\"", "\"orders-7\"",
         "good.toml:35:12: error: orders has no partition 7\n"
         "   35 | assign = [\"orders-7\"]\n      |            ^^^^^^^^\n"
         "      = have orders-0 … orders-2\n"},
        {"name   = \"auditor\"", "group = \"billing\"",
         "good.toml:33:1: error: [[consumer]] has no `topics`\n"},
        {"name   = \"auditor\"", "name = \"orders-1\"",
         "good.toml:34:8: error: \"orders-1\" would also name a partition of orders\n"},
        {"name   = \"auditor\"", "name = \"checkout\"",
         "good.toml:34:8: error: the name \"checkout\" is taken\n"},
        {"data/orders", "data/order", "good.toml:28:9: error: no file data/order.jsonl\n"},
        {"data/orders", "../data/orders",
         "good.toml:28:9: error: `..` leaves the scenarios folder\n"},
        {"\"customer_id\"", "\"customerid\"",
         "data/orders.jsonl:1:1: error: no field `customerid` for the key\n"
         "    1 | {\"customer_id\": \"C-1\"}\n      | ^\n      = did you mean `customer_id`?\n"},
        {"rate  = \"20/s\"", "rate  = \"20\"",
         "good.toml:27:9: error: \"20\" is not a rate: it does not say per what\n"},
        {"racks       = [\"a\", \"b\", \"c\"]", "racks = [\"a\"]",
         "good.toml:10:1: error: 1 racks for 3 brokers\n"},
        {"brokers     = 3", "brokers = 300",
         "good.toml:8:11: error: `brokers` must be between 1 and 100, not 300\n"},
        {"at = \"20s\"", "at = \"40s\"", "good.toml:46:6: error: the run ends before this step\n"},
        {"min.insync.replicas = 2", "min.insync.replicas = 2\n\"min.insync.replicas\" = 1",
         "good.toml:23:1: error: `min.insync.replicas` is written twice\n"},
        {"expect = [\n  \"leader of orders-1 is broker-3\",\n"
         "  \"acknowledged records lost = 0\",\n]",
         "expect = []", "good.toml:47:1: error: `expect` is an empty list\n"},
        {"title    = \"A leader dies\"", "title    = \"A leader dies",
         "good.toml:2:26: error: a text must end on the line on which it begins\n"},
    };
    for (Case const& each : cases) {
        Loaded const loaded = load(spoil(each.from, each.to));
        EXPECT_FALSE(loaded.scenario) << each.to;
        std::string told;
        for (Diagnostic const& one : loaded.diagnostics) told += render(one);
        EXPECT_EQ(told.substr(0, std::string{each.told}.size()), each.told);
    }
}

TEST(Loader, SettingsAreCheckedLikeTheFile) {
    LoadOptions options = good_options();
    options.settings = {"chekout.acks=1", "nonsense"};
    Loaded const loaded = load(kGoodScenario, options);
    ASSERT_EQ(loaded.diagnostics.size(), 2U);
    EXPECT_EQ(loaded.diagnostics[0].message, "not key=value");
    EXPECT_EQ(loaded.diagnostics[1].message,
              "`chekout` is no producer, consumer, group or topic, nor `cluster`");
    EXPECT_EQ(loaded.diagnostics[1].advice, "did you mean `checkout`?");
}

TEST(Loader, MembersHaveTheConfigOfTheirGroup) {
    std::string const text =
        std::string{kGoodScenario} +
        "\n[[consumer]]\ngroup = \"billing\"\nmembers = 2\ntopics = [\"orders\"]\n";
    LoadOptions options = good_options();
    options.settings = {"billing.session.timeout.ms=6000"};
    EXPECT_TRUE(load(text, options).scenario);
    options.settings = {"billing-1.session.timeout.ms=6000"};
    Loaded const loaded = load(text, options);
    ASSERT_EQ(loaded.diagnostics.size(), 1U);
    EXPECT_EQ(loaded.diagnostics[0].message,
              "`billing-1` has no config of its own: the members of a group share one");
    EXPECT_EQ(loaded.diagnostics[0].advice, "write `billing` for all of them");
}

TEST(Loader, ATopicThatAStepMakesCanBeNamedFromTheBeginning) {
    std::string const consumer = "\n[[consumer]]\ngroup = \"billing\"\ntopics = [\"late\"]\n";
    std::string const pauses = "\n[[step]]\nat = \"7s\"\ndo = \"pause billing-1 late-1\"\n";
    std::string const creates =
        "\n[[step]]\nat = \"8s\"\ndo = \"exec kafka-topics --create --topic late --partitions "
        "2\"\n";
    std::string const good = kGoodScenario;
    EXPECT_TRUE(load(good + consumer + pauses + creates).diagnostics.empty());
    Loaded const beyond = load(good + consumer +
                               "\n[[step]]\nat = \"7s\"\ndo = \"pause billing-1 "
                               "late-2\"\n" +
                               creates);
    ASSERT_EQ(beyond.diagnostics.size(), 1U);
    EXPECT_EQ(beyond.diagnostics[0].message, "late has no partition 2");
    EXPECT_EQ(beyond.diagnostics[0].advice, "have late-0 … late-1");
    // Without that step it may still come, from somebody at the keyboard.
    Loaded const alone = load(good + consumer + pauses);
    EXPECT_TRUE(alone.scenario);
    ASSERT_EQ(alone.diagnostics.size(), 1U);
    EXPECT_EQ(alone.diagnostics[0].severity, Diagnostic::Severity::warning);
    EXPECT_EQ(alone.diagnostics[0].message, "no topic is called `late` yet");
    EXPECT_EQ(alone.diagnostics[0].place.column, 11);
}

TEST(Loader, AWarningOfAStepStandsUnderItsWord) {
    Loaded const loaded = load(std::string{kGoodScenario} +
                               "\n[[step]]\nat = \"21s\"\ndo = \"produce 1 to orders as p "
                               "metadata.max.idle.ms=300000\"\n");
    ASSERT_EQ(loaded.diagnostics.size(), 1U);
    EXPECT_EQ(loaded.diagnostics[0].message,
              "`metadata.max.idle.ms` has no effect in this simulator");
    EXPECT_EQ(loaded.diagnostics[0].place.column, 32);
    EXPECT_EQ(loaded.diagnostics[0].width, 20);
}

// Kafka would not start with them, though they have no effect here.
TEST(Loader, ConfigsWithoutEffectAreCheckedToo) {
    std::string const refused =
        "Invalid value abc for configuration send.buffer.bytes: Not a number of type INT";
    Loaded const of_producer = load(spoil("acks = \"all\"", "send.buffer.bytes = \"abc\""));
    ASSERT_EQ(of_producer.diagnostics.size(), 1U);
    EXPECT_EQ(of_producer.diagnostics[0].message, refused);
    EXPECT_EQ(of_producer.diagnostics[0].place.line, 31);
    LoadOptions set = good_options();
    set.settings = {"checkout.send.buffer.bytes=abc"};
    Loaded const by_setting = load(kGoodScenario, set);
    ASSERT_EQ(by_setting.diagnostics.size(), 1U);
    EXPECT_EQ(by_setting.diagnostics[0].message, refused);
    Loaded const of_step = load(std::string{kGoodScenario} +
                                "\n[[step]]\nat = \"21s\"\ndo = \"produce 1 to orders as p "
                                "send.buffer.bytes=abc\"\n");
    ASSERT_EQ(of_step.diagnostics.size(), 1U);
    EXPECT_EQ(of_step.diagnostics[0].message, refused);
    EXPECT_EQ(of_step.diagnostics[0].severity, Diagnostic::Severity::error);
    Loaded const of_broker =
        load(spoil("replica.lag.time.max.ms = 10_000", "num.network.threads = 0"));
    ASSERT_EQ(of_broker.diagnostics.size(), 1U);
    EXPECT_EQ(of_broker.diagnostics[0].message,
              "Invalid value 0 for configuration num.network.threads: Value must be at least 1");
    Loaded const good = load(spoil("acks = \"all\"", "send.buffer.bytes = 4096"));
    EXPECT_TRUE(good.scenario);
    ASSERT_EQ(good.diagnostics.size(), 1U);
    EXPECT_EQ(good.diagnostics[0].severity, Diagnostic::Severity::warning);
}

TEST(Loader, AGroupHasAName) {
    Loaded const loaded =
        load(std::string{kGoodScenario} + "\n[[consumer]]\ngroup = \"\"\ntopics = [\"orders\"]\n");
    ASSERT_EQ(loaded.diagnostics.size(), 1U);
    EXPECT_EQ(loaded.diagnostics[0].message, "a group without a name cannot be joined");
}

TEST(Loader, HostileTextsAreRefusedBeforeParsing) {
    std::string const texts[] = {
        std::string(300'000, 'x'),
        "a = " + std::string(10'000, '['),
        "[" + std::string(20'000, 'a') + std::string(5'000, '.') + "]",
        std::string("title = \"\0\"", 11),
        "title = \"\xff\"",
    };
    for (std::string const& text : texts) {
        Loaded const loaded = load(text);
        EXPECT_FALSE(loaded.scenario);
        EXPECT_EQ(loaded.diagnostics.size(), 1U);
    }
}

}  // namespace
}  // namespace highwater
