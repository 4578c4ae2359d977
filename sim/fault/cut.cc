// A cut link loses nothing: TCP keeps what it is given and sends it when the link heals, unless the
// connection is given up before, by a request timeout or the death of the process.
#include "fault/fault.h"

namespace highwater {

namespace {

struct Pair {
    NodeId from;
    NodeId to;
};

Expected<Pair> resolve_pair(World const& world, NodeTarget const& from, NodeTarget const& to) {
    Expected<NodeId> const source = resolve(world, from);
    if (!source) return source.problem();
    Expected<NodeId> const target = resolve(world, to);
    if (!target) return target.problem();
    if (*source == *target) {
        return Problem{name_of(world, *source) + " has no link to itself", "name two processes"};
    }
    return Pair{*source, *target};
}

bool set_cut(World& world, NodeId from, NodeId to, bool is_cut) {
    Link& link = link_between(world.network, from, to);
    bool const changes = link.is_cut != is_cut;
    link.is_cut = is_cut;
    return changes;
}

}  // namespace

void release_if_free(World& world, NodeId from, NodeId to, EventId cause) {
    if (is_blocked(world.network, from, to)) return;
    for (Packet& packet : release_held(link_between(world.network, from, to))) {
        send_packet(world, std::move(packet), from, to, cause);
    }
}

Refusal apply(World& world, CutLink const& fault, EventId, Effects& out) {
    Expected<Pair> const pair = resolve_pair(world, fault.from, fault.to);
    if (!pair) return pair.problem();
    begin_effects(world, kNoNode, out);
    bool const there = set_cut(world, pair->from, pair->to, true);
    bool const back = !fault.one_way && set_cut(world, pair->to, pair->from, true);
    if (there) out.note(LinkCut{pair->from, pair->to});
    if (back) out.note(LinkCut{pair->to, pair->from});
    if (there || back) return std::nullopt;
    return Problem{"that link is cut already", "heal it first"};
}

Refusal apply(World& world, HealLink const& fault, EventId cause, Effects& out) {
    Expected<Pair> const pair = resolve_pair(world, fault.from, fault.to);
    if (!pair) return pair.problem();
    begin_effects(world, kNoNode, out);
    bool const there = set_cut(world, pair->from, pair->to, false);
    bool const back = !fault.one_way && set_cut(world, pair->to, pair->from, false);
    if (there) {
        out.note(LinkHealed{pair->from, pair->to});
        release_if_free(world, pair->from, pair->to, cause);
    }
    if (back) {
        out.note(LinkHealed{pair->to, pair->from});
        release_if_free(world, pair->to, pair->from, cause);
    }
    if (there || back) return std::nullopt;
    return Problem{"that link is not cut", "an isolated process is healed by its own name"};
}

}  // namespace highwater
