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
        return fail_at_end("expected " + noun_of(slot) + " here", advice_for(slot));
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
        if (node == nullptr) return fail_unknown("node", word(), candidates(Slot::node, scope_));
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
            return fail(ticked(word()) + " is not " + noun_of(slot),
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
        if (topic == nullptr)
            return fail_unknown("topic", topic_name, candidates(Slot::topic, scope_));
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

    bool read_topic(Argument& argument) {
        if (scope_.find_topic(word()) == nullptr) {
            return fail_unknown("topic", word(), candidates(Slot::topic, scope_));
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
        return fail_unknown("topic", word(), candidates(Slot::topic, scope_));
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

    std::string advice_for(Slot slot) const {
        switch (slot) {
        case Slot::duration: return "write for example 200ms";
        case Slot::percentage: return "write for example 5%";
        default: return advise_words("", candidates(slot, scope_));
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

}  // namespace highwater
