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
    {"NODE", Slot::node},         {"NODES", Slot::nodes},
    {"BROKER", Slot::broker},     {"PARTITION", Slot::partition},
    {"TOPIC", Slot::topic},       {"DESTINATION", Slot::destination},
    {"PRODUCER", Slot::producer}, {"CONSUMER", Slot::consumer},
    {"GROUP", Slot::group},       {"DURATION", Slot::duration},
    {"SHIFT", Slot::shift},       {"PERCENT", Slot::percentage},
    {"COUNT", Slot::count},       {"EVENT", Slot::event},
    {"CLUSTER", Slot::cluster},   {"POSITION", Slot::position},
    {"NAME", Slot::name},         {"TEXT", Slot::text},
    {"WORDS", Slot::words},       {"OPTIONS", Slot::options},
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
        case Slot::nodes: return read_nodes(argument);
        case Slot::broker: return read_named(PhraseScope::Kind::broker, slot, argument);
        case Slot::producer: return read_named(PhraseScope::Kind::producer, slot, argument);
        case Slot::consumer: return read_named(PhraseScope::Kind::consumer, slot, argument);
        case Slot::group: return read_group(argument);
        case Slot::partition: return read_partition(argument);
        case Slot::topic: return read_topic(argument);
        case Slot::destination: return read_destination(argument);
        case Slot::duration: return read_duration(argument);
        case Slot::shift: return read_shift(argument);
        case Slot::percentage: return read_percentage(argument);
        case Slot::count: return read_number(argument, 1, limits::kRecordsPerCommand);
        case Slot::event: return read_number(argument, 1, INT64_MAX);
        case Slot::cluster: return read_cluster(argument);
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
        if (std::string_view const leader = "controller-leader"; word() == leader) {
            if (!scope_.clusters.empty()) return fail_which_cluster(word());
            return take_controller_leader(kFirstCluster, argument);
        }
        for (PhraseScope::Cluster const& cluster : scope_.clusters) {
            if (word() == cluster.name + ".controller-leader") {
                return take_controller_leader(cluster.id, argument);
            }
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
            argument.target.cluster = argument.cluster;
            argument.text = "leader of " + argument.text;
            return true;
        }
        if (word() == "coordinator") {
            if (at + 1 >= end_)
                return fail("coordinator of what?", "write for example coordinator of billing");
            ++at;
            if (word() != "of")
                return fail("expected `of`", "write for example coordinator of billing");
            ++at;
            if (at >= end_) return missing(Slot::group);
            if (!read_group(argument)) return false;
            argument.target.kind = NodeTarget::Kind::coordinator_of;
            argument.target.group = scope_.names->intern(argument.text);
            argument.text = "coordinator of " + argument.text;
            return true;
        }
        PhraseScope::Node const* node = scope_.find_node(word());
        if (node == nullptr) {
            return is_in_some_cluster(word())
                       ? fail_which_cluster(word())
                       : fail_unknown("node", word(), candidates(Slot::node, scope_));
        }
        take(*node, argument);
        return true;
    }

    bool take_controller_leader(ClusterId cluster, Argument& argument) {
        argument.target.kind = NodeTarget::Kind::controller_leader;
        argument.target.cluster = cluster;
        ++at;
        return true;
    }

    // broker-1, leader of orders-0, rack a
    bool read_nodes(Argument& argument) {
        for (;;) {
            Argument one;
            if (at >= end_) return missing(Slot::node);
            if (word() == ",") return fail("expected a node before this comma", "");
            if (!(word() == "rack" ? read_rack(one) : read_node(one))) return false;
            bool const is_named_before = std::find(argument.targets.begin(), argument.targets.end(),
                                                   one.target) != argument.targets.end();
            if (is_named_before) {
                --at;
                return fail(one.text + " is named twice", "");
            }
            argument.targets.push_back(one.target);
            argument.text += (argument.text.empty() ? "" : ", ") + one.text;
            if (at < end_ && word() == "and") {
                return fail("several are separated by commas", "write a, b instead of a and b");
            }
            if (at >= end_ || word() != ",") break;
            ++at;
        }
        argument.target = argument.targets.front();
        return true;
    }

    bool read_rack(Argument& argument) {
        ++at;
        if (scope_.racks.empty()) {
            --at;
            return fail("the brokers here have no racks",
                        "write racks = [\"a\", \"b\", …] in [cluster]");
        }
        if (at >= end_) {
            return fail_at_end("which rack?", advise_words("", scope_.racks));
        }
        bool const is_known =
            std::find(scope_.racks.begin(), scope_.racks.end(), word()) != scope_.racks.end();
        if (!is_known) return fail_unknown("rack", word(), scope_.racks);
        argument.target.kind = NodeTarget::Kind::rack;
        argument.target.in_rack = scope_.names->intern(word());
        argument.text = "rack " + word();
        ++at;
        return true;
    }

    // "orders-1" where topics are called west.orders.
    bool is_in_some_cluster(std::string const& written) const {
        return std::any_of(scope_.clusters.begin(), scope_.clusters.end(),
                           [&](PhraseScope::Cluster const& cluster) {
                               std::string const full = cluster.name + "." + written;
                               return scope_.find_node(full) != nullptr ||
                                      scope_.find_topic(full) != nullptr;
                           });
    }

    bool fail_which_cluster(std::string const& written) {
        std::vector<std::string> possible;
        for (PhraseScope::Cluster const& cluster : scope_.clusters) {
            possible.push_back(cluster.name + "." + written);
        }
        std::string advice = "write ";
        for (std::size_t i = 0; i < possible.size(); ++i) {
            advice += (i == 0 ? "" : i + 1 == possible.size() ? " or " : ", ") + possible[i];
        }
        return fail("in which cluster is " + ticked(written) + "?", advice);
    }

    void take(PhraseScope::Node const& node, Argument& argument) {
        bool const is_client =
            node.kind == PhraseScope::Kind::producer || node.kind == PhraseScope::Kind::consumer;
        argument.text = node.name;
        argument.target.kind = is_client ? NodeTarget::Kind::named : NodeTarget::Kind::node;
        argument.target.node = is_client ? kNoNode : node.id;
        argument.target.name = is_client ? scope_.names->intern(node.name) : kNoName;
        argument.number = node.broker.value;
        argument.cluster = node.cluster;
        ++at;
    }

    bool read_named(PhraseScope::Kind kind, Slot slot, Argument& argument) {
        PhraseScope::Node const* node = scope_.find_node(word());
        if (node == nullptr && is_in_some_cluster(word())) return fail_which_cluster(word());
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
        fail("no " + kind + " is called " + ticked(written), advise_words(written, known));
        problem.is_unknown_name = true;
        return false;
    }

    bool read_group(Argument& argument) {
        auto const& groups = scope_.groups;
        if (std::find(groups.begin(), groups.end(), word()) == groups.end()) {
            return fail_unknown("group", word(), groups);
        }
        argument.text = word();
        ++at;
        return true;
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
        if (topic == nullptr) {
            return is_in_some_cluster(topic_name)
                       ? fail_which_cluster(written)
                       : fail_unknown("topic", topic_name, candidates(Slot::topic, scope_));
        }
        bool const in_range =
            number && (topic->partitions < 0 ? *number < limits::kPartitionsOfTopic
                                             : *number < topic->partitions);
        if (!in_range) {
            fail(topic_name + " has no partition " + written.substr(dash + 1),
                 topic->partitions > 0 ? "have " + topic_name + "-0 … " + topic_name + "-" +
                                             std::to_string(topic->partitions - 1)
                                       : "");
            problem.is_unknown_name = true;
            return false;
        }
        argument.partition = {scope_.topic_name(*topic), static_cast<std::int32_t>(*number)};
        argument.cluster = topic->cluster;
        argument.text = written;
        ++at;
        return true;
    }

    bool read_topic(Argument& argument) {
        PhraseScope::Topic const* topic = scope_.find_topic(word());
        if (topic == nullptr) {
            return is_in_some_cluster(word())
                       ? fail_which_cluster(word())
                       : fail_unknown("topic", word(), candidates(Slot::topic, scope_));
        }
        argument.partition = {scope_.topic_name(*topic), -1};
        argument.cluster = topic->cluster;
        argument.text = word();
        ++at;
        return true;
    }

    bool read_destination(Argument& argument) {
        if (scope_.find_topic(word()) != nullptr) return read_topic(argument);
        std::size_t const dash = word().rfind('-');
        std::string const begin =
            dash == std::string::npos ? std::string{} : word().substr(0, dash);
        bool const names_a_topic = scope_.find_topic(begin) != nullptr || is_in_some_cluster(begin);
        if (names_a_topic) return read_partition(argument);
        if (is_in_some_cluster(word())) return fail_which_cluster(word());
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

    bool read_shift(Argument& argument) {
        std::string const& written = word();
        bool const has_sign = !written.empty() && (written[0] == '-' || written[0] == '+');
        auto const parsed =
            parse_duration(std::string_view{written}.substr(has_sign ? std::size_t{1} : 0));
        if (!parsed) return fail(parsed.problem().message, "write for example 300ms or -300ms");
        argument.duration = written[0] == '-' ? Duration{-parsed->us} : *parsed;
        argument.text = written;
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

    bool read_cluster(Argument& argument) {
        for (PhraseScope::Cluster const& cluster : scope_.clusters) {
            if (word() != cluster.name) continue;
            argument.cluster = cluster.id;
            argument.text = word();
            ++at;
            return true;
        }
        if (scope_.clusters.empty()) {
            return fail("there is one cluster only, and it has no name", "leave it out");
        }
        return fail_unknown("cluster", word(), scope_.cluster_names());
    }

    bool read_position(Argument& argument) {
        argument.text = word();
        if (word() == "earliest" || word() == "latest") {
            argument.position =
                word() == "earliest" ? StartPosition::earliest : StartPosition::latest;
            ++at;
            return true;
        }
        if (word() == "committed") {
            argument.position = StartPosition::committed;
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
        case Slot::shift: return "write for example 300ms, or -300ms to set it back";
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

bool takes_lists(Pattern const& pattern) {
    return std::any_of(pattern.elements.begin(), pattern.elements.end(),
                       [](Pattern::Element const& each) { return each.slot == Slot::nodes; });
}

Match match(Pattern const& pattern, std::string_view phrase, std::vector<Word> const& words,
            std::size_t end, PhraseScope const& scope) {
    Match result;
    SlotReader reader{phrase, words, end, scope};
    bool after_nodes = false;
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
        after_nodes = element.slot == Slot::nodes;
    }
    result.words_read = reader.at;
    result.fits = reader.at == end;
    if (!result.fits) {
        result.has_extra_words = true;
        Word const& extra = words[reader.at];
        result.problem = {extra.begin, extra.width,
                          "did not expect " + ticked(extra.text) + " here",
                          after_nodes ? "several nodes are separated by commas" : ""};
    }
    return result;
}

}  // namespace highwater
