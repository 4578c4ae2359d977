// Phrases are matched against patterns: "cut NODE from NODE" is usage, documentation, parser and
// completion at once. Small words stand for themselves, capitals are slots of a kind.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/names.h"
#include "scenario/nearest.h"
#include "world/command.h"

namespace highwater {

// What is wrong, and where in the phrase.
struct PhraseProblem {
    std::int32_t begin{};
    std::int32_t width{1};
    std::string message;
    std::string advice;
    bool is_unknown_name{};  // the phrase is well formed: only, nothing is called so yet
};

// What a phrase can name. Made from a scenario's tables, or from a running world; the phrases
// themselves add to it (`produce … as p`, `exec kafka-topics --create`).
struct PhraseScope {
    enum class Kind : std::uint8_t { broker, controller, producer, consumer };
    struct Cluster {
        std::string name;
        ClusterId id{kFirstCluster};
    };
    struct Node {
        std::string name;
        Kind kind{};
        NodeId id{kNoNode};  // of brokers and controllers; clients are meant by name
        BrokerId broker{kNoBroker};
        std::optional<ProducerConfig> producer{};  // of a producer: how it was made
        ClusterId cluster{kFirstCluster};
    };
    struct Topic {
        std::string name;             // as phrases call it: orders, or west.orders
        std::int32_t partitions{-1};  // -1: not known before the run
        ClusterId cluster{kFirstCluster};
        std::string kafka_name{};  // as its cluster calls it, where that is another
    };
    Names* names{};
    std::vector<Node> nodes;
    std::vector<Topic> topics;
    std::vector<std::string> racks;
    std::vector<Cluster> clusters;  // where they have names: then topics are west.orders
    std::vector<std::string> groups;
    // What a phrase said that is right but may not be meant; who reads a file tells it.
    std::vector<PhraseProblem> warnings;

    Node const* find_node(std::string_view name) const;
    Topic const* find_topic(std::string_view name) const;
    std::vector<std::string> node_names(std::optional<Kind> kind = std::nullopt) const;
    std::vector<std::string> partition_names() const;
    std::vector<std::string> cluster_names() const;
    NameId topic_name(Topic const& topic) const;
    // By Kafka's name; phrases call it by its cluster too, where clusters have names.
    void add_topic(std::string const& name, std::int32_t partitions, ClusterId cluster);
    void add_rack(std::string const& name);
    // What belongs to one cluster, its topics as Kafka calls them.
    PhraseScope of_cluster(ClusterId cluster) const;
};

struct Word {
    std::string text;      // without its quotes
    std::int32_t begin{};  // byte in the phrase
    std::int32_t width{};  // bytes as written
    bool quoted{};
};

// "a, b,c" as the words a , b , c: for phrases that take several nodes.
std::vector<Word> split_commas(std::vector<Word> const& words);
// Splits at blanks; "…" and '…' keep theirs, also behind an = (value="a b").
std::optional<PhraseProblem> split_words(std::string_view phrase, std::vector<Word>& words);

enum class Slot : std::uint8_t {
    literal,
    node,       // NODE: a name, `controller-leader`, `leader of PARTITION`, `coordinator of GROUP`
    nodes,      // NODES: one or several, by commas; also `rack NAME`
    broker,     // BROKER
    partition,  // PARTITION: orders-1
    topic,      // TOPIC
    destination,  // DESTINATION: a topic, or one of its partitions
    producer,     // PRODUCER
    consumer,     // CONSUMER
    group,        // GROUP
    duration,     // DURATION
    shift,        // SHIFT: a duration that may be negative
    percentage,   // PERCENT
    count,        // COUNT
    event,        // EVENT
    cluster,      // CLUSTER
    position,     // POSITION: an offset, earliest, latest
    name,         // NAME: a new one
    text,         // TEXT: the rest as written
    words,        // WORDS: the rest, at least one
    options,      // OPTIONS: the rest, key=value each, may be none
};

// "a broker", "a time": how messages call what belongs there.
std::string noun_of(Slot slot);
// The names that may stand there; none where anything may.
std::vector<std::string> candidates(Slot slot, PhraseScope const& scope);

struct Argument {
    Slot slot{};
    std::vector<Word> words;           // what it was read from
    NodeTarget target;                 // node, broker, producer, consumer
    std::vector<NodeTarget> targets;   // nodes
    ClusterId cluster{kFirstCluster};  // of what was named
    TopicPartition partition;          // partition, topic and destination (partition -1: the topic)
    std::int64_t number{};             // count, event, percentage (ppm), position
    Duration duration;                 // duration, shift
    StartPosition position{};
    std::string text;  // text, name, and the written name of the others
    std::vector<std::pair<std::string, std::string>> options;
};

struct Pattern {
    struct Element {
        Slot slot{};
        std::string text;  // the literal, or the slot's name in capitals
    };
    std::vector<Element> elements;
};
Pattern parse_pattern(std::string_view usage);
bool takes_lists(Pattern const& pattern);

// How far a phrase fits a pattern.
struct Match {
    bool fits{};
    bool has_extra_words{};           // the whole pattern fits, and more is written behind it
    std::vector<Argument> arguments;  // one per slot, in order
    std::size_t words_read{};         // where it stopped fitting
    PhraseProblem problem;
    std::vector<std::string> expected;  // the literals that could have stood there
};
// Matches words[0, end); `phrase` is what TEXT takes its rest from.
Match match(Pattern const& pattern, std::string_view phrase, std::vector<Word> const& words,
            std::size_t end, PhraseScope const& scope);

// As messages quote what was typed.
inline std::string ticked(std::string_view text) { return "`" + std::string{text} + "`"; }

// The match that got furthest of those that failed, its problem completed by what the others
// expected.
PhraseProblem explain_failure(std::vector<Match> const& failed, std::string_view phrase,
                              std::vector<Word> const& words);

// The words that may follow what is typed so far, or complete its last, half-typed word.
std::vector<std::string> completions(std::vector<Pattern> const& patterns, std::string_view typed,
                                     PhraseScope const& scope);

}  // namespace highwater
