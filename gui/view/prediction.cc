#include "gui/view/prediction.h"

#include <algorithm>

#include "metadata/image.h"
#include "scenario/queries.h"
#include "scenario/why_phrase.h"
#include "world/lookup.h"

namespace highwater::gui {
namespace {

using QueryAnswer = highwater::Answer;

std::string words_of(QueryAnswer const& answer) {
    if (!answer.is_known) return "nobody can tell";
    bool const nobody = answer.kind == AnswerKind::node && answer.number < 0;
    return nobody ? "nobody" : write_answer(answer);
}

class Candidates {
public:
    void add(std::string text) {
        if (std::find(texts_.begin(), texts_.end(), text) == texts_.end()) {
            texts_.push_back(std::move(text));
        }
    }
    // The truth stays, others go from the end.
    Choices take(std::string const& truth) {
        add(truth);
        auto const at = [&] { return std::find(texts_.begin(), texts_.end(), truth); };
        while (texts_.size() > kMostChoices) {
            texts_.erase(at() == texts_.end() - 1 ? texts_.end() - 2 : texts_.end() - 1);
        }
        Choices choices;
        choices.truth = static_cast<std::int32_t>(at() - texts_.begin());
        choices.texts = std::move(texts_);
        return choices;
    }
    std::vector<std::string>& texts() { return texts_; }

private:
    std::vector<std::string> texts_;
};

QueryId id_of(Query const& query) { return query_usages()[static_cast<std::size_t>(query.row)].id; }

// Of a partition's leader: its replicas by number; of others: every server of that kind.
Choices node_choices(Query const& query, QueryAnswer const& truth, World const& asked) {
    Candidates candidates;
    bool const of_quorum = id_of(query) == QueryId::controller;
    MetadataImage const* image = current_image(asked);
    PartitionRegistration const* partition =
        image == nullptr || query.arguments.empty()
            ? nullptr
            : find_partition(*image, query.arguments[0].partition);
    std::vector<std::pair<std::int32_t, NodeId>> servers;
    for (Process const& process : asked.nodes) {
        if (of_quorum ? !process.controller.has_value() : !process.broker.has_value()) continue;
        bool const holds = partition == nullptr || contains(partition->replicas, process.broker_id);
        if (holds) servers.push_back({process.broker_id.value, process.id});
    }
    std::sort(servers.begin(), servers.end());
    // Room for "nobody" and for a truth that nobody thought of.
    std::size_t const most = kMostChoices - 1;
    for (auto const& [id, node] : servers) {
        if (candidates.texts().size() >= most) break;
        candidates.add(name_of(asked, node));
    }
    std::string const true_words = words_of(truth);
    bool const listed = std::find(candidates.texts().begin(), candidates.texts().end(),
                                  true_words) != candidates.texts().end();
    if (!listed && true_words != "nobody" && candidates.texts().size() >= most) {
        candidates.texts().pop_back();
        candidates.add(true_words);
    }
    candidates.add("nobody");
    return candidates.take(true_words);
}

Choices number_choices(QueryAnswer const& truth, QueryAnswer const& now) {
    if (!truth.is_known) {
        Candidates candidates;
        candidates.add(words_of(now));
        candidates.add("0");
        return candidates.take(words_of(truth));
    }
    std::vector<std::int64_t> numbers{truth.number};
    auto const add = [&](std::int64_t number) {
        bool const known = std::find(numbers.begin(), numbers.end(), number) != numbers.end();
        if (number >= 0 && !known && numbers.size() < kMostChoices) numbers.push_back(number);
    };
    add(0);
    if (now.is_known) add(now.number);
    add(truth.number + 1);
    add(truth.number - 1);
    add(truth.number + 2);
    std::sort(numbers.begin(), numbers.end());
    Candidates candidates;
    for (std::int64_t const number : numbers) candidates.add(std::to_string(number));
    return candidates.take(words_of(truth));
}

// Sets of brokers: as it is now, all the replicas, and with one of them gone.
Choices set_choices(Query const& query, QueryAnswer const& truth, QueryAnswer const& now,
                    World const& asked) {
    std::vector<std::string> texts;
    auto const add = [&](std::vector<std::int64_t> const& numbers) {
        QueryAnswer answer = now;
        answer.is_known = true;
        answer.numbers = numbers;
        texts.push_back(write_answer(answer));
    };
    if (now.is_known) add(now.numbers);
    MetadataImage const* image = current_image(asked);
    PartitionRegistration const* partition =
        image == nullptr ? nullptr : find_partition(*image, query.arguments[0].partition);
    if (partition != nullptr) {
        std::vector<std::int64_t> all;
        for (BrokerId const id : partition->replicas) all.push_back(id.value);
        std::vector<std::int64_t> without_leader = all;
        std::erase(without_leader, static_cast<std::int64_t>(partition->leader.value));
        add(without_leader);
        add({});
        if (!all.empty()) {
            all.pop_back();
            add(all);
        }
    }
    Candidates candidates;
    for (std::string& text : texts) candidates.add(std::move(text));
    Choices choices = candidates.take(words_of(truth));
    // Where the truth was added last it would stand out.
    std::string const true_words = choices.texts[static_cast<std::size_t>(choices.truth)];
    std::sort(choices.texts.begin(), choices.texts.end(),
              [](std::string const& a, std::string const& b) {
                  return a.size() != b.size() ? a.size() < b.size() : a < b;
              });
    auto const at = std::find(choices.texts.begin(), choices.texts.end(), true_words);
    choices.truth = static_cast<std::int32_t>(at - choices.texts.begin());
    return choices;
}

}  // namespace

Choices choices_for(Query const& query, QueryAnswer const& truth, World const& asked,
                    std::vector<QueryAnswer> const& given) {
    if (!given.empty()) {
        Candidates candidates;
        for (QueryAnswer const& each : given) candidates.add(words_of(each));
        return candidates.take(words_of(truth));
    }
    QueryAnswer const now = answer(asked, query);
    switch (truth.kind) {
    case AnswerKind::node: return node_choices(query, truth, asked);
    case AnswerKind::number: return number_choices(truth, now);
    case AnswerKind::brokers:
    case AnswerKind::replicas: return set_choices(query, truth, now, asked);
    case AnswerKind::state: {
        Candidates candidates;
        for (std::string const& word : state_words()) candidates.add(word);
        return candidates.take(words_of(truth));
    }
    case AnswerKind::epochs:
    case AnswerKind::text: break;
    }
    Candidates candidates;
    candidates.add(words_of(now));
    Choices choices = candidates.take(words_of(truth));
    if (choices.texts.size() == 1) {
        choices.texts.push_back("something else");
    }
    return choices;
}

namespace {
// The question for the reason of what a query tells; none where nothing but counting leads to it.
std::optional<WhyQuestion> question_behind(World const& world, Query const& query) {
    WhyQuestion question;
    if (!query.arguments.empty()) question.partition = query.arguments[0].partition;
    switch (id_of(query)) {
    case QueryId::leader_epoch: question.subject = WhySubject::leader; return question;
    case QueryId::quorum_epoch: question.subject = WhySubject::controller; return question;
    default: break;
    }
    Names names = world.names;
    auto parsed = parse_why(query.text, scope_of(world, names));
    auto* const known = std::get_if<WhyQuestion>(&parsed);
    if (known == nullptr) return std::nullopt;
    complete_question(world, *known);
    return *known;
}
}  // namespace

std::string sentence_behind(World const& world, Query const& query, Time at, Trace const& trace,
                            Describer const& who) {
    std::optional<WhyQuestion> question = question_behind(world, query);
    if (!question) return {};
    question->at = at;
    auto const fact = fact_behind(trace, who, *question);
    if (!fact) return {};
    auto const facts = trace.facts_since(*fact);
    return facts.empty() ? std::string{} : describe(facts.front(), who);
}

}  // namespace highwater::gui
