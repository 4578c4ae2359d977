// The partitions stage from afar: all partitions of all topics, each with nothing but its state.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gui/view/partitions.h"

namespace highwater::gui {

struct MapMark {
    TopicPartition id;
    PartitionHealth health{};
};
struct MapTopic {
    NameId topic{kNoName};
    std::string name;
    std::string words;    // "12 partitions · 1 without a leader · 2 under-replicated"
    Meaning meaning{};    // of the one that is worst off
    std::size_t first{};  // of PartitionMap::marks
    std::size_t count{};
};
struct PartitionMap {
    std::vector<MapTopic> topics;  // by name, Kafka's own last
    std::vector<MapMark> marks;    // those that the filter lets through, topic by topic

    std::span<MapMark const> of(MapTopic const& topic) const {
        return std::span{marks}.subspan(topic.first, topic.count);
    }
};
PartitionMap partition_map(World const& world, PartitionFilter filter);

// The one that is worst off; of several the first.
MapMark worst_of(std::span<MapMark const> marks);

}  // namespace highwater::gui
