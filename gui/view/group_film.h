// The film strip of one group, folded from what its coordinator noted. Apart from the world, so
// that it can be tested with facts alone.
#pragma once

#include <vector>

#include "gui/view/groups.h"

namespace highwater::gui {

// What a generation is about in which partitions find their new owners, until they all have.
inline constexpr char const* kTakesOver = "take over";
inline constexpr char const* kTakenOver = "taken over";
// Nobody had them before.
inline constexpr char const* kFirstAssignment = "first assignment";

// Up to the event before `until` of the run, the oldest first.
std::vector<FilmFrame> film_of(GroupNotes const& notes, NameId group, std::uint64_t until,
                               Describer const& who);

// "billing-3 joins", "billing-2 does not answer any more".
std::string cause_of(RebalanceReason why, std::string const& client);

}  // namespace highwater::gui
