// What a class may answer to a question of the lesson: the truth among what else could be thought.
#pragma once

#include <string>
#include <vector>

#include "scenario/query.h"
#include "trace/trace.h"
#include "world/world.h"

namespace highwater::gui {

constexpr std::size_t kMostChoices = 4;

struct Choices {
    std::vector<std::string> texts;
    std::int32_t truth{-1};
};

// `truth`: what the query answers when its time has come. `asked` is the world in which it is
// asked: who is in sync there and what the answer would be there are tempting answers. `given`:
// those that the lesson wants; none: they are found.
Choices choices_for(Query const& query, highwater::Answer const& truth, World const& asked,
                    std::vector<highwater::Answer> const& given = {});

// The fact that decided it, as one sentence; empty when the trace knows of none.
std::string sentence_behind(World const& world, Query const& query, Time at, Trace const& trace,
                            Describer const& who);

}  // namespace highwater::gui
