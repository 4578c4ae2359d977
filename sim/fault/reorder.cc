// Two processes hold several connections to each other, and packets of different connections may
// overtake each other; within one, TCP keeps the order. Usually all of a link arrives in the order
// in which it was sent; this fault lets its connections drift apart.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, ReorderLink const& fault, EventId, Effects& out) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    Link const* const link = find_link(world.network, ends->from, ends->to);
    Duration const before = link == nullptr ? Duration{} : link->reordering;
    if (before == fault.by) {
        return Problem{fault.by.us == 0 ? "that link keeps its order" : "that link does so already",
                       fault.by.us == 0 ? "by 200ms lets its connections overtake each other"
                                        : "by 0s undoes it"};
    }
    set_reordering(link_between(world.network, ends->from, ends->to), fault.by);
    begin_effects(world, kNoNode, out);
    out.note(LinkReordering{ends->from, ends->to, fault.by, before});
    return std::nullopt;
}

}  // namespace highwater
