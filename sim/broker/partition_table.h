// The replicas of one broker. Each has a slot for its whole life, so that sessions, fetchers and
// purgatory name it by an index; a topic partition is found without a search.
#pragma once

#include <vector>

#include "base/cow.h"
#include "broker/partition.h"

namespace highwater {

class PartitionTable {
public:
    // Its slot; -1: not here.
    std::int32_t find(TopicPartition id) const {
        auto const topic = static_cast<std::size_t>(id.topic.value);
        if (topic >= state_.slots->size()) return -1;
        std::vector<std::int32_t> const& slots = (*state_.slots)[topic];
        auto const partition = static_cast<std::size_t>(id.partition);
        return partition < slots.size() ? slots[partition] : -1;
    }
    std::int32_t add(Partition partition);
    void remove(std::int32_t slot);

    Partition const& operator[](std::int32_t slot) const {
        return *state_.replicas[static_cast<std::size_t>(slot)];
    }
    // Ours alone; see Cow. Hold the reference within one handler only.
    Partition& edit(std::int32_t slot) {
        return state_.replicas[static_cast<std::size_t>(slot)].edit();
    }

    struct Entry {
        TopicPartition id;
        std::int32_t slot{-1};
        static auto fields(auto& self) {
            return std::tuple{Field{"id", self.id}, Field{"slot", self.slot}};
        }
    };
    // All replicas, by topic partition.
    std::vector<Entry> const& entries() const { return *state_.entries; }
    std::int32_t size() const { return static_cast<std::int32_t>(entries().size()); }

    struct State {
        std::vector<Cow<Partition>> replicas;  // by slot
        std::vector<std::int32_t> free;
        Cow<std::vector<Entry>> entries;
        Cow<std::vector<std::vector<std::int32_t>>> slots;  // by topic, by partition; -1: none
        static auto fields(auto& self) {
            return std::tuple{Field{"replicas", self.replicas}, Field{"free", self.free},
                              Field{"entries", self.entries}, Field{"slots", self.slots}};
        }
    };
    void hash(Hasher& hasher) const;
    friend bool operator==(PartitionTable const& a, PartitionTable const& b);

private:
    void set_slot(TopicPartition id, std::int32_t slot);

    State state_;
};

}  // namespace highwater
