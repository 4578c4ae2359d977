// The program as a shell sees it: exit codes, and what is told about bad input.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/program.h"
#include "cli/story.h"

namespace highwater::cli {
namespace {

namespace fs = std::filesystem;

struct Shell {
    int exit{};
    std::string out;
    std::string err;
};

Shell highwater(std::vector<std::string> arguments, Window const& window = {}) {
    arguments.insert(arguments.begin(), "highwater");
    std::vector<char const*> argv;
    for (std::string const& argument : arguments) argv.push_back(argument.c_str());
    std::ostringstream out;
    std::ostringstream err;
    std::streambuf* const cout_before = std::cout.rdbuf(out.rdbuf());
    std::streambuf* const cerr_before = std::cerr.rdbuf(err.rdbuf());
    Shell shell;
    shell.exit = run_program(static_cast<int>(argv.size()), argv.data(), window);
    std::cout.rdbuf(cout_before);
    std::cerr.rdbuf(cerr_before);
    shell.out = out.str();
    shell.err = err.str();
    return shell;
}

// A folder of its own for each test, gone afterwards.
class Program : public testing::Test {
protected:
    void SetUp() override {
        auto const* info = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() /
                  ("highwater-" + std::to_string(getpid()) + "-" + info->name());
        fs::create_directories(folder_ / "scenarios" / "topic");
        fs::create_directories(folder_ / "scenarios" / "data");
        fs::current_path(folder_);
        write("scenarios/data/d.jsonl", "{\"id\": \"a\"}\n{\"id\": \"b\"}\n");
        write("good.toml", good());
    }
    void TearDown() override {
        fs::current_path(fs::temp_directory_path());
        fs::remove_all(folder_);
    }
    static void write(std::string const& name, std::string const& text) {
        std::ofstream{name, std::ios::binary} << text;
    }
    static std::string good() {
        return "format = 1\ntitle = \"t\"\nduration = \"2s\"\n[cluster]\nbrokers = 1\n"
               "controllers = 1\n[[topic]]\nname = \"orders\"\n[[step]]\nat = \"1s\"\n"
               "do = \"produce 2 to orders as p\"\n[[step]]\nat = \"2s\"\n"
               "expect = \"records acknowledged of p = 2\"\n";
    }
    static std::string spoilt(std::string const& from, std::string const& to) {
        std::string text = good();
        return text.replace(text.find(from), from.size(), to);
    }

    fs::path folder_;
};

TEST_F(Program, RunTellsTheStoryAndExitsByItsExpectations) {
    Shell const good_run = highwater({"run", "good.toml"});
    EXPECT_EQ(good_run.exit, 0) << good_run.err;
    EXPECT_NE(good_run.out.find("✓ holds: records acknowledged of p = 2"), std::string::npos);
    EXPECT_NE(good_run.out.find("1 of 1 expectations hold.\n"), std::string::npos);
    write("bad.toml", spoilt("p = 2", "p = 3"));
    Shell const failed = highwater({"run", "bad.toml"});
    EXPECT_EQ(failed.exit, 1);
    EXPECT_NE(failed.out.find("✗ FAILED: records acknowledged of p = 3, but it is 2"),
              std::string::npos);
}

TEST_F(Program, CombinePrintsWhatCameOfEachConfiguration) {
    Shell const shell = highwater(
        {"combine", "good.toml", "orders.min.insync.replicas=1,2", "cluster.num.partitions=1,2"});
    EXPECT_EQ(shell.exit, 0) << shell.err;
    std::istringstream lines{shell.out};
    std::vector<std::string> rows;
    for (std::string line; std::getline(lines, line);) rows.push_back(line);
    ASSERT_EQ(rows.size(), 5U) << shell.out;
    EXPECT_EQ(rows[0],
              "orders.min.insync.replicas  cluster.num.partitions  sent  acknowledged  lost  "
              "duplicated  failed  without leader");
    EXPECT_EQ(rows[1].substr(0, 29), "1                           1");
    EXPECT_EQ(rows[4].substr(0, 29), "2                           2");
    Shell const wrong = highwater({"combine", "good.toml", "orders.nonsense=1,2"});
    EXPECT_EQ(wrong.exit, 2);
    EXPECT_NE(wrong.err.find("orders.nonsense"), std::string::npos) << wrong.err;
    EXPECT_EQ(highwater({"combine", "good.toml"}).exit, 2);
}

TEST_F(Program, TheStoryNamesTheBrokerThatTakesGroupsOver) {
    write("failover.toml", R"(format = 1
title = "t"
duration = "30s"
[cluster]
brokers = 2
controllers = 1
[cluster.config]
"offsets.topic.num.partitions" = 1
"offsets.topic.replication.factor" = 2
[[topic]]
name = "orders"
assignment = [[1, 2]]
[[consumer]]
group = "billing"
topics = ["orders"]
[[step]]
at = "10s"
do = ["kill coordinator of billing"]
)");
    Shell const run = highwater({"run", "failover.toml"});
    EXPECT_EQ(run.exit, 0) << run.err;
    std::string const told = "coordinates the groups of __consumer_offsets-0 now: it read 1 group";
    auto const first = run.out.find(told);
    EXPECT_NE(first, std::string::npos) << run.out;
    // When the group began nobody was taken over.
    EXPECT_EQ(run.out.find("coordinates the groups of"),
              run.out.rfind("coordinates the groups of"));
}

// Kafka's tool says what Java says, and ends well.
TEST_F(Program, AFileOfOffsetsThatIsNotThereIsTheToolsMatter) {
    std::vector<std::string> const reset{
        "exec",    "good.toml", "--",        "kafka-consumer-groups", "--group",    "g",
        "--topic", "orders",    "--dry-run", "--reset-offsets",       "--from-file"};
    std::vector<std::string> missing = reset;
    missing.push_back("nowhere.csv");
    Shell const none = highwater(missing);
    EXPECT_EQ(none.exit, 0) << none.err;
    EXPECT_NE(none.out.find("Error: Executing consumer group command failed due to "
                            "java.nio.file.NoSuchFileException: nowhere.csv"),
              std::string::npos)
        << none.out << none.err;
    write("empty.csv", "");
    std::vector<std::string> empty = reset;
    empty.push_back("empty.csv");
    EXPECT_EQ(highwater(empty).out.find("NoSuchFile"), std::string::npos);
}

TEST_F(Program, FactsAreNotWrittenInAFormThatNobodyNamed) {
    Shell const run = highwater({"run", "good.toml", "--facts", "facts.xlsx"});
    EXPECT_EQ(run.exit, 2);
    EXPECT_NE(run.err.find("end its name in .jsonl, .json or .csv"), std::string::npos) << run.err;
    EXPECT_FALSE(std::ifstream{"facts.xlsx"});
    EXPECT_EQ(highwater({"run", "good.toml", "--facts", "facts"}).exit, 0) << "JSON lines";
}

TEST_F(Program, RunAnswersInJsonAndWritesFacts) {
    Shell const run = highwater({"run", "good.toml", "--format", "json", "--facts", "facts.jsonl"});
    ASSERT_EQ(run.exit, 0) << run.err;
    auto const json = nlohmann::json::parse(run.out);
    EXPECT_EQ(json["expectations"][0]["holds"], true);
    EXPECT_EQ(json["expectations"][0]["line"], 14);
    EXPECT_TRUE(json["lost"].empty());
    std::ifstream facts{"facts.jsonl"};
    int lines = 0;
    for (std::string line; std::getline(facts, line); ++lines) {
        auto const fact = nlohmann::json::parse(line);
        ASSERT_TRUE(fact.contains("kind") && fact.contains("text") && fact.contains("at_us"));
    }
    EXPECT_GT(lines, 20);
}

TEST_F(Program, SettingsAndSeedChangeTheRun) {
    EXPECT_EQ(highwater({"run", "good.toml", "--seed", "5"}).exit, 0);
    EXPECT_EQ(highwater({"run", "good.toml", "--set", "orders.min.insync.replicas=1", "--set",
                         "cluster.broker.session.timeout.ms=5000"})
                  .exit,
              0);
    Shell const many = highwater({"run", "good.toml", "--seed", "many"});
    EXPECT_EQ(many.exit, 2);
    EXPECT_NE(many.err.find("\"many\" is no seed: a whole number from 0 on"), std::string::npos)
        << many.err;
}

TEST_F(Program, RunsAreBounded) {
    Shell const run = highwater({"run", "good.toml", "--max-events", "100"});
    EXPECT_EQ(run.exit, 2);
    EXPECT_NE(run.err.find("raise --max-events"), std::string::npos);
}

TEST_F(Program, StateHasEveryPromisedKey) {
    Shell const state = highwater({"state", "good.toml", "--at", "2s", "--format", "json"});
    ASSERT_EQ(state.exit, 0) << state.err;
    auto const json = nlohmann::json::parse(state.out);
    for (char const* key : {"at_us", "event", "history_hash", "kafka", "controllers", "brokers",
                            "partitions", "producers", "consumers", "groups"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    EXPECT_EQ(json["at_us"], 2'000'000);
    EXPECT_EQ(json["producers"][0]["acknowledged"], 2);
    EXPECT_EQ(json["partitions"][0]["high_watermark"], 2);
    EXPECT_EQ(json["partitions"][0]["copies"][0]["log_end_offset"], 2);
}

TEST_F(Program, ExecAnswersAsTheTool) {
    Shell const list =
        highwater({"exec", "good.toml", "--at", "1s", "--", "kafka-topics.sh", "--list"});
    EXPECT_EQ(list.exit, 0) << list.err;
    EXPECT_EQ(list.out, "orders\n");
    Shell const unknown = highwater({"exec", "good.toml", "--", "kafka-topic", "--list"});
    EXPECT_EQ(unknown.exit, 2);
    EXPECT_NE(unknown.err.find("did you mean `kafka-topics`?"), std::string::npos);
}

TEST_F(Program, ExecPrintsItsOwnToolsAnswerAndNoOther) {
    write("two.toml", spoilt("[[step]]\nat = \"2s\"\nexpect",
                             "[[step]]\nat = \"1.5s\"\ndo = \"exec kafka-topics --describe "
                             "--topic nope\"\n[[step]]\nat = \"2s\"\nexpect"));
    Shell const made = highwater(
        {"exec", "two.toml", "--at", "1.49s", "--", "kafka-topics", "--create", "--topic", "new"});
    EXPECT_EQ(made.exit, 0);
    EXPECT_EQ(made.out, "Created topic new.\n");
}

TEST_F(Program, ExecNeverAsksAControllerWhatItCannotAnswer) {
    for (std::vector<std::string> const& what :
         {std::vector<std::string>{"--describe", "--topic", "orders"},
          {"--describe", "--broker-defaults"},
          {"--alter", "--client", "p", "--add-config", "producer_byte_rate=5"}}) {
        std::vector<std::string> call = {"exec",
                                         "good.toml",
                                         "--at",
                                         "1s",
                                         "--",
                                         "kafka-configs",
                                         "--bootstrap-controller",
                                         "controller-3001:9093"};
        call.insert(call.end(), what.begin(), what.end());
        Shell const refused = highwater(call);
        EXPECT_EQ(refused.exit, 1) << refused.out;
        EXPECT_NE(refused.err.find("--bootstrap-server for everything else"), std::string::npos)
            << refused.err;
    }
}

TEST_F(Program, ExplainWalksBack) {
    Shell const why = highwater({"explain", "good.toml", "--why", "high watermark of orders-0"});
    EXPECT_EQ(why.exit, 0) << why.err;
    EXPECT_NE(why.out.find("because"), std::string::npos);
    EXPECT_EQ(highwater({"explain", "good.toml"}).exit, 2);
    Shell const wrong = highwater({"explain", "good.toml", "--why", "weather"});
    EXPECT_EQ(wrong.exit, 2);
    EXPECT_NE(wrong.err.find("elr of PARTITION"), std::string::npos) << "lists what is known";
    Shell const epoch = highwater({"explain", "good.toml", "--why", "partition epoch of orders-0"});
    EXPECT_EQ(epoch.exit, 0) << epoch.err;
    EXPECT_EQ(highwater({"explain", "good.toml", "--event", "99999999"}).exit, 2);
}

// A run of three hours would take longer than anybody waits for a misspelt phrase.
TEST_F(Program, ExplainRefusesAWrongPhraseBeforeTheRun) {
    write("long.toml",
          "format = 1\ntitle = \"t\"\nduration = \"3h\"\n[cluster]\nbrokers = 3\ncontrollers = 1\n"
          "[[topic]]\nname = \"orders\"\n[[producer]]\nname = \"p\"\ntopic = \"orders\"\n"
          "rate = \"1000/s\"\n");
    for (char const* phrase : {"leadr of orders-0", "leader of order-0", "leader of orders-9",
                               "leader on orders-0", "last error of q"}) {
        EXPECT_EQ(highwater({"explain", "long.toml", "--why", phrase}).exit, 2) << phrase;
    }
}

TEST_F(Program, HelpIsGenerated) {
    EXPECT_NE(highwater({"help", "verbs"}).out.find("cut NODES from NODES"), std::string::npos);
    EXPECT_NE(highwater({"help", "queries"}).out.find("leader of PARTITION"), std::string::npos);
    EXPECT_NE(highwater({"help", "faults"}).out.find("kill NODE"), std::string::npos);
    EXPECT_NE(highwater({"help", "facts"}).out.find("LeaderElected"), std::string::npos);
    EXPECT_NE(highwater({"help", "scenario"}).out.find("[[producer]]"), std::string::npos);
    Shell const producer = highwater({"help", "scenario", "producer"});
    EXPECT_EQ(producer.out.rfind("[[producer]]", 0), 0U);
    EXPECT_EQ(producer.out.find("[[consumer]]"), std::string::npos);
    Shell const misspelt = highwater({"help", "scenario", "producers"});
    EXPECT_EQ(misspelt.exit, 2);
    EXPECT_NE(misspelt.err.find("did you mean `producer`?"), std::string::npos) << misspelt.err;
    EXPECT_EQ(highwater({"help", "verbs", "producer"}).exit, 2);
    EXPECT_EQ(highwater({"help"}).exit, 0);
    EXPECT_EQ(highwater({"help", "verb"}).exit, 2);
    EXPECT_EQ(highwater({"--help"}).exit, 0);
}

TEST_F(Program, BadFilesAreToldWithTheirPlace) {
    write("cut.toml", good().substr(0, 20));
    write("latin1.toml", "title = \"M\xfcnchen\"\n");
    write("large.toml", std::string(10'000'000, '#'));
    write("data.toml", good() +
                           "[[producer]]\nname = \"q\"\ntopic = \"orders\"\nrate = \"1/s\"\n"
                           "file = \"data/none.jsonl\"\n");
    write("scenarios/topic/lacks.toml",
          good() +
              "[[producer]]\nname = \"q\"\ntopic = \"orders\"\nrate = \"1/s\"\n"
              "file = \"../data/d.jsonl\"\nkey = \"ident\"\n");
    write("scenarios/topic/out.toml",
          good() +
              "[[producer]]\nname = \"q\"\ntopic = \"orders\"\nrate = \"1/s\"\n"
              "file = \"../../good.toml\"\n");
    struct Case {
        char const* file;
        char const* told;
    };
    Case const cases[] = {
        {"none.toml", "none.toml:1:1: error: there is no file none.toml\n"},
        {"scenarios", "scenarios:1:1: error: scenarios is a folder, not a file\n"},
        {"cut.toml", "cut.toml:2:"},
        {"latin1.toml", "latin1.toml:1:11: error: not UTF-8\n"},
        {"large.toml", "large.toml:1:1: error: a scenario with more than 262144 bytes"},
        {"data.toml", "data.toml:19:8: error: there is no file "},
        {"scenarios/topic/lacks.toml", "scenarios/data/d.jsonl:1:1: error: no field `ident`"},
        {"scenarios/topic/out.toml",
         "scenarios/topic/out.toml:19:8: error: `..` leaves the scenarios folder\n"},
        {"/dev/null", "/dev/null:1:1: error: a scenario has no `format`\n"},
    };
    for (Case const& each : cases) {
        for (char const* command : {"run", "check", "state"}) {
            Shell const shell = highwater({command, each.file});
            EXPECT_EQ(shell.exit, 2) << each.file;
            EXPECT_EQ(shell.err.substr(0, std::string{each.told}.size()), each.told);
        }
    }
}

TEST_F(Program, ASavedRunIsTheSameAgainAndAnotherOneSaysWhere) {
    EXPECT_EQ(highwater({"run", "good.toml", "--save", "good.save"}).exit, 0);
    Shell const same = highwater({"replay", "good.save"});
    EXPECT_EQ(same.exit, 0) << same.err;
    EXPECT_NE(same.out.find("the same to the last event"), std::string::npos) << same.out;

    std::stringstream text;
    text << std::ifstream{"good.save"}.rdbuf();
    std::string other = text.str();
    std::size_t const seed = other.find("\nseed ") + 6;
    other.replace(seed, other.find('\n', seed) - seed, "77");
    write("other.save", other);
    Shell const differs = highwater({"replay", "other.save"});
    EXPECT_EQ(differs.exit, 1) << differs.err;
    EXPECT_NE(differs.out.find("The next event here is at"), std::string::npos) << differs.out;

    EXPECT_EQ(highwater({"replay", "good.toml"}).exit, 2);
    EXPECT_EQ(highwater({"replay", "nowhere.save"}).exit, 2);
    EXPECT_EQ(highwater({"run", "good.toml", "--save", "no/such/folder.save"}).exit, 2);
}

// The leader of orders-1 is dead: the tool looks it up again until there is another one.
TEST_F(Program, GetOffsetsWaitsForTheNextLeader) {
    std::string const lesson = HIGHWATER_SOURCE_DIR "/scenarios/replication/leader-failover.toml";
    Shell const shell = highwater(
        {"exec", lesson, "--at", "8s", "--", "kafka-get-offsets.sh", "--topic", "orders"});
    EXPECT_EQ(shell.exit, 0) << shell.err;
    EXPECT_EQ(shell.err, "");
    for (char const* partition : {"orders:0:", "orders:1:", "orders:2:"}) {
        EXPECT_NE(shell.out.find(partition), std::string::npos) << shell.out;
    }
}

// Root may read everything, so it becomes nobody for the while.
TEST_F(Program, AnUnreadableFileIsTold) {
    constexpr uid_t kNobody = 65'534;
    fs::permissions("good.toml", fs::perms::none);
    uid_t const who = geteuid();
    if (who == 0) {
        ASSERT_EQ(seteuid(kNobody), 0);
    }
    Shell const shell = highwater({"run", "good.toml"});
    if (who == 0) {
        ASSERT_EQ(seteuid(who), 0);
    }
    EXPECT_EQ(shell.exit, 2);
    EXPECT_NE(shell.err.find("good.toml"), std::string::npos) << shell.err;
}

TEST_F(Program, ARunIsStoppedWhenItNeedsTooMuchMemory) {
    EXPECT_EQ(highwater({"run", "good.toml", "--max-memory", "2GiB"}).exit, 0);
    Shell const stopped = highwater({"run", "good.toml", "--max-memory", "1MiB"});
    EXPECT_EQ(stopped.exit, 2);
    EXPECT_NE(stopped.err.find("raise --max-memory"), std::string::npos) << stopped.err;
}

TEST_F(Program, ALinkDoesNotLeadOutOfTheScenariosFolder) {
    write("secret.jsonl", "{}\n");
    fs::create_symlink(folder_ / "secret.jsonl", "scenarios/data/link.jsonl");
    write("scenarios/topic/link.toml",
          good() +
              "[[producer]]\nname = \"q\"\ntopic = \"orders\"\nrate = \"1/s\"\n"
              "file = \"../data/link.jsonl\"\n");
    Shell const shell = highwater({"check", "scenarios/topic/link.toml"});
    EXPECT_EQ(shell.exit, 2);
    EXPECT_NE(shell.err.find("leaves the scenarios folder"), std::string::npos);
}

TEST_F(Program, BadCommandLinesAreToldWithAdvice) {
    struct Case {
        std::vector<std::string> arguments;
        char const* told;
    };
    Case const cases[] = {
        {{"rum", "good.toml"}, "did you mean `highwater run`?"},
        {{"rum"}, "did you mean `highwater run`?"},
        {{"run"}, "FILE is required"},
        {{"run", "good.toml", "--sed", "3"}, "--sed"},
        {{"run", "good.toml", "--until", "20"}, "\"20\" has no unit"},
        {{"run", "good.toml", "--until", "20s"}, "the run ends before this instant"},
        {{"run", "good.toml", "--format", "xml"}, "have text, json"},
        {{"run", "good.toml", "--max-memory", "lots"}, "is not a size"},
        {{"run", "good.toml", "--set", "orderz.x=1"}, "did you mean `orders`?"},
        {{"run", "good.toml", "--set", "orders.min.insync.replica=1"},
         "did you mean `min.insync.replicas`?"},
        {{"shot", "good.toml", "--out", "x.png"}, "without its window"},
        {{"good.toml"}, "plays it in the terminal"},
        {{}, "without its window"},
    };
    for (Case const& each : cases) {
        Shell const shell = highwater(each.arguments);
        EXPECT_EQ(shell.exit, 2) << each.told;
        EXPECT_NE(shell.err.find(each.told), std::string::npos) << shell.err;
    }
}

TEST_F(Program, APictureOfACommandThatCannotBeCarriedOutIsNotDrawn) {
    static int drawn;
    drawn = 0;
    Window window;
    window.shot = [](Scenario const&, ShotWish const&) -> Expected<NoValue> {
        ++drawn;
        return NoValue{};
    };
    auto const shoot = [&](char const* phrase) {
        return highwater({"shot", "good.toml", "--at", "1s", "--out", "x.png", "--do", phrase},
                         window);
    };
    Shell shell = shoot("kil broker-1");
    EXPECT_EQ(shell.exit, 2);
    EXPECT_NE(shell.err.find("--do:1:1"), std::string::npos) << shell.err;
    EXPECT_NE(shell.err.find("| ^^^\n"), std::string::npos) << shell.err;
    EXPECT_NE(shell.err.find("did you mean `kill`?"), std::string::npos) << shell.err;
    shell = shoot("start broker-1");
    EXPECT_EQ(shell.exit, 1);
    EXPECT_NE(shell.err.find("start broker-1 is not possible at 1.000 s"), std::string::npos)
        << shell.err;
    EXPECT_EQ(drawn, 0);
    EXPECT_EQ(shoot("kill broker-1").exit, 0);
    EXPECT_EQ(drawn, 1);
}

TEST(Story, ProseIsWrappedAtBlanks) {
    EXPECT_EQ(wrap("one two three", 8), (std::vector<std::string>{"one two", "three"}));
    EXPECT_EQ(wrap("", 8), (std::vector<std::string>{""}));
    EXPECT_EQ(wrap("unbreakable", 4), (std::vector<std::string>{"unbreakable"}));
    EXPECT_EQ(wrap("zwölf ö", 7), (std::vector<std::string>{"zwölf ö"}));
    EXPECT_EQ(wrap("a\nb", 8), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace highwater::cli
