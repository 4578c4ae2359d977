#include "trace/silence.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace highwater {

namespace {
using Way = std::pair<std::int32_t, std::int32_t>;  // from, to

bool contains(std::vector<NodeId> const& nodes, NodeId node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

// Goes back through the trace. What ended something is met before what began it, so everything that
// is known to have ended is no cause any more.
class Search {
public:
    Search(NodeId node, NodeId listener) : node_{node}, listener_{listener} {}

    // Does this fact silence the node, as far as nothing that came later has ended it?
    bool look(TracedFact const& traced) {
        is_own_ = traced.node == node_;
        return std::visit([&](auto const& fact) { return silences(fact); },
                          static_cast<FactVariant const&>(traced.fact));
    }

private:
    // Const, as most of those below: otherwise it would fit better than they do.
    template <class Other>
    bool silences(Other const&) const {
        return false;
    }

    // ---- the process ---------------------------------------------------------------------------
    bool silences(NodeStarted const&) {
        if (is_own_) has_started_ = true;
        return false;
    }
    bool silences(NodeResumed const&) {
        if (is_own_) has_resumed_ = true;
        return false;
    }
    bool silences(NodePaused const&) const { return is_own_ && !has_resumed_ && !has_started_; }
    bool silences(NodeKilled const&) const { return is_own_ && !has_started_; }
    bool silences(NodePowerLost const&) const { return is_own_ && !has_started_; }
    bool silences(NodeStopped const&) const { return is_own_ && !has_started_; }
    bool silences(ShutdownRequested const&) const { return is_own_ && !has_started_; }

    // ---- its links -----------------------------------------------------------------------------
    bool silences(LinkHealed const& f) { return end(healed_, f.from, f.to); }
    bool silences(LinkUnclogged const& f) { return end(unclogged_, f.from, f.to); }
    bool silences(GroupsHealed const& f) {
        for (NodeId const from : f.groups->from) {
            for (NodeId const to : f.groups->to) {
                for (std::vector<Way>* ended : {&healed_, &unclogged_}) {
                    end(*ended, from, to);
                    if (!f.one_way) end(*ended, to, from);
                }
            }
        }
        return false;
    }
    bool silences(LinkCut const& f) const { return holds(healed_, f.from, f.to); }
    bool silences(LinkClogged const& f) const { return holds(unclogged_, f.from, f.to); }
    bool silences(LinkSlowed const& f) { return holds_unless(f.by.us == 0, quick_, f.from, f.to); }
    bool silences(LinkLossy const& f) {
        return holds_unless(f.loss_ppm == 0, lossless_, f.from, f.to);
    }
    bool silences(GroupsCut const& f) const {
        if (f.groups->to.empty()) {  // cut off from everybody else
            bool const is_in = contains(f.groups->from, node_);
            bool const is_apart = is_in != contains(f.groups->from, listener_);
            return is_apart && !has_ended(healed_, is_in ? node_ : listener_, kNoNode);
        }
        NodeGroups const& groups = *f.groups;
        return parts(groups, node_, listener_) || parts(groups, listener_, node_);
    }
    bool silences(RingCut const& f) const {
        std::vector<NodeId> const& ring = *f.members;
        auto const place = [&](NodeId node) { return std::find(ring.begin(), ring.end(), node); };
        if (place(node_) == ring.end() || place(listener_) == ring.end()) return false;
        auto const apart = place(node_) - place(listener_);
        auto const size = static_cast<std::ptrdiff_t>(ring.size());
        bool const are_neighbours =
            apart == 1 || apart == -1 || apart == size - 1 || apart == 1 - size;
        return !are_neighbours && holds(healed_, node_, listener_);
    }

    bool parts(NodeGroups const& groups, NodeId from, NodeId to) const {
        return contains(groups.from, from) && contains(groups.to, to) && holds(healed_, from, to);
    }

    // ---- what has ended ------------------------------------------------------------------------
    // Between the two, in either direction; kNoNode stands for everybody else.
    bool is_between(NodeId from, NodeId to) const {
        return (from == node_ && (to == listener_ || to == kNoNode)) ||
               (from == listener_ && (to == node_ || to == kNoNode));
    }
    static bool has_ended(std::vector<Way> const& ended, NodeId from, NodeId to) {
        return std::find(ended.begin(), ended.end(), Way{from.value, to.value}) != ended.end();
    }
    static bool end(std::vector<Way>& ended, NodeId from, NodeId to) {
        if (!has_ended(ended, from, to)) ended.emplace_back(from.value, to.value);
        return false;
    }
    bool holds(std::vector<Way> const& ended, NodeId from, NodeId to) const {
        return is_between(from, to) && !has_ended(ended, from, to);
    }
    // A later setting of the same link replaces an earlier one.
    bool holds_unless(bool is_end, std::vector<Way>& ended, NodeId from, NodeId to) const {
        if (!is_end && holds(ended, from, to)) return true;
        return end(ended, from, to);
    }

    NodeId node_;
    NodeId listener_;
    bool is_own_{};
    bool has_started_{};
    bool has_resumed_{};
    std::vector<Way> healed_;
    std::vector<Way> unclogged_;
    std::vector<Way> quick_;
    std::vector<Way> lossless_;
};
}  // namespace

std::optional<std::uint64_t> find_silence(Trace const& trace, std::uint64_t number, NodeId node,
                                          NodeId listener) {
    Search search{node, listener};
    std::optional<std::uint64_t> found;
    while (number-- > trace.first_fact()) {
        TracedFact const& traced =
            trace.facts()[static_cast<std::size_t>(number - trace.first_fact())];
        if (!search.look(traced)) continue;
        // Whoever was dead or stood still already was silenced by no link.
        bool const is_own_end = traced.node == node;
        if (is_own_end) return number;
        if (!found) found = number;
    }
    return found;
}

}  // namespace highwater
