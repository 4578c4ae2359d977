// What may stand at a place of a phrase: for advice and for completion.
#include <algorithm>

#include "base/check.h"
#include "scenario/phrase.h"

namespace highwater {

namespace {

// "cut a, b, c": what follows the last comma may be anything that could stand in its place.
void drop_list_items(std::vector<Word>& words) {
    std::vector<Word> split = split_commas(words);
    for (std::size_t i = 1; i < split.size(); ++i) {
        if (split[i].text != ",") continue;
        std::size_t first = i - 1;
        if (first >= 1 && split[first - 1].text == "rack") first -= 1;
        if (first >= 2 && split[first - 1].text == "of") first -= 2;
        split.erase(split.begin() + static_cast<std::ptrdiff_t>(first),
                    split.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        i = first == 0 ? 0 : first - 1;
    }
    words = std::move(split);
}

// `rack` is begun: which one?
bool names_a_rack_next(std::vector<Word> const& words, std::size_t complete) {
    return complete > 0 && words[complete - 1].text == "rack";
}

// How many leading elements of a pattern words[0, end) fill completely; -1: they do not fit.
int elements_filled(Pattern const& pattern, std::string_view phrase, std::vector<Word> const& words,
                    std::size_t end, PhraseScope const& scope) {
    Pattern beginning;
    for (int count = 0;; ++count) {
        if (match(beginning, phrase, words, end, scope).fits) return count;
        if (beginning.elements.size() == pattern.elements.size()) return -1;
        beginning.elements.push_back(pattern.elements[static_cast<std::size_t>(count)]);
    }
}

}  // namespace

std::string noun_of(Slot slot) {
    switch (slot) {
    case Slot::literal: return "a word";
    case Slot::node: return "a broker, controller or client";
    case Slot::nodes: return "a broker, controller or client";
    case Slot::broker: return "a broker";
    case Slot::partition: return "a partition";
    case Slot::topic: return "a topic";
    case Slot::destination: return "a topic or partition";
    case Slot::producer: return "a producer";
    case Slot::consumer: return "a consumer";
    case Slot::group: return "a group";
    case Slot::duration: return "a time";
    case Slot::shift: return "a time, ahead or behind";
    case Slot::percentage: return "a percentage";
    case Slot::count: return "a number";
    case Slot::event: return "the number of an event";
    case Slot::cluster: return "a cluster";
    case Slot::position: return "an offset";
    case Slot::name: return "a name";
    case Slot::text: return "a text";
    case Slot::words: return "a command line";
    case Slot::options: return "key=value";
    }
    CHECK(false);
}

std::vector<std::string> candidates(Slot slot, PhraseScope const& scope) {
    std::vector<std::string> topics;
    for (PhraseScope::Topic const& topic : scope.topics) topics.push_back(topic.name);
    switch (slot) {
    case Slot::node:
    case Slot::nodes: {
        std::vector<std::string> known = scope.node_names();
        if (scope.clusters.empty()) known.emplace_back("controller-leader");
        for (std::string const& cluster : scope.cluster_names()) {
            known.push_back(cluster + ".controller-leader");
        }
        if (slot == Slot::nodes && !scope.racks.empty()) known.emplace_back("rack");
        for (std::string const& group : scope.groups) known.push_back("coordinator of " + group);
        return known;
    }
    case Slot::broker: return scope.node_names(PhraseScope::Kind::broker);
    case Slot::producer: return scope.node_names(PhraseScope::Kind::producer);
    case Slot::consumer: return scope.node_names(PhraseScope::Kind::consumer);
    case Slot::group: return scope.groups;
    case Slot::partition: return scope.partition_names();
    case Slot::topic: return topics;
    case Slot::destination:
        for (std::string& each : scope.partition_names()) topics.push_back(std::move(each));
        return topics;
    case Slot::cluster: return scope.cluster_names();
    case Slot::position: return {"earliest", "latest"};
    case Slot::literal:
    case Slot::duration:
    case Slot::shift:
    case Slot::percentage:
    case Slot::count:
    case Slot::event:
    case Slot::name:
    case Slot::text:
    case Slot::words:
    case Slot::options: return {};
    }
    CHECK(false);
}

PhraseProblem explain_failure(std::vector<Match> const& failed, std::string_view phrase,
                              std::vector<Word> const& words) {
    std::size_t furthest = 0;
    for (Match const& each : failed) furthest = std::max(furthest, each.words_read);
    std::vector<std::string> expected;
    PhraseProblem of_slot;
    bool is_about_extra_words = true;
    for (Match const& each : failed) {
        if (each.words_read != furthest) continue;
        // Misfitting words of a slot say more than "expected `all`", and than a shorter pattern
        // that did not expect them at all.
        bool const says_more =
            of_slot.message.empty() || (is_about_extra_words && !each.has_extra_words);
        if (!each.problem.message.empty() && says_more) {
            of_slot = each.problem;
            is_about_extra_words = each.has_extra_words;
        }
        for (std::string const& word : each.expected) {
            if (std::find(expected.begin(), expected.end(), word) == expected.end()) {
                expected.push_back(word);
            }
        }
    }
    if (!of_slot.message.empty()) return of_slot;
    std::string list;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        list += (i == 0 ? "" : i + 1 == expected.size() ? " or " : ", ") + ticked(expected[i]);
    }
    if (furthest >= words.size()) {
        return {static_cast<std::int32_t>(phrase.size()) + 1, 1, "expected " + list + " here", ""};
    }
    Word const& word = words[furthest];
    return {word.begin, word.width, "expected " + list + ", not " + ticked(word.text),
            nearest_word(word.text, expected).empty() ? "" : advise_words(word.text, expected)};
}

std::vector<std::string> completions(std::vector<Pattern> const& patterns, std::string_view typed,
                                     PhraseScope const& scope) {
    std::vector<Word> words;
    if (split_words(typed, words)) return {};
    drop_list_items(words);
    bool const begins_new_word = words.empty() || typed.back() == ' ';
    std::size_t const complete = begins_new_word ? words.size() : words.size() - 1;
    std::string const begun = begins_new_word ? std::string{} : words.back().text;
    std::vector<std::string> found;
    if (names_a_rack_next(words, complete)) {
        for (std::string const& rack : scope.racks) {
            if (rack.compare(0, begun.size(), begun) == 0) found.push_back(rack);
        }
        return found;
    }
    for (Pattern const& pattern : patterns) {
        int const filled = elements_filled(pattern, typed, words, complete, scope);
        if (filled < 0 || static_cast<std::size_t>(filled) >= pattern.elements.size()) continue;
        Pattern::Element const& next = pattern.elements[static_cast<std::size_t>(filled)];
        std::vector<std::string> possible =
            next.slot == Slot::literal ? std::vector{next.text} : candidates(next.slot, scope);
        for (std::string& each : possible) {
            bool const fits = each.compare(0, begun.size(), begun) == 0;
            if (fits && std::find(found.begin(), found.end(), each) == found.end()) {
                found.push_back(std::move(each));
            }
        }
    }
    return found;
}

}  // namespace highwater
