#include "gui/view/losses_shown.h"

#include <algorithm>

#include "gui/view/short_text.h"
#include "scenario/losses.h"
#include "world/lookup.h"

namespace highwater::gui {

std::int64_t LossesShown::of(TopicPartition partition) const {
    for (PartitionLosses const& each : partitions) {
        if (each.partition == partition) return each.records;
    }
    return 0;
}

LossesShown losses_shown(World const& world) {
    LossesShown shown;
    for (LostRecord const& lost : lost_records(world)) {
        if (node_of(world, lost.producer).cluster != kFirstCluster) continue;
        auto found = std::find_if(
            shown.partitions.begin(), shown.partitions.end(),
            [&](PartitionLosses const& each) { return each.partition == lost.partition; });
        if (found == shown.partitions.end()) {
            found = shown.partitions.insert(found, PartitionLosses{lost.partition, 0});
        }
        ++found->records;
    }
    return shown;
}

std::string losses_words(std::int64_t records) {
    if (records == 0) return {};
    return counted(records, "acknowledged record lost", "acknowledged records lost");
}

std::string short_losses_words(std::int64_t records) {
    return records == 0 ? std::string{} : grouped(records) + " lost";
}

}  // namespace highwater::gui
