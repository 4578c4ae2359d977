#include "gui/view/partition_map.h"

#include <algorithm>

#include "gui/view/short_text.h"

namespace highwater::gui {
namespace {

// How many of a topic, or of all, are in which state.
struct Counts {
    std::int64_t all{};
    std::int64_t no_leader{};
    std::int64_t under_replicated{};

    // As the filters of the list count them: who has no leader may be under-replicated, too.
    void add(PartitionHealth health, PartitionRegistration const& registration) {
        ++all;
        no_leader += meaning_of(health) == Meaning::lost ? 1 : 0;
        under_replicated += is_under_replicated(registration) ? 1 : 0;
    }
    std::string words() const {
        std::string text = counted(all, "partition", "partitions");
        if (no_leader > 0) text += " · " + grouped(no_leader) + " without a leader";
        if (under_replicated > 0) text += " · " + grouped(under_replicated) + " under-replicated";
        return text;
    }
    Meaning meaning() const {
        if (no_leader > 0) return Meaning::lost;
        return under_replicated > 0 ? Meaning::at_risk : Meaning::in_sync;
    }
};

}  // namespace

PartitionMap partition_map(World const& world, PartitionFilter filter) {
    ServerIndex const servers{world};
    PartitionMap map;
    Counts counts;
    auto const close = [&] {
        if (map.topics.empty()) return;
        MapTopic& topic = map.topics.back();
        topic.words = counts.words();
        topic.meaning = counts.meaning();
        topic.count = map.marks.size() - topic.first;
        counts = {};
    };
    for (ListedPartition const& partition : list_partitions(servers)) {
        PartitionHealth const health = health_of(servers, *partition.registration);
        if (!lets_through(filter, health, *partition.registration)) continue;
        if (map.topics.empty() || map.topics.back().topic != partition.id.topic) {
            close();
            MapTopic topic;
            topic.topic = partition.id.topic;
            topic.name = world.names.text(partition.id.topic);
            topic.first = map.marks.size();
            map.topics.push_back(std::move(topic));
        }
        map.marks.push_back({partition.id, health});
        counts.add(health, *partition.registration);
    }
    close();
    return map;
}

MapMark worst_of(std::span<MapMark const> marks) {
    return *std::max_element(marks.begin(), marks.end(), [](MapMark const& a, MapMark const& b) {
        return a.health < b.health;
    });
}

}  // namespace highwater::gui
