// Words of a phrase, and what a phrase can name.
#include "scenario/phrase.h"

#include <algorithm>

namespace highwater {

PhraseScope::Node const* PhraseScope::find_node(std::string_view name) const {
    for (Node const& node : nodes) {
        if (node.name == name) return &node;
    }
    return nullptr;
}

PhraseScope::Topic const* PhraseScope::find_topic(std::string_view name) const {
    for (Topic const& topic : topics) {
        if (topic.name == name) return &topic;
    }
    return nullptr;
}

std::vector<std::string> PhraseScope::node_names(std::optional<Kind> kind) const {
    std::vector<std::string> found;
    for (Node const& node : nodes) {
        if (!kind || node.kind == *kind) found.push_back(node.name);
    }
    return found;
}

std::vector<std::string> PhraseScope::partition_names() const {
    constexpr std::int32_t kMostOfTopic = 100;  // enough for advice and completion
    std::vector<std::string> found;
    for (Topic const& topic : topics) {
        for (std::int32_t i = 0; i < topic.partitions && i < kMostOfTopic; ++i) {
            found.push_back(topic.name + "-" + std::to_string(i));
        }
    }
    return found;
}

std::vector<std::string> PhraseScope::cluster_names() const {
    std::vector<std::string> found;
    for (Cluster const& cluster : clusters) found.push_back(cluster.name);
    return found;
}

NameId PhraseScope::topic_name(Topic const& topic) const {
    return names->intern(topic.kafka_name.empty() ? topic.name : topic.kafka_name);
}

void PhraseScope::add_topic(std::string const& name, std::int32_t partitions, ClusterId cluster) {
    for (Cluster const& each : clusters) {
        if (each.id != cluster) continue;
        topics.push_back({each.name + "." + name, partitions, cluster, name});
        return;
    }
    topics.push_back({name, partitions, cluster, {}});
}

void PhraseScope::add_rack(std::string const& name) {
    if (std::find(racks.begin(), racks.end(), name) == racks.end()) racks.push_back(name);
}

PhraseScope PhraseScope::of_cluster(ClusterId cluster) const {
    PhraseScope own;
    own.names = names;
    for (Node const& node : nodes) {
        if (node.cluster == cluster) own.nodes.push_back(node);
    }
    for (Topic const& topic : topics) {
        if (topic.cluster != cluster) continue;
        own.topics.push_back({topic.kafka_name.empty() ? topic.name : topic.kafka_name,
                              topic.partitions,
                              cluster,
                              {}});
    }
    return own;
}

std::vector<Word> split_commas(std::vector<Word> const& words) {
    std::vector<Word> split;
    for (Word const& word : words) {
        if (word.quoted || word.text.find(',') == std::string::npos) {
            split.push_back(word);
            continue;
        }
        std::size_t at = 0;
        while (at < word.text.size()) {
            std::size_t end = word.text[at] == ',' ? at + 1 : word.text.find(',', at);
            end = std::min(end, word.text.size());
            split.push_back({word.text.substr(at, end - at),
                             word.begin + static_cast<std::int32_t>(at),
                             static_cast<std::int32_t>(end - at), false});
            at = end;
        }
    }
    return split;
}

namespace {

// What stands between the quote at `open` and the one that closes it; a quote within is written
// twice, as in CSV. Returns the place behind them, npos where none closes it.
std::size_t take_quoted(std::string_view phrase, std::size_t open, std::string& text) {
    char const quote = phrase[open];
    std::size_t at = open + 1;
    while (true) {
        std::size_t const close = phrase.find(quote, at);
        if (close == std::string_view::npos) return close;
        text += phrase.substr(at, close - at);
        at = close + 1;
        if (at == phrase.size() || phrase[at] != quote) return at;
        text += quote;
        ++at;
    }
}

}  // namespace

std::optional<PhraseProblem> split_words(std::string_view phrase, std::vector<Word>& words) {
    std::size_t at = 0;
    while (at < phrase.size()) {
        if (phrase[at] == ' ' || phrase[at] == '\t' || phrase[at] == '\n' || phrase[at] == '\r') {
            ++at;
            continue;
        }
        Word word;
        std::size_t const begin = at;
        while (at < phrase.size() && phrase[at] != ' ' && phrase[at] != '\t' &&
               phrase[at] != '\n' && phrase[at] != '\r') {
            char const c = phrase[at];
            bool const opens = (c == '"' || c == '\'') &&
                               (at == begin || phrase[at - 1] == '=' || phrase[at - 1] == ' ');
            if (!opens) {
                word.text += c;
                ++at;
                continue;
            }
            std::size_t const after = take_quoted(phrase, at, word.text);
            if (after == std::string_view::npos) {
                return PhraseProblem{static_cast<std::int32_t>(at), 1, "this quote is never closed",
                                     "a quote within quotes is written twice"};
            }
            word.quoted = true;
            at = after;
        }
        word.begin = static_cast<std::int32_t>(begin);
        word.width = static_cast<std::int32_t>(at - begin);
        words.push_back(std::move(word));
    }
    return std::nullopt;
}

}  // namespace highwater
