// A fact as a sentence: who, what, from → to, because. Nobody else makes sentences of facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/names.h"
#include "trace/fact.h"

namespace highwater {

// What a sentence needs to name things.
struct Describer {
    struct Node {
        NameId name{kNoName};
        BrokerId id{kNoBroker};  // of a broker or controller, else kNoBroker
        ClusterId cluster{kFirstCluster};
    };
    Names const* names{};
    std::vector<Node> nodes;           // by NodeId
    std::vector<NameId> clusters{};    // by ClusterId, where they have names
    ClusterId cluster{kFirstCluster};  // whose brokers and partitions are meant

    ClusterId cluster_of(NodeId id) const;
    Describer of(ClusterId cluster) const;
    std::string node(NodeId id) const;      // "broker-2", "checkout", "west.broker-2"
    std::string broker(BrokerId id) const;  // "broker-2", "nobody"
    // "orders-1", "west.orders-1"; "orders" where no partition was chosen yet.
    std::string partition(TopicPartition id) const;
};

// How much a learner wants to hear of it: the story shows key facts, the transcript notable ones
// too, the event list everything.
enum class Interest : std::uint8_t { detail, notable, key };

// "LeaderElected": the name in help, filters and JSON.
std::string_view kind_of(Fact const& fact);
std::string_view word_of(Interest interest);  // "notable"
Interest interest_of(Fact const& fact);
// One sentence with its full stop, without time and event number. Of a fault also what undoes it:
// "broker-2 was killed. Undo: `start broker-2`."
std::string describe(TracedFact const& traced, Describer const& who);
// The sentence alone: who looks back for causes does not ask what undoes them.
std::string describe_alone(TracedFact const& traced, Describer const& who);
// The partition a fact speaks of, for filters and links; partition -1 when it speaks of none.
TopicPartition partition_of(Fact const& fact);

// Every kind with what it means, for the generated reference.
struct FactHelp {
    std::string_view kind;
    Interest interest;
    std::string_view meaning;
};
std::vector<FactHelp> fact_reference();

// "1.250 s", "9.104210 s" with microseconds when they matter.
std::string format_time(Time at);
// "200 ms", "9 s".
std::string format_duration(Duration duration);
// "[3, 1]".
std::string format_brokers(std::vector<BrokerId> const& brokers);
// "offset 7" or "offsets 7–9".
std::string format_offsets(Offset first, Offset last);

}  // namespace highwater
