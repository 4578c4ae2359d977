// What the members of a group have done with the records, laid beside the logs and what the group
// has committed: at least once and at most once, as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "world/world.h"

namespace highwater {

struct GroupBooks {
    std::int64_t processed{};        // each record as often as its processing ended
    std::int64_t processed_twice{};  // records whose processing ended more than once
    // Records below the committed offsets whose processing never ended. None: nobody can tell, the
    // coordinator or a leader is down.
    std::optional<std::int64_t> skipped;
    std::int64_t revoked{};  // partitions that onPartitionsRevoked took, since each member started
};
GroupBooks group_books(World const& world, std::string_view group);

}  // namespace highwater
