// Answers to state queries. The usages are in query_table.h, the phrases in query.h.
#pragma once

#include "scenario/query_table.h"
#include "world/world.h"

namespace highwater {

Answer answer(World const& world, Query const& query);

struct Judgement {
    bool holds{};
    Answer actual;
    std::string sentence;  // "leader of orders-1 is broker-3" or "… is broker-2, not broker-3"
};
Judgement check(World const& world, Expectation const& expectation);

// Everything that phrases about a running world can name. Names are interned in `names`, a copy of
// the world's or its own.
PhraseScope scope_of(World const& world, Names& names);

}  // namespace highwater
