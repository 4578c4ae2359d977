#include "scenario/reference.h"

#include <algorithm>

#include "scenario/errors.h"
#include "scenario/query_table.h"
#include "scenario/scenario_keys.h"
#include "scenario/simplified.h"
#include "scenario/verbs.h"
#include "trace/describe.h"

namespace highwater {

namespace {

constexpr std::size_t kColumn = 36;

// "  usage", then the help behind it or, when the usage is long, on its own line.
std::string entry(std::string const& usage, std::string const& help, std::string const& example) {
    std::string text = "  " + usage;
    auto const width = static_cast<std::size_t>(characters_in(text));
    if (width + 2 > kColumn)
        text += "\n" + std::string(kColumn, ' ');
    else
        text += std::string(kColumn - width, ' ');
    text += help + "\n";
    if (!example.empty()) text += std::string(kColumn, ' ') + "e.g. " + example + "\n";
    return text;
}

std::string list_verbs(bool faults_only) {
    std::string text;
    bool is_first = true;
    VerbGroup group{};
    for (Verb const& verb : verbs()) {
        bool const is_fault = verb.group == VerbGroup::process || verb.group == VerbGroup::network;
        if (faults_only && !is_fault) continue;
        if (is_first || verb.group != group) {
            text += (is_first ? "" : "\n") + std::string{title_of(verb.group)} + "\n";
            group = verb.group;
            is_first = false;
        }
        text += entry(std::string{verb.usage}, std::string{verb.help}, std::string{verb.example});
    }
    return text +
           "\nNODE is a name (broker-1, controller-3001, a client), `controller-leader`, or\n"
           "`leader of PARTITION`: who that is at the instant. NODES are one or several, separated "
           "by\n"
           "commas; `rack NAME` is all brokers of a rack, in every cluster. In a world of several\n"
           "clusters names begin with the cluster: west.broker-1, west.orders-0.\n"
           "SHIFT is a DURATION, perhaps with a sign. PARTITION is topic-number "
           "(orders-1).\n"
           "DURATION has a unit: us, ms, s, min, h. OPTIONS are key=value, with Kafka's names.\n";
}

// What the key does and what holds without it, folded for the column of an entry.
std::string help_of(KeyHelp const& key) {
    constexpr std::size_t kMost = 100 - kColumn;
    std::string help{key.help};
    if (!key.otherwise.empty()) {
        bool const is_needed = key.otherwise.rfind("needed", 0) == 0;
        help += (is_needed ? " (" : " (default: ") + std::string{key.otherwise} + ")";
    }
    std::string text;
    std::string_view rest = help;
    while (rest.size() > kMost) {
        std::size_t const end = rest.rfind(' ', kMost);
        if (end == rest.npos) break;  // one long word
        text += std::string{rest.substr(0, end)} + "\n" + std::string(kColumn, ' ');
        rest.remove_prefix(end + 1);
    }
    return text + std::string{rest};
}

// Lines of at most 100 columns, indented.
std::string wrapped(std::string_view words) {
    constexpr std::size_t kMost = 96;
    std::string text;
    while (!words.empty()) {
        std::size_t end = words.size();
        if (end > kMost) end = words.rfind(' ', kMost);
        text += "    " + std::string{words.substr(0, end)} + "\n";
        words.remove_prefix(end == words.size() ? end : end + 1);
    }
    return text;
}

}  // namespace

std::string verb_reference() { return list_verbs(false); }
std::string fault_reference() { return list_verbs(true); }

std::string query_reference() {
    std::string text = "A query and what it should be: QUERY is|=|!=|<|<=|>|>=|contains VALUE\n\n";
    for (QueryUsage const& usage : query_usages()) {
        text +=
            entry(std::string{usage.usage}, std::string{usage.help}, std::string{usage.example});
    }
    return text +
           "\nBrokers are named (broker-3) or by id (3); nobody is `none`. isr and elr compare as\n"
           "sets. In `answer` a query ends with its instant: leader of orders-1 at 20s; `choices`\n"
           "are up to four things that it could answer, as the window offers them to the class.\n";
}

std::string fact_help() {
    std::string text = "Every fact that a run can note; --facts FILE writes them all.\n";
    for (Interest const interest : {Interest::key, Interest::notable, Interest::detail}) {
        text += "\n" + std::string{word_of(interest)} + "\n";
        for (FactHelp const& fact : fact_reference()) {
            if (fact.interest != interest) continue;
            text += entry(std::string{fact.kind}, std::string{fact.meaning}, "");
        }
    }
    return text;
}

std::string challenge_reference() {
    return R"(A challenge is a scenario with a [challenge] table: a set-up that does not do what it
should.

  [challenge]
  task    = "What is to be mended, in words."
  may-set = ["checkout.acks", "orders.min.insync.replicas"]   as --set names them; values are free
  may-do  = ["exec kafka-topics --alter", "join kitchen as"]  how a command may begin, word by word
  budget  = 2          at most so many changes: each config and each command is one
  from    = "20s"      commands are given from here (default: the beginning) …
  until   = "40s"      … to here (default: the end)

  [[challenge.goal]]   one or several; all must be reached
  at     = "30s"       (default: the end) looked at behind everything of this instant
  say    = "No acknowledged order is lost."
  expect = "acknowledged records lost = 0"
  why    = "What to think about, told only where the goal is missed."

The answer is a file of its own, which a student can hand in:

  format    = 1
  challenge = "orders-that-vanish"      the scenario's file, without folder and ending
  by        = "Ada"                     may be left out
  [set]
  checkout.acks = "all"
  [[step]]
  at = "20s"
  do = "exec kafka-topics --alter --topic orders --partitions 5"

  highwater run FILE --answer ANSWER.toml                  grades it: exit 0 passed, 1 not passed
  highwater run FILE --answer ANSWER.toml --format json    the same for a script: challenge.passed

Passed is an answer when every goal is reached, every other `expect` of the scenario holds and no
invariant is violated. In the window the lesson's column has the same: values to type, what is
clicked counts as done, and "Hand in" writes the file, plays it and grades it.
)";
}

std::string language_reference() {
    return R"(The words of a lesson may stand in several languages: title, question, say, ask,
choices, and a challenge's task, say and why.

  say      = "It is empty: the next record will get offset 0."
  "say.de" = "Sie ist leer: Der nächste Record bekommt Offset 0."

Without quotes (say.de = …) it is read, too; other TOML programs want them. What has no words in
the language that is wanted is told as it was written first. de-AT takes what is there in de.

  highwater run FILE --language de       also check, shot, export, handout and the window
  highwater check FILE --language de     says what is not translated yet
  HIGHWATER_LANGUAGE=de                  for the window, until another one is chosen there

What Kafka, its tools and the program itself say stays in English. The run is the same, to its hash.
)";
}

std::vector<std::string> scenario_tables() {
    std::vector<std::string> names;
    for (TableKeys const* each : all_table_keys()) {
        if (names.empty() || names.back() != each->topic) names.emplace_back(each->topic);
    }
    return names;
}

std::string scenario_reference(std::string_view table) {
    std::string text;
    for (TableKeys const* each : all_table_keys()) {
        if (!table.empty() && table != each->topic) continue;
        text += (text.empty() ? "" : "\n") + std::string{each->name} + "   " +
                std::string{each->about} + "\n";
        for (KeyHelp const& key : each->keys) {
            text += entry(std::string{key.key} + " = " + key.values, help_of(key), "");
        }
    }
    if (text.empty() || !table.empty()) return text;
    return "A scenario is a TOML file. Every key that it may have, and what holds without it:\n\n" +
           text + R"(
TEXT, DURATION (us, ms, s, min, h, d), SIZE (64KiB), PERCENT and QUERY are written in "quotes".
In a command a text with blanks stands in quotes, and a quote within them is written twice.
What Kafka configures has Kafka's name and no other: min.insync.replicas = 2.
COMMAND is one of `highwater help verbs`, QUERY and EXPECTATION are of `highwater help queries`,
and the words of a lesson in other languages ("say.de") of `highwater help languages`.
`highwater help scenario producer` is one of the tables.
)";
}

std::string simplified_reference() {
    std::string text;
    for (Simplification const& each : simplifications()) {
        if (!text.empty()) text += "\n";
        text += std::string{each.topic} + "\n" + wrapped(each.what) + wrapped(each.why);
    }
    return text;
}

}  // namespace highwater
