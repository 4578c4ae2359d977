// The life of the records at one offset, from the facts of the run: sent, appended, copied,
// committed, acknowledged, read, and what became of them. Two records may have stood there one
// after the other; both are told of.
#pragma once

#include <vector>

#include "gui/frame.h"
#include "gui/widgets/rows.h"

namespace highwater::gui {

struct LifeStep {
    WhyItem item;
    EventId event{};  // 0: of the line that says how many are left out
};

// Up to the cursor, the first one first. At most so many: of a long life the first and the last.
std::vector<LifeStep> record_life(Frame const& frame, TopicPartition partition, std::int64_t offset,
                                  std::size_t most);

}  // namespace highwater::gui
