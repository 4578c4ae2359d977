// A process cut off from everybody, also from those that come later; and the undoing of faults.
#include "fault/fault.h"

namespace highwater {

namespace {

void release_everything_free(World& world, EventId cause) {
    for (std::size_t port = 0; port < world.network.ports.size(); ++port) {
        NodeId const from{static_cast<std::int32_t>(port)};
        // Releasing schedules events, it makes no link: these stay where they are.
        for (std::size_t i = 0; i < world.network.ports[port].links.size(); ++i) {
            Link const& link = world.network.ports[port].links[i];
            if (!link.held.empty()) release_if_free(world, from, link.to, cause);
        }
    }
}

// True when something was wrong with the link.
bool mend(Link& link, NodeId from, bool delays_too, Effects& out) {
    bool mended = link.is_cut || link.is_clogged;
    if (link.is_cut) {
        link.is_cut = false;
        out.note(LinkHealed{from, link.to});
    }
    if (link.is_clogged) {
        link.is_clogged = false;
        out.note(LinkUnclogged{from, link.to, static_cast<std::int32_t>(link.held.size())});
    }
    if (delays_too && link.extra_delay.us != 0) {
        link.extra_delay = {};
        out.note(LinkSlowed{from, link.to, {}});
        mended = true;
    }
    if (delays_too && link.reordering.us != 0) {
        set_reordering(link, {});
        out.note(LinkReordering{from, link.to, {}});
        mended = true;
    }
    if (delays_too && link.loss_ppm != 0) {
        link.loss_ppm = 0;
        out.note(LinkLossy{from, link.to, 0});
        mended = true;
    }
    return mended;
}

bool end_isolation(NetworkPort& port, NodeId node, Effects& out) {
    if (!port.is_isolated && port.island == 0) return false;
    port.is_isolated = false;
    port.island = 0;
    out.note(LinkHealed{node, kNoNode});
    return true;
}

}  // namespace

bool is_cut_off(World const& world, NodeId node) {
    std::vector<NetworkPort> const& ports = world.network.ports;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        NodeId const from{static_cast<std::int32_t>(i)};
        if (from == node && (ports[i].is_isolated || ports[i].island != 0)) return true;
        for (Link const& link : ports[i].links) {
            bool const is_of_node = from == node || link.to == node;
            if (is_of_node && (link.is_cut || link.is_clogged)) return true;
        }
    }
    return false;
}

Refusal apply(World& world, IsolateNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    NetworkPort& port = port_of(world.network, *node);
    if (port.is_isolated) {
        return Problem{name_of(world, *node) + " is isolated already", "heal it first"};
    }
    bool const heals_more = is_cut_off(world, *node);
    port.is_isolated = true;
    begin_effects(world, kNoNode, out);
    out.note(LinkCut{*node, kNoNode, heals_more});
    return std::nullopt;
}

Refusal apply(World& world, HealNode const& fault, EventId cause, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    begin_effects(world, kNoNode, out);
    bool mended = end_swizzle(world, *node, kNoNode, out);
    mended |= end_isolation(port_of(world.network, *node), *node, out);
    for (std::size_t port = 0; port < world.network.ports.size(); ++port) {
        NodeId const from{static_cast<std::int32_t>(port)};
        for (Link& link : world.network.ports[port].links) {
            if (from == *node || link.to == *node) mended |= mend(link, from, false, out);
        }
    }
    if (!mended) {
        return Problem{name_of(world, *node) + " is not cut off from anybody", "heal all"};
    }
    release_everything_free(world, cause);
    return std::nullopt;
}

Refusal apply(World& world, HealAll const&, EventId cause, Effects& out) {
    begin_effects(world, kNoNode, out);
    bool mended = end_swizzle(world, kNoNode, kNoNode, out);
    for (std::size_t i = 0; i < world.network.ports.size(); ++i) {
        NodeId const node{static_cast<std::int32_t>(i)};
        NetworkPort& port = world.network.ports[i];
        mended |= end_isolation(port, node, out);
        if (port.extra_delay.us != 0) {
            port.extra_delay = {};
            out.note(LinkSlowed{node, kNoNode, {}});
            mended = true;
        }
        for (Link& link : port.links) mended |= mend(link, node, true, out);
    }
    if (!mended) {
        return Problem{"nothing is wrong with the network",
                       "dead nodes are started, paused ones resumed"};
    }
    release_everything_free(world, cause);
    return std::nullopt;
}

}  // namespace highwater
