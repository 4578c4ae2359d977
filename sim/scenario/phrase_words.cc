// Words of a phrase, and what a phrase can name.
#include "scenario/phrase.h"

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
            std::size_t const close = phrase.find(c, at + 1);
            if (close == std::string_view::npos) {
                return PhraseProblem{static_cast<std::int32_t>(at), 1, "this quote is never closed",
                                     ""};
            }
            word.quoted = true;
            word.text += phrase.substr(at + 1, close - at - 1);
            at = close + 1;
        }
        word.begin = static_cast<std::int32_t>(begin);
        word.width = static_cast<std::int32_t>(at - begin);
        words.push_back(std::move(word));
    }
    return std::nullopt;
}

}  // namespace highwater
