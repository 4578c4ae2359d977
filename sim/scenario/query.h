// A question about the state of the world as a phrase ("leader of orders-1"), and an expectation:
// the question, a comparison and what it should be ("isr of orders-1 is [1, 3]"). Reading them
// needs no world; the table with the answers is in queries.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenario/phrase.h"

namespace highwater {

enum class AnswerKind : std::uint8_t {
    node,  // a broker or controller, or none
    number,
    brokers,   // a set: [1, 3] equals [3, 1]
    replicas,  // a list: the order counts
    state,     // alive, dead, paused, fenced
    epochs,    // [[epoch, start offset], …]
    text,
};

struct Query {
    std::int32_t row{};  // in queries()
    std::vector<Argument> arguments;
    std::string text;                  // as it was written
    ClusterId cluster{kFirstCluster};  // which one is asked about
};

enum class Comparison : std::uint8_t {
    equal,
    not_equal,
    less,
    at_most,
    greater,
    at_least,
    contains
};
std::string_view sign_of(Comparison comparison);

// What a query answers, and what an expectation compares with.
struct Answer {
    AnswerKind kind{};
    bool is_known{true};                // false: nobody leads, nothing is alive that could tell
    std::int64_t number{};              // number; of node: Kafka's node.id, -1: none
    std::vector<std::int64_t> numbers;  // brokers, replicas; epochs as pairs in a row
    std::string text;                   // state, text; of node: its name; not known: why
};
// "broker-3", "none", "[1, 3]", "120", "unknown", or why it is not known.
std::string write_answer(Answer const& answer);

struct Expectation {
    Query query;
    Comparison comparison{};
    Answer expected;
    std::string text;  // as it was written
};

std::variant<Query, PhraseProblem> parse_query(std::string_view phrase, PhraseScope const& scope);
std::variant<Expectation, PhraseProblem> parse_expectation(std::string_view phrase,
                                                           PhraseScope const& scope);
// "leader of orders-1 at 20s".
struct TimedQuery {
    Query query;
    Time at;
};
std::variant<TimedQuery, PhraseProblem> parse_timed_query(std::string_view phrase,
                                                          PhraseScope const& scope);

// What a query could answer, as an expectation would write it: "broker-3", "[1, 3]", "120".
std::variant<Answer, PhraseProblem> parse_answer(std::string_view phrase, Query const& query,
                                                 PhraseScope const& scope);

bool holds(Expectation const& expectation, Answer const& actual);

}  // namespace highwater
