#include "scenario/scenario_keys.h"

#include <algorithm>

#include "base/limits.h"

namespace highwater {

namespace {
constexpr std::string_view kNeeded = "needed";

std::string from_to(std::int64_t least, std::int64_t most) {
    return std::to_string(least) + " … " + std::to_string(most);
}
std::string from(std::int64_t least) { return std::to_string(least) + " …"; }

KeyHelp cluster_of_several() {
    return {"cluster", "NAME", "where it is, in a world of several clusters: needed there only",
            ""};
}
}  // namespace

bool TableKeys::has(std::string_view key) const {
    return std::any_of(keys.begin(), keys.end(),
                       [&](KeyHelp const& each) { return each.key == key; });
}

namespace table_keys {

TableKeys const& file() {
    static TableKeys const table{
        "file",
        "a scenario",
        "the top of the file, above all tables; and the tables there are",
        {
            {"format", "1", "of the file itself", kNeeded},
            {"title", "TEXT", "what the lesson shows", kNeeded},
            {"question", "TEXT", "what the class is asked; the menu shows it", ""},
            {"duration", "DURATION", "how long the run is", kNeeded},
            {"seed", from(0), "of everything that is drawn: the same seed is the same run", "1"},
            {"kafka", "\"4.3\"", "whose semantics", "\"4.3\""},
            {"teaches", "\"M1\" or [\"M1\", …]", "ids of the misconceptions that it corrects", ""},
            {"order", from_to(1, limits::kMenuOrder), "its turn in the menu",
             "behind the others of its folder"},
            {"after", "\"FILE\" or [\"FILE\", …]",
             "lessons that should come before, without folder and ending", "the one before it"},
            {"healed", "DURATION",
             "from then on nothing is broken, and the end must find everything in order", "never"},
            {"cluster", "[cluster], or several [[cluster]]", "servers", kNeeded},
            {"broker", "[broker.N.config]", "of one server, by its id", ""},
            {"network", "[network]", "how long messages take", ""},
            {"protocol", "[protocol]", "rules taken away, so that an old bug can be watched", ""},
            {"topic", "[[topic]]", "there from the beginning", ""},
            {"producer", "[[producer]]", "a client that sends", ""},
            {"consumer", "[[consumer]]", "a group of clients that read, or one by itself", ""},
            {"step", "[[step]]", "what is said, asked, done and expected, and when", ""},
            {"challenge", "[challenge]", "a set-up that the learner mends", ""},
        }};
    return table;
}

TableKeys const& cluster() {
    static TableKeys const table{
        "cluster",
        "[cluster]",
        "the servers; [[cluster]] for each of several clusters",
        {
            {"name", "NAME", "of [[cluster]]: the first part of its servers' names, west.broker-1",
             "needed in [[cluster]], refused in [cluster]"},
            {"brokers", from_to(1, limits::kBrokers), "broker-1, broker-2, …", kNeeded},
            {"controllers", from_to(0, limits::kControllers),
             "voters of the quorum, controller-3001, …; 0: the brokers are combined ones", "0"},
            {"racks", "[\"RACK\", …]", "one for each broker, in the order of their ids",
             "no racks"},
            {"config", "[cluster.config]",
             "every server's server.properties, with Kafka's names; in [[cluster]] as well",
             "Kafka's defaults"},
        }};
    return table;
}

TableKeys const& broker() {
    static TableKeys const table{
        "broker",
        "[broker.N]",
        "one server, by its id; in a world of several clusters [broker.WEST.N]",
        {{"config", "[broker.N.config]", "what its server.properties has beside the cluster's",
          ""}}};
    return table;
}

TableKeys const& network() {
    static TableKeys const table{
        "network",
        "[network]",
        "what lies between any two processes",
        {{"latency", "DURATION or DURATION..DURATION",
          "one way; of a range each message draws its own", "0.5ms..2ms"}}};
    return table;
}

TableKeys const& topic() {
    static TableKeys const table{
        "topic",
        "[[topic]]",
        "a topic that is there from the beginning",
        {
            {"name", "NAME", "as Kafka allows it", kNeeded},
            cluster_of_several(),
            {"partitions", from_to(1, limits::kPartitionsOfTopic), "how many", "1"},
            {"replication-factor", from_to(1, limits::kReplicationFactor),
             "replicas of each; the controller places them", "1"},
            {"assignment", "[[ID, …], …]",
             "instead of both: the brokers of each partition, its preferred leader first", ""},
            {"config", "[topic.config]", "Kafka's configs of topics", "the brokers' defaults"},
        }};
    return table;
}

TableKeys const& producer() {
    static TableKeys const table{
        "producer",
        "[[producer]]",
        "a client that sends; without a rate only what steps tell it to",
        {
            {"name", "NAME", "its name and client.id", kNeeded},
            cluster_of_several(),
            {"topic", "NAME", "where it sends to", "needed with a rate"},
            {"partition", from_to(0, limits::kPartitionsOfTopic), "sends to this one only",
             "its partitioner chooses"},
            {"rate", "NUMBER/UNIT", "records in a time: \"20/s\", \"0.5/s\", \"90/min\"",
             "none: it waits for steps"},
            {"start", "DURATION", "when its workload begins", "0s"},
            {"stop", "DURATION", "when it ends", "never"},
            {"records", "1 … or [RECORD, …]",
             "at most so many; or the records themselves, in this order", "no end"},
            {"keys", "TEXT or {…}",
             "drawn evenly from \"customer-{1..50}\"; otherwise see `keys` below", "no keys"},
            {"value-size", "SIZE",
             "of each value: 100, \"1KiB\", at most " + std::to_string(limits::kValueBytes), "100"},
            {"file", "PATH",
             "a .jsonl or .csv beside or below the scenarios, a record a line; the line is the "
             "value",
             ""},
            {"key", "FIELD", "the field, or the column, of `file` that is the record's key",
             "no keys"},
            {"repeat", "true, false", "begin again behind the last one of `file` or `records`",
             "false"},
            {"config", "[producer.config]", "Kafka's configs of producers", "Kafka's defaults"},
        }};
    return table;
}

TableKeys const& keys_in_turn() {
    static TableKeys const table{
        "keys",
        "keys",
        "{cycle = …}: one after the other",
        {{"cycle", "TEXT", "\"customer-{1..50}\", in this order", kNeeded}}};
    return table;
}

TableKeys const& keys_by_zipf() {
    static TableKeys const table{
        "keys",
        "keys",
        "{zipf = …}: few are frequent, many are rare",
        {
            {"zipf", "TEXT", "\"customer-{1..50}\", the most frequent first", kNeeded},
            {"exponent", "\"DECIMAL\"", "the nth key is so often as 1/n to this power", "\"1\""},
        }};
    return table;
}

TableKeys const& keys_with_a_hot_one() {
    static TableKeys const table{
        "keys",
        "keys",
        "{hot = …}: one is most of all",
        {
            {"hot", "TEXT", "this key", kNeeded},
            {"share", "PERCENT", "that many of the records have it: \"90%\"", kNeeded},
            {"rest", "TEXT", "the others, drawn evenly: \"customer-{1..50}\"", kNeeded},
        }};
    return table;
}

TableKeys const& record() {
    static TableKeys const table{
        "record",
        "a record",
        "one of records = [\"tea\", {key = \"Max\", value = \"mate\"}]; a text is a value alone",
        {
            {"key", "TEXT", "decides about the partition", "no key"},
            {"value", "TEXT", "what is sent", kNeeded},
        }};
    return table;
}

TableKeys const& group_of_consumers() {
    static TableKeys const table{
        "consumer",
        "[[consumer]]",
        "with a `group`: its members",
        {
            {"group", "NAME", "the group's id; its members are called billing-1, billing-2, …",
             kNeeded},
            cluster_of_several(),
            {"members", from_to(1, limits::kClients), "how many", "1"},
            {"static", "true, false", "whether each has its name as group.instance.id", "false"},
            {"topics", "\"NAME\" or [\"NAME\", …]", "what they subscribe to", kNeeded},
            {"pattern", "TEXT", "instead of topics: a regular expression of their names", ""},
            {"commit", "\"sync\", \"async\"",
             "the application commits after each batch; say enable.auto.commit = false, too",
             "it does not"},
            {"start", "DURATION", "when they are started", "0s"},
            {"processing-time", "DURATION", "what the application needs for a record", "0s"},
            {"config", "[consumer.config]", "Kafka's configs of consumers", "Kafka's defaults"},
        }};
    return table;
}

TableKeys const& lone_consumer() {
    static TableKeys const table{
        "consumer",
        "[[consumer]]",
        "without a group: one client with assign() and seek()",
        {
            {"name", "NAME", "its name and client.id", kNeeded},
            cluster_of_several(),
            {"assign", "\"NAME\" or [\"NAME\", …]", "partitions, or topics for all of theirs",
             kNeeded},
            {"from", "\"earliest\", \"latest\", 0 …", "where it begins", "\"latest\""},
            {"start", "DURATION", "when it is started", "0s"},
            {"config", "[consumer.config]", "Kafka's configs of consumers", "Kafka's defaults"},
        }};
    return table;
}

TableKeys const& step() {
    static TableKeys const table{
        "step",
        "[[step]]",
        "steps of one instant are taken in the order of the file",
        {
            {"at", "DURATION", "when", kNeeded},
            {"say", "TEXT", "narration", ""},
            {"ask", "TEXT", "a question to the class: what will happen?", ""},
            {"answer", "QUERY at TIME", "of `ask`: the simulator computes the true one", ""},
            {"choices", "[\"VALUE\", …]",
             "of `answer`: up to " + std::to_string(limits::kChoices) + " things that it could be",
             ""},
            {"do", "\"COMMAND\" or [\"COMMAND\", …]",
             "what is done; at most " + std::to_string(limits::kStepPhrases), ""},
            {"expect", "\"EXPECTATION\" or [\"EXPECTATION\", …]",
             "what must hold behind everything that happened before", ""},
        }};
    return table;
}

TableKeys const& challenge() {
    static TableKeys const table{
        "challenge",
        "[challenge]",
        "what a learner may change, see `highwater help challenges`",
        {
            {"task", "TEXT", "what is to be mended", kNeeded},
            {"may-set", "\"CONFIG\" or [\"CONFIG\", …]", "configs, as --set names them",
             "needed without may-do"},
            {"may-do", "\"WORDS\" or [\"WORDS\", …]", "how a command may begin, word by word", ""},
            {"budget", from_to(1, limits::kSteps), "at most so many changes", "any number"},
            {"from", "DURATION", "commands are given from here", "the beginning"},
            {"until", "DURATION", "to here", "the end"},
            {"goal", "[[challenge.goal]]", "what must be reached", kNeeded},
        }};
    return table;
}

TableKeys const& goal() {
    static TableKeys const table{
        "challenge",
        "[[challenge.goal]]",
        "all of them must be reached",
        {
            {"at", "DURATION", "when it is looked at, behind everything of this instant",
             "the end"},
            {"say", "TEXT", "the goal in words", ""},
            {"expect", "EXPECTATION", "the goal", kNeeded},
            {"why", "TEXT", "told only where it is missed", ""},
        }};
    return table;
}

TableKeys const& answer() {
    static TableKeys const table{
        "answer",
        "an answer",
        "to a challenge: a file of its own, for --answer",
        {
            {"format", "1", "of the file itself", kNeeded},
            {"challenge", "NAME", "the scenario's file, without folder and ending", kNeeded},
            {"by", "TEXT", "who wrote it", ""},
            {"set", "[set]", "configs that may be set, as --set names them", ""},
            {"step", "[[step]]", "what is done, and when", ""},
        }};
    return table;
}

TableKeys const& step_of_answer() {
    static TableKeys const table{
        "answer",
        "[[step]]",
        "of an answer",
        {
            {"at", "DURATION", "when", kNeeded},
            {"do", "\"COMMAND\" or [\"COMMAND\", …]", "what is done", kNeeded},
        }};
    return table;
}

}  // namespace table_keys

std::vector<TableKeys const*> const& all_table_keys() {
    using namespace table_keys;
    static std::vector<TableKeys const*> const all{&file(),
                                                   &cluster(),
                                                   &broker(),
                                                   &network(),
                                                   &topic(),
                                                   &producer(),
                                                   &keys_in_turn(),
                                                   &keys_by_zipf(),
                                                   &keys_with_a_hot_one(),
                                                   &record(),
                                                   &group_of_consumers(),
                                                   &lone_consumer(),
                                                   &step(),
                                                   &protocol(),
                                                   &challenge(),
                                                   &goal(),
                                                   &answer(),
                                                   &step_of_answer()};
    return all;
}

}  // namespace highwater
