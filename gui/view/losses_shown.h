// How many acknowledged records each partition has lost, for the stages that show a partition
// without its records. What was lost comes from the producers' books (scenario/losses.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "world/world.h"

namespace highwater::gui {

struct PartitionLosses {
    TopicPartition partition;
    std::int64_t records{};  // at least one
};

struct LossesShown {
    std::vector<PartitionLosses>
        partitions;  // those that have lost records, of the window's cluster

    std::int64_t of(TopicPartition partition) const;
};

// Every producer's book is gone through: while time runs, a panel asks now and then.
LossesShown losses_shown(World const& world);

// "2 acknowledged records lost"; empty: none is. It stands beside the ✕ of Meaning::lost.
std::string losses_words(std::int64_t records);
// "2 lost", where there is no room for more.
std::string short_losses_words(std::int64_t records);

}  // namespace highwater::gui
