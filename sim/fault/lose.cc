// Packets get lost on the way. TCP sends them again, so Kafka sees delay, never a missing message.
#include "fault/fault.h"

namespace highwater {

Refusal apply(World& world, LoseMessages const& fault, EventId, Effects& out) {
    Expected<LinkEnds> const ends = resolve_ends(world, fault.from, fault.to);
    if (!ends) return ends.problem();
    if (fault.loss_ppm < 0 || fault.loss_ppm >= 1'000'000) {
        return Problem{"a share of packets between 0% and 99.9999% can be lost",
                       "to lose all of them, cut the link"};
    }
    Link const* const link = find_link(world.network, ends->from, ends->to);
    std::int32_t const before = link == nullptr ? 0 : link->loss_ppm;
    if (before == fault.loss_ppm) {
        return fault.loss_ppm == 0
                   ? Problem{"that link loses nothing", "name another share"}
                   : Problem{"that link loses such a share already", "lose 0% undoes it"};
    }
    link_between(world.network, ends->from, ends->to).loss_ppm = fault.loss_ppm;
    begin_effects(world, kNoNode, out);
    out.note(LinkLossy{ends->from, ends->to, fault.loss_ppm, before});
    return std::nullopt;
}

}  // namespace highwater
