// SIGTERM. A broker hands its leaderships over before it exits (KIP-143, in KRaft by heartbeat).
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, ShutdownNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    std::string const name = name_of(world, *node);
    if (!process.is_alive) return Problem{name + " is not running", "start it first"};
    if (is_shutting_down(process)) {
        return Problem{name + " is shutting down already", "kill it if it takes too long"};
    }
    if (process.is_paused) {
        return Problem{name + " is paused and cannot shut down in order", "resume or kill it"};
    }
    begin_effects(world, *node, out);
    shut_down_process(process, out);
    return std::nullopt;
}

}  // namespace highwater
