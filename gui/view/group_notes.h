// What of a run's history the groups' film strip is made of: the facts of their coordinators, each
// once, as it happens.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/trace.h"

namespace highwater::gui {

// Grows at the end only, and can be cut where a branch leaves it.
struct GroupNotes {
    struct Note {
        std::uint64_t nth{};  // of the event
        EventId event{};
        TracedFact traced;
    };
    std::uint64_t next_nth{};  // events below it have been looked at
    std::vector<Note> notes;
};

void extend(GroupNotes& notes, Trace const& trace);
// The run continues differently from its nth event on.
void cut(GroupNotes& notes, std::uint64_t nth);

// The group that a fact of a coordinator is about; kNoName: it is about none, or it is one that the
// strip does not need.
NameId group_of(Fact const& fact);

}  // namespace highwater::gui
