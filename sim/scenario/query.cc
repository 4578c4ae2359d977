#include "scenario/query.h"

#include <algorithm>

#include "base/check.h"
#include "scenario/query_table.h"
#include "scenario/units.h"

namespace highwater {

namespace {

struct Sign {
    std::string_view text;
    Comparison comparison;
};
constexpr Sign kSigns[] = {
    {"is", Comparison::equal},    {"=", Comparison::equal},           {"!=", Comparison::not_equal},
    {"<", Comparison::less},      {"<=", Comparison::at_most},        {">", Comparison::greater},
    {">=", Comparison::at_least}, {"contains", Comparison::contains},
};

std::vector<Pattern> const& query_patterns() {
    static std::vector<Pattern> const all = [] {
        std::vector<Pattern> made;
        for (QueryUsage const& each : query_usages()) made.push_back(parse_pattern(each.usage));
        return made;
    }();
    return all;
}

std::optional<Comparison> comparison_of(Word const& word) {
    for (Sign const& sign : kSigns) {
        if (sign.text == word.text && !word.quoted) return sign.comparison;
    }
    return std::nullopt;
}

PhraseProblem unknown_query(std::vector<Word> const& words, std::size_t end,
                            std::string_view phrase, std::vector<Match> const& failed) {
    std::size_t furthest = 0;
    for (Match const& each : failed) furthest = std::max(furthest, each.words_read);
    if (furthest > 0) {
        std::vector<Word> const asked(words.begin(),
                                      words.begin() + static_cast<std::ptrdiff_t>(end));
        return explain_failure(failed, phrase, asked);
    }
    std::vector<std::string> known;
    for (Pattern const& pattern : query_patterns()) known.push_back(pattern.elements.front().text);
    std::string const nearest = nearest_word(words.front().text, known);
    return {words.front().begin, words.front().width, "unknown query `" + words.front().text + "`",
            nearest.empty() ? "highwater help queries lists what can be asked"
                            : "did you mean `" + nearest + "`?"};
}

// Every name in a question is of one cluster.
std::optional<PhraseProblem> find_cluster(Query& query, Word const& first,
                                          PhraseScope const& scope) {
    if (scope.clusters.empty()) return std::nullopt;
    QueryId const id = query_usages()[static_cast<std::size_t>(query.row)].id;
    bool const needs_one = id == QueryId::controller || id == QueryId::quorum_epoch;
    if (needs_one && query.arguments.empty()) {
        return PhraseProblem{
            first.begin, first.width, "of which cluster?",
            "write for example " + query.text + " of " + scope.clusters.front().name};
    }
    bool is_known = false;
    for (Argument const& argument : query.arguments) {
        // A group is found by its name in whichever cluster it is.
        if (argument.slot == Slot::position || argument.slot == Slot::group) continue;
        if (is_known && argument.cluster != query.cluster) {
            Word const& word = argument.words.front();
            return PhraseProblem{word.begin, word.width,
                                 "`" + argument.text + "` is in another cluster", ""};
        }
        query.cluster = argument.cluster;
        is_known = true;
    }
    return std::nullopt;
}

// Who may be the answer: a broker of the cluster that was asked about.
PhraseScope answering_scope(Query const& query, PhraseScope const& scope) {
    return scope.clusters.empty() ? scope : scope.of_cluster(query.cluster);
}

// words[0, end) as a query.
std::variant<Query, PhraseProblem> query_of(std::string_view phrase, std::vector<Word> const& words,
                                            std::size_t end, PhraseScope const& scope) {
    if (end == 0) {
        return PhraseProblem{0, 1, "a query is missing here",
                             "write for example leader of orders-1"};
    }
    std::vector<Match> failed;
    for (std::size_t i = 0; i < query_patterns().size(); ++i) {
        Match matched = match(query_patterns()[i], phrase, words, end, scope);
        if (matched.fits) {
            Word const& last = words[end - 1];
            auto const first_byte = static_cast<std::size_t>(words.front().begin);
            auto const end_byte = static_cast<std::size_t>(last.begin + last.width);
            Query query{static_cast<std::int32_t>(i), std::move(matched.arguments),
                        std::string{phrase.substr(first_byte, end_byte - first_byte)},
                        kFirstCluster};
            if (auto problem = find_cluster(query, words.front(), scope)) return *problem;
            return query;
        }
        failed.push_back(std::move(matched));
    }
    return unknown_query(words, end, phrase, failed);
}

// ---- what it should be --------------------------------------------------------------------------
struct ExpectedText {
    std::string_view phrase;
    std::vector<Word> const& words;
    std::size_t first;  // behind the comparison
    PhraseScope const& scope;

    std::string text() const {
        return std::string{phrase.substr(static_cast<std::size_t>(words[first].begin))};
    }
    PhraseProblem problem(std::string message, std::string advice) const {
        Word const& last = words.back();
        std::int32_t const begin = words[first].begin;
        return {begin, last.begin + last.width - begin, std::move(message), std::move(advice)};
    }
};

// "broker-3" or "3".
std::optional<std::int64_t> broker_id(std::string_view text, PhraseScope const& scope) {
    for (PhraseScope::Node const& node : scope.nodes) {
        bool const is_server =
            node.kind == PhraseScope::Kind::broker || node.kind == PhraseScope::Kind::controller;
        if (is_server && (node.name == text || std::to_string(node.broker.value) == text)) {
            return node.broker.value;
        }
    }
    return std::nullopt;
}

std::vector<std::string> server_names(PhraseScope const& scope) {
    std::vector<std::string> names = scope.node_names(PhraseScope::Kind::broker);
    for (std::string& name : scope.node_names(PhraseScope::Kind::controller)) {
        names.push_back(std::move(name));
    }
    return names;
}

std::optional<PhraseProblem> read_node(ExpectedText const& from, Answer& answer) {
    answer.text = from.text();
    if (answer.text == "none" || answer.text == "nobody") {
        answer.text = "none";
        answer.number = -1;
        return std::nullopt;
    }
    auto const id = broker_id(answer.text, from.scope);
    if (!id) {
        return from.problem("no broker or controller is called `" + answer.text + "`",
                            advise_words(answer.text, server_names(from.scope)));
    }
    answer.number = *id;
    return std::nullopt;
}

// "[1, 3]" or, behind `contains`, one broker. Brackets may nest for epochs: "[[0, 0], [1, 119]]".
std::optional<PhraseProblem> read_numbers(ExpectedText const& from, bool are_brokers,
                                          Answer& answer) {
    std::string item;
    std::string const text = from.text();
    auto const close_item = [&]() -> bool {
        if (item.empty()) return true;
        auto const id = are_brokers ? broker_id(item, from.scope) : std::nullopt;
        auto const number = parse_integer(item);
        if (are_brokers && !id) return false;
        if (!are_brokers && !number) return false;
        answer.numbers.push_back(are_brokers ? *id : *number);
        item.clear();
        return true;
    };
    int depth = 0;
    for (char const c : text) {
        bool const is_separator = c == '[' || c == ']' || c == ',' || c == ' ';
        if (!is_separator) {
            item += c;
            continue;
        }
        if (!close_item()) break;
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (depth < 0) break;
    }
    if (depth != 0 || !close_item() || !item.empty()) {
        return from.problem(
            are_brokers ? "`" + text + "` is not a list of brokers"
                        : "`" + text + "` is not a list of [epoch, start offset]",
            are_brokers ? "write for example [1, 3]; " + advise_words("", server_names(from.scope))
                        : "write for example [[0, 0], [1, 119]]");
    }
    if (!are_brokers && answer.numbers.size() % 2 != 0) {
        return from.problem("an epoch has no start offset", "write for example [[0, 0], [1, 119]]");
    }
    return std::nullopt;
}

std::optional<PhraseProblem> read_expected(ExpectedText const& from, Answer& answer) {
    switch (answer.kind) {
    case AnswerKind::node: return read_node(from, answer);
    case AnswerKind::brokers:
    case AnswerKind::replicas: return read_numbers(from, true, answer);
    case AnswerKind::epochs: return read_numbers(from, false, answer);
    case AnswerKind::number: {
        auto const number = parse_integer(from.text());
        if (!number) return from.problem(number.problem().message, "write a whole number");
        answer.number = *number;
        return std::nullopt;
    }
    case AnswerKind::state: {
        answer.text = from.text();
        auto const& words = state_words();
        if (std::find(words.begin(), words.end(), answer.text) == words.end()) {
            return from.problem("`" + answer.text + "` is not a state",
                                advise_words(answer.text, words));
        }
        return std::nullopt;
    }
    case AnswerKind::text: {
        bool const is_one_quoted_word =
            from.first + 1 == from.words.size() && from.words[from.first].quoted;
        answer.text = is_one_quoted_word ? from.words[from.first].text : from.text();
        return std::nullopt;
    }
    }
    CHECK(false);
}

bool may_compare(AnswerKind kind, Comparison comparison) {
    if (comparison == Comparison::equal || comparison == Comparison::not_equal) return true;
    bool const is_list = kind == AnswerKind::brokers || kind == AnswerKind::replicas;
    if (comparison == Comparison::contains) return is_list || kind == AnswerKind::text;
    return kind == AnswerKind::number;
}

std::string write_list(std::vector<std::int64_t> const& numbers) {
    std::string text = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
    }
    return text + "]";
}

}  // namespace

std::string_view sign_of(Comparison comparison) {
    for (Sign const& sign : kSigns) {
        if (sign.comparison == comparison) return sign.text;
    }
    CHECK(false);
}

std::string write_answer(Answer const& answer) {
    if (!answer.is_known) return answer.text.empty() ? "unknown" : answer.text;
    switch (answer.kind) {
    case AnswerKind::node: return answer.number < 0 ? "none" : answer.text;
    case AnswerKind::number: return std::to_string(answer.number);
    case AnswerKind::brokers:
    case AnswerKind::replicas: return write_list(answer.numbers);
    case AnswerKind::state: return answer.text;
    case AnswerKind::text: return "\"" + answer.text + "\"";
    case AnswerKind::epochs: {
        std::string text = "[";
        for (std::size_t i = 0; i + 1 < answer.numbers.size(); i += 2) {
            text += (i == 0 ? "" : ", ") + write_list({answer.numbers[i], answer.numbers[i + 1]});
        }
        return text + "]";
    }
    }
    CHECK(false);
}

std::variant<Query, PhraseProblem> parse_query(std::string_view phrase, PhraseScope const& scope) {
    std::vector<Word> words;
    if (auto problem = split_words(phrase, words)) return *problem;
    return query_of(phrase, words, words.size(), scope);
}

std::variant<Expectation, PhraseProblem> parse_expectation(std::string_view phrase,
                                                           PhraseScope const& scope) {
    std::vector<Word> words;
    if (auto problem = split_words(phrase, words)) return *problem;
    std::size_t sign = 0;
    while (sign < words.size() && !comparison_of(words[sign])) ++sign;
    auto query = query_of(phrase, words, sign, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&query)) return *problem;
    auto const end = static_cast<std::int32_t>(phrase.size());
    if (sign == words.size()) {
        return PhraseProblem{end, 1, "nothing is compared here",
                             "go on with is, =, !=, <, <=, >, >= or contains"};
    }
    Expectation expectation;
    expectation.query = std::get<Query>(std::move(query));
    expectation.comparison = *comparison_of(words[sign]);
    expectation.text = phrase;
    std::size_t first = sign + 1;
    if (words[sign].text == "is" && first < words.size() && words[first].text == "not") {
        expectation.comparison = Comparison::not_equal;
        ++first;
    }
    if (first >= words.size()) {
        return PhraseProblem{end, 1, "the expected value is missing here", ""};
    }
    QueryUsage const& usage = query_usages()[static_cast<std::size_t>(expectation.query.row)];
    expectation.expected.kind = usage.kind;
    if (!may_compare(usage.kind, expectation.comparison)) {
        return PhraseProblem{
            words[sign].begin, words[sign].width,
            "`" + words[sign].text + "` does not fit `" + expectation.query.text + "`",
            "write for example " + std::string{usage.example}};
    }
    PhraseScope const own = answering_scope(expectation.query, scope);
    ExpectedText const from{phrase, words, first, own};
    if (auto problem = read_expected(from, expectation.expected)) return *problem;
    return expectation;
}

std::variant<TimedQuery, PhraseProblem> parse_timed_query(std::string_view phrase,
                                                          PhraseScope const& scope) {
    std::vector<Word> words;
    if (auto problem = split_words(phrase, words)) return *problem;
    if (words.size() < 2 || words[words.size() - 2].text != "at") {
        return PhraseProblem{static_cast<std::int32_t>(phrase.size()), 1,
                             "the instant is missing here", "write for example at 20s"};
    }
    auto query = query_of(phrase, words, words.size() - 2, scope);
    if (auto const* problem = std::get_if<PhraseProblem>(&query)) return *problem;
    auto const at = parse_duration(words.back().text);
    if (!at) {
        return PhraseProblem{words.back().begin, words.back().width, at.problem().message,
                             at.problem().advice};
    }
    return TimedQuery{std::get<Query>(std::move(query)), Time{at->us}};
}

std::variant<Answer, PhraseProblem> parse_answer(std::string_view phrase, Query const& query,
                                                 PhraseScope const& scope) {
    std::vector<Word> words;
    if (auto problem = split_words(phrase, words)) return *problem;
    if (words.empty()) return PhraseProblem{0, 1, "an answer is missing here", ""};
    Answer answer;
    answer.kind = query_usages()[static_cast<std::size_t>(query.row)].kind;
    PhraseScope const own = answering_scope(query, scope);
    if (auto problem = read_expected({phrase, words, 0, own}, answer)) return *problem;
    return answer;
}

bool holds(Expectation const& expectation, Answer const& actual) {
    Answer const& expected = expectation.expected;
    CHECK(actual.kind == expected.kind);
    if (!actual.is_known) return false;
    auto const sorted = [](std::vector<std::int64_t> numbers) {
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    };
    auto const is_equal = [&] {
        switch (actual.kind) {
        case AnswerKind::node:
        case AnswerKind::number: return actual.number == expected.number;
        case AnswerKind::brokers: return sorted(actual.numbers) == sorted(expected.numbers);
        case AnswerKind::replicas:
        case AnswerKind::epochs: return actual.numbers == expected.numbers;
        case AnswerKind::state:
        case AnswerKind::text: return actual.text == expected.text;
        }
        CHECK(false);
    };
    switch (expectation.comparison) {
    case Comparison::equal: return is_equal();
    case Comparison::not_equal: return !is_equal();
    case Comparison::less: return actual.number < expected.number;
    case Comparison::at_most: return actual.number <= expected.number;
    case Comparison::greater: return actual.number > expected.number;
    case Comparison::at_least: return actual.number >= expected.number;
    case Comparison::contains: {
        if (actual.kind == AnswerKind::text) {
            return actual.text.find(expected.text) != std::string::npos;
        }
        for (std::int64_t const each : expected.numbers) {
            if (std::find(actual.numbers.begin(), actual.numbers.end(), each) ==
                actual.numbers.end()) {
                return false;
            }
        }
        return true;
    }
    }
    CHECK(false);
}

}  // namespace highwater
