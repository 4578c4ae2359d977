// A cut link loses nothing: TCP keeps what it is given and sends it when the link heals, unless the
// connection is given up before, by a request timeout or the death of the process.
#include "fault/fault.h"

namespace highwater {

namespace {

bool set_cut(World& world, NodeId from, NodeId to, bool is_cut) {
    Link& link = link_between(world.network, from, to);
    bool const changes = link.is_cut != is_cut;
    link.is_cut = is_cut;
    return changes;
}

}  // namespace

Expected<LinkEnds> resolve_ends(World const& world, NodeTarget const& from, NodeTarget const& to) {
    Expected<NodeId> const source = resolve(world, from);
    if (!source) return source.problem();
    Expected<NodeId> const target = resolve(world, to);
    if (!target) return target.problem();
    if (*source == *target) {
        return Problem{name_of(world, *source) + " has no link to itself", "name two processes"};
    }
    return LinkEnds{*source, *target};
}

bool is_cut_or_clogged(World const& world, NodeId from, NodeId to) {
    Link const* const link = find_link(world.network, from, to);
    return link != nullptr && (link->is_cut || link->is_clogged);
}

bool heal(World& world, NodeId from, NodeId to, EventId cause, Effects& out) {
    bool const is_left = end_swizzle(world, from, to, out);
    bool const was_clogged = unclog(world, from, to, cause, out);
    if (!set_cut(world, from, to, false)) return was_clogged || is_left;
    out.note(LinkHealed{from, to});
    release_if_free(world, from, to, cause);
    return true;
}

void release_if_free(World& world, NodeId from, NodeId to, EventId cause) {
    if (is_blocked(world.network, from, to)) return;
    for (Packet& packet : release_held(link_between(world.network, from, to))) {
        send_packet(world, std::move(packet), from, to, cause);
    }
}

Refusal apply(World& world, CutLink const& fault, EventId, Effects& out) {
    return change_link(world, fault, out, {"that link is cut already", "heal it first"},
                       [&](NodeId from, NodeId to) {
                           bool const heals_more = is_cut_or_clogged(world, from, to);
                           if (!set_cut(world, from, to, true)) return false;
                           out.note(LinkCut{from, to, heals_more});
                           return true;
                       });
}

Refusal apply(World& world, HealLink const& fault, EventId cause, Effects& out) {
    Problem const unchanged{"that link is not cut",
                            "an isolated process is healed by its own name"};
    return change_link(world, fault, out, unchanged,
                       [&](NodeId from, NodeId to) { return heal(world, from, to, cause, out); });
}

}  // namespace highwater
