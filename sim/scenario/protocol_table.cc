#include "scenario/protocol_table.h"

#include <algorithm>

#include "check/checks.h"
#include "scenario/loader_parts.h"
#include "scenario/nearest.h"

namespace highwater {

namespace {

// A switch that is a rule's presence.
struct RuleRow {
    char const* key;
    bool ProtocolSwitches::*rule;
    char const* help;
};
constexpr RuleRow kRules[] = {
    {"fencing", &ProtocolSwitches::fencing,
     "fetches carry the leader epoch that their sender believes in (KIP-320)"},
    {"fenced-look-up", &ProtocolSwitches::fenced_look_up,
     "so do the requests that ask where an epoch ended; matters with kip-101 and kip-279"},
    {"epoch-start-rule", &ProtocolSwitches::epoch_start_rule,
     "nobody joins the ISR before it has reached the start of the leader's epoch"},
    {"strict-min-isr", &ProtocolSwitches::strict_min_isr,
     "the high watermark stands still below min.insync.replicas (3.7)"},
    {"compared-isr-changes", &ProtocolSwitches::compared_isr_changes,
     "the controller refuses an ISR change that rests on an older state (KIP-497)"},
    {"sequence-checks", &ProtocolSwitches::sequence_checks,
     "a leader refuses batches that do not follow their producer's last one (KIP-98)"},
    {"own-epoch-commit", &ProtocolSwitches::own_epoch_commit,
     "a controller's older records are committed by one of its own epoch only (Raft 5.4.2)"},
    {"one-vote", &ProtocolSwitches::one_vote, "a voter votes once in an epoch"},
    {"pre-vote", &ProtocolSwitches::pre_vote,
     "before it raises the epoch, a voter asks whether it would be elected (KIP-996)"},
};

struct Choice {
    char const* word;
    std::uint8_t value;
};
constexpr Choice kTruncations[] = {
    {"fetch", static_cast<std::uint8_t>(TruncationRule::fetch)},
    {"kip-279", static_cast<std::uint8_t>(TruncationRule::kip_279)},
    {"kip-101", static_cast<std::uint8_t>(TruncationRule::kip_101)},
    {"high-watermark", static_cast<std::uint8_t>(TruncationRule::high_watermark)},
};
constexpr Choice kHighWatermarks[] = {
    {"maximal-isr", static_cast<std::uint8_t>(HighWatermarkOver::maximal_isr)},
    {"proposed-isr", static_cast<std::uint8_t>(HighWatermarkOver::proposed_isr)},
    {"committed-isr", static_cast<std::uint8_t>(HighWatermarkOver::committed_isr)},
};

template <class Enum, std::size_t N>
void read_choice(TableReader& reader, char const* key, Choice const (&choices)[N], Enum& into) {
    auto const word = reader.text(key);
    if (!word) return;
    std::vector<std::string> known;
    for (Choice const& choice : choices) {
        if (*word == choice.word) {
            into = static_cast<Enum>(choice.value);
            return;
        }
        known.push_back(choice.word);
    }
    reader.report(reader.table().find(key)->value, "no such rule \"" + *word + "\"",
                  advise_words(*word, known));
}

TableKeys make_keys() {
    TableKeys table{
        "protocol",
        "[protocol]",
        "rules taken away, so that an old bug can be watched; the first value is Kafka 4.3",
        {
            {"truncation", "\"fetch\", \"kip-279\", \"kip-101\", \"high-watermark\"",
             "how a follower finds where its log parts from the leader's", ""},
            {"high-watermark-over", "\"maximal-isr\", \"proposed-isr\", \"committed-isr\"",
             "what counts while an ISR change is unanswered (KIP-497)", ""},
        }};
    for (RuleRow const& row : kRules) table.keys.push_back({row.key, "true, false", row.help, ""});
    table.keys.push_back({"breaks", "[\"log-matching\", …]",
                          "the invariants that the run must violate now; others still may not be",
                          ""});
    return table;
}

}  // namespace

TableKeys const& table_keys::protocol() {
    static TableKeys const table = make_keys();
    return table;
}

std::string protocol_reference() {
    std::string text =
        "A scenario's [protocol] table takes rules away that Kafka had to learn, so that the old\n"
        "bug can be watched. The first value is Kafka 4.3.\n\n";
    for (KeyHelp const& row : table_keys::protocol().keys) {
        if (row.key == "breaks") text += "\n";
        text += "  " + std::string{row.key} + " = " + row.values + "\n" + std::string(36, ' ') +
                std::string{row.help} + "\n";
    }
    return text;
}

std::string invariant_text() {
    std::string text =
        "What is checked after every event. An invariant whose premise fails is waived: nothing "
        "is\n"
        "said about it. `highwater run FILE --invariants` prints the verdicts.\n";
    for (InvariantHelp const& each : invariant_reference()) {
        text += "\n  " + std::string{each.name} + "\n      " + std::string{each.explanation} +
                "\n      holds when: " + std::string{each.premise} + "\n";
    }
    return text;
}

void load_protocol(TableReader& reader, Loading& loading) {
    Entry const* table = reader.find("protocol", Value::Kind::table);
    if (table == nullptr) return;
    TableReader of_protocol{table->value, table_keys::protocol(), loading.errors};
    ProtocolSwitches& protocol = loading.scenario.world.protocol;
    read_choice(of_protocol, "truncation", kTruncations, protocol.truncation);
    read_choice(of_protocol, "high-watermark-over", kHighWatermarks, protocol.high_watermark_over);
    for (RuleRow const& row : kRules) {
        if (auto const value = of_protocol.boolean(row.key)) protocol.*row.rule = *value;
    }
    for (Value const* name : of_protocol.texts("breaks")) {
        if (auto const id = find_invariant(name->text)) {
            loading.scenario.breaks.push_back(*id);
            continue;
        }
        std::vector<std::string> known;
        for (InvariantHelp const& each : invariant_reference()) {
            known.emplace_back(each.name.substr(each.name.find(' ') + 1));
        }
        of_protocol.report(*name, "no invariant is called \"" + name->text + "\"",
                           advise_words(name->text, known));
    }
    of_protocol.finish();
}

}  // namespace highwater
