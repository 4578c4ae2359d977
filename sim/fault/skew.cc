// The wall clock of one machine runs ahead or behind. Kafka takes timestamps from it:
// LogAppendTime, the CreateTime of a client's records, their age. It waits by a clock that only
// counts, so elections, sessions and time-outs do not change.
#include <utility>

#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, SkewClock const& fault, EventId, Effects& out) {
    Expected<NodeId> const node = resolve(world, fault.target);
    if (!node) return node.problem();
    Process& process = node_of(world, *node);
    if (process.clock_skew == fault.by) {
        std::string const name = name_of(world, *node);
        return fault.by.us == 0
                   ? Problem{"the clock of " + name + " is exact", "name another shift"}
                   : Problem{"the clock of " + name + " is off by that already", "by 0s undoes it"};
    }
    Duration const before = std::exchange(process.clock_skew, fault.by);
    begin_effects(world, *node, out);
    out.note(ClockSkewed{fault.by, before});
    return std::nullopt;
}

}  // namespace highwater
