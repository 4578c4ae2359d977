// Commands are carried out here: faults go to fault/, the others make or ask clients, or only
// narrate.
#pragma once

#include <optional>

#include "base/expected.h"
#include "engine/step.h"

namespace highwater {

// A command to several processes as one to each; empty: it is none, or nobody can be found.
std::vector<Command> parts_of(World const& world, Command const& command);

// Leaves the facts and wishes in `out`, which says whose they are. Refused: nothing has changed.
std::optional<Problem> carry_out(World& world, Command const& command, EventId event, Effects& out);

// What was refused of the parts of one command becomes one fact.
class Refusals {
public:
    void add(Command const& part, Problem const& problem);
    // `parts`: so many were asked for.
    void note(Command const& whole, std::size_t parts, Effects& out) const;

private:
    std::vector<std::string> phrases_;
    std::vector<std::string> messages_;  // each once, as those behind it
    std::vector<std::string> advices_;
};

}  // namespace highwater
