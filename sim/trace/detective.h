// Reads a trace backwards from a fact, which is how causes are found: what the rules of why.cc are
// written with.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "trace/describe.h"
#include "trace/silence.h"
#include "trace/trace.h"

namespace highwater {

// The number of a fact, if there is one.
using Found = std::optional<std::uint64_t>;

// What a controller decides, as records of its log.
bool is_metadata_change(Fact const& fact);
// The events, in order, at which controllers decided what never came to be: it was not appended, or
// MetadataTruncated took it away again.
std::vector<std::uint64_t> events_of_cut_records(Trace const& trace);

struct Detective {
    Trace const& trace;
    Describer const& who;
    ClusterId cluster;  // whose brokers and partitions are meant; the other clusters' are not asked
    std::vector<std::uint64_t> cut{events_of_cut_records(trace)};

    // Of another cluster, or what a controller decided and never got committed: its log was cut.
    bool is_elsewhere(TracedFact const& traced) const {
        if (traced.node == kNoNode) return false;
        if (who.cluster_of(traced.node) != cluster) return true;
        return !cut.empty() && is_metadata_change(traced.fact) &&
               std::binary_search(cut.begin(), cut.end(), traced.event.value);
    }
    TracedFact const& fact(std::uint64_t number) const {
        return trace.facts()[static_cast<std::size_t>(number - trace.first_fact())];
    }

    template <class Kind, class Accept>
    Found before(std::uint64_t number, Accept accept) const {
        while (number-- > trace.first_fact()) {
            TracedFact const& traced = fact(number);
            auto const* kind = std::get_if<Kind>(&traced.fact);
            if (kind == nullptr || is_elsewhere(traced)) continue;
            if (accept(*kind, traced)) return number;
        }
        return std::nullopt;
    }

    static bool names(std::vector<NodeId> const& nodes, NodeId node) {
        return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
    }
    NodeId node_of(BrokerId broker) const {
        for (std::size_t i = 0; i < who.nodes.size(); ++i) {
            bool const is_meant = who.nodes[i].id == broker && who.nodes[i].cluster == cluster;
            if (is_meant) return NodeId{static_cast<std::int32_t>(i)};
        }
        return kNoNode;
    }
    NameId name_of(NodeId node) const {
        return node == kNoNode ? kNoName : who.nodes[static_cast<std::size_t>(node.value)].name;
    }
    NodeId client_called(NameId name) const {
        for (std::size_t i = 0; i < who.nodes.size(); ++i) {
            if (who.nodes[i].name == name) return NodeId{static_cast<std::int32_t>(i)};
        }
        return kNoNode;
    }
    BrokerId broker_at(NodeId node) const {
        return node == kNoNode ? kNoBroker : who.nodes[static_cast<std::size_t>(node.value)].id;
    }

    // The tool that somebody ran last, of those with one of these names.
    Found tool_before(std::uint64_t number, std::initializer_list<std::string_view> tools) const {
        return before<ToolStarted>(number, [&](ToolStarted const& f, TracedFact const&) {
            return std::any_of(tools.begin(), tools.end(), [&](std::string_view tool) {
                return f.command->find(tool) != std::string::npos;
            });
        });
    }

    // Why whoever this fact is about heard nothing of the node.
    Found silence_of(std::uint64_t number, NodeId node) const {
        return find_silence(trace, number, node, fact(number).node);
    }
    // What brought a node back to whoever this fact is about: a link to a third one that healed
    // last did not.
    Found revived(std::uint64_t number, NodeId node) const {
        NodeId const listener = fact(number).node;
        auto const is_between = [&](auto const& f, TracedFact const&) {
            bool const has_node = f.from == node || f.to == node;
            bool const has_listener = f.from == listener || f.to == listener;
            return f.to == kNoNode ? has_node || has_listener : has_node && has_listener;
        };
        auto const is_own = [&](auto const&, TracedFact const& t) { return t.node == node; };
        Found const all_healed =
            before<GroupsHealed>(number, [&](GroupsHealed const& f, TracedFact const&) {
                NodeGroups const& groups = *f.groups;
                return (names(groups.from, node) && names(groups.to, listener)) ||
                       (names(groups.from, listener) && names(groups.to, node));
            });
        return std::max({before<NodeStarted>(number, is_own), before<NodeResumed>(number, is_own),
                         before<LinkHealed>(number, is_between),
                         before<LinkUnclogged>(number, is_between), all_healed});
    }

    // Those that have a vote in the metadata quorum: brokers that only watch it have none.
    std::vector<NodeId> voters_before(std::uint64_t number) const {
        std::vector<NodeId> voters;
        while (number-- > trace.first_fact()) {
            TracedFact const& traced = fact(number);
            auto const* changed = std::get_if<RaftRoleChanged>(&traced.fact);
            bool const votes = changed != nullptr && changed->to != RaftRole::observer &&
                               changed->to != RaftRole::unattached && !is_elsewhere(traced);
            if (votes && !names(voters, traced.node)) voters.push_back(traced.node);
        }
        return voters;
    }
    // Why an active controller heard of no majority: what silenced the one of the others with whom
    // the majority was gone (who fell silent later did not matter any more), or what made it stand
    // still itself and miss them.
    Found lost_majority(std::uint64_t number) const {
        NodeId const controller = fact(number).node;
        std::vector<NodeId> const voters = voters_before(number);
        std::vector<std::uint64_t> silences;
        for (NodeId const voter : voters) {
            Found const silence = voter == controller ? std::nullopt : silence_of(number, voter);
            if (silence) silences.push_back(*silence);
        }
        std::sort(silences.begin(), silences.end());
        // So many may be silent before it is too many: 1 of 3, 2 of 5.
        std::size_t const spare = (voters.size() - 1) / 2;
        if (!silences.empty()) return silences[std::min(spare, silences.size() - 1)];
        auto const of_it = [&](auto const&, TracedFact const& t) { return t.node == controller; };
        Found const elected = before<ControllerElected>(number, of_it);
        Found const paused = before<NodePaused>(number, of_it);
        bool const is_of_this_term = paused && (!elected || *paused > *elected);
        return is_of_this_term ? paused : Found{};
    }

    Found cause_of_change(std::uint64_t number, ChangeReason why, BrokerId broker,
                          TopicPartition partition) const {
        auto const about = [&](auto const& f, TracedFact const&) { return f.broker == broker; };
        switch (why) {
        case ChangeReason::broker_fenced: {
            // The controller writes the partition changes first, then the fencing record.
            EventId const event = fact(number).event;
            for (std::uint64_t n = number; n < trace.next_fact() && fact(n).event == event; ++n) {
                auto const* fenced = std::get_if<BrokerFenced>(&fact(n).fact);
                if (fenced != nullptr && fenced->broker == broker) return n;
            }
            return before<BrokerFenced>(number, about);
        }
        case ChangeReason::broker_unfenced: return before<BrokerUnfenced>(number, about);
        case ChangeReason::controlled_shutdown:
            return before<ControlledShutdownBegun>(number, about);
        case ChangeReason::unclean_shutdown: return revived(number, node_of(broker));
        case ChangeReason::alter_partition: {
            auto const of = [&](auto const& f, TracedFact const& t) {
                return f.partition == partition && broker_at(t.node) == broker;
            };
            return std::max(before<IsrShrinkProposed>(number, of),
                            before<IsrExpandProposed>(number, of));
        }
        case ChangeReason::preferred_election:
        case ChangeReason::unclean_election:
            return tool_before(number, {"kafka-leader-election", "kafka-configs"});
        case ChangeReason::reassignment: return tool_before(number, {"kafka-reassign-partitions"});
        case ChangeReason::config_change:
            return tool_before(number, {"kafka-configs", "kafka-features"});
        case ChangeReason::unregistered: return tool_before(number, {"kafka-cluster"});
        case ChangeReason::automatic_preferred: return std::nullopt;
        }
        return std::nullopt;
    }
};

}  // namespace highwater
