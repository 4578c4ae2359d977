// SIGKILL: memory is gone, the page cache survives, so what was written stays. Peers see their
// connections reset; what was on the wire still arrives, in order, before that.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, KillNode const& fault, EventId cause, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    if (!process.is_alive) {
        return Problem{name_of(world, *node) + " is dead already", "start it first"};
    }
    begin_effects(world, *node, out);
    out.note(NodeKilled{});
    process.ended_uncleanly = true;
    end_process(world, process, cause, out);
    return std::nullopt;
}

}  // namespace highwater
