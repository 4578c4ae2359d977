#include "gui/view/losses_shown.h"

#include <algorithm>

#include "gui/view/short_text.h"
#include "world/lookup.h"

namespace highwater::gui {

std::vector<LostRecord> losses_shown(World const& world) {
    std::vector<LostRecord> lost = lost_records(world);
    std::erase_if(lost, [&](LostRecord const& each) {
        return node_of(world, each.producer).cluster != kFirstCluster;
    });
    return lost;
}

std::int64_t losses_of(std::vector<LostRecord> const& lost, TopicPartition partition) {
    return std::count_if(lost.begin(), lost.end(), [partition](LostRecord const& each) {
        return each.partition == partition;
    });
}

std::string losses_words(std::int64_t records) {
    if (records == 0) return {};
    return counted(records, "acknowledged record lost", "acknowledged records lost");
}

std::string short_losses_words(std::int64_t records) {
    return records == 0 ? std::string{} : grouped(records) + " lost";
}

}  // namespace highwater::gui
