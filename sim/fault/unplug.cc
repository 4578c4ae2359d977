// The machine of a process loses power. As with a kill its memory is gone, and with it the page
// cache: everything that was not flushed to the disk. Kafka flushes a log when it rolls to a new
// segment and on a clean stop; in between it relies on replication (log.flush.interval.messages has
// no limit by default). How much the kernel had written back by itself nobody knows: this is the
// worst case. A voter of the quorum flushes the metadata
// log with every append (KIP-595); an observer does not, and fetches it again.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, UnplugNode const& fault, EventId cause, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    if (!process.is_alive) {
        return Problem{name_of(world, *node) + " is not running", "start it first"};
    }
    begin_effects(world, *node, out);
    out.note(NodePowerLost{});
    process.ended_uncleanly = true;
    end_process(world, process, cause, out);
    if (process.broker) lose_unflushed(process.broker->edit(), out);
    if (process.raft) lose_unflushed(process.raft->edit());
    return std::nullopt;
}

}  // namespace highwater
