#include "scenario/reference.h"

#include <algorithm>

#include "scenario/query_table.h"
#include "scenario/simplified.h"
#include "scenario/verbs.h"
#include "trace/describe.h"

namespace highwater {

namespace {

// "  usage", then the help behind it or, when the usage is long, on its own line.
std::string entry(std::string const& usage, std::string const& help, std::string const& example) {
    constexpr std::size_t kColumn = 36;
    std::string text = "  " + usage;
    if (text.size() + 2 > kColumn)
        text += "\n" + std::string(kColumn, ' ');
    else
        text += std::string(kColumn - text.size(), ' ');
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

std::string_view word_of(Interest interest) {
    switch (interest) {
    case Interest::detail: return "detail";
    case Interest::notable: return "notable";
    case Interest::key: return "key";
    }
    return "";
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

std::string simplified_reference() {
    std::string text;
    for (Simplification const& each : simplifications()) {
        if (!text.empty()) text += "\n";
        text += std::string{each.topic} + "\n" + wrapped(each.what) + wrapped(each.why);
    }
    return text;
}

}  // namespace highwater
