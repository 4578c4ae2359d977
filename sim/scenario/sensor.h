// The misconception sensor: when somebody does what rests on a common belief (a fourth member for
// three partitions, acks=all with min.insync.replicas=1, …), it says so in one sentence and knows a
// short future in which the belief can be seen to fail. Nobody is interrupted: it is an offer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/command.h"
#include "world/world.h"

namespace highwater {

constexpr Duration kHintLength = seconds(20);  // of the future that shows it

struct HintStep {
    Duration after;  // since the future began
    std::string phrase;
};

struct Hint {
    std::string belief;             // "M11"
    std::string says;               // what is behind what was just done
    std::string future;             // the name of the branch that shows it
    std::vector<HintStep> steps;    // done in it, in the order of time
    std::vector<std::string> asks;  // queries that tell the outcome at its end
    std::string means;              // what to take from it
};

// `before` is the world in which the command is given; `names` those it was read with.
std::optional<Hint> sense(World const& before, Names const& names, Command const& command);

// "After 20 s: partitions of billing-4 = 0. …": what has become of it.
std::string outcome_of(Hint const& hint, World const& after);

}  // namespace highwater
