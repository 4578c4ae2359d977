#include "scenario/phrase.h"

#include <algorithm>

#include "base/check.h"
#include "base/limits.h"
#include "scenario/units.h"

namespace highwater {

namespace {

struct SlotName {
    std::string_view name;
    Slot slot;
};
constexpr SlotName kSlots[] = {
    {"NODE", Slot::node},
    {"BROKER", Slot::broker},
    {"PARTITION", Slot::partition},
    {"TOPIC", Slot::topic},
    {"DESTINATION", Slot::destination},
    {"PRODUCER", Slot::producer},
    {"CONSUMER", Slot::consumer},
    {"DURATION", Slot::duration},
    {"PERCENT", Slot::percentage},
    {"COUNT", Slot::count},
    {"EVENT", Slot::event},
    {"POSITION", Slot::position},
    {"NAME", Slot::name},
    {"TEXT", Slot::text},
    {"WORDS", Slot::words},
    {"OPTIONS", Slot::options},
};

std::string ticked(std::string_view text) { return "`" + std::string{text} + "`"; }

// Reads one slot from the words; on failure `problem` stands at the word that does not fit.
class SlotReader {
public:
    SlotReader(std::string_view phrase, std::vector<Word> const& words, std::size_t end,
               PhraseScope const& scope)
        : phrase_{phrase}, words_{words}, end_{end}, scope_{scope} {}

    std::size_t at{};
    PhraseProblem problem;

    bool read(Slot slot, Argument& argument) {
        argument.slot = slot;
        std::size_t const first = at;
        bool const may_be_empty = slot == Slot::options;
        if (at >= end_ && !may_be_empty) return missing(slot);
        bool const good = read_words(slot, argument);
        if (good) {
            for (std::size_t i = first; i < at; ++i) argument.words.push_back(words_[i]);
        }
        return good;
    }

    bool missing(Slot slot) {
        return fail_at_end("expected " + what(slot) + " here", advice_for(slot));
    }

    bool fail_at_end(std::string message, std::string advice) {
        std::int32_t const end =
            end_ == 0 ? 0 : words_[end_ - 1].begin + words_[end_ - 1].width + 1;
        problem = {end, 1, std::move(message), std::move(advice)};
        return false;
    }

    bool fail(std::string message, std::string advice) {
        Word const& word = words_[std::min(at, end_ - 1)];
        problem = {word.begin, word.width, std::move(message), std::move(advice)};
        return false;
    }

private:
    bool read_words(Slot slot, Argument& argument) {
        switch (slot) {
        case Slot::literal: CHECK(false);
        case Slot::node: return read_node(argument);
        case Slot::broker: return read_named(PhraseScope::Kind::broker, slot, argument);
        case Slot::producer: return read_named(PhraseScope::Kind::producer, slot, argument);
        case Slot::consumer: return read_named(PhraseScope::Kind::consumer, slot, argument);
        case Slot::partition: return read_partition(argument);
        case Slot::topic: return read_topic(argument);
        case Slot::destination: return read_destination(argument);
        case Slot::duration: return read_duration(argument);
        case Slot::percentage: return read_percentage(argument);
        case Slot::count: return read_number(argument, 1, limits::kRecordsPerCommand);
        case Slot::event: return read_number(argument, 1, INT64_MAX);
        case Slot::position: return read_position(argument);
        case Slot::name: return read_new_name(argument);
        case Slot::text: return read_text(argument);
        case Slot::words: at = end_; return true;
        case Slot::options: return read_options(argument);
        }
        CHECK(false);
    }

    std::string const& word() const { return words_[at].text; }

    bool read_node(Argument& argument) {
        argument.text = word();
        if (word() == "controller-leader") {
            argument.target.kind = NodeTarget::Kind::controller_leader;
            ++at;
            return true;
        }
        if (word() == "leader") {
            if (at + 1 >= end_)
                return fail("leader of what?", "write for example leader of orders-1");
            ++at;
            if (word() != "of")
                return fail("expected `of`", "write for example leader of orders-1");
            ++at;
            if (at >= end_) return missing(Slot::partition);
            if (!read_partition(argument)) return false;
            argument.target.kind = NodeTarget::Kind::leader_of;
            argument.target.partition = argument.partition;
            argument.text = "leader of " + argument.text;
            return true;
        }
        if (word() == "coordinator") {
            return fail("coordinators are not in this version: consumer groups come later",
                        "name the broker");
        }
        PhraseScope::Node const* node = scope_.find_node(word());
        if (node == nullptr) return fail_unknown("node", word(), known_nodes(Slot::node));
        take(*node, argument);
        return true;
    }

    void take(PhraseScope::Node const& node, Argument& argument) {
        bool const is_client =
            node.kind == PhraseScope::Kind::producer || node.kind == PhraseScope::Kind::consumer;
        argument.text = node.name;
        argument.target.kind = is_client ? NodeTarget::Kind::named : NodeTarget::Kind::node;
        argument.target.node = is_client ? kNoNode : node.id;
        argument.target.name = is_client ? scope_.names->intern(node.name) : kNoName;
        argument.number = node.broker.value;
        ++at;
    }

    bool read_named(PhraseScope::Kind kind, Slot slot, Argument& argument) {
        PhraseScope::Node const* node = scope_.find_node(word());
        if (node == nullptr) {
            return fail_unknown(slot == Slot::broker     ? "broker"
                                : slot == Slot::producer ? "producer"
                                                         : "consumer",
                                word(), scope_.node_names(kind));
        }
        if (node->kind != kind) {
            return fail(ticked(word()) + " is not " + what(slot),
                        advise_words(word(), scope_.node_names(kind)));
        }
        take(*node, argument);
        return true;
    }

    bool fail_unknown(std::string const& kind, std::string_view written,
                      std::vector<std::string> const& known) {
        return fail("no " + kind + " is called " + ticked(written), advise_words(written, known));
    }

    // The topic `name` exists and has a partition `number`.
    bool read_partition(Argument& argument) {
        std::string const& written = word();
        std::size_t const dash = written.rfind('-');
        if (dash == std::string::npos || dash == 0 || dash + 1 == written.size() ||
            written.find_first_not_of("0123456789", dash + 1) != std::string::npos) {
            return fail_unknown("partition", written, scope_.partition_names());
        }
        std::string const topic_name = written.substr(0, dash);
        PhraseScope::Topic const* topic = scope_.find_topic(topic_name);
        auto const number = parse_integer(written.substr(dash + 1));
        if (topic == nullptr) return fail_unknown("topic", topic_name, topic_names());
        bool const in_range =
            number && (topic->partitions < 0 ? *number < limits::kPartitionsOfTopic
                                             : *number < topic->partitions);
        if (!in_range) {
            return fail(topic_name + " has no partition " + written.substr(dash + 1),
                        topic->partitions > 0 ? "have " + topic_name + "-0 … " + topic_name + "-" +
                                                    std::to_string(topic->partitions - 1)
                                              : "");
        }
        argument.partition = {scope_.names->intern(topic_name), static_cast<std::int32_t>(*number)};
        argument.text = written;
        ++at;
        return true;
    }

    std::vector<std::string> topic_names() const {
        std::vector<std::string> found;
        for (PhraseScope::Topic const& topic : scope_.topics) found.push_back(topic.name);
        return found;
    }

    bool read_topic(Argument& argument) {
        if (scope_.find_topic(word()) == nullptr) {
            return fail_unknown("topic", word(), topic_names());
        }
        argument.partition = {scope_.names->intern(word()), -1};
        argument.text = word();
        ++at;
        return true;
    }

    bool read_destination(Argument& argument) {
        if (scope_.find_topic(word()) != nullptr) return read_topic(argument);
        std::size_t const dash = word().rfind('-');
        bool const names_a_topic =
            dash != std::string::npos && scope_.find_topic(word().substr(0, dash)) != nullptr;
        if (names_a_topic) return read_partition(argument);
        return fail_unknown("topic", word(), topic_names());
    }

    bool read_duration(Argument& argument) {
        auto const parsed = parse_duration(word());
        if (!parsed) return fail(parsed.problem().message, parsed.problem().advice);
        argument.duration = *parsed;
        argument.text = word();
        ++at;
        return true;
    }

    bool read_percentage(Argument& argument) {
        auto const parsed = parse_percentage(word());
        if (!parsed) return fail(parsed.problem().message, parsed.problem().advice);
        argument.number = *parsed;
        argument.text = word();
        ++at;
        return true;
    }

    bool read_number(Argument& argument, std::int64_t least, std::int64_t most) {
        auto const parsed = parse_integer(word());
        if (!parsed) return fail(parsed.problem().message, parsed.problem().advice);
        if (*parsed < least || *parsed > most) {
            return fail(ticked(word()) + " is not between " + std::to_string(least) + " and " +
                            std::to_string(most),
                        "");
        }
        argument.number = *parsed;
        argument.text = word();
        ++at;
        return true;
    }

    bool read_position(Argument& argument) {
        argument.text = word();
        if (word() == "earliest" || word() == "latest") {
            argument.position =
                word() == "earliest" ? StartPosition::earliest : StartPosition::latest;
            ++at;
            return true;
        }
        argument.position = StartPosition::offset;
        auto const parsed = parse_integer(word());
        if (!parsed || *parsed < 0) {
            return fail(ticked(word()) + " is not an offset", "write a number, earliest or latest");
        }
        argument.number = *parsed;
        ++at;
        return true;
    }

    bool read_new_name(Argument& argument) {
        constexpr std::string_view kAllowed =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
        if (word().empty() || word().size() > static_cast<std::size_t>(limits::kNameBytes) ||
            word().find_first_not_of(kAllowed) != std::string::npos) {
            return fail(ticked(word()) + " is not a name", "use letters, digits, '.', '_' and '-'");
        }
        argument.text = word();
        ++at;
        return true;
    }

    bool read_text(Argument& argument) {
        argument.text = phrase_.substr(static_cast<std::size_t>(words_[at].begin));
        if (argument.text.size() > static_cast<std::size_t>(limits::kTextBytes)) {
            return fail("a text has at most " + std::to_string(limits::kTextBytes) + " bytes", "");
        }
        at = end_;
        return true;
    }

    bool read_options(Argument& argument) {
        for (; at < end_; ++at) {
            std::size_t const equals = word().find('=');
            if (equals == std::string::npos || equals == 0) {
                return fail("expected key=value, not " + ticked(word()),
                            "a config is written acks=all");
            }
            std::string const key = word().substr(0, equals);
            for (auto const& option : argument.options) {
                if (option.first == key) return fail(ticked(key) + " is given twice", "");
            }
            argument.options.emplace_back(key, word().substr(equals + 1));
        }
        return true;
    }

    std::vector<std::string> known_nodes(Slot slot) const {
        switch (slot) {
        case Slot::broker: return scope_.node_names(PhraseScope::Kind::broker);
        case Slot::producer: return scope_.node_names(PhraseScope::Kind::producer);
        case Slot::consumer: return scope_.node_names(PhraseScope::Kind::consumer);
        default: break;
        }
        std::vector<std::string> known = scope_.node_names();
        known.emplace_back("controller-leader");
        return known;
    }

public:
    static std::string what(Slot slot) {
        switch (slot) {
        case Slot::literal: return "a word";
        case Slot::node: return "a broker, controller or client";
        case Slot::broker: return "a broker";
        case Slot::partition: return "a partition";
        case Slot::topic: return "a topic";
        case Slot::destination: return "a topic or partition";
        case Slot::producer: return "a producer";
        case Slot::consumer: return "a consumer";
        case Slot::duration: return "a time";
        case Slot::percentage: return "a percentage";
        case Slot::count: return "a number";
        case Slot::event: return "the number of an event";
        case Slot::position: return "an offset";
        case Slot::name: return "a name";
        case Slot::text: return "a text";
        case Slot::words: return "a command line";
        case Slot::options: return "key=value";
        }
        CHECK(false);
    }

    // What may stand there: for advice and for completion.
    std::vector<std::string> candidates(Slot slot) const {
        switch (slot) {
        case Slot::node:
        case Slot::broker:
        case Slot::producer:
        case Slot::consumer: return known_nodes(slot);
        case Slot::partition: return scope_.partition_names();
        case Slot::topic: return topic_names();
        case Slot::destination: {
            std::vector<std::string> both = topic_names();
            for (std::string& each : scope_.partition_names()) both.push_back(std::move(each));
            return both;
        }
        case Slot::position: return {"earliest", "latest"};
        default: return {};
        }
    }

private:
    std::string advice_for(Slot slot) const {
        switch (slot) {
        case Slot::duration: return "write for example 200ms";
        case Slot::percentage: return "write for example 5%";
        default: return advise_words("", candidates(slot));
        }
    }

    std::string_view phrase_;
    std::vector<Word> const& words_;
    std::size_t end_;
    PhraseScope const& scope_;
};

}  // namespace

Pattern parse_pattern(std::string_view usage) {
    Pattern pattern;
    std::vector<Word> words;
    CHECK(!split_words(usage, words));
    for (Word const& word : words) {
        Slot slot = Slot::literal;
        for (SlotName const& known : kSlots) {
            if (known.name == word.text) slot = known.slot;
        }
        pattern.elements.push_back({slot, word.text});
    }
    return pattern;
}

Match match(Pattern const& pattern, std::string_view phrase, std::vector<Word> const& words,
            std::size_t end, PhraseScope const& scope) {
    Match result;
    SlotReader reader{phrase, words, end, scope};
    for (Pattern::Element const& element : pattern.elements) {
        bool good = true;
        if (element.slot == Slot::literal) {
            good = reader.at < end && words[reader.at].text == element.text;
            if (!good) result.expected.push_back(element.text);
            if (good) ++reader.at;
        } else {
            Argument argument;
            good = reader.read(element.slot, argument);
            if (good) result.arguments.push_back(std::move(argument));
        }
        if (!good) {
            result.words_read = reader.at;
            result.problem = reader.problem;
            return result;
        }
    }
    result.words_read = reader.at;
    result.fits = reader.at == end;
    if (!result.fits) {
        Word const& extra = words[reader.at];
        result.problem = {extra.begin, extra.width,
                          "did not expect " + ticked(extra.text) + " here", ""};
    }
    return result;
}

PhraseProblem explain_failure(std::vector<Match> const& failed, std::string_view phrase,
                              std::vector<Word> const& words) {
    std::size_t furthest = 0;
    for (Match const& each : failed) furthest = std::max(furthest, each.words_read);
    std::vector<std::string> expected;
    PhraseProblem of_slot;
    for (Match const& each : failed) {
        if (each.words_read != furthest) continue;
        // Misfitting words of a slot say more than "expected `all`".
        if (!each.problem.message.empty() && of_slot.message.empty()) of_slot = each.problem;
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
    bool const begins_new_word = typed.empty() || typed.back() == ' ';
    std::size_t const complete = begins_new_word ? words.size() : words.size() - 1;
    std::string const begun = begins_new_word ? std::string{} : words.back().text;
    std::vector<std::string> found;
    for (Pattern const& pattern : patterns) {
        SlotReader reader{typed, words, complete, scope};
        for (Pattern::Element const& element : pattern.elements) {
            if (reader.at >= complete) {
                std::vector<std::string> candidates;
                if (element.slot == Slot::literal)
                    candidates.push_back(element.text);
                else
                    candidates = reader.candidates(element.slot);
                for (std::string& each : candidates) {
                    bool const fits = each.compare(0, begun.size(), begun) == 0;
                    if (fits && std::find(found.begin(), found.end(), each) == found.end()) {
                        found.push_back(std::move(each));
                    }
                }
                break;
            }
            Argument ignored;
            if (element.slot == Slot::literal) {
                if (words[reader.at].text != element.text) break;
                ++reader.at;
            } else if (!reader.read(element.slot, ignored)) {
                break;
            }
        }
    }
    return found;
}

}  // namespace highwater
