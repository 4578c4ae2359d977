// The log directories of a stopped server are emptied, as when a disk is replaced.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, WipeNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    std::string const name = name_of(world, *node);
    if (!process.is_server()) {
        return Problem{name + " is a client and keeps nothing on disk",
                       "name a broker or controller"};
    }
    if (process.is_alive) return Problem{name + " is running", "kill it or shut it down first"};
    begin_effects(world, *node, out);
    wipe(process.raft->edit());
    if (process.broker) wipe(process.broker->edit());
    process.ended_uncleanly = false;
    out.note(NodeWiped{});
    return std::nullopt;
}

}  // namespace highwater
