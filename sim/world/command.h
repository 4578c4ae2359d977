// What a person or a scenario asks of the running world. Commands are data and are recorded, so
// that whatever a teacher clicked can be saved as a scenario file and replayed.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "client/spec.h"
#include "protocol/admin.h"

namespace highwater {

// Who is meant is decided at the instant the command is carried out: `kill leader of orders-1`.
struct NodeTarget {
    enum class Kind : std::uint8_t {
        node,
        named,
        controller_leader,
        leader_of,
        coordinator_of,
        rack  // every broker in it, of all clusters: the only kind that is more than one process
    };
    Kind kind{};
    NodeId node{kNoNode};      // of kind node
    NameId name{kNoName};      // of kind named: a client, which a phrase may have made on the way
    TopicPartition partition;  // of kind leader_of
    NameId group{kNoName};     // of kind coordinator_of
    ClusterId cluster{kFirstCluster};  // whose controller, partition or group
    NameId in_rack{kNoName};           // of kind rack
    static auto fields(auto& self) {
        return std::tuple{Field{"kind", self.kind},      Field{"node", self.node},
                          Field{"name", self.name},      Field{"partition", self.partition},
                          Field{"group", self.group},    Field{"cluster", self.cluster},
                          Field{"in_rack", self.in_rack}};
    }
};

// ---- faults -------------------------------------------------------------------------------------
struct KillNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct StartNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct ShutdownNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct PauseNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct ResumeNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct WipeNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};

struct UnplugNode {  // its machine loses power
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct SkewClock {  // its own wall clock runs so much ahead (or, negative, behind); 0 undoes it
    NodeTarget target;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"target", self.target}, Field{"by", self.by}};
    }
};

// The same with several processes, one after the other in one instant.
enum class NodeDeed : std::uint8_t {
    kill,
    unplug,
    start,
    shut_down,
    pause,
    resume,
    wipe,
    heal,
    slow,  // these two only by a time
    skew
};
struct OnEach {
    NodeDeed deed{};
    std::vector<NodeTarget> targets;
    static auto fields(auto& self) {
        return std::tuple{Field{"deed", self.deed}, Field{"targets", self.targets}};
    }
};
struct OnEachBy {
    NodeDeed deed{};
    std::vector<NodeTarget> targets;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"deed", self.deed}, Field{"targets", self.targets},
                          Field{"by", self.by}};
    }
};

struct CutLink {  // from → to; both ways unless one_way
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct HealLink {
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct CutGroups {  // each of `from` from each of `to`; both ways unless one_way
    std::vector<NodeTarget> from;
    std::vector<NodeTarget> to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct HealGroups {
    std::vector<NodeTarget> from;
    std::vector<NodeTarget> to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct CutRing {  // each reaches only its neighbours in this order, the last one the first
    std::vector<NodeTarget> members;
    static auto fields(auto& self) { return std::tuple{Field{"members", self.members}}; }
};
struct HealRing {  // lifts what that ring cut
    std::vector<NodeTarget> members;
    static auto fields(auto& self) { return std::tuple{Field{"members", self.members}}; }
};
struct ClogLink {  // everything is held, also what is on its way
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
struct UnclogLink {
    NodeTarget from;
    NodeTarget to;
    bool one_way{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"one_way", self.one_way}};
    }
};
// Clogs drawn links one after the other and unclogs them in another drawn order, all within `over`.
struct SwizzleLinks {
    Duration over;
    static auto fields(auto& self) { return std::tuple{Field{"over", self.over}}; }
};
// What a swizzle does later to one way of a link; nobody writes it. Freeing is planned by the step
// that has clogged it, so that no swizzle frees what another fault holds.
struct SwizzleStep {
    NodeId from{kNoNode};
    NodeId to{kNoNode};
    bool clogs{};
    Duration freed_after{};  // of a step that clogs
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"clogs", self.clogs}, Field{"freed_after", self.freed_after}};
    }
};
struct ReorderLink {  // connections overtake each other by up to so much; 0 undoes it
    NodeTarget from;
    NodeTarget to;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to}, Field{"by", self.by}};
    }
};
struct IsolateNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct IsolateGroup {  // from everybody else; they still reach each other
    std::vector<NodeTarget> members;
    static auto fields(auto& self) { return std::tuple{Field{"members", self.members}}; }
};
struct HealNode {
    NodeTarget target;
    static auto fields(auto& self) { return std::tuple{Field{"target", self.target}}; }
};
struct HealAll {
    static auto fields(auto&) { return std::tuple{}; }
};
struct SlowNode {  // every message to and from it takes so much longer; 0 undoes it
    NodeTarget target;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"target", self.target}, Field{"by", self.by}};
    }
};
struct SlowLink {
    NodeTarget from;
    NodeTarget to;
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to}, Field{"by", self.by}};
    }
};
struct LoseMessages {  // that share of packets is lost; TCP sends them again, later
    NodeTarget from;
    NodeTarget to;
    std::int32_t loss_ppm{};
    static auto fields(auto& self) {
        return std::tuple{Field{"from", self.from}, Field{"to", self.to},
                          Field{"loss_ppm", self.loss_ppm}};
    }
};
// The same with several links, those of each of `from` to each of `to`, in one instant.
enum class LinkDeed : std::uint8_t { clog, unclog, slow, reorder, lose };
struct OnEachLink {
    LinkDeed deed{};
    std::vector<NodeTarget> from;
    std::vector<NodeTarget> to;
    bool one_way{};           // of clog and unclog; the others go one way always
    Duration by{};            // of slow and reorder
    std::int32_t loss_ppm{};  // of lose
    static auto fields(auto& self) {
        return std::tuple{Field{"deed", self.deed}, Field{"from", self.from},
                          Field{"to", self.to},     Field{"one_way", self.one_way},
                          Field{"by", self.by},     Field{"loss_ppm", self.loss_ppm}};
    }
};
struct DropMessage {  // the message that would arrive at this event never does
    EventId arrival{};
    static auto fields(auto& self) { return std::tuple{Field{"arrival", self.arrival}}; }
};

struct DelayMessage {  // the message that would arrive at this event takes so much longer
    EventId arrival{};
    Duration by;
    static auto fields(auto& self) {
        return std::tuple{Field{"arrival", self.arrival}, Field{"by", self.by}};
    }
};
struct DuplicateMessage {  // the request that arrives at this event arrives a second time
    EventId arrival{};
    static auto fields(auto& self) { return std::tuple{Field{"arrival", self.arrival}}; }
};

// ---- clients and tools --------------------------------------------------------------------------
struct AddProducer {
    ProducerSpec spec;
    static auto fields(auto& self) { return std::tuple{Field{"spec", self.spec}}; }
};
struct AddConsumer {
    ConsumerSpec spec;
    static auto fields(auto& self) { return std::tuple{Field{"spec", self.spec}}; }
};
struct SeekConsumer {
    NameId consumer{kNoName};
    TopicPartition partition;
    StartPosition to{StartPosition::offset};
    Offset offset;
    static auto fields(auto& self) {
        return std::tuple{Field{"consumer", self.consumer}, Field{"partition", self.partition},
                          Field{"to", self.to}, Field{"offset", self.offset}};
    }
};

// The application does something with its consumer.
struct AskConsumer {
    NameId consumer{kNoName};
    ConsumerCall call;
    static auto fields(auto& self) {
        return std::tuple{Field{"consumer", self.consumer}, Field{"call", self.call}};
    }
};

// The application calls flush().
struct FlushProducer {
    NameId producer{kNoName};
    static auto fields(auto& self) { return std::tuple{Field{"producer", self.producer}}; }
};

// The application calls poll(), which hands it the delivery reports that have come since.
struct PollProducer {
    NameId producer{kNoName};
    static auto fields(auto& self) { return std::tuple{Field{"producer", self.producer}}; }
};

// ---- narration ----------------------------------------------------------------------------------
struct SayText {
    std::string text;
    static auto fields(auto& self) { return std::tuple{Field{"text", self.text}}; }
};
struct AskText {
    std::string text;
    static auto fields(auto& self) { return std::tuple{Field{"text", self.text}}; }
};
struct MarkInstant {
    NameId name{kNoName};
    static auto fields(auto& self) { return std::tuple{Field{"name", self.name}}; }
};

// Append only: a body's number is part of every recorded hash.
using CommandBody =
    std::variant<KillNode, StartNode, ShutdownNode, PauseNode, ResumeNode, WipeNode, CutLink,
                 HealLink, IsolateNode, HealNode, HealAll, SlowNode, SlowLink, LoseMessages,
                 DropMessage, AddProducer, AddConsumer, ProduceRecords, SeekConsumer, AskConsumer,
                 ExecTool, SayText, AskText, MarkInstant, UnplugNode, SkewClock, OnEach, CutGroups,
                 HealGroups, CutRing, ClogLink, UnclogLink, SwizzleLinks, SwizzleStep, ReorderLink,
                 IsolateGroup, DelayMessage, DuplicateMessage, FlushProducer, PollProducer,
                 OnEachBy, OnEachLink, HealRing>;

struct Command {
    CommandBody body;
    std::string phrase;  // as it was written; what a saved scenario repeats
    static auto fields(auto& self) {
        return std::tuple{Field{"body", self.body}, Field{"phrase", self.phrase}};
    }
};

}  // namespace highwater
