// The process is started again, with what its disk holds.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, StartNode const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    if (is_shutting_down(process)) {
        return Problem{name_of(world, *node) + " is shutting down",
                       "start it when it has ended, or kill it first"};
    }
    if (process.is_alive) {
        return Problem{
            name_of(world, *node) + " is running already",
            process.is_paused ? "it is paused: resume it" : "kill it or shut it down first"};
    }
    begin_effects(world, *node, out);
    start_process(world, process, out);
    return std::nullopt;
}

}  // namespace highwater
