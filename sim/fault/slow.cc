// Messages take longer: a busy machine (both directions of all its links) or one long way.
#include <utility>

#include "fault/fault.h"

namespace highwater {

namespace {

// Whose messages: "to and from broker-2", "from broker-2 to broker-1".
Problem slow_already(std::string const& messages) {
    return {"the messages " + messages + " take that much longer already", "by 0s undoes it"};
}

// What else slows some of those messages, and the commands that undo that.
struct Slowed {
    std::string by;
    std::string undo;

    void add(std::string const& what, std::string const& who) {
        by += (by.empty() ? "" : ", ") + what;
        undo += (undo.empty() ? "" : ", ") + ("slow " + who) + " by 0s";
    }
};

Slowed links_slowed_at(World const& world, NodeId node) {
    Slowed found;
    for (std::size_t port = 0; port < world.network.ports.size(); ++port) {
        NodeId const from{static_cast<std::int32_t>(port)};
        for (Link const& link : world.network.ports[port].links) {
            if (link.extra_delay.us == 0 || (from != node && link.to != node)) continue;
            std::string const way = name_of(world, from) + " to " + name_of(world, link.to);
            found.add("from " + way, way);
        }
    }
    return found;
}

Slowed ends_slowed(World const& world, LinkEnds const& ends) {
    Slowed found;
    for (NodeId const end : {ends.from, ends.to}) {
        auto const place = static_cast<std::size_t>(end.value);
        std::vector<NetworkPort> const& ports = world.network.ports;
        bool const is_slow = place < ports.size() && ports[place].extra_delay.us != 0;
        if (is_slow) found.add("to and from " + name_of(world, end), name_of(world, end));
    }
    return found;
}

// A process and its links are slowed apart from each other.
Problem not_slow(std::string const& messages, std::string const& but, Slowed const& slowed) {
    std::string const nothing = "nothing slows the messages " + messages;
    if (slowed.by.empty()) return {nothing, "name another time"};
    return {nothing + but + slowed.by + " are slow", slowed.undo + " undoes it"};
}

}  // namespace

Refusal apply(World& world, SlowNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Duration& delay = port_of(world.network, *node).extra_delay;
    if (delay == fault.by) {
        std::string const messages = "to and from " + name_of(world, *node);
        if (fault.by.us != 0) return slow_already(messages);
        return not_slow(messages, " as a whole, but those ", links_slowed_at(world, *node));
    }
    Duration const before = std::exchange(delay, fault.by);
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{*node, kNoNode, fault.by, before});
    return std::nullopt;
}

Refusal apply(World& world, SlowLink const& fault, EventId, Effects& out) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    Link const* const link = find_link(world.network, ends->from, ends->to);
    Duration const before = link == nullptr ? Duration{} : link->extra_delay;
    if (before == fault.by) {
        std::string const messages =
            "from " + name_of(world, ends->from) + " to " + name_of(world, ends->to);
        if (fault.by.us != 0) return slow_already(messages);
        return not_slow(messages, " alone, but all ", ends_slowed(world, *ends));
    }
    link_between(world.network, ends->from, ends->to).extra_delay = fault.by;
    begin_effects(world, kNoNode, out);
    out.note(LinkSlowed{ends->from, ends->to, fault.by, before});
    return std::nullopt;
}

}  // namespace highwater
