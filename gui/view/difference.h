// What differs between two instants of a run, field by field: the marked one and the present.
#pragma once

#include <string>
#include <vector>

#include "gui/frame.h"
#include "gui/ui_state.h"

namespace highwater::gui {

struct DifferenceRow {
    std::string what;   // "orders-1", "broker-3", "checkout": whose field; empty: as the row before
    std::string field;  // "leader", "high watermark", "pending.waiting[0].deadline"
    std::string before;
    std::string after;
    Selection link;  // to what it is a field of
};

struct DifferenceView {
    // Leaders, ISRs, lives and ownership first, then roles and offsets of replicas, then the rest;
    // within each the cluster's metadata before the processes.
    std::vector<DifferenceRow> rows;
    std::int64_t changed{};  // fields, also those beyond the last row
};

// At most so many rows. What only counts (offsets of the clock, correlation ids) is told like
// everything else.
DifferenceView difference_view(World const& before, World const& after, Describer const& who,
                               std::size_t most = 400);

}  // namespace highwater::gui
