// Faults between groups: several processes from several others, a rack from the rest of the world,
// a ring. What stands in one group still reaches each other.
#include <algorithm>
#include <utility>

#include "fault/fault.h"

namespace highwater {

namespace {

using Nodes = std::vector<NodeId>;

std::string list_of(World const& world, Nodes const& nodes) {
    std::string text;
    for (NodeId const node : nodes) text += (text.empty() ? "" : ", ") + name_of(world, node);
    return text;
}

// Calls change(from, to) for each direction that is meant; true when any of them did something.
template <class Change>
bool for_each_direction(NodeGroups const& groups, bool one_way, Change&& change) {
    bool changed = false;
    for (NodeId const from : groups.from) {
        for (NodeId const to : groups.to) {
            changed |= change(from, to);
            if (!one_way) changed |= change(to, from);
        }
    }
    return changed;
}

// Calls change(from, to) for each direction between two that are no neighbours in the ring; true
// when any of them did something.
template <class Change>
bool for_each_chord(Nodes const& ring, Change&& change) {
    std::size_t const count = ring.size();
    bool changed = false;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
            std::size_t const apart = (j + count - i) % count;
            if (apart <= 1 || apart == count - 1) continue;
            changed |= change(ring[i], ring[j]);
        }
    }
    return changed;
}

Expected<Nodes> resolve_ring(World const& world, std::vector<NodeTarget> const& targets) {
    Expected<Nodes> const members = resolve_all(world, targets);
    if (!members || members->size() >= 4) return members;
    return Problem{"in a ring of fewer than four everybody is a neighbour", "name four"};
}

Payload<NodeGroups> as_fact(NodeGroups groups) { return make_payload(std::move(groups)); }

std::int32_t next_island(Network const& network) {
    std::int32_t highest = 0;
    for (NetworkPort const& port : network.ports) highest = std::max(highest, port.island);
    return highest + 1;
}

}  // namespace

Expected<NodeGroups> resolve_groups(World const& world, std::vector<NodeTarget> const& from,
                                    std::vector<NodeTarget> const& to) {
    Expected<Nodes> const first = resolve_all(world, from);
    if (!first) return first.problem();
    Expected<Nodes> const second = resolve_all(world, to);
    if (!second) return second.problem();
    for (NodeId const node : *first) {
        if (std::find(second->begin(), second->end(), node) == second->end()) continue;
        return Problem{name_of(world, node) + " is in both groups", "name it once"};
    }
    return NodeGroups{*first, *second};
}

Refusal apply(World& world, CutGroups const& fault, EventId, Effects& out) {
    Expected<NodeGroups> const groups = resolve_groups(world, fault.from, fault.to);
    if (!groups) return groups.problem();
    bool const heals_more = for_each_direction(*groups, fault.one_way, [&](NodeId from, NodeId to) {
        return is_cut_or_clogged(world, from, to);
    });
    bool const changed = for_each_direction(*groups, fault.one_way, [&](NodeId from, NodeId to) {
        return !std::exchange(link_between(world.network, from, to).is_cut, true);
    });
    if (!changed) return Problem{"all of those links are cut already", "heal them first"};
    begin_effects(world, kNoNode, out);
    if (out.has_listener()) {
        out.note(GroupsCut{as_fact(*groups), fault.one_way, heals_more});
    }
    return std::nullopt;
}

Refusal apply(World& world, HealGroups const& fault, EventId cause, Effects& out) {
    Expected<NodeGroups> const groups = resolve_groups(world, fault.from, fault.to);
    if (!groups) return groups.problem();
    begin_effects(world, kNoNode, out);
    bool const changed = for_each_direction(*groups, fault.one_way, [&](NodeId from, NodeId to) {
        bool const is_left = end_swizzle(world, from, to, out);
        Link& link = link_between(world.network, from, to);
        bool const was_cut = std::exchange(link.is_cut, false);
        bool const was_clogged = std::exchange(link.is_clogged, false);
        return was_cut || was_clogged || is_left;
    });
    if (!changed) {
        return Problem{"none of those links is cut",
                       "an isolated process is healed by its own name"};
    }
    if (out.has_listener()) out.note(GroupsHealed{as_fact(*groups), fault.one_way});
    for_each_direction(*groups, fault.one_way, [&](NodeId from, NodeId to) {
        release_if_free(world, from, to, cause);
        return false;
    });
    return std::nullopt;
}

Refusal apply(World& world, IsolateGroup const& fault, EventId, Effects& out) {
    Expected<Nodes> const members = resolve_all(world, fault.members);
    if (!members) return members.problem();
    // An island of their own already, with nobody else on it?
    std::int32_t const island = port_of(world.network, members->front()).island;
    bool is_done = island != 0;
    for (std::size_t i = 0; i < world.nodes.size(); ++i) {
        NodeId const node{static_cast<std::int32_t>(i)};
        bool const is_member = std::find(members->begin(), members->end(), node) != members->end();
        is_done &= (port_of(world.network, node).island == island) == is_member;
    }
    if (is_done) {
        return Problem{list_of(world, *members) + " are isolated already", "heal them first"};
    }
    bool const heals_more = std::any_of(members->begin(), members->end(),
                                        [&](NodeId node) { return is_cut_off(world, node); });
    std::int32_t const number = next_island(world.network);
    for (NodeId const node : *members) port_of(world.network, node).island = number;
    begin_effects(world, kNoNode, out);
    if (out.has_listener()) {
        out.note(GroupsCut{as_fact({*members, {}}), false, heals_more});
    }
    return std::nullopt;
}

Refusal apply(World& world, CutRing const& fault, EventId, Effects& out) {
    Expected<Nodes> const members = resolve_ring(world, fault.members);
    if (!members) return members.problem();
    bool const heals_more = for_each_chord(
        *members, [&](NodeId from, NodeId to) { return is_cut_or_clogged(world, from, to); });
    bool const changed = for_each_chord(*members, [&](NodeId from, NodeId to) {
        return !std::exchange(link_between(world.network, from, to).is_cut, true);
    });
    if (!changed) {
        return Problem{"they form that ring already", "heal ring " + list_of(world, *members)};
    }
    begin_effects(world, kNoNode, out);
    if (out.has_listener()) out.note(RingCut{make_payload(*members), heals_more});
    return std::nullopt;
}

Refusal apply(World& world, HealRing const& fault, EventId cause, Effects& out) {
    Expected<Nodes> const members = resolve_ring(world, fault.members);
    if (!members) return members.problem();
    begin_effects(world, kNoNode, out);
    bool const changed = for_each_chord(
        *members, [&](NodeId from, NodeId to) { return heal(world, from, to, cause, out); });
    if (changed) return std::nullopt;
    return Problem{"none of the links that this ring would cut is cut", "name its nodes in order"};
}

}  // namespace highwater
